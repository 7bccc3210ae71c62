"""A small world for tests of money: an agency with an account, people who owe, a bank that tells."""

import json
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from motcua.agencies import api as agencies
from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM, Actor, ActorKind
from motcua.payments import api
from motcua.payments.connectors import keys
from motcua.payments.contracts import CreditNews, DueLine, ObligationView, Outcome, Reference
from motcua.payments.domain.signing import sign
from motcua.payments.models import Posting
from motcua.platform.database.transactions import acting

BIN, NUMBER = "999999", "900000001"
LINE = DueLine({"vi": "Lệ phí", "en": "Fee"}, 2, 4000, 8000, ({"vi": "Điều 4", "en": "Art. 4"},))


@dataclass
class World:
    """`lan` owes money to the agency; `receiver`, `head` and `other_head` work there, `stranger` elsewhere."""

    agency_id: UUID
    lan: Actor = field(default_factory=lambda: Actor(ActorKind.PERSON, uuid4(), "Lan", assurance=2))
    binh: Actor = field(default_factory=lambda: Actor(ActorKind.PERSON, uuid4(), "Bình", assurance=2))

    def official(self, *roles: str, agency_id: UUID | None = None) -> Actor:
        at = agency_id or self.agency_id
        return Actor(
            ActorKind.OFFICIAL,
            uuid4(),
            "Cán bộ",
            position="Chuyên viên",
            agency_id=at,
            agency_ids=(at,),
            roles=frozenset(roles),
        )

    def owed(self, amount: int = 8000, *, reference_id: UUID | None = None) -> ObligationView:
        reference = Reference("tests", reference_id or uuid4(), "H57-1", {"vi": "Việc thử", "en": "Trial"})
        line = DueLine({"vi": "Lệ phí", "en": "Fee"}, 1, amount, amount)
        return api.raise_obligation(
            actor=SYSTEM, reference=reference, payer_id=self.lan.id, agency_id=self.agency_id, lines=(line,)
        )

    def again(self, owed: ObligationView) -> ObligationView:
        return api.get_bill(actor=self.lan, bill_code=owed.bill_code)

    def came(self, amount: int, message: str, *, reference: str = "", number: str = NUMBER) -> Outcome:
        return api.take_credit(
            CreditNews("simulated", reference or uuid4().hex, BIN, number, amount, message, clock.now())
        )


def world() -> World:
    """Made new in the database of the test."""
    agency = agencies.register_agency(
        actor=SYSTEM, code="H57.99", name={"vi": "Phường Thử", "en": "Trial Ward"}, tier="ministry", branch="justice"
    )
    api.write_accounts([account("H57.99", NUMBER)])
    return World(agency.id)


def account(agency: str, number: str) -> dict[str, str]:
    return {
        "agency": agency,
        "bank": "simulated",
        "bank_name": "Ngân hàng Giả Định",
        "bin": BIN,
        "number": number,
        "holder": "PHUONG THU",
        "from": "2020-01-01",
    }


def notice(amount: int, message: str, /, **other: object) -> bytes:
    told = {
        "reference": uuid4().hex,
        "bin": BIN,
        "account": NUMBER,
        "amount": amount,
        "currency": "VND",
        "message": message,
        "booked_at": clock.now().isoformat(),
    }
    return json.dumps(told | other).encode()


def signed(body: bytes, *, late: int = 0, key: bytes | None = None) -> dict[str, str]:
    at = int(clock.now().timestamp()) - late
    return {"at": str(at), "signature": sign(key or keys()["simulated"], at, body)}


def on_account(account: str) -> int:
    with acting(SYSTEM):
        return sum(Posting.objects.filter(account=account).values_list("amount", flat=True))


def books_rest() -> int:
    """What all postings come to: nothing, ever."""
    with acting(SYSTEM):
        return sum(Posting.objects.values_list("amount", flat=True))
