"""`motcua ledger` proves and verifies without the product: only a public key, files, and no Django."""

import subprocess
import sys
import threading
import urllib.error
import urllib.request

import pytest
from django.db import transaction
from psycopg.errors import InsufficientPrivilege

from motcua.kernel.actors import SYSTEM, Actor, ActorKind
from motcua.kernel.ids import new_id
from motcua.kernel.merkle.notes import COSIGNATURE, Checkpoint, Signer, Verifier
from motcua.kernel.merkle.proofs import consistency
from motcua.kernel.merkle.tiles import Tiles
from motcua.ledger.api import erase_bodies, record
from motcua.ledger.checking import witness as witnesses
from motcua.ledger.checking.cli import main
from motcua.ledger.tests.log import ORIGIN, SEED, published, sequence_all, write
from motcua.platform.database.transactions import acting

OURS = str(Signer(ORIGIN, SEED).verifier)
ALONE = """
import sys
import motcua.ledger.checking.cli
from motcua.site.cli import main
try:
    main(["ledger", "verify", "--help"])
except SystemExit:
    pass
sys.exit(" ".join(name for name in sys.modules if name.split(".")[0] in ("django", "structlog")) or 0)
"""


@pytest.fixture
def run(log, test_cluster, tmp_path, capsys):
    """Run a command as an auditor would; exit code and everything it said."""

    class Here:
        log = str(tmp_path / "ledger")

        def connect(self):
            return test_cluster.owner()

    def go(*words, key=OURS):
        code = main([*words, "--key", key], Here())
        said = capsys.readouterr()
        return code, said.out + said.err

    return go


def test_it_loads_no_django():
    done = subprocess.run([sys.executable, "-c", ALONE], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_proof_of_an_entry_is_made_and_verified_offline_with_the_key_alone(run, log, tmp_path, owner_cursor):
    lan = new_id()
    for _look in range(3):
        record(actor=SYSTEM, action="ledger.looked", subject_id=lan, why="giải quyết hồ sơ", facts={"b": 1, "a": "Đỗ"})
    sequence_all(log)
    (entry,) = owner_cursor.execute("SELECT entry_id FROM ledger_leaf WHERE index = 2").fetchone()
    proof = tmp_path / "look.tlog-proof"
    assert run("prove", str(entry), "-o", str(proof)) == (0, "")
    code, said = run("verify", str(proof), "--log", "/nowhere")
    assert code == 0
    assert "proven: ledger.looked" in said and "giải quyết hồ sơ" in said and "leaf 2 of 3" in said
    stranger = str(Signer(ORIGIN, b"\x06" * 32).verifier)
    assert run("verify", str(proof), key=stranger)[0] == 1
    forged = proof.read_text().replace("index 2", "index 1")
    proof.write_text(forged)
    assert run("verify", str(proof))[0] == 1


def test_the_whole_public_log_is_verified_and_a_flipped_bit_anywhere_is_found(run, log):
    write(300)
    sequence_all(log)
    assert run("verify") == (0, "300 leaves lead to the signed root\n")
    for path in [path for path in log.store.root.rglob("*") if path.is_file() and path.name != "key"]:
        right = path.read_bytes()
        path.write_bytes(right[:40] + bytes([right[40] ^ 1]) + right[41:] if len(right) > 40 else b"")
        code, said = run("verify")
        assert code == 1, (path, said)
        path.write_bytes(right)


def test_nobody_but_the_system_erases(log, db):
    somebody = Actor(ActorKind.OFFICIAL, new_id(), "Ai đó")
    with acting(somebody), pytest.raises(InsufficientPrivilege, match="only the system"), transaction.atomic():
        erase_bodies(record_id=new_id(), why="vì muốn thế")


def test_a_body_is_erased_and_the_log_stays_whole(run, log, tmp_path, owner_cursor):
    (first, _second) = write(2, name="Nguyễn Văn A")
    sequence_all(log)
    (entry,) = owner_cursor.execute("SELECT entry_id FROM ledger_leaf WHERE index = 0").fetchone()
    with acting(SYSTEM):
        assert erase_bodies(record_id=first, why="hết thời hạn lưu") == 1
    row = owner_cursor.execute("SELECT why, facts, actor_name FROM ledger_entry WHERE id = %s", [entry]).fetchone()
    assert row == ("", {}, "")
    sequence_all(log)
    code, said = run("fsck")
    assert (code, said) == (
        0,
        "3 leaves, their entries and tiles fit together; 1 bodies erased, 0 leaves wait for a checkpoint\n",
    )
    proof = tmp_path / "erased.tlog-proof"
    assert run("prove", str(entry), "-o", str(proof))[0] == 0
    code, said = run("verify", str(proof))
    assert code == 0 and "its outline is proven" in said
    owner_cursor.execute("UPDATE ledger_entry SET action = 'ledger.other' WHERE id = %s", [entry])
    assert run("fsck")[0] == 1  # the outline is still held fast


def test_an_erasure_that_no_entry_tells_of_is_found(run, log, owner_cursor):
    write(1)
    sequence_all(log)
    owner_cursor.execute("UPDATE ledger_leaf SET salt = NULL")
    owner_cursor.execute("UPDATE ledger_entry SET why = '', facts = '{}', actor_name = ''")
    code, said = run("fsck")
    assert code == 1 and "the body is erased and no entry says why" in said


def test_an_entry_without_a_checkpoint_yet_has_no_proof(run, log):
    write(1)
    sequence_all(log)
    code, said = run("prove", str(new_id()))
    assert code == 1 and "does not cover" in said


@pytest.fixture
def asked(log, tmp_path):
    """A witness at a port of its own; posts to it, and gives status, kind and text."""
    signer = Signer("witness.example", witnesses.seed_in(tmp_path / "w"), COSIGNATURE)
    serving = witnesses.server(
        witnesses.Witness(tmp_path / "w", signer, {ORIGIN: (log.signers[0].verifier,)}), "127.0.0.1", 0
    )
    thread = threading.Thread(target=serving.serve_forever)
    thread.start()

    def post(old, proof, note, path="add-checkpoint"):
        address = f"http://127.0.0.1:{serving.server_port}/{path}"
        request = urllib.request.Request(address, data=witnesses.written(old, proof, note))
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return answer.status, answer.headers["Content-Type"], answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.headers["Content-Type"], error.read().decode()

    post.verifier = signer.verifier
    yield post
    serving.shutdown()
    serving.server_close()
    thread.join()


def test_a_witness_answers_as_the_specification_has_it(log, asked):
    write(300)
    sequence_all(log)
    first = log.store.read("checkpoint").decode()
    write(40)
    sequence_all(log)
    second = log.store.read("checkpoint").decode()
    proof = consistency(Tiles(log.store, 340).node, 300, 340)
    status, _kind, line = asked(0, [], first)
    assert status == 200
    keys = [log.signers[0].verifier, Verifier.read(str(asked.verifier))]
    assert Checkpoint.open(first + line, keys).size == 300
    assert asked(0, [], second) == (409, "text/x.tlog.size", "300\n")
    assert asked(300, proof[:-1], second)[0] == 422
    assert asked(300, [], second)[0] == 422
    assert asked(300, proof, second)[0] == 200
    assert asked(340, [], second)[0] == 200
    assert asked(341, [], second)[0] == 400
    other = Signer(ORIGIN, b"\x06" * 32)
    assert asked(340, [], published(log).signed([other]))[0] == 403
    assert asked(0, [], Checkpoint("another/log", 1, bytes(32)).signed([Signer("another/log", b"\x06" * 32)]))[0] == 404
    assert asked(340, [], Checkpoint(ORIGIN, 340, bytes(32)).signed(log.signers)) == (409, "text/x.tlog.size", "340\n")
    assert asked(0, [], "nonsense\n\n")[0] == 400
    assert asked(0, [], first, "elsewhere")[0] == 404


def test_a_witness_follows_a_log_by_its_files(run, log, tmp_path):
    write(5)
    sequence_all(log)
    state = str(tmp_path / "state")
    code, said = run("witness", "--state", state, "--follow")
    assert code == 0 and "5 leaves continue what was seen before" in said
    assert (tmp_path / "state" / "witness.key").stat().st_mode & 0o777 == 0o600
    write(5)
    sequence_all(log)
    assert "10 leaves continue" in run("witness", "--state", state, "--follow")[1]
