"""What the document promises is what the application does, whatever is sent and whoever asks: schemathesis against the whole
WSGI app, as each kind of reader that there is."""

import os
import random
from datetime import timedelta

import pytest
import schemathesis
from django.db import connection
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events, from_schema

from motcua.dossiers.syncing.opening import open_system
from motcua.dossiers.tests import world as worlds
from motcua.identity import api as identity
from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM
from motcua.site.wsgi import application

EXAMPLES = {"a person": 8, "nobody": 2, "an official": 3, "a program": 3}  # of fuzzing, an operation
NIGHTLY = bool(os.environ.get("MOTCUA_NIGHTLY"))
LONGER = os.environ.get("MOTCUA_API_EXAMPLES", "60" if NIGHTLY else "")  # for each of them
THOROUGH = {"a person", "an official"}  # for whom every boundary of every value is tried on each day, too
CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "missing_required_header",
    "unsupported_method",
)

pytestmark = pytest.mark.long


@pytest.fixture
def headers(clean_db, reader):
    """What each kind of reader sends with every request."""
    world = worlds.build()
    if reader == "nobody":
        return {}
    if reader == "a program":
        code = world.agency.code
        token = open_system(actor=SYSTEM, agency_code=code, login="system", name="Hệ thống hộ tịch", days=1)
        return {"Authorization": f"Bearer {token.secret}"}
    person = reader == "a person"
    who = world.lan if person else world.head
    named = {"person_id": who.id} if person else {"official_id": who.id}
    identity.open_account(actor=SYSTEM, login="reader", secret="mot-mat-khau", name=who.name, **named)
    until = clock.now() + timedelta(hours=1)
    token = identity.issue_token(actor=SYSTEM, subject_id=who.id, label="thử", expires_at=until)
    return {"Authorization": f"Bearer {token.secret}"}


@schemathesis.serializer("application/x-ndjson")
def as_lines(_context, value):
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "replace")


@pytest.mark.timeout(7200 if LONGER else 280)
@pytest.mark.parametrize("reader", EXAMPLES)
def test_no_request_breaks_the_document(headers, reader, record_property):
    seed = int(os.environ.get("MOTCUA_API_SEED") or random.randrange(2**32))
    record_property("seed", seed)
    config = SchemathesisConfig.from_dict(
        {
            "seed": seed,
            "workers": 1,
            "continue-on-failure": True,
            # Its client reads no compressed answer.
            "headers": headers | {"Accept-Encoding": "identity"},
            "generation": {"max-examples": int(LONGER or EXAMPLES[reader]), "database": "none"},
            "phases": {"stateful": {"enabled": False}, "coverage": {"enabled": bool(LONGER) or reader in THOROUGH}},
            "checks": {"enabled": False} | {name: {"enabled": True} for name in CHECKS},
        }
    )
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", apart, config=config)
    asked, broken = 0, []
    for event in from_schema(schema).execute():
        if isinstance(event, events.ScenarioFinished):
            asked += len(event.recorder.interactions)
            for case, checks in event.recorder.checks.items():
                broken += [_told(event, case, check) for check in checks if check.failure_info]
        elif isinstance(event, events.NonFatalError | events.FatalError):
            broken.append(str(getattr(event, "info", None) or event.exception))
    print(
        f"\nAPI contract as {reader}: {asked} requests, {len(broken)} breaks, seed {seed} (MOTCUA_API_SEED={seed} repeats it)"
    )
    assert asked > 40
    assert not broken, f"seed {seed}:\n" + "\n\n".join(dict.fromkeys(broken))


def apart(environ, start_response):
    """The application in the engine's own thread, whose connection nobody else would close."""
    try:
        answer = application(environ, start_response)
        try:
            return [b"".join(answer)]
        finally:
            getattr(answer, "close", lambda: None)()
    finally:
        connection.close()


def _told(event, case, check):
    answer = event.recorder.interactions[case].response
    body = answer.content[:300] if answer else b""
    return f"{event.label} {check.name}: {check.failure_info.failure.title}\n  {check.failure_info.code_sample}\n  {body!r}"
