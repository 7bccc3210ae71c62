"""An edit at a glance, and its review: what changes, what it means for examples, what to do next."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.agencies import api as agencies
from motcua.authoring import api
from motcua.authoring.contracts import WRITABLE, EditState
from motcua.authoring.errors import NotEditableError
from motcua.authoring.judging import judge
from motcua.authoring.web.drawing import say
from motcua.authoring.web.editing import Editing, open_editing
from motcua.authoring.web.problems import say_problem
from motcua.authoring.web.typing_in import say_day
from motcua.catalogue import api as catalogue
from motcua.catalogue.contracts import Difference
from motcua.kernel.dates import say_moment
from motcua.kernel.languages import pick
from motcua.platform.web.api import official

MOST_SHOWN = 60
WRITTEN_AS_YAML = {"address", "group", "appointment", "signature"}  # answers with parts: no one box holds them
SEVERITIES = {
    "harmless": lambda: _("Không ảnh hưởng hồ sơ"),
    "new_dossiers": lambda: _("Hồ sơ nộp sau ngày áp dụng"),
    "running_drafts": lambda: _("Không hợp với bản nháp đang điền nếu chuyển sang bản mới"),
}


@official("editor", "publisher")
@require_http_methods(["GET", "HEAD"])
def overview(request: HttpRequest, edit_id: UUID) -> HttpResponse:
    return overview_page(request, open_editing(request, edit_id))


def overview_page(request: HttpRequest, editing: Editing, refusal: str = "", status: int = 200) -> HttpResponse:
    edit = editing.edit
    typed = request.POST if refusal and "title" in request.POST else None
    context = editing.frame("overview") | {
        "title": edit.title,
        "problems": _said(editing, list(editing.problems)),
        "more": max(0, len(editing.problems) - MOST_SHOWN),
        "warnings": _said(editing, list(editing.warnings)),
        "refusal": refusal,
        "facts": {
            "title": typed.get("title", "") if typed else edit.title,
            "law_note": typed.get("law_note", "") if typed else edit.law_note,
            "effective_from": typed.get("effective_from", "") if typed else say_day(edit.effective_from),
            "effective_law": typed.get("effective_law", "") if typed else edit.effective_law,
        },
        "saved": _moment(editing, edit.saved_at),
        "differences": _differences(editing),
    }
    return render(request, "authoring/overview.html", context, status=status)


@official("editor", "publisher")
@require_http_methods(["GET", "HEAD"])
def compare(request: HttpRequest, edit_id: UUID) -> HttpResponse:
    return compare_page(request, open_editing(request, edit_id))


def compare_page(request: HttpRequest, editing: Editing, refusal: str = "", status: int = 200) -> HttpResponse:
    """What the edit changes, in words; what the package's examples say to it; and the acts that are possible now."""
    judged = judge(editing.edit.files, whole=True)
    edit = editing.edit
    sent = request.POST
    context = editing.frame("compare") | {
        "title": _("So sánh và gửi duyệt"),
        "refusal": refusal,
        "differences": _differences(editing),
        "changed_files": _changed_files(editing),
        "problems": _said(editing, [p for p in judged.problems if not p.file.startswith("scenarios/")]),
        "scenarios": [
            {
                "title": say(dict(one.title)) if not isinstance(one.title, str) else one.title,
                "wrong": _said(editing, list(one.problems)),
            }
            for one in judged.scenarios
        ],
        "open_questions": [_asked_of_examples(editing, one) for one in api.open_questions(judged)],
        "usable": judged.version is not None,
        "effective_from": sent.get("effective_from") or say_day(edit.effective_from),
        "effective_law": sent.get("effective_law") or edit.effective_law,
        "remark": sent.get("remark", ""),
        "today": say_day(agencies.today()),
        "submitted": _moment(editing, edit.submitted_at),
        "decided": _moment(editing, edit.decided_at),
        "effective_said": say_day(edit.effective_from),
        "meanwhile": _meanwhile(editing),
    }
    return render(request, "authoring/compare.html", context, status=status)


def _asked_of_examples(editing: Editing, question: api.OpenQuestion) -> dict[str, Any]:
    """A question that examples leave open, with the box in which one answer for all of them is given."""
    field = editing.fields.get(question.id, {})
    kind = field.get("type", "")
    picked = [(str(one.get("value", "")), say(one.get("label"))) for one in field.get("options") or ()]
    if kind == "yes_no":
        picked = [("yes", _("Có")), ("no", _("Không"))]
    return {
        "id": question.id,
        "box": f"answer-{question.id}",
        "label": say(field.get("label")) or question.id,
        "examples": len(question.files),
        "writable": kind not in WRITTEN_AS_YAML,
        "several": kind == "choices",
        "items": [{"value": value, "text": text} for value, text in picked],
    }


def _meanwhile(editing: Editing) -> dict[str, Any] | None:
    """Three ways beside each other: what they changed, what this edit changes, and the values that both changed."""
    edit = editing.edit
    newest = api.overtaken_by(edit) if edit.state in {*WRITABLE, EditState.IN_REVIEW} else None
    if newest is None:
        return None
    ours, base = judge(edit.files).version, api.base_of(edit)
    compared = api.compare(base, newest, ours) if base and ours else None
    try:
        clashes = api.merged_onto(edit, newest).clashes
    except NotEditableError as error:
        return {"theirs": [], "ours": [], "clashes": [], "refusal": str(error)}
    return {
        "theirs": said_differences(compared.theirs) if compared else [],
        "ours": said_differences(compared.ours) if compared else [],
        "clashes": [
            {
                "name": api.clash_name(clash),
                "place": " › ".join([clash.file, *map(str, clash.path)]),
                "base": _shown(clash.base),
                "theirs": _shown(clash.theirs),
                "ours": _shown(clash.ours),
            }
            for clash in clashes
        ],
        "refusal": "",
    }


def _shown(value: Any) -> str:
    """A value for reading: words as they are, other things as YAML."""
    if value is None:
        return _("(không có)")
    if isinstance(value, str):
        return value[:600]
    return (
        catalogue.write_document({"": value}).partition(":")[2].strip()[:600]
        if isinstance(value, dict | list)
        else str(value)
    )


def _differences(editing: Editing) -> list[dict[str, Any]] | None:
    """None while the files can't be used. A new procedure differs from nothing: everything is new."""
    version = judge(editing.edit.files).version
    base = api.base_of(editing.edit)
    if version is None:
        return None
    if base is None:
        return []
    return said_differences(catalogue.differences(base, version))


def said_differences(differences: tuple[Difference, ...]) -> list[dict[str, Any]]:
    language = get_language() or "vi"
    return [
        {
            "said": pick(one.said, language),
            "change": one.change.value,
            "severity": one.severity.value,
            "severity_said": SEVERITIES[one.severity.value](),
        }
        for one in differences
    ]


def _changed_files(editing: Editing) -> list[str]:
    """Files whose bytes differ: comments and examples are no content, but a reviewer should know."""
    base = api.base_files(editing.edit)
    now = editing.edit.files
    return sorted(name for name in {*base, *now} if base.get(name) != now.get(name))


def _said(editing: Editing, problems: list[Any]) -> list[dict[str, Any]]:
    return [
        {"text": say_problem(problem), "href": editing.mending_url(problem), "file": problem.file, "line": problem.line}
        for problem in problems[:MOST_SHOWN]
    ]


def _moment(editing: Editing, moment: Any) -> str:
    if moment is None or editing.actor.agency_id is None:
        return ""
    return say_moment(moment, agencies.calendar_of(editing.edit.agency_id).zone, get_language() or "vi", weekday=False)
