"""Every row of the table in both languages: refused clearly, nothing lost, nothing stored twice, nothing given away."""

import html

import pytest

from tests.hostile import api_rows, case_rows, page_rows
from tests.hostile.conftest import refused
from tests.hostile.rows import SAYS, Row
from tests.hostile.stage import PRIVATE, Stage

ROWS = [*api_rows.ROWS, *page_rows.ROWS, *case_rows.ROWS]
# Found by this table and reported; whoever mends one takes its line out.
TRACES = ("Traceback", 'File "/', "psycopg.", "django.core", "site-packages", "SELECT ", "<script>alert(")


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_it_is_refused_and_nothing_moves(stage: Stage, row: Row, language: str):
    before = stage.facts()
    answer = row.send(stage, stage.browser(row.who, language))
    assert answer.status == row.status, f"{answer.status} {answer.headers.get('location', '')} {answer.text[:1500]}"
    assert_told(row, answer, language)
    assert_nothing_given_away(row, answer)
    after = stage.facts()
    changed = {key for key in before if before[key] != after[key]}
    assert changed <= row.moves, {key: (before[key], after[key]) for key in changed - row.moves}
    row.also(stage, answer)
    refused.add(row.name)


def assert_told(row, answer, language):
    said = SAYS[row.says][language == "en"]
    problem = answer.problem
    if problem and "." in row.says:
        assert (problem["code"], problem["status"]) == (row.says, row.status), problem
        assert said in problem["title"], problem["title"]
    else:
        assert said in html.unescape(answer.text), answer.text[:3000]
    if row.place:
        assert row.place in problem["fields"], problem
    if row.to:
        wanted = row.to.replace("{/en}", "/en" if language == "en" else "")
        assert answer.headers["location"].startswith(wanted), answer.headers["location"]
        assert "\n" not in answer.headers["location"]
    if row.shown:
        assert row.shown in answer.text


def assert_nothing_given_away(row, answer):
    for trace in TRACES:
        assert trace not in answer.text, trace
    for person, private in PRIVATE.items():
        if row.who != person and not (person == "lan" and row.who in ("receiver", "specialist", "head", "signed out")):
            assert not [text for text in private if text in answer.text], person


def test_the_names_of_rows_are_their_own():
    names = [row.name for row in ROWS]
    assert sorted(set(names)) == sorted(names)
