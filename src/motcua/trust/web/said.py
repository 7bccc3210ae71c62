"""What the pages of this room say alike."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language

from motcua.dossiers import api as dossiers
from motcua.kernel.dates import say_moment
from motcua.kernel.languages import LocalText, pick
from motcua.platform.web.api import actor_of


def say(text: LocalText) -> str:
    """In the reader's language."""
    return pick(text, get_language() or "vi")


def moment(at: datetime | None) -> str:
    """In the reader's language and the offices' time; "" for none."""
    return say_moment(at, timezone.get_default_timezone(), get_language() or "vi") if at else ""


def own_dossiers(request: HttpRequest, code: str, none: str) -> list[dict[str, Any]]:
    """The reader's dossiers as items of a list to choose from; the first one, `none`, chooses nothing."""
    rows = [
        {"value": own.code, "text": f"{own.code} – {say(own.procedure_name)}", "selected": own.code == code}
        for own in dossiers.list_my_dossiers(actor=actor_of(request))
    ]
    return [{"value": "", "text": none, "selected": not code}, *rows]
