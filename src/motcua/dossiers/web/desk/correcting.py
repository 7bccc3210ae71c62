"""The page that corrects any number of answers of a dossier at once: picked, written right, seen before and after, proposed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from motcua.agencies import api as agencies
from motcua.catalogue import api as catalogue
from motcua.dossiers import api
from motcua.dossiers.contracts import DossierView
from motcua.dossiers.flows import flow_of_hash
from motcua.dossiers.web import marked
from motcua.dossiers.web.desk import new_issues
from motcua.dossiers.web.desk.acts import SAID
from motcua.dossiers.web.desk.pages import frame
from motcua.dossiers.web.desk.panels import Typed, box
from motcua.forms import api as forms
from motcua.forms.contracts import FieldType, Problem
from motcua.kernel.errors import ConflictError, InvalidInputError
from motcua.kernel.languages import pick
from motcua.platform.web.api import actor_of, number_sent, official, status_of

# Not a slip of the pen: a seat that was taken, and the name by which somebody declared that all is true.
KEPT = frozenset({FieldType.APPOINTMENT, FieldType.SIGNATURE})


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page says besides the boxes: each line before and after, what was wrong, and who was faster."""

    lines: tuple[tuple[str, str, str], ...] = ()
    seen: str = ""
    problems: Mapping[str, Any] = field(default_factory=dict)
    conflict: str = ""
    status: int = 200


@official()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def correction(request: HttpRequest, code: str) -> HttpResponse:
    """Which answers are wrong, then what is right; a POST shows before and after, and proposes what was shown."""
    view = api.get_dossier(actor=actor_of(request), code=code)
    if "propose_correction" not in view.next_actions:
        return HttpResponseRedirect(reverse("dossiers:desk_dossier", args=[code]))
    if request.method == "POST":
        return _post(request, view)
    picked = _picked(view, request.GET)
    return _page(request, view, picked, Shown()) if picked or "go" in request.GET else _choose(request, view)


def _post(request: HttpRequest, view: DossierView) -> HttpResponse:
    sent = request.POST
    picked, raw = _widened(view, _picked(view, sent), sent)
    if forms.is_redrawing(sent):
        return _page(request, view, picked, Shown())
    proposal = new_issues.read_result(view, sent)
    lines: tuple[tuple[str, str, str], ...] = ()
    seen = ""
    try:
        lines = tuple(new_issues.lines(view, *api.corrections_of(view, proposal, raw)))
        seen = _mark(lines)
        if sent.get("step") != "send" or sent.get("seen") != seen:  # only what was seen is proposed
            return _page(request, view, picked, Shown(lines, seen))
        done = api.propose_correction(
            actor=actor_of(request),
            dossier_id=view.id,
            expected_version=_version(sent),
            reason=sent.get("reason", ""),
            proposal=proposal or None,
            answers=raw or None,
            on_request=sent.get("on_request") == "yes",
        )
    except InvalidInputError as error:
        return _page(request, view, picked, Shown(lines, seen, error.fields, status=status_of(error)))
    except ConflictError as error:
        return _page(request, view, picked, Shown(lines, seen, conflict=str(error.message), status=status_of(error)))
    messages.success(request, SAID["propose_correction"] % {"code": done.code})
    return HttpResponseRedirect(reverse("dossiers:desk_dossier", args=[view.code]))


def _choose(request: HttpRequest, view: DossierView) -> HttpResponse:
    language = get_language() or "vi"
    form = forms.compile_form(catalogue.get_version(view.version_hash))
    may, sections = _correctable(view), []
    named = view.correction_asked.fields if view.correction_asked else ()
    for section in forms.show_answers(form, view.answers, language):
        rows: dict[str, dict[str, Any]] = {}
        for row in section.rows:
            key = row.field.partition("[")[0]
            if key in may and key not in rows:  # a group is corrected as a whole
                own = key != row.field
                rows[key] = {
                    "field": key,
                    "label": pick(form.fields[key].label, language) if own else row.label,
                    "value": "" if own else row.value,
                    "named": key in named,
                }
        if rows:
            sections.append({"title": section.title, "rows": list(rows.values())})
    return render(
        request,
        "dossiers/desk/correction_choice.html",
        _frame(request, view) | {"sections": sections, "asked": new_issues.said_wrong(view)},
    )


def _page(request: HttpRequest, view: DossierView, picked: tuple[str, ...], shown: Shown) -> HttpResponse:
    sent, language = request.POST, get_language() or "vi"
    cut = marked.form_of(catalogue.get_version(view.version_hash), picked)
    told = {key: str(text) for key, text in shown.problems.items()}
    wrong = [
        Problem(key.removeprefix("answers."), "", text) for key, text in told.items() if key.startswith("answers.")
    ]
    own = [one for one in wrong if one.field.partition("[")[0] in picked]
    drawn = cut.draw(forms.read_post(cut.page, sent) if sent else view.answers, own)
    typed = Typed("propose_correction" if sent else "", {key: str(value) for key, value in sent.items()}, problems=told)
    fields, issued = flow_of_hash(view.version_hash).result_fields, new_issues.shown_result(view)
    boxes = {str(each["id"]) for each in fields} | {"reason"}
    summary = [*drawn.errors]
    summary += [{"text": one.message, "href": "#main-content"} for one in wrong if one not in own]
    summary += [
        {"text": text, "href": f"#c-{key}" if key in boxes else "#main-content"}
        for key, text in told.items()
        if not key.startswith("answers.")
    ]
    context = _frame(request, view) | {
        "asked": new_issues.said_wrong(view),
        "picked": picked,
        "fields": drawn.fields,
        "boxes": [box(each, "c", typed, language, issued) for each in fields],
        "lines": shown.lines,
        "seen": shown.seen,
        "conflict": shown.conflict,
        "expected_version": sent.get("expected_version", view.version) if not shown.conflict else view.version,
        "reason": sent.get("reason", ""),
        "reason_error": {"text": told["reason"]} if "reason" in told else None,
        "on_request": [{"value": "yes", "text": _("Người nộp yêu cầu"), "checked": _on_request(view, sent)}],
        "error_summary": summary,
    }
    return render(request, "dossiers/desk/correction.html", context, status=shown.status)


def _frame(request: HttpRequest, view: DossierView) -> dict[str, Any]:
    return frame(request) | {"view": view, "procedure": pick(view.procedure_name, get_language() or "vi")}


def _correctable(view: DossierView) -> frozenset[str]:
    form = forms.compile_form(catalogue.get_version(view.version_hash))
    return frozenset(key for key, one in form.fields.items() if one.type not in KEPT and not one.calculate)


def _picked(view: DossierView, sent: QueryDict) -> tuple[str, ...]:
    may = _correctable(view)
    return tuple(dict.fromkeys(key for key in sent.getlist("field") if key in may))


def _widened(view: DossierView, picked: tuple[str, ...], sent: QueryDict) -> tuple[tuple[str, ...], dict[str, Any]]:
    """With the questions that the corrected answers call for, though nobody picked them; and what was sent for them."""
    version = catalogue.get_version(view.version_hash)
    raw = dict(forms.read_post(marked.form_of(version, picked).page, sent))
    context = forms.form_context(channel=str(view.channel), on=agencies.today())
    opened = api.opened_questions(view.version_hash, view.answers, picked, raw, context)
    wider = (*picked, *(key for key in opened if key in _correctable(view)))
    return wider, dict(forms.read_post(marked.form_of(version, wider).page, sent)) if wider else {}


def _on_request(view: DossierView, sent: QueryDict) -> bool:
    return sent.get("on_request") == "yes" if sent else view.correction_asked is not None


def _mark(lines: tuple[tuple[str, str, str], ...]) -> str:
    return sha256(repr(lines).encode()).hexdigest()[:32]


def _version(sent: QueryDict) -> int:
    return number_sent(sent.get("expected_version", ""))
