"""Books: numbers that never clash and have no gaps, formats with a day from which they hold, form 07, its print."""

import threading
from datetime import date, timedelta

import pytest
from django.db import connection

from motcua.agencies import api as agencies
from motcua.dossiers import api
from motcua.dossiers.books.printing import forget_book_prints, print_books
from motcua.dossiers.cli import main
from motcua.dossiers.contracts import BookFilter, DocumentKind
from motcua.dossiers.documents.checking import id_of, token_of
from motcua.dossiers.documents.tests.test_papers import text_of
from motcua.dossiers.errors import (
    ActNotAllowedError,
    BookPrintNotFoundError,
    BookUnknownError,
    NumberFormatInvalidError,
    PaperUnknownError,
)
from motcua.dossiers.models import BookPrint, Document
from motcua.dossiers.services.issuing import issue_document
from motcua.dossiers.services.numbering import next_in_book, set_number_format
from motcua.dossiers.services.storing import lock_dossier
from motcua.dossiers.tests.world import submitted
from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM
from motcua.ledger.models import Entry
from motcua.platform.database.transactions import acting

MARCH = date(2026, 3, 1)


def accepted(world, key="k1"):
    view = api.get_dossier(actor=world.receiver, code=submitted(world, key=key).code)
    return api.accept_dossier(actor=world.receiver, dossier_id=view.id, expected_version=1)


def book(world, which="dossiers", month=MARCH, actor=None, **said):
    return api.list_book(actor=actor or world.receiver, wanted=BookFilter(which, month), **said)


def next_number(world, kind=DocumentKind.RECEIPT):
    with acting(SYSTEM):
        return next_in_book(world.agency, kind, clock.now()).written


def test_each_kind_of_paper_has_a_book_of_its_own_and_it_begins_anew_each_year(world, frozen_clock):
    assert [next_number(world), next_number(world), next_number(world, DocumentKind.REFUSAL)] == [
        "1/2026",
        "2/2026",
        "1/2026",
    ]
    frozen_clock.forward(timedelta(days=365))
    assert next_number(world) == "1/2027"


def test_a_format_holds_from_its_day_on_and_the_agencys_own_before_everybodys(world, frozen_clock):
    set_number_format(actor=SYSTEM, pattern="{number:03}/TN", valid_from=date(2026, 3, 3))
    set_number_format(
        actor=SYSTEM,
        pattern="{number}/GTN-{agency}",
        valid_from=date(2026, 3, 4),
        agency_id=world.agency.id,
        kind="receipt",
    )
    said = []
    for _day in range(3):
        said.append(next_number(world))
        frozen_clock.forward(timedelta(days=1))
    assert said == ["1/2026", "002/TN", "3/GTN-H57.17"]
    assert next_number(world, DocumentKind.RESULT) == "001/TN"


def test_the_operator_sets_a_format_and_hears_what_is_wrong_with_one(world, capsys):
    assert main(["dossiers", "number-format", "{number}/TN", "--from", "2026-03-01", "--agency", "H57.17"]) == 0
    assert next_number(world) == "1/TN"
    assert main(["dossiers", "number-format", "TN", "--from", "2026-03-01"]) == 2
    assert "number" in capsys.readouterr().err


@pytest.mark.parametrize(
    "pattern",
    [
        "",
        "TB-{year}",
        "{number}{serial}",
        "{number.__class__}",
        "{number:99999999}",
        "{number!r}",
        "{number",
        "{number}" + "x" * 60,
    ],
)
def test_a_format_that_can_not_number_is_refused(world, pattern):
    with pytest.raises(NumberFormatInvalidError):
        set_number_format(actor=SYSTEM, pattern=pattern, valid_from=MARCH)


@pytest.mark.django_db(transaction=True)
def test_many_at_once_get_different_numbers_and_what_is_taken_back_leaves_no_gap():
    from motcua.dossiers.tests import world as worlds

    world = worlds.build()
    given: list[int] = []

    def take(times: int) -> None:
        try:
            for each in range(times):
                try:
                    with acting(SYSTEM):
                        serial = next_in_book(world.agency, DocumentKind.RECEIPT, clock.now()).serial
                        if each % 5 == 4:
                            raise ZeroDivisionError
                    given.append(serial)
                except ZeroDivisionError:
                    pass
        finally:
            connection.close()

    threads = [threading.Thread(target=take, args=(25,)) for _each in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(given) == list(range(1, 81))


def test_the_book_of_dossiers_has_everyone_of_the_month_in_order_page_by_page(world, frozen_clock):
    codes = [submitted(world, key=f"k{n}").code for n in range(3)]
    frozen_clock.forward(timedelta(days=31))
    submitted(world, key="april")
    page = book(world, limit=2)
    assert [row.code for row in page.rows] == codes[:2] and page.cursor
    rest = book(world, limit=2, cursor=page.cursor)
    assert [row.code for row in rest.rows] == codes[2:] and not rest.cursor
    assert len(book(world, month=date(2026, 4, 1)).rows) == 1


def test_a_book_shows_its_own_agency_only_and_every_name_read_is_a_look(world):
    accepted(world)
    assert book(world, actor=world.stranger).rows == ()
    book(world)
    entry = Entry.objects.filter(action="dossiers.looked_at", facts__book="dossiers").get()
    assert entry.facts["subjects"] == [str(world.lan.id)]


@pytest.mark.parametrize("cursor", ["x", "bnVsbA==", "IjEi", "OTk5OTk5OTk5OTk5OTk5", "W10="])
@pytest.mark.parametrize("which", ["dossiers", "receipt"])
def test_a_broken_cursor_begins_at_the_top(world, which, cursor):
    accepted(world)
    page = book(world, which, cursor=cursor)
    assert len(page.rows) + len(page.numbers) == 1


def test_the_book_of_numbers_tells_who_signed_and_where_numbers_are_missing(world):
    accepted(world)
    next_number(world)
    next_number(world)
    accepted(world, "k2")
    first, second = book(world, "receipt").numbers
    assert (first.number, first.signer, first.missing) == ("1/2026", "Lê Thu Hà", None)
    assert (second.serial, second.missing) == (4, (2, 3))


@pytest.fixture
def replaced(world):
    """A receipt that another one took the place of; both papers."""
    view = accepted(world)
    with acting(SYSTEM):
        old = Document.objects.get(dossier_id=view.id)
    with acting(world.head):
        row = lock_dossier(world.head, view.id)
        issue_document(world.head, row, DocumentKind.RECEIPT, "", supersedes=old)
    with acting(SYSTEM):
        return view.code, old, Document.objects.exclude(id=old.id).get(dossier_id=view.id)


def test_a_paper_that_was_replaced_says_so_in_its_book_its_dossier_and_when_it_is_checked(world, replaced):
    code, old, new = replaced
    assert book(world, "receipt").numbers[0].replaced_by == new.number == "2/2026"
    assert [one.replaced_by for one in api.get_dossier(actor=world.lan, code=code).documents] == ["2/2026", ""]
    check = api.check_paper(token=token_of(old.id))
    assert (check.newer_number, check.newer_at) == (new.number, new.issued_at)
    assert api.check_paper(token=token_of(new.id)).newer_number == ""


def test_the_new_paper_names_the_number_and_day_of_the_old_one(world, replaced):
    code, old, _new = replaced
    printed, _name = api.open_document(actor=world.lan, code=code, kind=DocumentKind.RECEIPT)
    assert "Thay giấy số 1/2026 ngày 02/03/2026" in text_of(printed)
    before, _name = api.open_document(actor=world.lan, code=code, kind=DocumentKind.RECEIPT, document_id=old.id)
    assert "Số: 1/2026" in text_of(before)


def test_who_checks_a_paper_learns_nothing_of_the_person(world):
    view = accepted(world)
    check = api.check_paper(token=token_of(view.documents[0].id))
    assert (check.number, check.code, check.kind) == ("1/2026", view.code, DocumentKind.RECEIPT)
    assert check.title["vi"] == "Giấy tiếp nhận hồ sơ và hẹn trả kết quả"
    assert world.lan.name not in repr(check)


@pytest.mark.parametrize("token", ["", "x", "a" * 22, "á" * 22, "\x00", "A" * 500])
def test_a_token_that_no_paper_bears_is_unknown(world, token):
    with pytest.raises(PaperUnknownError):
        api.check_paper(token=token)


def test_a_token_leads_back_to_its_paper(world):
    document = Document(id=accepted(world).documents[0].id)
    assert len(token_of(document.id)) == 22 and id_of(token_of(document.id)) == document.id


def test_a_copy_says_that_it_is_one_and_who_made_it_and_is_written_down(world):
    view = accepted(world)
    copied, name = api.copy_document(actor=world.receiver, code=view.code, document_id=view.documents[0].id)
    assert "BẢN SAO" in text_of(copied) and "người sao: Lê Thu Hà, Công chức một cửa" in text_of(copied)
    assert name.endswith("-receipt-copy.pdf")
    assert Entry.objects.get(action="dossiers.document_copied").facts["number"] == "1/2026"
    with pytest.raises(ActNotAllowedError):
        api.copy_document(actor=world.lan, code=view.code, document_id=view.documents[0].id)


def test_an_english_paper_says_that_it_is_a_translation(world):
    view = accepted(world)
    printed, _name = api.open_document(actor=world.lan, code=view.code, kind=DocumentKind.RECEIPT, language="en")
    assert "a translation to help you read" in text_of(printed)


def test_the_worker_prints_the_book_and_only_who_asked_opens_it(world):
    code = accepted(world).code
    asked = api.ask_book_print(actor=world.receiver, wanted=BookFilter("dossiers", MARCH))
    assert api.ask_book_print(actor=world.receiver, wanted=BookFilter("dossiers", MARCH)).id == asked.id
    print_books()
    (done,) = api.list_book_prints(actor=world.receiver)
    assert done.ready and done.rows == 1
    printed, name = api.open_book_print(actor=world.receiver, print_id=asked.id)
    said = text_of(printed)
    assert name == "dossiers-2026-03.pdf"
    for part in (
        "SỔ THEO DÕI HỒ SƠ",
        "tháng 03/2026",
        code,
        "Nguyễn Thị Lan",
        "Đang giải quyết",
        "người in: Lê Thu Hà",
    ):
        assert part in said
    with pytest.raises(BookPrintNotFoundError):
        api.open_book_print(actor=world.head, print_id=asked.id)


def test_a_print_is_thrown_away_after_a_week(world, frozen_clock):
    api.ask_book_print(actor=world.receiver, wanted=BookFilter("receipt", MARCH))
    print_books()
    frozen_clock.forward(timedelta(days=8))
    forget_book_prints()
    with acting(SYSTEM):
        assert not BookPrint.objects.exists()


def test_a_book_that_nobody_keeps_is_refused(world):
    with pytest.raises(BookUnknownError):
        api.ask_book_print(actor=world.receiver, wanted=BookFilter("x", MARCH))
    assert agencies.get_agency(world.agency.id)
