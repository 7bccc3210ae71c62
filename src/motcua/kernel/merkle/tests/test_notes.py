"""Signed notes, checkpoints and proof files."""

import base64
from dataclasses import replace

import pytest

from motcua.kernel.merkle.hashing import EMPTY, leaf_hash
from motcua.kernel.merkle.notes import COSIGNATURE, Checkpoint, NoteError, Signer, Verifier, split
from motcua.kernel.merkle.proofs import ProofError, inclusion, root_at
from motcua.kernel.merkle.receipts import Receipt
from motcua.kernel.merkle.tests.test_trees import Shelf, entries_of
from motcua.kernel.merkle.tiles import Tiles

# The example of the specification's first implementation.
PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
ANSWER = (
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
LOG = Signer("log.example/1", b"\x01" * 32)
OTHER = Signer("log.example/1", b"\x02" * 32)


def test_a_note_of_another_implementation_is_accepted():
    key = Verifier.read(PETER)
    text, ((name, key_id, signature),) = split(ANSWER)
    assert (name, key_id, str(key)) == (key.name, key.id, PETER)
    assert key.accepts(text, signature)
    assert not key.accepts(text.replace("know", "knew"), signature)


@pytest.mark.parametrize("text", ["", "a+b", PETER.replace("c7", "c8"), PETER[:-4], PETER.replace("+AR", "+BR")])
def test_a_public_key_that_is_none_is_refused(text):
    with pytest.raises(NoteError):
        Verifier.read(text)


def test_a_checkpoint_opens_with_the_key_that_signed_it_and_with_no_other():
    checkpoint = Checkpoint("log.example/1", 7, b"\x07" * 32)
    note = checkpoint.signed([LOG])
    assert note.startswith(f"log.example/1\n7\n{base64.b64encode(checkpoint.root).decode()}\n\n— log.example/1 ")
    assert Checkpoint.open(note, [LOG.verifier]) == checkpoint
    for wrong, keys in (
        (note, [OTHER.verifier]),
        (note, []),
        (note.replace("\n7\n", "\n8\n"), [LOG.verifier]),
        (note.replace("\n\n", "\n"), [LOG.verifier]),
        (checkpoint.text, [LOG.verifier]),
        (replace(checkpoint, origin="log.example/2").signed([LOG]), [LOG.verifier]),
        (note.replace("\n7\n", "\n07\n"), [LOG.verifier]),
    ):
        with pytest.raises(NoteError):
            Checkpoint.open(wrong, keys)


def test_while_a_key_is_changed_both_keys_sign_and_either_one_opens():
    note = Checkpoint("log.example/1", 1, EMPTY).signed([OTHER, LOG])
    assert Checkpoint.open(note, [LOG.verifier]) == Checkpoint.open(note, [OTHER.verifier])


def test_a_witness_signs_with_its_time_and_its_word_alone_opens_no_log():
    witness = Signer("witness.example", b"\x03" * 32, COSIGNATURE)
    checkpoint = Checkpoint("log.example/1", 1, EMPTY)
    note = checkpoint.signed([LOG]) + witness.line(checkpoint.text, 1_770_000_000)
    assert Checkpoint.open(note, [LOG.verifier, Verifier.read(str(witness.verifier))]) == checkpoint
    _text, lines = split(note)
    assert int.from_bytes(lines[1][2][:8], "big") == 1_770_000_000
    assert not witness.verifier.accepts(checkpoint.text, (5).to_bytes(8, "big") + lines[1][2][8:])


def test_a_proof_file_is_read_back_and_proves_its_entry_and_no_other():
    entries = entries_of(300)
    tiles = Tiles(Shelf(), 0).grown(entries)
    note = Checkpoint("log.example/1", 300, root_at(tiles.node, 300)).signed([LOG])
    receipt = Receipt(17, tuple(inclusion(tiles.node, 17, 300)), note, b"{}")
    read = Receipt.read(str(receipt))
    assert read == receipt
    assert read.check(entries[17], [LOG.verifier]).size == 300
    assert leaf_hash(entries[17]) != leaf_hash(entries[18])
    with pytest.raises(ProofError):
        read.check(entries[18], [LOG.verifier])
    with pytest.raises(NoteError):
        read.check(entries[17], [OTHER.verifier])
    for text in ("", "c2sp.org/tlog-proof@v1\n\n", str(receipt).replace("index 17", "index 017"), str(receipt)[:90]):
        with pytest.raises(ProofError):
            Receipt.read(text)
