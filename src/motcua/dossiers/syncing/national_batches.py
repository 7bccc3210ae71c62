"""A batch in the national portal's envelope: read, taken as any batch, answered in the portal's own way."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from typing import Any, Self
from uuid import UUID

import msgspec

from motcua.agencies import api as agencies
from motcua.dossiers.syncing.batches import Source
from motcua.dossiers.syncing.errors import (
    NationalServiceUnknownError,
    NationalTooBigError,
    NationalUnreadableError,
    NotASourceError,
)
from motcua.dossiers.syncing.national import Lists, lists_on
from motcua.dossiers.syncing.reading import Stream, each_chunk
from motcua.dossiers.syncing.rows import Row, modern_agency
from motcua.dossiers.syncing.shapes import DossierRow, RowResult
from motcua.dossiers.syncing.taking import Taking, keep_batch, source_of
from motcua.dossiers.syncing.translating import code_of, translate
from motcua.kernel.actors import Actor

MOST_BYTES = 32 * 1024**2
MOST_ROWS = 20_000
DONE, SOME_REFUSED = "00", "01"
_decode = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode
_decode_rows = msgspec.json.Decoder(list[msgspec.Raw]).decode
_decode_text = msgspec.json.Decoder(str).decode


@dataclass(frozen=True, slots=True)
class NationalBatch:
    """`session`: the token, for systems that have no other place for it; `raw`: the body as it was sent. What costs time is
    done once it is known who sent it."""

    session: str
    agency: str
    service: str
    rows: tuple[bytes, ...]
    raw: bytes

    @classmethod
    def read(cls, kind: str, length: int, stream: Stream) -> Self:
        """Raises NationalUnreadableError, NationalTooBigError, BodySlowError."""
        if kind.split(";", maxsplit=1)[0].strip().lower() != "application/json":
            raise NationalUnreadableError
        raw = _whole(stream, length)
        names = lists_on(agencies.today()).envelope
        try:
            parts = _decode(raw)
            texts = {ours: _decode_text(parts.get(theirs, b'""')) for ours, theirs in names.items() if ours != "rows"}
            rows = tuple(bytes(row) for row in _decode_rows(parts[names["rows"]]))
        except (msgspec.DecodeError, RecursionError, KeyError, ValueError) as broken:
            raise NationalUnreadableError from broken
        if len(rows) > MOST_ROWS:
            raise NationalTooBigError(rows=MOST_ROWS)
        return cls(texts["session"], texts["agency"], texts["service"], rows, raw)

    def refuse_twice(self) -> None:
        """Raises NationalUnreadableError for an envelope that names a member twice."""
        names = lists_on(agencies.today()).envelope
        try:
            json.loads(self.raw, object_pairs_hook=_named_once(set(names.values())))
        except (RecursionError, ValueError) as broken:
            raise NationalUnreadableError from broken


def _whole(stream: Stream, length: int) -> bytes:
    """Raises NationalTooBigError, BodySlowError."""
    raw = bytearray()
    if length <= MOST_BYTES:
        for chunk in each_chunk(stream):
            raw += chunk
            if len(raw) > MOST_BYTES:
                break
    if length > MOST_BYTES or len(raw) > MOST_BYTES:
        raise NationalTooBigError(bytes=MOST_BYTES)
    return bytes(raw)


def take_national(*, actor: Actor, batch: NationalBatch) -> dict[str, Any]:
    """Take the rows of one service. Raises NotASourceError, NationalUnreadableError, NationalServiceUnknownError."""
    source = replace(source_of(actor), last_wins=True)
    batch.refuse_twice()
    service = source.lists.services.get(batch.service)
    if service is None:
        raise NationalServiceUnknownError(known=sorted(source.lists.services))
    sender = modern_agency(batch.agency.strip())
    if sender not in source.agencies:
        raise NotASourceError
    results: dict[int, RowResult] = {}
    taking = Taking(source, only_problems=False, tells=lambda result: results.__setitem__(result.line, result))
    for line, raw in enumerate(batch.rows, 1):
        taking.take_row(line, partial(_read, raw, service, source, sender))
    taking.finish()
    keep_batch(source, rows=len(batch.rows), digest=sha256(batch.raw).hexdigest(), key="", counts=taking.counts)
    told = [_told(results[line], raw, source.lists) for line, raw in enumerate(batch.rows, 1)]
    refused = sum(one["error_code"] != DONE for one in told)
    return {
        "error_code": SOME_REFUSED if refused else DONE,
        "accepted": len(told) - refused,
        "refused": refused,
        "data": told,
    }


def _read(raw: bytes, service: Mapping[str, Any], source: Source, sender: str) -> Row:
    return _finer(translate(raw, service, source.lists, sender), source.agencies)


def _finer(row: Row, own: Mapping[str, UUID]) -> Row:
    """The dossier lies with the agency that its code names, where that is one of the sender's; else with the sender."""
    if isinstance(row, DossierRow):
        named = modern_agency(row.code.rpartition("-")[0].rpartition("-")[0])
        while named and named not in own:
            named = named.rpartition(".")[0]
        row.agency = named or row.agency
    return row


def _told(result: RowResult, raw: bytes, lists: Lists) -> dict[str, Any]:
    refused = result.result == "refused"
    told = {
        lists.answer["code"]: result.dossier or code_of(raw, lists),
        "error_code": SOME_REFUSED if refused else DONE,
        "result": result.result,
    }
    return told | ({"code": result.code, "message": result.message} if result.code else {})


def _named_once(names: set[str]) -> Any:
    """Of the envelope; rows are looked at one by one."""

    def once_each(pairs: list[tuple[str, Any]]) -> None:
        given = [name for name, _value in pairs if name in names]
        if len(set(given)) != len(given):
            raise ValueError("the envelope names a member twice")

    return once_each
