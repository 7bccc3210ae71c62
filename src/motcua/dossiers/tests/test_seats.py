"""Appointments: free days by the agency's calendar, one seat for one person whatever happens at once, given back."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Barrier, Event

import pytest
from django.db import IntegrityError, connection, transaction

from motcua.agencies import api as agencies
from motcua.catalogue import api as catalogue
from motcua.dossiers import api
from motcua.dossiers.contracts import Channel, DocumentKind
from motcua.dossiers.errors import SubmissionInvalidError
from motcua.dossiers.models import Dossier, Seat
from motcua.dossiers.services.snapshots import snapshot
from motcua.dossiers.services.submitting import Applicant, check_submission, write_submission
from motcua.dossiers.tests import stepping
from motcua.dossiers.tests import world as worlds
from motcua.dossiers.tests.stepping import APPOINTMENT, CODE, FOR_MANY
from motcua.forms import api as forms
from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM
from motcua.platform.database.transactions import acting

MONDAY = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
THURSDAY = "2026-03-05T08:00"


@pytest.fixture
def stage(world, tmp_path):
    return stepping.build(world, tmp_path, fields=(FOR_MANY,))


def file(stage, visit=THURSDAY, key="k1", receiving=None):
    """Lan's dossier with an appointment at `visit`."""
    world = stage.world
    with acting(world.lan):
        submission = check_submission(
            actor=world.lan,
            version=stage.version,
            applicant=Applicant(world.lan_record.id, world.lan.name),
            answers=worlds.answers(world) | {"visit": visit},
            paper_ids=["birth_notice"],
            channel=Channel.ONLINE,
            receiving=receiving or world.agency,
        )
        return write_submission(actor=world.lan, submission=submission, key=key, body_hash="h")


def free(stage, own=None):
    field = forms.compile_form(stage.version).fields["visit"]
    days = api.free_days_at(stage.world.agency.id, CODE, own)(field)
    return {each.day: each.times for each in days}


def test_only_days_and_times_at_which_the_agency_is_open_are_offered(stage):
    offered = free(stage)
    assert list(offered)[:4] == [date(2026, 3, 3), date(2026, 3, 5), date(2026, 3, 9), date(2026, 3, 10)]
    assert offered[date(2026, 3, 5)] == ("08:00", "14:00")  # at 12:30 it is closed
    assert max(offered) <= date(2026, 3, 16)


def test_no_appointment_falls_on_a_holiday(stage):
    with clock.at(datetime(2026, 4, 24, 2, 0, tzinfo=UTC)):
        assert date(2026, 4, 27) not in free(stage) and date(2026, 4, 30) not in free(stage)


def test_a_seat_is_taken_with_the_submission_and_the_last_one_fills_the_time(stage):
    first, second = file(stage), file(stage, key="k2")
    assert free(stage)[date(2026, 3, 5)] == ("14:00",)
    with pytest.raises(SubmissionInvalidError) as refused:
        file(stage, key="k3")
    assert set(refused.value.fields) == {"visit"}
    with acting(SYSTEM):
        assert sorted(Seat.objects.values_list("number", "dossier_id")) == [(1, first.id), (2, second.id)]
        assert Dossier.objects.count() == 2


def test_a_withdrawn_or_refused_dossier_gives_its_seat_to_somebody_else(stage):
    first, second = file(stage), file(stage, key="k2")
    api.withdraw_dossier(actor=stage.world.lan, dossier_id=first.id, expected_version=1)
    api.refuse_dossier(actor=stage.world.receiver, dossier_id=second.id, expected_version=1, reason="Nhầm nơi")
    assert free(stage)[date(2026, 3, 5)] == ("08:00", "14:00")
    file(stage, key="k3")
    with acting(SYSTEM):
        assert list(Seat.objects.values_list("number", flat=True)) == [1]


def test_a_seat_goes_with_its_question_to_another_version_and_comes_back(stage, tmp_path):
    receipt = file(stage)
    form = tmp_path / f"{CODE}-with-steps" / "form.yaml"
    renames = "renames: [{from: visit, to: coming}]\n"
    form.write_text(renames + form.read_text("utf-8").replace("id: visit", "id: coming"), "utf-8")
    newer = catalogue.publish_package(actor=SYSTEM, folder=form.parent)
    plan = api.suggest_move(from_hash=stage.version.hash, to_hash=newer.hash, legal="Điều 1")
    done = api.apply_move(actor=SYSTEM, plan=plan)
    assert done.skipped == ()
    with acting(SYSTEM):
        assert Seat.objects.get(dossier_id=receipt.id).field == "coming"
    api.revert_move(actor=SYSTEM, move_id=done.id, legal="rút lại")
    with acting(SYSTEM):
        assert Seat.objects.get(dossier_id=receipt.id).field == "visit"


@pytest.mark.parametrize(
    ("visit", "code"),
    [
        ("2026-03-04T08:00", "not_a_slot"),  # a Wednesday
        ("2026-03-05T09:00", "not_a_slot"),
        ("2026-03-02T14:00", "slot_past"),  # today
        ("2026-03-05T12:30", "slot_taken"),  # on the list, but the agency is closed
        ("2026-03-31T08:00", "not_a_slot"),  # too far ahead
        ("thứ Năm", "not_a_slot"),
    ],
)
def test_a_time_that_is_not_offered_is_refused(stage, visit, code):
    form, world = forms.compile_form(stage.version), stage.world
    context = forms.form_context(on=date(2026, 3, 2), free_days=api.free_days_at(world.agency.id, CODE))
    found = forms.validate_answers(form, worlds.answers(world) | {"visit": visit}, context)
    assert [(problem.field, problem.code) for problem in found.problems] == [("visit", code)]


def test_a_supplement_may_move_the_appointment_and_frees_the_old_seat(stage):
    receipt, world = file(stage), stage.world
    api.request_supplement(
        actor=world.receiver,
        dossier_id=receipt.id,
        expected_version=1,
        fields=("visit",),
        reason="Hôm ấy chúng tôi họp",
    )
    moved = {"visit": "2026-03-09T14:00"}
    api.answer_supplement(actor=world.lan, dossier_id=receipt.id, expected_version=2, answers=moved, papers={})
    with acting(SYSTEM):
        assert Seat.objects.get().starts_at == datetime(2026, 3, 9, 7, 0, tzinfo=UTC)
    assert "08:00" in free(stage)[date(2026, 3, 5)]


def test_the_slip_and_the_desk_say_when_the_applicant_comes(stage, frozen_clock):
    receipt, world = file(stage), stage.world
    with acting(world.receiver):
        row = Dossier.objects.get(id=receipt.id)
        slip = snapshot(world.receiver, row, DocumentKind.RECEIPT, "", "")
    assert slip.appointment == "08:00, thứ Năm, 05/03/2026"
    (coming,) = api.list_appointments(actor=world.receiver, day=date(2026, 3, 5))
    assert (coming.code, coming.applicant_name) == (receipt.code, world.lan.name)
    assert api.list_appointments(actor=world.receiver, day=date(2026, 3, 6)) == ()
    assert api.list_appointments(actor=world.stranger, day=date(2026, 3, 5)) == ()
    assert api.list_appointments(actor=world.lan, day=date(2026, 3, 5)) == ()


@pytest.fixture
def strict(world, tmp_path):
    """One appointment for one person, as when the package says nothing."""
    return stepping.build(world, tmp_path, fields=(APPOINTMENT,))


def test_one_person_holds_one_appointment_of_a_procedure_and_is_told_which(strict):
    first = file(strict)
    with pytest.raises(SubmissionInvalidError) as refused:
        file(strict, visit="2026-03-09T14:00", key="k2")
    said = refused.value.fields["visit"]
    assert "08:00, thứ Năm, 05/03/2026" in said and first.code in said and "vẫn được giữ" in said
    with acting(SYSTEM):
        assert Seat.objects.count() == Dossier.objects.count() == 1


def test_another_appointment_is_made_when_the_first_was_given_back_or_is_over(strict, frozen_clock):
    first = file(strict)
    api.withdraw_dossier(actor=strict.world.lan, dossier_id=first.id, expected_version=1)
    file(strict, key="k2")
    frozen_clock.forward(timedelta(days=7))
    assert file(strict, visit="2026-03-12T08:00", key="k3").code


def test_moving_the_own_appointment_is_no_second_one(strict):
    receipt, world = file(strict), strict.world
    api.request_supplement(
        actor=world.receiver,
        dossier_id=receipt.id,
        expected_version=1,
        fields=("visit",),
        reason="Hôm ấy chúng tôi họp",
    )
    moved = {"visit": "2026-03-09T14:00"}
    api.answer_supplement(actor=world.lan, dossier_id=receipt.id, expected_version=2, answers=moved, papers={})
    with acting(SYSTEM):
        assert Seat.objects.get().starts_at == datetime(2026, 3, 9, 7, 0, tzinfo=UTC)


def test_one_person_who_presses_ten_times_at_once_at_two_agencies_gets_one_seat(clean_db, tmp_path):
    with clock.at(MONDAY):
        strict = stepping.build(worlds.build(), tmp_path, fields=(APPOINTMENT,))
    visits = [f"2026-03-{day:02}T{hour}:00" for day in (3, 5, 9, 10, 12) for hour in ("08", "14")]
    both = strict.world.agency, agencies.get_agency(strict.world.stranger.agency_id)
    assert pressed_at_once(strict, visits, both).count({"visit"}) == 9
    with acting(SYSTEM):
        assert Seat.objects.count() == Dossier.objects.count() == 1


def test_who_books_while_another_booking_of_the_same_person_is_not_written_yet_waits_for_it(clean_db, tmp_path):
    with clock.at(MONDAY):
        strict = stepping.build(worlds.build(), tmp_path, fields=(APPOINTMENT,))
        elsewhere = agencies.get_agency(strict.world.stranger.agency_id)
        begun = Event()

        def press_again():
            try:
                with clock.at(MONDAY):
                    begun.wait(timeout=30)
                    return file(strict, "2026-03-09T14:00", "k2", elsewhere)
            except SubmissionInvalidError as error:
                return set(error.fields)
            finally:
                connection.close()

        with ThreadPoolExecutor(1) as pool:
            again = pool.submit(press_again)
            with acting(strict.world.lan):
                file(strict)
                begun.set()
                with pytest.raises(TimeoutError):
                    again.result(timeout=2)
            assert again.result(timeout=30) == {"visit"}


def test_the_database_itself_gives_one_seat_to_one_person(stage):
    first, second = file(stage), file(stage, key="k2")
    with acting(SYSTEM):
        taken = Seat.objects.get(dossier_id=first.id)
        with pytest.raises(IntegrityError, match="seat_for_one_person"), transaction.atomic():
            Seat.objects.filter(dossier_id=second.id).update(number=taken.number)


def pressed_at_once(stage, visits, at=(None,)):
    """What each of the presses came to, at the agencies in turn: the dossier's code, or the questions that were refused."""
    gate = Barrier(len(visits))

    def press(number):
        try:
            with clock.at(MONDAY):
                gate.wait(timeout=30)
                return file(stage, visits[number], f"k{number}", at[number % len(at)]).code
        except SubmissionInvalidError as error:
            return set(error.fields)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(visits)) as pool:
        return list(pool.map(press, range(len(visits))))


def test_ten_people_press_at_once_for_two_seats_and_two_get_them(clean_db, tmp_path):
    with clock.at(MONDAY):
        stage = stepping.build(worlds.build(), tmp_path, fields=(FOR_MANY,))
    said = pressed_at_once(stage, [THURSDAY] * 10)
    assert said.count({"visit"}) == 8 and len([code for code in said if isinstance(code, str)]) == 2
    with acting(SYSTEM):
        assert sorted(Seat.objects.values_list("number", flat=True)) == [1, 2]
        assert Dossier.objects.count() == 2


def test_days_ahead_are_counted_from_today(stage, frozen_clock):
    frozen_clock.forward(timedelta(days=7))
    assert min(free(stage)) == date(2026, 3, 10)
