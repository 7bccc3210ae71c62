"""Papers and documents in the browser: shown, never run, and each opening written down."""

import io

import pytest
from PIL import Image

from motcua.dossiers import api
from motcua.dossiers.services.papers import attach_papers
from motcua.dossiers.tests.world import submitted
from motcua.dossiers.web.tests.world import signed_in
from motcua.ledger.models import Entry
from motcua.platform.database.transactions import acting
from motcua.platform.files import api as files


@pytest.fixture
def with_photo(world):
    """Lan's dossier with a photo whose name has Vietnamese letters; its code and the file's id."""
    receipt = submitted(world)
    picture = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(picture, "JPEG")
    with acting(world.lan):
        stored = files.store_file(io.BytesIO(picture.getvalue()), "ảnh giấy chứng sinh.jpg", owner_id=world.lan.id)
        attach_papers(receipt.id, {"birth_notice": (stored.id,)}, owner_id=world.lan.id)
    return receipt.code, stored.id


def test_a_photo_is_shown_in_place_and_can_do_nothing(world, with_photo):
    code, file_id = with_photo
    desk = signed_in(world.receiver)
    assert f'<img src="/desk/{code}/papers/{file_id}"' in desk.get(f"/desk/{code}?paper=1").text
    shown = desk.get(f"/desk/{code}/papers/{file_id}")
    assert shown["Content-Type"] == "image/jpeg"
    assert shown["Content-Disposition"].startswith("inline; filename*=UTF-8''%E1%BA%A3nh%20gi")
    assert shown["X-Content-Type-Options"] == "nosniff"
    assert shown["X-Frame-Options"] == "SAMEORIGIN"
    assert "default-src 'none'" in shown["Content-Security-Policy"] and "sandbox" in shown["Content-Security-Policy"]
    assert b"".join(shown.streaming_content).startswith(b"\xff\xd8")


def test_opening_a_paper_is_written_down(world, with_photo):
    code, file_id = with_photo
    list(signed_in(world.receiver).get(f"/desk/{code}/papers/{file_id}").streaming_content)
    entry = Entry.objects.get(action="dossiers.looked_at")
    assert (entry.actor_id, entry.facts) == (world.receiver.id, {"paper": "birth_notice"})


def test_a_paper_of_another_dossier_or_agency_is_not_found(world, with_photo):
    code, file_id = with_photo
    other = submitted(world, key="k2").code
    assert signed_in(world.receiver).get(f"/desk/{other}/papers/{file_id}").status_code == 404
    assert signed_in(world.stranger).get(f"/desk/{code}/papers/{file_id}").status_code == 404


def test_the_slip_opens_as_a_pdf_of_its_own_name(world):
    receipt = submitted(world)
    api.accept_dossier(actor=world.receiver, dossier_id=receipt.id, expected_version=1)
    desk = signed_in(world.receiver)
    assert f'href="/desk/{receipt.code}/documents/receipt"' in desk.get(f"/desk/{receipt.code}").text
    slip = desk.get(f"/desk/{receipt.code}/documents/receipt")
    assert slip["Content-Type"] == "application/pdf" and slip.content.startswith(b"%PDF")
    assert f"{receipt.code}-receipt.pdf" in slip["Content-Disposition"]


def test_a_document_that_was_not_issued_is_not_found(world):
    receipt = submitted(world)
    desk = signed_in(world.receiver)
    assert desk.get(f"/desk/{receipt.code}/documents/refusal").status_code == 404
    assert desk.get(f"/desk/{receipt.code}/documents/nonsense").status_code == 404


def test_a_paper_that_the_scanner_has_not_seen_says_so_and_is_given_to_nobody(world, with_photo, settings, tmp_path):
    code, file_id = with_photo
    settings.MOTCUA_CLAMD_SOCKET = tmp_path / "nobody"
    desk, lan = signed_in(world.receiver), signed_in(world.lan)
    page = desk.get(f"/desk/{code}?paper=1").text
    assert "<img" not in page and "Tệp này đang được kiểm tra mã độc nên chưa mở được." in page
    assert "đang kiểm tra mã độc" in lan.get(f"/dossiers/{code}").text
    for browser, address in ((desk, f"/desk/{code}/papers/{file_id}"), (lan, f"/dossiers/{code}/papers/{file_id}")):
        refused = browser.get(address)
        assert refused.status_code == 503 and "đang được kiểm tra mã độc" in refused.text
