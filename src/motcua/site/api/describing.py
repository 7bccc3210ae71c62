"""The composition's own part of the OpenAPI document: the form of a procedure."""

from typing import Any

from django.utils.translation import gettext as _


def describe() -> dict[str, Any]:
    """`{"paths": …, "schemas": …}` in the reader's language."""
    schema = {"type": "object", "required": ["$schema", "properties", "required", "x-version"]}
    operation = {
        "operationId": "get_form",
        "tags": ["procedures"],
        "summary": _("Phải trả lời những gì"),
        "description": _(
            "Biểu mẫu của thủ tục, viết bằng JSON Schema 2020-12: đó là phần “answers” khi nộp hồ sơ. “x-asked-if” là "
            "điều kiện (CEL) để câu đó được hỏi."
        ),
        "security": [],
        "parameters": [
            {
                "name": "code",
                "in": "path",
                "required": True,
                "description": _("Mã thủ tục."),
                "schema": {"type": "string", "minLength": 1},
                "example": "1.001193",
            },
            {
                "name": "language",
                "in": "query",
                "description": _("Ngôn ngữ của các câu chữ."),
                "schema": {"enum": ["vi", "en"], "default": "vi"},
                "example": "vi",
            },
        ],
        "responses": {
            "200": {
                "description": _("Một JSON Schema."),
                "content": {"application/schema+json": {"schema": schema, "example": _EXAMPLE}},
            },
            "304": {"description": _("Bản bạn giữ (If-None-Match) vẫn đúng.")},
            **{str(status): {"$ref": "#/components/responses/Problem"} for status in (400, 404, 422, 500)},
        },
    }
    return {"schemas": {}, "paths": {"/api/v1/procedures/{code}/form": {"get": operation}}}


_EXAMPLE = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "x-version": "3b1f0c…",
    "type": "object",
    "properties": {"child_name": {"title": "Họ và tên của trẻ", "type": "string", "maxLength": 200}},
    "required": ["child_name"],
}
