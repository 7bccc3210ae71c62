"""Whoever finds no place is told so at once."""

from motcua.platform.web.seats import Seats


def test_seats_are_given_back_and_no_more_are_given_than_there_are():
    seats = Seats(1)
    with seats.taken() as first, seats.taken() as second:
        assert (first, second) == (True, False)
    assert seats.take()
    assert not Seats(0).take()
