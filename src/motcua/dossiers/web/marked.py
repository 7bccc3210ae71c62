"""A small form of just the questions that an official marked, cut out of the procedure's own."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from motcua.agencies import api as agencies
from motcua.catalogue.contracts import ProcedureVersion
from motcua.forms import api as forms
from motcua.forms.contracts import Fact, Form, FreeDaysOf, Page, Problem

PAGE = "supplement"
TITLE = {"vi": "Bổ sung", "en": "Supplement"}


@dataclass(frozen=True)
class Marked:
    """`form` has a page for the questions and one for each group; None when nothing was marked but papers. `page` holds
    the fields of all of them, to read what was sent.
    """

    form: Form | None
    page: Page

    def draw(
        self,
        values: Mapping[str, Any],
        problems: Iterable[Problem],
        free_days: FreeDaysOf | None = None,
        facts: Mapping[str, Fact] | None = None,
    ) -> forms.DrawnPage:
        problems = tuple(problems)
        if self.form is None:
            loose = tuple({"text": problem.message, "href": "#main-content"} for problem in problems)
            return forms.DrawnPage(PAGE, "", "", (), loose)
        context = forms.form_context(on=agencies.today(), free_days=free_days, facts=facts)
        drawn: list[forms.DrawnField] = []
        errors: list[dict[str, str]] = []
        for page in self.form.pages:
            here = {field.id for field in page.fields}
            mine = [problem for problem in problems if problem.field.partition("[")[0] in here or not problem.field]
            found = forms.draw_page(self.form, page.id, {}, context, raw=values, problems=mine)
            drawn += found.fields
            errors += [error for error in found.errors if error not in errors]
        return forms.DrawnPage(PAGE, "", "", tuple(drawn), tuple(errors))


def form_of(version: ProcedureVersion, fields: tuple[str, ...]) -> Marked:
    """Conditions and rules are left to the whole form, which judges the answer in the end."""
    kept = [_plain(field) for field in _fields(version) if field["id"] in fields and "calculate" not in field]
    if not kept:
        return Marked(None, Page(PAGE, PAGE, TITLE, "", ()))
    plain = [field for field in kept if field["type"] != "group"]
    pages = [{"id": PAGE, "title": TITLE, "fields": plain}] if plain else []
    pages += [{"id": field["id"], "title": TITLE, "fields": [field]} for field in kept if field["type"] == "group"]
    definition = {"sections": [{"id": PAGE, "title": TITLE, "pages": pages}]}
    form = forms.compile_form(replace(version, form=definition, hash=f"{version.hash}#{','.join(fields)}"))
    return Marked(form, Page(PAGE, PAGE, TITLE, "", tuple(field for page in form.pages for field in page.fields)))


def _fields(version: ProcedureVersion) -> list[Mapping[str, Any]]:
    return [f for section in version.form["sections"] for page in section["pages"] for f in page["fields"]]


def _plain(field: Mapping[str, Any]) -> dict[str, Any]:
    """The question without what reads other answers; in a group rules may read their own item, and nothing else."""
    kept = {name: value for name, value in field.items() if name not in {"show_if", "calculate", "checks"}}
    if field.get("type") == "group":
        kept["fields"] = [_plain(inner) for inner in field["fields"] if "calculate" not in inner]
    return kept
