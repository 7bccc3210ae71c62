"""Whoever finds no place is told so at once."""

import threading
import time

from motcua.platform.web.seats import Seats, SharedSeats


def test_seats_are_given_back_and_no_more_are_given_than_there_are():
    seats = Seats(1)
    with seats.taken() as first, seats.taken() as second:
        assert (first, second) == (True, False)
    assert seats.take()
    assert not Seats(0).take()


def test_one_client_takes_its_share_and_another_one_still_finds_a_place():
    seats = SharedSeats(3, 2, quick=0.01)
    with seats.taken("a") as first, seats.taken("a") as second, seats.taken("a") as third:
        assert (first, second, third) == (True, True, False)
        with seats.taken("b") as other, seats.taken("c") as last:
            assert (other, last) == (True, False)
        with seats.taken("c") as afterwards:
            assert afterwards
    assert not seats._inside


def test_who_comes_while_quick_ones_are_inside_waits_for_them_and_not_for_those_who_dawdle():
    seats = SharedSeats(1, 1, quick=0.3)
    inside, gone = threading.Event(), threading.Event()

    def sit(long):
        with seats.taken("a"):
            inside.set()
            gone.wait(long)

    quick = threading.Thread(target=sit, args=(0.05,))
    quick.start()
    inside.wait()
    with seats.taken("b") as seated:
        assert seated
    quick.join()
    inside.clear()
    slow = threading.Thread(target=sit, args=(20,))
    slow.start()
    inside.wait()
    time.sleep(0.35)
    began = time.monotonic()
    with seats.taken("b") as seated:
        assert not seated and time.monotonic() - began < 0.2
    gone.set()
    slow.join()
