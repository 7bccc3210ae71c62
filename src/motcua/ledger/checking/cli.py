"""`motcua ledger`: prove an entry, verify a proof or a log, check the database, go on after a loss, be a witness. Loads no
Django."""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol
from uuid import UUID

from motcua.kernel.merkle.notes import COSIGNATURE, NoteError, Signer, Verifier
from motcua.kernel.merkle.proofs import ProofError
from motcua.kernel.merkle.receipts import Receipt
from motcua.kernel.merkle.tiles import TileError
from motcua.ledger.checking import witness
from motcua.ledger.checking.evidence import entry_of, prove
from motcua.ledger.checking.fsck import Findings, check_database, check_tiles
from motcua.ledger.checking.reading import checkpoint_of, store_at, tree_of
from motcua.ledger.checking.resuming import resume
from motcua.ledger.checking.rows import Connection


class Installation(Protocol):
    """Where a log and its database are when no option says so."""

    @property
    def log(self) -> str:
        """Folder or address of the tiles."""
        ...

    def connect(self) -> Connection:
        """As the owner, in autocommit."""
        ...


def main(arguments: Sequence[str], installation: Installation) -> int:
    """Run one command: 0 when all is well, 1 when something does not fit together, 2 when it can not be looked at."""
    given = _parser(installation.log).parse_args(arguments)
    run: Callable[[argparse.Namespace, Installation], int] = given.run
    try:
        return run(given, installation)
    except (ProofError, NoteError, TileError, witness.Refusal) as error:
        print(f"NOT PROVEN: {error.said if isinstance(error, witness.Refusal) else error}", file=sys.stderr)
        return 1
    except OSError as error:
        print(error, file=sys.stderr)
        return 2


def _verify(given: argparse.Namespace, _installation: Installation) -> int:
    if given.proof is None:
        findings = Findings()
        public = check_tiles(store_at(given.log), _trusted(given), findings)
        return _told(findings, f"{findings.leaves} leaves lead to the signed root" if public else "")
    receipt = Receipt.read(given.proof.read_text())
    entry, told = entry_of(receipt)
    checkpoint = receipt.check(entry, _trusted(given))
    print(f"proven: {told['action']} at {told['at']}, leaf {receipt.index} of {checkpoint.size} in {checkpoint.origin}")
    if "body" in told:
        for name, value in told["body"].items():
            print(f"  {name}: {value}")
    else:
        print("  the body is not in the proof, or was erased; its outline is proven")
    return 0


def _fsck(given: argparse.Namespace, installation: Installation) -> int:
    with installation.connect() as connection:
        findings = check_database(connection, store_at(given.log), _trusted(given))
    for loss in findings.lost:
        print(f"LOST: {loss}", file=sys.stderr)
    done = f"{findings.leaves} leaves, their entries and tiles fit together"
    return _told(findings, f"{done}; {findings.erased} bodies erased, {findings.waiting} leaves wait for a checkpoint")


def _prove(given: argparse.Namespace, installation: Installation) -> int:
    store = store_at(given.log)
    note = store.read("checkpoint").decode()
    checkpoint = checkpoint_of(store, _trusted(given))
    with installation.connect() as connection:
        receipt = prove(connection, tree_of(store, checkpoint), checkpoint, note, given.entry)
    if given.output:
        given.output.write_text(str(receipt))
    else:
        print(receipt, end="")
    return 0


def _resume(given: argparse.Namespace, installation: Installation) -> int:
    if not given.key:
        print("--key is needed here: the public key as you kept it elsewhere", file=sys.stderr)
        return 2
    with installation.connect() as connection:
        loss = resume(connection, store_at(given.log), _trusted(given), lost=given.lost, why=given.why)
    print(
        f"leaves {loss.first} to {loss.until - 1} stay in the log without their entries; entry {loss.entry} says why.\n"
        f"The sequencer goes on by itself. Then hand out: motcua ledger prove {loss.entry} -o loss.tlog-proof"
    )
    return 0


def _witness(given: argparse.Namespace, _installation: Installation) -> int:
    keys = _trusted(given)
    logs = {key.name: tuple(each for each in keys if each.name == key.name) for key in keys}
    ours = witness.Witness(given.state, Signer(given.name, witness.seed_in(given.state), COSIGNATURE), logs)
    if given.follow:
        checkpoint, line = ours.follow(store_at(given.log))
        print(f"{checkpoint.origin}: {checkpoint.size} leaves continue what was seen before\n{line}", end="")
        return 0
    with witness.server(ours, given.host, given.port) as serving:
        print(f"{ours.signer.verifier}\nlistening on http://{given.host}:{serving.server_port}", flush=True)
        serving.serve_forever()
    return 0


def _told(findings: Findings, well: str) -> int:
    for problem in findings.problems:
        print(problem, file=sys.stderr)
    if findings.count:
        print(f"NOT PROVEN: {findings.count} things do not fit together", file=sys.stderr)
        return 1
    print(well)
    return 0


def _trusted(given: argparse.Namespace) -> tuple[Verifier, ...]:
    """The keys that were named; where none was, those beside the log, which only shows that it agrees with itself."""
    if given.key:
        return tuple(Verifier.read(_text(each)) for each in given.key)
    lines = store_at(given.log).read("key").decode().splitlines()
    print("no --key given: believing the key that lies beside the log", file=sys.stderr)
    return tuple(map(Verifier.read, lines))


def _text(key: str) -> str:
    return Path(key[1:]).read_text() if key.startswith("@") else key


def _reason(text: str) -> str:
    if len(text.split()) < 3:
        raise argparse.ArgumentTypeError("say in a sentence what happened")
    return text


def _parser(log: str) -> argparse.ArgumentParser:
    whole = argparse.ArgumentParser(prog="motcua ledger", description="The tamper-evident log, seen from outside.")
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--log", default=log, metavar="PLACE", help="folder or address of the log's tiles")
    common.add_argument("--key", action="append", metavar="KEY", help="public key to believe, name+hash+key, or @file")
    verbs = whole.add_subparsers(required=True, metavar="COMMAND")

    def verb(name: str, run: Callable[[argparse.Namespace, Installation], int], text: str) -> argparse.ArgumentParser:
        made = verbs.add_parser(name, help=text, description=text, parents=[common])
        made.set_defaults(run=run)
        return made

    verified = verb("verify", _verify, "verify a proof, or without one the whole public log; needs no database")
    verified.add_argument("proof", nargs="?", type=Path, help="a .tlog-proof file")
    verb("fsck", _fsck, "check the database against the public log")
    proven = verb("prove", _prove, "write the proof of one entry, its body included")
    proven.add_argument("entry", type=UUID)
    proven.add_argument("-o", "--output", type=Path)
    resumed = verb(
        "resume", _resume, "go on after an older backup of the database was brought back, saying what is lost"
    )
    resumed.add_argument("--lost", type=int, required=True, metavar="N", help="how many published leaves are lost")
    resumed.add_argument("--why", type=_reason, required=True, help="what happened; it stays in the ledger for ever")
    seen = verb("witness", _witness, "cosign checkpoints that continue what was seen before")
    seen.add_argument("--state", type=Path, required=True, help="folder for what was seen, and for the witness's key")
    seen.add_argument("--name", default="witness.example", help="the witness's name in its signatures")
    seen.add_argument("--follow", action="store_true", help="look at the log once instead of serving")
    seen.add_argument("--host", default="127.0.0.1")
    seen.add_argument("--port", type=int, default=0)
    return whole
