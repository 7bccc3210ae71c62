"""Background work of the forms room."""

from motcua.forms.services import delete_expired_drafts, tell_expiring_drafts
from motcua.kernel.actors import SYSTEM


def sweep_expired_drafts() -> None:
    """Drafts whose time is over go, with their files."""
    delete_expired_drafts(actor=SYSTEM)


def announce_expiring_drafts() -> None:
    """People hear some days before."""
    tell_expiring_drafts(actor=SYSTEM)


PERIODIC = {sweep_expired_drafts: 3600.0, announce_expiring_drafts: 3600.0}
