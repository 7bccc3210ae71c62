"""A file as it is written, for who wants that: with what is wrong at which line."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.authoring import api
from motcua.authoring.errors import EditChangedError
from motcua.authoring.web.editing import open_editing
from motcua.authoring.web.problems import say_problem
from motcua.authoring.web.saving import Outcome, revision_of
from motcua.kernel.errors import InvalidInputError
from motcua.platform.web.api import actor_of, official

MOST_SHOWN = 100


@official("editor", "publisher")
@require_http_methods(["GET", "HEAD", "POST"])
def file(request: HttpRequest, edit_id: UUID, name: str) -> HttpResponse:
    editing = open_editing(request, edit_id)
    outcome, typed = None, None
    if request.method == "POST":
        typed = _as_the_file_ends_lines(request.POST.get("text", ""), editing.edit.files.get(name, b""))
        outcome = _saved(request, edit_id, name, typed)
        if outcome.saved:
            messages.success(request, _("Đã lưu “%(what)s”.") % {"what": name})
            gone = "remove" in request.POST
            return HttpResponseRedirect(editing.file_url("procedure.yaml") if gone else request.get_full_path())
        editing = open_editing(request, edit_id)
    content = editing.edit.files.get(name)
    if content is None and typed is None:
        raise Http404
    problems = [problem for problem in editing.problems if problem.file == name]
    context = editing.frame("files") | {
        "title": name,
        "name": name,
        "text": typed if typed is not None else (content or b"").decode(errors="replace"),
        "problems": [{"line": problem.line, "text": say_problem(problem)} for problem in problems[:MOST_SHOWN]],
        "listed": [
            {"name": one, "href": editing.file_url(one), "current": one == name} for one in sorted(editing.edit.files)
        ],
        "removable": "/" in name or name == "README.md",
        "outcome": outcome,
    }
    return render(request, "authoring/file.html", context, status=outcome.status if outcome else 200)


def _saved(request: HttpRequest, edit_id: UUID, name: str, typed: str) -> Outcome:
    actor, revision = actor_of(request), revision_of(request)
    try:
        if "remove" in request.POST:
            return Outcome(api.remove_file(actor=actor, edit_id=edit_id, revision=revision, name=name))
        return Outcome(api.save_file(actor=actor, edit_id=edit_id, revision=revision, name=name, text=typed))
    except EditChangedError as error:
        return Outcome(None, str(error), conflict=True)
    except InvalidInputError as error:
        return Outcome(None, str(error))


def _as_the_file_ends_lines(typed: str, before: bytes) -> str:
    """Browsers send CRLF, and drop a first empty line; the file keeps the line ends that it has."""
    text = typed.replace("\r\n", "\n").replace("\r", "\n")
    return text.replace("\n", "\r\n") if b"\r\n" in before else text
