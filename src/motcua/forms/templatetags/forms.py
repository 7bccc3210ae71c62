"""`{% load forms %}`: what the fragments of this room need."""

from typing import Any

from django import template

from motcua.forms.contracts import ShownSection
from motcua.forms.web import pages

register = template.Library()


@register.simple_tag
def summary_rows(section: ShownSection, change_url: str = "") -> list[dict[str, Any]]:
    """The section's answers as rows of a summary list, each with a link to change it when there is a `change_url`."""
    return pages.summary_rows(section, change_url)
