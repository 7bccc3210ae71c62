"""What has to be done between acceptance and the result: an inspection, a draw, an opinion, a meeting. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from motcua.dossiers.contracts import StepKind

Text = Mapping[str, str]
YES, NO = {"vi": "Có", "en": "Yes"}, {"vi": "Không", "en": "No"}
WON, LOST = {"vi": "Trúng thăm", "en": "Drawn"}, {"vi": "Không trúng thăm", "en": "Not drawn"}


@dataclass(frozen=True, slots=True)
class Asked:
    """Which agency is asked for its opinion: the one of this `branch` ("" for general competence) at this `tier`, in the
    place of the answer `place` (an address) or, without one, where the dossier is resolved."""

    branch: str
    tier: str
    place: str


@dataclass(frozen=True, slots=True)
class Step:
    """`role`: who records it, at the agency that does it. `within`: that agency's own share of the time.
    `when`: a condition over the answers, "" for always. `agency`: somebody else's step (an opinion)."""

    id: str
    kind: StepKind
    name: Text
    role: str
    when: str
    within: tuple[int, str] | None
    agency: Asked | None
    fields: tuple[Mapping[str, Any], ...]
    legal: tuple[str, ...]


def compile_step(written: Mapping[str, Any]) -> Step:
    """A step of flow.yaml. Raises ValueError that says what to write."""
    kind, asked, within = StepKind(written["kind"]), written.get("agency"), written.get("within")
    if (kind is StepKind.OPINION) != bool(asked):
        raise ValueError(
            f"flow.yaml: step {written['id']!r}: an opinion names the agency that is asked, and only an opinion does; "
            "write agency: {branch: construction, tier: province}"
        )
    return Step(
        id=str(written["id"]),
        kind=kind,
        name=written["name"],
        role=str(written.get("role", "specialist")),
        when=str(written.get("when", "")),
        within=(int(within["amount"]), str(within["unit"])) if within else None,
        agency=Asked(str(asked.get("branch", "")), str(asked["tier"]), str(asked.get("place", ""))) if asked else None,
        fields=tuple(written.get("record", {}).get("fields", ())),
        legal=tuple(written.get("legal", ())),
    )


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
