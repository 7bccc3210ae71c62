"""What a line says is counted instead of read a second time: the count may never be fooled."""

import hashlib
import hmac
import json
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.dossiers.domain.codes import at_edge
from motcua.dossiers.syncing.refusals import RowRefusedError
from motcua.dossiers.syncing.rows import parse
from motcua.dossiers.tests.pushing import dossier, step
from motcua.identity.numbers import _ids_by

MOMENT = "2026-02-27T09:00:00+07:00"
TEXTS = st.sampled_from(["", "a", '"name":', '": "', "in_person", "person", "ở đâu : đây"])
DETAILS = st.recursive(
    st.none() | st.integers(0, 3) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)
OPTIONAL = {
    "sequence": st.none() | st.integers(0, 3),
    "as_of": st.none() | st.just(MOMENT),
    "channel": st.sampled_from(["in_person", "online"]),
    "received_at": st.none() | st.just(MOMENT),
    "due_at": st.none() | st.just(MOMENT),
    "decided_at": st.none() | st.just(MOMENT),
    "ended_at": st.none() | st.just(MOMENT),
    "fee_total": st.integers(0, 300),
    "details": st.dictionaries(TEXTS, DETAILS, max_size=3),
}
WHO = st.fixed_dictionaries(
    {"name": TEXTS}, optional={"type": st.sampled_from(["person", "business"]), "number": TEXTS}
)
DOSSIERS = st.fixed_dictionaries(
    {name: st.just(dossier()[name]) for name in ("kind", "code", "agency", "procedure", "status", "submitted_at")}
    | {"applicant": WHO},
    optional=OPTIONAL,
)
STEPS = st.fixed_dictionaries(
    {name: st.just(step()[name]) for name in ("kind", "code", "at", "note")},
    optional=dict.fromkeys(("by", "position", "unit"), TEXTS)
    | {name: st.none() | st.integers(0, 300) for name in ("sequence", "status")}
    | {"due_at": OPTIONAL["due_at"]},
)
SPACES = st.sampled_from(["", " ", "\t", "\r", "  "])


def written(value, space, twice=None, again=""):
    """JSON of `value`; the first pair of the object `twice` is written once more, with `again` before its colon."""
    if isinstance(value, dict):
        pairs = [(name, space, inner) for name, inner in value.items()]
        pairs += [(pairs[0][0], again, pairs[0][2])] if value is twice else []
        return "{" + ",".join(f"{json.dumps(k)}{gap}:{written(v, space, twice, again)}" for k, gap, v in pairs) + "}"
    if isinstance(value, list):
        return "[" + ",".join(written(one, space, twice, again) for one in value) + "]"
    return json.dumps(value)


def objects(value):
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return ([value] if isinstance(value, dict) and value else []) + [one for each in inner for one in objects(each)]


@given(DOSSIERS | STEPS, SPACES)
def test_a_line_whose_names_stand_once_is_read_whatever_it_leaves_out(row, space):
    parse(written(row, space).encode())


@given(DOSSIERS | STEPS, SPACES, SPACES, st.data())
def test_a_name_that_stands_twice_is_found_in_any_object_of_the_line(row, space, again, data):
    doubled = data.draw(st.sampled_from(objects(row)))
    with pytest.raises(RowRefusedError) as refused:
        parse(written(row, space, doubled, again).encode())
    assert refused.value.code == "name_twice"


@given(st.binary(min_size=1, max_size=100), st.text(max_size=40))
def test_the_id_of_a_number_is_the_keyed_hash_that_it_always_was(secret, number):
    told = hmac.digest(secret, number.encode("utf-8", "ignore"), hashlib.sha256).hex()[:32]
    found = _ids_by(secret)(number.encode("utf-8", "ignore").decode()).hex
    assert (found[:12], found[12], found[13:16], found[17:]) == (told[:12], "8", told[13:16], told[17:])
    assert found[16] == "89ab"[int(told[16], 16) & 3]


@given(st.dates(date(2000, 1, 1), date(2068, 12, 31)))
def test_a_day_beside_another_month_is_at_the_edge(day):
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    beside = {(noon + timedelta(days=step)).month for step in (-1, 0, 1)}
    assert at_edge(f"H57-{day:%y%m%d}-1") == (len(beside) > 1)
