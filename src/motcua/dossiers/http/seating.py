"""Who may keep a thread busy with a body that comes in for long: a sender can send a byte and then nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from django.conf import settings

from motcua.dossiers.syncing.errors import SyncFullError
from motcua.platform.web.seats import Seats, SharedSeats


@cache
def known() -> Seats:
    """Bodies of programs that showed their token first: at most half of the threads of this process."""
    return Seats(max(1, settings.MOTCUA_THREADS // 2))


@cache
def strangers() -> Seats:
    """Bodies that have to be read before it is known whose they are: one in this process."""
    return Seats(1)


@cache
def senders() -> SharedSeats:
    """Submissions and acts while their body comes in: three quarters of the threads, half of them for one token's owner."""
    threads = settings.MOTCUA_THREADS
    return SharedSeats(max(1, threads * 3 // 4), max(1, threads // 2))


@contextmanager
def seated(seats: Seats) -> Iterator[None]:
    """Hold a place inside. Raises SyncFullError when there is none."""
    with seats.taken() as taken:
        if not taken:
            raise SyncFullError(retryable=True)
        yield
