"""The words a govuk-frontend component says by itself, in our languages instead of English.

`localised` puts them under what the caller gives; everything given wins.
"""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Options = Mapping[str, object]

_ERROR: Options = {"visuallyHiddenText": _("Lỗi")}
_FORM_FIELDS = frozenset(
    {"input", "textarea", "select", "radios", "checkboxes", "date-input", "file-upload", "character-count",
     "password-input"},
)  # fmt: skip

_OPTIONAL = frozenset({"errorMessage", "hint"})

_WORDS: Mapping[str, Options] = {
    "accordion": {
        "hideAllSectionsText": _("Thu gọn tất cả"),
        "hideSectionText": pgettext_lazy("section", "Thu gọn"),
        "hideSectionAriaLabelText": _("Thu gọn phần này"),
        "showAllSectionsText": _("Mở tất cả"),
        "showSectionText": pgettext_lazy("section", "Mở"),
        "showSectionAriaLabelText": _("Mở phần này"),
    },
    "back-link": {"text": _("Quay lại")},
    "breadcrumbs": {"labelText": _("Vị trí trang")},
    "character-count": {
        "textareaDescriptionText": _("Bạn có thể viết tối đa %{count} ký tự"),
        "charactersUnderLimitText": {"other": _("Bạn còn %{count} ký tự"), "one": _("Bạn còn một ký tự")},
        "charactersAtLimitText": _("Bạn đã viết đủ số ký tự"),
        "charactersOverLimitText": {"other": _("Bạn viết thừa %{count} ký tự"), "one": _("Bạn viết thừa một ký tự")},
    },
    "date-input": {
        "day": {"name": "day", "label": pgettext_lazy("date field", "Ngày"), "classes": "govuk-input--width-2"},
        "month": {"name": "month", "label": pgettext_lazy("date field", "Tháng"), "classes": "govuk-input--width-2"},
        "year": {"name": "year", "label": pgettext_lazy("date field", "Năm"), "classes": "govuk-input--width-4"},
    },
    "error-message": _ERROR,
    "error-summary": {"titleText": _("Có chỗ cần sửa lại")},
    "exit-this-page": {"text": _("Thoát nhanh trang này")},
    "file-upload": {
        "chooseFilesButtonText": _("Chọn tệp"),
        "dropInstructionText": _("hoặc thả tệp vào đây"),
        "noFileChosenText": _("Chưa chọn tệp nào"),
        "multipleFilesChosenText": {"other": _("Đã chọn %{count} tệp"), "one": _("Đã chọn một tệp")},
        "enteredDropZoneText": _("Đã vào vùng thả tệp"),
        "leftDropZoneText": _("Đã rời vùng thả tệp"),
    },
    "language-navigation": {"ariaLabel": _("Ngôn ngữ")},
    "pagination": {"landmarkLabel": _("Các trang"), "previous": {"text": _("Trang trước")},
                   "next": {"text": _("Trang sau")}},
    "password-input": {
        "showPasswordText": pgettext_lazy("password", "Hiện"),
        "hidePasswordText": pgettext_lazy("password", "Ẩn"),
        "showPasswordAriaLabelText": _("Hiện mật khẩu"),
        "hidePasswordAriaLabelText": _("Ẩn mật khẩu"),
        "passwordShownAnnouncementText": _("Mật khẩu đang hiện"),
        "passwordHiddenAnnouncementText": _("Mật khẩu đang ẩn"),
    },
    "service-navigation": {"menuButtonText": _("Mục lục"), "ariaLabel": _("Thông tin dịch vụ")},
    "skip-link": {"text": _("Đến nội dung chính"), "href": "#main-content"},
    "tabs": {"title": _("Trong trang này")},
    "warning-text": {"iconFallbackText": _("Lưu ý")},
}  # fmt: skip


def localised(name: str, options: Options) -> dict[str, object]:
    """`options` of component `name`, with our words wherever the component would speak English."""
    options = {key: value for key, value in options.items() if not (key in _OPTIONAL and _is_wordless(value))}
    words: dict[str, object] = dict(_WORDS.get(name, {}))
    if name in _FORM_FIELDS and options.get("errorMessage"):
        words["errorMessage"] = _ERROR
    if name == "notification-banner":
        words["titleText"] = _("Đã xong") if options.get("type") == "success" else _("Thông báo")
    if name == "pagination":
        words = {key: word for key, word in words.items() if key in options or key == "landmarkLabel"}
        options = {**options, **_named_pages(options)}
    if name == "service-navigation":
        words["navigationLabel"] = words["menuButtonText"]
    return _under(options, words)


def _is_wordless(value: object) -> bool:
    """`errorMessage__text=problem` with an empty `problem`: there is no error to show."""
    return isinstance(value, Mapping) and not any(value.get(key) for key in ("text", "html"))


def _under(given: Options, words: Options) -> dict[str, object]:
    merged = {**words, **{key: value for key, value in given.items() if value is not None}}
    for key, value in words.items():
        own = merged[key]
        if isinstance(value, Mapping) and isinstance(own, Mapping) and own is not value:
            merged[key] = _under(own, value)
    return merged


def _named_pages(options: Options) -> Options:
    items = options.get("items")
    if not isinstance(items, list | tuple):
        return {}
    return {"items": [_named_page(item) for item in items]}


def _named_page(item: object) -> object:
    if not isinstance(item, Mapping) or "number" not in item:
        return item
    return {"visuallyHiddenText": _("Trang %(number)s") % {"number": item["number"]}, **item}
