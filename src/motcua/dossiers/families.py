"""To which family of procedures (lĩnh vực) a dossier belongs: what officials may be restricted to."""

from motcua.catalogue.contracts import ProcedureVersion
from motcua.kernel.texts import clean

LONGEST = 200


def family_of(version: ProcedureVersion) -> str:
    """The Vietnamese name of the version's field, as `dossiers_dossier.family` and an official's scope keep it."""
    return clean(version.field.get("vi", ""))[:LONGEST]
