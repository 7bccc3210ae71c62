"""Status sync in, as the OpenAPI document tells it."""

from typing import Any

import msgspec
from django.utils.translation import gettext as _

from motcua.agencies import api as agencies
from motcua.dossiers.syncing.national import lists_on
from motcua.dossiers.syncing.shapes import DossierRow, ProgressRow, RowResult, Summary

_REF = "#/components/schemas/{name}"
_CODE = "H57.17-260302-0007"
_DOSSIER = {
    "kind": "dossier",
    "code": _CODE,
    "sequence": 12,
    "agency": "H57.17",
    "procedure": "1.001193",
    "status": 4,
    "channel": "online",
    "applicant": {"name": "Nguyễn Thị Lan", "number": "046190000017"},
    "submitted_at": "2026-03-02T09:00:00+07:00",
    "due_at": "2026-03-03T09:00:00+07:00",
}
_STEP = {
    "kind": "progress",
    "code": _CODE,
    "sequence": 13,
    "at": "2026-03-02T10:00:00+07:00",
    "unit": "Phòng Tư pháp",
    "note": "Chuyển chuyên viên thẩm định",
}
_SUMMARY = Summary("019d1a3e-7a54-7c8e-b0a1-6f2f7f3f9d10", 2, 2, 0, 0, 0, 0)
_ANSWER = (RowResult(1, "accepted", _CODE), RowResult(2, "accepted", _CODE), _SUMMARY)
_PUSHED = msgspec.json.Encoder().encode_lines((_DOSSIER, _STEP)).decode()
_ANSWERED = msgspec.json.Encoder().encode_lines(_ANSWER).decode()


def describe_sync() -> dict[str, Any]:
    """`{"paths": …, "schemas": …}` in the reader's language."""
    _refs, schemas = msgspec.json.schema_components((DossierRow, ProgressRow, RowResult, Summary), ref_template=_REF)
    return {
        "schemas": schemas,
        "paths": {
            "/api/v1/dossiers/sync": {"post": _sync()},
            "/api/v1/dossiers/sync/national": {"post": _national()},
        },
    }


def _national() -> dict[str, Any]:
    lists = lists_on(agencies.today())
    names, code = lists.envelope, lists.answer["code"]
    properties: dict[str, Any] = {
        names["session"]: {"type": "string"},
        names["agency"]: {"type": "string"},
        names["service"]: {"enum": sorted(lists.services)},
        names["rows"]: {"type": "array", "items": {"type": "object"}},
    }
    envelope = {"type": "object", "required": [names["service"], names["rows"]], "properties": properties}
    example = {
        names["session"]: "",
        names["agency"]: "H57.17",
        names["service"]: min(lists.services),
        names["rows"]: [{code: _CODE}],
    }
    told = {
        "type": "object",
        "required": ["error_code", "accepted", "refused", "data"],
        "properties": {
            "error_code": {"enum": ["00", "01"]},
            "accepted": {"type": "integer"},
            "refused": {"type": "integer"},
            "data": {"type": "array", "items": {"type": "object"}},
        },
    }
    answer = {"error_code": "00", "accepted": 1, "refused": 0, "data": [{code: _CODE, "error_code": "00"}]}
    return {
        "operationId": "sync_dossiers_national",
        "tags": ["dossiers"],
        "summary": _("Đồng bộ theo khung của Cổng dịch vụ công quốc gia"),
        "description": _(
            "Cho hệ thống đã nói được giao diện của cổng quốc gia: %(services)s. Mã truy cập gửi trong tiêu đề "
            "Authorization hoặc trong session. Hai dòng cùng mốc thời gian thì dòng đến sau được giữ."
        )
        % {"services": ", ".join(sorted(lists.services))},
        "security": [{"token": []}],
        "parameters": [_key()],
        "requestBody": {"required": True, "content": {"application/json": {"schema": envelope, "example": example}}},
        "responses": {
            "200": {
                "description": _("error_code “00”: mọi dòng đã nhận; “01”: có dòng bị từ chối, xem data."),
                "content": {"application/json": {"schema": told, "example": answer}},
            },
            **{
                str(status): {"$ref": "#/components/responses/Problem"}
                for status in (400, 401, 403, 408, 413, 422, 500, 503)
            },
        },
    }


def _key() -> dict[str, Any]:
    return {
        "name": "Idempotency-Key",
        "in": "header",
        "required": False,
        "description": _("Không bắt buộc: gửi lại cùng mã và cùng nội dung thì không ghi gì thêm."),
        "schema": {"type": "string", "minLength": 1, "maxLength": 120},
        "example": "dem-2026-03-02",
    }


def _sync() -> dict[str, Any]:
    results = {
        "name": "results",
        "in": "query",
        "description": _("“problems”: chỉ trả lời những dòng bị từ chối hoặc phải chờ."),
        "schema": {"enum": ["all", "problems"], "default": "all"},
        "example": "problems",
    }
    lines = {"schema": {"type": "string"}, "example": _PUSHED}
    return {
        "operationId": "sync_dossiers",
        "tags": ["dossiers"],
        "summary": _("Đồng bộ hồ sơ và tiến độ từ hệ thống của một cơ quan"),
        "description": _(
            "Mỗi dòng là một JSON: DossierRow hoặc ProgressRow. Gửi trùng hay sai thứ tự không sao: dòng cũ không bao giờ "
            "đè dòng mới. Dòng hỏng không làm dừng những dòng khác. Cần mã truy cập của một hệ thống."
        ),
        "security": [{"token": []}],
        "parameters": [_key(), results],
        "requestBody": {
            "required": True,
            "description": _("Có thể nén: Content-Encoding: gzip. Mỗi dòng nhiều nhất 64 KB."),
            "content": {"application/x-ndjson": lines},
        },
        "responses": {
            "200": {
                "description": _("Mỗi dòng một RowResult; dòng cuối là Summary."),
                "content": {"application/x-ndjson": {"schema": {"type": "string"}, "example": _ANSWERED}},
            },
            **{
                str(status): {"$ref": "#/components/responses/Problem"}
                for status in (400, 401, 403, 408, 409, 413, 415, 500, 503)
            },
        },
    }
