"""Saving what was typed on a page: refused, in conflict or kept, nothing of it is ever lost."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from motcua.authoring import api
from motcua.authoring.contracts import EditView
from motcua.authoring.errors import EditChangedError
from motcua.authoring.web.editing import Editing
from motcua.kernel.errors import InvalidInputError
from motcua.platform.web.api import number_sent


@dataclass(frozen=True, slots=True)
class Outcome:
    """`saved`, or why not: `refusal` in words; `conflict` when another tab was first."""

    saved: EditView | None
    refusal: str = ""
    conflict: bool = False

    @property
    def status(self) -> int:
        return 200 if self.saved else 409 if self.conflict else 422


def save(request: HttpRequest, editing: Editing, file: str, change: Callable[[Any], Any], what: str) -> Outcome:
    """Let `file` say what `change` makes of what it says. `change` raises InvalidInputError for what can't be kept."""
    try:
        wanted = change(editing.model(file))
        saved = api.change_file(
            actor=editing.actor,
            edit_id=editing.edit.id,
            revision=revision_of(request),
            name=file,
            wanted=wanted,
            what=what,
        )
    except EditChangedError as error:
        return Outcome(None, str(error), conflict=True)
    except InvalidInputError as error:
        return Outcome(None, str(error))
    if saved.revision != editing.edit.revision:
        messages.success(request, _("Đã lưu “%(what)s”.") % {"what": what})
    return Outcome(saved)


def revision_of(request: HttpRequest) -> int:
    """The revision that the page was drawn from; 0, which no edit has, when it can't be read."""
    return number_sent(request.POST.get("revision", ""))
