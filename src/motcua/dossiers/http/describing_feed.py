"""The change feed's part of the OpenAPI document."""

from typing import Any

from django.utils.translation import gettext as _

from motcua.dossiers.feed.following import LONGEST_WAIT
from motcua.dossiers.feed.reading import MOST
from motcua.dossiers.http.changes import DEFAULT_LIMIT, LONGEST_CODE

_CURSOR = "814213-2-019d1a3e7a547c8eb0a16f2f7f3f9d10"
_CHANGE = {
    "cursor": _CURSOR,
    "id": "019d1a3e-7a54-7c8e-b0a1-6f2f7f3f9d10",
    "dossier": "H57.17-260302-0001",
    "dossier_id": "019d1a3e-7a54-7c8e-b0a1-6f2f7f3f9d0f",
    "procedure": "1.001193",
    "receiving": "H57.17",
    "resolving": "H57.17",
    "channel": "online",
    "version": 2,
    "action": "accept",
    "from_state": "submitted",
    "state": "in_process",
    "status": 4,
    "at": "2026-03-02T03:10:00Z",
    "submitted_at": "2026-03-02T02:00:00Z",
    "received_at": "2026-03-02T03:10:00Z",
    "due_at": "2026-03-03T03:10:00Z",
    "decided_at": None,
}
_PAGE = {"changes": [_CHANGE], "cursor": _CURSOR, "more": False}
_EVENT = f"id: {_CURSOR}\nevent: change\ndata: {{…}}\n\n"


def describe_feed(page: dict[str, Any], refusals: dict[str, Any]) -> dict[str, Any]:
    """The operation, with the schema of a page and the refusals that it shares with others."""
    return {
        "operationId": "list_changes",
        "tags": ["dossiers"],
        "summary": _("Theo dõi thay đổi của hồ sơ"),
        "description": _(
            "Mọi việc xảy ra với hồ sơ của cơ quan bạn, theo thứ tự, không sót và không lặp. Giữ lại cursor của mỗi lần đọc "
            "và gửi nó ở after lần sau. Với wait, máy chủ giữ yêu cầu đến khi có thay đổi; với Accept: text/event-stream, "
            "máy chủ gửi từng thay đổi ngay khi có (nối lại bằng Last-Event-ID). Chỉ có mã và mốc ngày, không có gì về "
            "người nộp."
        ),
        "security": [{"token": []}],
        "parameters": [
            _query(
                "after",
                _("Mốc đã đọc đến: cursor của lần trước. Bỏ trống: từ thay đổi cũ nhất còn lưu; now: từ lúc này."),
                {"type": "string"},
            ),
            _query(
                "limit",
                _("Nhiều nhất bao nhiêu thay đổi trong một lần."),
                {"type": "integer", "minimum": 1, "maximum": MOST, "default": DEFAULT_LIMIT},
            ),
            _query(
                "wait",
                _("Chờ nhiều nhất bao nhiêu giây khi chưa có gì mới. Khi máy chủ hết chỗ chờ, câu trả lời đến ngay."),
                {"type": "integer", "minimum": 0, "maximum": int(LONGEST_WAIT), "default": 0},
            ),
            _query(
                "agency",
                _("Chỉ hồ sơ mà cơ quan mang mã này tiếp nhận hoặc giải quyết."),
                {"type": "string", "maxLength": LONGEST_CODE},
            ),
            _query("procedure", _("Chỉ hồ sơ của thủ tục này."), {"type": "string", "maxLength": LONGEST_CODE}),
        ],
        "responses": {
            "200": {
                "description": _("Các thay đổi theo thứ tự, hoặc một dòng sự kiện."),
                "content": {
                    "application/json": {"schema": page, "example": _PAGE},
                    "text/event-stream": {"schema": {"type": "string"}, "example": _EVENT},
                },
            },
            "304": {"description": _("Không có gì mới so với ETag đã gửi.")},
            **refusals,
        },
    }


def _query(name: str, description: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "description": description, "schema": schema}
