"""One expression, one meaning: the shared table and random expressions through the server and through real Chromium."""

import json
import os
import random
from pathlib import Path
from typing import Any

import pytest

from motcua.catalogue.domain.expression_syntax import written
from motcua.catalogue.errors import ExpressionError
from motcua.forms.tests.random_expressions import Case, cases, smaller, weight
from motcua.forms.tests.twins import ERROR, in_a_browser, on_the_server, prepared, shaped
from motcua.platform.testing.browsers import CHROMIUM

TABLE = json.loads((Path(__file__).parent / "expressions.json").read_text(encoding="utf-8"))
CASES = [(topic, *row) for topic, rows in TABLE.items() for row in rows]


def expected(value: Any) -> Any:
    return ERROR if value == ERROR else shaped(value)


def test_the_table_is_long_enough_to_mean_something():
    assert len(CASES) >= 500
    assert len({(text, json.dumps(names)) for _topic, text, names, _value in CASES}) == len(CASES)


@pytest.mark.parametrize("topic", TABLE)
def test_the_server_gives_what_the_table_says(topic: str):
    wrong = [
        (text, names, value, found)
        for text, names, value in TABLE[topic]
        if (found := on_the_server(text, names)) != expected(value)
    ]
    assert wrong == []


@pytest.mark.journey
@pytest.mark.skipif(not CHROMIUM, reason="there is no Chromium")
def test_a_browser_gives_what_the_table_says(browser: Any):
    found = in_a_browser(browser, [(text, names) for _topic, text, names, _value in CASES])
    pairs = zip(CASES, found, strict=True)
    assert [(case, answer) for case, answer in pairs if answer != expected(case[3])] == []


@pytest.mark.journey
@pytest.mark.skipif(not CHROMIUM, reason="there is no Chromium")
def test_random_expressions_mean_the_same_on_both_sides(browser: Any):
    count, seed = int(os.environ.get("MOTCUA_TWIN_CASES", "2000")), int(os.environ.get("MOTCUA_TWIN_SEED", "0"))
    tried = [case for case in cases(seed or random.randrange(10**6), count) if allowed(case)]
    assert len(tried) > count / 2
    different = differences(browser, tried)
    print(f"{len(tried)} of {count} expressions ran on both sides, {len(different)} differ")
    smallest = [shrunk(browser, case) for case in different[:3]]
    assert [told(browser, case) for case in smallest] == []


def allowed(case: Case) -> bool:
    try:
        prepared(written(case[0]))
    except ExpressionError:
        return False
    return True


def differences(browser: Any, tried: list[Case]) -> list[Case]:
    texts = [(written(node), names) for node, names in tried]
    found = in_a_browser(browser, texts)
    return [
        case
        for case, (text, names), answer in zip(tried, texts, found, strict=True)
        if answer != on_the_server(text, names)
    ]


def shrunk(browser: Any, case: Case) -> Case:
    """The smallest case that still differs, one step at a time."""
    while True:
        steps = [step for step in smaller(case) if weight(step) < weight(case) and allowed(step)]
        still = differences(browser, steps)
        if not still:
            return case
        case = min(still, key=weight)


def told(browser: Any, case: Case) -> str:
    text, names = written(case[0]), case[1]
    return (
        f"{text} of {names}: server {on_the_server(text, names)}, browser {in_a_browser(browser, [(text, names)])[0]}"
    )
