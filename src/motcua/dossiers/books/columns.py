"""The columns of each book, and a line of it as it is printed and carried out."""

from collections.abc import Mapping
from datetime import datetime, tzinfo

from motcua.agencies import api as agencies
from motcua.dossiers.books.words import say_gap
from motcua.dossiers.contracts.books import BookPage, BookRow, NumberRow
from motcua.dossiers.contracts.words import DocumentKind
from motcua.dossiers.services.issuing import TITLES
from motcua.dossiers.web.desk.words import CHANNELS, STATES
from motcua.kernel.languages import LocalText, pick

_FOLLOWED: tuple[tuple[str, str, float], ...] = (
    ("Mã hồ sơ", "Code", 0),
    ("Thủ tục", "Procedure", 2.0),
    ("Người nộp", "Applicant", 1.4),
    ("Cơ quan giải quyết", "Resolving agency", 1.5),
    ("Cách nộp", "How filed", 0.9),
    ("Nộp lúc", "Filed at", 0.95),
    ("Tiếp nhận lúc", "Accepted at", 0.95),
    ("Hẹn trả lúc", "Due at", 0.95),
    ("Có kết quả lúc", "Decided at", 0.95),
    ("Trả, kết thúc lúc", "Returned or ended at", 0.95),
    ("Tình trạng", "Status", 1.1),
)
_NUMBERED: tuple[tuple[str, str, float], ...] = (
    ("Số", "Number", 0),
    ("Ngày", "Date", 1.0),
    ("Tên giấy", "Paper", 2.4),
    ("Mã hồ sơ", "Code", 0),
    ("Người nhận", "Issued to", 1.6),
    ("Người ký", "Signed by", 1.6),
    ("Ghi chú", "Remarks", 1.6),
)
_TITLES: Mapping[str, LocalText] = {
    "dossiers": {"vi": "Sổ theo dõi hồ sơ", "en": "Register of dossiers"},
    DocumentKind.RESULT.value: {"vi": "Kết quả giải quyết", "en": "Results"},
}


def title_of(book: str) -> LocalText:
    """What the book is called, in both languages."""
    if book == "dossiers":
        return _TITLES[book]
    of = _TITLES.get(book) or TITLES.get(DocumentKind(book)) or {"vi": book, "en": book}
    return {"vi": f"Sổ cấp số: {of['vi']}", "en": f"Register of numbers: {of['en']}"}


def columns(book: str) -> tuple[tuple[tuple[str, str], ...], tuple[float, ...]]:
    """Names in Vietnamese and English, and the width of each as a share of the page; 0: as
    wide as what stands in it."""
    chosen = _FOLLOWED if book == "dossiers" else _NUMBERED
    return tuple((vi, en) for vi, en, _width in chosen), tuple(width for _vi, _en, width in chosen)


def cells(page: BookPage, zone: tzinfo) -> list[tuple[str, ...]]:
    """The lines of a page, one cell a column, in the language that is active."""
    return [followed_cells(row, zone) for row in page.rows] + [numbered_cells(row, zone) for row in page.numbers]


def followed_cells(row: BookRow, zone: tzinfo, language: str = "vi") -> tuple[str, ...]:
    agency = pick(agencies.get_agency(row.resolving_agency_id).name, language) if row.resolving_agency_id else ""
    moments = (row.submitted_at, row.received_at, row.due_at, row.decided_at, row.ended_at)
    said = (_moment(at, zone) for at in moments)
    name = pick(row.procedure_name, language)
    return (
        row.code,
        name,
        row.applicant_name,
        agency,
        str(CHANNELS[row.channel][1]),
        *said,
        str(STATES[row.state]),
    )


def numbered_cells(row: NumberRow, zone: tzinfo, language: str = "vi") -> tuple[str, ...]:
    title = pick(row.title, language)
    return (row.number, _day(row.issued_at, zone), title, row.code, row.applicant_name, row.signer, say_gap(row))


def _moment(at: datetime | None, zone: tzinfo) -> str:
    return f"{at.astimezone(zone):%H:%M %d/%m/%Y}" if at else ""


def _day(at: datetime, zone: tzinfo) -> str:
    return f"{at.astimezone(zone):%d/%m/%Y}"
