"""Entering a person who comes to the counter for the first time; what the number tells is not asked again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from motcua.agencies import api as agencies
from motcua.agencies.contracts import UnitView
from motcua.identity import api as identity
from motcua.identity.contracts import PersonView
from motcua.identity.errors import PersonInvalidError
from motcua.kernel.actors import Actor
from motcua.kernel.identifiers import personal_id_facts
from motcua.kernel.languages import pick

PARTS = ("day", "month", "year")


@dataclass(frozen=True, slots=True)
class Form:
    """What is typed so far, and options for the lists. `birth`: {"birth-day": "2", …}."""

    values: Mapping[str, str]
    birth: Mapping[str, str]
    sexes: tuple[dict[str, Any], ...]
    communes: tuple[dict[str, Any], ...]
    errors: Mapping[str, Mapping[str, str]]


def form(
    actor: Actor, number: str, typed: Mapping[str, str] | None = None, problems: Mapping[str, str] | None = None
) -> Form:
    """Sex and year of birth come from `number`, a well-formed personal id, until somebody types others."""
    told, sent = personal_id_facts(number), typed or {}
    sex = sent.get("sex", told.sex)
    birth = {f"birth-{part}": sent.get(f"birth-{part}", "") for part in PARTS}
    if typed is None:
        birth["birth-year"] = str(told.birth_year)
    return Form(
        values={key: sent.get(key, "") for key in ("full_name", "phone", "address")},
        birth=birth,
        sexes=tuple({"value": key, "text": text, "checked": key == sex} for key, text in _sexes().items()),
        communes=_communes(actor, sent.get("unit_code", "")),
        errors={key: {"text": text} for key, text in (problems or {}).items()},
    )


def register(actor: Actor, number: str, sent: Mapping[str, str]) -> PersonView:
    """Raises PersonInvalidError, PersonExistsError, NotAllowedError."""
    return identity.register_person(
        actor=actor,
        full_name=sent.get("full_name", ""),
        personal_id=number,
        birth_date=_birth_date(sent),
        sex=sent.get("sex", ""),
        phone=sent.get("phone", ""),
        address=sent.get("address", ""),
        unit_code=_unit_code(sent.get("unit_code", "")),
    )


def anchor(field: str) -> str:
    """The box that an error about `field` leads to."""
    return {"birth_date": "birth-day"}.get(field, field)


def _birth_date(sent: Mapping[str, str]) -> date:
    try:
        day, month, year = (int(sent.get(f"birth-{part}", "")) for part in PARTS)
        born = date(year, month, day)
    except ValueError as error:
        raise PersonInvalidError(
            fields={"birth_date": _("Ghi đủ ngày, tháng, năm sinh như trên thẻ căn cước.")}
        ) from error
    if not date(1880, 1, 1) <= born <= agencies.today():
        raise PersonInvalidError(fields={"birth_date": _("Ngày sinh này chưa đúng. Xem lại trên thẻ căn cước.")})
    return born


def _unit_code(chosen: str) -> str:
    return chosen if chosen in {unit.code for unit in agencies.list_units("commune")} else ""


def _communes(actor: Actor, chosen: str) -> tuple[dict[str, Any], ...]:
    """The communes around the counter; the empty option also stands for somebody from farther away."""
    language = get_language() or "vi"
    units = agencies.list_units("commune", _province(actor))
    listed = ({"value": u.code, "text": _by_name(u, language), "selected": u.code == chosen} for u in units)
    return ({"value": "", "text": _("Chọn xã, phường")}, *listed)


def _by_name(unit: UnitView, language: str) -> str:
    """As in "Kim Long (phường)": the name first, so that its first letters find it in the list."""
    name, full = pick(unit.name, language), pick(unit.full_name, language)
    kind = full.replace(name, "").strip().lower()
    return f"{name} ({kind})" if kind else name


def _province(actor: Actor) -> str:
    unit_code = agencies.get_agency(actor.agency_id).unit_code if actor.agency_id else None
    return (agencies.get_unit(unit_code).parent_code or unit_code) if unit_code else ""


def _sexes() -> dict[str, str]:
    return {"male": _("Nam"), "female": _("Nữ")}
