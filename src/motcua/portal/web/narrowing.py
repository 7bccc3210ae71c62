"""Filters of a search: read from an address, offered with their counts, taken away one by one."""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from motcua.catalogue.contracts import FacetValue, Filters, Found
from motcua.kernel.languages import pick
from motcua.portal.web.events import event_words

LONGEST = 300
MOST_CHOICES = 25


_TIERS = {
    "commune": gettext_lazy("Cấp xã"),
    "province": gettext_lazy("Cấp tỉnh"),
    "ministry": gettext_lazy("Cấp bộ"),
}


def tier_words(tier: str) -> str:
    return str(_TIERS.get(tier, ""))


def read_filters(sent: QueryDict) -> Filters:
    """What the address narrows to; what is none of ours is as if it were not there."""
    tier, event = sent.get("tier", ""), sent.get("event", "")
    return Filters(
        field=sent.get("field", "")[:LONGEST].strip(),
        agency=sent.get("agency", "")[:LONGEST].strip(),
        tier=tier if tier_words(tier) else "",
        event=event if event_words(event) else "",
        online=sent.get("online", "") == "1",
    )


def address(query: str, filters: Filters, page: int = 1, without: str = "") -> str:
    """The address of a search, from `?` on; `without` the filter of this name."""
    told = {"q": query} | _told(filters) | ({"page": str(page)} if page > 1 else {}) | {without: ""}
    return "?" + urlencode({name: value for name, value in told.items() if value})


def kept(filters: Filters) -> list[tuple[str, str]]:
    """Filters as hidden fields, for a form that asks for other words."""
    return [(name, value) for name, value in _told(filters).items() if value]


def chips(query: str, filters: Filters, found: Found, language: str) -> list[dict[str, str]]:
    """What it is narrowed to, and the address without it."""
    return [
        {"words": _words(name, value, found, language), "href": address(query, filters, without=name)}
        for name, value in kept(filters)
    ]


def choices(filters: Filters, found: Found, language: str) -> dict[str, Any]:
    """For each filter what it may be, with the number of procedures that it would leave."""
    return {
        "tiers": _radios(filters.tier, found.facets["tier"]),
        "events": _options(filters.event, found.facets["event"], language, _("Chuyện nào cũng được")),
        "fields": _options(filters.field, found.facets["field"], language, _("Lĩnh vực nào cũng được")),
        "agencies": _options(filters.agency, found.facets["agency"], language, _("Cơ quan nào cũng được")),
        "online": _boxes(filters, found.facets["online"]),
    }


def _told(filters: Filters) -> dict[str, str]:
    return {
        "field": filters.field,
        "agency": filters.agency,
        "tier": filters.tier,
        "event": filters.event,
        "online": "1" if filters.online else "",
    }


def _words(name: str, value: str, found: Found, language: str) -> str:
    if name == "online":
        return _("Nộp được trên mạng")
    known = tier_words(value) if name == "tier" else event_words(value) if name == "event" else ""
    return (
        known or next((pick(one.label, language) for one in found.facets[name] if one.value == value), value) or value
    )


def _options(chosen: str, values: Iterable[FacetValue], language: str, anything: str) -> list[dict[str, Any]]:
    """Options of a select: the likeliest, and always the one that is chosen."""
    listed = [one for one in values if one.value != chosen][:MOST_CHOICES]
    listed += [one for one in values if one.value == chosen]
    named = sorted(
        ((event_words(one.value) or pick(one.label, language) or one.value), one) for one in listed if one.count
    )
    if chosen and all(one.value != chosen for _words, one in named):
        named.append((event_words(chosen) or chosen, FacetValue(chosen, {}, 0)))
    return [
        {"value": "", "text": anything, "selected": not chosen},
        *(
            {"value": one.value, "text": f"{words} ({one.count})", "selected": one.value == chosen}
            for words, one in named
        ),
    ]


def _radios(chosen: str, values: Iterable[FacetValue]) -> list[dict[str, Any]]:
    counts = {one.value: one.count for one in values}
    offered = [tier for tier in ("commune", "province", "ministry") if counts.get(tier) or tier == chosen]
    return [
        {"value": "", "text": _("Cấp nào cũng được"), "checked": not chosen},
        *(
            {"value": tier, "text": f"{tier_words(tier)} ({counts.get(tier, 0)})", "checked": tier == chosen}
            for tier in offered
        ),
    ]


def _boxes(filters: Filters, values: Iterable[FacetValue]) -> list[dict[str, Any]]:
    count = sum(one.count for one in values)
    return [{"value": "1", "text": _("Nộp được trên mạng (%(n)d)") % {"n": count}, "checked": filters.online}]


def pages(query: str, filters: Filters, page: int, total: int, size: int) -> Mapping[str, Any] | None:
    """Links for the kit's pagination; None when one page holds all."""
    last = -(-total // size)
    if last <= 1:
        return None
    near = sorted({1, last, *range(max(1, page - 1), min(last, page + 1) + 1)})
    items: list[dict[str, Any]] = []
    for number in near:
        if items and number - near[near.index(number) - 1] > 1:
            items.append({"ellipsis": True})
        items.append({"number": number, "href": address(query, filters, number), "current": number == page})
    return {
        "items": items,
        "previous": {"href": address(query, filters, page - 1), "text": _("Trang trước")} if page > 1 else None,
        "next": {"href": address(query, filters, page + 1), "text": _("Trang sau")} if page < last else None,
    }


def counted(total: int) -> str:
    return ngettext("%(n)d thủ tục", "%(n)d thủ tục", total) % {"n": total}
