"""The commands that the documentation shows are run as they stand, one after the other, against the application."""

import io
import json
import re
import shlex
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from django.test import Client
from PIL import Image

from motcua.dossiers.http.describing import _BODY, _SUBMITTED
from motcua.dossiers.tests import world as worlds
from motcua.identity import api as identity
from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM
from motcua.platform.files.http.describing import _STORED
from motcua.site.api.document import document
from motcua.site.api.showing import shown
from motcua.site.wsgi import application

BASE = "http://127.0.0.1:8000/"
HOW_TO = Path(__file__).resolve().parents[5] / "docs" / "how-to" / "submit-by-api.md"


@pytest.fixture
def shell(clean_db):
    world = worlds.build()
    worlds.publish(_BODY["procedure"])
    identity.open_account(actor=SYSTEM, login="lan", secret="mot-mat-khau", name=world.lan.name, person_id=world.lan.id)
    until = clock.now() + timedelta(hours=1)
    token = identity.issue_token(actor=SYSTEM, subject_id=world.lan.id, label="thử", expires_at=until).secret
    return Shell({"TOKEN": token})


class Shell:
    """As much of a shell, and of curl, as the examples use."""

    def __init__(self, variables):
        self.variables = variables
        self.client = httpx.Client(transport=httpx.WSGITransport(app=application))

    def run(self, command):
        words = shlex.split(re.sub(r"\$(\w+)", lambda found: self.variables[found[1]], command.replace("\\\n", " ")))
        assert words.pop(0) == "curl"
        method, address, headers, body = "GET", "", {}, None
        while words:
            match words.pop(0):
                case "-X":
                    method = words.pop(0)
                case "-H":
                    name, _, value = words.pop(0).partition(": ")
                    headers[name] = value
                case "--data":
                    body = words.pop(0).encode()
                case "--data-binary":
                    assert words.pop(0) == "@giay-chung-sinh.pdf"
                    body = pdf()
                case "-s" | "-i":
                    pass
                case other:
                    assert other.startswith("http"), f"the example says {other!r}, which nothing here understands"
                    address = other
        return self.client.request(method, address, headers=headers, content=body)


def pdf():
    out = io.BytesIO()
    Image.new("RGB", (30, 30), "white").save(out, "PDF")
    return out.getvalue()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_command_on_the_page_works_as_it_stands(shell, language):
    from django.utils.translation import override

    with override(language):
        operations = {o["id"]: o for group in shown(document(), BASE) for o in group["operations"]}
    assert shell.run(operations["get-form"]["curl"]).status_code == 200
    for asked in ("/api/v1/procedures", "/api/v1/procedures/{code}"):
        (command,) = [o["curl"] for o in operations.values() if o["path"] == asked]
        assert shell.run(command).status_code == 200, command
    sent = shell.run(operations["upload-file"]["curl"])
    assert sent.status_code == 201, sent.text
    submit = operations["submit-dossier"]["curl"].replace(_STORED["id"], sent.json()["id"])
    given = shell.run(submit)
    assert given.status_code == 201, given.text
    assert shell.run(submit).status_code == 200
    track = operations["track-dossier"]["curl"].replace(_SUBMITTED["code"], given.json()["code"])
    assert shell.run(track).json()["state"] == "submitted"


def test_the_commands_of_the_how_to_work_as_they_stand(shell):
    commands = re.findall(r"^```sh\n(curl .*?)^```", HOW_TO.read_text(), flags=re.DOTALL | re.MULTILINE)
    assert len(commands) >= 5
    for command in commands:
        answer = shell.run(command)
        assert answer.status_code in (200, 201), f"{command}\n{answer.text}"
        if "/api/v1/files" in command:
            shell.variables["FILE"] = answer.json()["id"]
        if command.startswith("curl -s -X POST http://127.0.0.1:8000/api/v1/dossiers"):
            shell.variables["CODE"] = answer.json()["code"]


@pytest.mark.parametrize("address", ["/api/docs", "/en/api/docs"])
def test_the_page_needs_no_script_no_database_and_shows_every_operation(address):
    page = Client().get(address).content.decode()
    inside = page[page.index("<main") : page.index("</main>")]
    assert "<script" not in inside
    assert "style=" not in inside
    assert inside.count("<article") == sum(len(path) for path in document()["paths"].values())
    assert "http://testserver/api/v1/files" in inside


def test_examples_are_right_json():
    for methods in document()["paths"].values():
        for operation in methods.values():
            json.dumps(operation)
