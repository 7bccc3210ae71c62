"""What a program sends for an act, and how the document tells it: both made from the registry of acts."""

import pkgutil
from functools import reduce
from importlib import import_module
from operator import or_
from typing import Any

import msgspec
from django.utils.translation import gettext as _

from motcua.dossiers import services
from motcua.dossiers.contracts import ActDone
from motcua.dossiers.services.registry import ACTS, ActBody

_EXAMPLE = {"action": "accept", "expected_version": 1, "note": "Hồ sơ đủ"}
DONE = {
    "code": "H57.17-260302-0001",
    "action": "accept",
    "state": "in_process",
    "status": 2,
    "version": 2,
    "received_at": "2026-03-02T03:10:00Z",
    "due_at": "2026-03-03T03:10:00Z",
    "act_by": "2026-03-03T03:10:00Z",
    "decided_at": None,
    "ended_at": None,
}
for _module in pkgutil.iter_modules(services.__path__):  # each registers the acts that it does
    import_module(f"{services.__name__}.{_module.name}")
BODIES: Any = reduce(or_, (kind.body for kind in ACTS.values()))  # one of them, told by "action"
_decode = msgspec.json.Decoder(BODIES).decode


def act_body(raw: bytes) -> ActBody:
    """Raises msgspec.ValidationError, which says where."""
    body: ActBody = _decode(raw)
    return body


def describe_acts(body: dict[str, Any], answer: dict[str, Any]) -> dict[str, Any]:
    """The operation, in the reader's language; `body` and `answer` are references to the shapes."""
    return {
        "operationId": "act_on_dossier",
        "tags": ["dossiers"],
        "summary": _("Làm một việc trên hồ sơ"),
        "description": _(
            "Mỗi việc của cán bộ (tiếp nhận, yêu cầu bổ sung, trình, duyệt, trả kết quả…) và của người nộp (bổ sung, rút) là "
            "một lần gọi, làm với quyền của chính người giữ mã truy cập. expected_version là phiên bản hồ sơ mà bên gửi đã "
            "thấy: nếu hồ sơ đã sang phiên bản khác, không việc gì được ghi và câu trả lời 409 nói ai đã làm gì, lúc nào."
        ),
        "security": [{"token": []}],
        "parameters": [
            {"$ref": "#/components/parameters/IdempotencyKey"},
            {
                "name": "code",
                "in": "path",
                "required": True,
                "description": _("Mã hồ sơ."),
                "schema": {"type": "string", "minLength": 1},
                "example": DONE["code"],
            },
        ],
        "requestBody": {"required": True, "content": {"application/json": {"schema": body, "example": _EXAMPLE}}},
        "responses": {
            "200": {
                "description": _("Đã ghi, hoặc đã ghi từ trước với cùng mã chống lặp: câu trả lời như lần đầu."),
                "content": {"application/json": {"schema": answer, "example": DONE}},
            },
            **{
                str(status): {"$ref": "#/components/responses/Problem"}
                for status in (400, 401, 403, 404, 409, 413, 415, 422, 500, 503)
            },
        },
    }


SHAPES: tuple[Any, ...] = (BODIES, ActDone)
