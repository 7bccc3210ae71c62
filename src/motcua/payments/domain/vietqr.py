"""VietQR: the code on the screen that any Vietnamese bank's app can pay (EMVCo merchant-presented, NAPAS 247)."""

import binascii
from dataclasses import dataclass

GUID = "A000000727"  # NAPAS
TO_ACCOUNT = "QRIBFTTA"
LONGEST_FIELD = 99
LONGEST_CODE = 512


class BadCodeError(ValueError):
    """What was read is no VietQR of a transfer to an account."""


@dataclass(frozen=True, slots=True)
class Transfer:
    """What a code asks the payer's bank to do. `bin`: the six digits of the receiving bank; `amount` in đồng, 0: the
    payer types it; `bill` and `purpose`: what comes back with the money, ASCII only."""

    bin: str
    account: str
    amount: int = 0
    bill: str = ""
    purpose: str = ""


def write(transfer: Transfer) -> str:
    """The text of the code. Raises ValueError for what does not fit into its field."""
    service = _fields({"00": transfer.bin, "01": transfer.account})
    text = _fields(
        {
            "00": "01",
            "01": "12" if transfer.amount else "11",
            "38": _fields({"00": GUID, "01": service, "02": TO_ACCOUNT}),
            "53": "704",
            "54": str(transfer.amount) if transfer.amount else "",
            "58": "VN",
            "62": _fields({"01": transfer.bill, "08": transfer.purpose}),
        }
    )
    return text + "6304" + checksum(text + "6304")


def read(text: str) -> Transfer:
    """The transfer that a code asks for. Raises BadCodeError for anything else, whoever made it."""
    if len(text) > LONGEST_CODE or not text.isascii() or text[-8:-4] != "6304" or checksum(text[:-4]) != text[-4:]:
        raise BadCodeError("no valid checksum")
    outer = _read(text)
    merchant = _read(outer.get("38", ""))
    service, more = _read(merchant.get("01", "")), _read(outer.get("62", ""))
    if (outer.get("53"), outer.get("58"), merchant.get("00"), merchant.get("02")) != ("704", "VN", GUID, TO_ACCOUNT):
        raise BadCodeError("no transfer to an account in đồng")
    amount = outer.get("54", "0")
    if not amount.isdigit() or not service.get("00") or not service.get("01"):
        raise BadCodeError("no account, or no whole amount")
    return Transfer(service["00"], service["01"], int(amount), more.get("01", ""), more.get("08", ""))


def checksum(text: str) -> str:
    """CRC-16/CCITT-FALSE, upper hexadecimal."""
    return f"{binascii.crc_hqx(text.encode(), 0xFFFF):04X}"


def _fields(values: dict[str, str]) -> str:
    """Each value with its tag and its length before it; an empty one is left out."""
    for value in values.values():
        if len(value) > LONGEST_FIELD or not value.isascii() or not value.isprintable():
            raise ValueError("a field of a code holds at most 99 printable ASCII characters")
    return "".join(f"{tag}{len(value):02d}{value}" for tag, value in values.items() if value)


def _read(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    while text:
        tag, length, rest = text[:2], text[2:4], text[4:]
        if not (tag.isdigit() and length.isdigit() and len(length) == 2 and len(rest) >= int(length)) or tag in found:
            raise BadCodeError("a field is cut off or stands twice")
        found[tag], text = rest[: int(length)], rest[int(length) :]
    return found
