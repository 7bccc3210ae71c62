"""The archive on the desk: what is due, a list by one and its decision by another, and the case file."""

from datetime import date, timedelta

import pytest

from motcua.dossiers import api
from motcua.dossiers.archive.archiving import archive_ended
from motcua.dossiers.archive.destroying import destroy_approved
from motcua.dossiers.models import Archived
from motcua.dossiers.tests.world import submitted
from motcua.dossiers.web.tests.world import signed_in
from motcua.kernel.actors import SYSTEM
from motcua.platform.database.transactions import acting


@pytest.fixture
def due(world, settings, frozen_clock):
    settings.ENVIRONMENT = settings.ENVIRONMENT.model_copy(update={"archive_after_days": 1, "kept_years": 1})
    receipt = submitted(world)
    api.refuse_dossier(actor=world.receiver, dossier_id=receipt.id, expected_version=1, reason="Không thuộc thẩm quyền")
    frozen_clock.forward(timedelta(days=2))
    archive_ended()
    with acting(SYSTEM):  # a year has gone: the database's clock cannot be turned
        Archived.objects.filter(dossier_id=receipt.id).update(keep_until=date(2026, 3, 3))
    return receipt


def test_a_list_is_made_by_one_decided_by_another_and_becomes_a_record(world, due):
    desk, head = signed_in(world.receiver), signed_in(world.head)
    assert due.code in desk.get("/desk/archive/?scope=all").text
    assert due.code not in desk.get("/desk/archive/").text
    made = desk.post("/desk/archive/propose", {"scope": "all", "row": str(due.id), "reason": "Hết thời hạn"})
    page = desk.get(made["Location"]).text
    assert "chờ quyết định" in page and 'value="approve"' not in page
    assert 'value="approve"' in head.get(made["Location"]).text
    head.post(made["Location"], {"decision": "approve"})
    destroy_approved()
    assert "Biên bản tiêu hủy" in head.get(made["Location"]).text
    assert head.get(f"{made['Location']}.pdf").content.startswith(b"%PDF")
    assert head.get(f"/desk/{due.code}").status_code == 200
    assert "Record of destruction" in head.get(f"/en{made['Location']}").text


def test_what_is_refused_is_told_with_what_was_typed(world, due):
    page = signed_in(world.receiver).post("/desk/archive/propose", {"scope": "all", "row": str(due.id), "reason": ""})
    assert page.status_code == 422 and "hết thời hạn lưu" in page.text
    page = signed_in(world.head).post(
        "/desk/archive/case", {"code": "H57.17-000000-0001", "does": "take", "reason": "Xem"}
    )
    assert page.status_code == 404 and 'value="H57.17-000000-0001"' in page.text


def test_the_head_holds_a_dossier_and_takes_it_out(world, due):
    head = signed_in(world.head)
    head.post("/desk/archive/case", {"code": due.code, "does": "hold", "reason": "Khiếu nại"})
    assert f'id="row-{due.id}"' not in head.get("/desk/archive/?scope=all").text
    assert "đã lưu trữ, chỉ xem" in head.get(f"/desk/{due.code}").text
    head.post("/desk/archive/case", {"code": due.code, "does": "take", "reason": "Khiếu nại"})
    assert "đã lưu trữ, chỉ xem" not in head.get(f"/desk/{due.code}").text
    assert signed_in(world.receiver).post("/desk/archive/case", {"code": due.code, "does": "take"}).status_code == 403


def test_the_case_file_is_a_zip(world, due):
    packed = signed_in(world.receiver).get(f"/desk/{due.code}/case-file.zip")
    assert packed["Content-Type"] == "application/zip" and packed.content.startswith(b"PK")
    assert signed_in(world.stranger).get(f"/desk/{due.code}/case-file.zip").status_code == 404
