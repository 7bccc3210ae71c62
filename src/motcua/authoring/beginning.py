"""The files that a new edit begins with, where there are none yet: a form to fill in, or a record written out."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from motcua.catalogue.api import write_document
from motcua.catalogue.contracts import Origin
from motcua.kernel.texts import slug

_PROCEDURE = {
    "code", "name", "summary", "everyday_names", "field", "tiers", "branch", "subjects", "agency", "channels", "assurance",
    "estimated_minutes", "life_events", "effective", "source", "legal_basis", "time_limits", "papers", "requirements",
    "steps", "results",
}  # fmt: skip
_PARTS = {
    "source": {"url", "decision", "checked_on", "note"},
    "legal_basis": {"id", "number", "title", "article", "url"},
    "time_limits": {"amount", "unit", "note", "legal", "channels", "from", "to"},
    "papers": {"id", "name", "kind", "required", "when", "hint", "group", "originals", "copies", "accept", "legal"},
    "results": {"id", "name", "code", "template", "when"},
}
_CODE = re.compile(r"[0-9]\.[0-9]{6}(\.[0-9A-Z]+)*")  # as procedure.schema.json has it
LONGEST_CODE = 40  # as long as dossiers carry it
_TEXTS = {"name", "summary", "field", "agency", "title", "label", "hint", "why", "note", "group", "message"}


def is_code(text: str) -> bool:
    """Whether a package may carry this code: a digit, a dot, six digits ("1.001193"), and parts of its own behind more dots."""
    return len(text) <= LONGEST_CODE and _CODE.fullmatch(text) is not None


def folder_name(code: str, name: str) -> str:
    """The folder of a package: its code and a short name, "1.001193-dang-ky-khai-sinh"."""
    return f"{code}-{slug(name)[:60].strip('-')}".rstrip("-")


def new_files(code: str, name: Mapping[str, str], today: date) -> dict[str, bytes]:
    """A procedure that says next to nothing yet; the checker tells what to fill in."""
    procedure = {
        "code": code,
        "name": dict(name),
        "summary": {"vi": "", "en": ""},
        "field": {"vi": "", "en": ""},
        "tiers": ["commune"],
        "subjects": ["citizen"],
        "agency": {"vi": "Ủy ban nhân dân cấp xã", "en": "Commune People's Committee"},
        "channels": ["online", "in_person"],
        "effective": {"from": today.isoformat()},
        "source": {"checked_on": today.isoformat()},
        "legal_basis": [],
        "papers": [],
        "results": [{"id": "result", "name": {"vi": "Văn bản trả kết quả", "en": "Written result"}}],
    }
    applicant = {
        "id": "applicant",
        "title": {"vi": "Người nộp hồ sơ", "en": "The applicant"},
        "pages": [
            {
                "id": "applicant",
                "title": {"vi": "Bạn là ai?", "en": "Who are you?"},
                "fields": [
                    _question("applicant_name", "name", "Họ, chữ đệm và tên", "Full name", "full_name"),
                    _question("applicant_id", "personal_id", "Số định danh cá nhân", "Personal number", "personal_id"),
                    _question("applicant_phone", "phone", "Số điện thoại", "Phone number", "phone") | _OWN_PHONE,
                ],
            }
        ],
    }
    parts: dict[str, dict[str, Any]] = {
        "procedure": procedure,
        "form": {"sections": [applicant]},
        "fees": {"fees": []},
        "flow": {"extends": "one-stop"},
    }
    return {f"{name}.yaml": write_document(part).encode() for name, part in parts.items()}


def files_of(content: Mapping[str, Any], today: date) -> dict[str, bytes]:
    """Files that say what a stored version says, for one whose own files are not there.

    A national record becomes the beginning of a package: texts without English get an empty one, which the checker
    then asks for; what a package has no place for is left out; nothing is invented.
    """
    imported = content["origin"] != Origin.PACKAGE
    procedure = dict(content["procedure"])
    if imported:
        procedure = _fitted(procedure, today)
    files = {"procedure.yaml": write_document(procedure).encode()}
    for name in ("form", "fees", "flow"):
        said = _with_both_languages(content[name]) if imported else content[name]
        if said:
            files[f"{name}.yaml"] = write_document(said).encode()
    files |= {f"documents/{name}": text.encode() for name, text in content["documents"].items()}
    return files


_OWN_PHONE = {
    "editable": True,
    "why_editable": {
        "vi": "Số để nhắn tin, gọi điện về hồ sơ này có thể khác số đã đăng ký.",
        "en": "The number for calls and messages about this application may be another one.",
    },
}


def _question(name: str, kind: str, vi: str, en: str, fact: str) -> dict[str, Any]:
    return {"id": name, "type": kind, "label": {"vi": vi, "en": en}, "prefill": f"applicant.{fact}"}


def _fitted(procedure: dict[str, Any], today: date) -> dict[str, Any]:
    fitted = {key: value for key, value in procedure.items() if key in _PROCEDURE and value not in ("", None)}
    for key, known in _PARTS.items():
        if isinstance(fitted.get(key), list):
            fitted[key] = [_known(part, known) for part in fitted[key]]
        elif key in fitted:
            fitted[key] = _known(fitted[key], known)
    fitted["effective"] = {"from": today.isoformat()}
    fitted["source"] = {**fitted.get("source", {}), "checked_on": today.isoformat()}
    both: dict[str, Any] = _with_both_languages(fitted)
    for key in ("name", "summary", "field", "agency"):
        both.setdefault(key, {"vi": "", "en": ""})
    return both


def _known(part: Mapping[str, Any], keys: set[str]) -> dict[str, Any]:
    return {key: value for key, value in part.items() if key in keys and value not in ("", None, {})}


def _with_both_languages(value: Any, key: str = "") -> Any:
    if isinstance(value, dict):
        is_text = set(value) <= {"vi", "en"} and (value or key in _TEXTS)
        if is_text and all(isinstance(text, str) for text in value.values()):
            return {"vi": value.get("vi", ""), "en": value.get("en", "")}
        return {name: _with_both_languages(inner, name) for name, inner in value.items()}
    if isinstance(value, list):
        return [_with_both_languages(inner, key) for inner in value]
    return value
