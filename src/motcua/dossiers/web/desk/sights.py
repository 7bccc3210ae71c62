"""Why somebody sees a dossier, who else may read it, and what a right reaches, in plain words."""

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from motcua.agencies import api as agencies
from motcua.agencies.contracts import ScopeView
from motcua.catalogue import api as catalogue
from motcua.catalogue.errors import ProcedureNotFoundError
from motcua.dossiers import api
from motcua.dossiers.contracts import DossierView, ShareView, Sight, WhySeen
from motcua.dossiers.web.desk import words
from motcua.kernel.actors import Actor
from motcua.kernel.languages import pick


def shown(each: ShareView) -> dict[str, Any]:
    language = get_language() or "vi"
    return {
        "id": each.id,
        "code": each.code,
        "name": pick(each.procedure_name, language),
        "who": each.official_name,
        "at": pick(agencies.get_agency(each.official_agency_id).name, language),
        "part": pick(each.part, language) if each.part else "",
        "until": last_day_of(each),
        "reason": each.reason,
        "by": each.given_by_name,
        "given": words.moment(each.given_at),
        "ended": words.moment(each.ended_at) if each.ended_at else "",
        "live": each.live,
    }


def sight(actor: Actor, view: DossierView) -> dict[str, Any] | None:
    """For the dossier's page: why one sees it, who else may read it, and whether one may let somebody."""
    found = api.sight_of(actor=actor, view=view)
    if found is None:
        return None
    live = [shown(each) for each in found.shares]
    scopes = [say_scope(each) for each in agencies.own_scopes(actor=actor) if each.live] if found.narrowed else []
    return {"why": _say_why(found), "scopes": scopes, "shares": live, "may_share": found.may_share}


def _say_why(found: Sight) -> str:
    if found.why is WhySeen.SHARED and found.share:
        return _("%(by)s cho bạn xem hồ sơ này đến hết %(day)s: %(reason)s") % {
            "by": found.share.given_by_name,
            "day": last_day_of(found.share),
            "reason": found.share.reason,
        }
    return {
        WhySeen.RECEIVING: _("Cơ quan bạn đã tiếp nhận hồ sơ này."),
        WhySeen.RESOLVING: _("Cơ quan bạn giải quyết hồ sơ này."),
        WhySeen.ABOVE: _("Một cơ quan thuộc cơ quan bạn nhận hoặc giải quyết hồ sơ này."),
        WhySeen.ASKED: _("Cơ quan bạn được giao một phần việc, hoặc được hỏi ý kiến, về hồ sơ này."),
        WhySeen.SHARED: "",
    }[found.why]


def last_day_of(each: ShareView) -> str:
    return words.last_day(each.valid_until)


def say_scope(scope: ScopeView) -> str:
    """What a right reaches: "lĩnh vực Hộ tịch, ở Phường Kim Long"."""
    what = _("mọi thủ tục")
    if scope.procedure_code:
        what = _("thủ tục %(name)s (%(code)s)") % {"name": _name(scope.procedure_code), "code": scope.procedure_code}
    elif scope.family:
        what = _("lĩnh vực %(family)s") % {"family": _family(scope.family)}
    if not scope.unit_code:
        return what
    unit = pick(agencies.get_unit(scope.unit_code).full_name, get_language() or "vi")
    return _("%(what)s, ở %(unit)s") % {"what": what, "unit": unit}


def _name(code: str) -> str:
    try:
        return pick(catalogue.get_procedure(code).name, get_language() or "vi")
    except ProcedureNotFoundError:
        return ""


def _family(name: str) -> str:
    found = next((each for each in catalogue.list_fields() if each["vi"] == name), {"vi": name})
    return pick(found, get_language() or "vi")
