"""Can a condition ever hold? Told only for what can be tried out: choices, yes or no, and the channel."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from motcua.catalogue.domain.expressions import CONTEXT_NAMES, condition, names_in
from motcua.catalogue.domain.fields import FieldPlace, field_places
from motcua.catalogue.errors import EvaluationError, ExpressionError

MOST_TRIED = 20_000
_CHANNELS = ("online", "in_person", "postal")


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question whose answers can all be tried: its values, and the conditions under which it is asked."""

    id: str
    values: tuple[Any, ...]
    shown: tuple[str, ...]


class Reach:
    """The questions of one form, in their order."""

    def __init__(self, form: Mapping[str, Any], channels: tuple[str, ...]) -> None:
        self._channels = channels or _CHANNELS
        pages = {page["id"]: page for section in form.get("sections", ()) for page in section["pages"]}
        self._asked = {place.id: _asked(place, pages[place.page]) for place in field_places(form) if not place.group}

    def never_holds(self, *conditions: str) -> bool:
        """True when it was tried with every answer and the conditions never held together; False also in doubt."""
        wanted = [one for one in conditions if one]
        if not wanted:
            return False
        relevant = self._relevant(wanted)
        if relevant is None:
            return False
        tried = 0
        try:
            for names in self._names(relevant):
                tried += 1
                if tried > MOST_TRIED or all(condition(one)(names) for one in wanted):
                    return False
        except (EvaluationError, ExpressionError):
            return False
        return True

    def _relevant(self, conditions: list[str]) -> list[_Asked] | None:
        """The questions that decide, in page order; None when one of them can't be tried out."""
        found: set[str] = set()
        waiting = [name for one in conditions for name in names_in(one)]
        while waiting:
            name = waiting.pop()
            if name in found or name == "channel":
                continue
            asked = self._asked.get(name)
            if name in CONTEXT_NAMES or asked is None or not asked.values:
                return None
            found.add(name)
            waiting += [other for one in asked.shown for other in names_in(one)]
        return [asked for name, asked in self._asked.items() if name in found]

    def _names(self, relevant: list[_Asked]) -> Iterator[dict[str, Any]]:
        for channel in self._channels:
            yield from _answered(relevant, {"channel": channel})


def _answered(relevant: list[_Asked], names: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if not relevant:
        yield names
        return
    asked, *rest = relevant
    shown = all(_holds(one, names) for one in asked.shown)
    for value in asked.values if shown else (None,):
        yield from _answered(rest, {**names, asked.id: value})


def _holds(expression: str, names: Mapping[str, Any]) -> bool:
    try:
        return condition(expression)(names)
    except EvaluationError:
        return False


def _asked(place: FieldPlace, page: Mapping[str, Any]) -> _Asked:
    shown = tuple(one for one in (page.get("show_if"), place.raw.get("show_if")) if one)
    return _Asked(place.id, _values(place.raw), shown)


def _values(field: Mapping[str, Any]) -> tuple[Any, ...]:
    kind, options = field["type"], [option["value"] for option in field.get("options", ())]
    if "calculate" in field:
        return ()
    if kind == "yes_no":
        return (True, False, None)
    if kind == "choice":
        return (*options, None)
    if kind == "choices":
        return (*([one] for one in options), options, None)
    return ()
