"""How one version of a procedure is shown to people, wherever it is: on its page, or before it is published."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from motcua.catalogue.contracts import (
    Fee,
    Origin,
    Paper,
    ProcedureVersion,
    RulesOn,
    RuleSpan,
    TimeLimit,
    TimeUnit,
    in_force,
)
from motcua.catalogue.first.own_words import in_own_words
from motcua.kernel.dates import say_date
from motcua.kernel.languages import pick
from motcua.kernel.money import say_money


def show_procedure(
    version: ProcedureVersion, language: str, today: date, services: Sequence[ProcedureVersion] = ()
) -> dict[str, Any]:
    """What `catalogue/parts/procedure.html` reads: do I need this, what must I bring, how long, how much, where.

    `services`: what a journey files; its fees are theirs.
    """
    only_vietnamese = language != "vi" and "en" not in version.name
    version = in_own_words(version)
    charging, names = tuple(services) or (version,), _called(version, services, language)
    fees = [line for one in charging for line in _fees(_current(one, today), one, language)]
    limits = [limit for limit in version.time_limits if in_force(limit.valid_from, limit.valid_to, today)]
    upload = [p for p in version.papers if p.kind == "upload"]
    return {
        "code": version.code,
        "name": pick(version.name, language),
        "summary": pick(version.summary, language),
        "agency": pick(version.agency, language),
        "field": pick(version.field, language),
        "channels": [channel_words(channel) for channel in version.channels],
        "serves_online": version.online and version.origin is not Origin.LISTED,
        "minutes": version.estimated_minutes,
        "level": version.assurance,
        "limits": [_limit(limit, version, language, told=len(limits) > 1) for limit in limits],
        "services": [_service(one, names[one.code], language, today) for one in services],
        "fees": fees,
        "fees_depend": bool(fees) and all(fee.when for one in charging for fee in _current(one, today)),
        "coming_fees": [
            _fee(f, one, language) for one in charging for f in one.fees if f.valid_from and f.valid_from > today
        ],
        "fee_notes": [
            f"{names[one.code]}: {note}" if services else note
            for one in charging
            if (note := pick(one.fee_note, language))
        ],
        "papers": _grouped(upload, version, language),
        "shown_papers": _grouped([p for p in version.papers if p.kind == "present"], version, language),
        "notes": [pick(p.name, language) for p in version.papers if p.kind == "info"],
        "results": [pick(result.name, language) for result in version.results],
        "requirements": [pick(text, language) for text in version.requirements],
        "steps": [pick(text, language) for text in version.steps],
        "legal": [
            {"number": ref.number, "title": pick(ref.title, language), "article": ref.article, "url": ref.url}
            for ref in version.legal_basis
        ],
        "source": version.source,
        "checked_on": _said(str(version.source.get("checked_on", "")), language),
        "compiled": version.origin is Origin.NATIONAL,
        "typed": version.origin is Origin.FIRST,
        "named_only": version.origin is Origin.LISTED,
        "only_vietnamese": only_vietnamese,
    }


def show_rules(found: RulesOn, language: str) -> dict[str, Any]:
    """What `portal/rules.html` reads: the fees, time limits, papers and references of one day, and their history."""
    version = found.version
    return {
        "code": found.code,
        "name": pick(version.name, language),
        "on": say_date(found.day, language),
        "in_force": found.in_force,
        "known_from": say_date(version.effective_from, language) if version.effective_from != date.min else "",
        "limits": [
            _limit(limit, version, language, told=True) | _validity(limit, language) for limit in found.time_limits
        ],
        "fees": [_fee(fee, version, language) for fee in found.fees],
        "fee_note": pick(version.fee_note, language) if found.in_force else "",
        "papers": _grouped([paper for paper in found.papers if paper.kind != "info"], version, language),
        "legal": [
            {"number": law.number, "title": pick(law.title, language), "article": law.article, "url": law.url}
            for law in found.legal_basis
        ],
        "history": [_span(span, language) for span in found.history],
        "source": found.source,
        "version": version.hash[:12],
    }


def _span(span: RuleSpan, language: str) -> dict[str, str]:
    rule = span.rule
    said = (
        {"name": pick(rule.name, language), "amount": say_money(rule.amount, language)}
        if isinstance(rule, Fee)
        else {"name": _("Thời hạn giải quyết"), "amount": say_limit(rule) or pick(rule.note, language)}
    )
    channels = ", ".join(channel_words(channel) for channel in rule.channels)
    laws = (f"{law.article} – {law.number}" if law.article else law.number for law in span.legal)
    return said | {
        "channels": channels,
        "legal": "; ".join(laws),
        "since": say_date(span.valid_from, language) if span.valid_from else "",
        "until": say_date(span.valid_to, language) if span.valid_to else "",
    }


def _validity(rule: Fee | TimeLimit, language: str) -> dict[str, str]:
    days = {"since": rule.valid_from, "until": rule.valid_to}
    return {key: say_date(day, language) if day else "" for key, day in days.items()}


def _called(version: ProcedureVersion, services: Iterable[ProcedureVersion], language: str) -> dict[str, str]:
    """What a journey calls the services that it files, by code."""
    names = {part.procedure: part.name for part in version.journey}
    return {one.code: pick(names.get(one.code) or one.name, language) for one in services}


def _service(version: ProcedureVersion, name: str, language: str, today: date) -> dict[str, str]:
    """One of the services that a journey files; `name`: what the journey calls it."""
    limit = version.time_limit_on(today, "online")
    return {
        "code": version.code,
        "name": name,
        "official_name": pick(version.name, language),
        "agency": pick(version.agency, language),
        "limit": say_limit(limit) if limit else "",
    }


def _current(version: ProcedureVersion, today: date) -> list[Fee]:
    return [fee for fee in version.fees if in_force(fee.valid_from, fee.valid_to, today)]


def channel_words(channel: str) -> str:
    return {"online": _("trên mạng"), "in_person": _("tại quầy"), "postal": _("qua bưu điện")}.get(channel, channel)


def say_limit(limit: TimeLimit) -> str:
    """Say it as "3 ngày làm việc"; "" when the source names no unit: then the note speaks."""
    if limit.amount is None or limit.unit is None:
        return ""
    n = limit.amount
    words = {
        TimeUnit.HOUR: ngettext("%(n)d giờ làm việc", "%(n)d giờ làm việc", n),
        TimeUnit.DAY: ngettext("%(n)d ngày", "%(n)d ngày", n),
        TimeUnit.WORKING_DAY: ngettext("%(n)d ngày làm việc", "%(n)d ngày làm việc", n),
        TimeUnit.MONTH: ngettext("%(n)d tháng", "%(n)d tháng", n),
    }
    return words[limit.unit] % {"n": n}


def _limit(limit: TimeLimit, version: ProcedureVersion, language: str, *, told: bool) -> dict[str, str]:
    """`told`: there are others, so it is said for which ways of filing this one holds."""
    return {
        "words": say_limit(limit),
        "ways": ", ".join(map(channel_words, limit.channels)) if told else "",
        "note": pick(limit.note, language),
        "legal": _articles(limit.legal, version),
    }


def _fees(fees: list[Fee], version: ProcedureVersion, language: str) -> list[dict[str, str]]:
    """Each amount once, however many conditions lead to it."""
    shown = [_fee(fee, version, language) | {"since": ""} for fee in fees]
    return [fee for place, fee in enumerate(shown) if fee not in shown[:place]]


def _said(day: str, language: str) -> str:
    """Say the ISO day "2026-11-22" as people do; what is no date stays as the source has it."""
    try:
        return say_date(date.fromisoformat(day), language)
    except ValueError:
        return day


def _fee(fee: Fee, version: ProcedureVersion, language: str) -> dict[str, str]:
    return {
        "name": pick(fee.name, language),
        "amount": say_money(fee.amount, language),
        "note": pick(fee.note, language),
        "legal": _articles(fee.legal, version),
        "since": say_date(fee.valid_from, language) if fee.valid_from else "",
        "until": say_date(fee.valid_to, language) if fee.valid_to else "",
    }


def _grouped(papers: Iterable[Paper], version: ProcedureVersion, language: str) -> list[dict[str, Any]]:
    """Papers under the heading that the source gives them, in their order."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for paper in papers:
        groups.setdefault(pick(paper.group, language), []).append(
            {
                "name": pick(paper.name, language),
                "hint": pick(paper.hint, language),
                "sometimes": bool(paper.when) or not paper.required,
                "legal": _articles(paper.legal, version),
                "copies": paper.copies,
                "originals": paper.originals,
            }
        )
    return [{"title": title, "papers": listed} for title, listed in groups.items()]


def _articles(ids: Iterable[str], version: ProcedureVersion) -> str:
    known = {ref.id: ref for ref in version.legal_basis}
    said = [known[ref] for ref in ids if ref in known]
    return "; ".join(f"{ref.article} – {ref.number}" if ref.article else ref.number for ref in said)
