"""Whose a procedure is: who changes it changes it for every agency that carries it out."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from motcua.agencies import api as agencies
from motcua.agencies.contracts import Role
from motcua.catalogue.contracts import ProcedureVersion
from motcua.catalogue.errors import NotStewardError, ProcedureNotFoundError
from motcua.catalogue.queries import newest_version
from motcua.kernel.actors import Actor, ActorKind
from motcua.kernel.languages import pick

MOST_NAMED = 3


def is_steward(actor: Actor, version: ProcedureVersion) -> bool:
    """Whether the procedure as `version` says it is this official's to change. The role says what may be done to it."""
    if actor.kind is ActorKind.SYSTEM or Role.OPERATOR in actor.roles:
        return True
    return any(agency.id == actor.agency_id for agency in agencies.list_stewards(version.tiers, version.branch))


def require_steward(actor: Actor, version: ProcedureVersion) -> None:
    """What `version` says and what is published under its code: neither may be other agencies' too.

    Raises NotStewardError, which says who may.
    """
    for one in (version, *_published(version.code)):
        if not is_steward(actor, one):
            raise NotStewardError(
                _("Thủ tục này dùng chung cho nhiều cơ quan. Chỉ %(who)s mới sửa và công bố được.")
                % {"who": say_stewards(one)}
            )


def say_stewards(version: ProcedureVersion) -> str:
    """Who may change it, in the reader's language, the nearest first."""
    language = get_language() or "vi"
    named = [pick(one.name, language) for one in agencies.list_stewards(version.tiers, version.branch)[:MOST_NAMED]]
    if not named:
        return _("người quản trị hệ thống")
    return _("%(agencies)s hoặc người quản trị hệ thống") % {"agencies": ", ".join(named)}


def _published(code: str) -> tuple[ProcedureVersion, ...]:
    try:
        return (newest_version(code),)
    except ProcedureNotFoundError:
        return ()
