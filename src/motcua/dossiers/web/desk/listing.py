"""The queue as the desk shows it: tabs with counts, rows with what is due, and the way to the next page."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from motcua.agencies import api as agencies
from motcua.catalogue import api as catalogue
from motcua.dossiers import api
from motcua.dossiers.contracts import CAP, DossierSummary, DossierView, QueueFilter, QueuePage, State
from motcua.dossiers.dueness import Dueness
from motcua.dossiers.queue_apart import LATE, NEW_ISSUE, PUSHED
from motcua.dossiers.web.desk import words
from motcua.dossiers.web.desk.asking import query_of, read_filter
from motcua.kernel.actors import Actor
from motcua.kernel.errors import NotFoundError
from motcua.kernel.languages import pick

WHOSE_WORDS = {"mine": gettext_lazy("Tôi đang làm"), "free": gettext_lazy("Chưa ai nhận")}
STEPS = (
    State.SUBMITTED,
    State.IN_PROCESS,
    State.AWAITING_APPROVAL,
    State.APPROVED,
    State.AWAITING_SUPPLEMENT,
    State.AWAITING_PAYMENT,
)


@dataclass(frozen=True, slots=True)
class Row:
    id: str
    code: str
    href: str
    applicant: str
    procedure: str
    due: Dueness
    checking: bool  # the date is the one for looking at it, not the legal one
    state: str
    channel_icon: str
    channel: str
    who: str  # who works on it, "" for nobody
    source: str  # the other system that decides it, "" for one of ours
    mine: bool


@dataclass(frozen=True, slots=True)
class Tab:
    """`delete`: the id of the saved filter that the reader may delete."""

    name: str
    count: str
    href: str
    current: bool
    delete: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    filter: QueueFilter
    rows: tuple[Row, ...]
    tabs: tuple[Tab, ...]
    steps: tuple[Tab, ...]
    saved: tuple[Tab, ...]
    narrowed: tuple[str, ...]  # what the filter leaves out besides, in words
    query: str
    more: str  # address of the next page, "" at the end
    title: str


def list_rows(request: HttpRequest, actor: Actor) -> Listing:
    """Raises InvalidInputError for a search with characters that nobody types."""
    asked = read_filter(request.GET)
    page = api.list_queue(actor=actor, wanted=asked, cursor=request.GET.get("cursor", ""))
    return Listing(
        filter=asked,
        rows=tuple(_row(actor, row, asked) for row in page.rows),
        tabs=_tabs(page, asked),
        saved=_saved(actor, asked),
        narrowed=narrowed(actor, asked),
        query=query_of(asked),
        steps=tuple(
            _tab(str(words.STATES[each]), page.counts.get(each, 0), QueueFilter(each), asked) for each in STEPS
        ),
        more=_more(page, asked),
        title=_title(asked),
    )


def next_address(actor: Actor, asked: QueueFilter, code: str) -> str:
    """Where to go on after `code`: the dossier below it in the list, else the first of it, else of one's own queue.

    "" when nothing waits. What was found by searching is no list to go through.
    """
    lists = [QueueFilter()] if asked.search else list(dict.fromkeys((asked, QueueFilter())))
    for queue in lists:
        codes = api.queue_codes(actor=actor, wanted=queue)
        below = codes[codes.index(code) + 1 :] if code in codes else []
        for other in (*below, *codes):
            if other != code:
                return reverse("dossiers:desk_dossier", args=[other]) + query_of(queue)
    return ""


def due_of(case: DossierSummary | DossierView) -> tuple[Dueness, bool]:
    """How the case stands. Before it is accepted the date that counts is the one for checking it (True)."""
    if case.state is State.SUBMITTED:
        return api.dueness(replace(case, due_at=case.act_by), case.receiving_agency_id), True
    return api.dueness(case, case.receiving_agency_id), False


def _row(actor: Actor, row: DossierSummary, asked: QueueFilter) -> Row:
    due, checking = due_of(
        replace(row, due_at=row.own_due_at, state=State.IN_PROCESS, waits_for=()) if row.own_due_at else row
    )
    icon, channel = words.CHANNELS[row.channel]
    return Row(
        id=str(row.id),
        code=row.code,
        href=reverse("dossiers:desk_dossier", args=[row.code]) + query_of(asked),
        applicant=row.applicant_name,
        procedure=pick(row.procedure_name, get_language() or "vi"),
        due=due,
        checking=checking,
        state=str(words.STATES[row.state]),
        channel_icon=icon,
        channel=str(channel),
        who=row.assignee_name,
        source=row.source,
        mine=row.assignee_id is not None and row.assignee_id == actor.id,
    )


def _tabs(page: QueuePage, asked: QueueFilter) -> tuple[Tab, ...]:
    tabs = [
        _tab(_("Chờ tôi"), page.waiting, QueueFilter(), asked),
        _tab(_("Tôi đang làm"), page.mine, QueueFilter(whose="mine"), asked),
        _tab(_("Chưa ai nhận"), page.free, QueueFilter(whose="free"), asked),
    ]
    if page.unrouted or asked.unrouted:
        tabs.append(_tab(_("Chờ điều phối"), page.unrouted, QueueFilter(unrouted=True), asked))
    apart = {LATE: page.unexplained, NEW_ISSUE: page.new_issue, PUSHED: page.pushed}
    for only, count in apart.items():
        if count or asked.only == only:
            tabs.append(_tab(str(words.APART[only]), count, QueueFilter(only=only), asked))
    if page.asked or asked.asked:
        tabs.append(_tab(_("Được hỏi ý kiến"), page.asked, QueueFilter(asked=True), asked))
    return tuple(tabs)


def _tab(name: str, count: int, wanted: QueueFilter, asked: QueueFilter) -> Tab:
    said = f"{CAP - 1}+" if count >= CAP else str(count)
    return Tab(name, said, reverse("dossiers:desk") + query_of(wanted), current=wanted == asked)


def _more(page: QueuePage, asked: QueueFilter) -> str:
    if not page.cursor:
        return ""
    query = query_of(asked)
    return f"{reverse('dossiers:desk')}{query}{'&' if query else '?'}{urlencode({'cursor': page.cursor})}"


def _saved(actor: Actor, asked: QueueFilter) -> tuple[Tab, ...]:
    """Filters with a name, as tabs without a number: counting them is not free."""
    found = []
    for each in api.list_filters(actor=actor):
        wanted = read_filter(each.query)
        address = reverse("dossiers:desk") + query_of(wanted)
        found.append(Tab(each.name, "", address, current=wanted == asked, delete=str(each.id) if each.mine else ""))
    return tuple(found)


def narrowed(actor: Actor, asked: QueueFilter) -> tuple[str, ...]:
    """What the filter narrows besides step and owner, each a few words."""
    said = []
    if asked.whose == "colleague":
        people = agencies.list_officials(actor.agency_id) if actor.agency_id else ()
        said.append(next((one.name for one in people if one.id == asked.colleague), _("Đồng nghiệp đã chuyển đi")))
    if asked.procedure:
        said.append(procedure_name(asked.procedure))
    if asked.channel:
        said.append(str(words.CHANNELS[asked.channel][1]))
    if asked.due:
        said.append(str(words.DUE[asked.due]))
    if asked.only and asked.state:
        said.append(str(words.STATES[asked.state]))
    if asked.only and asked.whose in WHOSE_WORDS:
        said.append(str(WHOSE_WORDS[asked.whose]))
    if asked.source:
        said.append(asked.source)
    return tuple(said)


def procedure_name(code: str) -> str:
    try:
        return pick(catalogue.get_procedure(code).name, get_language() or "vi")
    except NotFoundError:
        return code


def _title(asked: QueueFilter) -> str:
    if asked.search:
        return _("Kết quả tìm “%(words)s”") % {"words": asked.search}
    if asked.only:
        return str(words.APART[asked.only])
    if asked.unrouted:
        return _("Chờ điều phối")
    if asked.asked:
        return _("Được hỏi ý kiến")
    if asked.state:
        return str(words.STATES[asked.state])
    titles = {"mine": _("Tôi đang làm"), "free": _("Chưa ai nhận"), "colleague": _("Của đồng nghiệp")}
    return titles.get(asked.whose, _("Chờ tôi"))
