"""What answers are judged against now: the day, the channel, the units of the day, the reader's language."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.timezone import localdate
from django.utils.translation import get_language, gettext, override

from motcua.agencies import api as agencies
from motcua.agencies.contracts import OldUnitView, UnitView
from motcua.agencies.errors import UnitNotFoundError
from motcua.forms.contracts import Answers, Fact, Form, FormContext, FreeDaysOf, ShownSection, Units
from motcua.forms.domain import showing
from motcua.identity.contracts import PersonView
from motcua.kernel import clock


def form_context(
    *,
    channel: str = "online",
    applicant: PersonView | None = None,
    units: Units | None = None,
    on: date | None = None,
    free_days: FreeDaysOf | None = None,
    facts: Mapping[str, Fact] | None = None,
) -> FormContext:
    """The context of this request. `on` defaults to today where we are, `units` to those in force on that day,
    with those of before beside them; where units are given, none of before are known.
    `free_days`: what is free at the agency, for a form with an appointment; `facts`: what the record says."""
    day = on or localdate(clock.now())
    return FormContext(
        today=day,
        channel=channel,
        applicant=applicant,
        units=units or units_on(day),
        old_units=OldUnitsOn(day) if units is None else None,
        province_of=province_on(day) if units is None else None,
        language=get_language() or settings.LANGUAGE_CODE,
        translate=gettext,
        free_days=free_days,
        facts=facts or {},
    )


def units_on(day: date) -> Units:
    """The administrative units of `day`. Asked for communes of what is no province, it has none."""

    def units(parent_code: str | None) -> Sequence[UnitView]:
        provinces = agencies.list_units("province", None, day)
        if parent_code is None:
            return provinces
        known = any(province.code == parent_code for province in provinces)
        return agencies.list_units("commune", parent_code, day) if known else ()

    return units


def province_on(day: date) -> Callable[[str], str | None]:
    """The province of a commune of `day`; None for a code that no commune carries then."""

    def province(code: str) -> str | None:
        try:
            return agencies.get_unit(code, day).parent_code
        except UnitNotFoundError:
            return None

    return province


@dataclass(frozen=True, slots=True)
class OldUnitsOn:
    """Units of before, as the units of `day` that they became."""

    day: date

    def provinces(self) -> Sequence[tuple[str, str]]:
        return agencies.list_old_provinces()

    def find(self, text: str, province: str) -> Sequence[OldUnitView]:
        return agencies.find_old_units(text, province, self.day)

    def get(self, code: str) -> OldUnitView | None:
        try:
            return agencies.map_old_unit(code, self.day)
        except UnitNotFoundError:
            return None


def show_answers(form: Form, answers: Answers, language: str, units: Units | None = None) -> tuple[ShownSection, ...]:
    """Cleaned answers by section, as people read them in `language`; sections without an answer are left out."""
    today = localdate(clock.now())
    context = FormContext(today=today, units=units or units_on(today), language=language, translate=gettext)
    with override(language):
        return showing.show_answers(form, answers, context)
