"""Suggestions while somebody types: as thin as submitting and tracking, because they are asked for with every keystroke."""

from typing import Any

import falcon
import msgspec
from django.utils.translation import override

from motcua.catalogue.errors import BadRequestError
from motcua.catalogue.searching.asking import suggest_procedures
from motcua.kernel.errors import MotCuaError
from motcua.kernel.languages import pick
from motcua.platform.web.api import problem, refusal_of

PATHS = ("/api/v1/procedures/suggest",)
LONGEST_QUERY = 200
MOST = 20
FRESH_SECONDS = 60
_encode = msgspec.json.Encoder().encode
_PROBLEM = "application/problem+json"
_LANGUAGES = ("vi", "en")


class Suggestion(msgspec.Struct):
    """`online`: it can be filed here."""

    code: str
    name: str
    online: bool


class Suggestions(msgspec.Struct):
    items: list[Suggestion]


class Suggesting:
    """GET /api/v1/procedures/suggest"""

    def on_get(self, request: falcon.Request, response: falcon.Response) -> None:
        query, limit = request.get_param("q", default=""), request.get_param("limit", default="8")
        language = request.get_param("language", default="vi")
        fields = {
            "q": len(query) > LONGEST_QUERY,
            "limit": not (limit.isascii() and limit.isdigit() and 1 <= int(limit[:4]) <= MOST),
            "language": language not in _LANGUAGES,
        }
        if any(fields.values()):
            raise BadRequestError(
                fields={name: str(BadRequestError.message) for name, wrong in fields.items() if wrong}
            )
        found = suggest_procedures(query, int(limit), language)
        items = [Suggestion(one.code, pick(one.name, language), one.online) for one in found]
        response.data = _encode(Suggestions(items))
        response.set_header("Cache-Control", f"public, max-age={FRESH_SECONDS}")


class Manners:
    """No guessing of types for browsers; no session, no cookie."""

    def process_request(self, _request: falcon.Request, response: falcon.Response) -> None:
        response.set_header("X-Content-Type-Options", "nosniff")


def _refuse(request: falcon.Request, response: falcon.Response, error: MotCuaError, _params: dict[str, Any]) -> None:
    language = (request.get_header("Accept-Language") or "vi")[:2].lower()
    with override(language if language in _LANGUAGES else "vi"):
        status, body = problem(error)
    response.status, response.data, response.content_type = falcon.code_to_http_status(status), _encode(body), _PROBLEM


def _tell(request: falcon.Request, response: falcon.Response, error: falcon.HTTPError) -> None:
    """What Falcon refuses by itself: another method, an address below this one."""
    _refuse(request, response, refusal_of(error.status_code), {})
    response.status = error.status


def build() -> falcon.App[Any, Any]:
    app: falcon.App[Any, Any] = falcon.App(middleware=[Manners()])
    app.add_route(PATHS[0], Suggesting())
    app.add_error_handler(MotCuaError, _refuse)
    app.set_error_serializer(_tell)
    return app


application = build()
