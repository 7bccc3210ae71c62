"""Who works on a dossier, and the three acts that change it."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.dossiers import api
from motcua.dossiers.contracts import DossierView, QueueFilter
from motcua.dossiers.hands import Taker
from motcua.dossiers.web.desk import words
from motcua.dossiers.web.desk.asking import query_of
from motcua.dossiers.web.desk.panels import Typed
from motcua.kernel.actors import Actor


@dataclass(frozen=True, slots=True)
class Shown:
    """`acts`: name to address; `colleagues`: whom it can be given to, as options of a select."""

    who: str
    mine: bool
    instead: bool  # the asker stands in for who has it
    since: str
    acts: dict[str, str]
    colleagues: tuple[dict[str, Any], ...]
    open: bool
    note: str
    problem: dict[str, str] | None


def shown(actor: Actor, view: DossierView, typed: Typed, asked: QueueFilter) -> Shown:
    query = query_of(asked)
    acts = {act: reverse("dossiers:desk_act", args=[view.code, act]) + query for act in view.desk_acts}
    picked = typed.values.get("assignee", "") if typed.action == "assign" else ""
    problem = typed.problems.get("assignee") if typed.action == "assign" else None
    return Shown(
        who=view.assignee_name,
        mine=view.assignee_id is not None and view.assignee_id == actor.id,
        instead=view.instead,
        since=words.moment(view.assigned_at) if view.assigned_at else "",
        acts=acts,
        colleagues=_options(actor, view, picked) if "assign" in acts else (),
        open=typed.action == "assign",
        note=typed.values.get("note", "") if typed.action == "assign" else "",
        problem={"text": problem} if problem else None,
    )


def _options(actor: Actor, view: DossierView, picked: str) -> tuple[dict[str, Any], ...]:
    able = [each for each in api.list_takers(actor=actor, dossier=view) if each.official.id != view.assignee_id]
    return tuple(
        {"value": str(each.official.id), "text": said_of(each), "selected": str(each.official.id) == picked}
        for each in able
    )


def said_of(taker: Taker) -> str:
    """A colleague in a list, with who works in their place while they are away."""
    name = taker.official.name
    if not taker.away:
        return name
    if not taker.instead:
        return _("%(name)s (đang vắng, chưa có người thay)") % {"name": name}
    return _("%(name)s (đang vắng, %(instead)s làm thay)") % {"name": name, "instead": taker.instead}
