"""What is decided without the engine is what the engine says, or is left to it."""

import pytest
from cel_expr_python import cel
from hypothesis import given
from hypothesis import strategies as st

from motcua.catalogue.domain.expression_shortcuts import shortcut
from motcua.catalogue.domain.expression_syntax import free_names, read
from motcua.catalogue.domain.expressions import condition

ENGINE = cel.NewEnv()
NAMES = ("a", "b", "c")
TEXTS = ("'x'", "'post'", "'Ế'", "''")
LITERALS = st.sampled_from((*TEXTS, "true", "false", "null", "3"))
ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        name: st.one_of(
            st.none(), st.booleans(), st.sampled_from(("x", "post", "Ế", "")), st.integers(0, 3), st.lists(st.just("x"))
        )
        for name in NAMES
    },
)


def _joined(parts):
    return st.tuples(parts, st.sampled_from(("&&", "||")), parts).map(lambda found: f"({' '.join(found)})")


PLAIN = st.one_of(
    st.sampled_from(NAMES),
    st.tuples(st.sampled_from(NAMES), st.sampled_from(("==", "!=")), LITERALS).map(" ".join),
    st.tuples(st.sampled_from(NAMES), st.lists(st.sampled_from(TEXTS), min_size=1, max_size=3)).map(
        lambda found: f"{found[0]} in [{', '.join(found[1])}]"
    ),
)
EXPRESSIONS = st.recursive(PLAIN, lambda inner: st.one_of(_joined(inner), inner.map(lambda text: f"!({text})")))


def engine(text, answers):
    """What the engine says: True, False, or None when it breaks or gives something else."""
    given_to_it = {name: answers.get(name) for name in free_names(read(text))}
    value = ENGINE.compile(text, disable_check=True).eval(data=given_to_it)
    plain = None if value.type() == cel.Type.ERROR else value.plain_value()
    return plain if plain is True or plain is False else None


@given(EXPRESSIONS, ANSWERS)
def test_a_shortcut_says_what_the_engine_says_or_leaves_it_to_the_engine(text, answers):
    quick = shortcut(read(text))
    said = quick(answers) if quick else None
    assert said is None or said is engine(text, answers)


@pytest.mark.parametrize(
    ("text", "answers", "said"),
    [
        ("delivery == 'post'", {"delivery": "post"}, True),
        ("delivery == 'post'", {}, False),
        ("wanted != null", {"wanted": "x"}, True),
        ("kind in ['a', 'b']", {"kind": "b"}, True),
        ("!(purpose == 'marry' && status == 'married')", {"purpose": "marry", "status": "single"}, True),
        ("is_child", {"is_child": True}, True),
        ("is_child", {}, None),  # the engine breaks on it, and says how
        ("kind == 'a'", {"kind": 3}, None),
        ("'a' in kinds", {"kinds": ["a"]}, None),
        ("copies > 3", {"copies": 4}, None),
    ],
)
def test_the_conditions_of_forms_are_decided_without_the_engine_and_stranger_ones_are_not(text, answers, said):
    quick = shortcut(read(text))
    assert (quick(answers) if quick else None) is said


def test_a_condition_that_no_shortcut_can_decide_for_these_answers_is_decided_by_the_engine():
    assert not condition("kind == 'a'")({"kind": 3})
