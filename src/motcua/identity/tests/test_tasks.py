"""What signing in leaves behind goes when its time is over, and not before."""

from datetime import timedelta

import pytest
from django.utils import timezone

from motcua.identity import guessing, tasks
from motcua.identity.models import GuessCount, Sitting
from motcua.identity.session_store import SessionStore
from motcua.kernel import clock

pytestmark = pytest.mark.django_db


def test_a_session_that_ran_out_goes_with_what_was_typed_in_it():
    for days in (-1, 1):
        session = SessionStore()
        session["typed"] = "Nguyễn Thị Lan"
        session.save()
        Sitting.objects.filter(session_key=session.session_key).update(
            expire_date=timezone.now() + timedelta(days=days)
        )
    tasks.forget_sessions()
    assert Sitting.objects.get().session_key == session.session_key


def test_wrong_guesses_are_forgotten_after_a_day(frozen_clock):
    guessing.count_try("lan", "10.0.0.1")
    frozen_clock.forward(timedelta(hours=23))
    guessing.count_try("minh", "10.0.0.2")
    frozen_clock.forward(timedelta(hours=2))
    tasks.forget_guesses_and_tokens()
    assert all(row.window_start > clock.now() - timedelta(days=1) for row in GuessCount.objects.all())
    assert GuessCount.objects.exists()
