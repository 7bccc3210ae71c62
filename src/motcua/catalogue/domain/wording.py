"""How differences between versions are said, in Vietnamese and English: words only, no decisions."""

import json
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from motcua.catalogue.contracts import Change, TimeLimit
from motcua.kernel.languages import LocalText, pick

LANGUAGES = ("vi", "en")
LONGEST = 90  # characters of a quoted text

_UNITS = {
    "hour": ("giờ", "hour"),
    "day": ("ngày", "day"),
    "working_day": ("ngày làm việc", "working day"),
    "month": ("tháng", "month"),
}
_CHANGES = {
    Change.ADDED: ("thêm", "added"),
    Change.REMOVED: ("bỏ", "removed"),
    Change.MOVED: ("đổi chỗ", "moved"),
    Change.CHANGED: ("thay đổi", "changed"),
}
NOUNS = {
    "procedure": ("Thủ tục", "The procedure"),
    "paper": ("Giấy tờ", "Paper"),
    "field": ("Câu hỏi", "Question"),
    "page": ("Trang", "Page"),
    "section": ("Phần", "Section"),
    "option": ("Lựa chọn", "Option"),
    "check": ("Điều kiểm tra", "Check"),
    "law": ("Căn cứ", "Legal basis"),
    "result": ("Kết quả", "Result"),
    "limit": ("Thời hạn", "Time limit"),
    "template": ("Mẫu in", "Template"),
    "result_field": ("Ô cán bộ điền", "Field the official fills in"),
    "step": ("Bước xử lý", "Step"),
    "flow": ("Cách xử lý", "Handling"),
    "form": ("Tờ khai", "The form"),
    "fees": ("Lệ phí", "Fees"),
    "party": ("Người cùng đứng đơn", "Who stands behind it too"),
    "part": ("Hồ sơ của hành trình", "Dossier of the journey"),
    "given": ("câu trả lời cho", "answer to"),
    "sent": ("giấy tờ", "paper"),
}
PARTS = {
    "accept": ("loại tệp", "kinds of file"),
    "after": ("đi sau hồ sơ", "after"),
    "agency": ("cơ quan giải quyết", "agency"),
    "amount": ("số tiền", "amount"),
    "article": ("điều khoản", "article"),
    "assurance": ("mức đăng nhập", "sign-in level"),
    "autocomplete": ("gợi ý điền của trình duyệt", "autocomplete"),
    "binds": ("câu hỏi số định danh", "question of the personal id"),
    "branch": ("ngành", "branch"),
    "calculate": ("cách tính", "calculation"),
    "channels": ("cách nộp", "ways of filing"),
    "code": ("mã", "code"),
    "copies": ("số bản sao", "copies"),
    "editable": ("quyền sửa", "right to edit"),
    "effective": ("hiệu lực", "validity"),
    "estimated_minutes": ("số phút ước tính", "estimated minutes"),
    "everyday_names": ("tên gọi hằng ngày", "everyday names"),
    "field": ("lĩnh vực", "field"),
    "from": ("ngày bắt đầu", "first day"),
    "group": ("nhóm", "group"),
    "hint": ("gợi ý", "hint"),
    "id": ("mã định danh", "id"),
    "kind": ("cách nộp", "kind"),
    "label": ("nhãn", "label"),
    "legal": ("căn cứ", "legal basis"),
    "life_events": ("sự kiện đời sống", "life events"),
    "max": ("mức cao nhất", "maximum"),
    "max_length": ("độ dài nhất", "longest length"),
    "message": ("lời nhắc", "message"),
    "min": ("mức thấp nhất", "minimum"),
    "must": ("phải làm gì", "what they must do"),
    "name": ("tên", "name"),
    "note": ("ghi chú", "note"),
    "number": ("số hiệu", "number"),
    "originals": ("số bản chính", "originals"),
    "page": ("trang", "page"),
    "party": ("ai trả lời", "who answers"),
    "per": ("cách nhân", "multiplier"),
    "place": ("nơi quyết định cơ quan", "place that decides the agency"),
    "prefill": ("điền sẵn", "prefill"),
    "procedure": ("thủ tục", "procedure"),
    "required": ("bắt buộc", "required"),
    "requirements": ("yêu cầu, điều kiện", "requirements"),
    "rule": ("điều kiện", "rule"),
    "sensitive": ("che khi hiển thị", "hidden when shown"),
    "show_if": ("điều kiện hỏi", "condition"),
    "source": ("nguồn", "source"),
    "taken_from": ("lấy từ", "taken from"),
    "steps": ("các bước", "steps"),
    "subjects": ("đối tượng", "who may ask"),
    "summary": ("tóm tắt", "summary"),
    "template": ("mẫu in", "template"),
    "tiers": ("cấp giải quyết", "tier"),
    "times": ("số lần yêu cầu bổ sung", "how often a supplement may be asked"),
    "days": ("số ngày để bổ sung", "days to supplement"),
    "title": ("tiêu đề", "title"),
    "to": ("ngày cuối", "last day"),
    "type": ("kiểu", "type"),
    "url": ("địa chỉ", "address"),
    "why_editable": ("vì sao được sửa", "why it may be changed"),
    "when": ("điều kiện", "condition"),
    "why": ("lý do hỏi", "why it is asked"),
}

Said = Callable[[str], str]
"""Something that can be said in a language."""


def both(say: Said) -> dict[str, str]:
    """{vi, en} of something that can be said in a language."""
    return {language: say(language) for language in LANGUAGES}


def word(table: Mapping[Any, tuple[str, str]], key: Any, language: str) -> str:
    vietnamese, english = table.get(key, (str(key), str(key)))
    return english if language == "en" else vietnamese


def thing(noun: str, name: LocalText | str = "") -> Said:
    """Say "Giấy tờ “Giấy chứng sinh”"; without a name just the noun."""

    def said(language: str) -> str:
        named = pick(name, language)
        return word(NOUNS, noun, language) + (f" “{_shortened(named)}”" if named else "")

    return said


def happened(subject: Said, change: Change, note: Said | None = None) -> dict[str, str]:
    """Say "Giấy tờ “X”: thêm"."""
    return both(lambda to: f"{subject(to)}: {word(_CHANGES, change, to)}{f' ({note(to)})' if note else ''}")


def became(subject: Said, part: str, before: Any, after: Any) -> dict[str, str]:
    """Say "Giấy tờ “X”: tên “A” → “B”"."""
    return both(
        lambda to: f"{subject(to)}: {word(PARTS, part, to)} {say_value(before, to)} → {say_value(after, to)}".strip()
    )


def say_value(value: Any, language: str) -> str:
    """A raw value as a reader sees it; texts in quotes and not too long."""
    if value is None or value in ("", (), []):
        return "(trống)" if language == "vi" else "(none)"
    if isinstance(value, bool):
        return {("vi", True): "có", ("vi", False): "không", ("en", True): "yes", ("en", False): "no"}[language, value]
    if isinstance(value, str):
        return say_day(value, language) or f"“{_shortened(value)}”"
    if isinstance(value, Mapping) and "vi" in value and isinstance(value["vi"], str):
        return f"“{_shortened(pick(value, language))}”"
    if isinstance(value, Mapping | list | tuple):
        return _shortened(_listed(value, language))
    return str(value)


def _listed(value: Any, language: str) -> str:
    if isinstance(value, Mapping) and set(value) <= set(LANGUAGES) and language in value:
        return _listed(value[language], language)
    if isinstance(value, list | tuple) and all(isinstance(item, str) for item in value):
        return ", ".join(value)
    return json.dumps(value, ensure_ascii=False, default=str)


def say_day(text: str | date | None, language: str) -> str:
    """Say "1/1/2027", in English "1 January 2027"; "" for what is no day."""
    try:
        day = text if isinstance(text, date) else date.fromisoformat(text or "")
    except ValueError:
        return ""
    return f"{day.day} {day:%B} {day.year}" if language == "en" else f"{day.day}/{day.month}/{day.year}"


def say_limit(limit: TimeLimit, language: str) -> str:
    """Say "7 ngày làm việc"; the note when the law names no number."""
    if limit.amount is None or limit.unit is None:
        return f"“{_shortened(pick(limit.note, language))}”"
    unit = word(_UNITS, limit.unit.value, language)
    plural = "s" if language == "en" and limit.amount != 1 else ""
    return f"{limit.amount} {unit}{plural}"


def since(day: str | date | None, language: str) -> str:
    """Say " từ 1/1/2027", or nothing."""
    said = say_day(day, language)
    return f" {'from' if language == 'en' else 'từ'} {said}" if said else ""


def until(day: str | date | None, language: str) -> str:
    said = say_day(day, language)
    return f" {'until' if language == 'en' else 'đến hết'} {said}" if said else ""


def _shortened(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= LONGEST else f"{flat[: LONGEST - 1]}…"
