"""`{% load forms %}`: what the fragments of this room need."""

from django import template

from motcua.forms.contracts import ShownSection
from motcua.forms.web import pages

register = template.Library()


@register.simple_tag
def summary_parts(section: ShownSection, change_url: str = "") -> tuple[pages.SummaryPart, ...]:
    """The section's answers as rows of summary lists, each with a link to change it when there is a `change_url`."""
    return pages.summary_parts(section, change_url)
