"""A package as a citizen would meet it, before anybody does: its page, its questions, the check, what it reckons.

Nothing here needs a database: a checked package and the answers typed so far are enough. The pages of the back office
and `motcua procedure try` render the same templates with these contexts.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from motcua.agencies.contracts import UnitView
from motcua.authoring.checking import calendar
from motcua.catalogue import api as catalogue
from motcua.catalogue.contracts import ProcedureVersion
from motcua.catalogue.errors import EvaluationError
from motcua.dossiers import api as dossiers
from motcua.forms import api as forms
from motcua.forms.contracts import Form, FormContext, Page, Problem, Units, Validation
from motcua.kernel import clock
from motcua.kernel.dates import say_moment
from motcua.kernel.languages import LocalText, pick

PROCEDURE, QUESTION, CHECK = (f"authoring/preview/{name}.html" for name in ("procedure", "question", "check"))

# Enough to choose from where no list of units is at hand.
_EXAMPLES = (
    UnitView("46", {"vi": "Huế", "en": "Hue"}, {"vi": "Thành phố Huế", "en": "Hue City"}, "province", None),
    UnitView(
        "19774", {"vi": "Kim Long", "en": "Kim Long"}, {"vi": "Phường Kim Long", "en": "Kim Long Ward"}, "commune", "46"
    ),
)


def example_units(parent_code: str | None) -> tuple[UnitView, ...]:
    """One province with one commune, for previews without a database."""
    return tuple(unit for unit in _EXAMPLES if unit.parent_code == parent_code)


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses of the preview's own pages; `question` holds PAGE where a page's id goes."""

    procedure: str
    question: str
    check: str

    def to(self, page_id: str) -> str:
        return self.question.replace("PAGE", page_id)


@dataclass(frozen=True, kw_only=True)
class Preview:
    """One package being looked at. `answers` are those typed so far, cleaned or as they were typed."""

    version: ProcedureVersion
    links: Links
    answers: Mapping[str, Any] = field(default_factory=dict)
    channel: str = "online"
    today: date = field(default_factory=lambda: clock.now().astimezone(calendar().zone).date())
    units: Units | None = example_units  # None: those of the day, from the database

    @property
    def form(self) -> Form:
        """Raises FormDefinitionError."""
        return forms.compile_form(self.version)

    @property
    def context(self) -> FormContext:
        return forms.form_context(channel=self.channel, on=self.today, units=self.units)

    @property
    def judged(self) -> Validation:
        return forms.validate_answers(self.form, self.answers, self.context)

    @property
    def asked(self) -> tuple[Page, ...]:
        return forms.asked_pages(self.form, self.answers, self.context)


@dataclass(frozen=True, slots=True)
class Answered:
    """What answering a page did: all answers so far, and where to go on. `problems`: stay on the page."""

    answers: dict[str, Any]
    raw: dict[str, Any]
    problems: tuple[Problem, ...]
    onward: str


@dataclass(frozen=True, slots=True)
class Played:
    """One scenario of the package: its sentence, and what came out otherwise than it says (nothing: it holds)."""

    name: str
    sentence: LocalText
    wrong: tuple[str, ...]


def procedure_page(preview: Preview) -> dict[str, Any]:
    """Context of `PROCEDURE`."""
    shown = catalogue.show_procedure(preview.version, _language(), preview.today)
    first = preview.asked[0].id if preview.asked else ""
    return _frame(preview) | shown | {"start_url": preview.links.to(first) if first else preview.links.check}


def question_page(
    preview: Preview, page_id: str, *, raw: Mapping[str, Any] | None = None, problems: Iterable[Problem] = ()
) -> dict[str, Any]:
    """Context of `QUESTION`; `raw` and `problems` after an answer that can't stay. Raises PageNotFoundError."""
    problems = tuple(problems)
    drawn = forms.draw_page(preview.form, page_id, preview.answers, preview.context, raw=raw, problems=problems)
    before = _neighbours(preview, page_id)[0]
    page = next(page for page in preview.form.pages if page.id == page_id)
    return _frame(preview) | {
        "page": drawn,
        "title": pick(page.title, _language()),
        "sections": _sections(preview, page_id),
        "error_summary": list(drawn.errors),
        "back_url": before or preview.links.procedure,
        "never_asked": page_id not in {asked.id for asked in preview.asked},
        "shown_when": page.show_if,
    }


def answer(preview: Preview, page_id: str, post: QueryDict) -> Answered:
    """Judge what a browser sent for a page, as the real form does. Raises PageNotFoundError."""
    page = next((page for page in preview.form.pages if page.id == page_id), None)
    raw = forms.read_post(page, post) if page else {}
    judged = forms.validate_page(preview.form, page_id, raw, preview.answers, preview.context)
    fields = {field.id for field in page.fields} if page else set()
    kept = {name: value for name, value in preview.answers.items() if name not in fields}
    after = {**kept, **raw, **judged.answers}
    following = _neighbours(_with(preview, after), page_id)[1]
    return Answered(after, raw, judged.problems, following or preview.links.check)


def check_page(preview: Preview) -> dict[str, Any]:
    """Context of `CHECK`: answers, papers, fees, the time limit and the day it would be ready."""
    version, answers, day = preview.version, preview.judged.answers, preview.today
    pages = {field.id: page.id for page in preview.form.pages for field in page.fields}
    context = _frame(preview) | {
        "answers": forms.show_answers(preview.form, answers, _language(), preview.units),
        "change_url": preview.links.question,
        "still_open": [
            {"text": problem.message, "href": f"{preview.links.to(pages[problem.field])}#{problem.field}"}
            for problem in preview.judged.problems
            if problem.field in pages
        ],
        "limit": dossiers.limit_words(version, day, preview.channel),
        "due": _due(preview),
        "sections": _sections(preview, ""),
        "back_url": preview.links.to(preview.asked[-1].id) if preview.asked else preview.links.procedure,
    }
    try:
        papers = catalogue.asked_papers(version, answers, preview.channel, day)
        context["papers"] = [dossiers.paper_words(paper, version) for paper in papers if paper.kind == "upload"]
        context["brought"] = [dossiers.paper_words(paper, version) for paper in papers if paper.kind == "present"]
        context["fees"] = dossiers.fee_words(version, answers, preview.channel, day)
    except EvaluationError as error:
        context["broken"] = str(error)
    return context


def play_scenarios(version: ProcedureVersion, scenarios: Mapping[str, Mapping[str, Any]]) -> tuple[Played, ...]:
    """Each scenario played through the rules that real dossiers meet, in the order given."""
    found = []
    for name, scenario in scenarios.items():
        wrong = tuple(map(str, dossiers.play_scenario(version, scenario, calendar())))
        found.append(Played(name, scenario.get("name", name), wrong))
    return tuple(found)


def _frame(preview: Preview) -> dict[str, Any]:
    return {"name": pick(preview.version.name, _language()), "preview": preview}


def _neighbours(preview: Preview, page_id: str) -> tuple[str, str]:
    """Addresses of the asked pages before and after this one, "" where there is none."""
    order = [page.id for page in preview.form.pages]
    asked, place = [page.id for page in preview.asked], order.index(page_id) if page_id in order else 0
    before = [other for other in asked if order.index(other) < place]
    after = [other for other in asked if order.index(other) > place]
    return preview.links.to(before[-1]) if before else "", preview.links.to(after[0]) if after else ""


def _with(preview: Preview, answers: Mapping[str, Any]) -> Preview:
    return Preview(
        version=preview.version,
        links=preview.links,
        answers=answers,
        channel=preview.channel,
        today=preview.today,
        units=preview.units,
    )


def _sections(preview: Preview, page_id: str) -> list[dict[str, Any]]:
    """Progress by sections, as the real form shows it; each can be opened, since nothing is at stake."""
    asked = {page.id for page in preview.asked}
    items = []
    for section in preview.form.sections:
        pages = [page for page in section.pages if page in asked]
        if pages:
            state = "now" if page_id in section.pages else "done"
            items.append(
                {"title": pick(section.title, _language()), "href": preview.links.to(pages[0]), "state": state}
            )
    items.append({"title": _("Nộp"), "href": preview.links.check, "state": "next" if page_id else "now"})
    return items


def _due(preview: Preview) -> str:
    """When it would be ready if it were received at eight on the first working morning; "" for no time limit."""
    received = datetime(preview.today.year, preview.today.month, preview.today.day, 8, tzinfo=calendar().zone)
    due = dossiers.due_when_received(preview.version, received, preview.channel, calendar())
    return say_moment(due, calendar().zone, _language()) if due else ""


def _language() -> str:
    return get_language() or "vi"
