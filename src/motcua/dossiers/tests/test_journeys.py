"""Filing together: all dossiers or none, each its own, and the result of one goes on to the next."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from django.db import connection

from motcua.catalogue import api as catalogue
from motcua.dossiers import api
from motcua.dossiers.contracts import ClockKind, State
from motcua.dossiers.errors import (
    DossierNotFoundError,
    IsJourneyError,
    IsNoJourneyError,
    JourneyNotFoundError,
    KeyReusedError,
    SubmissionInvalidError,
)
from motcua.dossiers.models import Dossier, DossierPaper, Journey, Seat, SubmissionKey
from motcua.dossiers.tests import journeys
from motcua.dossiers.web.citizen import together
from motcua.forms import api as forms
from motcua.forms.models import Draft
from motcua.kernel import clock
from motcua.kernel.actors import ANONYMOUS, SYSTEM
from motcua.ledger import api as ledger
from motcua.platform.database.transactions import acting
from motcua.platform.files import api as files
from motcua.platform.files.models import File
from motcua.platform.outbox import api as outbox

MONDAY = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
BOTH = ("birth_notice", "consent_paper")
BIRTH_RESULT = {"certificate_number": "12/2026", "registered_on": "2026-03-02", "child_personal_id": "046326000158"}


@pytest.fixture
def family(clean_db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with clock.at(MONDAY):
        yield journeys.build()


def filed(family, **change):
    receipt = api.submit_draft(actor=family.lan, draft_id=journeys.drafted(family, **change))
    return api.get_journey(actor=family.lan, code=receipt.journey)


def by_code(journey):
    return {one.procedure_code: one for one in journey.dossiers}


def birth_done(family, journey, *, hours=1):
    """The commune registers the birth; the worker tells whoever waits."""
    birth = by_code(journey)["1.001193"]
    world = family.world
    with clock.at(MONDAY + timedelta(hours=hours)):
        view = api.accept_dossier(actor=world.receiver, dossier_id=birth.id, expected_version=1)
        view = api.resolve_dossier(
            actor=world.specialist, dossier_id=birth.id, expected_version=view.version, proposal=BIRTH_RESULT
        )
        api.approve_dossier(actor=world.head, dossier_id=birth.id, expected_version=view.version)
        outbox.deliver_pending()


def test_one_press_files_three_dossiers_each_at_its_own_agency_and_they_know_each_other(family):
    journey = filed(family)
    assert [(one.procedure_code, one.receiving_agency_id, one.state) for one in journey.dossiers] == [
        ("1.001193", family.world.agency.id, State.SUBMITTED),
        ("1.004222", family.police.id, State.AWAITING_EARLIER),
        ("1.001939", family.insurance.id, State.AWAITING_EARLIER),
    ]
    assert len({one.code for one in journey.dossiers}) == 3
    assert journey.code == "H57.17-LT260302-0001"
    assert {one.journey_id for one in journey.dossiers} == {journey.id}
    with acting(SYSTEM):
        assert (Draft.objects.count(), Journey.objects.count()) == (0, 1)


def test_answers_were_given_once_and_stand_in_every_dossier_under_its_own_questions(family):
    found = by_code(filed(family))
    assert found["1.001193"].answers["birth_date"] == "2026-02-10"
    assert found["1.004222"].answers["child_birth_date"] == "2026-02-10"
    assert found["1.004222"].answers["for_whom"] == "child"  # nobody was asked that
    assert found["1.001939"].answers["child_sex"] == "girl"
    assert "child_personal_id" not in found["1.001939"].answers


def test_each_dossier_is_called_as_people_call_it_and_knows_whom_it_waits_for(family):
    birth, residence, card = filed(family).dossiers
    journey = api.get_journey(actor=family.lan, code=api.list_my_journeys(actor=family.lan)[0].code)
    assert [journey.names[one.id]["vi"] for one in (birth, residence, card)] == [
        "Khai sinh", "Thường trú của bé", "Thẻ bảo hiểm y tế của bé",
    ]  # fmt: skip
    assert journey.waits_for == {residence.id: (birth.id,), card.id: (birth.id,)}
    (summary,) = api.list_my_journeys(actor=family.lan)
    parts = [one.journey_part for one in api.list_my_dossiers(actor=family.lan)]
    assert {summary.names[part]["en"] for part in parts} >= {"Birth registration", "The child's residence"}


def test_what_nobody_asked_for_is_not_filed(family):
    journey = filed(family, wanted=["insurance"])
    assert list(by_code(journey)) == ["1.001193", "1.001939"]


def test_a_second_press_finds_the_same_journey_and_files_nothing(family):
    draft_id = journeys.drafted(family)
    first = api.submit_draft(actor=family.lan, draft_id=draft_id)
    again = api.submit_draft(actor=family.lan, draft_id=draft_id)
    assert (again.journey, again.code, again.replayed) == (first.journey, first.code, True)
    with acting(SYSTEM):
        assert Dossier.objects.count() == 3


def test_pressed_twice_at_once_there_is_one_journey(family):
    draft_id, gate = journeys.drafted(family), Barrier(2)

    def press(_number):
        try:
            with clock.at(MONDAY):
                gate.wait(10)
                return api.submit_draft(actor=family.lan, draft_id=draft_id).journey
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        codes = set(pool.map(press, range(2)))
    with acting(SYSTEM):
        assert (len(codes), Journey.objects.count(), Dossier.objects.count()) == (1, 1, 3)


def test_when_the_last_dossier_can_not_be_written_none_is_and_the_draft_is_as_it_was(family, monkeypatch):
    draft_id = journeys.drafted(family)
    with acting(family.lan):  # somebody has claimed the key of the third one
        SubmissionKey.objects.create(
            actor_id=family.lan.id,
            key=f"draft:{draft_id}:insurance",
            body_hash="other",
            dossier_id=family.police.id,
            created_at=MONDAY,
        )
    with pytest.raises(KeyReusedError):
        api.submit_draft(actor=family.lan, draft_id=draft_id)
    with acting(SYSTEM):
        assert (Dossier.objects.count(), Journey.objects.count(), DossierPaper.objects.count()) == (0, 0, 0)
    kept = forms.get_draft(actor=family.lan, draft_id=draft_id)
    assert not File.objects.get(id=kept.papers[0].file_id).claimed


def test_a_fault_that_only_a_dossier_knows_is_told_at_the_question_that_mends_it(family, tmp_path):
    """The journey's own form has no such rule: a newer version of the card's form has."""
    journeys.publish_changed(
        tmp_path,
        journeys.CARD,
        "        checks:\n          - field: child_personal_id\n",
        '        checks:\n          - field: child_name\n            rule: "child_name.size() < 5"\n'
        "            message: {vi: Tên dài quá., en: Too long.}\n          - field: child_personal_id\n",
    )
    with pytest.raises(SubmissionInvalidError) as refused:
        api.submit_draft(actor=family.lan, draft_id=journeys.drafted(family))
    assert list(refused.value.fields) == ["child_name"]
    assert refused.value.fields["child_name"].endswith("Thẻ bảo hiểm y tế của bé: Tên dài quá.")


def test_a_missing_paper_is_told_as_the_paper_of_the_journey(family):
    draft_id = journeys.drafted(family, papers=())
    with pytest.raises(SubmissionInvalidError) as refused:
        api.submit_draft(actor=family.lan, draft_id=draft_id)
    assert list(refused.value.fields) == ["papers.birth_notice"]


def test_a_fault_that_no_question_mends_names_the_service_and_what_is_wrong(family, tmp_path):
    """Somebody published a form of the card with a new question, which the journey can't answer."""
    journeys.publish_changed(
        tmp_path,
        journeys.CARD,
        "          - id: child_name\n",
        "          - id: blood_group\n            type: text\n            label: {vi: Nhóm máu, en: Blood group}\n"
        "          - id: child_name\n",
    )
    with pytest.raises(SubmissionInvalidError) as refused:
        api.submit_draft(actor=family.lan, draft_id=journeys.drafted(family))
    assert list(refused.value.fields) == ["insurance.blood_group"]
    assert "Thẻ bảo hiểm y tế của bé (Nhóm máu): " in refused.value.fields["insurance.blood_group"]


def test_who_began_before_a_constituent_changed_files_under_what_held_then(family, tmp_path):
    draft_id = journeys.drafted(family)
    journeys.publish_changed(
        tmp_path,
        journeys.CARD,
        "          - id: child_name\n",
        "          - id: blood_group\n            type: text\n            label: {vi: Nhóm máu, en: Blood group}\n"
        "          - id: child_name\n",
    )
    receipt = api.submit_draft(actor=family.lan, draft_id=draft_id)
    assert len(api.get_journey(actor=family.lan, code=receipt.journey).dossiers) == 3


def test_an_agency_that_is_not_there_is_told_at_the_address_that_decides_it(family):
    draft_id = journeys.drafted(family, new_address={"province": "46", "commune": "19753", "detail": "3 Kim Long"})
    with pytest.raises(SubmissionInvalidError) as refused:
        api.submit_draft(actor=family.lan, draft_id=draft_id)
    assert list(refused.value.fields) == ["new_address"]
    assert "Thường trú của bé: chưa có cơ quan nào" in refused.value.fields["new_address"]


def test_a_draft_keeps_the_versions_it_began_with(family):
    draft = forms.start_draft(actor=family.lan, procedure_code=journeys.BABY)
    pinned = draft.facts["versions"]
    assert pinned == {
        part: catalogue.get_procedure(code).hash
        for part, code in (("birth", "1.001193"), ("residence", "1.004222"), ("insurance", "1.001939"))
    }


def test_the_result_of_the_first_goes_on_to_those_that_wait_and_only_then_their_clock_begins(family):
    journey = filed(family)
    waiting = by_code(journey)["1.004222"]
    assert [segment.kind for segment in waiting.clock] == [ClockKind.WAITING_AGENCY]
    assert waiting.next_actions == ("withdraw",)
    birth_done(family, journey)
    found = by_code(api.get_journey(actor=family.lan, code=journey.code))
    for code in ("1.004222", "1.001939"):
        assert found[code].state is State.SUBMITTED
        assert found[code].answers["child_personal_id"] == "046326000158"
        assert [segment.kind for segment in found[code].clock] == [ClockKind.WAITING_AGENCY, ClockKind.CHECKING]
        assert found[code].acts[-1].action == "hand_over"
    assert found["1.004222"].act_by > MONDAY + timedelta(hours=1)


def test_told_twice_nothing_is_handed_over_twice(family):
    journey = filed(family)
    birth_done(family, journey)
    from motcua.dossiers.services.journeying import pass_on

    with clock.at(MONDAY + timedelta(hours=2)):
        pass_on(journey.id)
    assert by_code(api.get_journey(actor=family.lan, code=journey.code))["1.004222"].version == 2


def test_a_dossier_whose_condition_came_to_nothing_is_stopped_with_the_reason(family):
    journey = filed(family)
    birth, waiting = (by_code(journey)[code] for code in ("1.001193", "1.004222"))
    with acting(SYSTEM):
        Seat.objects.create(
            dossier_id=waiting.id,
            agency_id=waiting.receiving_agency_id,
            procedure_code="1.004222",
            field="visit",
            starts_at=MONDAY,
            number=1,
        )
    with clock.at(MONDAY + timedelta(hours=1)):
        api.refuse_dossier(
            actor=family.world.receiver,
            dossier_id=birth.id,
            expected_version=1,
            reason="Bé đã được khai sinh ở xã khác.",
        )
        outbox.deliver_pending()
    found = by_code(api.get_journey(actor=family.lan, code=journey.code))
    assert {found[code].state for code in ("1.004222", "1.001939")} == {State.STOPPED}
    assert birth.code in found["1.004222"].acts[-1].note
    with acting(SYSTEM):
        assert not Seat.objects.exists()  # somebody else may come
    assert found["1.004222"].status == 8


def test_until_the_worker_has_stopped_what_waited_the_page_calls_nothing_done(family):
    journey = filed(family)
    birth = journey.dossiers[0]
    api.withdraw_dossier(actor=family.lan, dossier_id=birth.id, expected_version=birth.version, reason="")
    between = api.get_journey(actor=family.lan, code=journey.code)
    assert together.next_thing(between).symbol == "hourglass"
    outbox.deliver_pending()
    after = api.get_journey(actor=family.lan, code=journey.code)
    assert together.next_thing(after).action == "Nộp riêng dịch vụ này"


def test_a_result_without_the_awaited_number_is_handed_over_all_the_same(family):
    """The official of the next agency asks for it; nothing gets stuck between two agencies."""
    journey = filed(family)
    birth = by_code(journey)["1.001193"]
    world = family.world
    with clock.at(MONDAY + timedelta(hours=1)):
        view = api.accept_dossier(actor=world.receiver, dossier_id=birth.id, expected_version=1)
        view = api.resolve_dossier(
            actor=world.specialist,
            dossier_id=birth.id,
            expected_version=view.version,
            proposal={"certificate_number": "12/2026"},
        )
        api.approve_dossier(actor=world.head, dossier_id=birth.id, expected_version=view.version)
        outbox.deliver_pending()
    found = by_code(api.get_journey(actor=family.lan, code=journey.code))["1.004222"]
    assert found.state is State.SUBMITTED
    assert "child_personal_id" not in found.answers and found.answers["child_name"] == "Nguyễn An Nhiên"


def test_the_police_see_their_own_dossier_and_the_status_of_the_others_only(family):
    journey = filed(family)
    seen = api.get_journey(actor=family.officer, code=journey.code)
    assert [one.procedure_code for one in seen.dossiers] == ["1.004222"]
    around = api.find_journey(actor=family.officer, journey_id=journey.id)
    assert [one.procedure_code for one in around.dossiers] == ["1.001193", "1.004222", "1.001939"]
    with pytest.raises(DossierNotFoundError):
        api.get_dossier(actor=family.officer, code=by_code(journey)["1.001193"].code)


def test_strangers_see_no_journey(family):
    journey = filed(family)
    for actor in (family.world.minh, family.world.stranger, ANONYMOUS):
        with pytest.raises(JourneyNotFoundError):
            api.get_journey(actor=actor, code=journey.code)
        with acting(actor):
            assert not Journey.objects.exists()


def test_who_knows_the_code_sees_status_and_dates_of_all_and_nothing_about_the_person(family):
    journey = filed(family)
    tracked = api.track_journey(code=journey.code)
    assert [one.state for one in tracked.dossiers] == [State.SUBMITTED, State.AWAITING_EARLIER, State.AWAITING_EARLIER]
    assert family.lan.name not in repr(tracked)
    for nothing in ("H57.17-LT260302-9999", "\x00", "H57.17-260302-0001"):
        with pytest.raises(JourneyNotFoundError):
            api.track_journey(code=nothing)


def test_filing_together_is_one_entry_beside_those_of_the_dossiers(family):
    journey = filed(family)
    (entry,) = ledger.history_of(journey.id)
    assert entry.action == "dossiers.journey_submitted"
    assert entry.facts["dossiers"] == ["1.001193", "1.004222", "1.001939"]
    assert all(one.acts[0].action == "submitted" for one in journey.dossiers)


def test_a_program_files_a_journey_and_gets_the_same_again_for_the_same_key(family):
    def send(key="k1", **change):
        return api.submit_journey(
            actor=family.lan,
            procedure_code=journeys.BABY,
            answers=journeys.answers(family, **change),
            papers={"birth_notice": (photo,)},
            agency_code=family.world.agency.code,
            key=key,
        )

    photo = files.store_file(journeys.photo(), "giấy.png", owner_id=family.lan.id).id
    (first, replayed), (again, replayed_again) = send(), send()
    assert (replayed, replayed_again, first.code) == (False, True, again.code)
    with pytest.raises(KeyReusedError):
        send(child_name="Nguyễn Bình An")
    with pytest.raises(SubmissionInvalidError):  # the file is part of a dossier now
        send(key="k2")


def test_a_journey_is_not_filed_as_a_dossier_nor_a_dossier_as_a_journey(family):
    sent = {"answers": {}, "papers": {}, "agency_code": "", "key": "k"}
    with pytest.raises(IsJourneyError):
        api.submit_dossier(actor=family.lan, procedure_code=journeys.BABY, **sent)
    with pytest.raises(IsNoJourneyError):
        api.submit_journey(actor=family.lan, procedure_code="1.001193", **sent)


def test_a_paper_that_two_dossiers_need_lies_in_both_as_a_file_of_its_own(family, tmp_path):
    journeys.publish_changed(
        tmp_path, journeys.BABY, "papers: {consent_paper: consent_paper}", "papers: {consent_paper: birth_notice}"
    )
    api.submit_draft(actor=family.lan, draft_id=journeys.drafted(family, consent_how="paper", papers=BOTH))
    with acting(SYSTEM):
        here, there = DossierPaper.objects.order_by("id")
    assert (here.paper_id, there.paper_id) == ("birth_notice", "consent_paper")
    assert here.sha256 == there.sha256 and here.file_id != there.file_id
    assert {file.claimed for file in File.objects.all()} == {True}
