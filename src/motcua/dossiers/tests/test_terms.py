"""What a package may say of acts of law in its flow.yaml, and what is told to its writer."""

from datetime import time

import pytest

from motcua.dossiers.contracts import ClockKind, State
from motcua.dossiers.domain.flow import compile_flow
from motcua.dossiers.domain.flow_faults import flow_faults

TEXT = {"vi": "Quá hạn", "en": "Time over"}


def flow(**sections):
    return compile_flow({"extends": "one-stop", **sections})


def test_what_a_section_leaves_out_is_as_in_the_standard_flow():
    assert flow(supplement={"times": 2}).terms.unanswered == "wait"
    assert flow(extension={"after_due": True}).terms.extension.times == 1
    assert flow(warning={"head": {"amount": 1, "unit": "hour"}}).terms.warn_holder == (1, "working_day")


def test_a_section_says_by_whom_and_nobody_takes_the_act_away():
    assert flow(extension={"role": "specialist"}).may("extend", frozenset({"specialist"}))
    assert "reopen" not in flow(reopening={"role": []}).transitions
    assert "stop" not in flow(stop={"role": []}).transitions


def test_what_the_clock_does_by_itself_is_there_only_where_the_law_wants_it():
    assert {"decide_by_silence", "close_unanswered"}.isdisjoint(flow().transitions)
    silent = flow(silence={"means": "refusal", "text": TEXT, "legal": ["law-1-2026"]})
    assert silent.transitions["decide_by_silence"].to is State.REFUSED
    closing = flow(supplement={"days": 30, "unanswered": "stop"})
    assert closing.transitions["close_unanswered"].to is State.STOPPED


def test_faults_are_told_apart_only_where_the_flow_does():
    assert flow().terms.clock_after_answer("incomplete") is None
    terms = flow(supplement={"incorrect": {"clock": "pause"}, "incomplete": {"clock": "restart"}}).terms
    assert (terms.clock_after_answer("incomplete"), terms.clock_after_answer("incorrect")) == (
        ClockKind.RESTARTED,
        None,
    )


def test_the_hour_of_the_last_receipt_is_read_as_a_time():
    assert flow(cut_off="15:00").terms.cut_off == time(15)


@pytest.mark.parametrize(
    ("sections", "path", "told"),
    [
        ({"prolonging": {}}, ("prolonging",), "`prolonging` is not known in a flow."),
        ({"extension": {"time": 1}}, ("extension", "time"), "`time` is not known in `extension`."),
        ({"silence": {"means": "consent", "text": TEXT}}, ("silence",), "Silence.legal is missing."),
        (
            {"silence": {"means": "maybe", "text": TEXT, "legal": ["a"]}},
            ("silence",),
            "Silence.means 'maybe' is not known.",
        ),
        ({"supplement": {"unanswered": "stop"}}, ("supplement",), "Supplement.unanswered needs the days to answer."),
        ({"cut_off": "three"}, ("cut_off",), "Cut_off 'three' is no hour."),
        ({"calendar": "both"}, ("calendar",), "Calendar 'both' is not known."),
        ({"four_eyes": "sometimes"}, ("four_eyes",), "Four_eyes 'sometimes' is not known."),
    ],
)
def test_what_is_wrong_is_told_where_it_stands(sections, path, told):
    assert [(at, what) for at, what, _ in flow_faults({"extends": "one-stop", **sections})] == [(path, told)]


def test_what_to_write_instead_is_told_too():
    ((_path, _what, instead),) = flow_faults({"extends": "one-stop", "cut_off": "three"})
    assert instead == 'Write it in quotes: "15:00".'
