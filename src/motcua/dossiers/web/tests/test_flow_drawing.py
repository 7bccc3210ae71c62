"""The picture of a flow: every state of the way in order, nothing outside the frame, and the same in words."""

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from motcua.catalogue.api import load_package
from motcua.dossiers.api import draw_flow, export_flow

ROOT = Path(__file__).resolve().parents[5] / "procedures"
PACKAGES = sorted(folder.parent for folder in ROOT.glob("*/flow.yaml"))


def drawing(name: str, language: str) -> str:
    return str(draw_flow(load_package(next(ROOT.glob(f"{name}*"))), language))


@pytest.mark.parametrize(
    ("language", "way"),
    [
        (
            "vi",
            [
                "Mới nộp",
                "Đang giải quyết",
                "Chờ ký duyệt",
                "Đã có kết quả",
                "Đã trả kết quả",
                "Chờ bổ sung",
                "Chờ nộp phí",
            ],
        ),
        (
            "en",
            [
                "Submitted",
                "Being handled",
                "Awaiting approval",
                "Result ready",
                "Result handed over",
                "More needed",
                "Awaiting payment",
            ],
        ),
    ],
)
def test_the_way_is_drawn_downwards_and_the_wait_beside_it(language, way):
    shown = re.findall(r'class="mc-flow__name"[^>]*>([^<]+)<', drawing("1.001193", language))
    assert shown == way


def test_nobody_waits_for_the_fee_of_what_costs_nothing():
    assert "Chờ nộp phí" not in drawing("1.001776", "vi")


def test_steps_of_the_package_stand_in_the_box_where_they_are_done():
    assert "• Kiểm tra bếp tại quán" in drawing("1.002425", "vi")
    assert "• Inspection of the kitchen" in drawing("1.002425", "en")


def test_what_another_agency_does_says_so_in_the_drawing_and_in_the_export():
    said = re.sub(r"<[^>]+>|\s+", " ", drawing("0.000003", "en"))
    assert "by another agency" in " ".join(said.split())
    lines = re.findall(r">(\u2003*)[→•\u2003] ?([^<]+)<", drawing("0.000003", "vi"))
    assert lines and all(4 * len(indent) + len(line) <= 27 for indent, line in lines), (
        "a line runs over the edge of its box"
    )
    market = load_package(next(ROOT.glob("0.000003*")))
    assert "Testing the water for food stalls (by another agency), where needed" in export_flow(market, "en").decode()


@pytest.mark.parametrize("folder", PACKAGES, ids=lambda folder: folder.name)
def test_nothing_is_drawn_outside_the_frame(folder):
    figure = ET.fromstring(re.sub(r"&[a-z]+;", "", str(draw_flow(load_package(folder), "vi"))))
    svg = figure.find("svg")
    width, height = (int(side) for side in svg.get("viewBox").split()[2:])
    for box in svg.iter("rect"):
        left, top, across, down = (int(box.get(name)) for name in ("x", "y", "width", "height"))
        assert 0 <= left < left + across <= width
        assert 0 <= top < top + down <= height


def test_who_cannot_see_the_picture_is_told_each_way():
    assert "Từ “Mới nộp”: Tiếp nhận, thành “Đang giải quyết”." in drawing("1.001193", "vi")


@pytest.mark.parametrize("folder", PACKAGES, ids=lambda folder: folder.name)
def test_every_package_is_exported(folder):
    version = load_package(folder)
    root = ET.fromstring(export_flow(version, "vi"))
    participant = root.find(".//{*}participant")
    assert participant.get("name") == version.name["vi"]
