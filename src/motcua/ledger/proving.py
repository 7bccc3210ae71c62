"""The proof of one entry, as its person takes it home."""

from uuid import UUID

from django.db import connection

from motcua.kernel.actors import SYSTEM
from motcua.kernel.merkle.notes import NoteError
from motcua.kernel.merkle.proofs import ProofError
from motcua.kernel.merkle.tiles import TileError
from motcua.ledger.checking.evidence import prove
from motcua.ledger.checking.reading import checkpoint_of, tree_of
from motcua.ledger.errors import ProofNotReadyError
from motcua.ledger.installation import this_log
from motcua.platform.database.transactions import acting


def proof_of(*, entry_id: UUID, holder: UUID, closed: bool) -> str:
    """A `.tlog-proof` under the newest published checkpoint, for a person who the caller knows may have it. `closed`: only
    the outline, without who and why. Raises ProofNotReadyError while no checkpoint covers the entry."""
    log = this_log()
    try:
        note = log.store.read("checkpoint").decode()
        checkpoint = checkpoint_of(log.store, [signer.verifier for signer in log.signers])
        tiles = tree_of(log.store, checkpoint)
        with acting(SYSTEM):
            return str(prove(connection.connection, tiles, checkpoint, note, entry_id, holder=holder, closed=closed))
    except (FileNotFoundError, ProofError, NoteError, TileError) as error:
        raise ProofNotReadyError from error
