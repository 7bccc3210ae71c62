"""Reads: what the rule was on a day, over all versions of a procedure."""

from datetime import date

from motcua.catalogue.contracts import ProcedureVersion, RulesOn
from motcua.catalogue.domain.rules import reigns_of, rules_of
from motcua.catalogue.errors import ProcedureNotFoundError
from motcua.catalogue.queries import get_procedure, get_version, storable
from motcua.platform.database.transactions import prepared

# The versions of the best origin, one a first day: the one that was published last, as `get_procedure` would choose.
_VERSIONS = """
SELECT DISTINCT ON (v.effective_from) v.hash
FROM catalogue_procedureversion v JOIN catalogue_procedure p USING (code)
WHERE v.code = %s AND v.origin = p.origin
ORDER BY v.effective_from, v.hash = p.current_hash DESC, v.published_at DESC, v.hash
"""


def rules_on(code: str, day: date) -> RulesOn:
    """Fees, time limits, papers and legal references of `day`, each with its validity, and their history.

    Raises ProcedureNotFoundError for a code that has no version at all.
    """
    versions = [get_version(str(row[0])) for row in prepared(_VERSIONS, (storable(code),)).fetchall()]
    if not versions:
        raise ProcedureNotFoundError(code=code)
    return rules_of(code, day, reigns_of(versions), _ruling(code, day))


def _ruling(code: str, day: date) -> ProcedureVersion | None:
    try:
        return get_procedure(code, on=day)
    except ProcedureNotFoundError:
        return None
