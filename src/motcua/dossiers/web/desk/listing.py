"""The queue as the desk shows it: tabs with counts, rows with what is due, and the way to the next page."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from motcua.dossiers import api
from motcua.dossiers.contracts import DossierSummary, DossierView, QueuePage, State
from motcua.dossiers.dueness import Dueness
from motcua.dossiers.queues import MINE
from motcua.dossiers.web.desk import words
from motcua.kernel.actors import Actor
from motcua.kernel.languages import pick

TABS = (State.SUBMITTED, State.IN_PROCESS, State.AWAITING_APPROVAL, State.APPROVED, State.AWAITING_SUPPLEMENT)


@dataclass(frozen=True, slots=True)
class Filter:
    """What the official looks at. `state` None: what waits for the official's own roles; `asked`: dossiers of others on
    which one's agency owes an opinion."""

    state: State | None = None
    search: str = ""
    asked: bool = False

    @property
    def query(self) -> str:
        """As in an address: `?state=…&q=…`, or nothing."""
        named = {"state": self.state.value if self.state else "", "q": self.search, "asked": "1" if self.asked else ""}
        written = urlencode({key: value for key, value in named.items() if value})
        return f"?{written}" if written else ""


@dataclass(frozen=True, slots=True)
class Row:
    code: str
    href: str
    applicant: str
    procedure: str
    due: Dueness
    checking: bool  # the date is the one for looking at it, not the legal one
    state: str
    channel_icon: str
    channel: str


@dataclass(frozen=True, slots=True)
class Tab:
    name: str
    count: int
    href: str
    current: bool


@dataclass(frozen=True, slots=True)
class Listing:
    filter: Filter
    rows: tuple[Row, ...]
    tabs: tuple[Tab, ...]
    more: str  # address of the next page, "" at the end
    title: str


def read_filter(sent: QueryDict) -> Filter:
    """From the address; what is not a state of ours is left out."""
    state = sent.get("state", "")
    known = State(state) if state in set(State) else None
    return Filter(known, sent.get("q", "").strip()[:80], asked=sent.get("asked") == "1")


def list_rows(request: HttpRequest, actor: Actor) -> Listing:
    """Raises InvalidInputError for a search with characters that nobody types."""
    asked = read_filter(request.GET)
    page = api.list_queue(
        actor=actor,
        state=asked.state,
        search=asked.search,
        asked=asked.asked,
        cursor=request.GET.get("cursor", ""),
    )
    return Listing(
        filter=asked,
        rows=tuple(_row(row, asked) for row in page.rows),
        tabs=_tabs(actor, page, asked),
        more=_more(page, asked),
        title=_title(asked),
    )


def next_address(actor: Actor, asked: Filter, code: str) -> str:
    """Where to go on after `code`: the dossier below it in the list, else the first of it, else of one's own queue.

    "" when nothing waits. What was found by searching is no list to go through.
    """
    lists = [Filter()] if asked.search else list(dict.fromkeys((asked, Filter())))
    for queue in lists:
        codes = [row.code for row in api.list_queue(actor=actor, state=queue.state, asked=queue.asked).rows]
        below = codes[codes.index(code) + 1 :] if code in codes else []
        for other in (*below, *codes):
            if other != code:
                return reverse("dossiers:desk_dossier", args=[other]) + queue.query
    return ""


def due_of(case: DossierSummary | DossierView) -> tuple[Dueness, bool]:
    """How the case stands. Before it is accepted the date that counts is the one for checking it (True)."""
    if case.state is State.SUBMITTED:
        return api.dueness(replace(case, due_at=case.act_by), case.receiving_agency_id), True
    return api.dueness(case, case.receiving_agency_id), False


def _row(row: DossierSummary, asked: Filter) -> Row:
    due, checking = due_of(row)
    icon, channel = words.CHANNELS[row.channel]
    return Row(
        code=row.code,
        href=reverse("dossiers:desk_dossier", args=[row.code]) + asked.query,
        applicant=row.applicant_name,
        procedure=pick(row.procedure_name, get_language() or "vi"),
        due=due,
        checking=checking,
        state=str(words.STATES[row.state]),
        channel_icon=icon,
        channel=str(channel),
    )


def _tabs(actor: Actor, page: QueuePage, asked: Filter) -> tuple[Tab, ...]:
    mine = {state for role in actor.roles & MINE.keys() for state in MINE[role]}
    own = sum(page.counts.get(state, 0) for state in mine)
    first = Tab(_("Chờ tôi"), own, reverse("dossiers:desk"), current=asked == Filter())
    owed = Filter(asked=True)
    shown = page.asked or asked.asked
    last = (Tab(_("Được hỏi ý kiến"), page.asked, reverse("dossiers:desk") + owed.query, current=asked == owed),)
    return first, *(last if shown else ()), *(_tab(state, page, asked) for state in TABS)


def _tab(state: State, page: QueuePage, asked: Filter) -> Tab:
    address = reverse("dossiers:desk") + Filter(state).query
    current = asked.state is state and not asked.search
    return Tab(str(words.STATES[state]), page.counts.get(state, 0), address, current)


def _more(page: QueuePage, asked: Filter) -> str:
    if not page.cursor:
        return ""
    return f"{reverse('dossiers:desk')}{asked.query}{'&' if asked.query else '?'}{urlencode({'cursor': page.cursor})}"


def _title(asked: Filter) -> str:
    if asked.search:
        return _("Kết quả tìm “%(words)s”") % {"words": asked.search}
    if asked.asked:
        return _("Được hỏi ý kiến")
    return str(words.STATES[asked.state]) if asked.state else _("Chờ tôi")
