"""The head's page of who sees what, and a dossier that somebody else is let read."""

import re
from datetime import UTC, datetime, timedelta

from motcua.agencies import api as agencies
from motcua.dossiers import api
from motcua.dossiers.tests.world import submitted
from motcua.dossiers.web.tests.world import signed_in

GIVEN = {"family": "Hộ tịch", "procedure": "", "unit": "", "valid_from": "", "valid_to": "", "reason": "Phân công mới"}


def test_the_head_gives_a_right_reads_it_ends_it_and_lifts_the_restriction(world):
    head, receiver = signed_in(world.head), signed_in(world.receiver)
    receipt = submitted(world)
    assert "Chưa ai có phạm vi riêng" in head.get("/desk/rights/").text
    sent = GIVEN | {"official": str(world.receiver.id), "unit": "19804", "valid_to": "31/12/2026"}
    page = head.post("/desk/rights/", sent, follow=True).text
    assert "lĩnh vực Hộ tịch, ở Phú Xuân" in page and "đến hết thứ Năm 31/12/2026" in page and "Phân công mới" in page
    seen = receiver.get(f"/desk/{receipt.code}").text
    assert "Lãnh đạo giao cho bạn: lĩnh vực Hộ tịch, ở Phú Xuân." in seen
    (right,) = agencies.list_scopes(actor=world.head, agency_id=world.agency.id)
    page = head.post(f"/desk/rights/{right.id}/end", follow=True).text
    assert "Đã bỏ quyền ấy." in page and "Hôm nay không xem được hồ sơ nào" in page
    assert receiver.get(f"/desk/{receipt.code}").status_code == 404
    lift = f"/desk/rights/of/{world.receiver.id}/lift"
    assert "Hãy ghi lý do." in head.post(lift, {"reason": ""}, follow=True).text
    assert "lại xem được mọi hồ sơ" in head.post(lift, {"reason": "Hết đợt"}, follow=True).text
    assert receiver.get(f"/desk/{receipt.code}").status_code == 200
    assert "Who sees which dossiers" in head.get("/en/desk/rights/").text


def test_a_right_that_cannot_be_read_keeps_what_was_typed_and_says_what_to_mend(world):
    sent = GIVEN | {"official": "", "procedure": "9.999999", "valid_to": "hôm qua"}
    page = signed_in(world.head).post("/desk/rights/", sent)
    assert page.status_code == 422
    for box in ("official", "procedure", "valid_to"):
        assert f'href="#{box}"' in page.text
    assert 'value="hôm qua"' in page.text and 'value="Phân công mới"' in page.text
    assert signed_in(world.receiver).get("/desk/rights/").status_code == 403


def test_a_dossier_is_shared_read_and_taken_back(world, frozen_clock):
    frozen_clock.set(datetime.now(UTC))  # how long a share lasts is the database's word
    receipt = submitted(world)
    api.accept_dossier(actor=world.receiver, dossier_id=receipt.id, expected_version=1)
    desk, stranger, lan = (signed_in(who) for who in (world.specialist, world.stranger, world.lan))
    assert "Cho người khác xem hồ sơ này" in desk.get(f"/desk/{receipt.code}").text
    found = desk.get(f"/desk/{receipt.code}/share?agency_name=kim+long").text
    assert str(world.elsewhere.id) in found
    assert "Không thấy cơ quan nào" in desk.get(f"/desk/{receipt.code}/share?agency_name=zzz").text
    offered = desk.get(f"/desk/{receipt.code}/share?agency={world.elsewhere.id}").text
    assert set(re.findall(r'<option value="([0-9a-f-]{36})"', offered)) >= {str(world.stranger.id)}
    form = {"agency": str(world.elsewhere.id), "official": str(world.stranger.id), "what": "", "reason": "Xác minh"}
    wrong = desk.post(f"/desk/{receipt.code}/share", form | {"until": "mai"})
    assert wrong.status_code == 422 and 'href="#until"' in wrong.text and 'value="Xác minh"' in wrong.text
    page = desk.post(f"/desk/{receipt.code}/share", form | {"until": "31/12/2098"})
    assert "dài nhất một năm" in page.text
    last = agencies.today() + timedelta(days=2)
    page = desk.post(f"/desk/{receipt.code}/share", form | {"until": f"{last:%d/%m/%Y}"}, follow=True).text
    assert "xem được hồ sơ đến hết" in page and "Thôi cho xem" in page
    mine = stranger.get("/desk/shared/").text
    assert receipt.code in mine and "Xác minh" in mine
    (share,) = api.list_shares(actor=world.specialist, dossier_id=receipt.id)
    for reader, works in ((desk, True), (stranger, False)):
        opened = reader.get(f"/desk/{receipt.code}").text
        assert receipt.code in opened
        assert ("cấp bản sao" in opened, "case-file.zip" in opened) == (works, works)
    told = lan.get(f"/dossiers/{receipt.code}").text
    assert "được xem hồ sơ để phối hợp" in told and world.stranger.name in told and "Xác minh" in told
    assert "may read the dossier to help with it" in lan.get(f"/en/dossiers/{receipt.code}").text
    page = desk.post(f"/desk/shared/{share.id}/end", follow=True).text
    assert "thôi xem được hồ sơ" in page and "Người khác đang xem được" not in page
