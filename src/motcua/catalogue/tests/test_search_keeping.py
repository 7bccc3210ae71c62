"""Counts and synonyms: what staff see and change, with the database."""

import gc
import weakref

import pytest

from motcua.catalogue import api
from motcua.catalogue.errors import SynonymChangedError, SynonymInvalidError, SynonymNotFoundError, WordsNotAllowedError
from motcua.catalogue.models import AskedQuery, ProcedureUse
from motcua.catalogue.searching import holding
from motcua.kernel.actors import SYSTEM, Actor, ActorKind
from motcua.platform import remembering
from motcua.platform.database.transactions import prepared

from .packages import write_package

pytestmark = pytest.mark.django_db


@pytest.fixture
def library(tmp_path):
    return api.publish_package(actor=SYSTEM, folder=write_package(tmp_path))


EDITOR = Actor(ActorKind.OFFICIAL, name="Trần Văn Biên", roles=frozenset({"editor"}))
RECEIVER = Actor(ActorKind.OFFICIAL, name="Lê Thị Nhận", roles=frozenset({"receiver"}))


def put(everyday="đọc ké", legal="thẻ thư viện", reason="dân hay nói", actor=EDITOR):
    return api.put_synonym(actor=actor, everyday=everyday, legal=legal, reason=reason)


def first(query: str) -> list[str]:
    return [found.code for found in api.search_procedures(query, 1)]


def actions() -> list[str]:
    return [row[0] for row in prepared("SELECT action FROM ledger_entry ORDER BY id")]


def test_a_synonym_is_searched_with_at_once_and_written_down(library):
    assert first("doc ke") == []
    put()
    assert first("doc ke") == [library.code]
    assert actions()[-1] == "catalogue.synonym_changed"


def test_everyday_words_may_mean_one_procedure_by_its_code(library):
    put(legal=library.code)
    assert first("đọc ké") == [library.code]


def test_a_synonym_can_be_switched_off_and_on(library):
    put()
    api.switch_synonym(actor=EDITOR, everyday="đọc ké", active=False, reason="gây nhầm")
    assert first("doc ke") == []
    api.switch_synonym(actor=EDITOR, everyday="đọc ké", active=True, reason="thử lại")
    assert first("doc ke") == [library.code]


def test_a_curated_synonym_can_be_switched_off(library):
    said = next(one for one in api.list_synonyms(actor=EDITOR) if one.curated).everyday
    api.switch_synonym(actor=EDITOR, everyday=said, active=False, reason="ở đây không ai nói vậy")
    mine = next(one for one in api.list_synonyms(actor=EDITOR) if one.everyday == said)
    assert (mine.active, mine.curated) == (False, False)


def test_a_word_that_can_not_be_is_not_found(library):
    with pytest.raises(SynonymNotFoundError):
        api.switch_synonym(actor=EDITOR, everyday="a\x00b", active=False, reason="thử")


def test_each_change_can_be_undone_until_another_follows(library):
    put()
    put(legal="mượn sách")
    second, added = api.list_synonym_changes(actor=EDITOR)
    with pytest.raises(SynonymChangedError):
        api.undo_synonym(actor=EDITOR, change_id=added.id, reason="nhầm")
    restored = api.undo_synonym(actor=EDITOR, change_id=second.id, reason="nhầm")
    assert restored.legal == "thẻ thư viện"
    with pytest.raises(SynonymNotFoundError):
        api.undo_synonym(actor=EDITOR, change_id=0, reason="nhầm")


def test_an_index_is_left_out_of_the_search_for_garbage_and_freed_all_the_same(library):
    first("the thu vien")
    before = weakref.ref(holding.held().engine.index)
    assert gc.isenabled()
    assert not any(one is before() for one in gc.get_objects())
    gc.disable()
    try:
        remembering.forget()
        first("the thu vien")
        assert holding.held().engine.index is not before()
        assert before() is None
    finally:
        gc.enable()


def test_undoing_what_was_new_removes_it(library):
    put()
    (added,) = api.list_synonym_changes(actor=EDITOR)
    assert api.undo_synonym(actor=EDITOR, change_id=added.id, reason="nhầm") is None
    assert first("doc ke") == []


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"everyday": ""}, "everyday"), ({"everyday": "một hai ba bốn năm sáu bảy"}, "everyday"), ({"everyday": "\x00"}, "everyday"),
        ({"legal": ""}, "legal"), ({"legal": "zzzz"}, "legal"), ({"legal": "9.999999"}, "legal"), ({"legal": "đọc ké"}, "legal"),
        ({"reason": " "}, "reason"),
    ],
)  # fmt: skip
def test_words_that_search_could_not_use_are_refused_by_field(library, changed, field):
    with pytest.raises(SynonymInvalidError) as refused:
        put(**changed)
    assert field in refused.value.fields


@pytest.mark.parametrize("actor", [RECEIVER, Actor(ActorKind.PERSON), Actor(ActorKind.ANONYMOUS)])
def test_only_editors_see_and_change_words(library, actor):
    for act in (
        lambda: put(actor=actor),
        lambda: api.switch_synonym(actor=actor, everyday="x", active=False, reason="x"),
        lambda: api.undo_synonym(actor=actor, change_id=1, reason="x"),
        lambda: api.list_synonyms(actor=actor),
        lambda: api.list_synonym_changes(actor=actor),
        lambda: api.list_missed(actor=actor),
    ):
        with pytest.raises(WordsNotAllowedError):
            act()


def test_trying_a_synonym_changes_nothing(library):
    tried = api.explain_search("đọc ké", synonyms={"đọc ké": "thẻ thư viện"})
    assert tried[0].summary.code == library.code
    assert tried[0].reading == "the thu vien"
    assert first("doc ke") == []


def test_queries_that_led_nowhere_are_shown_when_enough_people_asked(library):
    for _ in range(4):
        api.count_query("nuôi ong", found=False)
    api.count_query("Nguyễn Văn An 046199000123", found=False)
    api.write_counts()
    assert api.list_missed(actor=EDITOR) == ()
    api.count_query("Nuoi ong", found=False)
    api.write_counts()
    assert [(missed.query, missed.nothing) for missed in api.list_missed(actor=EDITOR)] == [("nuoi ong", 5)]
    assert AskedQuery.objects.count() == 1


def test_what_was_found_and_never_opened_is_shown_too(library):
    for _ in range(6):
        api.count_query("thẻ thư viện", found=True)
        api.count_query("mượn sách", found=True)
        api.count_opened("mượn sách")
    api.write_counts()
    assert [(missed.query, missed.unopened) for missed in api.list_missed(actor=EDITOR)] == [("the thu vien", 6)]


def test_use_is_counted_by_month_and_without_persons(library):
    api.count_use(library.code, "opened")
    api.count_use(library.code, "opened")
    api.count_use(library.code, "filed")
    api.write_counts()
    api.count_use(library.code, "started")
    api.write_counts()
    (row,) = ProcedureUse.objects.values("code", "opened", "started", "filed")
    assert row == {"code": library.code, "opened": 2, "started": 1, "filed": 1}


def test_counting_waits_before_it_writes(library, count_statements):
    with count_statements() as seen:
        for _ in range(20):
            api.count_use(library.code, "opened")
            api.count_query("thẻ", found=True)
    assert not [statement for statement in seen if "INSERT" in statement]
