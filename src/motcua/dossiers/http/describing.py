"""The data plane's part of the OpenAPI document, made from the structs that it reads and writes."""

from typing import Any

import msgspec
from django.utils.translation import gettext as _

from motcua.dossiers.http.acting import SHAPES, describe_acts
from motcua.dossiers.http.changes import Changes
from motcua.dossiers.http.describing_feed import describe_feed
from motcua.dossiers.http.describing_sync import describe_sync
from motcua.dossiers.http.figures import Figures, describe_figures
from motcua.dossiers.http.reading import MOST_BYTES, SubmissionBody
from motcua.dossiers.http.shapes import JourneySubmitted, Submitted, Tracked, TrackedJourney

_REF = "#/components/schemas/{name}"
_SUBMITTED = {
    "id": "019d1a3e-7a54-7c8e-b0a1-6f2f7f3f9d10",
    "code": "H57.17-260302-0001",
    "submitted_at": "2026-03-02T02:00:00Z",
    "check_by": "2026-03-02T10:00:00Z",
}
_TRACKED = {
    "code": "H57.17-260302-0001",
    "procedure": {"code": "1.001193", "name": {"vi": "Đăng ký khai sinh", "en": "Birth registration"}},
    "agency": {"vi": "Ủy ban nhân dân phường Phú Xuân", "en": "Phú Xuân Ward People's Committee"},
    "state": "in_process",
    "status": 4,
    "submitted_at": "2026-03-02T02:00:00Z",
    "received_at": "2026-03-02T03:10:00Z",
    "due_at": "2026-03-03T03:10:00Z",
    "decided_at": None,
    "ended_at": None,
    "source": "",
    "progress": [],
}
_BODY = {
    "procedure": "1.004873",
    "answers": {
        "requester_name": "Nguyễn Thị Lan",
        "requester_personal_id": "046190000017",
        "for_whom": "self",
        "birth_date": "1990-05-01",
        "requester_phone": "0905000017",
        "requester_address": {"province": "46", "commune": "19804", "detail": "12 Lê Lợi"},
        "purpose": "other",
        "purpose_text": "bán căn nhà đứng tên riêng",
        "copies": 1,
        "marital_status": "married",
        "spouse_name": "Trần Văn Minh",
        "marriage_office": "Ủy ban nhân dân phường Phú Xuân",
        "marriage_date": "2022-12-24",
        "lived_elsewhere": False,
        "lived_abroad": False,
        "had_before": True,
        "has_old": True,
        "fee_group": "none",
        "delivery": "counter",
    },
    "papers": {"old_certificate": ["019d1a3e-7a54-7c8e-b0a1-6f2f7f3f9d10"]},
}
_BABY = {
    "code": "2.000986",
    "name": {
        "vi": "Sinh con: khai sinh, thường trú, thẻ bảo hiểm y tế",
        "en": "A new baby: birth, residence, health card",
    },
}
_FILED = {
    "id": "019d1a3e-7a54-7c8e-b0a1-6f2f7f3f9d11",
    "code": "H57.17-LT260302-0001",
    "submitted_at": "2026-03-02T02:00:00Z",
    "dossiers": [
        {"code": "H57.17-260302-0001", "procedure": _TRACKED["procedure"], "state": "submitted"},
        {
            "code": "G24.46-260302-0001",
            "procedure": {"code": "1.001939", "name": {"vi": "Cấp thẻ bảo hiểm y tế", "en": "Health insurance card"}},
            "state": "awaiting_earlier",
        },
    ],
}
_FOLLOWED = {
    "code": "H57.17-LT260302-0001",
    "procedure": _BABY,
    "submitted_at": "2026-03-02T02:00:00Z",
    "dossiers": [_TRACKED],
}
_JOURNEY_BODY = {
    "procedure": "2.000986",
    "answers": {
        "wanted": ["residence", "insurance"],
        "requester_name": "Nguyễn Thị Lan",
        "child_name": "Nguyễn An Nhiên",
    },
    "papers": {"birth_notice": ["019d1a3e-7a54-7c8e-b0a1-6f2f7f3f9d10"]},
}


def describe() -> dict[str, Any]:
    """`{"paths": …, "schemas": …}` in the reader's language."""
    shapes = (SubmissionBody, Submitted, Tracked, JourneySubmitted, TrackedJourney, Changes, Figures, *SHAPES)
    refs, schemas = msgspec.json.schema_components(shapes, ref_template=_REF)
    body, submitted, tracked, filed, followed, changes, figures, act, done = refs
    schemas["SubmissionBody"]["properties"]["procedure"]["maxLength"] = 40
    sync = describe_sync()
    return {
        "schemas": schemas | sync["schemas"],
        "paths": {
            **sync["paths"],
            "/api/v1/dossiers": {"post": _submit(body, submitted)},
            "/api/v1/dossiers/changes": {"get": describe_feed(changes, refused(400, 401, 403, 404, 410, 500, 503))},
            "/api/v1/dossiers/{code}": {"get": _track(tracked)},
            "/api/v1/dossiers/{code}/acts": {"post": describe_acts(act, done)},
            "/api/v1/figures": {"get": describe_figures(figures, refused(400, 500, 503))},
            "/api/v1/journeys": {"post": _submit_journey(body, filed)},
            "/api/v1/journeys/{code}": {"get": _track_journey(followed)},
        },
    }


def _submit(body: dict[str, Any], submitted: dict[str, Any]) -> dict[str, Any]:
    return {
        "operationId": "submit_dossier",
        "tags": ["dossiers"],
        "summary": _("Nộp một hồ sơ"),
        "description": _(
            "Gửi cả hồ sơ trong một lần, cho chính người giữ mã truy cập. Hỏi trước /procedures/{code}/form để biết "
            "phải trả lời gì, và gửi giấy tờ qua /files. Cần định danh đủ mức mà thủ tục đòi hỏi."
        ),
        "security": [{"token": []}],
        "parameters": [{"$ref": "#/components/parameters/IdempotencyKey"}],
        "requestBody": {
            "required": True,
            "description": _("Nhiều nhất %s byte; mỗi tên chỉ đứng một lần trong một đối tượng.") % MOST_BYTES,
            "content": {"application/json": {"schema": body, "example": _BODY}},
        },
        "responses": {
            "201": _answer(_("Đã nộp."), submitted, _SUBMITTED, location=True),
            "200": _answer(
                _("Mã này đã nộp đúng nội dung này rồi; không ghi gì thêm."), submitted, _SUBMITTED, location=True
            ),
            **refused(400, 401, 403, 404, 409, 413, 415, 422, 500, 503),
        },
    }


def _submit_journey(body: dict[str, Any], filed: dict[str, Any]) -> dict[str, Any]:
    return {
        "operationId": "submit_journey",
        "tags": ["dossiers"],
        "summary": _("Nộp nhiều hồ sơ cùng lúc"),
        "description": _(
            "Một việc trong đời gồm nhiều thủ tục (ví dụ 2.000986: khai sinh, thường trú, thẻ bảo hiểm y tế): trả lời biểu "
            "mẫu của mã đó một lần, mọi hồ sơ được nộp cùng lúc hoặc không hồ sơ nào. Hồ sơ chờ kết quả của hồ sơ khác "
            "tự chuyển đi khi có kết quả."
        ),
        "security": [{"token": []}],
        "parameters": [{"$ref": "#/components/parameters/IdempotencyKey"}],
        "requestBody": {
            "required": True,
            "description": _("Nhiều nhất %s byte; mỗi tên chỉ đứng một lần trong một đối tượng.") % MOST_BYTES,
            "content": {"application/json": {"schema": body, "example": _JOURNEY_BODY}},
        },
        "responses": {
            "201": _answer(_("Đã nộp."), filed, _FILED, location=True),
            "200": _answer(_("Mã này đã nộp đúng nội dung này rồi; không ghi gì thêm."), filed, _FILED, location=True),
            **refused(400, 401, 403, 404, 409, 413, 415, 422, 500, 503),
        },
    }


def _track_journey(followed: dict[str, Any]) -> dict[str, Any]:
    return {
        "operationId": "track_journey",
        "tags": ["dossiers"],
        "summary": _("Tra cứu các hồ sơ nộp cùng lúc"),
        "description": _("Ai biết mã của nhóm cũng xem được trạng thái và các mốc ngày của từng hồ sơ."),
        "security": [],
        "parameters": [
            {
                "name": "code",
                "in": "path",
                "required": True,
                "description": _("Mã của cả nhóm."),
                "schema": {"type": "string", "minLength": 1},
                "example": _FILED["code"],
            }
        ],
        "responses": {
            "200": _answer(_("Trạng thái và các mốc ngày."), followed, _FOLLOWED),
            **refused(404, 500, 503),
        },
    }


def _track(tracked: dict[str, Any]) -> dict[str, Any]:
    return {
        "operationId": "track_dossier",
        "tags": ["dossiers"],
        "summary": _("Tra cứu một hồ sơ"),
        "description": _("Ai biết mã hồ sơ cũng xem được trạng thái và các mốc ngày; không có gì về người nộp."),
        "security": [],
        "parameters": [
            {
                "name": "code",
                "in": "path",
                "required": True,
                "description": _("Mã trên giấy hẹn."),
                "schema": {"type": "string", "minLength": 1},
                "example": _TRACKED["code"],
            }
        ],
        "responses": {"200": _answer(_("Trạng thái và các mốc ngày."), tracked, _TRACKED), **refused(404, 500, 503)},
    }


def _answer(description: str, schema: dict[str, Any], example: Any, *, location: bool = False) -> dict[str, Any]:
    told: dict[str, Any] = {
        "description": description,
        "content": {"application/json": {"schema": schema, "example": example}},
    }
    if location:
        told["headers"] = {"Location": {"description": _("Nơi tra cứu hồ sơ."), "schema": {"type": "string"}}}
    return told


def refused(*statuses: int) -> dict[str, Any]:
    return {str(status): {"$ref": "#/components/responses/Problem"} for status in statuses}
