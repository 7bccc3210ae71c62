"""Saving a page of a draft from the browser, on top of what another tab saved when that leaves this page alone."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from motcua.forms import api as forms
from motcua.forms.contracts import DraftView, Page, SavedPage
from motcua.forms.errors import DraftChangedError
from motcua.platform.web.api import actor_of


def save(request: HttpRequest, draft_id: UUID, page: Page, raw: Mapping[str, Any]) -> SavedPage:
    """Raises DraftChangedError when another tab changed this page's answers since it was drawn here."""
    actor = actor_of(request)
    try:
        return forms.save_answers(actor=actor, draft_id=draft_id, page_id=page.id, raw=raw, revision=_revision(request))
    except DraftChangedError as error:
        saved: DraftView = error.saved
        if request.POST.get("seen") != fingerprint(page, saved):
            raise
        return forms.save_answers(actor=actor, draft_id=draft_id, page_id=page.id, raw=raw, revision=saved.revision)


def _revision(request: HttpRequest) -> int:
    """The revision that the page was drawn from; 0, which no draft has, when it can't be read."""
    sent = request.POST.get("revision", "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else 0


def fingerprint(page: Page, draft: DraftView) -> str:
    """Tells whether this page's answers changed since it was drawn."""
    answers = {field.id: draft.answers.get(field.id) for field in page.fields}
    return hashlib.sha256(json.dumps(answers, sort_keys=True).encode()).hexdigest()[:24]


def to_check(request: HttpRequest) -> bool:
    """Whether one came from the check and wants to go back there."""
    return request.GET.get("back") == "check"
