"""The data plane: submit, track and take in, as thin as they can be. Mounted beside Django, in the same process and connection."""

from typing import Any

import falcon
import msgspec
import psycopg
from django.db import OperationalError, connection
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from motcua.dossiers.errors import FeedFullError, SendersFullError
from motcua.dossiers.http.acting import act_body
from motcua.dossiers.http.asking import actor_of, applicant_of
from motcua.dossiers.http.changes import Following
from motcua.dossiers.http.figures import Published
from motcua.dossiers.http.national import National
from motcua.dossiers.http.reading import body_of, key_of, language_of, submission
from motcua.dossiers.http.shapes import JourneySubmitted, Submitted, Tracked, TrackedJourney
from motcua.dossiers.http.syncing import Syncing
from motcua.dossiers.queries import track_dossier, track_journey
from motcua.dossiers.services.filing import submit_dossier
from motcua.dossiers.services.journeying import submit_journey
from motcua.dossiers.services.programs import perform
from motcua.dossiers.syncing.errors import SyncFullError
from motcua.kernel.errors import ExternalError, MotCuaError
from motcua.platform.web.api import Manners, problem, refusal_of

_encode = msgspec.json.Encoder().encode
PATHS = ("/api/v1/dossiers", "/api/v1/journeys")
EXACT = ("/api/v1/figures",)
_PROBLEM = "application/problem+json"


class DatabaseAwayError(ExternalError):
    code = "dossiers.database_away"
    message = _("Hệ thống đang bận. Chưa có gì được ghi; hãy gửi lại với cùng mã chống nộp trùng.")


class Dossiers:
    """POST /api/v1/dossiers"""

    def on_post(self, request: falcon.Request, response: falcon.Response) -> None:
        actor, record = applicant_of(request)
        key, body = key_of(request), body_of(request, submission, actor.id)
        receipt = submit_dossier(
            actor=actor,
            record=record,
            procedure_code=body.procedure,
            answers=body.answers,
            papers={paper: tuple(ids) for paper, ids in body.papers.items()},
            agency_code=body.agency,
            key=key,
        )
        response.status = falcon.HTTP_200 if receipt.replayed else falcon.HTTP_201
        response.set_header("Location", f"/api/v1/dossiers/{receipt.code}")
        response.data = _encode(Submitted.of(receipt))


class Tracking:
    """GET /api/v1/dossiers/{code}"""

    def on_get(self, _request: falcon.Request, response: falcon.Response, code: str) -> None:
        response.data = _encode(Tracked.of(track_dossier(code=code)))
        response.set_header("Cache-Control", "no-store")


class Acts:
    """POST /api/v1/dossiers/{code}/acts"""

    def on_post(self, request: falcon.Request, response: falcon.Response, code: str) -> None:
        actor = actor_of(request)
        key, body = key_of(request), body_of(request, act_body, actor.id)
        response.data = _encode(perform(actor=actor, code=code, body=body, key=key))
        response.set_header("Cache-Control", "no-store")


class Journeys:
    """POST /api/v1/journeys"""

    def on_post(self, request: falcon.Request, response: falcon.Response) -> None:
        actor = actor_of(request)
        key, body = key_of(request), body_of(request, submission, actor.id)
        journey, replayed = submit_journey(
            actor=actor,
            procedure_code=body.procedure,
            answers=body.answers,
            papers={paper: tuple(ids) for paper, ids in body.papers.items()},
            agency_code=body.agency,
            key=key,
        )
        response.status = falcon.HTTP_200 if replayed else falcon.HTTP_201
        response.set_header("Location", f"/api/v1/journeys/{journey.code}")
        response.data = _encode(JourneySubmitted.of(journey))


class JourneyTracking:
    """GET /api/v1/journeys/{code}"""

    def on_get(self, _request: falcon.Request, response: falcon.Response, code: str) -> None:
        response.data = _encode(TrackedJourney.of(track_journey(code=code)))
        response.set_header("Cache-Control", "no-store")


def _refuse(request: falcon.Request, response: falcon.Response, error: MotCuaError, _params: dict[str, Any]) -> None:
    with override(language_of(request)):
        status, body = problem(error)
    response.status, response.data, response.content_type = falcon.code_to_http_status(status), _encode(body), _PROBLEM
    if status == 401:
        response.set_header("WWW-Authenticate", "Bearer")
    if isinstance(error, FeedFullError | SyncFullError | SendersFullError):
        response.set_header("Retry-After", "5")


def _tell(request: falcon.Request, response: falcon.Response, error: falcon.HTTPError) -> None:
    """What Falcon refuses by itself (no such address, wrong method), and bugs, which it has logged."""
    _refuse(request, response, refusal_of(error.status_code), {})
    response.status = error.status


def _database_away(
    request: falcon.Request, response: falcon.Response, _error: Exception, params: dict[str, Any]
) -> None:
    connection.close()
    response.set_header("Retry-After", "2")
    _refuse(request, response, DatabaseAwayError(retryable=True), params)


def build() -> falcon.App[Any, Any]:
    app: falcon.App[Any, Any] = falcon.App(middleware=[Manners()])
    app.add_route("/api/v1/dossiers", Dossiers())
    app.add_route("/api/v1/dossiers/changes", Following())
    app.add_route("/api/v1/dossiers/sync", Syncing())
    app.add_route("/api/v1/dossiers/sync/national", National())
    app.add_route("/api/v1/dossiers/{code}", Tracking())
    app.add_route("/api/v1/dossiers/{code}/acts", Acts())
    app.add_route("/api/v1/figures", Published())
    app.add_route("/api/v1/journeys", Journeys())
    app.add_route("/api/v1/journeys/{code}", JourneyTracking())
    app.add_error_handler(MotCuaError, _refuse)
    app.add_error_handler(psycopg.OperationalError, _database_away)
    app.add_error_handler(OperationalError, _database_away)
    app.set_error_serializer(_tell)
    return app


application = build()
