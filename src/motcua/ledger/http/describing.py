"""The public log's part of the OpenAPI document."""

from typing import Any

from django.utils.translation import gettext as _

_PROBLEM = {"$ref": "#/components/responses/Problem"}
_TEXT: dict[str, Any] = {"text/plain": {"schema": {"type": "string"}}}
_BYTES: dict[str, Any] = {"application/octet-stream": {"schema": {}}}


def describe() -> dict[str, Any]:
    """`{"paths": …, "schemas": …}` in the reader's language."""
    return {
        "schemas": {},
        "paths": {
            "/api/v1/ledger/checkpoint": {
                "get": _get("ledger_checkpoint", _("Điểm chốt đã ký của nhật ký"), _checkpoint(), _TEXT)
            },
            "/api/v1/ledger/key": {"get": _get("ledger_key", _("Khóa công khai của nhật ký"), _key(), _TEXT)},
            "/api/v1/ledger/tile/{level}/{number}": {"get": _tile()},
        },
    }


def _get(name: str, summary: str, description: str, content: dict[str, Any]) -> dict[str, Any]:
    return {
        "operationId": name,
        "tags": ["ledger"],
        "summary": summary,
        "description": description,
        "security": [],
        "responses": {
            "200": {"description": _("Tìm thấy."), "content": content},
            **{str(status): _PROBLEM for status in (404, 405, 500)},
        },
    }


def _checkpoint() -> str:
    return _(
        "Tên nhật ký, số mục, gốc của cây băm và chữ ký Ed25519, theo C2SP tlog-checkpoint. Chưa có mục nào thì chưa có "
        "điểm chốt (404)."
    )


def _key() -> str:
    return _("Mỗi dòng một khóa đang ký, dạng tên+mã+khóa. Hãy giữ khóa lấy từ nơi khác, đừng chỉ tin khóa tải ở đây.")


def _tile() -> dict[str, Any]:
    told = _get(
        "ledger_tile",
        _("Một mảnh của cây băm"),
        _(
            "256 giá trị băm, theo C2SP tlog-tiles; `entries` là các mục. Số từ 1000 viết thành nhóm: x001/x234/067. Mảnh chưa "
            "đầy có thêm .p/ và số giá trị. Nội dung không bao giờ đổi."
        ),
        _BYTES,
    )
    told["parameters"] = [
        {
            "name": "level",
            "in": "path",
            "required": True,
            "description": _("Tầng của mảnh, 0 là tầng lá; hoặc entries."),
            "schema": {"type": "string", "pattern": "^([0-9]|entries)$"},
            "example": "0",
        },
        {
            "name": "number",
            "in": "path",
            "required": True,
            "description": _("Số của mảnh trong tầng."),
            "schema": {"type": "string", "pattern": "^[0-9]{3}$"},
            "example": "000",
        },
    ]
    return told
