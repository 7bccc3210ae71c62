"""The pages of the preview server. Nothing is kept but in memory, and only this machine can ask."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from motcua.authoring import preview as previews
from motcua.authoring.preview import CHECK, PROCEDURE, QUESTION, Links, Preview
from motcua.authoring.trying.workshop import Workshop
from motcua.authoring.web.problems import is_told, say_problem
from motcua.catalogue.contracts import PackageProblem
from motcua.forms.errors import FormDefinitionError, PageNotFoundError
from motcua.kernel.languages import pick
from motcua.platform.web.api import public

STATE = "authoring/try/state_page.html"
_bench: list[Workshop] = []


def put_on_bench(workshop: Workshop) -> None:
    """The one package of this process."""
    _bench[:] = [workshop]


@public
@never_cache
@require_safe
def procedure(request: HttpRequest) -> HttpResponse:
    return _shown(request, PROCEDURE, previews.procedure_page)


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, page_id: str) -> HttpResponse:
    workshop = _bench[0]
    preview = _preview(workshop)
    if preview is None:
        return _shown(request, QUESTION, lambda _preview: {})
    try:
        if request.method == "POST":
            done = previews.answer(preview, page_id, request.POST)
            workshop.answers = done.answers
            if not done.problems:
                return HttpResponseRedirect(done.onward)
            return _shown(
                request,
                QUESTION,
                lambda now: previews.question_page(now, page_id, raw=done.raw, problems=done.problems),
            )
        return _shown(request, QUESTION, lambda now: previews.question_page(now, page_id))
    except PageNotFoundError:  # the page was renamed or taken out while it was open
        return HttpResponseRedirect(preview.links.procedure)


@public
@never_cache
@require_safe
def check(request: HttpRequest) -> HttpResponse:
    return _shown(request, CHECK, previews.check_page)


@public
@never_cache
@require_safe
def state(request: HttpRequest) -> HttpResponse:
    """Every problem with file and line, the warnings, and what came out of the examples."""
    return render(request, STATE, _frame(_bench[0]))


@public
@never_cache
@require_http_methods(["POST"])
def forget(request: HttpRequest) -> HttpResponse:
    """Begin again with no answers."""
    del request
    _bench[0].answers = {}
    return HttpResponseRedirect(reverse("trying:procedure"))


@public
@never_cache
@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """Answers when the folder is another than at revision `since`, or after half a minute."""
    since = request.GET.get("since", "")
    return JsonResponse({"revision": _bench[0].wait_for_change(int(since) if since.isdecimal() else -1)})


def _shown(
    request: HttpRequest, template: str, page: Callable[[Preview], Mapping[str, Any]], status: int = 200
) -> HttpResponse:
    """The page of the package as it is now; while it can't be used, what has to be mended, at the same address."""
    workshop = _bench[0]
    preview = _preview(workshop)
    if preview is None:
        return render(request, STATE, _frame(workshop))
    return render(request, template, {**_frame(workshop), **page(preview)}, status=status)


def _preview(workshop: Workshop) -> Preview | None:
    version = workshop.judgement.version
    if version is None:
        return None
    address = reverse("trying:question", args=["PAGE"])
    links = Links(reverse("trying:procedure"), address, reverse("trying:check"))
    preview = Preview(version=version, links=links, answers=workshop.answers)
    try:
        return preview if preview.form else None
    except FormDefinitionError:
        return None


def _frame(workshop: Workshop) -> dict[str, Any]:
    judgement, language = workshop.judgement, get_language() or "vi"
    failed = [scenario for scenario in judgement.scenarios if scenario.problems]
    tools = [
        {"href": reverse("trying:procedure"), "text": _("Trang thủ tục")},
        {"href": reverse("trying:check"), "text": _("Kiểm tra")},
        {"href": reverse("trying:state"), "text": _("Lỗi và ví dụ")},
    ]
    return {
        "watching": reverse("trying:changes"),
        "revision": workshop.revision,
        "folder": workshop.folder.name,
        "problems": _told(judgement.problems),
        "warnings": _told(judgement.warnings),
        "played": len(judgement.scenarios),
        "failed": len(failed),
        "scenarios": [
            {"name": one.name, "title": pick(one.title, language), "problems": one.problems}
            for one in judgement.scenarios
        ],
        "name": pick(workshop.version.name, language) if workshop.version else workshop.folder.name,
        "preview_tools": tools,
        "usable": judgement.version is not None,
    }


def _told(problems: Sequence[PackageProblem]) -> list[dict[str, Any]]:
    """In the reader's language; advice about YAML stays as the checker gives it where the table has no words for it."""
    found = []
    for problem in problems:
        words = say_problem(problem)
        if problem.instead and problem.instead not in words and not is_told(problem.instead, "instead"):
            words = f"{words} {problem.instead}"
        found.append({"file": problem.file, "line": problem.line, "words": words})
    return found
