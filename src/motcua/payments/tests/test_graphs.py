"""Every edge of the declared graphs, and what the graphs promise as a whole."""

import itertools

import pytest

from motcua.payments.domain.graphs import ATTEMPT, CREDIT, GRAPHS, OBLIGATION, REFUND, NoSuchMoveError, move

EDGES = [(name, *edge, to) for name, graph in GRAPHS.items() for edge, to in graph.items()]


@pytest.mark.parametrize(("name", "state", "event", "to"), EDGES)
def test_an_edge_leads_where_it_says_and_every_state_can_be_reached(name, state, event, to):
    graph = GRAPHS[name]
    assert move(graph, state, event) == to
    begins = {"obligation": "owed", "attempt": "begun", "credit": state, "refund": "raised"}[name]
    assert state == begins or any(reached == state for reached in graph.values())


@pytest.mark.parametrize("graph", GRAPHS.values())
def test_what_is_not_written_does_not_happen(graph):
    states = {state for state, _event in graph} | set(graph.values())
    events = {event for _state, event in graph}
    for edge in set(itertools.product(states, events)) - set(graph):
        with pytest.raises(NoSuchMoveError):
            move(graph, *edge)


def test_success_is_accepted_however_late():
    states = {state for state, _event in ATTEMPT} | set(ATTEMPT.values())
    assert all(move(ATTEMPT, state, "succeed") == "succeeded" for state in states)


def test_an_answer_that_nobody_knows_changes_nothing():
    known = [(state, to) for graph in (ATTEMPT, REFUND) for (state, event), to in graph.items() if event == "unknown"]
    assert known
    assert all(state == to for state, to in known)


def test_nothing_leads_out_of_success():
    assert {to for (state, _event), to in ATTEMPT.items() if state == "succeeded"} == {"succeeded"}
    assert not any(state in {"settled", "cancelled"} for state, _event in OBLIGATION)
    assert not any(state in {"used", "refunding"} for state, _event in CREDIT)
    assert not any(state == "paid" for state, _event in REFUND)
