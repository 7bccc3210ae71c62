"""Who sees which dossier, where officials are restricted: by family of procedures, procedure and unit."""

from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from motcua.agencies import api as agencies
from motcua.agencies.errors import ScopeInvalidError, ScopeNotFoundError, ScopeTooWideError
from motcua.agencies.queries import reach_of_rights
from motcua.dossiers import api, queues
from motcua.dossiers.contracts import BookFilter, QueueFilter, State, WhySeen
from motcua.dossiers.errors import AssigneeUnfitError, BeyondReachError, DossierNotFoundError
from motcua.dossiers.families import family_of
from motcua.dossiers.models import Change, Document, Dossier, DossierPaper, DossierStep
from motcua.dossiers.sharing.rights import reaches
from motcua.dossiers.tests import world as worlds
from motcua.dossiers.tests.world import official, submitted
from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM
from motcua.kernel.errors import NotAllowedError
from motcua.kernel.ids import new_id
from motcua.ledger.models import Entry
from motcua.platform.database.transactions import acting, prepared

OWN, OTHER = "Hộ tịch", "Đất đai"
REASON = "Phân công theo lĩnh vực"
TODAY = date(2026, 3, 2)
PHU_XUAN, KIM_LONG, HUE = "19804", "19753", "46"


def give(world, actor, **named):
    return agencies.give_scope(
        actor=SYSTEM, agency_id=actor.agency_id, official_id=actor.id, reason=REASON, **{"valid_from": TODAY} | named
    )


def today(actor):
    """The actor as a sign-in would make them now."""
    return replace(actor, reach=agencies.position_of(actor.id).reach)


def like(receipt, number: int, **changed) -> Dossier:
    """Another dossier like the one of the receipt."""
    with acting(SYSTEM):
        row = Dossier.objects.get(id=receipt.id)
        row.id, row.code = new_id(), f"{row.code[:-4]}{number:04}"
        for name, value in changed.items():
            setattr(row, name, value)
        row.save(force_insert=True)
        return Dossier.objects.get(id=row.id)


def shown_by(actor, receipt) -> dict[str, bool]:
    """By which doors the actor comes to the dossier."""
    view = None
    with suppress(DossierNotFoundError):
        view = api.get_dossier(actor=actor, code=receipt.code)
    doors = {
        "page": view is not None,
        "queue": receipt.code in {row.code for row in api.list_queue(actor=actor).rows},
        "count": api.list_queue(actor=actor).waiting > 0,
        "search": bool(api.list_queue(actor=actor, wanted=QueueFilter(search=receipt.code)).rows),
        "by name": bool(api.list_queue(actor=actor, wanted=QueueFilter(search="Nguyễn Thị Lan")).rows),
        "export": bool(api.export_queue(actor=actor, wanted=QueueFilter())),
        "book": bool(api.list_book(actor=actor, wanted=BookFilter("dossiers", TODAY.replace(day=1))).rows),
    }
    with acting(actor):
        doors["row"] = Dossier.objects.filter(id=receipt.id).exists()
        doors["feed"] = Change.objects.filter(dossier_id=receipt.id).exists()
        doors["locked"] = Dossier.objects.select_for_update().filter(id=receipt.id).exists()
    return doors


RIGHTS = {
    "nothing restricts": ((), True),
    "the family": (({"family": OWN},), True),
    "another family": (({"family": OTHER},), False),
    "the procedure": (({"procedure_code": worlds.BIRTH},), True),
    "another procedure": (({"procedure_code": "1.000656"},), False),
    "the unit": (({"unit_code": PHU_XUAN},), True),
    "the province around it": (({"unit_code": HUE},), True),
    "another unit": (({"unit_code": KIM_LONG},), False),
    "the family in the unit": (({"family": OWN, "unit_code": PHU_XUAN},), True),
    "the family in another unit": (({"family": OWN, "unit_code": KIM_LONG},), False),
    "another family in the unit": (({"family": OTHER, "unit_code": PHU_XUAN},), False),
    "one of two": (({"family": OTHER}, {"procedure_code": worlds.BIRTH}), True),
    "a right that is over": (
        ({"family": OWN, "valid_from": TODAY - timedelta(9), "valid_to": TODAY}, "a day passes"),
        False,
    ),
    "a right to come": (({"family": OWN, "valid_from": TODAY + timedelta(1)},), False),
    "a right for today": (({"family": OWN, "valid_to": TODAY},), True),
}


@pytest.mark.parametrize("name", RIGHTS)
def test_every_door_says_the_same_of_a_right(world, frozen_clock, name):
    receipt = submitted(world)
    rights, sees = RIGHTS[name]
    for right in rights:
        if right == "a day passes":
            frozen_clock.forward(timedelta(days=1))
        else:
            give(world, world.receiver, **right)
    doors = shown_by(today(world.receiver), receipt)
    assert doors == dict.fromkeys(doors, sees)


@pytest.mark.parametrize("door", ["papers", "documents", "steps", "changes"])
def test_what_hangs_on_a_dossier_is_seen_with_it_and_not_without(world, door):
    receipt = submitted(world)
    api.accept_dossier(actor=world.receiver, dossier_id=receipt.id, expected_version=1)
    models = {"papers": DossierPaper, "documents": Document, "steps": DossierStep, "changes": Change}
    with acting(SYSTEM):
        DossierPaper.objects.create(
            dossier_id=receipt.id,
            paper_id="birth_notice",
            file_id=new_id(),
            file_name="a.jpg",
            content_type="image/jpeg",
            size=1,
            sha256="0" * 64,
            round=0,
            added_at=clock.now(),
        )
        DossierStep.objects.create(
            dossier_id=receipt.id,
            step_id="x",
            kind="task",
            agency_id=world.agency.id,
            state="open",
            opened_at=clock.now(),
        )
        there = models[door].objects.filter(dossier_id=receipt.id).count()
    assert there

    def seen(actor) -> int:
        with acting(actor):
            return models[door].objects.filter(dossier_id=receipt.id).count()

    assert seen(today(world.receiver)) == there
    right = give(world, world.receiver, family=OTHER)
    assert seen(today(world.receiver)) == 0
    give(world, world.receiver, family=OWN)
    assert seen(today(world.receiver)) == there
    agencies.end_scope(actor=SYSTEM, scope_id=right.id)
    assert seen(today(world.receiver)) == there


def test_a_right_by_family_holds_for_versions_and_procedures_to_come(world):
    give(world, world.receiver, family=OWN)
    receiver = today(world.receiver)
    receipt = submitted(world)
    later = like(receipt, 2, version_hash="f" * 64)
    new_procedure = like(receipt, 3, procedure_code="9.999999")
    elsewhere = like(receipt, 4, family=OTHER)
    with acting(receiver):
        seen = set(Dossier.objects.values_list("code", flat=True))
    assert seen == {receipt.code, later.code, new_procedure.code} and elsewhere.code not in seen


def test_a_family_is_called_alike_in_a_right_and_in_a_dossier_however_the_catalogue_spaces_it(world):
    loose = replace(world.version, field={"vi": "  Hộ   tịch "})
    assert family_of(loose) == give(world, world.receiver, family="Hộ  tịch").family == OWN


@pytest.fixture
def crowd(world):
    """Dossiers of every kind: three families, three procedures, three pairs of agencies."""
    receipt = submitted(world)
    pairs = [(world.agency.id, world.agency.id), (world.agency.id, world.elsewhere.id), (world.elsewhere.id,) * 2]
    rows = [
        like(
            receipt,
            100 + place,
            family=family,
            procedure_code=code,
            receiving_agency_id=first,
            resolving_agency_id=last,
        )
        for place, (family, code, (first, last)) in enumerate(
            (family, code, pair) for family in (OWN, OTHER, "") for code in ("1.1", "1.2", "1.3") for pair in pairs
        )
    ]
    return world, rows


RIGHT = st.tuples(
    st.sampled_from(["", OWN, OTHER, "Y tế"]),
    st.sampled_from(["", "1.1", "1.2", "1.9"]),
    st.sampled_from(["", PHU_XUAN, KIM_LONG, HUE]),
).filter(any)


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rights=st.lists(RIGHT, max_size=5), below=st.booleans())
def test_the_database_shows_what_the_rights_say_in_plain_words(crowd, rights, below):
    world, rows = crowd
    at = {PHU_XUAN: {world.agency.id}, KIM_LONG: {world.elsewhere.id}, HUE: {world.agency.id, world.elsewhere.id}}
    own = (world.agency.id, world.elsewhere.id) if below else (world.agency.id,)
    actor = replace(world.specialist, agency_ids=own, reach=reach_of_rights(rights) if rights else ())

    def plain(row) -> bool:
        sides = {row.receiving_agency_id, row.resolving_agency_id}
        within = not rights or any(
            (row.procedure_code == code if code else not family or row.family == family)
            and (not unit or bool(sides & at[unit]))
            for family, code, unit in rights
        )
        return bool(sides & set(own)) and within

    with acting(actor):
        seen = set(Dossier.objects.filter(id__in=[row.id for row in rows]).values_list("id", flat=True))
        assert seen == {row.id for row in rows if plain(row)}
        assert {row.id for row in rows if plain(row)} <= {row.id for row in rows if reaches(actor.reach, row)}


def test_a_right_that_ended_restricts_on_and_only_lifting_lets_everything_be_seen_again(world):
    receipt = submitted(world)
    right = give(world, world.receiver, family=OWN)
    agencies.end_scope(actor=world.head, scope_id=right.id)
    assert not shown_by(today(world.receiver), receipt)["page"]
    with pytest.raises(ScopeNotFoundError):
        agencies.end_scope(actor=world.head, scope_id=right.id)
    agencies.lift_scopes(
        actor=world.head, agency_id=world.agency.id, official_id=world.receiver.id, reason="Làm lại mọi lĩnh vực"
    )
    assert shown_by(today(world.receiver), receipt)["page"]
    told = list(
        Entry.objects.filter(action__startswith="agencies.scope").order_by("id").values_list("action", flat=True)
    )
    assert told == ["agencies.scope_given", "agencies.scope_ended", "agencies.scopes_lifted"]


def test_only_the_head_gives_rights_and_to_somebody_else_and_none_wider_than_the_own(world):
    named = {"agency_id": world.agency.id, "official_id": world.receiver.id, "family": OWN, "reason": REASON}
    for who in (world.receiver, world.specialist, world.stranger, world.lan):
        with pytest.raises(NotAllowedError):
            agencies.give_scope(actor=who, **named)
    with pytest.raises(NotAllowedError):
        agencies.give_scope(actor=world.head, **named | {"official_id": world.head.id})
    give(world, world.head, family=OWN, unit_code=PHU_XUAN)
    head = today(world.head)
    with pytest.raises(ScopeTooWideError):
        agencies.give_scope(actor=head, **named)
    with pytest.raises(ScopeTooWideError):
        agencies.lift_scopes(actor=head, agency_id=world.agency.id, official_id=world.receiver.id, reason=REASON)
    agencies.give_scope(actor=head, **named | {"unit_code": PHU_XUAN})
    assert [each.official_name for each in agencies.list_scopes(actor=head, agency_id=world.agency.id)] == [
        world.receiver.name,
        world.head.name,
    ]


def test_a_right_that_says_nothing_or_is_over_is_refused_with_what_to_mend(world):
    for wrong, box in (
        ({}, "family"),
        ({"family": OWN, "reason": " "}, "reason"),
        ({"family": OWN, "valid_to": TODAY - timedelta(1), "valid_from": TODAY - timedelta(2)}, "valid_to"),
        ({"family": OWN, "valid_to": TODAY, "valid_from": TODAY + timedelta(1)}, "valid_to"),
        ({"unit_code": "99999"}, "unit"),
        ({"family": OWN, "official_id": world.stranger.id}, "official"),
    ):
        asked = {"agency_id": world.agency.id, "official_id": world.receiver.id, "reason": REASON} | wrong
        with pytest.raises(ScopeInvalidError) as refused:
            agencies.give_scope(actor=world.head, **asked)
        assert list(refused.value.fields) == [box]


def test_work_is_given_to_nobody_who_would_not_see_it(world):
    colleague = official("Tôn Nữ Hạnh", world.agency, "receiver")
    give(world, colleague, family=OTHER)
    receipt = submitted(world)
    view = api.get_dossier(actor=world.receiver, code=receipt.code)
    assert colleague.id not in {each.official.id for each in api.list_takers(actor=world.head, dossier=view)}
    api.claim_dossier(actor=world.receiver, dossier_id=receipt.id, expected_version=1)
    with pytest.raises(AssigneeUnfitError) as refused:
        api.assign_dossier(
            actor=world.receiver, dossier_id=receipt.id, expected_version=2, assignee_id=colleague.id, note=""
        )
    assert refused.value.fields == {"assignee": AssigneeUnfitError.out_of_reach}


def test_nobody_files_at_the_counter_what_they_would_not_see(world):
    give(world, world.receiver, family=OTHER)
    with pytest.raises(BeyondReachError):
        submitted(world, actor=today(world.receiver))
    assert submitted(world, actor=world.lan).code


def test_why_somebody_sees_a_dossier_is_told(world):
    receipt = submitted(world)
    give(world, world.receiver, family=OWN)
    sight = why(today(world.receiver), receipt)
    assert (sight.why, sight.narrowed, sight.may_share) == (WhySeen.RESOLVING, True, True)
    above = replace(world.stranger, agency_ids=(world.elsewhere.id, world.agency.id))
    assert (why(above, receipt).why, why(above, receipt).may_share) == (WhySeen.ABOVE, False)
    assert why(world.lan, receipt) is None


def why(actor, receipt):
    return api.sight_of(actor=actor, view=api.get_dossier(actor=actor, code=receipt.code))


def test_what_is_over_is_found_along_the_index_of_the_family(world):
    receipt = submitted(world)
    api.accept_dossier(actor=world.receiver, dossier_id=receipt.id, expected_version=1)
    give(world, world.head, family=OWN)
    give(world, world.head, procedure_code="1.000656")
    head = today(world.head)
    kept: list[tuple[str, tuple[object, ...]]] = []
    with acting(head), pytest.MonkeyPatch.context() as patch:
        patch.setattr(queues, "prepared", lambda sql, values=(): kept.append((sql, values)) or [])
        queues._first(head, QueueFilter(State.RETURNED), None, 51)
    (sql, values) = kept[-1]
    with acting(head):
        prepared("SET LOCAL enable_seqscan = off")
        prepared("SET LOCAL enable_sort = off")
        plan = "\n".join(row[0] for row in prepared(f"EXPLAIN {sql}", values))
    assert "state_family_ended_at" in plan and "state_procedure_code" in plan, plan
