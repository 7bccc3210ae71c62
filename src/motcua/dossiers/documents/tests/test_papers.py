import io
import subprocess
import unicodedata
from dataclasses import replace
from datetime import datetime

import pikepdf
import pytest
import zxingcpp
from PIL import Image

from motcua.dossiers.contracts import DocumentKind
from motcua.dossiers.documents.data import Applicant, DocumentData, Issuer, Line, PaperLine, Signer
from motcua.dossiers.documents.rendering import render_document
from motcua.forms.contracts import ShownAnswer, ShownSection
from motcua.platform.printing import apart
from motcua.platform.printing.api import BadTemplateError

LONG_NAME = "Công Tằng Tôn Nữ Huyền Trân Thị Ngọc Diễm Thúy Kiều Nguyệt Ễ Ộ Ữ"
LONG_PROCEDURE = (
    "Cấp Giấy chứng nhận quyền sử dụng đất, quyền sở hữu tài sản gắn liền với đất lần đầu đối với trường hợp tổ chức,"
    " cá nhân đang sử dụng đất có tài sản gắn liền với đất mà chưa được cấp giấy chứng nhận, đồng thời đăng ký biến động"
    " do chuyển đổi, chuyển nhượng, cho thuê, cho thuê lại, thừa kế, tặng cho, góp vốn bằng quyền sử dụng đất theo quy định"
    " của pháp luật về đất đai tại các khu vực đã dồn điền đổi thửa và khu vực chưa đo đạc bản đồ địa chính"
)
KINDS = list(DocumentKind)
LANGUAGES = ("vi", "en")
LISTING = {DocumentKind.RECEIPT, DocumentKind.SUPPLEMENT_REQUEST, DocumentKind.RESULT}  # those that list papers


def at(text: str) -> datetime:
    return datetime.fromisoformat(text + "+07:00")


def usual(**changes) -> DocumentData:
    paper = DocumentData(
        agency=Issuer(
            name="Trung tâm Phục vụ hành chính công phường Quy Nhơn",
            parent="Ủy ban nhân dân phường Quy Nhơn",
            place="Quy Nhơn",
            address="12 Trần Phú, phường Quy Nhơn",
            phone="0256 3822 000",
        ),
        dossier_code="H21.15-261122-0001",
        procedure_name="Đăng ký khai sinh",
        procedure_name_en="Register a birth",
        procedure_code="1.001193",
        applicant=Applicant(
            name="Y Ƀhăm Niê Kđăm", personal_id="046•••••0017", address="34 Lê Lợi", phone="0905 000 017"
        ),
        track_url="https://motcua.example/t/H21.15-261122-0001",
        issued_at=at("2026-02-05T09:05:00"),
        number="12/TNHS",
        title="Giấy khai sinh",
        title_en="Birth certificate",
        signer=Signer(name="Lê Thị Ngọc Ánh", title="Chủ tịch", capacity="TM. Ủy ban nhân dân"),
        channel="Trực tuyến",
        submitted_at=at("2026-02-04T21:40:00"),
        received_at=at("2026-02-05T09:05:00"),
        due_at=at("2026-02-06T09:05:00"),
        time_limit="1 ngày làm việc",
        fee="Không thu",
        result_place="Tại nơi đã nộp hồ sơ",
        papers=(PaperLine(name="Giấy chứng sinh", originals=1, files=1, why="Ảnh mờ, chưa đọc được tên mẹ."),),
        asked=(Line(label="Ngày sinh của bé", value="Khác với giấy chứng sinh."),),
        reason="Giấy tờ đã nộp chưa đọc được.",
        legal="Điều 16 Luật Hộ tịch số 60/2014/QH13",
        answers=(ShownSection("child", "Em bé", (ShownAnswer("child_name", "p", "Tên", "Nguyễn An Nhiên"),)),),
        result=(Line(field="certificate_number", label="Số Giấy khai sinh", value="12/2026"),),
    )
    return replace(paper, **changes)


def text_of(pdf: bytes) -> str:
    said = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    return " ".join(unicodedata.normalize("NFC", said).split())


def pages_of(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as paper:
        return len(paper.pages)


def size_of(pdf: bytes) -> tuple[int, int]:
    with pikepdf.open(io.BytesIO(pdf)) as paper:
        return tuple(round(float(edge) / 72 * 25.4) for edge in paper.pages[0].MediaBox[2:])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_paper_has_the_head_of_an_official_paper_on_one_page(kind, language):
    paper = render_document(kind, usual(), language)
    said = text_of(paper)
    for part in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "ỦY BAN NHÂN DÂN PHƯỜNG QUY NHƠN",
        "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG PHƯỜNG QUY NHƠN",
        "Số: 12/TNHS",
        "Quy Nhơn, ngày 05 tháng 02 năm 2026",
        "Mã hồ sơ: H21.15-261122-0001",
        "Y Ƀhăm Niê Kđăm",
        "Đăng ký khai sinh (mã 1.001193)",
        "TM. ỦY BAN NHÂN DÂN CHỦ TỊCH",
        "Lê Thị Ngọc Ánh",
        "Ký điện tử trong bản trình diễn",
        "Bản trình diễn – không có giá trị pháp lý / Demo – not legally valid",
    ):
        assert part in said
    assert pages_of(paper) == 1


@pytest.mark.parametrize(
    ("kind", "title", "english"),
    [
        (DocumentKind.RECEIPT, "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ", "Receipt of dossier"),
        (DocumentKind.SUPPLEMENT_REQUEST, "PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ", "Request to complete the dossier"),
        (DocumentKind.REFUSAL, "PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ", "Refusal to take the dossier"),
        (DocumentKind.RESULT, "GIẤY KHAI SINH", "Birth certificate"),
    ],
)
def test_the_title_is_vietnamese_and_has_english_below_for_who_asks(kind, title, english):
    assert title in text_of(render_document(kind, usual(), "vi"))
    assert english not in text_of(render_document(kind, usual(), "vi"))
    assert f"{title} {english}" in text_of(render_document(kind, usual(), "en"))


@pytest.mark.parametrize(("kind", "size"), [(kind, (210, 297)) for kind in KINDS[1:]] + [(KINDS[0], (148, 210))])
def test_the_receipt_is_a5_and_the_others_are_a4(kind, size):
    assert size_of(render_document(kind, usual())) == size


def test_the_receipt_says_what_was_filed_and_when_and_how_the_result_comes():
    said = text_of(
        render_document(
            DocumentKind.RECEIPT, usual(papers=(PaperLine(name="Giấy chứng sinh", originals=1, copies=2, files=3),))
        )
    )
    for part in (
        "046•••••0017",
        "1 Giấy chứng sinh 1 2 3",
        "Phí, lệ phí: Không thu",
        "21:40, thứ Tư, 04/02/2026",
        "09:05, thứ Năm, 05/02/2026",
        "Hẹn trả kết quả: 09:05, thứ Sáu, 06/02/2026",
        "Tại nơi đã nộp hồ sơ",
        "0256 3822 000",
    ):
        assert part in said


def test_before_acceptance_the_receipt_says_that_no_date_is_set_yet():
    waiting = usual(received_at=None, due_at=None, signer=None, check_by=at("2026-02-05T17:00:00"))
    said = text_of(render_document(DocumentKind.RECEIPT, waiting))
    assert "Ngày hẹn trả kết quả sẽ được ghi khi cơ quan tiếp nhận hồ sơ." in said
    assert "Cơ quan kiểm tra chậm nhất lúc 17:00, thứ Năm, 05/02/2026." in said
    assert "Hẹn trả kết quả:" not in said


def test_a_copy_printed_again_says_so():
    said = text_of(render_document(DocumentKind.RECEIPT, usual(reprinted_at=at("2026-03-01T08:00:00"))))
    assert "Bản in lại lúc 08:00, Chủ nhật, 01/03/2026" in said


def test_the_supplement_request_says_what_why_and_until_when():
    said = text_of(render_document(DocumentKind.SUPPLEMENT_REQUEST, usual()))
    for part in (
        "Giấy chứng sinh Ảnh mờ, chưa đọc được tên mẹ.",
        "Ngày sinh của bé Khác với giấy chứng sinh.",
        "Lý do Giấy tờ đã nộp chưa đọc được.",
        "Bổ sung chậm nhất: 09:05, thứ Sáu, 06/02/2026",
        "chỉ yêu cầu bổ sung một lần",
    ):
        assert part in said


def test_the_refusal_says_why_on_what_ground_and_what_next():
    said = text_of(render_document(DocumentKind.REFUSAL, usual()))
    for part in (
        "Giấy tờ đã nộp chưa đọc được.",
        "Căn cứ: Điều 16 Luật Hộ tịch số 60/2014/QH13",
        "Nộp lại hồ sơ",
        "khiếu nại",
    ):
        assert part in said


def test_steps_of_the_caller_replace_the_usual_ones():
    said = text_of(render_document(DocumentKind.REFUSAL, usual(next_steps=("Nộp tại xã nơi bé cư trú.",))))
    assert "1. Nộp tại xã nơi bé cư trú." in said
    assert "khiếu nại" not in said


def test_a_result_without_a_body_of_its_own_lists_what_the_official_filled_in():
    assert "Số Giấy khai sinh: 12/2026" in text_of(render_document(DocumentKind.RESULT, usual()))


def test_a_package_writes_its_own_body_with_answers_and_what_was_filled_in():
    body = """#import "/shell.typ": *
#rows(("Họ, chữ đệm, tên", answer("child_name")), ("Nơi sinh", answer("not_asked")))
#row("Số", filled("certificate_number"))
Đăng ký #day("2026-02-05") và #day("15/11/2026").
"""
    said = text_of(render_document(DocumentKind.RESULT, usual(), body=body))
    assert "Họ, chữ đệm, tên: Nguyễn An Nhiên Số: 12/2026 Đăng ký ngày 05 tháng 02 năm 2026" in said
    assert "ngày 15 tháng 11 năm 2026" in said
    assert "Nơi sinh" not in said


def test_a_body_may_have_a_title_of_its_own_and_choose_by_what_was_answered():
    body = """#import "/shell.typ": *
#let title = "Thông báo"
#let subtitle = "Hộ chiếu đã in xong"
#row("Gắn chip", if yes("with_chip") { "Có" } else { "Không" })
#if chose("delivery", "post") [Gửi qua bưu điện.]
#row("Có giá trị đến", filled("valid_until"))
#row("Sinh năm", year("1990-05-01"))
"""
    result = (Line(field="valid_until", label="Có giá trị đến", value="2036-02-05"),)
    paper = usual(values={"with_chip": True, "delivery": "post"}, result=result)
    said = text_of(render_document(DocumentKind.RESULT, paper, body=body))
    assert "THÔNG BÁO Hộ chiếu đã in xong Mã hồ sơ" in said
    assert "GIẤY KHAI SINH" not in said
    assert "Gắn chip: Có Gửi qua bưu điện. Có giá trị đến: 05/02/2036 Sinh năm: 1990" in said


@pytest.mark.parametrize(
    ("own", "english"),
    [
        ('#let title = "Giấy\\nkhai sinh"', "GIẤY KHAI SINH Birth certificate Mã"),  # the same name on two lines
        ('#let title = "Thông báo"', "THÔNG BÁO Mã"),
        ('#let title = "Thông báo"\n#let title-en = "Notice"', "THÔNG BÁO Notice Mã"),
    ],
)
def test_english_stands_only_under_the_title_it_translates(own, english):
    body = f'#import "/shell.typ": *\n{own}\n'
    assert english in text_of(render_document(DocumentKind.RESULT, usual(), "en", body=body))


def test_a_mistake_in_a_package_body_names_its_line():
    with pytest.raises(BadTemplateError) as refused:
        render_document(DocumentKind.RESULT, usual(), body='#import "/shell.typ": *\n\n#row("Tên", answr("x"))\n')
    assert (refused.value.file, refused.value.line) == ("result.typ", 3)


def test_a_package_body_without_end_stops_no_server(monkeypatch):
    monkeypatch.setattr(apart, "SECONDS", 2)
    with pytest.raises(BadTemplateError, match="mẫu in") as refused:
        render_document(DocumentKind.RESULT, usual(), body="#for i in range(100000000) [a #pagebreak()]")
    assert refused.value.what == apart.TOO_MUCH


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_long_names_many_papers_and_long_procedures_are_printed_whole(kind, language):
    names = [
        f"{n}. Bản sao có chứng thực hợp đồng thuê nhà, giấy tờ chứng minh chỗ ở hợp pháp thứ {n}" for n in range(12)
    ]
    crowded = usual(
        applicant=Applicant(name=LONG_NAME, address="Thôn Ƀuôn Ŏ, xã Ia Pnôn, tỉnh Gia Lai"),
        procedure_name=LONG_PROCEDURE,
        papers=tuple(PaperLine(name=name, originals=1, files=2) for name in names),
        result=tuple(Line(label=f"Mục {n}", value=name) for n, name in enumerate(names)),
    )
    paper = render_document(kind, crowded, language)
    said = text_of(paper)
    asked = [LONG_NAME, LONG_PROCEDURE, *(names if kind in LISTING else [])]
    assert [part for part in asked if part not in said] == []
    assert pages_of(paper) <= 2
    assert pages_of(paper) == 1 or "H21.15-261122-0001 · Trang 2/2" in said


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("typed", ['#panic("x")', "*bold* $x$", r"\u{202e}", "]#{", "<b>An</b> & {{ data }}"])
def test_what_a_citizen_types_is_printed_as_typed(kind, typed):
    assert typed in text_of(render_document(kind, usual(applicant=Applicant(name=typed))))


def test_a_word_that_no_line_can_hold_breaks_instead_of_leaving_the_page():
    word = "W" * 90
    paper = render_document(DocumentKind.RECEIPT, usual(applicant=Applicant(name=word)))
    assert word in text_of(paper).replace(" ", "").replace("\u200b", "")


def test_line_ends_of_a_reason_are_kept():
    said = subprocess.run(
        ["pdftotext", "-", "-"],
        input=render_document(DocumentKind.REFUSAL, usual(reason="Thiếu chữ ký.\nThiếu ngày.")),
        capture_output=True,
        check=True,
    ).stdout.decode()
    assert "Thiếu chữ ký.\nThiếu ngày." in said


@pytest.mark.parametrize("kind", KINDS)
def test_the_qr_code_holds_the_address_that_was_given_and_nothing_else(kind):
    paper = render_document(kind, usual())
    drawn = subprocess.run(
        ["pdftoppm", "-r", "150", "-png", "-singlefile", "-"], input=paper, capture_output=True, check=True
    )
    codes = zxingcpp.read_barcodes(Image.open(io.BytesIO(drawn.stdout)))
    assert [code.text for code in codes] == ["https://motcua.example/t/H21.15-261122-0001"]


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_case_prints_the_same_bytes(kind):
    assert render_document(kind, usual()) == render_document(kind, usual())


def test_outside_the_demo_nothing_says_demo_and_the_place_for_the_signature_is_free():
    said = text_of(render_document(DocumentKind.RESULT, usual(demo=False)))
    assert "trình diễn" not in said
