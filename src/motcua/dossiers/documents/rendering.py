"""Make an official paper: its template, its words in two languages, its QR code."""

from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils import timezone

from motcua.dossiers.contracts import DocumentKind
from motcua.dossiers.documents.data import BookData, DocumentData, SlipData
from motcua.kernel.dates import say_moment
from motcua.platform.printing.api import print_apart, print_pdf, qr_svg

TEMPLATES = Path(__file__).parent / "templates"
RESULT_BODY = "result.typ"


def render_document(kind: DocumentKind, data: DocumentData, language: str = "vi", *, body: str = "") -> bytes:
    """The paper as a PDF. Vietnamese always comes first; `language` "en" adds English under titles and labels.

    `body` is the package's documents/result.typ (Typst source), "" for the plain body of a result. What others
    wrote is set in another process, with limits of time and memory.
    Raises BadTemplateError, whose file is "result.typ" when the package's body is at fault.
    """
    template = TEMPLATES / (f"{kind.value}.typ" if kind is not DocumentKind.RESULT else "result_paper.typ")
    return (print_apart if body else print_pdf)(
        template.read_text("utf-8"),
        {"english": language.startswith("en"), "kind": kind.value, **_said(asdict(data))},
        {
            "shell.typ": (TEMPLATES / "shell.typ").read_bytes(),
            "qr.svg": qr_svg(data.check_url or data.track_url, quiet_zone=0),
            RESULT_BODY: body.encode() if body else (TEMPLATES / RESULT_BODY).read_bytes(),
        },
        created_at=data.issued_at,
    )


def render_slip(data: SlipData, language: str = "vi") -> bytes:
    """A control slip (form 06) as a PDF, in Vietnamese, with English beside it for "en"."""
    return print_pdf(
        (TEMPLATES / "control_slip.typ").read_text("utf-8"),
        _bare() | {"english": language.startswith("en"), "kind": "control_slip", **_said(asdict(data))},
        {"shell.typ": (TEMPLATES / "shell.typ").read_bytes(), "qr.svg": qr_svg(data.track_url, quiet_zone=0)},
        created_at=data.issued_at,
    )


def render_book(data: BookData, language: str = "vi") -> bytes:
    """A book as a PDF: many pages, without a code, since it is the agency's own."""
    return print_pdf(
        (TEMPLATES / "book.typ").read_text("utf-8"),
        _bare() | {"english": language.startswith("en"), "dossier_code": "", **_said(asdict(data))},
        {"shell.typ": (TEMPLATES / "shell.typ").read_bytes()},
        created_at=data.issued_at,
    )


def _bare() -> dict[str, Any]:
    """What the frame of a paper asks for and an inner paper does not have."""
    return {
        "applicant": {},
        "procedure_name": "",
        "procedure_name_en": "",
        "procedure_code": "",
        "number": "",
        "reprinted_at": None,
        "replaces_number": "",
        "issued_as": "",
        "copied_by": "",
        "check_url": "",
        "result": [],
        "answers": [],
        "values": {},
    }


def _said(value: Any) -> Any:
    """Moments as a mapping of how they are said: `day` for long dates, `vi` and `en` for the rest."""
    if isinstance(value, datetime):
        zone = timezone.get_default_timezone()
        there = value.astimezone(zone)
        return {"day": f"{there:%Y-%m-%d}", "vi": say_moment(value, zone, "vi"), "en": say_moment(value, zone, "en")}
    if isinstance(value, dict):
        return {key: _said(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_said(inner) for inner in value]
    return value
