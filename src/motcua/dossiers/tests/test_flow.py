import pytest

from motcua.dossiers.contracts import ClockKind, State
from motcua.dossiers.domain.flow import compile_flow

STANDARD = compile_flow({"extends": "one-stop"})
RECEIVER = frozenset({"receiver"})


def test_only_the_one_stop_desk_accepts_a_new_dossier():
    assert STANDARD.may("accept", RECEIVER)
    assert not STANDARD.may("accept", frozenset({"specialist", "head", "applicant"}))


def test_a_decided_dossier_can_not_be_decided_again_but_the_head_may_reopen_it():
    for state in (State.RETURNED, State.REFUSED, State.STOPPED):
        anew = {act for act in STANDARD.transitions if STANDARD.allowed(act, state)} - {"reopen"}
        assert all(STANDARD.transitions[act].stays for act in anew), "a result is issued anew, not decided"
        assert bool(anew) is (state is State.RETURNED)
        assert set(STANDARD.actions(state, frozenset({"receiver", "specialist", "applicant"}), 0)) <= anew
        assert STANDARD.actions(state, frozenset({"head"}), 0, barred=anew) == ("reopen",)
    assert STANDARD.actions(State.WITHDRAWN, frozenset({"receiver", "specialist", "head", "applicant"}), 0) == ()


def test_every_state_can_be_reached_from_the_two_in_which_a_dossier_begins():
    reached = {STANDARD.start, State.AWAITING_EARLIER}
    for _round in State:
        reached |= {
            transition.to or STANDARD.start
            for transition in STANDARD.transitions.values()
            if transition.origins & reached
        }
    assert reached == set(State)


def test_nobody_but_the_system_moves_a_dossier_that_waits_for_another_and_its_applicant_may_take_it_back():
    officials = frozenset({"receiver", "specialist", "head"})
    assert STANDARD.actions(State.AWAITING_EARLIER, officials, 0) == ()
    assert STANDARD.actions(State.AWAITING_EARLIER, frozenset({"applicant"}), 0) == ("withdraw",)
    assert STANDARD.actions(State.AWAITING_EARLIER, frozenset({"system"}), 0) == ("hand_over", "stop_with_earlier")


def test_asking_for_a_supplement_is_no_longer_offered_once_it_was_asked():
    assert "request_supplement" in STANDARD.actions(State.SUBMITTED, RECEIVER, 0)
    assert "request_supplement" not in STANDARD.actions(State.SUBMITTED, RECEIVER, 1)


def test_a_package_may_allow_two_supplements_and_name_result_fields():
    flow = compile_flow(
        {"extends": "one-stop", "supplement": {"times": 2, "days": 30}, "result": {"fields": [{"id": "number"}]}}
    )
    assert (flow.supplement_times, flow.supplement_days) == (2, 30)
    assert flow.result_fields == ({"id": "number"},)


def test_the_national_status_follows_from_the_state():
    expected = {
        "submitted": 1,
        "refused": 3,
        "in_process": 4,
        "awaiting_supplement": 5,
        "withdrawn": 7,
        "approved": 9,
        "returned": 10,
    }
    assert {name: STANDARD.status(State(name)) for name in expected} == expected


def test_the_clock_waits_exactly_while_the_applicant_is_asked():
    waiting = {state for state in State if STANDARD.clock(state) is ClockKind.WAITING_APPLICANT}
    assert waiting == {State.AWAITING_SUPPLEMENT}


@pytest.mark.parametrize("name", ["two-stop", "../one-stop", ""])
def test_an_unknown_standard_flow_is_refused_with_the_names_that_exist(name):
    with pytest.raises(ValueError, match="one-stop"):
        compile_flow({"extends": name})


def test_the_applicant_has_the_days_that_the_flow_gives_to_answer_a_request():
    flow = compile_flow({"extends": "one-stop", "supplement": {"times": 1, "days": 30}})
    assert flow.act_within(State.AWAITING_SUPPLEMENT) == (30, "day")
    assert flow.act_within(State.SUBMITTED) == flow.check_within
