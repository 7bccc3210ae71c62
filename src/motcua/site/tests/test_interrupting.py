"""A request to stop is never lost, wherever it arrives."""

import os
import signal
import time
import weakref

import pytest

from motcua.site.serving import StoppedError, interruptible, stop_if


class Owned:
    """Something that can be finalized."""


class Stopping:
    def __del__(self):
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(0)


def stopped_by(act):
    """Do `act` where signals stop, and wait."""
    with interruptible():
        act()
        time.sleep(5)


def test_a_signal_stops_at_once():
    with pytest.raises(StoppedError):
        stopped_by(lambda: os.kill(os.getpid(), signal.SIGTERM))


@pytest.mark.parametrize(
    "act",
    [lambda: weakref.finalize(Owned(), os.kill, os.getpid(), signal.SIGTERM), Stopping],
    ids=["finalizer", "destructor"],
)
def test_a_signal_inside_a_finalizer_stops_a_moment_later(act, capfd):
    """Python only prints what is raised inside one, and goes on."""
    with pytest.raises(StoppedError):
        stopped_by(act)
    assert "Exception ignored" not in capfd.readouterr().err


def test_who_looks_between_two_steps_sees_that_a_stop_was_asked_for():
    stop_if([])
    with pytest.raises(StoppedError):
        stop_if([signal.SIGTERM])


def test_afterwards_signals_do_what_they_did_before():
    before = signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGALRM)
    with interruptible():
        pass
    assert (signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGALRM)) == before
