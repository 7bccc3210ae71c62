"""From whom an eID recognised to the account that is signed in."""

from typing import Any, NoReturn

from django.db import IntegrityError, transaction

from motcua.identity.accounts import may_sign_in
from motcua.identity.eid.contracts import Asked, Identity, UnprovenError, Why
from motcua.identity.eid.models import EidBinding
from motcua.identity.eid.refusing import SENTENCES
from motcua.identity.errors import EidRefusedError
from motcua.identity.models import Account, Person
from motcua.identity.numbers import id_of_person
from motcua.kernel import clock
from motcua.kernel.actors import ANONYMOUS, SYSTEM
from motcua.kernel.texts import sort_key
from motcua.ledger import api as ledger
from motcua.platform.database.transactions import acting


def account_of(identity: Identity, asked: Asked) -> Account:
    """The account of the person; made at the first sign-in, together with the person if nobody knew them yet.

    Raises UnprovenError: the account is closed, its number stands for another subject, it is not who was to be confirmed.
    """
    try:
        with acting(SYSTEM):
            account = _bound(identity) or _bind(identity)
    except IntegrityError:  # the same person in two windows at once: the other one bound it
        with acting(SYSTEM):
            account = _bound(identity) or _unbindable()
    if not may_sign_in(account):
        raise UnprovenError(Why.CLOSED)
    if asked.person_id and str(account.person_id) != asked.person_id:
        raise UnprovenError(Why.OTHER_PERSON)
    return account


def _bound(identity: Identity) -> Account | None:
    found = (
        EidBinding.objects.filter(issuer=identity.issuer, subject=identity.subject).select_related("account").first()
    )
    if found is None:
        return None
    if found.account.person_id is None:
        raise UnprovenError(Why.OTHER_PERSON)
    person = Person.objects.get(id=found.account.person_id)
    if person.personal_id != identity.personal_id:  # the eID gave its name for one person to another
        raise UnprovenError(Why.OTHER_PERSON)
    _bring_up(person, identity)
    return found.account


def _bind(identity: Identity) -> Account:
    """The first time: the eID's word on the number is the state's."""
    person = Person.objects.filter(personal_id=identity.personal_id).first() or _new_person(identity)
    _bring_up(person, identity)
    account = Account.objects.filter(person_id=person.id).first() or _new_account(person)
    with transaction.atomic():
        EidBinding.objects.create(
            issuer=identity.issuer, subject=identity.subject, account=account, bound_at=clock.now()
        )
    ledger.record(
        actor=SYSTEM,
        action="identity.eid_bound",
        record_id=account.id,
        subject_id=person.id,
        facts={"issuer": identity.issuer},
    )
    return account


def _new_person(identity: Identity) -> Person:
    person = Person.objects.create(
        id=id_of_person(identity.personal_id),
        personal_id=identity.personal_id,
        full_name=identity.full_name,
        sort_key=sort_key(identity.full_name),
        birth_date=identity.birth_date,
        sex=identity.sex,
    )
    ledger.record(actor=SYSTEM, action="identity.person_registered", record_id=person.id, subject_id=person.id)
    return person


def _new_account(person: Person) -> Account:
    """One that no password opens."""
    account = Account(login=f"eid-{person.id}", name=person.full_name, person=person, provider="eid", assurance=1)
    account.set_unusable_password()
    account.save()
    ledger.record(actor=SYSTEM, action="identity.account_opened", record_id=account.id, subject_id=person.id)
    return account


def _bring_up(person: Person, identity: Identity) -> None:
    """The record follows the eID, which knows the population register; what it does not tell stays."""
    told: dict[str, Any] = {"full_name": identity.full_name, "birth_date": identity.birth_date, "sex": identity.sex}
    changed = [name for name, value in told.items() if value and getattr(person, name) != value]
    if not changed:
        return
    for name in changed:
        setattr(person, name, told[name])
    person.sort_key = sort_key(person.full_name)
    person.save(update_fields=[*changed, "sort_key"])
    Account.objects.filter(person_id=person.id).update(name=person.full_name)
    ledger.record(
        actor=SYSTEM,
        action="identity.person_brought_up",
        record_id=person.id,
        subject_id=person.id,
        facts={"fields": changed},
    )


def _unbindable() -> NoReturn:
    raise UnprovenError(Why.OTHER_PERSON)


def refuse(why: Why, provider: str) -> NoReturn:
    """Write down once that an answer was not believed, in a transaction of its own, and raise EidRefusedError."""
    with acting(ANONYMOUS):
        ledger.record(
            actor=ANONYMOUS, action="identity.eid_refused", facts={"provider": provider[:40], "reason": why.value}
        )
    raise EidRefusedError(SENTENCES[why], reason=why.value)
