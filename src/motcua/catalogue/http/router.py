"""GET /procedures and GET /procedures/{code}: open to anyone, cacheable, with an ETag."""

import hashlib
from datetime import date
from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.timezone import localdate
from ninja import Query, Router, Schema

from motcua.catalogue import api
from motcua.catalogue.contracts import Found
from motcua.catalogue.http import shapes
from motcua.kernel import clock
from motcua.platform.web.api import public

router = Router(tags=["procedures"])

FRESH_SECONDS = 60

Language = Literal["vi", "en"]


@router.get("/procedures", response=shapes.ProcedureList, url_name="list_procedures", summary="Find procedures")
@public
def find_procedures(request: HttpRequest, asked: Query[shapes.SearchQuery]) -> HttpResponse:
    """Without words and filters nothing; with filters alone all that they leave, what is used most first."""
    wanted = asked.filters
    if not (asked.q.strip() or wanted):
        return _answer(request, shapes.found(Found((), 0, {}), asked.page, asked.language))
    answer = api.find_procedures(
        asked.q, wanted, page=asked.page, size=asked.limit, language=asked.language, facets=asked.facets
    )
    return _answer(request, shapes.found(answer, asked.page, asked.language))


@router.get(
    "/procedures/{code}", response=shapes.ProcedureDetail, url_name="get_procedure", summary="Look at one procedure"
)
@public
def get_procedure(request: HttpRequest, code: str, language: Language = "vi") -> HttpResponse:
    return _answer(request, shapes.detail(api.get_procedure(code), language))


@router.get(
    "/procedures/{code}/rules",
    response=shapes.RulesShape,
    url_name="get_rules",
    summary="What the rule was on a day, and its history",
)
@public
def get_rules(
    request: HttpRequest,
    code: str,
    on: Annotated[date | None, Query(description="A day as YYYY-MM-DD; without it today.")] = None,
    language: Language = "vi",
) -> HttpResponse:
    return _answer(request, shapes.rules(api.rules_on(code, on or localdate(clock.now())), language))


def _answer(request: HttpRequest, body: Schema) -> HttpResponse:
    """200 with an ETag of the body, or 304 when the caller has it already."""
    text = body.model_dump_json()
    etag = f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response["ETag"] = etag
    response["Cache-Control"] = f"public, max-age={FRESH_SECONDS}"
    conditional = get_conditional_response(request, etag, None, response)
    return conditional if isinstance(conditional, HttpResponse) else response
