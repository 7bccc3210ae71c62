"""A found procedure as a line of a list. What does not depend on the query is drawn once and kept for the day."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import quote

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from motcua.agencies import api as agencies
from motcua.catalogue import api as catalogue
from motcua.catalogue.contracts import Origin, ProcedureSummary, TimeLimit, TimeUnit
from motcua.kernel.languages import pick
from motcua.kernel.money import say_money
from motcua.portal.web import narrowing

MOST_KEPT = 4_000  # about a kilobyte each; then begun anew


@dataclass(frozen=True, slots=True)
class Card:
    """`marked`: the name with what the query names. `facts`: everything under the name. `href`: its page."""

    name: str
    summary: str
    href: str
    facts: SafeString
    marked: SafeString


_kept: dict[tuple[str, str, date], tuple[ProcedureSummary, Card]] = {}


def cards(found: Iterable[ProcedureSummary], language: str, query: str = "", *, unfinished: bool = False) -> list[Card]:
    """Lines in `language`, of today. The page that a line leads to knows the query and leads back to its results.

    `unfinished`: the last word of the query may go on.
    """
    today, asked = agencies.today(), f"?q={quote(query)}"
    lines = (_card(summary, language, today) for summary in found)
    if not query:
        return list(lines)
    return [
        replace(one, marked=_marked(one.name, query, unfinished=unfinished), href=one.href + asked) for one in lines
    ]


def _marked(name: str, query: str, *, unfinished: bool) -> SafeString:
    """A name, escaped, with marks on what the query names."""
    parts = catalogue.marked_parts(name, query, unfinished=unfinished)
    return SafeString(
        "".join(f'<mark class="mc-mark">{escape(text)}</mark>' if said else escape(text) for text, said in parts)
    )


def _card(summary: ProcedureSummary, language: str, today: date) -> Card:
    """From memory, when it was drawn from just this summary on this day."""
    key = (summary.code, language, today)
    known = _kept.get(key)
    if known is not None and (known[0] is summary or known[0] == summary):
        return known[1]
    card = _drawn(summary, language, today)
    if len(_kept) >= MOST_KEPT:
        _kept.clear()
    _kept[key] = (summary, card)
    return card


def _drawn(summary: ProcedureSummary, language: str, today: date) -> Card:
    name, told = pick(summary.name, language), pick(summary.summary, language)
    facts = {
        "code": summary.code,
        "summary": told if told != name else "",
        "agency": pick(summary.agency, language).partition(";")[0],
        "online": summary.online and summary.origin is not Origin.LISTED,
        "tiers": [narrowing.tier_words(tier) for tier in summary.tiers],
        "journey": summary.journey,
        "time": _time(summary, today),
        "fee": _fee(summary, today, language),
    }
    drawn = SafeString(render_to_string("portal/parts/facts.html", facts).strip())
    return Card(name, told, reverse("portal:procedure", args=[summary.code]), drawn, escape(name))


def _time(summary: ProcedureSummary, today: date) -> str:
    limit = summary.limit_on(today)
    return catalogue.say_limit(TimeLimit(limit.amount, TimeUnit(limit.unit), {})) if limit else ""


def _fee(summary: ProcedureSummary, today: date, language: str) -> str:
    fees = summary.fees_on(today)
    if fees is None:
        return ""
    least, most = (say_money(amount, language) for amount in fees)
    if fees[1] == 0:
        return _("không mất phí")
    return most if fees[0] == fees[1] else _("%(least)s đến %(most)s") % {"least": least, "most": most}
