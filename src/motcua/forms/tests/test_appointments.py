"""An appointment's slots as a package writes them, and the moments that a form takes. The seats are the dossiers room's."""

from datetime import date

import pytest

from motcua.forms.contracts import FieldType, FormContext, FormField, FreeDay
from motcua.forms.domain.appointments import appointment, offered, read_slots
from motcua.forms.domain.faults import Fault

WRITTEN = {"days": ["mon", "sat"], "times": ["14:00", "08:00"], "capacity": 2, "within_days": 8}
MONDAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    "change",
    [
        {"days": []},
        {"days": ["monday"]},
        {"times": ["8:00"]},
        {"times": ["24:00"]},
        {"times": [800]},
        {"capacity": 0},
        {"per_person": 0},
        {"per_person": 21},
        {"capacity": True},
        {"within_days": 1000},
        {"seats": 3},
    ],
)
def test_slots_that_cannot_be_read_are_refused(change):
    with pytest.raises(ValueError, match=r"are|is|name"):
        read_slots(WRITTEN | change)
    with pytest.raises(ValueError, match="slots"):
        read_slots(None)


def test_days_are_offered_from_tomorrow_at_open_times_only():
    mornings = lambda _day: ((7 * 60, 11 * 60),)  # noqa: E731
    found = offered(read_slots(WRITTEN), mornings, MONDAY)
    assert found == (FreeDay(date(2026, 3, 7), ("08:00",)), FreeDay(date(2026, 3, 9), ("08:00",)))
    assert offered(read_slots(WRITTEN), lambda _day: (), MONDAY) == ()


def test_a_moment_is_kept_as_it_is_sent_and_anything_else_is_a_fault():
    field = FormField("visit", FieldType.APPOINTMENT, {"vi": "Giờ hẹn"}, slots=read_slots(WRITTEN))
    clean, context = appointment(field), FormContext(today=MONDAY)
    assert clean(" 2026-03-07T08:00 ", context) == "2026-03-07T08:00"
    assert clean("", context) is None
    for raw, code in {
        "2026-03-07T09:00": "not_a_slot",
        "2026-02-30T08:00": "not_a_slot",
        "2026-03-02T08:00": "slot_past",
        "2026-03-14T08:00": "not_a_slot",
        7: "not_a_slot",
    }.items():
        with pytest.raises(Fault) as refused:
            clean(raw, context)
        assert refused.value.code == code


def test_only_what_is_free_is_taken_where_that_is_known():
    field = FormField("visit", FieldType.APPOINTMENT, {"vi": "Giờ hẹn"}, slots=read_slots(WRITTEN))
    free = (FreeDay(date(2026, 3, 7), ("14:00",)),)
    context = FormContext(today=MONDAY, free_days=lambda _field: free)
    assert appointment(field)("2026-03-07T14:00", context) == "2026-03-07T14:00"
    with pytest.raises(Fault, match="slot_taken"):
        appointment(field)("2026-03-07T08:00", context)
