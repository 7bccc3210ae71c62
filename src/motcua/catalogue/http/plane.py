"""Searching, and suggestions while somebody types: as thin as submitting and tracking, for they are asked for most."""

import hashlib
from typing import Annotated, Any, Literal

import falcon
import msgspec
from django.utils.translation import override

from motcua.catalogue.contracts import Filters, Found, ProcedureSummary
from motcua.catalogue.errors import BadRequestError
from motcua.catalogue.searching.asking import find_procedures, suggest_procedures
from motcua.kernel.errors import MotCuaError
from motcua.kernel.languages import pick
from motcua.platform.web.api import Manners, problem, refusal_of

PATHS = ("/api/v1/procedures/suggest",)
EXACT = ("/api/v1/procedures",)  # what stands below it is Django's
LONGEST_QUERY = 200
MOST = 20
MOST_VALUES = 50  # of one filter
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


class SearchQuery(msgspec.Struct, forbid_unknown_fields=False):
    """What is asked and what it is narrowed to. Values of `field` and `agency` are those that `facets` tell."""

    q: Annotated[str, msgspec.Meta(max_length=500)] = ""
    limit: Annotated[int, msgspec.Meta(ge=1, le=100)] = 20
    page: Annotated[int, msgspec.Meta(ge=1, le=100)] = 1
    language: Literal["vi", "en"] = "vi"
    field: Annotated[str, msgspec.Meta(max_length=200)] = ""
    agency: Annotated[str, msgspec.Meta(max_length=300)] = ""
    tier: Literal["", "ministry", "province", "commune"] = ""
    event: Annotated[str, msgspec.Meta(max_length=20)] = ""
    online: bool = False
    facets: bool = False

    @property
    def filters(self) -> Filters:
        return Filters(self.field, self.agency, self.tier, self.event, self.online)


class ProcedureLine(msgspec.Struct):
    """A line of a list. `online`: it can be filed here."""

    code: str
    name: str
    summary: str
    agency: str
    tiers: list[str]
    online: bool


class FacetValueLine(msgspec.Struct):
    """A value that a filter may take, and how many procedures it would leave of these."""

    value: str
    label: str
    count: int


class FacetLines(msgspec.Struct):
    """By the names of the filters; those that are set count as if they were not. Empty unless asked for."""

    field: list[FacetValueLine] = []
    agency: list[FacetValueLine] = []
    tier: list[FacetValueLine] = []
    event: list[FacetValueLine] = []
    online: list[FacetValueLine] = []


class ProcedureList(msgspec.Struct):
    """`total`: all that fit, on all pages. `meant`: the query with its slips mended, "" when it has none."""

    items: list[ProcedureLine]
    total: int
    page: int
    meant: str
    facets: FacetLines


class Finding:
    """GET /api/v1/procedures: without words and filters nothing; with filters alone all that they leave."""

    def on_get(self, request: falcon.Request, response: falcon.Response) -> None:
        asked = _read(request)
        wanted = asked.filters
        if asked.q.strip() or wanted:
            answer = find_procedures(
                asked.q, wanted, page=asked.page, size=asked.limit, language=asked.language, facets=asked.facets
            )
        else:
            answer = Found((), 0, {})
        body = _encode(_listed(answer, asked))
        etag = hashlib.sha256(body).hexdigest()[:32]
        response.etag = etag
        response.set_header("Cache-Control", f"public, max-age={FRESH_SECONDS}")
        if any(each in ("*", etag) for each in request.if_none_match or ()):
            response.status = falcon.HTTP_304
        else:
            response.data = body


def _read(request: falcon.Request) -> SearchQuery:
    """Raises BadRequestError that names each parameter that can't be taken."""
    sent = {name: request.get_param(name, default="") for name in request.params}
    try:
        return msgspec.convert(sent, SearchQuery, strict=False)
    except msgspec.ValidationError:
        wrong = [name for name in sent if name in SearchQuery.__struct_fields__ and not _fits(name, sent[name])]
        raise BadRequestError(fields=dict.fromkeys(wrong, str(BadRequestError.message))) from None


def _fits(name: str, value: str) -> bool:
    try:
        msgspec.convert({name: value}, SearchQuery, strict=False)
    except msgspec.ValidationError:
        return False
    return True


def _listed(found: Found, asked: SearchQuery) -> ProcedureList:
    language = asked.language
    facets = {
        name: [FacetValueLine(one.value, pick(one.label, language), one.count) for one in values[:MOST_VALUES]]
        for name, values in found.facets.items()
    }
    items = [_line(summary, language) for summary in found.items]
    return ProcedureList(items, found.total, asked.page, found.meant, FacetLines(**facets))


def _line(summary: ProcedureSummary, language: str) -> ProcedureLine:
    name, told, agency = (pick(text, language) for text in (summary.name, summary.summary, summary.agency))
    return ProcedureLine(summary.code, name, told, agency, list(summary.tiers), summary.online)


class Suggesting:
    """GET /api/v1/procedures/suggest"""

    def on_get(self, request: falcon.Request, response: falcon.Response) -> None:
        query, limit = request.get_param("q", default=""), request.get_param("limit", default="8")
        language = request.get_param("language", default="vi")
        fields = {
            "q": len(query) > LONGEST_QUERY,
            "limit": not (limit.isascii() and limit.isdigit() and len(limit) < 4 and 1 <= int(limit) <= MOST),
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
    app.add_route(EXACT[0], Finding())
    app.add_error_handler(MotCuaError, _refuse)
    app.set_error_serializer(_tell)
    return app


application = build()
