"""Go's own implementation of notes and trees (Debian: golang-golang-x-mod-dev) agrees with what the ledger publishes."""

import base64
import json
import os
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from motcua.kernel.actors import Actor, ActorKind
from motcua.kernel.ids import new_id
from motcua.kernel.merkle.hashing import leaf_hash
from motcua.kernel.merkle.notes import Checkpoint, Signer
from motcua.kernel.merkle.proofs import consistency, inclusion, root_at
from motcua.kernel.merkle.receipts import Receipt
from motcua.kernel.merkle.tiles import Folder, Tiles
from motcua.ledger.api import find_entries, proof_of, record
from motcua.ledger.installation import this_log
from motcua.ledger.tests.log import sequence_all

PACKAGES = Path("/usr/share/gocode")
LOG = Signer("log.example/ledger", b"\x01" * 32)
OLD, NEW = 300, 700

pytestmark = pytest.mark.skipif(
    not shutil.which("go") or not (PACKAGES / "src/golang.org/x/mod/sumdb/tlog").is_dir(),
    reason="needs Go: on Debian, apt-get install golang-go golang-golang-x-mod-dev",
)


@pytest.fixture(scope="module")
def check(tmp_path_factory):
    program = tmp_path_factory.mktemp("go") / "check"
    environment = os.environ | {"GO111MODULE": "off", "GOPATH": str(PACKAGES), "GOFLAGS": "", "CGO_ENABLED": "0"}
    environment["GOCACHE"] = str(program.parent / "cache")
    source = Path(__file__).parent / "second" / "check.go"
    subprocess.run(["go", "build", "-o", program, source], check=True, env=environment, timeout=200)
    return program


@pytest.fixture
def published(tmp_path):
    """Two checkpoints of one log, and lines with the proofs of the second one."""
    entries = [b"%d" % number for number in range(NEW)]
    old = Tiles(Folder(tmp_path), 0).grown(entries[:OLD])
    new = old.grown(entries[OLD:])
    for tiles in (old, new):
        note = Checkpoint("log.example/ledger", tiles.size, root_at(tiles.node, tiles.size)).signed([LOG])
        (tmp_path / str(tiles.size)).write_text(note)
    lines = [["consistency", *consistency(new.node, OLD, NEW)]]
    lines += [[f"inclusion {i}", leaf_hash(entries[i]), *inclusion(new.node, i, NEW)] for i in range(0, NEW, 7)]
    return [[word if isinstance(word, str) else base64.b64encode(word).decode() for word in line] for line in lines]


def said(check, folder, lines):
    text = "".join(f"{' '.join(line)}\n" for line in lines)
    words = [check, str(LOG.verifier), folder / str(OLD), folder / str(NEW)]
    return subprocess.run(words, input=text, text=True, capture_output=True, timeout=60, check=False)


def test_go_accepts_our_checkpoints_and_proofs(check, published, tmp_path):
    done = said(check, tmp_path, published)
    assert (done.returncode, done.stdout) == (0, "101\n"), done.stderr


@pytest.mark.parametrize("line", [0, 1, 50])
def test_go_refuses_a_proof_that_we_would_refuse(check, published, tmp_path, line):
    published[line][-1] = base64.b64encode(bytes(32)).decode()
    assert said(check, tmp_path, published).returncode == 1


def test_go_refuses_a_checkpoint_with_another_root(check, published, tmp_path):
    note = (tmp_path / str(NEW)).read_text().split("\n")
    note[2] = base64.b64encode(bytes(32)).decode()
    (tmp_path / str(NEW)).write_text("\n".join(note))
    assert said(check, tmp_path, published).returncode == 1


@pytest.fixture
def served(settings, tmp_path, clean_db):
    settings.LEDGER = tmp_path / "ledger"
    this_log.cache_clear()
    yield this_log()
    this_log.cache_clear()


@pytest.mark.parametrize("taken", ["hers", "list", "outline"])
def test_go_accepts_a_proof_that_a_person_took_home_and_refuses_it_changed(check, served, taken):
    lan, agency = new_id(), new_id()
    clerk = Actor(ActorKind.OFFICIAL, new_id(), "Đỗ Thị Lan", "Chuyên viên", agency)
    for number in range(3):
        facts = {"subjects": [str(lan), str(new_id())]} if taken == "list" else {"paper": "a"}
        own = None if taken == "list" else lan
        record(actor=clerk, action="ledger.looked", subject_id=own, why=f"lần {number}", facts=facts)
    sequence_all(served)
    (entry, *_rest) = find_entries(person_id=lan, limit=3)
    text = proof_of(entry_id=entry.id, holder=lan, closed=taken == "outline")
    words = [check, str(served.signers[0].verifier), "proof"]

    def said(given):
        return subprocess.run(words, input=given, text=True, capture_output=True, timeout=60, check=False)

    done = said(text)
    assert (done.returncode, done.stdout) == (0, "proven\n"), done.stderr
    extra = json.loads(Receipt.read(text).extra) | {"at": "2020-01-01T00:00:00.000000+00:00"}
    forged = replace(Receipt.read(text), extra=json.dumps(extra).encode())
    assert said(str(forged)).returncode == 1
    assert ("lần" in Receipt.read(text).extra.decode()) == (taken != "outline")
