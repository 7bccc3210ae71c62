"""Invented dossiers as lines that COPY reads: the case, its entries in the ledger, its changes in the feed."""

from collections.abc import Iterator
from datetime import date
from functools import cache
from random import Random
from typing import Any

import msgspec

from motcua.dossiers.populating.hours import DAY, HOUR, MINUTE
from motcua.dossiers.populating.living import ACCEPT, ANSWER, ASK, ENDS, Act, Life
from motcua.dossiers.populating.offers import NAME, NUMBER, PHONE, Applicant, Hand, Offer
from motcua.kernel.actors import ActorKind
from motcua.ledger import api as ledger

DOSSIERS = (
    "COPY dossiers_dossier (id, code, procedure_code, family, version_hash, channel, state, status, version,"
    " applicant_id, applicant_name, filed_by_id, filed_by_name, receiving_agency_id, resolving_agency_id, answers, supplement,"
    " supplements_asked, proposal, fee_total, clock, submitted_at, received_at, due_at, act_by, decided_at, ended_at,"
    " assignee_id, assignee_name, assigned_at, alarm_at) FROM STDIN"
)
CHANGES = (
    "COPY dossiers_change (id, dossier_id, version, code, procedure_code, receiving_agency_id, resolving_agency_id,"
    " channel, action, origin, state, status, at, submitted_at, received_at, due_at, decided_at, was_received_at,"
    " was_due_at, was_decided_at, was_resolving_agency_id) FROM STDIN"
)
_NULL = "\\N"
_WORKED_ON = frozenset({"in_process", "awaiting_approval"})
_encode = msgspec.json.Encoder().encode
_TIMES = [f"T{n // HOUR:02}:{n // MINUTE % 60:02}:{n % 60:02}+00:00" for n in range(DAY)]


def stamp(moment: int | None) -> str:
    """Seconds since 1970 as PostgreSQL and JSON read them."""
    return _NULL if moment is None else _day(moment // DAY) + _TIMES[moment % DAY]


@cache
def _day(number: int) -> str:
    return date.fromordinal(date(1970, 1, 1).toordinal() + number).isoformat()


def hex_at(moment: int, rng: Random) -> str:
    """A UUIDv7 of `moment` in 32 hexadecimal digits."""
    random = rng.getrandbits(82)
    return f"{moment * 1000 + (random >> 72) % 1000:012x}7{random & 0xFFF:03x}b{random >> 12 & (1 << 60) - 1:015x}"


class Pen:
    """Writes what happened to dossiers of one offer; what all of them share is made ready once."""

    def __init__(self, offer: Offer) -> None:
        self._offer = offer
        self._hands = {"receiver": offer.receiver, "specialist": offer.specialist, "head": offer.head}
        self._agency = offer.agency_id.hex
        self._day, self._answers = date.min, ""

    def dossier(  # noqa: PLR0917 - what a row is made of
        self, applicant: Applicant, life: Life, code: str, dossier: str, day: date, now: int, rng: Random
    ) -> str:
        """The row of `dossiers_dossier`. Where a clock runs or is waited for, an alarm for nothing in particular asks the
        worker at `now` to set the next real one."""
        offer, acts = self._offer, life.acts
        last, at, due = acts[-1]
        submitted, received, decided, asked = acts[0][1], None, None, None
        for kind, moment, _due in acts:
            if kind is ACCEPT:
                received = moment
            elif kind is ASK:
                asked = moment
            elif kind.clock == "stopped" and decided is None:
                decided = moment
        ended = at if last in ENDS else None
        taken = last.state in _WORKED_ON and offer.specialist.id and rng.random() < 0.6
        filed_by = f"{_id(offer.receiver)}\t{offer.receiver.name}" if life.channel == "in_person" else f"{_NULL}\t"
        assigned = (
            f"{_id(offer.specialist)}\t{offer.specialist.name}\t{stamp(received)}" if taken else f"{_NULL}\t\t{_NULL}"
        )
        alarmed = ended is None and (last is ASK or (due is not None and decided is None))
        return (
            f"{dossier}\t{code}\t{offer.procedure_code}\t{offer.family}\t{offer.version_hash}\t{life.channel}\t{last.state}"
            f"\t{last.status}\t{len(acts)}\t{applicant.id}\t{applicant.name}\t{filed_by}\t{self._agency}\t{self._agency}"
            f"\t{self._told(day, applicant)}\t{_supplement(acts, offer) if asked else _NULL}\t{1 if asked else 0}\t{{}}"
            f"\t{offer.fee_total}\t{clock_of(acts)}\t{stamp(submitted)}\t{stamp(received)}\t{stamp(due)}"
            f"\t{stamp(due or life.check_by)}\t{stamp(decided)}\t{stamp(ended)}\t{assigned}"
            f"\t{stamp(now) if alarmed else _NULL}\n"
        )

    def entries(self, applicant: Applicant, life: Life, dossier: str, rng: Random) -> Iterator[str]:
        """What the ledger tells of it: an entry for each act."""
        before = ""
        for version, (kind, at, _due) in enumerate(life.acts, 1):
            facts = (
                f'{{"channel": "{life.channel}"}}'
                if version == 1
                else f'{{"version": {version}, "from": "{before}", "to": "{kind.state}"}}'
            )
            hand = self._hands.get(kind.by)
            yield ledger.entry_line(
                entry_id=hex_at(at, rng),
                at=stamp(at),
                action=f"dossiers.{kind.action}",
                actor_kind=_OFFICIAL if hand else _PERSON,
                actor_id=(hand.id.hex if hand.id else None) if hand else applicant.id,
                actor_name=hand.name if hand else applicant.name,
                position=hand.position if hand else "",
                agency_id=self._agency if hand else None,
                subject_id=applicant.id,
                record_id=dossier,
                why=kind.why,
                facts=facts,
            )
            before = kind.state

    def changes(self, life: Life, code: str, dossier: str, since: int, rng: Random) -> Iterator[str]:
        """The rows of `dossiers_change` for what happened from `since` on."""
        offer, submitted = self._offer, stamp(life.acts[0][1])
        origin, received, decided, was = "", None, None, f"{_NULL}\t{_NULL}\t{_NULL}"
        for version, (kind, at, due) in enumerate(life.acts, 1):
            received = at if kind is ACCEPT else received
            decided = at if kind.clock == "stopped" and decided is None else decided
            dates = f"{stamp(received)}\t{stamp(due)}\t{stamp(decided)}"
            if at >= since:
                yield (
                    f"{hex_at(at, rng)}\t{dossier}\t{version}\t{code}\t{offer.procedure_code}\t{self._agency}\t{self._agency}"
                    f"\t{life.channel}\t{'submit' if version == 1 else kind.action}\t{origin}\t{kind.state}\t{kind.status}"
                    f"\t{stamp(at)}\t{submitted}\t{dates}\t{was}\t{_NULL}\n"
                )
            origin, was = kind.state, dates

    def _told(self, day: date, applicant: Applicant) -> str:
        if day != self._day:
            self._day, self._answers = day, self._offer.tell(day)
        answers = self._answers.replace(NAME, applicant.name)
        return answers.replace(NUMBER, applicant.personal_id).replace(PHONE, applicant.phone)


_OFFICIAL, _PERSON = ActorKind.OFFICIAL.value, ActorKind.PERSON.value


def clock_of(acts: list[Act]) -> str:
    """The clock as these acts turned it, as `domain.clock` writes it."""
    told: list[str] = []
    before = None
    for kind, at, _due in acts:
        if kind.clock is not before:
            told.append(
                f'{{"kind": "{kind.clock.value}", "started_at": "{stamp(at)}", "reason": "{kind.why}", "legal": ""}}'
            )
            before = kind.clock
    return f"[{', '.join(told)}]"


def _supplement(acts: list[Act], offer: Offer) -> str:
    asked = next(at for kind, at, _due in acts if kind is ASK)
    answered = next((at for kind, at, _due in acts if kind is ANSWER), None)
    told: dict[str, Any] = {
        "fields": [],
        "papers": [],
        "reason": ASK.why,
        "origin": "in_process",
        "requested_at": stamp(asked),
        "requested_by": offer.specialist.name,
        "answered_at": None if answered is None else stamp(answered),
    }
    return _encode(told).decode().replace("\\", "\\\\")


def _id(hand: Hand) -> str:
    return hand.id.hex if hand.id else _NULL
