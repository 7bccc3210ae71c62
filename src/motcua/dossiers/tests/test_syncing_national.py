"""The national portal's own shapes: the same rows, told in its words."""

import json
from io import BytesIO

import pytest

from motcua.dossiers.queries import get_dossier
from motcua.dossiers.syncing.national_batches import NationalBatch
from motcua.dossiers.tests import pushing
from motcua.dossiers.tests import world as worlds
from motcua.dossiers.tests.pushing import CODE, System, dossier, step

PATH = "/api/v1/dossiers/sync/national"


@pytest.fixture
def system(world):
    found = System(world.agency)
    found.world = world
    return found


def ho_so(**more):
    return {
        "MaHoSo": CODE,
        "MaTTHC": worlds.BIRTH,
        "TenTTHC": "Đăng ký khai sinh",
        "KenhThucHien": "2",
        "ChuHoSo": "Nguyễn Thị Lan",
        "LoaiDoiTuong": "1",
        "DinhDanhCHS": [{"LoaiDinhDanh": "1", "SoDinhDanh": "046190000017"}],
        "NgayNopHoSo": "20260227080000",
        "NgayTiepNhan": "20260227090000",
        "NgayHenTra": "20260306170000",
        "TrangThaiHoSo": "4",
        "DanhSachLePhi": [{"TenPhiLePhi": "Lệ phí", "Gia": "8000"}],
    } | more


def tien_do(**more):
    return {
        "MaHoSo": CODE,
        "NguoiXuLy": "Phan Quốc An",
        "ChucDanh": "Chuyên viên",
        "ThoiDiemXuLy": "20260228080000",
        "PhongBanXuLy": "Phòng Tư pháp",
        "NoiDungXuLy": "Thẩm định",
        "TrangThai": "9",
    } | more


def send(system, called, *data, **more):
    body = {"session": system.token, "madonvi": "H57.17", "service": called, "isUpdating": False, "data": list(data)}
    body = body | more
    return system.client.simulate_post(PATH, body=json.dumps(body), headers={"Content-Type": "application/json"})


def test_the_national_shapes_say_the_same_as_our_own(system):
    answer = send(system, "DongBoHoSoMC", ho_so())
    assert (answer.json["error_code"], answer.json["data"][0]["result"]) == ("00", "accepted"), answer.text
    national = pushing.state()[0][CODE]
    row = pushing.one()
    assert (row.state, row.channel, row.fee_total, row.applicant_id) == (
        "in_process",
        "online",
        8000,
        system.world.lan.id,
    )
    system.push(dossier(sequence=None, as_of="2026-03-01T08:00:00+07:00", fee_total=8000))
    assert pushing.state()[0][CODE] == national
    assert send(system, "CapNhatTienDoHoSoMC", tien_do()).json["error_code"] == "00"
    view = get_dossier(actor=system.world.lan, code=CODE)
    assert [(one.actor_name, one.note, one.status) for one in view.progress] == [("Phan Quốc An", "Thẩm định", 9)]


def test_a_progress_row_moves_the_dossier_on(system):
    send(system, "DongBoHoSoMC", ho_so())
    send(system, "CapNhatTienDoHoSoMC", tien_do())
    assert (pushing.one().state, pushing.one().decided_at.isoformat()[:19]) == ("approved", "2026-02-28T01:00:00")


def test_an_update_that_tells_of_no_new_moment_counts_because_it_came_last(system):
    for name in ("Nguyễn Thị Lann", "Nguyễn Thị Lan", "Nguyễn Thị Lâm"):
        assert (
            send(system, "DongBoHoSoMC", ho_so(ChuHoSo=name), isUpdating=True).json["data"][0]["result"] == "accepted"
        )
        assert pushing.one().applicant_name == name


def test_a_broken_row_is_told_and_the_rest_is_taken(system):
    answer = send(
        system, "DongBoHoSoMC", ho_so(NgayNopHoSo="hôm qua"), "không phải", ho_so(TrangThaiHoSo="11"), ho_so()
    ).json
    assert answer["error_code"] == "01"
    assert [row.get("code", row["result"]) for row in answer["data"]] == [
        "moment_unreadable",
        "wrong_shape",
        "unknown_status",
        "accepted",
    ]
    assert answer["data"][0]["MaHoSo"] == CODE


@pytest.mark.parametrize(
    ("more", "status", "code"),
    [
        ({"service": "LayThuTuc"}, 422, "dossiers.sync_service_unknown"),
        ({"madonvi": "H57.18"}, 403, "dossiers.not_a_source"),
        ({"session": "mc_khac"}, 401, "identity.token_invalid"),
        ({"data": {"MaHoSo": CODE}}, 400, "dossiers.sync_national_unreadable"),
    ],
)
def test_an_envelope_that_cannot_be_used_is_refused_whole(system, more, status, code):
    answer = send(system, "DongBoHoSoMC", ho_so(), **more)
    assert (answer.status_code, answer.json["code"]) == (status, code)


def test_steps_told_in_both_ways_stand_together(system):
    send(system, "DongBoHoSoMC", ho_so())
    system.push(step())
    send(system, "CapNhatTienDoHoSoMC", tien_do(ThoiDiemXuLy="20260301080000"))
    assert len(get_dossier(actor=system.world.lan, code=CODE).progress) == 2


def test_nothing_is_read_of_a_stranger(system):
    class Untouched(BytesIO):
        def read(self, *_size):
            raise AssertionError("a stranger's body was read")

    headers = {"Authorization": "Bearer mc_nobody", "Content-Type": "application/json", "Content-Length": "1000"}
    answer = system.client.simulate_post(PATH, headers=headers, extras={"wsgi.input": Untouched()})
    assert answer.status_code == 401


def test_what_costs_time_is_done_for_those_who_may_push(system, monkeypatch):
    asked = []
    monkeypatch.setattr(NationalBatch, "refuse_twice", asked.append)
    sent = {"session": "mc_nobody", "madonvi": "H57.17", "service": "DongBoHoSoMC", "data": []}
    assert system.client.simulate_post(PATH, json=sent).status_code == 401
    assert asked == []
