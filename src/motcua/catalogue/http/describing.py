"""The part of the OpenAPI document that the thin plane serves; django-ninja describes the rest of this room's."""

from typing import Any

import msgspec
from django.utils.translation import gettext as _

from motcua.catalogue.http.plane import LONGEST_QUERY, MOST, Suggestions


def describe() -> dict[str, Any]:
    """`{"paths": …, "schemas": …}` in the reader's language."""
    (suggestions,), schemas = msgspec.json.schema_components((Suggestions,), ref_template="#/components/schemas/{name}")
    return {"schemas": schemas, "paths": {"/api/v1/procedures/suggest": {"get": _suggest(suggestions)}}}


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
