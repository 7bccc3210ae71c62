"""The files' part of the OpenAPI document."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

_STORED = {
    "id": "019d1a3e-7a54-7c8e-b0a1-6f2f7f3f9d10",
    "name": "giay-chung-sinh.pdf",
    "kind": "pdf",
    "size": 48213,
    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
}
_SCHEMA = {
    "title": "StoredFile",
    "type": "object",
    "properties": {
        "id": {"type": "string", "format": "uuid"},
        "name": {"type": "string"},
        "kind": {"enum": ["pdf", "jpg", "png"]},
        "size": {"type": "integer", "minimum": 1},
        "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
    },
    "required": ["id", "name", "kind", "size", "sha256"],
}


def describe() -> dict[str, Any]:
    """`{"paths": …, "schemas": …}` in the reader's language."""
    return {"schemas": {"StoredFile": _SCHEMA}, "paths": {"/api/v1/files": {"post": _upload()}}}


def _upload() -> dict[str, Any]:
    binary: dict[str, Any] = {"schema": {}}
    form = {"type": "object", "properties": {"file": {"type": "string", "format": "binary"}}, "required": ["file"]}
    return {
        "operationId": "upload_file",
        "tags": ["files"],
        "summary": _("Gửi một giấy tờ"),
        "description": _(
            "Một tệp PDF, JPG hoặc PNG, nhiều nhất %s MB, để thẳng trong thân yêu cầu hoặc trong multipart/form-data. "
            "Tệp được xem bên trong trước khi nhận. Tệp chưa vào hồ sơ nào sẽ bị quên sau 7 ngày."
        )
        % (settings.UPLOAD_LIMIT_BYTES // 2**20),
        "security": [{"token": []}],
        "parameters": [
            {"$ref": "#/components/parameters/IdempotencyKey"},
            {
                "name": "Content-Disposition",
                "in": "header",
                "description": _("Tên tệp, khi tệp nằm thẳng trong thân yêu cầu."),
                "schema": {"type": "string", "pattern": '^attachment; filename="[A-Za-z0-9 ._-]+"$'},
                "example": 'attachment; filename="giay-chung-sinh.pdf"',
            },
        ],
        "requestBody": {
            "required": True,
            "content": {
                "application/pdf": binary,
                "image/jpeg": binary,
                "image/png": binary,
                "application/octet-stream": binary,
                "multipart/form-data": {"schema": form},
            },
        },
        "responses": {
            "201": _answer(_("Đã nhận tệp.")),
            "200": _answer(_("Tệp này đã gửi với mã này rồi; không ghi gì thêm.")),
            **{
                str(status): {"$ref": "#/components/responses/Problem"}
                for status in (400, 401, 403, 409, 413, 415, 422, 429, 500, 503)
            },
        },
    }


def _answer(description: str) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/StoredFile"}
    return {"description": description, "content": {"application/json": {"schema": schema, "example": _STORED}}}
