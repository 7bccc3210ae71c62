import importlib.util
import re
from pathlib import Path

import brotli
import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from lxml import html

ROOT = Path(__file__).resolve().parents[5]
STATIC = Path(__file__).resolve().parents[1] / "static/ui"
KILOBYTE = 1024


def css():
    return (STATIC / "motcua.css").read_text(encoding="utf-8")


@pytest.mark.skipif(not (ROOT / "vendor.toml").exists(), reason="an installed package has no vendor.toml")
def test_every_vendored_file_is_the_one_vendor_toml_names():
    spec = importlib.util.spec_from_file_location("vendor", ROOT / "scripts/vendor.py")
    vendor = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(vendor)
    assert vendor.differences() == []
    named = {entry["path"] for package in vendor.manifest()["package"] for entry in package["files"]}
    others = {"motcua.css", "start.js", "htmx-2.min.js", *(f"fonts/{path.name}" for path in STATIC.glob("fonts/*"))}
    assert {str((STATIC / name).relative_to(ROOT)) for name in others} <= named


def test_the_licence_of_every_part_we_serve_lies_beside_it():
    texts = {path.stem: path.read_text(encoding="utf-8") for path in (STATIC.parents[1] / "licences").glob("*.txt")}
    assert "Crown Copyright" in texts["govuk-frontend"]
    assert "Land Registry" in texts["govuk-frontend-jinja"]
    assert "ISC License" in texts["lucide"]
    assert "SIL Open Font License" in texts["noto-sans"]


def test_nothing_of_the_crown_or_its_font_is_shipped():
    for path in [*STATIC.rglob("*"), *STATIC.parents[1].rglob("*.html")]:
        if path.suffix in {".css", ".js", ".svg", ".html"}:
            text = path.read_text(encoding="utf-8")
            assert "GDS Transport" not in text, path
            assert "govuk-logo" not in text, path
            assert "M33.1,9.8" not in text, f"{path} draws the crown"


def test_no_asset_asks_another_machine_for_anything():
    for path in STATIC.rglob("*"):
        if path.suffix in {".css", ".js"}:
            outside = re.findall(
                r"""(?:url\(["']?|import\s*["']|src=["'])(?:https?:)?//[^"')]+""", path.read_text(encoding="utf-8")
            )
            assert outside == [], path


def test_every_line_of_text_leaves_room_for_stacked_diacritics():
    texts = r"\.(govuk-(?:heading|body|caption|panel__title|fieldset__legend)[^{,]*)[^{]*\{[^}]*?line-height:([\d.]+)"
    found = re.findall(texts, css())
    assert len(found) > 20
    assert [(rule, height) for rule, height in found if float(height) < 1.3] == []


def test_vietnamese_letters_never_cost_the_big_latin_ext_font():
    faces = re.findall(r"@font-face\{[^}]+\}", css())
    assert len(faces) == 6
    letters = "ăâđêôơưĂÂĐÊÔƠƯ" + "".join(chr(code) for code in range(0x1EA0, 0x1EFA)) + "₫ĩũĨŨ"
    for face in faces:
        if "latin-ext" in face:
            assert not [letter for letter in letters if _in_range(letter, face)]
    small = [face for face in faces if "latin-ext" not in face]
    assert all(any(_in_range(letter, face) for face in small) for letter in letters)
    assert any(_in_range("Ƀ", face) for face in faces if "latin-ext" in face)


def _in_range(letter, face):
    spans = re.findall(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?", face)
    return any(int(first, 16) <= ord(letter) <= int(last or first, 16) for first, last in spans)


@pytest.mark.parametrize(
    ("ink", "ground", "least"),
    [
        ("ink", "paper", 7), ("muted", "paper", 4.5), ("muted", "paper-deep", 4.5), ("link", "paper", 7), ("error", "paper", 4.5),
        ("error", "error-wash", 4.5), ("amber", "paper", 4.5), ("sheet", "lacquer", 7), ("gold", "lacquer", 4.5),
        ("sheet", "jade", 4.5), ("sheet", "error", 4.5), ("jade-deep", "jade-wash", 4.5), ("ink", "gold", 7),
    ],
)  # fmt: skip
def test_every_pair_of_colours_can_be_read(ink, ground, least):
    assert _contrast(_token(ink), _token(ground)) >= least


def _token(name):
    value = re.search(rf"--mc-{name}:\s*#([0-9a-f]{{3,6}})", css()).group(1)
    return value if len(value) == 6 else "".join(digit * 2 for digit in value)


def _contrast(one, other):
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour):
    parts = (int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_a_first_visit_weighs_at_most_100_kilobytes_and_the_next_at_most_15():
    body = Client().get("/ui/errors/404/").content
    tree = html.document_fromstring(body.decode())
    linked = set(tree.xpath("//link[@rel='stylesheet']/@href|//script/@src|//link[@rel='icon']/@href"))
    weight = {"page": len(brotli.compress(body))}
    for address in linked:
        weight[address] = len(brotli.compress(Path(finders.find(address.removeprefix("/static/"))).read_bytes()))
    for subset in ("latin", "vietnamese"):
        for bold in (400, 700):
            name = f"noto-sans-{subset}-{bold}-normal.woff2"
            weight[name] = (STATIC / "fonts" / name).stat().st_size
    assert any(address.endswith("motcua.css") for address in linked)
    assert any(address.endswith("start.js") for address in linked)
    print(weight, sum(weight.values()))
    assert weight["page"] <= 15 * KILOBYTE
    assert sum(weight.values()) <= 100 * KILOBYTE, weight


def test_our_own_scripts_stay_small():
    for path in STATIC.glob("*.js"):
        if path.name not in {"start.js", "htmx-2.min.js"}:
            assert len(path.read_text(encoding="utf-8").splitlines()) < 80, path
