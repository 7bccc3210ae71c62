"""Saving a page of a draft from the browser, on top of what another tab saved when that leaves this page alone."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from motcua.forms import api as forms
from motcua.forms.contracts import DraftView, Page, SavedPage
from motcua.forms.errors import DraftChangedError
from motcua.platform.web.api import actor_of, number_sent


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
    return number_sent(request.POST.get("revision", ""))


def fingerprint(page: Page, draft: DraftView) -> str:
    """Tells whether this page's answers changed since it was drawn."""
    answers = {field.id: draft.answers.get(field.id) for field in page.fields}
    return hashlib.sha256(json.dumps(answers, sort_keys=True).encode()).hexdigest()[:24]


def marks(page: Page, draft: DraftView, sent: Mapping[str, str] | None = None) -> dict[str, Any]:
    """What a page says of the draft that it was drawn from. `sent`: what came from a page that is only drawn again; it
    goes on speaking of the draft that its writer saw.
    """
    if sent and sent.get("revision") and sent.get("seen"):
        return {"revision": sent["revision"], "seen": sent["seen"]}
    return {"revision": draft.revision, "seen": fingerprint(page, draft)}


NEW_ITEM = "new"
"""Of the page of an item: it was not in the list when the page was drawn."""


def item_seen(items: Sequence[Mapping[str, Any]], place: int) -> str:
    """What the page of the item at `place` says of it, to find it again wherever other tabs have put it."""
    return item_fingerprint(items[place]) if place < len(items) else NEW_ITEM


def item_fingerprint(item: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(item, sort_keys=True).encode()).hexdigest()[:24]


def place_of(items: Sequence[Mapping[str, Any]], seen: str, place: int) -> int | None:
    """Where the item is now that was drawn at `place`, a new one behind the last; None when another tab changed or
    removed it.
    """
    if seen in ("", NEW_ITEM):
        return len(items) if seen else min(place, len(items))
    if place < len(items) and item_fingerprint(items[place]) == seen:
        return place
    return next((at for at, item in enumerate(items) if item_fingerprint(item) == seen), None)


def to_check(request: HttpRequest) -> bool:
    """Whether one came from the check and wants to go back there."""
    return request.GET.get("back") == "check"
