"""Each time an agency held its step up: who, from when to when, why, and whether the date of the dossier moved with it."""

from collections.abc import Iterator
from datetime import datetime
from itertools import zip_longest

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from motcua.agencies import api as agencies
from motcua.dossiers.contracts import ClockKind, ClockSegment, DossierView, StepView
from motcua.dossiers.flows import flow_of_hash
from motcua.dossiers.web.desk import words
from motcua.kernel.languages import pick


def pauses(view: DossierView) -> tuple[str, ...]:
    """A sentence each, in the order in which they began."""
    flow = flow_of_hash(view.version_hash)
    told = []
    for step in view.steps:
        rule = flow.step(step.id)
        moves = rule is not None and rule.pauses_case
        told += [(segment.started_at, _said(step, segment, until, moves=moves)) for segment, until in _held(step)]
    return tuple(sentence for _began, sentence in sorted(told, key=lambda pair: pair[0]))


def _held(step: StepView) -> Iterator[tuple[ClockSegment, datetime | None]]:
    """Each pause of the step with its end, None while it lasts."""
    for segment, after in zip_longest(step.clock, step.clock[1:]):
        if segment.kind in {ClockKind.PAUSED, ClockKind.WAITING_APPLICANT}:
            yield segment, after.started_at if after else None


def _said(step: StepView, segment: ClockSegment, until: datetime | None, *, moves: bool) -> str:
    language = get_language() or "vi"
    said = {
        "agency": pick(agencies.get_agency(step.agency_id).name, language),
        "step": pick(step.name, language),
        "start": words.moment(segment.started_at),
        "end": words.moment(until) if until else _("nay"),
        "why": f"{segment.reason.rstrip('.')} ({segment.legal})" if segment.legal else segment.reason.rstrip("."),
    }
    if segment.kind is ClockKind.WAITING_APPLICANT:
        first = _("%(agency)s (%(step)s) chờ người nộp bổ sung từ %(start)s đến %(end)s: %(why)s.") % said
    else:
        first = _("%(agency)s (%(step)s) tạm dừng từ %(start)s đến %(end)s: %(why)s.") % said
    return f"{first} {_('Ngày hẹn lùi theo.') if moves else _('Ngày hẹn không đổi.')}"
