"""The trust room's part of the OpenAPI document."""

from typing import Any

from django.utils.translation import gettext as _

_PROBLEM = {"$ref": "#/components/responses/Problem"}


def describe() -> dict[str, Any]:
    """`{"paths": …, "schemas": …}` in the reader's language."""
    return {
        "schemas": {"Usage": _usage(), "FindUsageResponse": _answer()},
        "paths": {"/api/v1/usage/findUsage": {"get": _find()}, "/api/v1/usage/sealed": {"get": _sealed()}},
    }


def _find() -> dict[str, Any]:
    return {
        "operationId": "find_usage",
        "tags": ["ledger"],
        "summary": _("Ai đã xem dữ liệu của tôi"),
        "description": _(
            "Việc cán bộ đã xem và đã làm với dữ liệu của người hỏi, mới nhất trước, theo findUsage của Estonia (bản 2). Mỗi "
            "người chỉ hỏi được về mình."
        ),
        "security": [{"token": []}],
        "parameters": [
            _parameter("userCode", _("Số định danh của chính người hỏi."), {"type": "string"}, required=True),
            _parameter("periodStart", _("Từ lúc này."), {"type": "string"}, example="2026-01-31T10:20:30"),
            _parameter("periodEnd", _("Đến trước lúc này."), {"type": "string"}, example="2026-12-31T10:20:30"),
            _parameter("offset", _("Bỏ qua bấy nhiêu mục đầu."), {"type": "integer", "minimum": 0, "default": 0}),
            _parameter("limit", _("Nhiều nhất bấy nhiêu mục."), {"type": "integer", "minimum": 0, "default": 1000}),
        ],
        "responses": _responses({"$ref": "#/components/schemas/FindUsageResponse"}, 401, 403, 405, 422, 500),
    }


def _sealed() -> dict[str, Any]:
    row = {
        "type": "object",
        "properties": {
            "agencyCode": {"type": "string"},
            "month": {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}$"},
            "count": {"type": "integer"},
        },
    }
    return {
        "operationId": "sealed_usage",
        "tags": ["ledger"],
        "summary": _("Bao nhiêu lượt xem đang hoặc từng được giữ kín"),
        "description": _("Theo cơ quan và tháng, ba năm gần đây; không nói về ai, vì việc gì."),
        "security": [],
        "responses": _responses(
            {"type": "object", "properties": {"sealed": {"type": "array", "items": row}}}, 400, 405, 500
        ),
    }


def _responses(schema: dict[str, Any], *refused: int) -> dict[str, Any]:
    found = {"description": _("Tìm thấy."), "content": {"application/json": {"schema": schema}}}
    return {"200": found, **{str(status): _PROBLEM for status in refused}}


def _parameter(name: str, said: str, schema: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "description": said, "schema": schema, **more}


def _usage() -> dict[str, Any]:
    known = ("logtime", "action", "receiverCode", "receiverName", "receiverSystem")
    names = (*known, "reason", "userName", "userPosition", "caseCode", "entry")
    return {
        "type": "object",
        "description": _("Một lượt xem hay một việc. Năm tên đầu là của findUsage, các tên sau là của Một Cửa."),
        "required": ["logtime", "action", "receiverCode", "receiverSystem"],
        "properties": {name: {"type": "string"} for name in names},
    }


def _answer() -> dict[str, Any]:
    usages = {"type": "array", "items": {"$ref": "#/components/schemas/Usage"}}
    return {"type": "object", "properties": {"totalUsages": {"type": "integer"}, "usages": usages}}
