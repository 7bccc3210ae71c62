"""One credit a message, signed. 200 says that it is booked here or was before; anything else: say it again later."""

from django.http import HttpRequest, HttpResponse, JsonResponse, RawPostDataException
from django.http.request import UnreadablePostError
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from motcua.payments.api import hear
from motcua.payments.errors import NoticeTooLargeError
from motcua.platform.web.api import public

LARGEST = 16_384  # bytes: what is longer is not even read


@public
@csrf_exempt  # a bank has no session; its signature is looked at instead
@require_POST
def notice(request: HttpRequest, bank: str) -> HttpResponse:
    """Take the notice in."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdigit() or int(length) > LARGEST:
        raise NoticeTooLargeError
    try:
        body = request.body
    except (UnreadablePostError, RawPostDataException):
        return HttpResponse(status=400)
    outcome = hear(
        bank=bank,
        at=request.headers.get("Bank-Timestamp", ""),
        signature=request.headers.get("Bank-Signature", ""),
        body=body,
    )
    return JsonResponse({"outcome": outcome.value})
