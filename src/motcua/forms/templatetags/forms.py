"""`{% load forms %}`: what the fragments of this room need."""

from django import template

from motcua.forms.contracts import ShownSection
from motcua.forms.web import pages
from motcua.kernel import texts

register = template.Library()


@register.simple_tag
def summary_parts(section: ShownSection, change_url: str = "") -> tuple[pages.SummaryPart, ...]:
    """The section's answers as rows of summary lists, each with a link to change it when there is a `change_url`."""
    return pages.summary_parts(section, change_url)


@register.filter
def in_sentence(name: str) -> str:
    """The name of an item after a verb: "Thêm người con thứ 2"."""
    return texts.in_sentence(name)
