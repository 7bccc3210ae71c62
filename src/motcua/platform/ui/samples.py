"""Made-up content for the style guide. Nobody here exists."""

from datetime import date

from django.utils.translation import gettext as _

_PROCEDURES = (
    "Đăng ký khai sinh",
    "Đăng ký thường trú",
    "Đăng ký hộ kinh doanh",
    "Cấp giấy xác nhận tình trạng hôn nhân",
)


def guide() -> dict[str, object]:
    return {
        "navigation": [
            {"text": _("Tìm dịch vụ"), "href": "#search", "current": True},
            {"text": _("Hồ sơ của tôi"), "href": "#timeline"},
            {"text": _("Tra cứu hồ sơ"), "href": "#code"},
        ],
        "breadcrumbs": [{"text": _("Trang đầu"), "href": "/"}, {"text": _("Bộ giao diện")}],
        "timeline": timeline(),
        "sections": sections(),
        "due_on": date(2026, 11, 24),
        "due_days": [9, 2, 1, 0, -1, -12],
        "statuses": range(1, 11),
        "tokens": _tokens(),
        "doors": _doors(),
        "radios": _radios(),
        "papers": _papers(),
        "summary": _summary(),
        "tasks": _tasks(),
        "table": _table(),
        "communes": [{"value": "", "text": _("Chọn xã, phường")}, {"value": "1", "text": "Phường Mẫu"}],
        "answers": [
            {"heading": {"text": _("Ai được đi khai?")}, "content": {"text": _("Cha, mẹ, hoặc người thân khác.")}},
            {"heading": {"text": _("Mang theo gì?")}, "content": {"text": _("Giấy chứng sinh và căn cước.")}},
        ],
        "panels": [
            {"id": "tab-vi", "label": _("Hôm nay"), "panel": {"text": _("3 hồ sơ đến hạn.")}},
            {"id": "tab-en", "label": _("Tuần này"), "panel": {"text": _("12 hồ sơ đến hạn.")}},
        ],
        "previous": {"href": "?p=1"},
        "next": {"href": "?p=3"},
        "pages": [
            {"number": 1, "href": "?p=1"},
            {"number": 2, "href": "?p=2", "current": True},
            {"number": 3, "href": "?p=3"},
        ],
    }


def error_summary() -> list[dict[str, str]]:
    return [
        {"text": _("Số căn cước này thiếu 1 chữ số"), "href": "#personal-id"},
        {"text": _("Chọn ngày sinh của bé"), "href": "#birth-day"},
    ]


def timeline() -> list[dict[str, object]]:
    return [
        {"title": _("Chờ lãnh đạo ký"), "when": _("từ 14:20 thứ Sáu, 20/11/2026"), "who": "Lê Thị Thử", "state": "now",
         "note": _("Bạn không phải làm gì lúc này. Có kết quả, chúng tôi nhắn cho bạn.")},
        {"title": _("Đã bổ sung giấy chứng sinh"), "when": "09:05, 19/11/2026", "who": "Nguyễn Thị Ví Dụ", "state": "done"},
        {"title": _("Đã tiếp nhận hồ sơ"), "when": "10:41, 17/11/2026", "who": "Trần Văn Mẫu", "state": "done"},
        {"title": _("Trả kết quả"), "when": _("hẹn thứ Ba, 24/11/2026"), "state": "next"},
    ]  # fmt: skip


def sections() -> list[dict[str, object]]:
    return [
        {"title": _("Người đi khai"), "href": "#", "state": "done"},
        {"title": _("Em bé"), "state": "now"},
        {"title": _("Cha mẹ"), "state": "next"},
        {"title": _("Giấy tờ"), "state": "next"},
    ]


def desk() -> dict[str, object]:
    people = ("Nguyễn Thị Ví Dụ", "Phạm Văn Mẫu", "Y Ƀhăm Thử", "Trần Đỗ Quỳnh Ễn", "Lý A Thí Dụ", "Hồ Thị Mẫu")
    days = (-1, 0, 1, 2, 5, 8)
    return {
        "navigation": [
            {"text": _("Việc hôm nay"), "href": "#", "current": True},
            {"text": _("Nhận tại quầy"), "href": "#"},
            {"text": _("Tìm hồ sơ"), "href": "#"},
        ],
        "queue": [
            {"code": f"H00.00.01-261120-{number:04}", "name": person, "procedure": _PROCEDURES[number % 4], "days": left,
             "status": (4, 5, 2, 4, 6, 1)[number % 6]}
            for number, (person, left) in enumerate(zip(people, days, strict=True))
        ],
        "timeline": timeline(),
        "summary": _summary(),
        "key": {"data-key": "t", "data-key-does": _("Trình ký")},
    }  # fmt: skip


def found(words: str) -> list[str]:
    return [name for name in _PROCEDURES if words.casefold() in name.casefold()] if words else []


def _tokens() -> list[tuple[str, str]]:
    return [
        ("paper", _("nền giấy")), ("ink", _("mực: chữ")), ("muted", _("mực nhạt: gợi ý")), ("lacquer", _("sơn son: thương hiệu")),
        ("gold", _("thếp vàng: một nét")), ("jade", _("ngọc: nút chính, đúng hạn")), ("link", _("liên kết")),
        ("error", _("lỗi, quá hạn")), ("amber", _("sắp đến hạn")),
    ]  # fmt: skip


def _doors() -> list[tuple[str, str]]:
    return [
        ("baby", _("Sinh con")), ("graduation-cap", _("Đi học")), ("briefcase", _("Đi làm, nghỉ việc")),
        ("house", _("Nhà ở, đất đai")), ("store", _("Mở hàng, mở công ty")), ("flower-2", _("Khi người thân mất")),
    ]  # fmt: skip


def _radios() -> dict[str, object]:
    return {
        "name": "delivery",
        "fieldset": {
            "legend": {"text": _("Bạn muốn nhận kết quả bằng cách nào?"), "classes": "govuk-fieldset__legend--m"}
        },
        "items": [
            {"value": "online", "text": _("Bản điện tử, trong Hồ sơ của tôi"), "checked": True},
            {
                "value": "counter",
                "text": _("Đến bộ phận một cửa"),
                "hint": {"text": _("Mang theo căn cước và mã hồ sơ")},
            },
            {"value": "post", "text": _("Bưu điện gửi về nhà")},
        ],
    }


def _papers() -> dict[str, object]:
    return {
        "name": "papers",
        "fieldset": {"legend": {"text": _("Bạn có sẵn giấy tờ nào?"), "classes": "govuk-fieldset__legend--m"}},
        "hint": {"text": _("Chọn tất cả những gì bạn có.")},
        "items": [{"value": "birth", "text": _("Giấy chứng sinh")}, {"value": "marriage", "text": _("Giấy kết hôn")}],
    }


def _summary() -> list[dict[str, object]]:
    rows = ((_("Họ và tên bé"), "Nguyễn Ễn Quỳnh"), (_("Ngày sinh"), "02/11/2026"), (_("Nơi sinh"), "Bệnh viện Mẫu"))
    change = {"items": [{"href": "#", "text": _("Sửa"), "visuallyHiddenText": _("câu trả lời này")}]}
    return [{"key": {"text": key}, "value": {"text": value}, "actions": change} for key, value in rows]


def _tasks() -> list[dict[str, object]]:
    done, todo = {"text": _("Đã xong")}, {"tag": {"text": _("Chưa làm"), "classes": "govuk-tag--yellow"}}
    return [
        {"title": {"text": _("Người đi khai")}, "href": "#", "status": done},
        {"title": {"text": _("Em bé")}, "href": "#", "status": todo},
    ]


def _table() -> dict[str, object]:
    return {
        "caption": _("Lệ phí"),
        "captionClasses": "govuk-table__caption--m",
        "firstCellIsHeader": True,
        "head": [{"text": _("Việc cần làm")}, {"text": _("Số tiền"), "format": "numeric"}],
        "rows": [
            [{"text": _("Bản sao giấy khai sinh (ví dụ)")}, {"text": _("8.000 đồng"), "format": "numeric"}],
            [{"text": _("Đăng ký hộ kinh doanh (ví dụ)")}, {"text": _("100.000 đồng"), "format": "numeric"}],
        ],
    }
