"""Books on the desk, and a paper checked by whoever is shown it."""

from django.test import Client

from motcua.dossiers import api
from motcua.dossiers.books.printing import print_books
from motcua.dossiers.documents.checking import token_of
from motcua.dossiers.tests.world import submitted
from motcua.dossiers.web.tests.world import signed_in


def accepted(world):
    view = api.get_dossier(actor=world.receiver, code=submitted(world).code)
    return api.accept_dossier(actor=world.receiver, dossier_id=view.id, expected_version=1)


def test_the_book_of_the_month_leads_to_its_dossiers_and_to_the_months_beside_it(world):
    view = accepted(world)
    page = signed_in(world.head).get("/desk/books/?month=2026-03").text
    for part in (
        view.code,
        "Nguyễn Thị Lan",
        f'href="/desk/{view.code}"',
        "month=2026-02",
        "month=2026-04",
        "Sổ theo dõi hồ sơ",
    ):
        assert part in page
    assert view.code not in signed_in(world.stranger).get("/desk/books/?month=2026-03").text


def test_addresses_with_nonsense_show_this_months_book(world):
    for nonsense in (
        "?book=x&month=y",
        "?month=9999-99",
        "?procedure=%00",
        "?after=%00&month=0001-01",
        "?month=9999-12",
    ):
        assert signed_in(world.head).get(f"/desk/books/{nonsense}").status_code == 200


def test_a_book_is_printed_by_the_worker_and_carried_out_as_csv(world):
    code, desk = accepted(world).code, signed_in(world.receiver)
    said = {"book": "dossiers", "month": "2026-03"}
    page = desk.post("/desk/books/print", said, follow=True).text
    assert "đang in" in page and 'hx-trigger="every 2s"' in page
    print_books()
    page = desk.get("/desk/books/?month=2026-03").text
    href = page.split("/desk/books/prints/")[1].split('"')[0]
    assert desk.get(f"/desk/books/prints/{href}").content.startswith(b"%PDF") and 'hx-trigger="every 2s"' not in page
    table = desk.get("/desk/books/book.csv?month=2026-03").content.decode("utf-8-sig")
    assert table.splitlines()[0].startswith("Mã hồ sơ,Thủ tục") and code in table


def test_whoever_holds_a_paper_learns_whether_it_holds_and_nothing_of_the_person(world):
    view = accepted(world)
    address = f"/v/{token_of(view.documents[0].id)}"
    page = Client().get(address)
    assert "còn giá trị" in page.text and "1/2026" in page.text and view.code in page.text
    assert world.lan.name not in page.text and page["Cache-Control"].startswith("max-age=0")
    assert "This paper is on the books" in Client().get(f"/en{address}").text
    unknown = Client().get("/v/nothing")
    assert unknown.status_code == 404 and "Không có giấy nào mang mã này" in unknown.text
    assert "hồ sơ của bạn" not in unknown.text.lower()  # the reader may be anybody


def test_a_copy_is_made_from_the_dossier(world):
    view, desk = accepted(world), signed_in(world.receiver)
    address = f"/desk/{view.code}/documents/{view.documents[0].id}/copy.pdf"
    assert f'action="{address}"' in desk.get(f"/desk/{view.code}").text
    assert desk.post(address)["Content-Type"] == "application/pdf"
    assert desk.get(address).status_code == 405
