"""How long ago a session proved who it is: an act that matters asks for it again."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest

from motcua.identity.errors import ProofTooOldError
from motcua.identity.passkeys.keys import has_passkey
from motcua.identity.sessions import PASSKEYS, PROVED_AT, signed_in_account
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


def require_proof(request: HttpRequest) -> None:
    """For an act that matters: an official who has a key has proved who they are lately. Who has none signed in by what
    this installation allows. Asks the database only when the proof is old. Raises ProofTooOldError."""
    account = signed_in_account(request)
    if account is not None and account.official_id is not None and not is_fresh(request) and has_passkey(account):
        raise ProofTooOldError


def note_proof(request: HttpRequest, passkey_id: UUID) -> None:
    request.session[PROVED_AT] = clock.now().isoformat()
    request.session[PASSKEYS] = [*request.session.get(PASSKEYS, []), str(passkey_id)]


def proved_by_key_lately(request: HttpRequest) -> bool:
    """As `is_fresh`, and by a key at some time of this session: a password is not enough for letting others in."""
    return is_fresh(request) and bool(request.session.get(PASSKEYS))
