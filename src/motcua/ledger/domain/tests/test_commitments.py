"""A commitment is what ADR 0033 says, so that anybody can reckon it anew with a JSON library and SHA-256."""

import hashlib
import json
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.ledger.domain.commitments import Committed, body_of, commitment
from motcua.ledger.domain.keys import seeds_of

ENTRY, LAN, AGENCY = UUID(int=1), UUID(int=2), UUID(int=3)
AT = datetime(2026, 3, 2, 9, 0, tzinfo=timezone(timedelta(hours=7)))
TEXT = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=20)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)


def body(**more):
    told = {
        "id": ENTRY,
        "actor_kind": "official",
        "actor_id": LAN,
        "actor_name": "Đỗ Thị Lan",
        "position": "Chuyên viên",
        "subject_id": LAN,
        "subject_seq": 2,
        "subject_before": b"\xab",
        "record_id": None,
        "why": "giải quyết",
        "facts": {"b": 1, "a": "ở"},
    }
    return body_of(**told | more)


def test_the_body_is_canonical_json():
    assert body(format=1).decode() == (
        '{"actor":{"id":"00000000-0000-0000-0000-000000000002","kind":"official","name":"Đỗ Thị Lan",'
        '"position":"Chuyên viên"},"facts":{"a":"ở","b":1},"id":"00000000-0000-0000-0000-000000000001","record":null,'
        '"subject":"00000000-0000-0000-0000-000000000002","subject_before":"ab","subject_seq":2,"why":"giải quyết"}'
    )


def test_a_seal_is_committed_to_and_who_is_listed_is_found_by_those_who_know_her_alone():
    salt, told = bytes(16), body(facts={"subjects": [str(LAN), str(AGENCY)], "book": "follow"}, salt=bytes(16))
    said = json.loads(told)
    assert said["facts"] == {"book": "follow"} and str(AGENCY).encode() not in told
    assert hashlib.sha256(salt + str(LAN).encode()).hexdigest() in said["subjects"]
    sealed = json.loads(body(sealed_until=AT, sealed_basis="Điều 1"))
    assert sealed["sealed"] == {"basis": "Điều 1", "until": "2026-03-02T02:00:00.000000+00:00"}
    assert body(sealed_until=AT, sealed_basis="Điều 1") != body(
        sealed_until=AT + timedelta(days=1), sealed_basis="Điều 1"
    )


@given(st.dictionaries(TEXT, VALUES, max_size=4), TEXT)
def test_it_is_the_same_json_that_a_plain_library_writes(facts, why):
    made = body(facts=facts, why=why)
    assert json.dumps(json.loads(made), sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode() == made


def test_the_commitment_is_five_lines_hashed():
    salt = bytes(16)
    hashed = hashlib.sha256(salt + body()).hexdigest()
    lines = f"motcua-ledger-entry/2\ndossiers.looked\n2026-03-02T02:00:00.000000+00:00\n{AGENCY}\n{hashed}\n"
    assert Committed("dossiers.looked", AT, AGENCY, body()).commitment(salt) == hashlib.sha256(lines.encode()).digest()
    assert commitment("a", AT, None, b"") == commitment("a", AT.astimezone(UTC), None, b"")


def test_another_salt_is_another_commitment():
    entry = Committed("dossiers.looked", AT, AGENCY, body())
    assert entry.commitment(bytes(16)) != entry.commitment(bytes(15) + b"\x01")


def test_keys_are_read_as_they_are_kept():
    assert seeds_of("A" * 43) == [bytes(32)]
    assert [len(seed) for seed in seeds_of(f"{'_' * 43}, {'-' * 43}")] == [32, 32]
    for wrong in ("", "short", "A" * 42 + "é", f"{'A' * 43},"):
        with pytest.raises(ValueError, match="32 bytes"):
            seeds_of(wrong)
