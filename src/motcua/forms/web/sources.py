"""What people are told of an answer that a record gave: where from, when, why it is fixed, what to do when it is wrong."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from motcua.forms.contracts import Fact, Form, FormContext, FormField, FromRecord, ShownSection
from motcua.forms.domain.showing import show_answer
from motcua.kernel.dates import say_date
from motcua.kernel.languages import pick

_CONTACT = frozenset({"applicant.phone", "applicant.email"})


def taken_from(fact: Fact, context: FormContext) -> str:
    """Where from and when: in the words of the person herself, at the counter in those of the official."""
    when = _when(fact.at, context.language)
    if context.channel == "in_person":
        sentence = (
            _("Lấy từ thông tin liên lạc đã đăng ký của người nộp, lúc %(time)s ngày %(day)s.")
            if fact.source in _CONTACT
            else _("Lấy từ hồ sơ căn cước của người nộp, lúc %(time)s ngày %(day)s.")
        )
    else:
        sentence = (
            _("Lấy từ thông tin liên lạc bạn đã đăng ký, lúc %(time)s ngày %(day)s.")
            if fact.source in _CONTACT
            else _("Lấy từ hồ sơ căn cước của bạn, lúc %(time)s ngày %(day)s.")
        )
    return sentence % when


def told_of_locked(fact: Fact, context: FormContext) -> Mapping[str, str]:
    """`note`: where from and why it can't be changed here; `wrong` and `mend`: the question, and what to do then."""
    fixed = _("Tờ khai phải khớp với hồ sơ gốc nên không sửa ở đây.")
    if context.channel == "in_person":
        mend = _(
            "Người nộp mang giấy tờ chứng minh đến Công an xã, phường nơi cư trú để sửa thông tin gốc. Sửa xong, mở lại "
            "bản nháp này thì thông tin mới tự hiện ra; những câu đã trả lời vẫn còn nguyên."
        )
    else:
        mend = _(
            "Bạn mang giấy tờ chứng minh đến Công an xã, phường nơi bạn cư trú để sửa thông tin gốc. Sửa xong, bạn mở lại "
            "bản nháp này thì thông tin mới tự hiện ra; những câu đã trả lời vẫn còn nguyên."
        )
    return {
        "note": f"{taken_from(fact, context)} {fixed}",
        "wrong": _("Thông tin này sai thì làm thế nào?"),
        "mend": mend,
    }


def told_of_editable(field: FormField, fact: Fact, answer: Any, context: FormContext) -> str:
    """Where from and why it may be changed; where it was, what the record says."""
    why = pick(field.why_editable, context.language)
    if answer is None or answer == fact.value:
        return f"{taken_from(fact, context)} {why}".strip()
    said = _("Khác với hồ sơ: hồ sơ ghi “%(value)s”. Cán bộ sẽ thấy cả hai.") % {
        "value": show_answer(field, fact.value, context)
    }
    return f"{said} {why}".strip()


def noted(
    sections: tuple[ShownSection, ...], form: Form, origins: Mapping[str, FromRecord], context: FormContext
) -> tuple[ShownSection, ...]:
    """Shown answers with a word on those that the applicant's record gave, or would give otherwise."""
    return tuple(
        replace(section, rows=tuple(replace(row, **_note(form, row.field, origins, context)) for row in section.rows))
        for section in sections
    )


def _note(form: Form, name: str, origins: Mapping[str, FromRecord], context: FormContext) -> dict[str, Any]:
    origin, field = origins.get(name), form.fields.get(name)
    if origin is None or field is None:
        return {}
    if origin.differs_from_record:
        value = show_answer(field, origin.recorded, context)
        return {"note": _("Khác với hồ sơ: hồ sơ ghi “%(value)s”.") % {"value": value}, "differs": True}
    return {"note": _("Từ hồ sơ căn cước"), "fixed": True} if origin.locked else {}


def _when(at: datetime | None, language: str) -> dict[str, str]:
    there = localtime(at)
    return {"time": f"{there:%H:%M}", "day": say_date(there.date(), language)}
