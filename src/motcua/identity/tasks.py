"""What signing in leaves behind goes when its time is over."""

from datetime import timedelta

from django.contrib.sessions.models import Session

from motcua.identity.guessing import KEPT as GUESSES_KEPT
from motcua.identity.models import ApiToken, GuessCount
from motcua.identity.passkeys.ceremonies import forget_ceremonies
from motcua.identity.passkeys.enrolling import forget_enrolments
from motcua.identity.sittings import forget_sittings
from motcua.kernel import clock

TOKENS_KEPT = timedelta(days=365)


def forget_sessions() -> None:
    """Sessions that ran out, those of before officials' sessions had an end of their own too."""
    forget_sittings()
    Session.objects.filter(expire_date__lt=clock.now()).delete()


def forget_guesses_and_tokens() -> None:
    GuessCount.objects.filter(window_start__lt=clock.now() - GUESSES_KEPT).delete()
    ApiToken.objects.filter(expires_at__lt=clock.now() - TOKENS_KEPT).delete()


PERIODIC = {
    forget_enrolments: 3600.0,
    forget_ceremonies: 3600.0,
    forget_sessions: 3600.0,
    forget_guesses_and_tokens: 3600.0,
}
