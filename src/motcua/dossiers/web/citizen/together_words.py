"""How the check page tells of several dossiers that one press will file."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from motcua.catalogue import api as catalogue
from motcua.dossiers.journeys import Planned
from motcua.dossiers.web.citizen.words import fee_lines, language, limit_words, say
from motcua.kernel.money import say_money


def dossiers(planned: Iterable[Planned], channel: str, day: date) -> list[dict[str, Any]]:
    """In the order of the path: what it is, who decides it, how long that takes, and what it waits for."""
    listed = tuple(planned)
    names = {one.part.id: say(one.version.name) for one in listed}
    return [
        {
            "name": names[one.part.id],
            "agency": say(one.receiving.name) if one.receiving else "",
            "limit": limit_words(one.version, day, channel),
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
        answers = one.submission.answers if one.submission else one.answers
        lines += fee_lines(one.version, answers, channel, day)
        total += sum(line.total for line in catalogue.reckon_fees(one.version, answers, channel, day))
        notes.append(say(one.version.fee_note))
    note = " ".join(text for text in notes if text)
    return {"lines": lines, "total": say_money(total, language()) if lines else None, "note": note}
