"""Several people behind one application: only whom the link is for, exactly what was seen, nothing without everyone."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError
from django.db.utils import ProgrammingError

from motcua.catalogue import api as catalogue
from motcua.dossiers import api
from motcua.dossiers.errors import DossierNotFoundError, SubmissionInvalidError
from motcua.dossiers.models import DossierParty
from motcua.dossiers.services.new_issues import corrections_of
from motcua.dossiers.tests import journeys
from motcua.dossiers.tests import world as worlds
from motcua.forms import api as forms
from motcua.forms.contracts import PartyState
from motcua.forms.errors import (
    AgreementNotAssuredError,
    AgreementOutdatedError,
    AgreementTooEarlyError,
    DraftChangedError,
    DraftNotFoundError,
    InvitationNotFoundError,
    InvitationNotPossibleError,
    InvitationNotYoursError,
    PageNotFoundError,
)
from motcua.forms.models import Draft, DraftPaper, DraftParty
from motcua.kernel import clock
from motcua.kernel.actors import ANONYMOUS, SYSTEM
from motcua.kernel.ids import new_id
from motcua.ledger import api as ledger
from motcua.platform.database.transactions import acting

MONDAY = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)
HOST_PART = {"host_is": "both", "host_phone": "0905000517"}


@pytest.fixture
def family(clean_db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with clock.at(MONDAY):
        yield journeys.build()


@pytest.fixture
def lan(family):
    return family.lan


@pytest.fixture
def minh(family):
    """The husband, who is head of the household that Lan joins."""
    return family.world.minh


def drafted(family, **change):
    """Lan joins her husband's household; his part is not answered."""
    (folder,) = worlds.PACKAGES.glob("1.004222-*")
    told = dict(catalogue.load_scenarios(folder)["husband-agrees-here"]["answers"])
    answers = {key: worlds.here(value) for key, value in told.items() if key not in HOST_PART}
    answers |= {"requester_personal_id": "046190000017", "host_personal_id": "046088000023", **change}
    draft = forms.start_draft(actor=family.lan, procedure_code="1.004222", receiving_agency_id=family.police.id)
    with acting(family.lan):
        Draft.objects.filter(id=draft.id).update(answers=answers)
    return draft.id


def invited(lan, draft_id):
    return forms.invite_party(actor=lan, draft_id=draft_id, party_id="host").token


def answered(minh, draft_id):
    draft = forms.get_draft(actor=minh, draft_id=draft_id)
    return forms.save_answers(
        actor=minh, draft_id=draft_id, page_id="host_consent", raw=HOST_PART, revision=draft.revision
    ).draft


def agreed(lan, minh, draft_id):
    forms.open_invitation(actor=minh, token=invited(lan, draft_id))
    answered(minh, draft_id)
    return forms.agree(actor=minh, draft_id=draft_id, seen=forms.draft_hash(actor=minh, draft_id=draft_id))


def state(lan, draft_id):
    (party,) = forms.get_draft(actor=lan, draft_id=draft_id).parties
    return party.state


def test_nothing_is_submitted_until_everyone_who_is_asked_has_agreed(family, lan, minh):
    draft_id = drafted(family, **HOST_PART)
    with pytest.raises(SubmissionInvalidError) as refused:
        api.submit_draft(actor=lan, draft_id=draft_id)
    assert list(refused.value.fields) == ["parties.host"]
    agreed(lan, minh, draft_id)
    receipt = api.submit_draft(actor=lan, draft_id=draft_id)
    (signer,) = api.get_dossier(actor=lan, code=receipt.code).co_signers
    assert (signer.person_name, signer.agreed_at) == (minh.name, MONDAY)


def test_the_dossier_keeps_which_content_was_agreed_to_and_it_can_be_worked_out_again(family, lan, minh):
    draft_id = drafted(family)
    agreed(lan, minh, draft_id)
    view = api.get_dossier(actor=lan, code=api.submit_draft(actor=lan, draft_id=draft_id).code)
    papers = [[paper.paper_id, paper.sha256] for paper in view.papers]
    assert view.co_signers[0].content_hash == forms.hash_of(view.version_hash, view.answers, papers)
    entries = {entry.action: entry for entry in ledger.history_of(view.id)}
    assert entries["dossiers.cosigned"].facts["content"] == view.co_signers[0].content_hash


def test_the_link_lets_in_the_one_person_it_is_for(family, lan, minh):
    draft_id = drafted(family)
    token = invited(lan, draft_id)
    with pytest.raises(InvitationNotYoursError):
        forms.open_invitation(actor=lan, token=token)
    for actor in (ANONYMOUS, family.world.receiver):
        with pytest.raises(InvitationNotYoursError):
            forms.open_invitation(actor=actor, token=token)
    assert state(lan, draft_id) is PartyState.INVITED
    assert forms.open_invitation(actor=minh, token=token) == draft_id
    assert state(lan, draft_id) is PartyState.READING


def test_the_wrong_person_sees_nothing_and_the_attempt_is_written_down(family, lan, minh):
    draft_id = drafted(family, host_personal_id="046051000000")
    token = invited(lan, draft_id)
    with pytest.raises(InvitationNotYoursError):
        forms.open_invitation(actor=minh, token=token)
    with pytest.raises(DraftNotFoundError):
        forms.get_draft(actor=minh, draft_id=draft_id)
    with acting(minh):
        assert not Draft.objects.exists() and not DraftParty.objects.exists()
    assert "forms.invitation_misdirected" in [entry.action for entry in ledger.history_of(draft_id)]


def test_who_was_let_in_sees_this_draft_and_no_other_and_may_not_throw_it_away(family, lan, minh):
    draft_id, other = drafted(family), drafted(family)
    forms.attach_paper(
        actor=lan, draft_id=draft_id, paper_id="relation_paper", stream=journeys.photo(), file_name="giấy.png"
    )
    forms.open_invitation(actor=minh, token=invited(lan, draft_id))
    with acting(minh):
        assert [row.id for row in Draft.objects.all()] == [draft_id]
        for table in (Draft, DraftPaper, DraftParty):
            assert table.objects.count() == 1
            assert table.objects.all()._raw_delete("default") == 0
    with pytest.raises(DraftNotFoundError):
        forms.remove_paper(actor=minh, draft_id=draft_id, file_id=_paper(lan, draft_id))
    with pytest.raises(DraftNotFoundError):
        forms.attach_paper(
            actor=minh, draft_id=draft_id, paper_id="relation_paper", stream=journeys.photo(), file_name="giấy.png"
        )
    with pytest.raises(DraftNotFoundError):
        forms.delete_draft(actor=minh, draft_id=draft_id)
    with pytest.raises(DraftNotFoundError):
        forms.get_draft(actor=minh, draft_id=other)
    assert [draft.id for draft in forms.list_shared_drafts(actor=minh)] == [draft_id]
    assert forms.list_drafts(actor=minh) == ()


def _paper(actor, draft_id):
    return forms.get_draft(actor=actor, draft_id=draft_id).papers[0].file_id


def test_each_answers_the_own_part_and_nobody_elses(family, lan, minh):
    draft_id = drafted(family)
    forms.open_invitation(actor=minh, token=invited(lan, draft_id))
    revision = forms.get_draft(actor=minh, draft_id=draft_id).revision
    with pytest.raises(PageNotFoundError):
        forms.save_answers(
            actor=minh, draft_id=draft_id, page_id="delivery", raw={"delivery": "online"}, revision=revision
        )
    with pytest.raises(PageNotFoundError):
        forms.save_answers(actor=lan, draft_id=draft_id, page_id="host_consent", raw=HOST_PART, revision=revision)
    assert answered(minh, draft_id).answers["host_is"] == "both"


def test_two_devices_do_not_overwrite_each_other(family, lan, minh):
    draft_id = drafted(family)
    forms.open_invitation(actor=minh, token=invited(lan, draft_id))
    revision = forms.get_draft(actor=lan, draft_id=draft_id).revision
    answered(minh, draft_id)
    with pytest.raises(DraftChangedError):
        forms.save_answers(
            actor=lan, draft_id=draft_id, page_id="delivery", raw={"delivery": "counter"}, revision=revision
        )


def test_any_change_of_what_was_agreed_to_takes_the_agreement_back(family, lan, minh):
    draft_id = drafted(family)
    draft = agreed(lan, minh, draft_id)
    saved = forms.save_answers(
        actor=lan, draft_id=draft_id, page_id="delivery", raw={"delivery": "counter"}, revision=draft.revision
    )
    (party,) = saved.draft.parties
    assert (party.state, party.voided_at, party.content_hash) == (PartyState.READING, MONDAY, "")
    with pytest.raises(SubmissionInvalidError):
        api.submit_draft(actor=lan, draft_id=draft_id)
    assert "forms.agreement_voided" in [entry.action for entry in ledger.history_of(draft_id)]


def test_saving_the_same_again_changes_nothing(family, lan, minh):
    draft_id = drafted(family)
    draft = agreed(lan, minh, draft_id)
    forms.save_answers(
        actor=lan, draft_id=draft_id, page_id="delivery", raw={"delivery": "online"}, revision=draft.revision
    )
    assert state(lan, draft_id) is PartyState.AGREED


def test_a_paper_that_is_added_takes_the_agreement_back_too(family, lan, minh):
    draft_id = drafted(family)
    agreed(lan, minh, draft_id)
    forms.attach_paper(
        actor=lan, draft_id=draft_id, paper_id="relation_paper", stream=journeys.photo(), file_name="giấy.png"
    )
    assert state(lan, draft_id) is PartyState.READING


def test_what_changed_since_it_was_shown_is_not_agreed_to(family, lan, minh):
    draft_id = drafted(family)
    forms.open_invitation(actor=minh, token=invited(lan, draft_id))
    answered(minh, draft_id)
    seen = forms.draft_hash(actor=minh, draft_id=draft_id)
    revision = forms.get_draft(actor=lan, draft_id=draft_id).revision
    forms.save_answers(actor=lan, draft_id=draft_id, page_id="delivery", raw={"delivery": "counter"}, revision=revision)
    with pytest.raises(AgreementOutdatedError):
        forms.agree(actor=minh, draft_id=draft_id, seen=seen)


def test_nobody_agrees_to_what_is_not_complete(family, lan, minh):
    draft_id = drafted(family)
    forms.open_invitation(actor=minh, token=invited(lan, draft_id))
    with pytest.raises(AgreementTooEarlyError):
        forms.agree(actor=minh, draft_id=draft_id, seen=forms.draft_hash(actor=minh, draft_id=draft_id))


def test_who_declines_says_why_and_may_still_agree_later(family, lan, minh):
    draft_id = drafted(family)
    agreed(lan, minh, draft_id)
    forms.decline(actor=minh, draft_id=draft_id, reason="Sai số nhà.")
    (party,) = forms.get_draft(actor=lan, draft_id=draft_id).parties
    assert (party.state, party.reason) == (PartyState.DECLINED, "Sai số nhà.")
    forms.agree(actor=minh, draft_id=draft_id, seen=forms.draft_hash(actor=minh, draft_id=draft_id))
    assert state(lan, draft_id) is PartyState.AGREED


def test_a_link_that_was_taken_back_or_replaced_or_never_opened_in_time_is_dead(family, lan, minh):
    draft_id = drafted(family)
    first = invited(lan, draft_id)
    second = invited(lan, draft_id)
    with pytest.raises(InvitationNotFoundError):
        forms.open_invitation(actor=minh, token=first)
    with clock.at(MONDAY + timedelta(days=15)):
        assert state(lan, draft_id) is PartyState.EXPIRED
        with pytest.raises(InvitationNotFoundError):
            forms.open_invitation(actor=minh, token=second)
    forms.open_invitation(actor=minh, token=second)
    forms.revoke_invitation(actor=lan, draft_id=draft_id, party_id="host")
    with pytest.raises(DraftNotFoundError):
        forms.get_draft(actor=minh, draft_id=draft_id)
    assert state(lan, draft_id) is PartyState.NOT_INVITED


def test_naming_another_person_shuts_the_first_one_out(family, lan, minh):
    draft_id = drafted(family)
    draft = agreed(lan, minh, draft_id)
    host = {"host_name": "Nguyễn Văn Cuội", "host_personal_id": "046051000000", "consent_how": "here"}
    forms.save_answers(actor=lan, draft_id=draft_id, page_id="host", raw=host, revision=draft.revision)
    assert state(lan, draft_id) is PartyState.NOT_INVITED
    with pytest.raises(DraftNotFoundError):
        forms.get_draft(actor=minh, draft_id=draft_id)


def test_nobody_invites_oneself_or_nobody(family, lan):
    for number in ("046190000017", "", "123"):
        draft_id = drafted(family, host_personal_id=number)
        with pytest.raises((InvitationNotPossibleError, DraftNotFoundError)):
            invited(lan, draft_id)


def test_only_the_hash_of_a_link_is_kept(family, lan):
    draft_id = drafted(family)
    token = invited(lan, draft_id)
    with acting(SYSTEM):
        (row,) = DraftParty.objects.all()
    assert token not in repr(vars(row))


def test_who_agreed_finds_the_code_among_the_own_and_sees_not_the_dossier(family, lan, minh):
    draft_id = drafted(family)
    agreed(lan, minh, draft_id)
    code = api.submit_draft(actor=lan, draft_id=draft_id).code
    assert [one.code for one in api.list_cosigned(actor=minh)] == [code]
    with pytest.raises(DossierNotFoundError):
        api.get_dossier(actor=minh, code=code)
    assert api.list_cosigned(actor=family.world.stranger) == ()


def test_to_the_database_only_the_system_says_who_agreed(family, lan, minh):
    draft_id = drafted(family)
    agreed(lan, minh, draft_id)
    code = api.submit_draft(actor=lan, draft_id=draft_id).code
    dossier_id = api.get_dossier(actor=lan, code=code).id
    for actor in (lan, minh, family.officer):
        with acting(actor):
            assert DossierParty.objects.count() == 1
            assert DossierParty.objects.all()._raw_delete("default") == 0
        with pytest.raises(ProgrammingError, match="row-level security"), acting(actor):
            DossierParty.objects.create(
                dossier_id=dossier_id, party="witness", name={}, person_id=actor.id, person_name="Ma", agreed_at=MONDAY
            )
        with pytest.raises(ProgrammingError, match="row-level security"), acting(actor):
            DossierParty.objects.update(person_name="Ma")


def test_a_program_can_not_agree_in_somebodys_place(family, lan):
    draft_id = drafted(family, **HOST_PART)
    answers = forms.get_draft(actor=lan, draft_id=draft_id).answers
    with pytest.raises(SubmissionInvalidError) as refused:
        api.submit_dossier(
            actor=lan, procedure_code="1.004222", answers=answers, papers={}, agency_code=family.police.code, key="k"
        )
    assert list(refused.value.fields) == ["parties.host"]


def test_the_link_is_dead_once_the_application_is_submitted(family, lan, minh):
    draft_id = drafted(family)
    token = invited(lan, draft_id)
    forms.open_invitation(actor=minh, token=token)
    answered(minh, draft_id)
    seen = forms.draft_hash(actor=minh, draft_id=draft_id)
    forms.agree(actor=minh, draft_id=draft_id, seen=seen)
    api.submit_draft(actor=lan, draft_id=draft_id)
    with pytest.raises(InvitationNotFoundError):
        forms.open_invitation(actor=minh, token=token)
    for late in (
        lambda: forms.agree(actor=minh, draft_id=draft_id, seen=seen),
        lambda: forms.decline(actor=minh, draft_id=draft_id, reason="Tôi đổi ý."),
        lambda: forms.get_draft(actor=minh, draft_id=draft_id),
    ):
        with pytest.raises(DraftNotFoundError):
            late()


def test_nobody_agrees_after_the_invitation_was_taken_back(family, lan, minh):
    draft_id = drafted(family)
    token = invited(lan, draft_id)
    forms.open_invitation(actor=minh, token=token)
    answered(minh, draft_id)
    seen = forms.draft_hash(actor=minh, draft_id=draft_id)
    forms.revoke_invitation(actor=lan, draft_id=draft_id, party_id="host")
    with pytest.raises(DraftNotFoundError):
        forms.agree(actor=minh, draft_id=draft_id, seen=seen)
    with pytest.raises(InvitationNotFoundError):
        forms.open_invitation(actor=minh, token=token)


def test_who_is_no_longer_asked_is_shut_out(family, lan, minh):
    draft_id = drafted(family)
    draft = agreed(lan, minh, draft_id)
    host = {"host_name": minh.name, "host_personal_id": "046088000023", "consent_how": "online"}
    forms.save_answers(actor=lan, draft_id=draft_id, page_id="host", raw=host, revision=draft.revision)
    assert forms.get_draft(actor=lan, draft_id=draft_id).parties == ()
    with pytest.raises(DraftNotFoundError):
        forms.get_draft(actor=minh, draft_id=draft_id)


def test_an_agreement_to_what_was_is_none_however_the_draft_came_to_change(family, lan, minh):
    draft_id = drafted(family)
    agreed(lan, minh, draft_id)
    with acting(SYSTEM):
        row = Draft.objects.get(id=draft_id)
        row.answers["delivery"] = "counter"
        row.save()
    assert state(lan, draft_id) is PartyState.READING
    with pytest.raises(SubmissionInvalidError):
        api.submit_draft(actor=lan, draft_id=draft_id)


def test_a_draft_that_is_moved_to_another_version_must_be_agreed_to_again(family, lan, minh, tmp_path):
    draft_id = drafted(family)
    agreed(lan, minh, draft_id)
    old = forms.get_draft(actor=lan, draft_id=draft_id).version_hash
    journeys.publish_changed(tmp_path, "1.004222", "Bạn là", "Bạn đồng ý với tư cách")
    new = catalogue.get_procedure("1.004222").hash
    moving = forms.Moving()
    forms.move_drafts(
        actor=SYSTEM, move_id=new_id(), from_hash=old, to_hash=new, moving=moving, papers={}, legal="luật mới"
    )
    assert state(lan, draft_id) is PartyState.READING
    assert "forms.agreement_voided" in [entry.action for entry in ledger.history_of(draft_id)]


def test_who_agrees_is_signed_in_as_surely_as_who_files(family, lan, minh):
    draft_id = drafted(family)
    forms.open_invitation(actor=minh, token=invited(lan, draft_id))
    answered(minh, draft_id)
    seen = forms.draft_hash(actor=minh, draft_id=draft_id)
    with pytest.raises(AgreementNotAssuredError):
        forms.agree(actor=replace(minh, assurance=0), draft_id=draft_id, seen=seen)


def _let_myself_in(stranger, draft_id, **change):
    """What a program with a hole would let somebody write into the table of invitations."""
    row = {
        "draft_id": draft_id, "owner_id": stranger.id, "party": "host", "personal_id": "046190000099",
        "token_hash": "0" * 64, "invited_at": MONDAY, "expires_at": MONDAY + timedelta(days=14),
    }  # fmt: skip
    with acting(stranger):
        DraftParty.objects.create(**row | change)


def test_to_the_database_nobody_lets_oneself_in(family, lan, minh):
    draft_id = drafted(family)
    stranger = worlds.citizen("Lê Văn Cuội", "046090000045", "19753")
    own = forms.start_draft(actor=stranger, procedure_code="1.004222", receiving_agency_id=family.police.id).id
    with pytest.raises(IntegrityError, match="draft_party_of_owner"):
        _let_myself_in(stranger, draft_id)
    for change in ({"owner_id": lan.id}, {"person_id": stranger.id}, {"owner_id": lan.id, "person_id": stranger.id}):
        with pytest.raises(ProgrammingError, match="row-level security"):
            _let_myself_in(stranger, draft_id, **change)
    with acting(stranger):
        assert [row.id for row in Draft.objects.all()] == [own]


def test_to_the_database_nobody_gives_an_agreement_by_changing_a_row(family, lan, minh):
    draft_id = drafted(family)
    forms.open_invitation(actor=minh, token=invited(lan, draft_id))
    for actor in (lan, minh):
        with pytest.raises(ProgrammingError, match="row-level security"), acting(actor):
            DraftParty.objects.update(agreed_at=MONDAY, agreed_hash="0" * 64)
    with pytest.raises(IntegrityError), acting(minh):
        Draft.objects.filter(id=draft_id).update(owner_id=minh.id)
    assert state(lan, draft_id) is PartyState.READING


def test_a_correction_that_hides_other_answers_shows_that_it_takes_them_away(family, lan, minh):
    draft_id = drafted(family)
    agreed(lan, minh, draft_id)
    view = api.get_dossier(actor=family.officer, code=api.submit_draft(actor=lan, draft_id=draft_id).code)
    _result, changed = corrections_of(view, {}, {"consent_how": "paper"})
    assert changed == {"consent_how": "paper", "host_is": None, "host_phone": None}
