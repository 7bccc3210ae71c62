"""A question as it is drawn, and what every component shares."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from motcua.forms.contracts import FieldType, FormContext, FormField
from motcua.forms.web import old_addresses
from motcua.kernel.languages import pick

Params = dict[str, Any]


# What browsers may fill in, by the place in the person's record that answers the field (WCAG 1.3.5).
AUTOCOMPLETE = {
    "applicant.full_name": "name",
    "applicant.phone": "tel",
    "applicant.email": "email",
    "applicant.birth_date": "bday",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """All that is needed to draw one question. `value` is a cleaned answer or what was typed.

    `heading`: the label is the page's heading too. `reveals`: markup to show under an option, by its value.
    `communes_url`: where the communes of a province are had without loading the page again; "" for nowhere. `old_urls`:
    the same for those of before ("units") and what one is now ("parts").
    """

    field: FormField
    value: Any
    context: FormContext
    error: str = ""
    error_code: str = ""
    heading: bool = False
    reveals: Mapping[str, SafeString] | None = None
    communes_url: str = ""
    old_urls: Mapping[str, str] = dataclasses.field(default_factory=dict)

    def say(self, text: Any) -> str:
        return pick(text, self.context.language)

    @property
    def label(self) -> str:
        label = self.say(self.field.label)
        return label if self.field.required else _("%(label)s (không bắt buộc)") % {"label": label}

    @property
    def typed(self) -> str:
        """The value of a single box."""
        if isinstance(self.value, bool):
            return "yes" if self.value else "no"
        return str(self.value) if isinstance(self.value, str | int) else ""

    def box(self, part: str) -> str:
        """The value of one of several boxes."""
        found = self.value.get(part) if isinstance(self.value, Mapping) else None
        return str(found) if isinstance(found, str | int) else ""


def anchor(field: FormField, code: str) -> str:
    """The id of the box that an error summary leads to."""
    if field.type is FieldType.DATE:
        return f"{field.id}-day"
    if field.type is FieldType.ADDRESS:
        return f"{field.id}-{ADDRESS_BOX.get(code, 'province')}"
    return field.id


ADDRESS_BOX = {
    "no_commune": "commune",
    "commune_elsewhere": "commune",
    "no_detail": "detail",
    "too_long": "detail",
    "one_line": "detail",
    "strange_characters": "detail",
} | old_addresses.ERRORS


def boxed(asked: Asked) -> Params:
    """What every component with one box shares."""
    field, hint = asked.field, asked.say(asked.field.hint)
    return {
        "id": field.id,
        "name": field.id,
        "label": {
            "text": asked.label,
            "isPageHeading": asked.heading,
            "classes": f"govuk-label--{'l' if asked.heading else 's'}",
        },
        "hint": {"text": hint} if hint else None,
        "errorMessage": {"text": asked.error} if asked.error else None,
        "value": asked.typed,
        **({"autocomplete": autocomplete(field)} if autocomplete(field) else {}),
    }


def with_boxes(asked: Asked) -> Params:
    """What every component with several boxes shares."""
    hint = asked.say(asked.field.hint)
    return {
        "idPrefix": asked.field.id,
        "name": asked.field.id,
        "fieldset": {"legend": legend(asked)},
        "hint": {"text": hint} if hint else None,
        "errorMessage": {"text": asked.error} if asked.error else None,
    }


def legend(asked: Asked) -> Params:
    size = f"govuk-fieldset__legend--{'l' if asked.heading else 's'}"
    return {"text": asked.label, "isPageHeading": asked.heading, "classes": size}


def autocomplete(field: FormField) -> str:
    return field.autocomplete or AUTOCOMPLETE.get(field.prefill, "")
