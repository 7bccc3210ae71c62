"""GET /procedures/{code} and what hangs on it: open to anyone, cacheable, with an ETag. The list is the thin plane's."""

import hashlib
from datetime import date
from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.timezone import localdate
from ninja import Query, Router, Schema

from motcua.catalogue import api
from motcua.catalogue.http import shapes
from motcua.kernel import clock
from motcua.platform.web.api import public

router = Router(tags=["procedures"])

FRESH_SECONDS = 60

Language = Literal["vi", "en"]


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
