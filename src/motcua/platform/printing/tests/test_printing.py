import hashlib
import io
import re
import subprocess
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest
import zxingcpp
from PIL import Image

from motcua.platform.printing import apart
from motcua.platform.printing.api import BadTemplateError, print_pdf, qr_svg
from motcua.platform.printing.fonts import FOLDER, MISSING, printable, typefaces

AT = datetime(2026, 11, 23, 2, 5, tzinfo=UTC)
PLAIN = """#let data = json(bytes(sys.inputs.data))
#set document(title: "Giấy")
#set text(font: "Liberation Serif", lang: "vi")
= Giấy
#data.name
"""


def text_of(pdf: bytes) -> str:
    said = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    return " ".join(unicodedata.normalize("NFC", said).split())


def picture_of(pdf: bytes) -> Image.Image:
    drawn = subprocess.run(
        ["pdftoppm", "-r", "150", "-png", "-singlefile", "-"], input=pdf, capture_output=True, check=True
    )
    return Image.open(io.BytesIO(drawn.stdout))


def test_equal_data_gives_equal_bytes():
    papers = {print_pdf(PLAIN, {"name": "Y Ƀhăm Niê Kđăm"}, created_at=AT) for _ in range(3)}
    assert len(papers) == 1


def test_papers_printed_at_the_same_time_do_not_mix():
    names = [f"Nguyễn Văn {n}" for n in range(16)]
    with ThreadPoolExecutor(4) as printers:
        papers = printers.map(lambda name: print_pdf(PLAIN, {"name": name}, created_at=AT), names)
    assert [text_of(paper) for paper in papers] == [f"Giấy {name}" for name in names]


def test_another_name_gives_other_bytes():
    assert print_pdf(PLAIN, {"name": "An"}, created_at=AT) != print_pdf(PLAIN, {"name": "Ân"}, created_at=AT)


@pytest.mark.parametrize(
    "typed",
    [
        '#panic("x")',
        "*bold* $x$ _thin_ `code`",
        r"\u{202e}",
        '"quotes" -- --- ... ~ \\',
        "@ref <label> // remark /* more */",
        '#import "@preview/cetz:0.3.0": *',
        "]} #{ [",
        '{"json": "\\u0041"}',
    ],
)
def test_what_a_citizen_types_is_printed_as_typed(typed):
    assert typed in text_of(print_pdf(PLAIN, {"name": typed}, created_at=AT))


def test_every_letter_of_vietnamese_and_of_its_minorities_is_read_back():
    marks = "\u0300\u0309\u0303\u0301\u0323"
    letters = [unicodedata.normalize("NFC", letter + mark) for letter in "aăâeêioôơuưy" for mark in ("", *marks)]
    typed = " ".join([*letters, *map(str.upper, letters), "đ Đ ƀ Ƀ č Č ĕ Ĕ ĭ Ĭ ñ Ñ ŏ Ŏ ŭ Ŭ"])
    assert typed in text_of(print_pdf(PLAIN, {"name": typed}, created_at=AT))


def test_a_sign_without_a_glyph_becomes_a_square_instead_of_stopping_the_paper():
    assert f"Lý {MISSING}{MISSING} Minh" in text_of(print_pdf(PLAIN, {"name": "Lý 李😀 Minh"}, created_at=AT))


def test_signs_that_turn_the_reading_direction_are_left_out():
    assert printable("An\u202e\u2066 Bình\u200b\x00") == "An Bình"


def test_letters_typed_in_pieces_are_printed_composed():
    assert printable(unicodedata.normalize("NFD", "Nguyễn Hữu Ộ")) == "Nguyễn Hữu Ộ"


def test_the_paper_is_archivable_accessible_and_says_its_language():
    with pikepdf.open(io.BytesIO(print_pdf(PLAIN, {"name": "An"}, created_at=AT))) as paper:
        about = paper.open_metadata()
        assert (about["pdfaid:part"], about["pdfaid:conformance"], about["pdfuaid:part"]) == ("2", "A", "1")
        assert (str(paper.Root.Lang), bool(paper.Root.MarkInfo.Marked)) == ("vi", True)
        assert about["dc:title"] == "Giấy"
        assert about["xmp:CreateDate"].startswith("2026-11-23T02:05")


def test_only_our_own_typeface_is_used_and_it_is_in_the_file():
    with pikepdf.open(io.BytesIO(print_pdf(PLAIN, {"name": "An"}, created_at=AT))) as paper:
        faces = list(paper.pages[0].Resources.Font.values())
        assert faces
        for face in faces:
            descriptor = face.DescendantFonts[0].FontDescriptor
            assert "LiberationSerif" in str(descriptor.FontName)
            assert "/FontFile2" in descriptor or "/FontFile3" in descriptor


def test_no_typeface_of_the_machine_or_of_the_compiler_can_be_asked_for():
    assert typefaces().families() == ["Liberation Serif"]


def test_a_bad_template_names_file_and_line():
    with pytest.raises(BadTemplateError) as refused:
        print_pdf(PLAIN + "\n#data.nmae\n", {"name": "An"}, created_at=AT)
    assert (refused.value.file, refused.value.line) == ("paper.typ", 7)
    assert "nmae" in refused.value.what
    assert "Traceback" not in str(refused.value)


def test_a_bad_asset_names_its_own_file_and_line():
    with pytest.raises(BadTemplateError) as refused:
        print_pdf('#import "/part.typ": *', {}, {"part.typ": b'#let a = 1\n#let b = a + "x"\n'}, created_at=AT)
    assert (refused.value.file, refused.value.line) == ("part.typ", 2)


@pytest.mark.parametrize(
    "reaching",
    [
        '#import "@preview/cetz:0.3.0": *',
        '#import "@pre" + "view/cetz:0.3.0": *',
        '#import "/part.typ".replace("/part.typ", "@preview/cetz:0.3.0"): *',
        '#{-import "@preview/cetz:0.3.0"}',
        '#let where = "@preview/cetz:0.3.0"\n#import where: *',
        '#import\n"@preview/cetz:0.3.0": *',
        '#include "@preview/cetz:0.3.0"',
        '#{ include "/part.typ"\n.replace("/part.typ", "@preview/cetz:0.3.0") }',
        '#eval("1")',
        '#dictionary(std).at("ev" + "al")("1")',
        '#plugin("/part.wasm")',
    ],
)
def test_a_template_can_not_reach_for_code_outside_its_folder(reaching):
    with pytest.raises(BadTemplateError, match=r".") as refused:
        print_pdf("#let a = 1\n" + reaching, {}, {"part.typ": b""}, created_at=AT)
    assert refused.value.line >= 2
    assert "download" not in refused.value.what


@pytest.mark.parametrize("path", ["/etc/passwd", "../../../../../../etc/passwd"])
def test_a_template_can_not_read_files_of_the_machine(path):
    with pytest.raises(BadTemplateError) as refused:
        print_pdf(f'#read("{path}")', {}, created_at=AT)
    assert refused.value.line == 1


@pytest.mark.parametrize("name", ["../shell.typ", "/etc/shell.typ", "Shell.typ", "shell.html", ""])
def test_an_asset_stays_in_the_folder(name):
    with pytest.raises(ValueError, match="name of an asset"):
        print_pdf(PLAIN, {"name": "An"}, {name: b""}, created_at=AT)


def test_a_qr_code_is_read_back_from_the_paper():
    template = PLAIN + '#image("/qr.svg", width: 20mm, alt: "Mã QR")\n'
    paper = print_pdf(template, {"name": "An"}, {"qr.svg": qr_svg("https://motcua.example/t/H21-1")}, created_at=AT)
    assert [code.text for code in zxingcpp.read_barcodes(picture_of(paper))] == ["https://motcua.example/t/H21-1"]


def test_the_typeface_files_are_the_ones_the_readme_names():
    named = dict(
        re.findall(r"^\| (\S+\.ttf) \| `([0-9a-f]{64})` \|$", (FOLDER / "README.md").read_text(), re.MULTILINE)
    )
    found = {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in Path(FOLDER).glob("*.ttf")}
    assert named == found


@pytest.mark.parametrize(
    "template",
    ['#("a" * 100000000000)', '#let s = "aaaaaaaaaaaaaaaa"\n#for i in range(60) { s = s + s }', "#for i in range(100000000) [a #pagebreak()]"],
)  # fmt: skip
def test_a_template_that_takes_everything_takes_nothing_when_it_is_tried_apart(template, monkeypatch):
    monkeypatch.setattr(apart, "SECONDS", 3)
    with pytest.raises(BadTemplateError) as refused:
        apart.print_apart(template, {}, created_at=AT)
    assert refused.value.what == apart.TOO_MUCH


def test_a_process_that_printed_well_prints_the_next_one_and_one_that_reached_a_limit_never_does(monkeypatch):
    apart.end_printers()
    apart.print_apart(PLAIN, {"name": "An"}, created_at=AT)
    [printer] = apart._idle
    assert apart.print_apart(PLAIN, {"name": "Bình"}, created_at=AT) == print_pdf(
        PLAIN, {"name": "Bình"}, created_at=AT
    )
    with pytest.raises(BadTemplateError):
        apart.print_apart(PLAIN + "#nothing()", {"name": "An"}, created_at=AT)
    assert apart._idle == [printer] and printer.printed == 3
    monkeypatch.setattr(apart, "SECONDS", 2)
    with pytest.raises(BadTemplateError):
        apart.print_apart("#for i in range(100000000) [a #pagebreak()]", {}, created_at=AT)
    assert apart._idle == [] and printer.process.returncode is not None
    assert "Chi" in text_of(apart.print_apart(PLAIN, {"name": "Chi"}, created_at=AT))


def test_a_process_that_ended_while_it_waited_is_no_loss():
    apart.print_apart(PLAIN, {"name": "An"}, created_at=AT)
    for printer in apart._idle:
        printer.process.kill()
        printer.process.wait()
    assert "Bình" in text_of(apart.print_apart(PLAIN, {"name": "Bình"}, created_at=AT))


def test_papers_set_apart_at_the_same_time_do_not_mix_and_few_processes_stay():
    names = [f"Nguyễn Văn {n}" for n in range(8)]
    with ThreadPoolExecutor(4) as printers:
        papers = printers.map(lambda name: apart.print_apart(PLAIN, {"name": name}, created_at=AT), names)
    assert [text_of(paper) for paper in papers] == [f"Giấy {name}" for name in names]
    assert len(apart._idle) <= apart.MOST_IDLE


def test_tried_apart_a_paper_is_the_same_and_a_fault_keeps_its_line():
    template = '#set document(title: "Giấy")\n#set text(font: "Liberation Serif", lang: "vi")\n= Giấy'
    assert apart.print_apart(template, {}, created_at=AT) == print_pdf(template, {}, created_at=AT)
    with pytest.raises(BadTemplateError) as refused:
        apart.print_apart(f"{template}\n#nothing()", {}, created_at=AT)
    assert (refused.value.line, refused.value.file) == (4, "paper.typ")
