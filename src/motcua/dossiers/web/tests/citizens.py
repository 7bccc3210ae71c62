"""What the tests of the applicant's pages share: signing in, reading a form off a page, filling in a birth."""

import html
import re
from io import BytesIO

from django.test import Client
from PIL import Image

from motcua.dossiers.tests import world as worlds
from motcua.identity import api as identity
from motcua.identity.models import Account
from motcua.kernel.actors import SYSTEM

CODE = worlds.BIRTH


def signed_in(actor, *, assurance=2, client=None):
    """A browser in which `actor`, a person or an official, is signed in."""
    subject = {"person_id": actor.id} if actor.is_person else {"official_id": actor.id}
    account = Account.objects.filter(**subject).first()
    if account is None or account.assurance != assurance:
        login = f"u{str(actor.id)[-8:]}"
        identity.open_account(actor=SYSTEM, login=login, name=actor.name, secret="", assurance=assurance, **subject)
        account = Account.objects.get(**subject)
    client = client or Client()
    client.force_login(account)
    session = client.session
    session["assurance"] = assurance  # what the sign-in page would have noted
    session.save()
    return client


def text(answer):
    """What a page says, without markup."""
    body = re.sub(r"<(script|svg).*?</\1>", " ", answer.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", body))).strip()


def hidden(answer, name):
    """The value of a hidden box."""
    found = re.search(rf'<input type="hidden" name="{name}" value="([^"]*)"', answer.content.decode())
    assert found, f"the page has no hidden {name}"
    return html.unescape(found[1])


def photo(name="giay-chung-sinh.jpg", kind="JPEG"):
    made = BytesIO()
    Image.new("RGB", (40, 30), (200, 190, 170)).save(made, kind)
    made.seek(0)
    made.name = name
    return made


def boxes(field, value):
    """An answer as a browser sends it."""
    if isinstance(value, bool):
        return {field: "yes" if value else "no"}
    if isinstance(value, dict):
        return {f"{field}-{part}": text for part, text in value.items()}
    if isinstance(value, str) and re.fullmatch(
        r"\d{4}(-\d\d){0,2}", value
    ):  # a year or a month may be all that is known
        return {field: value} | dict(
            zip((f"{field}-year", f"{field}-month", f"{field}-day"), value.split("-"), strict=False)
        )
    return {field: str(value)}


def posted(world, page_fields, **other):
    """Lan's answers to these fields, as a browser sends them."""
    known = worlds.answers(world) | other
    return {name: text for field in page_fields if field in known for name, text in boxes(field, known[field]).items()}


def begin(client, world, **chosen):
    """Start a draft; the address of its first question."""
    answer = client.post(f"/apply/{CODE}", {"agency": str(world.agency.id), **chosen})
    assert answer.status_code == 302, text(answer)
    return answer.url


def save(client, url, data):
    """Answer the page at `url` as a browser does: with the revision that the page showed, and what it has boxes for."""
    page = client.get(url)
    assert page.status_code == 200, text(page)
    there = set(re.findall(r'name="([^"]+)"', page.content.decode()))
    sent = {name: value for name, value in data.items() if name in there}
    return client.post(url, {**hiddens(page), **sent})


def hiddens(page):
    """Every hidden box of the page's own form."""
    return dict(
        re.findall(r'<input type="hidden" name="(revision|seen|item|count)" value="([^"]*)"', page.content.decode())
    )


def fill(client, world, url, **other):
    """Answer question by question from `url` on; the address of what comes after the last question."""
    fields = {page.id: [field.id for field in page.fields] for page in _pages(world)}
    while (page_id := url.split("?")[0].rsplit("/", 1)[-1]) in fields and "/papers/" not in url:
        answer = save(client, url, posted(world, fields[page_id], **other))
        assert answer.status_code == 302, f"{page_id}: {text(answer)}"
        url = answer.url
    return url


def to_check(client, world):
    """A whole application with its paper, up to the check page."""
    url = fill(client, world, begin(client, world))
    answer = client.post(url, {"files": photo()})
    assert answer.status_code == 302, text(answer)
    return answer.url


def submit(client, world):
    """A submitted dossier's code."""
    answer = client.post(to_check(client, world), {"declared": "yes"})
    assert answer.status_code == 302, text(answer)
    return answer.url.split("?")[0].rsplit("/", 1)[-1]


def _pages(world):
    from motcua.forms import api as forms

    return forms.compile_form(world.version).pages
