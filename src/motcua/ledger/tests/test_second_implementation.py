"""Go's own implementation of notes and trees (Debian: golang-golang-x-mod-dev) agrees with what the ledger publishes."""

import base64
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from motcua.kernel.merkle.hashing import leaf_hash
from motcua.kernel.merkle.notes import Checkpoint, Signer
from motcua.kernel.merkle.proofs import consistency, inclusion, root_at
from motcua.kernel.merkle.tiles import Folder, Tiles

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
