"""What the document promises is what the application does, whatever is sent: schemathesis against the whole WSGI app."""

import os
import random
from datetime import timedelta

import pytest
import schemathesis
from django.db import connection
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events, from_schema

from motcua.dossiers.tests import world as worlds
from motcua.identity import api as identity
from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM
from motcua.site.wsgi import application

EXAMPLES = int(os.environ.get("MOTCUA_API_EXAMPLES", "12"))  # of fuzzing, an operation
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
def token(clean_db):
    world = worlds.build()
    identity.open_account(actor=SYSTEM, login="lan", secret="mot-mat-khau", name=world.lan.name, person_id=world.lan.id)
    until = clock.now() + timedelta(hours=1)
    return identity.issue_token(actor=SYSTEM, subject_id=world.lan.id, label="thử", expires_at=until).secret


@schemathesis.serializer("application/x-ndjson")
def as_lines(_context, value):
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "replace")


@pytest.mark.timeout(280)
def test_no_request_breaks_the_document(token, record_property):
    seed = int(os.environ.get("MOTCUA_API_SEED") or random.randrange(2**32))
    record_property("seed", seed)
    config = SchemathesisConfig.from_dict(
        {
            "seed": seed,
            "workers": 1,
            "continue-on-failure": True,
            # Its client reads no compressed answer.
            "headers": {"Authorization": f"Bearer {token}", "Accept-Encoding": "identity"},
            "generation": {"max-examples": EXAMPLES, "database": "none"},
            "phases": {"stateful": {"enabled": False}},
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
    print(f"\nAPI contract: {asked} requests, {len(broken)} breaks, seed {seed} (MOTCUA_API_SEED={seed} repeats it)")
    assert asked > 200
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
