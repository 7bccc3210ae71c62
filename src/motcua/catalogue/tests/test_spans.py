"""An edit touches nothing but what changes, says exactly what was wanted, and can be taken back byte for byte."""

import copy
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.catalogue.packages.source import read_source
from motcua.catalogue.packages.spans import NotEditableError, apply, inverse, read, rewrite

ROOT = Path(__file__).resolve().parents[4] / "procedures"
FILES = sorted(ROOT.glob("*/*.yaml")) + sorted(ROOT.glob("*/scenarios/*.yaml"))
TEXTS = {file.relative_to(ROOT).as_posix(): file.read_bytes().decode() for file in FILES}


def edited(text, change):
    """The text after `change` was made to what it says; undone again it has to be the text."""
    wanted = read(text)
    change(wanted)
    patch = rewrite(text, wanted)
    after = apply(text, patch)
    assert read(after) == wanted
    assert apply(after, inverse(patch)) == text
    return after


@pytest.mark.parametrize("name", TEXTS)
def test_saying_the_same_changes_no_byte(name):
    assert rewrite(TEXTS[name], read(TEXTS[name])) == ()


BOOK = dedent("""\
    # The head of the file stays where it is.

    name: {vi: Thẻ thư viện, en: "Library card"}   # beside
    note: 'it''s free'
    why: >-
      A long text that
      is folded.
    papers:
      # about the photo
      - id: photo      # a portrait
        kind: upload
        legal: [rule-1, rule-2]

      # about the letter
      - id: letter
        kind: present

      - id: stamp
    fees: [5, 6]
    last: true
    """)


def test_a_word_changes_and_keeps_its_quotes():
    after = edited(BOOK, lambda book: book["name"].update(en='Card: for "all"', vi="Thẻ"))
    assert after == BOOK.replace('"Library card"', '"Card: for \\"all\\""').replace("Thẻ thư viện", "Thẻ")
    after = edited(BOOK, lambda book: book.update(note="it's not"))
    assert after == BOOK.replace("it''s free", "it''s not")


def test_a_plain_word_gets_quotes_only_where_it_needs_them():
    for value, written in [
        ("Thẻ, sách", '"Thẻ, sách"'),
        ("true", '"true"'),
        ("12", '"12"'),
        ("a #b", '"a #b"'),
        ("x#y", "x#y"),
    ]:
        assert edited(BOOK, lambda book, value=value: book["name"].update(vi=value)) == BOOK.replace(
            "Thẻ thư viện", written
        )


def test_a_folded_text_stays_folded():
    after = edited(BOOK, lambda book: book.update(why="Another text."))
    assert "why: >-\n  Another text.\npapers:" in after


def test_an_item_moves_with_the_comments_that_touch_it_and_blank_lines_stay():
    def move(book):
        book["papers"].insert(0, book["papers"].pop(1))

    after = edited(BOOK, move)
    assert after[after.index("papers:") : after.index("fees:")] == dedent("""\
        papers:
          # about the letter
          - id: letter
            kind: present

          # about the photo
          - id: photo      # a portrait
            kind: upload
            legal: [rule-1, rule-2]

          - id: stamp
        """)


def test_an_item_leaves_and_the_others_stay_as_they_are():
    for gone in range(3):
        after = edited(BOOK, lambda book, gone=gone: book["papers"].pop(gone))
        assert ("about the letter" in after) is (gone != 1)
        assert after.count("\n\n") == BOOK.count("\n\n") - 1


def test_an_item_comes_between_others_in_the_file_s_own_manner():
    after = edited(BOOK, lambda book: book["papers"].insert(1, {"id": "form", "name": {"vi": "Đơn", "en": "Form"}}))
    assert "legal: [rule-1, rule-2]\n\n  - {id: form, name: {vi: Đơn, en: Form}}\n\n  # about the letter" in after


def test_keys_come_after_the_key_they_follow_and_go():
    after = edited(BOOK, lambda book: book["papers"][0].pop("kind"))
    assert "- id: photo      # a portrait\n    legal:" in after
    after = edited(BOOK, lambda book: book["papers"][0].pop("id"))
    assert "  # about the photo\n  - kind: upload\n    legal:" in after
    after = edited(BOOK, lambda book: book["papers"].__setitem__(2, {"id": "stamp", "hint": "yes", "when": "a == 'b'"}))
    assert "  - id: stamp\n    hint: yes\n    when: a == 'b'\nfees:" in after


def test_lists_in_brackets_stay_in_brackets():
    assert "fees: [6, 7, 5]\n" in edited(BOOK, lambda book: book.update(fees=[6, 7, 5]))
    assert "fees: [6]\n" in edited(BOOK, lambda book: book.update(fees=[6]))
    assert "legal: [rule-3, rule-1, rule-2]\n" in edited(
        BOOK, lambda book: book["papers"][0]["legal"].insert(0, "rule-3")
    )


def test_a_list_that_empties_and_fills_again():
    after = edited(BOOK, lambda book: book.update(papers=[]))
    assert "papers: []\nfees:" in after
    after = edited(
        after, lambda book: book.update(papers=[{"id": "one", "kind": "upload", "options": [{"value": "a"}]}])
    )
    assert "papers:\n  - id: one\n    kind: upload\n    options:\n      - {value: a}\nfees:" in after


def test_windows_line_ends_stay():
    text = BOOK.replace("\n", "\r\n")
    after = edited(text, lambda book: book["papers"].append({"id": "form", "options": [{"value": "a"}]}))
    assert after.count("\r\n") == after.count("\n") > text.count("\n")


def test_a_file_without_a_last_line_end():
    edited("a: 1\nb:\n  - x", lambda it: it["b"].insert(0, "y"))
    edited("a: 1\nb:\n  - x", lambda it: it.update(c={"d": ["e"]}))


@pytest.mark.parametrize(
    "text", ["", "a: [", "- &a [*a]", "? {a: b}\n: c\n", "\ufeffa: b\n", "a: 1\na: 2\n", "a: 1\n---\nb: 2\n"]
)
def test_what_cannot_be_edited_is_refused(text):
    with pytest.raises(NotEditableError):
        rewrite(text, {"a": "b", "c": "d"})


WORDS = st.one_of(
    st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cf")), max_size=40),
    st.sampled_from(["true", "~", "12", "- a", "a: b", "# no", "{", "x, y", "'", '"', "Đăng ký", "two\nlines", "%", "@", "* a",
                     "Một câu dài hơn một trăm chữ cái để tự xuống dòng, có dấu phẩy; và có cả dấu hai chấm: như thế này đây."]),
)  # fmt: skip


def places(value, path=()):
    yield path
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in children:
        yield from places(inner, (*path, key))


def at(value, path):
    for key in path:
        value = value[key]
    return value


@st.composite
def changes(draw, model):
    """A few random changes made to a model in place."""
    for _ in range(draw(st.integers(1, 4))):
        path = draw(st.sampled_from(sorted(places(model), key=str)))
        here = at(model, path)
        if isinstance(here, list) and here:
            index = draw(st.integers(0, len(here) - 1))
            match draw(st.sampled_from(["move", "remove", "copy"])):
                case "move":
                    here.insert(draw(st.integers(0, len(here) - 1)), here.pop(index))
                case "remove":
                    here.pop(index)
                case "copy":
                    one = copy.deepcopy(here[index])
                    if isinstance(one, dict) and "id" in one:
                        one["id"] = f"{one['id']}_{draw(st.integers(0, 99))}"
                    here.insert(draw(st.integers(0, len(here))), one)
        elif isinstance(here, dict) and here:
            match draw(st.sampled_from(["remove", "add", "map"])):
                case "remove":
                    here.pop(draw(st.sampled_from(sorted(here))))
                case "add":
                    here[draw(st.sampled_from(["hint", "why", "note"]))] = draw(WORDS)
                case "map":
                    here["label"] = {"vi": draw(WORDS), "en": draw(WORDS)}
        elif path:
            at(model, path[:-1])[path[-1]] = draw(st.one_of(WORDS, st.integers(-5, 10**9), st.booleans(), st.none()))
    return model


@settings(max_examples=100)
@given(data=st.data())
def test_random_edits_of_the_real_packages_say_what_was_wanted_and_can_be_undone(data):
    name = data.draw(st.sampled_from(sorted(TEXTS)))
    text = TEXTS[name]
    wanted = data.draw(changes(read(text)))
    patch = rewrite(text, wanted)
    after = apply(text, patch)
    source = read_source(after.encode(), name)
    assert rewrite(after, wanted) == ()
    assert apply(after, inverse(patch)) == text
    assert not source.problems
    assert read(after) == source.content, "the loader of packages reads it alike"
