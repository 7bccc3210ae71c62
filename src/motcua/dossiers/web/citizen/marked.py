"""A small form of just the questions that an official marked, cut out of the procedure's own."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from motcua.agencies import api as agencies
from motcua.catalogue.contracts import ProcedureVersion
from motcua.forms import api as forms
from motcua.forms.contracts import Form, Page, Problem

PAGE = "supplement"
TITLE = {"vi": "Bổ sung", "en": "Supplement"}


@dataclass(frozen=True)
class Marked:
    """`form` is None when no question was marked, only papers."""

    form: Form | None
    page: Page

    def draw(self, values: Mapping[str, Any], problems: Iterable[Problem]) -> forms.DrawnPage:
        problems = tuple(problems)
        if self.form is None:
            loose = tuple({"text": problem.message, "href": "#main-content"} for problem in problems)
            return forms.DrawnPage(PAGE, "", "", (), loose)
        context = forms.form_context(on=agencies.today())
        return forms.draw_page(self.form, PAGE, {}, context, raw=values, problems=problems)


def form_of(version: ProcedureVersion, fields: tuple[str, ...]) -> Marked:
    """Conditions and rules are left to the whole form, which judges the answer in the end."""
    kept = [_plain(field) for field in _fields(version) if field["id"] in fields]
    if not kept:
        return Marked(None, Page(PAGE, PAGE, TITLE, "", ()))
    definition = {"sections": [{"id": PAGE, "title": TITLE, "pages": [{"id": PAGE, "title": TITLE, "fields": kept}]}]}
    form = forms.compile_form(replace(version, form=definition, hash=f"{version.hash}#{','.join(fields)}"))
    return Marked(form, form.pages[0])


def _fields(version: ProcedureVersion) -> list[Mapping[str, Any]]:
    return [f for section in version.form["sections"] for page in section["pages"] for f in page["fields"]]


def _plain(field: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in field.items() if name != "show_if"}
