"""The same looks in the shape that Estonia's Data Tracker asks registers for (dumonitor-openapi v2: findUsage)."""

from typing import Any

from django.utils import timezone
from django.utils.translation import get_language

from motcua.kernel.actors import Actor
from motcua.kernel.languages import pick
from motcua.trust.contracts import LooksAsked, LookView
from motcua.trust.looks import count_looks, list_looks

MOST = 1000  # in one answer of the API; the specification's own default
ALL = 100_000  # what a person may take home in one file
SYSTEM_NAME = "Một Cửa"


def find_usage(*, actor: Actor, asked: LooksAsked, limit: int = MOST, offset: int = 0) -> dict[str, Any]:
    """A FindUsageResponse: what is said there is said here by the same names, and what we know besides under ours.

    Raises NotAllowedError for who is no person.
    """
    page = list_looks(actor=actor, asked=asked, limit=limit, skip=offset)
    return {"totalUsages": count_looks(actor=actor, asked=asked), "usages": [_usage(look) for look in page.looks]}


def _usage(look: LookView) -> dict[str, Any]:
    language = get_language() or "vi"
    return {
        "logtime": look.at.astimezone(timezone.get_default_timezone()).isoformat(),
        "action": look.what,
        "receiverCode": look.agency_code,
        "receiverName": pick(look.agency, language) if look.agency else "",
        "receiverSystem": SYSTEM_NAME,
        "reason": look.why,
        "userName": look.who,
        "userPosition": look.position,
        "caseCode": look.code,
        "entry": str(look.id),
    }
