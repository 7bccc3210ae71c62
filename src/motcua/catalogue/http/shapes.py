"""What the API answers, typed for its OpenAPI document, and how contracts become it. Texts are in one language."""

from datetime import date

from ninja import Schema

from motcua.catalogue.contracts import ProcedureSummary, ProcedureVersion
from motcua.kernel.languages import LocalText, pick


class ProcedureItem(Schema):
    """A line of a list. `online`: it can be filed here."""

    code: str
    name: str
    summary: str
    agency: str
    tiers: list[str]
    online: bool


class ProcedureList(Schema):
    items: list[ProcedureItem]


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


class ProcedureDetail(ProcedureItem):
    """`version`: the hash of the content that all of this was read from. `languages`: those its texts are in."""

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


def item(summary: ProcedureSummary, language: str) -> ProcedureItem:
    return ProcedureItem(
        code=summary.code,
        name=pick(summary.name, language),
        summary=pick(summary.summary, language),
        agency=pick(summary.agency, language),
        tiers=list(summary.tiers),
        online=summary.online,
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
        papers=[
            PaperShape(
                id=paper.id,
                name=say(paper.name),
                kind=paper.kind,
                required=paper.required,
                when=paper.when,
                originals=paper.originals,
                copies=paper.copies,
                group=say(paper.group),
            )
            for paper in version.papers
        ],
        fees=[
            FeeShape(
                id=fee.id,
                name=say(fee.name),
                amount=fee.amount,
                per=fee.per,
                when=fee.when,
                channels=list(fee.channels),
                note=say(fee.note),
                valid_from=fee.valid_from,
                valid_to=fee.valid_to,
            )
            for fee in version.fees
        ],
        fee_note=say(version.fee_note),
        time_limits=[
            TimeLimitShape(
                amount=limit.amount,
                unit=limit.unit.value if limit.unit else None,
                note=say(limit.note),
                channels=list(limit.channels),
                valid_from=limit.valid_from,
                valid_to=limit.valid_to,
            )
            for limit in version.time_limits
        ],
        legal_basis=[
            LegalShape(number=law.number, title=say(law.title), article=law.article, doubtful=law.doubtful)
            for law in version.legal_basis
        ],
        results=[ResultShape(name=say(result.name), code=result.code) for result in version.results],
        requirements=[say(text) for text in version.requirements],
        steps=[say(text) for text in version.steps],
        languages=sorted(version.name),
        source_url=str(version.source.get("url", "")),
    )
