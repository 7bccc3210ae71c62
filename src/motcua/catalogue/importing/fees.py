"""Fees of a record. An amount is reckoned with only when nothing in the source puts it in doubt; the rest is shown."""

import re
from typing import Any

from motcua.catalogue.importing.records import SourceChannel, SourceFee
from motcua.catalogue.importing.texts import line
from motcua.catalogue.importing.words import Words

CHANNELS = ("online", "in_person", "postal")

_NOT_MONEY = re.compile(r"\d{1,4}/\d{4}/\S+|\d{1,2}/\d{1,2}/\d{4}|\d{1,2}/\d{4}")
_MONEY = re.compile(r"\d{1,3}(?:\.\d{3})+|\d{4,}")
_UNIT = re.compile(r"/\s*([^\W\d][^/.;:]*)")  # what one amount is paid for: "/giấy"


def fees_of(rows: list[SourceChannel], words: Words) -> dict[str, Any]:
    """The `fees` document: {"fees": amounts by channel, "note": everything else that the source says of money}."""
    known = [row for row in rows if row.channel in CHANNELS]
    amounts: dict[tuple[int, str], list[str]] = {}
    said: dict[str, None] = {}
    for row in known:
        if len(row.fees) == 1 and _is_certain(row.fees[0], words):
            amounts.setdefault((row.fees[0].amount or 0, line(row.fees[0].note or "")), []).append(row.channel)
        else:
            said.update(dict.fromkeys(_shown(fee) for fee in row.fees))
        said[line(row.fee_note)] = None
    if not known or any(_is_silent(row) for row in known):
        said[words.texts["fee_unknown"]] = None
    fees = [_fee(number, *key, channels, words) for number, (key, channels) in enumerate(amounts.items(), start=1)]
    note = "\n".join(text for text in said if text)
    return {"fees": fees} | ({"note": {"vi": note}} if note else {})


def _fee(number: int, amount: int, note: str, channels: list[str], words: Words) -> dict[str, Any]:
    fee: dict[str, Any] = {"id": f"fee_{number}", "name": dict(words.texts["fee"]), "amount": amount}
    return fee | {"channels": channels} | ({"note": {"vi": note}} if note else {})


def _is_certain(fee: SourceFee, words: Words) -> bool:
    """One amount in đồng whose note names no other amount, no case and no period."""
    if fee.currency != "VND" or fee.amount is None or fee.amount < words.fees["least"]:
        return False
    note = line(fee.note).lower()
    others = {int(money.replace(".", "")) for money in _MONEY.findall(_NOT_MONEY.sub(" ", note))} - {fee.amount}
    units = _UNIT.findall(_NOT_MONEY.sub(" ", note))
    counted_once = all(unit.startswith(tuple(words.fees["once"])) for unit in units)
    return not others and counted_once and not any(doubt in note for doubt in words.fees["doubt"])


def _shown(fee: SourceFee) -> str:
    amount = "" if fee.amount is None else f"{fee.amount:,} {fee.currency or ''}".replace(",", ".").strip()
    note = line(fee.note)
    return f"{amount}: {note}" if amount and note else amount or note


def _is_silent(row: SourceChannel) -> bool:
    return row.free is not True and not row.fees and not line(row.fee_note)
