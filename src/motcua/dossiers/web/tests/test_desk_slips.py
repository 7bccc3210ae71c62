"""Form 06 on the desk: a table, and the same as PDF."""

from motcua.dossiers import api
from motcua.dossiers.tests.world import submitted
from motcua.dossiers.web.tests.world import signed_in


def test_the_hands_of_a_dossier_are_a_table_that_its_page_leads_to(world):
    receipt = submitted(world)
    api.accept_dossier(actor=world.receiver, dossier_id=receipt.id, expected_version=1)
    desk = signed_in(world.head)
    assert f'href="/desk/{receipt.code}/slip"' in desk.get(f"/desk/{receipt.code}").text
    page = desk.get(f"/desk/{receipt.code}/slip")
    assert "Lê Thu Hà, Công chức một cửa" in page.text and "Trước hạn" in page.text
    assert "Control slip" in desk.get(f"/en/desk/{receipt.code}/slip").text


def test_the_slip_is_printed_and_strangers_get_neither(world):
    receipt = submitted(world)
    printed = signed_in(world.head).get(f"/desk/{receipt.code}/slip.pdf")
    assert printed["Content-Type"] == "application/pdf" and printed.content.startswith(b"%PDF")
    assert signed_in(world.stranger).get(f"/desk/{receipt.code}/slip").status_code == 404
    assert signed_in(world.stranger).get(f"/desk/{receipt.code}/slip.pdf").status_code == 404
