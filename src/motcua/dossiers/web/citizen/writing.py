"""A draft with all that its pages need: its form, what is asked, what is still open, and the way through it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.agencies import api as agencies
from motcua.catalogue import api as catalogue
from motcua.catalogue.contracts import Paper, ProcedureVersion
from motcua.dossiers import api as dossiers
from motcua.dossiers.web.citizen.record_words import change_lines
from motcua.dossiers.web.citizen.words import say
from motcua.forms import api as forms
from motcua.forms.contracts import DraftPaper, DraftView, Form, FormContext, Page, PartyState, PartyView, Validation
from motcua.identity import api as identity
from motcua.identity.contracts import PersonView
from motcua.kernel.actors import SYSTEM, Actor

BACK_TO_CHECK = "back=check"


@dataclass(frozen=True)
class Writing:
    """One draft as `actor` sees it now."""

    actor: Actor
    draft: DraftView
    version: ProcedureVersion
    form: Form
    context: FormContext

    @cached_property
    def validation(self) -> Validation:
        return forms.validate_answers(self.form, self.draft.answers, self.context)

    @cached_property
    def pages(self) -> tuple[Page, ...]:
        """The pages that `actor` answers: a party its own, the owner those that are no party's."""
        asked = forms.asked_pages(self.form, self.draft.answers, self.context)
        return tuple(page for page in asked if page.id in self.own_pages)

    @cached_property
    def own_pages(self) -> frozenset[str]:
        if self.draft.party:
            return self.form.pages_of(self.draft.party)
        theirs = {page for one in self.draft.parties for page in self.form.pages_of(one.party.id)}
        return frozenset(page.id for page in self.form.pages) - theirs

    @cached_property
    def waiting_parties(self) -> tuple[PartyView, ...]:
        """Who has not agreed to the draft as it is."""
        return tuple(one for one in self.draft.parties if one.state is not PartyState.AGREED)

    @cached_property
    def papers(self) -> tuple[Paper, ...]:
        """Papers that the answers so far ask for, notes left out."""
        found = catalogue.asked_papers(self.version, self.validation.answers, self.draft.channel, agencies.today())
        return tuple(paper for paper in found if paper.kind != "info")

    @cached_property
    def uploads(self) -> tuple[Paper, ...]:
        return tuple(paper for paper in self.papers if paper.kind == "upload")

    @cached_property
    def owner(self) -> PersonView:
        return identity.get_person(actor=self.actor, person_id=self.draft.owner_id)

    @property
    def owner_name(self) -> str:
        """The applicant's name, also for a party, who may not look the record up."""
        return str(identity.get_person(actor=SYSTEM, person_id=self.draft.owner_id).full_name)

    def files_of(self, paper_id: str) -> tuple[DraftPaper, ...]:
        return tuple(file for file in self.draft.papers if file.paper_id == paper_id)

    @cached_property
    def missing_papers(self) -> tuple[Paper, ...]:
        return tuple(paper for paper in self.uploads if paper.required and not self.files_of(paper.id))

    @cached_property
    def open_pages(self) -> tuple[Page, ...]:
        """Asked pages with something still to answer or to mend."""
        wrong = {problem.field.partition("[")[0] for problem in self.validation.problems}
        return tuple(page for page in self.pages if wrong.intersection(field.id for field in page.fields))

    @cached_property
    def way(self) -> tuple[str, ...]:
        """Addresses of all steps in order: questions, papers, the check."""
        questions = [self.question_url(page.id) for page in self.pages]
        if self.draft.party:
            return (*questions, self.check_url)
        people = [self.people_url] if self.draft.parties else []
        return (*questions, *(self.paper_url(paper.id) for paper in self.uploads), *people, self.check_url)

    def after(self, url: str) -> str:
        """The step that follows `url`, or the check."""
        place = self.way.index(url) + 1 if url in self.way else len(self.way)
        return self.way[place] if place < len(self.way) else self.check_url

    def before(self, url: str) -> str:
        """The step before `url`; before the first one, the page where the draft was begun."""
        place = self.way.index(url) if url in self.way else 0
        if place:
            return self.way[place - 1]
        if self.draft.party:
            return self.check_url
        return reverse("dossiers:desk_counter") if self.actor.is_official else self._start_url

    @property
    def _start_url(self) -> str:
        return reverse("dossiers:apply", args=[self.version.code])

    @property
    def first_url(self) -> str:
        return self.way[0]

    @property
    def resume_url(self) -> str:
        """Where to go on: the page after the last one saved, unless an earlier one is open."""
        if self.draft.party:
            return self.question_url(self.open_pages[0].id) if self.open_pages else self.check_url
        if not self.draft.current_page:
            return self.first_url
        if not self.open_pages:
            return self.paper_url(self.missing_papers[0].id) if self.missing_papers else self.check_url
        last, open_page = self.question_url(self.draft.current_page), self.question_url(self.open_pages[0].id)
        return min(open_page, self.after(last), key=self.way.index) if last in self.way else open_page

    @property
    def mending_url(self) -> str:
        """From the check: the first thing still open, else the check itself."""
        if self.open_pages:
            return f"{self.question_url(self.open_pages[0].id)}?{BACK_TO_CHECK}"
        if self.missing_papers and not self.draft.party:
            return f"{self.paper_url(self.missing_papers[0].id)}?{BACK_TO_CHECK}"
        return self.people_url if self.waiting_parties and not self.draft.party else self.check_url

    def question_url(self, page_id: str) -> str:
        return self._reverse("question", page_id)

    def item_url(self, page_id: str, number: int) -> str:
        """The page of one item of a group, from 1."""
        return reverse("dossiers:item", args=[self.draft.id, page_id, number])

    def paper_url(self, paper_id: str) -> str:
        return self._reverse("draft_paper", paper_id)

    @property
    def check_url(self) -> str:
        """Where one looks at everything; for a party, to agree to it."""
        return self._reverse("agree" if self.draft.party else "check")

    @property
    def people_url(self) -> str:
        return self._reverse("people")

    def _reverse(self, name: str, *more: str) -> str:
        return reverse(f"dossiers:{name}", args=[self.draft.id, *more])

    def sections(self, *, page_id: str = "", on: str = "") -> list[dict[str, Any]]:
        """Progress by sections. `page_id`: the question one is at; `on`: "papers" or "check".

        A section further on that no answer calls for yet is counted all the same: the number may shrink on the way,
        it never grows.
        """
        asked = {page.id for page in self.pages}
        still_open = {page.id for page in self.open_pages}
        items, ahead = [], False
        for section in self.form.sections:
            pages = [page for page in section.pages if page in asked]
            if pages:
                done = not still_open.intersection(pages)
                items.append(_section(say(section.title), self.question_url(pages[0]), now=page_id in pages, done=done))
            elif ahead and self.own_pages.intersection(section.pages):
                items.append(_section(say(section.title), "", now=False, done=False))
            ahead = ahead or page_id in pages
        if self.draft.party:
            return [*items, _section(_("Đồng ý"), "", now=on == "check", done=False)]
        if self.uploads or (ahead and any(paper.kind == "upload" for paper in self.version.papers)):
            done = bool(self.uploads) and not self.missing_papers and not still_open
            url = self.paper_url(self.uploads[0].id) if self.uploads else ""
            items.append(_section(_("Giấy tờ"), url, now=on == "papers", done=done))
        if self.draft.parties:
            done = not self.waiting_parties
            items.append(_section(_("Cùng đứng đơn"), self.people_url, now=on == "people", done=done))
        items.append(_section(_("Nộp"), "", now=on == "check", done=False))
        return items

    def frame(self) -> Mapping[str, Any]:
        """What every page of a draft shows around itself."""
        return {
            "draft": self.draft,
            "name": say(self.version.name),
            "filed_for": self.owner.full_name if self.actor.is_official else "",
            "keeping": forms.keeping_of(self.draft),
            "record_changes": change_lines(self.form, self.draft, self.context),
            "agreed": [] if self.draft.party else [one.person_name for one in forms.signed_parties(self.draft)],
        }


def open_writing(actor: Actor, draft_id: UUID) -> Writing:
    """Raises DraftNotFoundError."""
    return writing_of(actor, forms.get_draft(actor=actor, draft_id=draft_id))


def taken_up(actor: Actor, draft_id: UUID) -> Writing:
    """The same, after the applicant's record was read again. Raises DraftNotFoundError."""
    writing = open_writing(actor, draft_id)
    if writing.draft.party:
        return writing
    return writing_of(actor, forms.read_record_again(actor=actor, draft_id=draft_id))


def writing_of(actor: Actor, draft: DraftView) -> Writing:
    version = catalogue.get_version(draft.version_hash)
    agency = draft.receiving_agency_id
    free_days = dossiers.free_days_at(agency, version.code) if agency else None
    context = forms.form_context(channel=draft.channel, on=agencies.today(), free_days=free_days, facts=draft.record)
    return Writing(actor, draft, version, forms.compile_form(version), context)


def _section(title: str, href: str, *, now: bool, done: bool) -> dict[str, Any]:
    return {"title": title, "href": href if done else "", "state": "now" if now else "done" if done else "next"}
