"""What the API answers, typed for its OpenAPI document, and how contracts become it. Texts are in one language."""

from datetime import date

from ninja import Schema

from motcua.catalogue.contracts import (
    Fee,
    LegalReference,
    Paper,
    ProcedureVersion,
    RulesOn,
    TimeLimit,
)
from motcua.kernel.languages import LocalText, pick


class PaperShape(Schema):
    """`kind`: upload, present or info. `when`: a CEL condition on the form's answers, "" for always."""

    id: str
    name: str
    kind: str
    required: bool
    when: str
    originals: int
    copies: int
    group: str


class FeeShape(Schema):
    """`amount` in đồng; `channels` empty: all of them."""

    id: str
    name: str
    amount: int
    per: str
    when: str
    channels: list[str]
    note: str
    valid_from: date | None
    valid_to: date | None


class TimeLimitShape(Schema):
    """`amount` and `unit` are null when the source names no unit: then only `note` counts."""

    amount: int | None
    unit: str | None
    note: str
    channels: list[str]
    valid_from: date | None
    valid_to: date | None


class LegalShape(Schema):
    """`doubtful`: the number is shown as the source has it, though it is no number of a legal document."""

    number: str
    title: str
    article: str
    doubtful: bool


class ResultShape(Schema):
    name: str
    code: str


class ProcedureDetail(Schema):
    """`online`: it can be filed here. `version`: the hash of the content that all of this was read from. `languages`:
    those its texts are in.
    """

    code: str
    name: str
    summary: str
    agency: str
    tiers: list[str]
    online: bool
    version: str
    origin: str
    field: str
    subjects: list[str]
    channels: list[str]
    papers: list[PaperShape]
    fees: list[FeeShape]
    fee_note: str
    time_limits: list[TimeLimitShape]
    legal_basis: list[LegalShape]
    results: list[ResultShape]
    requirements: list[str]
    steps: list[str]
    languages: list[str]
    source_url: str


class SpanShape(Schema):
    """A fee or a time limit (`kind`), as long as it held; `valid_from` null: as far back as we know."""

    kind: str
    fee: FeeShape | None
    time_limit: TimeLimitShape | None
    legal: list[LegalShape]
    valid_from: date | None
    valid_to: date | None
    version: str


class RulesShape(Schema):
    """What the rule was on `day`. `in_force` false: no version covers that day; what is told are dated rules that a
    later version still records.
    """

    code: str
    day: date
    version: str
    in_force: bool
    fees: list[FeeShape]
    time_limits: list[TimeLimitShape]
    papers: list[PaperShape]
    legal_basis: list[LegalShape]
    source_url: str
    history: list[SpanShape]


def paper(one: Paper, language: str) -> PaperShape:
    return PaperShape(
        id=one.id,
        name=pick(one.name, language),
        kind=one.kind,
        required=one.required,
        when=one.when,
        originals=one.originals,
        copies=one.copies,
        group=pick(one.group, language),
    )


def fee(one: Fee, language: str) -> FeeShape:
    return FeeShape(
        id=one.id,
        name=pick(one.name, language),
        amount=one.amount,
        per=one.per,
        when=one.when,
        channels=list(one.channels),
        note=pick(one.note, language),
        valid_from=one.valid_from,
        valid_to=one.valid_to,
    )


def time_limit(one: TimeLimit, language: str) -> TimeLimitShape:
    return TimeLimitShape(
        amount=one.amount,
        unit=one.unit.value if one.unit else None,
        note=pick(one.note, language),
        channels=list(one.channels),
        valid_from=one.valid_from,
        valid_to=one.valid_to,
    )


def law(one: LegalReference, language: str) -> LegalShape:
    return LegalShape(number=one.number, title=pick(one.title, language), article=one.article, doubtful=one.doubtful)


def rules(found: RulesOn, language: str) -> RulesShape:
    return RulesShape(
        code=found.code,
        day=found.day,
        version=found.version.hash,
        in_force=found.in_force,
        fees=[fee(one, language) for one in found.fees],
        time_limits=[time_limit(one, language) for one in found.time_limits],
        papers=[paper(one, language) for one in found.papers],
        legal_basis=[law(one, language) for one in found.legal_basis],
        source_url=str(found.source.get("url", "")),
        history=[
            SpanShape(
                kind=span.kind,
                fee=fee(span.rule, language) if isinstance(span.rule, Fee) else None,
                time_limit=time_limit(span.rule, language) if isinstance(span.rule, TimeLimit) else None,
                legal=[law(one, language) for one in span.legal],
                valid_from=span.valid_from,
                valid_to=span.valid_to,
                version=span.version_hash,
            )
            for span in found.history
        ],
    )


def detail(version: ProcedureVersion, language: str) -> ProcedureDetail:
    def say(text: LocalText | str) -> str:
        return pick(text, language)

    return ProcedureDetail(
        code=version.code,
        name=say(version.name),
        summary=say(version.summary),
        agency=say(version.agency),
        tiers=list(version.tiers),
        online=version.online,
        version=version.hash,
        origin=version.origin.value,
        field=say(version.field),
        subjects=list(version.subjects),
        channels=list(version.channels),
        papers=[paper(one, language) for one in version.papers],
        fees=[fee(one, language) for one in version.fees],
        fee_note=say(version.fee_note),
        time_limits=[time_limit(one, language) for one in version.time_limits],
        legal_basis=[law(one, language) for one in version.legal_basis],
        results=[ResultShape(name=say(result.name), code=result.code) for result in version.results],
        requirements=[say(text) for text in version.requirements],
        steps=[say(text) for text in version.steps],
        languages=sorted(version.name),
        source_url=str(version.source.get("url", "")),
    )
