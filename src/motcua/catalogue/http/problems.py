"""Refusals of the API as problem details (RFC 9457), in the language that the caller asks for."""

import json
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language_from_request, override
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import ValidationError

from motcua.catalogue.errors import BadRequestError
from motcua.kernel.errors import MotCuaError
from motcua.platform.web.api import problem


def tell_problems(api: NinjaAPI) -> None:
    """Let `api` answer our refusals, and its own complaints about parameters, as application/problem+json."""
    api.add_exception_handler(MotCuaError, _in_callers_language(_refusal))
    api.add_exception_handler(ValidationError, _in_callers_language(_bad_parameters))


Handler = Callable[[HttpRequest, Any], HttpResponse]


def _in_callers_language(handler: Callable[[Any], HttpResponse]) -> Handler:
    def handle(request: HttpRequest, error: Any) -> HttpResponse:
        language = get_language_from_request(request)
        with override(language):
            response = handler(error)
        response["Content-Language"] = language
        response["Vary"] = "Accept-Language"
        return response

    return handle


def _refusal(error: MotCuaError) -> HttpResponse:
    status, body = problem(error)
    return HttpResponse(
        json.dumps(body, ensure_ascii=False), status=status, content_type="application/problem+json; charset=utf-8"
    )


def _bad_parameters(error: ValidationError) -> HttpResponse:
    return _refusal(BadRequestError(fields={str(found["loc"][-1]): _sentence(found) for found in error.errors}))


def _sentence(found: dict[str, Any]) -> str:
    facts = found.get("ctx", {})
    match found["type"]:
        case "greater_than_equal" | "less_than_equal":
            return _("Số này từ 1 đến 100.")
        case "int_parsing" | "int_from_float":
            return _("Đây phải là số nguyên.")
        case "string_too_long":
            return _("Nội dung dài quá %(most)s ký tự.") % {"most": facts.get("max_length", "")}
        case "literal_error":
            return _("Chỉ nhận: %(expected)s.") % {"expected": facts.get("expected", "").replace(" or ", ", ")}
        case _:
            return _("Giá trị này không dùng được.")
