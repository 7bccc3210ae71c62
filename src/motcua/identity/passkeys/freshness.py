"""How long ago a session proved who it is: an act that matters asks for it again."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest

from motcua.identity.errors import ProofTooOldError
from motcua.identity.sessions import PROVED_AT
from motcua.kernel import clock


def is_fresh(request: HttpRequest) -> bool:
    """Whether the session proved who it is within MOTCUA_STEP_UP_MINUTES."""
    kept = request.session.get(PROVED_AT, "")
    limit = timedelta(minutes=settings.MOTCUA_STEP_UP_MINUTES)
    return bool(kept) and clock.now() - datetime.fromisoformat(kept) <= limit


def proved_lately(request: HttpRequest) -> None:
    """Raises ProofTooOldError."""
    if not is_fresh(request):
        raise ProofTooOldError


def note_proof(request: HttpRequest, passkey_id: UUID) -> None:
    request.session[PROVED_AT] = clock.now().isoformat()
    request.session["passkey"] = str(passkey_id)
