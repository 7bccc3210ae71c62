"""Browsers of officials, signed in; and forms filled in as a browser without scripts would send them."""

import re
from html import unescape

from django.contrib.auth import get_user_model
from django.test import Client


def signed_in(actor) -> Client:
    account, _made = get_user_model().objects.get_or_create(
        official_id=actor.id, defaults={"login": str(actor.id), "name": actor.name, "assurance": 2}
    )
    client = Client()
    client.force_login(account)
    session = client.session
    session["assurance"] = 2
    session.save()
    return client


def form_of(page, action=""):
    """What the form of the page would send: every box as it stands. `action` picks one of several forms."""
    text = page.text if hasattr(page, "text") else page.content.decode()
    forms = re.findall(r"<form[^>]*method=\"post\"[^>]*action=\"([^\"]*)\"[^>]*>(.*?)</form>", text, re.DOTALL)
    body = next(inner for where, inner in forms if action in unescape(where) and 'name="revision"' in inner)
    sent = {}

    def put(name, value):
        sent.setdefault(unescape(name), []).append(unescape(value))

    for tag in re.findall(r"<input\b[^>]*>", body):
        found = dict(re.findall(r"([\w-]+)=\"([^\"]*)\"", tag))
        kind = found.get("type", "text")
        if "name" not in found or re.search(r"\sdisabled\b", tag):
            continue
        if kind in {"radio", "checkbox"} and not re.search(r"\schecked\b", tag):
            continue
        put(found["name"], found.get("value", ""))
    for head, inner in re.findall(r"<textarea\b([^>]*)>(.*?)</textarea>", body, re.DOTALL):
        put(re.search(r"name=\"([^\"]*)\"", head)[1], inner.removeprefix("\n"))
    for head, inner in re.findall(r"<select\b([^>]*)>(.*?)</select>", body, re.DOTALL):
        chosen = re.search(r"<option value=\"([^\"]*)\"[^>]*\sselected", inner) or re.search(
            r"<option value=\"([^\"]*)\"", inner
        )
        if not re.search(r"\sdisabled\b", head):
            put(re.search(r"name=\"([^\"]*)\"", head)[1], chosen[1])
    return sent
