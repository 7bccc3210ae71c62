"""What a flow says about the acts beside the straight way: how often, by whom, how much, and what silence means. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from motcua.dossiers.contracts import ClockKind, State
from motcua.dossiers.domain.clock import Amount, Clock, extensions
from motcua.dossiers.domain.new_issues import CORRECTION, REISSUE, NewIssueRule, compile_new_issue

WHOLE_DAYS = frozenset({"day", "month"})
KINDS = ("incorrect", "incomplete")  # what may be wrong with an application, where the flow tells them apart
PAUSE, RESTART = "pause", "restart"
CLOCKS = (PAUSE, RESTART)
WAIT, STOP, REFUSE = "wait", "stop", "refuse"
UNANSWERED = {WAIT: None, STOP: State.STOPPED, REFUSE: State.REFUSED}
CONSENT, REFUSAL = "consent", "refusal"
SILENCE = {CONSENT: State.APPROVED, REFUSAL: State.REFUSED}
RECEIVING, RESOLVING = "receiving", "resolving"

CLOSE_UNANSWERED, DECIDE_BY_SILENCE = "close_unanswered", "decide_by_silence"
REOPEN = "reopen"
# Sections of flow.yaml that may say by whom: the key that says it, and the act that it is about.
ACTS_OF = (
    ("extension", "role", "extend"),
    ("stop", "role", "stop"),
    ("payment", "role", "request_payment"),
    ("reopening", "role", REOPEN),
    (CORRECTION, "role", "correct"),
    (CORRECTION, "propose", "propose_correction"),
    (REISSUE, "role", "reissue"),
    (REISSUE, "propose", "propose_reissue"),
)
KNOWN: Mapping[str, tuple[str, ...]] = {
    "supplement": ("times", "days", "unanswered", *KINDS),
    "extension": ("times", "after_due", "most", "role", "legal"),
    "stop": ("role", "legal"),
    "payment": ("role",),
    "reopening": ("limit", "role", "legal"),
    CORRECTION: ("role", "propose", "number", "keeping", "text", "legal"),
    REISSUE: ("role", "propose", "number", "keeping", "text", "legal"),
    "silence": ("means", "text", "legal"),
    "warning": ("holder", "head"),
    "lateness": ("reason",),
}
PLAIN = ("calendar", "cut_off", "four_eyes")  # single values beside the sections


@dataclass(frozen=True, slots=True)
class Extension:
    """`times`: how often the limit may be prolonged; `most`: by how much at a time, None when the flow does not say;
    `after_due`: also when it has ended already. `legal`: ids of the procedure's legal basis."""

    times: int
    most: Amount | None
    after_due: bool
    legal: tuple[str, ...]

    def used_up(self, clock: Clock) -> bool:
        return extensions(clock) >= self.times

    def too_late(self, due_at: datetime, at: datetime) -> bool:
        return at > due_at and not self.after_due


@dataclass(frozen=True, slots=True)
class Silence:
    """What it means that nobody decided in time: `means` "consent" or "refusal", told in the words of `text`."""

    means: str
    text: Mapping[str, str]
    legal: tuple[str, ...]

    @property
    def leads_to(self) -> State:
        return SILENCE[self.means]


@dataclass(frozen=True, slots=True)
class Terms:
    """`kinds`: by kind of fault what the answer to a supplement makes of the clock ("pause": it runs on, "restart": it
    begins anew), empty when the flow does not tell faults apart. `unanswered`: what becomes of a dossier whose applicant
    does not answer in time. `reopened_limit`: the limit of a reopened dossier, None when it goes on with what was left.
    `warn_holder`, `warn_head`: how long before the due moment. `reason_when_late`: no result is proposed without one.
    `calendar`: whose days count; `cut_off`: the hour after which a receipt counts from the next working day;
    `four_eyes`: who resolved may not approve, who proposed a new issue not sign it; `new_issues`: how a result is issued
    anew, by "correction" and "reissue"."""

    kinds: Mapping[str, str]
    unanswered: str
    extension: Extension
    stop_legal: tuple[str, ...]
    reopened_limit: Amount | None
    reopening_legal: tuple[str, ...]
    silence: Silence | None
    warn_holder: Amount
    warn_head: Amount
    reason_when_late: bool
    calendar: str
    cut_off: time | None
    four_eyes: bool
    new_issues: Mapping[str, NewIssueRule]

    def clock_after_answer(self, kind: str) -> ClockKind | None:
        """What the answer to a request of `kind` makes of a clock that ran before; None when the state says it."""
        return ClockKind.RESTARTED if self.kinds.get(kind) == RESTART else None


def compile_terms(merged: Mapping[str, Any]) -> Terms:
    """The sections of a flow over those of the standard one. Raises ValueError that says what to write."""
    supplement, silence, reopening = merged["supplement"], merged["silence"], merged["reopening"]
    unanswered = _one(str(supplement.get("unanswered", WAIT)), UNANSWERED, "supplement.unanswered")
    if unanswered != WAIT and not supplement.get("days"):
        raise ValueError("flow.yaml: supplement.unanswered needs the days to answer; write days: 30")
    return Terms(
        kinds={kind: _clock(kind, supplement[kind]) for kind in KINDS if kind in supplement},
        unanswered=unanswered,
        extension=_extension(merged["extension"]),
        stop_legal=tuple(merged["stop"].get("legal", ())),
        reopened_limit=_amount(reopening["limit"]) if "limit" in reopening else None,
        reopening_legal=tuple(reopening.get("legal", ())),
        silence=_silence(silence) if silence else None,
        warn_holder=_amount(merged["warning"]["holder"]),
        warn_head=_amount(merged["warning"]["head"]),
        reason_when_late=_one(str(merged["lateness"]["reason"]), ("required", "asked"), "lateness.reason")
        == "required",
        calendar=_one(str(merged["calendar"]), (RECEIVING, RESOLVING), "calendar"),
        cut_off=_hour(merged["cut_off"]) if merged.get("cut_off") else None,
        four_eyes=_one(str(merged["four_eyes"]).lower(), ("true", "false"), "four_eyes") == "true",
        new_issues={kind: compile_new_issue(kind, merged[kind]) for kind in (CORRECTION, REISSUE)},
    )


def system_targets(merged: Mapping[str, Any]) -> dict[str, State | None]:
    """Where the acts that the clock itself does lead; None for one that the flow does not want."""
    means = merged["silence"].get("means") if merged["silence"] else None
    return {
        CLOSE_UNANSWERED: UNANSWERED.get(str(merged["supplement"].get("unanswered", WAIT))),
        DECIDE_BY_SILENCE: SILENCE.get(str(means)),
    }


def same_measure(one: str, other: str) -> bool:
    """Whether amounts of these two units add up: both count opening hours, or both whole days."""
    return (one in WHOLE_DAYS) == (other in WHOLE_DAYS)


def _extension(written: Mapping[str, Any]) -> Extension:
    return Extension(
        times=int(written["times"]),
        most=_amount(written["most"]) if written.get("most") else None,
        after_due=bool(written.get("after_due", False)),
        legal=tuple(written.get("legal", ())),
    )


def _silence(written: Mapping[str, Any]) -> Silence:
    means = _one(str(written.get("means", "")), SILENCE, "silence.means")
    if not written.get("legal"):
        raise ValueError("flow.yaml: silence.legal is missing; write by which article silence decides: [law-1-2026]")
    if not written.get("text"):
        raise ValueError("flow.yaml: silence.text is missing; write what the applicant is told: {vi: …, en: …}")
    return Silence(means, written["text"], tuple(written["legal"]))


def _clock(kind: str, written: Mapping[str, Any]) -> str:
    return _one(str(written.get("clock", "")), CLOCKS, f"supplement.{kind}.clock")


def _amount(written: Mapping[str, Any]) -> Amount:
    return int(written["amount"]), str(written["unit"])


def _hour(written: Any) -> time:
    try:
        return time.fromisoformat(str(written))
    except ValueError as error:
        raise ValueError(f'flow.yaml: cut_off {written!r} is no hour; write it in quotes: "15:00"') from error


def _one(value: str, known: Any, where: str) -> str:
    if value not in known:
        raise ValueError(f"flow.yaml: {where} {value!r} is not known; write one of: {', '.join(known)}")
    return value
