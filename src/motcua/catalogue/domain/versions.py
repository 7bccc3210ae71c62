"""Content of a procedure, its canonical JSON and hash, and the version that is read from it."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from motcua.catalogue.contracts import (
    Fee,
    Given,
    JourneyPart,
    LegalReference,
    Origin,
    PackageFiles,
    Paper,
    ProcedureVersion,
    ResultDocument,
    Retention,
    TimeLimit,
    TimeUnit,
)

Content = Mapping[str, Any]
"""What is hashed: {"origin", "procedure", "form", "fees", "flow", "documents"} and, for one, "journey"; JSON values only,
no floats."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """Content with its canonical JSON (UTF-8, sorted keys, no spaces) and the SHA-256 (hex) of that."""

    content: Content
    json: str
    hash: str


def seal(content: Content) -> Sealed:
    """The same content has the same hash on every machine. Raises TypeError or ValueError on what JSON cannot say."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return Sealed(content, text, hashlib.sha256(text.encode()).hexdigest())


def files_hash(files: PackageFiles) -> str:
    """The SHA-256 of a package's files: of each name in order, the length, and the bytes."""
    digest = hashlib.sha256()
    for name in sorted(files):
        digest.update(f"{name}\0{len(files[name])}\0".encode())
        digest.update(files[name])
    return digest.hexdigest()


def version_of(content: Content, content_hash: str, published_at: datetime | None = None) -> ProcedureVersion:
    """Read the content as a version. The content has been checked: a missing key is a bug."""
    procedure = content["procedure"]
    effective = procedure["effective"]
    return ProcedureVersion(
        hash=content_hash,
        code=procedure["code"],
        origin=Origin(content["origin"]),
        name=procedure["name"],
        summary=procedure["summary"],
        everyday_names={language: tuple(names) for language, names in procedure.get("everyday_names", {}).items()},
        field=procedure["field"],
        tiers=tuple(procedure["tiers"]),
        subjects=tuple(procedure["subjects"]),
        agency=procedure["agency"],
        channels=tuple(procedure["channels"]),
        online=_is_online(content),
        assurance=procedure.get("assurance", 1),
        estimated_minutes=procedure.get("estimated_minutes", 10),
        legal_basis=tuple(_law(law) for law in procedure["legal_basis"]),
        time_limits=tuple(_time_limit(limit) for limit in procedure.get("time_limits", ())),
        papers=tuple(_paper(paper) for paper in procedure.get("papers", ())),
        fees=tuple(_fee(fee) for fee in content["fees"].get("fees", ())),
        fee_note=content["fees"].get("note", ""),
        results=tuple(_result(result) for result in procedure["results"]),
        requirements=tuple(procedure.get("requirements", ())),
        steps=tuple(procedure.get("steps", ())),
        life_events=tuple(procedure.get("life_events", ())),
        effective_from=date.fromisoformat(effective["from"]),
        effective_to=_day(effective.get("to")),
        source=procedure["source"],
        form=content["form"],
        flow=content["flow"],
        document_templates=content["documents"],
        published_at=published_at,
        branch=procedure.get("branch", ""),
        journey=tuple(_part(part) for part in content.get("journey", {}).get("dossiers", ())),
    )


def _is_online(content: Content) -> bool:
    """A procedure is filed online here when we have its form and the law lets it be filed online."""
    return content["origin"] != Origin.LISTED and "online" in content["procedure"]["channels"]


def _law(law: Content) -> LegalReference:
    return LegalReference(
        id=law["id"],
        number=law["number"],
        title=law["title"],
        article=law.get("article", ""),
        url=law.get("url", ""),
        doubtful=law.get("doubtful", False),
    )


def _time_limit(limit: Content) -> TimeLimit:
    unit = limit.get("unit")
    return TimeLimit(
        amount=limit.get("amount"),
        unit=TimeUnit(unit) if unit else None,
        note=limit["note"],
        legal=tuple(limit.get("legal", ())),
        channels=tuple(limit.get("channels", ())),
        valid_from=_day(limit.get("from")),
        valid_to=_day(limit.get("to")),
    )


def _paper(paper: Content) -> Paper:
    return Paper(
        id=paper["id"],
        name=paper["name"],
        kind=paper.get("kind", "upload"),
        required=paper.get("required", True),
        when=paper.get("when", ""),
        hint=paper.get("hint", ""),
        originals=paper.get("originals", 1),
        copies=paper.get("copies", 0),
        accept=tuple(paper.get("accept", ("pdf", "jpg", "png"))),
        legal=tuple(paper.get("legal", ())),
        group=paper.get("group", ""),
    )


def _fee(fee: Content) -> Fee:
    return Fee(
        id=fee["id"],
        name=fee["name"],
        amount=fee["amount"],
        per=fee.get("per", "submission"),
        when=fee.get("when", ""),
        channels=tuple(fee.get("channels", ())),
        note=fee.get("note", ""),
        legal=tuple(fee.get("legal", ())),
        valid_from=_day(fee.get("from")),
        valid_to=_day(fee.get("to")),
    )


def _result(result: Content) -> ResultDocument:
    return ResultDocument(
        id=result["id"],
        name=result["name"],
        code=result.get("code", ""),
        template=result.get("template", "result"),
        when=result.get("when", ""),
        retention=_retention(result.get("retention")),
    )


def _retention(said: Content | None) -> Retention | None:
    if said is None:
        return None
    years = None if said.get("permanent") else said["years"]
    return Retention(years=years, papers_years=said.get("papers_years"), legal=said.get("legal", ""))


def _part(part: Content) -> JourneyPart:
    return JourneyPart(
        id=part["id"],
        procedure=part["procedure"],
        when=part.get("when", ""),
        place=part.get("place", ""),
        answers={field: _given(source) for field, source in part.get("answers", {}).items()},
        papers=dict(part.get("papers", {})),
        after=tuple(part.get("after", ())),
        name=part.get("name", {}),
    )


def _given(source: str | Content) -> Given:
    return Given(field=source) if isinstance(source, str) else Given(**source)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
