"""Invented dossiers as lines that COPY reads: the case, its entries in the ledger, its changes in the feed."""

from collections.abc import Iterator
from datetime import UTC, datetime
from random import Random

import msgspec

from motcua.dossiers.populating.living import Act, Life, clock_of
from motcua.dossiers.populating.offers import NAME, NUMBER, PHONE, Applicant, Hand, Offer
from motcua.kernel.actors import ActorKind
from motcua.ledger import api as ledger

DOSSIERS = (
    "COPY dossiers_dossier (id, code, procedure_code, version_hash, channel, state, status, version, applicant_id,"
    " applicant_name, filed_by_id, filed_by_name, receiving_agency_id, resolving_agency_id, answers, supplement,"
    " supplements_asked, proposal, fee_total, clock, submitted_at, received_at, due_at, act_by, decided_at, ended_at,"
    " assignee_id, assignee_name, assigned_at, alarm_at) FROM STDIN"
)
CHANGES = (
    "COPY dossiers_change (id, dossier_id, version, code, procedure_code, receiving_agency_id, resolving_agency_id,"
    " channel, action, origin, state, status, at, submitted_at, received_at, due_at, decided_at, was_received_at,"
    " was_due_at, was_decided_at, was_resolving_agency_id) FROM STDIN"
)
_NULL = "\\N"
_encode = msgspec.json.Encoder().encode


def hex_at(moment: datetime, rng: Random) -> str:
    """A UUIDv7 of `moment` in 32 hexadecimal digits."""
    random = rng.getrandbits(74)
    return f"{int(moment.timestamp() * 1000):012x}7{random >> 62:03x}{0x8 | random >> 60 & 3:x}{random & (1 << 60) - 1:015x}"


def dossier_line(  # noqa: PLR0917 - what a row is made of
    offer: Offer, applicant: Applicant, life: Life, code: str, dossier: str, now: datetime, rng: Random
) -> str:
    """The row of `dossiers_dossier`. Where a clock runs or is waited for, an alarm for nothing in particular asks the worker
    at `now` to set the next real one."""
    last, submitted = life.acts[-1], life.acts[0]
    received = _when(life.acts, "accept")
    decided = next((act.at for act in life.acts if act.clock == "stopped"), None)
    ended = last.at if last.state in {"returned", "refused", "withdrawn"} else None
    asked = next((act for act in life.acts if act.action == "request_supplement"), None)
    taken = last.state in {"in_process", "awaiting_approval"} and offer.specialist.id and rng.random() < 0.6
    counter = life.channel == "in_person"
    alarmed = last.state == "awaiting_supplement" or (last.due_at is not None and decided is None)
    answers = offer.tell(submitted.at.date())
    for mark, value in ((NAME, applicant.name), (NUMBER, applicant.personal_id), (PHONE, applicant.phone)):
        answers = answers.replace(mark, value)
    return (
        "\t".join(
            (
                dossier,
                code,
                offer.procedure_code,
                offer.version_hash,
                life.channel,
                last.state,
                str(last.status),
                str(len(life.acts)),
                applicant.id,
                applicant.name,
                _id(offer.receiver) if counter else _NULL,
                offer.receiver.name if counter else "",
                offer.agency_id.hex,
                offer.agency_id.hex,
                answers,
                _supplement(asked, life, offer) if asked else _NULL,
                "1" if asked else "0",
                "{}",
                str(offer.fee_total),
                _json(clock_of(life.acts)),
                _stamp(submitted.at),
                _stamp(received),
                _stamp(last.due_at),
                _stamp(last.due_at or life.check_by),
                _stamp(decided),
                _stamp(ended),
                _id(offer.specialist) if taken else _NULL,
                offer.specialist.name if taken else "",
                _stamp(received) if taken else _NULL,
                _stamp(now) if alarmed and ended is None else _NULL,
            )
        )
        + "\n"
    )


def entry_lines(offer: Offer, applicant: Applicant, life: Life, dossier: str, rng: Random) -> Iterator[str]:
    """What the ledger tells of it: an entry for each act."""
    before = ""
    for version, act in enumerate(life.acts, 1):
        hand = _hand(offer, act)
        yield ledger.entry_line(
            entry_id=hex_at(act.at, rng),
            at=act.at,
            action=f"dossiers.{act.action}",
            actor_kind=(ActorKind.OFFICIAL if hand else ActorKind.PERSON).value,
            actor_id=hand.id if hand else applicant.id,
            actor_name=hand.name if hand else applicant.name,
            position=hand.position if hand else "",
            agency_id=offer.agency_id if hand else None,
            subject_id=applicant.id,
            record_id=dossier,
            why=act.why,
            facts=_json(
                {"channel": life.channel} if version == 1 else {"version": version, "from": before, "to": act.state}
            ),
        )
        before = act.state


def change_lines(  # noqa: PLR0917 - as above
    offer: Offer, life: Life, code: str, dossier: str, since: datetime, rng: Random
) -> Iterator[str]:
    """The rows of `dossiers_change` for what happened from `since` on."""
    origin, received, due, decided = "", None, None, None
    for version, act in enumerate(life.acts, 1):
        was = (received, due, decided)
        received = act.at if act.action == "accept" else received
        decided = decided or (act.at if act.clock == "stopped" else None)
        due = act.due_at
        if act.at >= since:
            dates = (act.at, life.acts[0].at, received, due, decided, *was)
            action = "submit" if version == 1 else act.action
            agency = offer.agency_id.hex
            yield "\t".join(
                (
                    hex_at(act.at, rng), dossier, str(version), code, offer.procedure_code, agency, agency, life.channel,
                    action, origin, act.state, str(act.status), *map(_stamp, dates), _NULL,
                )
            ) + "\n"  # fmt: skip
        origin = act.state


def _hand(offer: Offer, act: Act) -> Hand | None:
    return {"receiver": offer.receiver, "specialist": offer.specialist, "head": offer.head}.get(act.by)


def _supplement(asked: Act, life: Life, offer: Offer) -> str:
    answered = _when(life.acts, "answer_supplement")
    return _json(
        {
            "fields": [],
            "papers": [],
            "reason": asked.why,
            "origin": "in_process",
            "requested_at": asked.at.isoformat(),
            "requested_by": offer.specialist.name,
            "answered_at": answered.isoformat() if answered else None,
        }
    )


def _when(acts: list[Act], action: str) -> datetime | None:
    return next((act.at for act in acts if act.action == action), None)


def _id(hand: Hand) -> str:
    return hand.id.hex if hand.id else _NULL


def _stamp(moment: datetime | None) -> str:
    return moment.astimezone(UTC).isoformat() if moment else _NULL


def _json(value: object) -> str:
    """JSON text as COPY reads it."""
    return _encode(value).decode().replace("\\", "\\\\")
