"""Rows as the national portal's interface writes them, told as rows of ours by rules that are data."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec

from motcua.dossiers.syncing.national import Lists
from motcua.dossiers.syncing.refusals import RowRefusedError
from motcua.dossiers.syncing.rows import Row, refuse_twice
from motcua.dossiers.syncing.shapes import DossierRow, ProgressRow

_decode = msgspec.json.Decoder().decode
SHAPES = {"dossier": DossierRow, "progress": ProgressRow}


def translate(raw: bytes, service: Mapping[str, Any], lists: Lists, agency: str) -> Row:
    """One row of `service`, for `agency` where its code names no finer one. Raises RowRefusedError."""
    told = _read(raw)
    shape = SHAPES[service["kind"]]
    facts = {
        name: value for name, rule in service["fields"].items() if (value := _value(told, rule, lists)) is not None
    }
    if "applicant" in service:
        who = {name: _value(told, rule, lists) for name, rule in service["applicant"].items()}
        facts["applicant"] = {name: value for name, value in who.items() if value is not None}
        facts["agency"] = agency
        facts["as_of"] = _as_of(told, service["as_of"], lists)
    if "details" in service:
        details = {name: _value(told, rule, lists) for name, rule in service["details"].items()}
        facts["details"] = {name: value for name, value in details.items() if value not in (None, "")}
    newest = "as_of" if shape is DossierRow else "at"
    if isinstance(facts.get(newest), datetime):
        facts[newest] = facts[newest].replace(microsecond=_rank(facts.get("status"), lists))
    facts.setdefault("note", "") if shape is ProgressRow else None
    try:
        row: Row = msgspec.convert({**facts, "kind": service["kind"]}, shape)
    except msgspec.ValidationError as wrong:
        raise RowRefusedError("wrong_shape", detail=str(wrong)[:200]) from wrong
    return row


def code_of(raw: bytes, lists: Lists) -> str:
    """What a row calls itself, for the answer; "" when it says nothing that could be a code."""
    try:
        told = _decode(raw)
    except (msgspec.DecodeError, RecursionError):
        return ""
    code = told.get(lists.answer["code"]) if isinstance(told, dict) else None
    return code[:40] if isinstance(code, str) and code.isprintable() else ""


def _read(raw: bytes) -> dict[str, Any]:
    try:
        told = _decode(raw)
    except (msgspec.DecodeError, RecursionError) as broken:
        raise RowRefusedError("not_json") from broken
    if not isinstance(told, dict):
        raise RowRefusedError("wrong_shape", detail="Expected `object`")
    refuse_twice(raw, told)
    return told


def _value(told: Mapping[str, Any], rule: Mapping[str, Any], lists: Lists) -> Any:
    if "moment" in rule:
        return max(_moments(told, rule["moment"], lists), default=None)
    if "sum" in rule:
        return sum(_number(one.get(rule["of"])) or 0 for one in _inner(told, rule["sum"]))
    if "first" in rule:
        found = (str(one.get(rule["of"]) or "").strip() for one in _inner(told, rule["first"]))
        return next((value for value in found if value), None)
    if "number" in rule:
        return _number(told.get(rule["number"]))
    value = told.get(rule["text"])
    if value is None or isinstance(value, (dict, list)):
        return None
    text = str(value).strip()
    return rule["as"].get(text, text or None) if "as" in rule else text


def _as_of(told: Mapping[str, Any], rule: Mapping[str, Any], lists: Lists) -> datetime | None:
    found = list(_moments(told, rule["moment"], lists))
    for name, fields in rule.get("inside", {}).items():
        for one in _inner(told, name):
            found += _moments(one, fields, lists)
    return max(found, default=None)


def _moments(told: Mapping[str, Any], names: Sequence[str], lists: Lists) -> Iterator[datetime]:
    for name in names:
        written = str(told.get(name) or "").strip()
        if not written:
            continue
        try:
            yield datetime.strptime(written, lists.moments).replace(tzinfo=lists.zone)
        except ValueError as wrong:
            raise RowRefusedError("moment_unreadable", field=name) from wrong


def _inner(told: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    rows = told.get(name) or []
    if not isinstance(rows, list) or not all(isinstance(one, dict) for one in rows):
        raise RowRefusedError("wrong_shape", detail=f"{name}: Expected `array` of `object`")
    return rows


def _number(value: Any) -> int | None:
    """Numbers come as numbers and as texts."""
    if value is None or value == "":
        return None
    text = str(value).strip()
    if isinstance(value, bool) or not text.lstrip("-").isdecimal() or len(text) > 18:
        raise RowRefusedError("wrong_shape", detail=f"Expected `int`, got `{text[:20]!r}`")
    return int(text)


def _rank(status: Any, lists: Lists) -> int:
    return lists.later.index(status) if status in lists.later else 0
