"""findUsage, and how many looks are sealed. A token's person, or who is signed in, sees her own and nobody else's."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from motcua.identity import api as identity
from motcua.identity.contracts import PrincipalKind
from motcua.identity.errors import TokenInvalidError
from motcua.kernel.actors import Actor, ActorKind
from motcua.kernel.errors import InvalidInputError, NotAllowedError
from motcua.platform.web.api import actor_of, public
from motcua.trust.contracts import LooksAsked
from motcua.trust.sealed import list_sealed
from motcua.trust.usage import MOST, find_usage

FURTHEST = 1_000_000


@public  # whoever asks says who by a token, which is refused below when it is none
@csrf_exempt
@never_cache
@require_safe
def find(request: HttpRequest) -> JsonResponse:
    """Raises what the token is refused with, NotAllowedError for another's userCode, InvalidInputError."""
    actor = _person(request)
    wanted = request.GET.get("userCode", "")
    if identity.get_person(actor=actor, person_id=actor.id).personal_id != wanted:  # type: ignore[arg-type]
        raise NotAllowedError(_("Mỗi người chỉ hỏi được về dữ liệu của chính mình."))
    asked = LooksAsked(_moment(request, "periodStart"), _moment(request, "periodEnd"))
    limit, offset = _number(request, "limit", MOST, MOST), _number(request, "offset", 0, FURTHEST)
    return JsonResponse(find_usage(actor=actor, asked=asked, limit=limit, offset=offset))


@public
@csrf_exempt
@require_safe
def sealed(_request: HttpRequest) -> JsonResponse:
    """Counts by agency and month: no person, no purpose."""
    return JsonResponse({"sealed": [_count(one) for one in list_sealed()]})


def _count(one: Any) -> dict[str, Any]:
    return {"agencyCode": one.agency_code, "month": f"{one.month:%Y-%m}", "count": one.count}


def _person(request: HttpRequest) -> Actor:
    scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
    if not token:
        actor = actor_of(request)
        if actor.id is None:
            raise TokenInvalidError
    else:
        principal = identity.principal_of_token(token.strip() if scheme.lower() == "bearer" else "")
        kind = ActorKind.PERSON if principal.kind is PrincipalKind.PERSON else ActorKind.OFFICIAL
        actor = Actor(kind, principal.subject_id, principal.name, assurance=principal.assurance)
    if not actor.is_person:
        raise NotAllowedError
    return actor


def _moment(request: HttpRequest, name: str) -> datetime | None:
    written = request.GET.get(name, "")
    if not written:
        return None
    try:
        found = datetime.fromisoformat(written)
        return found if found.tzinfo else timezone.make_aware(found)
    except (ValueError, OverflowError):
        raise InvalidInputError(fields={name: _("Viết như 2026-01-31T10:20:30.")}) from None


def _number(request: HttpRequest, name: str, otherwise: int, most: int) -> int:
    written = request.GET.get(name, "")
    if not written:
        return otherwise
    if not (written.isascii() and written.isdecimal()) or len(written) > 9:
        raise InvalidInputError(fields={name: _("Một số nguyên, không âm.")})
    return min(int(written), most)
