"""What a page tells and does not ask: what was worked out, and what a register says and only it can change."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from motcua.forms.domain.names import item_names_in, names_in
from motcua.forms.domain.showing import show_answer
from motcua.forms.web.asked import Asked, Params
from motcua.forms.web.sources import told_of_locked

STATED = "stated"
"""The component's name: `templates/forms/stated.html`."""


def stated(asked: Asked, value: Any, labels: Mapping[str, str]) -> tuple[str, Params] | None:
    """The component and its options; None when the question is to be asked. `value` is its cleaned answer."""
    if asked.field.calculate:
        return STATED, _told(asked, value, _worked_out(asked, labels))
    fact = asked.context.facts.get(asked.field.id)
    if fact is not None and fact.locked:
        told = dict(told_of_locked(fact, asked.context))
        return STATED, _told(asked, fact.value, told.pop("note"), **told, hint="", recorded=True)  # nothing is typed
    return None


def _told(asked: Asked, value: Any, note: str, **more: Any) -> Params:
    asked = replace(asked, field=replace(asked.field, required=True))
    return {
        "id": asked.field.id,
        "label": asked.label,
        "value": show_answer(asked.field, value, asked.context),
        "hint": asked.say(asked.field.hint),
        "note": note,
        "error": asked.error,
        **more,
    }


def _worked_out(asked: Asked, labels: Mapping[str, str]) -> str:
    """From which answers: those that the sum names, in the words in which they are asked."""
    reads = names_in(asked.field.calculate) | item_names_in(asked.field.calculate)
    told = [label for name, label in labels.items() if name in reads]
    if not told:
        return _("Hệ thống tự tính.")
    return _("Hệ thống tự tính từ: %(what)s.") % {"what": "; ".join(told)}
