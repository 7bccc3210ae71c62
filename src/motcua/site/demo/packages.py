"""Publishes the procedure packages that stand beside the code."""

from motcua.catalogue import api as catalogue
from motcua.kernel.actors import SYSTEM
from motcua.site.environment import CHECKOUT

FOLDER = CHECKOUT / "procedures"


def publish() -> int:
    """Publish every package in `procedures/`; returns how many. Publishing the same again changes nothing."""
    folders = sorted(file.parent for file in FOLDER.glob("*/procedure.yaml"))
    for folder in folders:
        catalogue.publish_package(actor=SYSTEM, folder=folder)
    return len(folders)
