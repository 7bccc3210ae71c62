"""What has to be done between acceptance and the result: an inspection, a draw, an opinion, a task, a meeting. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from motcua.dossiers.contracts import ClockKind, StepKind, StepState

Text = Mapping[str, str]
ELSEWHERE = frozenset({StepKind.OPINION, StepKind.TASK})  # done by another agency than the one that handles the case
CASE = "case"
RECORD_STEP, PAUSE_STEP, RESUME_STEP = "record_step", "pause_step", "resume_step"
YES, NO = {"vi": "Có", "en": "Yes"}, {"vi": "Không", "en": "No"}
WON, LOST = {"vi": "Trúng thăm", "en": "Drawn"}, {"vi": "Không trúng thăm", "en": "Not drawn"}


@dataclass(frozen=True, slots=True)
class Asked:
    """Which agency is asked: the one of this `branch` ("" for general competence) at this `tier`, in the place of the answer
    `place` (an address) or, without one, where the dossier is resolved; or the one that is named by its `code`."""

    branch: str
    tier: str
    place: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """`role`: who records it, at the agency that does it. `within`: that agency's own share of the time.
    `when`: a condition over the answers, "" for always. `agency`: somebody else's step (an opinion, a task).
    `after`: the steps that come before it, none for one that begins with the work on the dossier. `pauses_case`: the
    case's clock stands still with this step's own; else that one runs on."""

    id: str
    kind: StepKind
    name: Text
    role: str
    when: str
    within: tuple[int, str] | None
    agency: Asked | None
    fields: tuple[Mapping[str, Any], ...]
    legal: tuple[str, ...]
    after: tuple[str, ...] = ()
    pauses_case: bool = False


def compile_step(written: Mapping[str, Any]) -> Step:
    """A step of flow.yaml. Raises ValueError that says what to write."""
    kind, asked, within = StepKind(written["kind"]), written.get("agency"), written.get("within")
    if (kind in ELSEWHERE) != bool(asked):
        raise ValueError(
            f"flow.yaml: step {written['id']!r}: an opinion or a task names the agency that is asked, and only those do; "
            "write agency: {branch: construction, tier: province}"
        )
    return Step(
        id=str(written["id"]),
        kind=kind,
        name=written["name"],
        role=str(written.get("role", "specialist")),
        when=str(written.get("when", "")),
        within=(int(within["amount"]), str(within["unit"])) if within else None,
        agency=_asked(asked) if asked else None,
        fields=tuple(written.get("record", {}).get("fields", ())),
        legal=tuple(written.get("legal", ())),
        after=tuple(str(one) for one in written.get("after", ())),
        pauses_case=written.get("pauses") == CASE,
    )


def _asked(written: Mapping[str, Any]) -> Asked:
    code = str(written.get("code", ""))
    return Asked(
        str(written.get("branch", "")), "" if code else str(written["tier"]), str(written.get("place", "")), code
    )


def may_begin(step: Step, wanted: Collection[str], done: Collection[str]) -> bool:
    """Whether nothing that comes before `step` is left to do. What the case does not ask for is waited for by nobody."""
    return all(one in done for one in step.after if one in wanted)


def step_acts(step: Step, state: StepState, clock: ClockKind | None) -> tuple[str, ...]:
    """What the agency that does `step` may do with it; `clock`: what the step's own clock does. Only a task has to be waited
    for: an opinion is given on what is there."""
    if state not in {StepState.OPEN, StepState.PAUSED}:
        return ()
    if step.kind is not StepKind.TASK:
        return (RECORD_STEP,)
    if state is StepState.OPEN:
        return (RECORD_STEP, "request_supplement", PAUSE_STEP)
    return (RECORD_STEP, RESUME_STEP) if clock is ClockKind.PAUSED else (RECORD_STEP,)


def shown_record(step: Step, record: Mapping[str, str]) -> tuple[tuple[Text, Text], ...]:
    """What was recorded as label and value, in both languages; boxes left empty are left out."""
    if not record:
        return ()
    if step.kind is StepKind.DRAW:
        return _shown_lot(record)
    fields = ((field, record.get(str(field["id"]), "")) for field in step.fields)
    return tuple((field["label"], said(field, value)) for field, value in fields if value)


def said(field: Mapping[str, Any], value: str) -> Text:
    """What an official filled in, as people read it: the label of a choice, else the text itself."""
    if field.get("type") == "yes_no":
        return YES if value == "yes" else NO
    labels: dict[str, Text] = {str(option["value"]): option["label"] for option in field.get("options", ())}
    return labels.get(value, {"vi": value, "en": value})


def _shown_lot(record: Mapping[str, str]) -> tuple[tuple[Text, Text], ...]:
    place, among = record["place"], record["among"]
    return (
        ({"vi": "Kết quả", "en": "Result"}, WON if record["won"] == "yes" else LOST),
        (
            {"vi": "Thứ tự rút thăm", "en": "Place in the draw"},
            {"vi": f"{place} trong {among} hồ sơ", "en": f"{place} of {among} dossiers"},
        ),
    )
