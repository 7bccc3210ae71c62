"""To which family of procedures (lĩnh vực) a dossier belongs: what officials may be restricted to."""

from motcua.catalogue.contracts import ProcedureVersion

LONGEST = 200


def family_of(version: ProcedureVersion) -> str:
    """The Vietnamese name of the version's field, as `dossiers_dossier.family` keeps it."""
    return version.field.get("vi", "")[:LONGEST]
