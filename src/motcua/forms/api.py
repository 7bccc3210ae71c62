"""The front door of the forms room: questions and answers (drafts join them below)."""

from motcua.forms.compiling import compile_form
from motcua.forms.contexts import form_context, show_answers, units_on
from motcua.forms.domain.engine import (
    asked_pages,
    clean_answers,
    first_open_page,
    validate_answers,
    validate_page,
)
from motcua.forms.domain.generating import generate_answers
from motcua.forms.domain.prefilling import prefilled

__all__ = [
    "asked_pages",
    "clean_answers",
    "compile_form",
    "first_open_page",
    "form_context",
    "generate_answers",
    "prefilled",
    "show_answers",
    "units_on",
    "validate_answers",
    "validate_page",
]
