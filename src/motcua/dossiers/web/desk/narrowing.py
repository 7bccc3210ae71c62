"""The form that narrows a queue: what can be chosen, and what is."""

from typing import Any

from django.utils.translation import gettext as _

from motcua.agencies import api as agencies
from motcua.dossiers import api
from motcua.dossiers.contracts import Channel, QueueFilter, State
from motcua.dossiers.domain.hands import DESK_ROLES
from motcua.dossiers.queue_apart import PUSHED
from motcua.dossiers.web.desk import words
from motcua.dossiers.web.desk.asking import named
from motcua.dossiers.web.desk.listing import procedure_name
from motcua.kernel.actors import Actor

STATES = (
    State.SUBMITTED, State.AWAITING_SUPPLEMENT, State.IN_PROCESS, State.AWAITING_APPROVAL, State.APPROVED,
    State.RETURNED, State.REFUSED, State.WITHDRAWN, State.STOPPED,
)  # fmt: skip


def narrowing(actor: Actor, asked: QueueFilter) -> dict[str, Any]:
    """The selects of the form, each a list of options."""
    now = named(asked)
    colleagues = agencies.list_officials(actor.agency_id) if actor.agency_id else ()
    at_desk = [(str(one.id), one.name) for one in colleagues if one.roles & set(DESK_ROLES) and one.id != actor.id]
    codes = sorted({*api.list_procedures(actor=actor), *({asked.procedure} if asked.procedure else ())})
    return {
        "state": _options(now["state"], _("Mọi bước"), [(each.value, words.STATES[each]) for each in STATES]),
        "who": _options(
            now["who"], _("Mọi người"), [("mine", _("Tôi đang làm")), ("free", _("Chưa ai nhận")), *at_desk]
        ),
        "procedure": _options(now["procedure"], _("Mọi thủ tục"), [(code, procedure_name(code)) for code in codes]),
        "channel": _options(now["channel"], _("Mọi cách nộp"), [(e.value, words.CHANNELS[e][1]) for e in Channel]),
        "due": _options(now["due"], _("Mọi hạn"), list(words.DUE.items())),
        "source": _options(now["source"], _("Mọi hệ thống"), [(one, one) for one in _sources(actor, asked)])
        if asked.only == PUSHED
        else [],
        "only": asked.only,
        "q": asked.search,
        "shares": "head" in actor.roles,
        "now": {key: value for key, value in now.items() if value},
    }


def _sources(actor: Actor, asked: QueueFilter) -> list[str]:
    return sorted({*api.list_sources(actor=actor), *({asked.source} if asked.source else ())})


def _options(picked: str, every: str, given: list[tuple[str, Any]]) -> list[dict[str, Any]]:
    options = [{"value": value, "text": str(text), "selected": value == picked} for value, text in given]
    return [{"value": "", "text": every, "selected": not picked}, *options]
