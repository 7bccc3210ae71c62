"""Background work of the catalogue."""

from motcua.catalogue.searching.counting import forget_old_counts
from motcua.catalogue.services import bring_into_force
from motcua.kernel.actors import SYSTEM


def turn_to_versions_in_force() -> None:
    """Versions that were published ahead appear in lists and search on their day."""
    bring_into_force(actor=SYSTEM)


PERIODIC = {turn_to_versions_in_force: 600.0, forget_old_counts: 24 * 3600.0}
