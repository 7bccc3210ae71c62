"""The log of this installation: where its files lie, its name and its keys."""

from functools import cache

from django.conf import settings

from motcua.kernel.merkle.notes import Signer
from motcua.kernel.merkle.tiles import Folder
from motcua.ledger.domain.keys import seeds_of
from motcua.ledger.sequencing.signing import Log


@cache
def this_log() -> Log:
    """Raises ValueError for keys that are none."""
    signers = [Signer(settings.LEDGER_ORIGIN, seed) for seed in seeds_of(settings.LEDGER_KEYS)]
    return Log(Folder(settings.LEDGER), settings.LEDGER_ORIGIN, signers)
