"""Builds the demo world from `data/`. Building twice changes nothing but the timestamps of the ledger."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from importlib.resources import as_file, files
from typing import Any
from uuid import UUID, uuid5

import yaml

from motcua.agencies import api as agencies
from motcua.agencies.contracts import AgencyView
from motcua.identity import api as identity
from motcua.identity.errors import PersonExistsError
from motcua.kernel.actors import SYSTEM, Actor, ActorKind
from motcua.kernel.languages import pick
from motcua.site.actors import official as official_actor
from motcua.site.demo import dossiers, joined, money, packages, together
from motcua.site.demo.stories import Desk

PASSWORD = "motcua-demo"  # noqa: S105 - everybody may know it; such accounts live only while the demo is on
NAMES = UUID("5b0c1f8e-5d0a-5c57-9b43-6f6d6f746375")
SINCE = date(2025, 7, 1)  # when the present two tiers began
DATA = files("motcua.site.demo").joinpath("data")

Progress = Callable[[str], None]


def load(progress: Progress | None = None) -> None:
    """Build everything that is missing. `progress` is told each step in a few words."""
    say = progress or (lambda _words: None)
    say("administrative units")
    with as_file(DATA.joinpath("units.csv")) as file:
        agencies.import_units(file)
    with as_file(DATA.joinpath("unit_changes.csv")) as file:
        agencies.import_changes(file)
    say("agencies")
    offices = _agencies()
    money.open_accounts(offices.values())
    say("people and officials")
    people = {person.get("login", ""): _person(person) for person in _world()["people"]}
    desks = {str(desk["agency"]): _desk(desk, offices[str(desk["agency"])]) for desk in _world()["officials"]}
    clerks = {one["code"]: _clerks(one, offices[one["code"]]) for one in _world()["centres"]}
    for author, agency in _authors():
        _official(author, offices[agency])
    say("procedures")
    packages.publish()
    say("dossiers")
    known = {login: person for login, person in people.items() if person is not None}
    apart = {_world()["journey"]["applicant"]}  # has a story of her own
    if dossiers.load(_world()["dossiers"], desks, [person for login, person in known.items() if login not in apart]):
        together.load(_world(), desks, known)
        joined.load(_world(), clerks, known)
        money.ask_to_pay(_world()["to_pay"], desks, known, _world()["dossiers"]["reasons"])


def sign_ins() -> Iterator[str]:
    """One line for each account: login, password, who it is."""
    for person in _world()["people"]:
        if "login" in person:
            yield _line(person["login"], person["name"], pick(person["plays"], "en"))
    desks = (official for desk in _world()["officials"] for official in desk["desks"])
    clerks = (official for centre in _world()["centres"] for official in centre["officials"])
    for official in (*desks, *clerks, *(author for author, _agency in _authors())):
        yield _line(official["login"], official["name"], pick(official["title"], "en"))


def official_id(login: str) -> UUID:
    """The same in every demo world."""
    return uuid5(NAMES, f"official:{login}")


@cache
def _world() -> dict[str, Any]:
    written: dict[str, Any] = yaml.safe_load(DATA.joinpath("world.yaml").read_text(encoding="utf-8"))
    return written


def _authors() -> Iterator[tuple[dict[str, Any], str]]:
    """Who writes procedures, with the code of the agency."""
    for office in _world()["authors"]:
        for author in office["people"]:
            yield author, office["agency"]


def _line(login: str, name: str, what: str) -> str:
    return f"{login:12} {PASSWORD}   {name}: {what}"


def _agencies() -> dict[str, AgencyView]:
    """Every agency by its code, and those of communes by their unit's code too."""
    made: dict[str, AgencyView] = {}
    for ministry in _world()["ministries"]:
        made[ministry["code"]] = agencies.register_agency(actor=SYSTEM, tier="ministry", **ministry)
    office, top = {"tier": "province"} | _world()["office"], _world()["province"]
    made[office["code"]] = _of_branch(office, None)
    made[top["code"]] = _of_branch({"tier": "province", "branch": ""} | top, made[office["code"]])
    made |= _communes(made[top["code"]])
    for one in (
        *({"branch": "police"} | police for police in _world()["police"]),
        *_world()["departments"],
        *_world()["centres"],
    ):
        made[one["code"]] = _of_branch(one, made.get(one.get("parent", "")))
    return made


def _of_branch(facts: dict[str, Any], parent: AgencyView | None) -> AgencyView:
    return agencies.register_agency(
        actor=SYSTEM,
        code=facts["code"],
        name=facts["name"],
        tier=facts["tier"],
        unit_code=facts["unit"],
        parent_id=parent.id if parent else None,
        branch=facts["branch"],
        address=facts["address"],
    )


def _communes(top: AgencyView) -> dict[str, AgencyView]:
    pattern = _world()["communes"]
    made = {}
    for number, unit in enumerate(sorted(agencies.list_units("commune", top.unit_code), key=lambda one: one.code), 1):
        full = pick(unit.full_name, "vi")
        named = full[0].lower() + full[1:]
        made[unit.code] = agencies.register_agency(
            actor=SYSTEM,
            code=f"{top.code}.{number:02d}",
            name={
                "vi": pattern["name"]["vi"].format(unit=named),
                "en": pattern["name"]["en"].format(unit=unit.name["en"]),
            },
            tier="commune",
            unit_code=unit.code,
            parent_id=top.id,
            address=pattern["address"].format(unit=named),
        )
    return made


def _person(facts: dict[str, Any]) -> Actor | None:
    """Enter a person and open the account; the actor, or None for somebody who only comes to the counter."""
    try:
        person = identity.register_person(
            actor=SYSTEM,
            full_name=facts["name"],
            personal_id=facts["personal_id"],
            birth_date=facts["born"],
            sex=facts["sex"],
            phone=facts["phone"],
            address=facts["address"],
            unit_code=facts["unit"],
            nationality="Việt Nam",
            ethnicity=facts.get("ethnicity", "Kinh"),
        )
    except PersonExistsError:
        person = identity.find_person(actor=SYSTEM, personal_id=facts["personal_id"])
    if "login" not in facts:
        return None
    identity.open_account(
        actor=SYSTEM,
        login=facts["login"],
        name=facts["name"],
        secret=PASSWORD,
        person_id=person.id,
        assurance=2,
        provider="demo",
        introduction=facts["plays"],
    )
    return Actor(ActorKind.PERSON, person.id, person.full_name, assurance=2)


def _desk(facts: dict[str, Any], agency: AgencyView) -> Desk:
    receiver, specialist, head, *_more = (_official(official, agency) for official in facts["desks"])
    return Desk(agency, agencies.calendar_of(agency.id), receiver, specialist, head)


def _clerks(facts: dict[str, Any], agency: AgencyView) -> tuple[Actor, ...]:
    """Who works at a centre: whoever receives comes first."""
    return tuple(_official(official, agency) for official in facts["officials"])


def _official(facts: dict[str, Any], agency: AgencyView) -> Actor:
    official = agencies.appoint_official(
        actor=SYSTEM,
        name=facts["name"],
        agency_id=agency.id,
        title=facts["title"],
        roles=facts["roles"],
        valid_from=SINCE,
        official_id=official_id(facts["login"]),
    )
    identity.open_account(
        actor=SYSTEM,
        login=facts["login"],
        name=facts["name"],
        secret=PASSWORD,
        official_id=official.id,
        assurance=2,
        provider="demo",
        introduction={
            language: f"{pick(facts['title'], language)}, {pick(agency.name, language)}" for language in ("vi", "en")
        },
    )
    return official_actor(official.id, facts["name"], assurance=2)
