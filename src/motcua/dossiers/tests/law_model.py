"""The law as a small plain program, written apart from the product's own rules: what an act does, what refuses it, and when
a dossier is due. It knows nothing of flows, clocks with segments, or reckonings by span; it keeps when the clock ran and
walks over the days one by one.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

Hours = Callable[[date], tuple[tuple[int, int], ...]]  # opening hours of a day in minutes since midnight
OVER = {"approved", "returned", "refused", "withdrawn", "stopped"}
PAPERS = {
    "accept": "receipt",
    "request_supplement": "supplement_request",
    "refuse": "refusal",
    "approve": "result",
    "extend": "extension",
    "explain_lateness": "extension",
    "stop": "stop",
}
# act: from where, to where ("" stays, "back" where the wait began), by whom
ACTS = {
    "accept": ({"submitted"}, "in_process", {"receiver"}),
    "request_supplement": ({"submitted", "in_process"}, "awaiting_supplement", {"receiver", "specialist"}),
    "answer_supplement": ({"awaiting_supplement"}, "back", {"applicant"}),
    "request_payment": ({"submitted", "in_process"}, "awaiting_payment", {"receiver", "specialist"}),
    "confirm_payment": ({"awaiting_payment"}, "back", {"receiver", "specialist"}),
    "refuse": (
        {"submitted", "awaiting_supplement", "awaiting_payment", "in_process"},
        "refused",
        {"receiver", "specialist"},
    ),
    "resolve": ({"in_process"}, "awaiting_approval", {"specialist"}),
    "send_back": ({"awaiting_approval"}, "in_process", {"head"}),
    "approve": ({"awaiting_approval"}, "approved", {"head"}),
    "extend": ({"in_process", "awaiting_approval"}, "", {"head"}),
    "explain_lateness": (
        {"in_process", "awaiting_supplement", "awaiting_payment", "awaiting_approval"},
        "",
        {"receiver", "specialist", "head"},
    ),
    "stop": ({"in_process", "awaiting_supplement", "awaiting_payment"}, "stopped", {"specialist", "head"}),
    "return": ({"approved"}, "returned", {"receiver"}),
    "reopen": ({"approved", "returned", "refused", "stopped"}, "in_process", {"head"}),
    "withdraw": (
        {"submitted", "awaiting_supplement", "awaiting_payment", "in_process"},
        "withdrawn",
        {"applicant"},
    ),
}


@dataclass(frozen=True)
class Law:
    """What the law says of one procedure. Units: "working_day" or "day"."""

    amount: int
    unit: str
    hours: Hours
    supplements: int = 1
    restarts: frozenset[str] = frozenset()  # kinds of fault after which the limit begins again
    kinds: frozenset[str] = frozenset()
    answer_days: int = 0
    unanswered: str = ""  # "stopped", "refused"; "" waits
    most: int = 0  # of an extension; 0 is any
    reopened: int = 0  # working days of a reopened dossier; 0 what was left
    silence: str = ""  # "approved", "refused"
    cut_off: time | None = None
    fee: bool = False


@dataclass
class Model:
    """One dossier. `ran`: from when to when the clock ran since the limit last began; an open end is None."""

    law: Law
    now: datetime
    state: str = "submitted"
    ran: list[list[datetime | None]] = field(default_factory=list)
    limits: list[tuple[int, str]] = field(default_factory=list)
    received: bool = False
    origin: str = ""
    asked: int = 0
    asked_at: datetime | None = None
    fault: str = ""
    extended: int = 0
    paid: bool = False
    late: bool = False
    explained: bool = False
    papers: list[str] = field(default_factory=list)

    def refusal(self, act: str, role: str, **said: object) -> str:
        """Why `role` may not do `act` now, as the code of the refusal; "" when it may."""
        origins, _to, roles = ACTS[act]
        if self.state not in origins:
            return "out_of_turn"
        if role not in roles:
            return "act_not_allowed"
        return getattr(self, f"_no_{act}", lambda **_said: "")(**said)

    def do(self, act: str, **said: object) -> None:
        _origins, to, _roles = ACTS[act]
        before = self.state
        getattr(self, f"_do_{act}", lambda **_said: None)(**said)
        self.state = self.origin if to == "back" else to or before
        if self.state in {"awaiting_supplement", "awaiting_payment"} and before != self.state:
            self.origin = before
        self._follow(before)
        if act in PAPERS:
            self.papers.append(PAPERS[act])

    def pass_time(self, until: datetime) -> None:
        """What happens by itself up to `until`."""
        self.now = until
        due = self.due()
        if self.state == "awaiting_supplement" and self.law.unanswered and self.asked_at is not None:
            if self._closing(self.asked_at + timedelta(days=self.law.answer_days)) <= until:
                self._end(self.law.unanswered, "refusal" if self.law.unanswered == "refused" else "stop")
        elif self.state in {"in_process", "awaiting_approval"} and due is not None and due <= until:
            if self.law.silence:
                self._end(self.law.silence, "refusal" if self.law.silence == "refused" else "result")
            else:
                self.late = True

    def due(self) -> datetime | None:
        if not self.ran:
            return None
        spans = [(start, end) for start, end in self.ran]
        begin = self._counts_from(spans[0][0])
        if self.state in OVER and self._ran_to_the_end:
            spans[-1] = (spans[-1][0], None)  # what was promised stays
        moment: datetime | None = begin
        for amount, unit in self.limits:
            moment = self._after(moment, amount, unit, spans)
            if moment is None:
                return None
        return moment

    # What refuses an act that stands in its turn.

    def _no_request_supplement(self, kind: str = "", **_said: object) -> str:
        if self.asked >= self.law.supplements:
            return "supplement_already_requested"
        return "fault_kind_missing" if self.law.kinds and kind not in self.law.kinds else ""

    def _no_request_payment(self, **_said: object) -> str:
        return "nothing_to_pay" if not self.law.fee or self.paid else ""

    def _no_resolve(self, **_said: object) -> str:
        return "late_reason_missing" if self.late and not self.explained else ""

    def _no_extend(self, amount: int = 0, **_said: object) -> str:
        due = self.due()
        if self.extended:
            return "extension_used_up"
        if due is None:
            return "nothing_to_extend"
        if self.now > due:
            return "extension_too_late"
        return "submission_invalid" if self.law.most and amount > self.law.most else ""

    def _no_explain_lateness(self, **_said: object) -> str:
        due = self.due()
        return "" if self.late or (due is not None and due < self.now) else "not_late"

    def _no_reopen(self, **_said: object) -> str:
        return "" if self.received else "never_received"

    # What an act does of its own.

    def _do_accept(self, **_said: object) -> None:
        self.received = True
        self.limits = [(self.law.amount, self.law.unit)]

    def _do_request_supplement(self, kind: str = "", **_said: object) -> None:
        self.asked, self.asked_at, self.fault = self.asked + 1, self.now, kind if self.law.kinds else ""

    def _do_answer_supplement(self, **_said: object) -> None:
        if self.received and self.fault in self.law.restarts:
            self.ran, self.limits = [], [(self.law.amount, self.law.unit)]

    def _do_confirm_payment(self, **_said: object) -> None:
        self.paid = True

    def _do_extend(self, amount: int = 0, **_said: object) -> None:
        self.extended += 1
        self.limits.append((amount, self.law.unit))

    def _do_explain_lateness(self, **_said: object) -> None:
        self.late = self.explained = True

    def _do_reopen(self, **_said: object) -> None:
        if self.law.reopened:
            self.ran, self.limits = [], [(self.law.reopened, self.law.unit)]

    # How the clock follows.

    def _follow(self, before: str) -> None:
        runs, ran = self.state in {"in_process", "awaiting_approval"}, bool(self.ran) and self.ran[-1][1] is None
        if runs and not ran:
            self.ran.append([self.now, None])
        elif ran and not runs:
            self.ran[-1][1] = self.now
        if self.state in OVER and before not in OVER:
            self._ran_to_the_end = ran

    _ran_to_the_end: bool = False

    def _end(self, state: str, paper: str) -> None:
        before, self.state = self.state, state
        self._follow(before)
        self.papers.append(paper)

    # Days, one by one.

    def _counts_from(self, moment: datetime | None) -> datetime:
        assert moment is not None
        if self.law.cut_off is None or moment.time() < self.law.cut_off or not self.law.hours(moment.date()):
            return moment
        day = moment.date() + timedelta(days=1)
        while not self.law.hours(day):
            day += timedelta(days=1)
        return _at(day, self.law.hours(day)[0][0])

    def _after(
        self, begin: datetime | None, amount: int, unit: str, spans: list[tuple[datetime | None, datetime | None]]
    ) -> datetime | None:
        """When `amount` `unit` from `begin` are used up; None when the clock did not run for that long."""
        assert begin is not None
        left = timedelta(minutes=amount * (480 if unit == "working_day" else 1440))
        day = begin.date()
        last = max((end.date() for _start, end in spans if end), default=day)
        while spans[-1][1] is None or day <= last:
            hours = self.law.hours(day) if unit == "working_day" else ((0, 1440),)
            for opening, closing in hours:
                for start, end in spans:
                    one = max(_at(day, opening), start or begin, begin)
                    other = min(_at(day, closing), end or datetime.max)  # noqa: DTZ901 - local time throughout
                    if one < other:
                        if left <= other - one:
                            return one + left if unit == "working_day" else self._closing(one + left)
                        left -= other - one
            day += timedelta(days=1)
        return None

    def _closing(self, moment: datetime) -> datetime:
        """The closing of that day or of the next open one."""
        day = moment.date()
        while not self.law.hours(day):
            day += timedelta(days=1)
        return _at(day, self.law.hours(day)[-1][1])


def _at(day: date, minutes: int) -> datetime:
    return datetime.combine(day, time()) + timedelta(minutes=minutes)
