"""How the check page tells of several dossiers that one press will file."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from motcua.catalogue import api as catalogue
from motcua.catalogue.contracts import FeeLine, ProcedureVersion
from motcua.dossiers.journeys import Planned
from motcua.dossiers.web.citizen.words import fee_lines, language, limit_words, say
from motcua.kernel.money import say_money


def dossiers(planned: Iterable[Planned], version: ProcedureVersion, channel: str, day: date) -> list[dict[str, Any]]:
    """In the order of the path: what it is, who decides it, how long that takes, which papers go with it, what it
    costs, and what it waits for. `version`: of the journey."""
    listed = tuple(planned)
    names = {one.part.id: called(one) for one in listed}
    papers = {paper.id: say(paper.name) for paper in version.papers}
    return [
        {
            "name": names[one.part.id],
            "official_name": say(one.version.name),
            "agency": say(one.receiving.name) if one.receiving else "",
            "limit": limit_words(one.version, day, channel),
            "papers": [papers[own] for paper, own in one.part.papers.items() if paper in one.files],
            "fee": say_money(total, language()) if (total := sum(_amounts(one, channel, day))) else "",
            "after": [names[name] for name in one.waits],
        }
        for one in listed
    ]


def fees(planned: Iterable[Planned], channel: str, day: date) -> dict[str, Any]:
    """Every line of every dossier, and one sum."""
    lines: list[dict[str, Any]] = []
    notes: list[str] = []
    total = 0
    for one in planned:
        if _lines(one, channel, day):
            lines += fee_lines(one.version, _answers(one), channel, day)
            total += sum(_amounts(one, channel, day))
        note = say(catalogue.as_filed(one.part, one.version).fee_note)
        notes += [f"{called(one)}: {note}"] if note else []
    return {"lines": lines, "total": say_money(total, language()) if lines else None, "notes": notes}


def called(one: Planned) -> str:
    """What people call it."""
    return say(one.part.name or one.version.name)


def _amounts(one: Planned, channel: str, day: date) -> list[int]:
    return [line.total for line in _lines(one, channel, day)]


def _lines(one: Planned, channel: str, day: date) -> tuple[FeeLine, ...]:
    return catalogue.reckon_fees(one.version, _answers(one), channel, day)


def _answers(one: Planned) -> Any:
    return one.submission.answers if one.submission else one.answers
