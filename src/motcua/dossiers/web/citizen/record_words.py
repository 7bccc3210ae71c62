"""What somebody who writes a draft is told of the applicant's record: what changed in it since."""

from typing import Any

from django.utils.translation import gettext as _

from motcua.forms import api as forms
from motcua.forms.contracts import DraftView, Form, FormContext, RecordChange
from motcua.kernel.languages import pick


def change_lines(form: Form, draft: DraftView, context: FormContext) -> list[str]:
    """A sentence for each change that was not seen yet; none for a party, whose record it isn't."""
    if draft.party:
        return []
    return [_line(form, draft, change, context) for change in draft.record_changes if change.field in form.fields]


def _line(form: Form, draft: DraftView, change: RecordChange, context: FormContext) -> str:
    words = {
        "label": pick(form.fields[change.field].label, context.language),
        "before": _shown(form, change.field, change.before, context),
        "after": _shown(form, change.field, change.after, context),
        "own": _shown(form, change.field, draft.answers.get(change.field), context),
    }
    if change.kept:
        return _("%(label)s: hồ sơ nay ghi “%(after)s”. Câu trả lời “%(own)s” được giữ nguyên.") % words
    if not words["before"]:
        return _("%(label)s: hồ sơ nay đã có, ghi “%(after)s”.") % words
    return _("%(label)s: trước là “%(before)s”, nay là “%(after)s”.") % words


def _shown(form: Form, field: str, value: Any, context: FormContext) -> str:
    if not isinstance(value, str | int | list | dict):
        return ""
    shown = forms.show_answers(form, {field: value}, context.language, context.units)
    return next((row.value for section in shown for row in section.rows), "")
