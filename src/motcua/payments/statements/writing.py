"""A camt.053 of credits, for the simulated bank and for tests."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from xml.sax.saxutils import escape

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"


@dataclass(frozen=True, slots=True)
class Told:
    """One credit as a statement tells it."""

    reference: str
    amount: int
    message: str
    booked_at: str


def write_statement(number: str, account: str, day: date, told: Iterable[Told], opening: int = 0) -> Iterator[str]:
    """The file in pieces; `opening`: what lay on the account before, in đồng."""
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="{NAMESPACE}"><BkToCstmrStmt><GrpHdr><MsgId>{escape(number)}'
    yield f"</MsgId></GrpHdr><Stmt><Id>{escape(number)}</Id><Acct><Id><Othr><Id>{escape(account)}</Id></Othr></Id><Ccy>VND</Ccy>"
    yield f"</Acct>{_balance('OPBD', opening, day)}"
    total, entries = opening, []
    for one in told:
        total += one.amount
        entries.append(_entry(one))
    yield _balance("CLBD", total, day)
    yield from entries
    yield "</Stmt></BkToCstmrStmt></Document>\n"


def _balance(kind: str, amount: int, day: date) -> str:
    return (
        f'<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp><Amt Ccy="VND">{amount}.00</Amt><CdtDbtInd>CRDT</CdtDbtInd>'
        f"<Dt><Dt>{day.isoformat()}</Dt></Dt></Bal>"
    )


def _entry(one: Told) -> str:
    return (
        f'<Ntry><Amt Ccy="VND">{one.amount}.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>'
        f"<BookgDt><DtTm>{escape(one.booked_at)}</DtTm></BookgDt><AcctSvcrRef>{escape(one.reference)}</AcctSvcrRef>"
        f"<NtryDtls><TxDtls><RmtInf><Ustrd>{escape(one.message)}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>"
    )
