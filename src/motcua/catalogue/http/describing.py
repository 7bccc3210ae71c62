"""The part of the OpenAPI document that the thin plane serves; django-ninja describes the rest of this room's."""

from typing import Any

import msgspec
from django.utils.translation import gettext as _

from motcua.catalogue.http.plane import EXACT, LONGEST_QUERY, MOST, PATHS, ProcedureList, SearchQuery, Suggestions

_REF = "#/components/schemas/{name}"


def describe() -> dict[str, Any]:
    """`{"paths": …, "schemas": …}` in the reader's language."""
    (found, suggestions), schemas = msgspec.json.schema_components((ProcedureList, Suggestions), ref_template=_REF)
    return {"schemas": schemas, "paths": {EXACT[0]: {"get": _find(found)}, PATHS[0]: {"get": _suggest(suggestions)}}}


def _find(schema: dict[str, Any]) -> dict[str, Any]:
    ((asked,), shapes) = msgspec.json.schema_components((SearchQuery,), ref_template=_REF)
    fields = shapes[asked["$ref"].rpartition("/")[2]]["properties"]
    told = {
        "q": _("Lời nói hằng ngày, có dấu hay không dấu."),
        "limit": _("Số dòng trên một trang."),
        "page": _("Trang, từ 1."),
        "language": _("Ngôn ngữ của các câu chữ."),
        "field": _("Lĩnh vực, như `facets` cho biết."),
        "agency": _("Cơ quan, như `facets` cho biết."),
        "tier": _("Cấp giải quyết."),
        "event": _("Sự kiện cuộc đời, ví dụ birth."),
        "online": _("Chỉ những việc nộp được trên mạng."),
        "facets": _("Cho biết cả những bộ lọc còn lại và số thủ tục của mỗi giá trị."),
    }
    refused = {str(status): {"$ref": "#/components/responses/Problem"} for status in (400, 404, 422, 500)}
    return {
        "operationId": "find_procedures",
        "tags": ["procedures"],
        "summary": _("Tìm thủ tục"),
        "description": _("Không có lời hỏi và bộ lọc thì không có gì; chỉ có bộ lọc thì là tất cả những gì còn lại."),
        "security": [],
        "parameters": [_parameter(name, told[name], shape) for name, shape in fields.items()],
        "responses": {
            "200": {"description": _("Tìm thấy."), "content": {"application/json": {"schema": schema}}},
            "304": {"description": _("Bản bạn giữ (If-None-Match) vẫn đúng.")},
            **refused,
        },
    }


def _suggest(schema: dict[str, Any]) -> dict[str, Any]:
    example = {"items": [{"code": "1.001193", "name": "Đăng ký khai sinh", "online": True}]}
    refused = {str(status): {"$ref": "#/components/responses/Problem"} for status in (400, 404, 422, 500)}
    return {
        "operationId": "suggest_procedures",
        "tags": ["procedures"],
        "summary": _("Gợi ý khi đang gõ"),
        "description": _("Từ chữ cái đầu tiên; tiếng cuối có thể còn viết dở."),
        "security": [],
        "parameters": [
            _parameter(
                "q", _("Lời nói hằng ngày, có dấu hay không dấu."), {"type": "string", "maxLength": LONGEST_QUERY}
            ),
            _parameter("limit", _("Nhiều nhất bao nhiêu gợi ý."), {"type": "integer", "minimum": 1, "maximum": MOST}),
            _parameter("language", _("Ngôn ngữ của các câu chữ."), {"type": "string", "enum": ["vi", "en"]}),
        ],
        "responses": {
            "200": {
                "description": _("Tìm thấy."),
                "content": {"application/json": {"schema": schema, "example": example}},
            },
            **refused,
        },
    }


def _parameter(name: str, description: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "description": description, "schema": schema}
