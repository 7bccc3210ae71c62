"""ISO 20022 camt.053 (a day's statement) and camt.054 (credits as they come), read as a stream: an entry at a time, whatever the
size. A bank's file is a stranger's: no DTD, no entities, no depth, no endless texts."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import BinaryIO
from xml.parsers import expat

CHUNK = 64 * 1024
DEEPEST = 40
LONGEST = 2_000
NAMESPACES = ("urn:iso:std:iso:20022:tech:xsd:camt.053.", "urn:iso:std:iso:20022:tech:xsd:camt.054.")
MOST_DIGITS = 15


class BadStatementError(ValueError):
    """The file is no statement that can be trusted. The first argument says why, in a word or two."""


@dataclass(frozen=True, slots=True)
class Head:
    """Whose account it is of. It comes before the first entry."""

    number: str
    account: str
    currency: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One movement that the bank has booked. `amount` in đồng, positive for money that came, negative for money that went."""

    reference: str
    amount: int
    message: str
    booked_at: datetime


@dataclass(frozen=True, slots=True)
class Foot:
    """What the bank says it all comes to; None where it says nothing (camt.054)."""

    opening: int | None
    closing: int | None


@dataclass
class _Taken:
    """What has been read of the element that is open."""

    path: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    size: int = 0
    currency: str = ""
    values: dict[str, str] = field(default_factory=dict)
    messages: list[str] = field(default_factory=list)
    balances: dict[str, int] = field(default_factory=dict)
    balance: dict[str, str] = field(default_factory=dict)
    head: dict[str, str] = field(default_factory=dict)
    headed: bool = False
    found: list[Head | Entry | Foot] = field(default_factory=list)


ROOTS = {"BkToCstmrStmt": "Stmt", "BkToCstmrDbtCdtNtfctn": "Ntfctn"}
HEAD = {"Id": "number", "Acct/Id/Othr/Id": "account", "Acct/Id/IBAN": "account", "Acct/Ccy": "currency"}
BALANCE = {"Tp/CdOrPrtry/Cd": "kind", "Amt": "amount", "CdtDbtInd": "side"}
ENTRY = {
    "NtryRef": "own", "AcctSvcrRef": "reference", "Amt": "amount", "CdtDbtInd": "side", "Sts": "state", "Sts/Cd": "state",
    "BookgDt/Dt": "day", "BookgDt/DtTm": "moment", "NtryDtls/TxDtls/Refs/AcctSvcrRef": "inner",
    "NtryDtls/TxDtls/Refs/EndToEndId": "end",
}  # fmt: skip
MESSAGE = ("NtryDtls/TxDtls/RmtInf/Ustrd", "AddtlNtryInf")


def read_statement(stream: BinaryIO) -> Iterator[Head | Entry | Foot]:
    """The head, each booked entry, the foot. Raises BadStatementError, at the latest where the file stops making sense."""
    taken = _Taken()
    parser = _parser(taken)
    ended = False
    try:
        while chunk := stream.read(CHUNK):
            parser.Parse(chunk, False)
            yield from taken.found
            ended = ended or any(isinstance(one, Foot) for one in taken.found)
            taken.found.clear()
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise BadStatementError(f"no XML: {expat.ErrorString(error.code)}") from None
    yield from taken.found
    if not ended and not any(isinstance(one, Foot) for one in taken.found):
        raise BadStatementError("no statement in it")


def _parser(taken: _Taken) -> "expat.XMLParserType":
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = _refuse("a DTD")
    parser.EntityDeclHandler = _refuse("an entity")
    parser.ExternalEntityRefHandler = _refuse("an outer entity")  # type: ignore[assignment]  # it never returns
    parser.ProcessingInstructionHandler = _refuse("an instruction")
    parser.StartElementHandler = lambda name, attributes: _start(taken, name, attributes)
    parser.EndElementHandler = lambda _name: _end(taken)
    parser.CharacterDataHandler = lambda text: _read_text(taken, text)
    return parser


def _refuse(what: str) -> Callable[..., None]:
    def refuse(*_told: object) -> None:
        raise BadStatementError(what)

    return refuse


def _start(taken: _Taken, name: str, attributes: dict[str, str]) -> None:
    space, _, local = name.rpartition(" ")
    if not space.startswith(NAMESPACES):
        raise BadStatementError("another format")
    taken.path.append(local)
    if len(taken.path) > DEEPEST:
        raise BadStatementError("too deep")
    taken.text.clear()
    taken.size = 0
    if local == "Amt":
        taken.currency = attributes.get("Ccy", "")
    if len(taken.path) == 4 and local == "Ntry":
        _give_head(taken)


def _read_text(taken: _Taken, text: str) -> None:
    taken.size += len(text)
    if taken.size > LONGEST:
        if text.strip():
            raise BadStatementError("a text without an end")
        return
    taken.text.append(text)


def _end(taken: _Taken) -> None:
    path, text = taken.path, "".join(taken.text).strip()
    taken.text.clear()
    if len(path) >= 4 and path[0] == "Document" and ROOTS.get(path[1]) == path[2]:
        _keep(taken, path[3], "/".join(path[3:]), "/".join(path[4:]), text)
    elif len(path) == 3 and ROOTS.get(path[1]) == path[2]:
        _give_head(taken)
        taken.found.append(Foot(taken.balances.get("OPBD"), taken.balances.get("CLBD")))
        taken.head, taken.headed, taken.balances = {}, False, {}
    path.pop()


def _keep(taken: _Taken, kind: str, whole: str, inner: str, text: str) -> None:
    if kind == "Ntry":
        if not inner:
            _give_entry(taken)
        elif inner in MESSAGE:
            taken.messages.append(text)
        elif text and inner in ENTRY:
            taken.values[ENTRY[inner]] = text
            if inner == "Amt":
                taken.values["currency"] = taken.currency
    elif kind == "Bal":
        if not inner:
            _keep_balance(taken)
        elif inner in BALANCE:
            taken.balance[BALANCE[inner]] = text
    elif whole in HEAD:
        taken.head[HEAD[whole]] = text


def _keep_balance(taken: _Taken) -> None:
    told, taken.balance = taken.balance, {}
    amount = dong(told.get("amount", ""))
    taken.balances[told.get("kind", "")] = -amount if told.get("side") == "DBIT" else amount


def _give_head(taken: _Taken) -> None:
    if taken.headed:
        return
    taken.headed = True
    head = Head(taken.head.get("number", ""), taken.head.get("account", ""), taken.head.get("currency", ""))
    if not head.number or not head.account or len(head.number) > 64 or len(head.account) > 34:
        raise BadStatementError("no number or no account")
    taken.found.append(head)


def _give_entry(taken: _Taken) -> None:
    told, messages = taken.values, taken.messages
    taken.values, taken.messages = {}, []
    if told.get("state", "BOOK") != "BOOK":
        return  # what is only expected is no money yet
    if told.get("currency") != "VND" or told.get("side") not in {"CRDT", "DBIT"}:
        raise BadStatementError("an entry that is not in VND, or has no side")
    reference = told.get("reference") or told.get("inner") or told.get("own") or ""
    if not reference or len(reference) > 64:
        raise BadStatementError("an entry without a number")
    amount = dong(told.get("amount", ""))
    message = " ".join([*messages, told.get("end", "") if told.get("end") != "NOTPROVIDED" else ""]).strip()
    taken.found.append(Entry(reference, amount if told["side"] == "CRDT" else -amount, message, _moment(told)))


def dong(text: str) -> int:
    """A whole number of đồng; banks write two decimals, which must be nothing. Raises BadStatementError."""
    whole, _, rest = text.partition(".")
    if not (whole.isascii() and whole.isdigit() and len(whole) <= MOST_DIGITS and rest.strip("0") == ""):
        raise BadStatementError("an amount that is no whole number of đồng")
    return int(whole)


def _moment(told: dict[str, str]) -> datetime:
    try:
        if "moment" in told:
            moment = datetime.fromisoformat(told["moment"])
            return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return datetime.combine(date.fromisoformat(told.get("day", "")), time(0), UTC)
    except ValueError:
        raise BadStatementError("an entry without a day") from None
