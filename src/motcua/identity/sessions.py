"""A browser's session: begun with a fresh key after a proof, and told apart from one that ran out."""

from uuid import UUID

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import translate_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language

from motcua.identity.accounts import principal_of
from motcua.identity.colleagues import desk_of
from motcua.identity.contracts import PrincipalKind
from motcua.identity.models import Account, Sitting
from motcua.identity.sittings import device_of, end
from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM, Actor, ActorKind
from motcua.kernel.errors import NotAllowedError
from motcua.ledger import api as ledger
from motcua.platform.database.transactions import acting

ASSURANCE = "assurance"  # what this sign-in proved; never more than that for as long as it lasts
PROVED_AT = "proved_at"  # when it last proved who it is, by the clock of the product
PASSKEYS = "passkeys"  # the keys that proved it
AGENCY = "agency"  # where an official sat down: the session ends with that position
BACKEND = "django.contrib.auth.backends.ModelBackend"


def begin_session(
    request: HttpRequest, account: Account, assurance: int, *, by: str = "password", passkey_id: UUID | None = None
) -> None:
    """Sign in: a new session key, so that one planted before the sign-in is worth nothing."""
    login(request, account, backend=BACKEND)
    request.session[ASSURANCE] = assurance
    request.session[PROVED_AT] = clock.now().isoformat()
    request.session["began_at"] = request.session[PROVED_AT]
    request.session["by"] = by
    request.session[PASSKEYS] = [str(passkey_id)] if passkey_id else []
    request.session["device"] = device_of(request.headers.get("User-Agent", ""))
    if account.official_id is not None:
        request.session["official"] = True
        request.session[AGENCY] = str(desk_of(account.official_id) or "")
    principal = principal_of(account, assurance)
    actor = Actor(ActorKind(principal.kind.value), principal.subject_id, principal.name, assurance=assurance)
    with acting(actor):
        ledger.record(
            actor=actor,
            action="identity.signed_in",
            record_id=account.id,
            subject_id=account.person_id,
            facts={"by": by, **({"passkey": str(passkey_id)} if passkey_id else {})},
        )


def ended_with_position(request: HttpRequest, agency_id: UUID | None) -> bool:
    """End the session of an official who no longer sits where it began (`agency_id`: where they sit today)."""
    began = request.session.get(AGENCY, "")
    if not began or began == str(agency_id):
        return False
    rows = Sitting.objects.filter(session_key=request.session.session_key)
    end(rows, why="position_ended", actor=SYSTEM)
    logout(request)
    return True


def account_signed_in(request: HttpRequest) -> Account:
    """The account of a page that only lets in who is signed in."""
    account = signed_in_account(request)
    if account is None:
        raise NotAllowedError
    return account


def signed_in_account(request: HttpRequest) -> Account | None:
    return request.user if request.user.is_authenticated else None


def ran_out(request: HttpRequest) -> bool:
    """Whether the browser still carries the cookie of a session that is over."""
    carried = settings.SESSION_COOKIE_NAME in request.COOKIES
    return carried and not request.user.is_authenticated and request.session.is_empty()


def safe_next(request: HttpRequest) -> str:
    """Where to go after the sign-in, if it is an address of ours; else "". Never a place outside."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if ours and wanted.startswith("/") else ""


def go_on(account: Account, wanted: str) -> HttpResponseRedirect:
    """To the page that asked for the sign-in, else to the desk or to one's own dossiers."""
    home = "/my" if principal_of(account).kind is PrincipalKind.PERSON else "/desk/"
    return HttpResponseRedirect(wanted or in_language(home))


def in_language(path: str) -> str:
    """An unprefixed path of ours in the reader's language."""
    language = (get_language() or settings.LANGUAGE_CODE).split("-")[0]
    if language == settings.LANGUAGE_CODE:
        return path
    translated = translate_url(path, language)
    return translated if translated != path else f"/{language}{path}"
