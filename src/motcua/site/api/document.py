"""One OpenAPI 3.1 document for the whole API, whoever serves each path: django-ninja, the data plane or a plain view.

A room's part is `http/describing.py` (`describe()`), or the `api` of its `http/urls.py` when django-ninja serves it.
"""

from importlib import import_module
from typing import Any

from django.utils.translation import gettext as _

from motcua.platform.web.api import problem, refusal_of
from motcua.site.api.describing import describe as describe_own
from motcua.site.capabilities import PLATFORM_APPS, ROOMS, SOURCE

PREFIX = "/api/v1/"
VERSION = "1.0.0"


def document() -> dict[str, Any]:
    """The document in the language in force."""
    paths: dict[str, Any] = {}
    schemas: dict[str, Any] = {}
    for part in _parts():
        paths |= part["paths"]
        schemas |= part["schemas"]
    for path in paths.values():
        for operation in path.values():
            operation.setdefault("parameters", []).append({"$ref": "#/components/parameters/AcceptLanguage"})
    return {
        "openapi": "3.1.0",
        "info": _info(),
        "servers": [{"url": "/"}],
        "tags": _tags(),
        "paths": dict(sorted(paths.items(), key=lambda item: (item[0].count("/"), item[0]))),
        "components": {
            "schemas": schemas | {"Problem": _problem()},
            "parameters": _parameters(),
            "responses": {"Problem": _refusal()},
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer", "description": _("Mã truy cập, mc_…")}},
        },
    }


def _parts() -> list[dict[str, Any]]:
    packages = [*ROOMS, *(f"platform.{name}" for name in PLATFORM_APPS)]
    described = [_own_words(package) for package in packages if _has(package, "http/describing")]
    apis = [
        getattr(import_module(f"motcua.{package}.http.urls"), "api", None)
        for package in packages
        if _has(package, "http/urls")
    ]
    return [*described, *(_from_ninja(api) for api in apis if api is not None), describe_own()]


def _has(package: str, file: str) -> bool:
    return (SOURCE / package.replace(".", "/") / f"{file}.py").is_file()


def _own_words(package: str) -> dict[str, Any]:
    part: dict[str, Any] = import_module(f"motcua.{package}.http.describing").describe()
    return part


def _from_ninja(api: Any) -> dict[str, Any]:
    """What django-ninja knows of its paths, with our refusals and our words."""
    made = api.get_openapi_schema(path_prefix=PREFIX)
    words, refused = (
        _words(),
        {str(status): {"$ref": "#/components/responses/Problem"} for status in (400, 404, 422, 500)},
    )
    for address, path in made["paths"].items():
        for operation in path.values():
            operation["responses"] = {str(status): told for status, told in operation["responses"].items()} | refused
            operation["responses"]["304"] = {"description": _("Bản bạn giữ (If-None-Match) vẫn đúng.")}
            operation["summary"] = words.get(address, operation["summary"])
            operation["security"] = []
            operation["responses"]["200"]["description"] = _("Tìm thấy.")
            for parameter in operation.get("parameters", []):
                parameter.update(_parameter_words().get(parameter["name"], {}))
    return {"paths": made["paths"], "schemas": made["components"]["schemas"]}


def _words() -> dict[str, str]:
    return {"/api/v1/procedures": _("Tìm các thủ tục"), "/api/v1/procedures/{code}": _("Xem một thủ tục")}


def _parameter_words() -> dict[str, dict[str, str]]:
    return {
        "q": {"description": _("Lời nói hằng ngày, có dấu hay không dấu."), "example": "khai sinh"},
        "limit": {"description": _("Nhiều nhất bao nhiêu kết quả, từ 1 đến 100.")},
        "page": {"description": _("Trang thứ mấy, từ 1.")},
        "field": {"description": _("Chỉ một lĩnh vực: tên như trong facets."), "example": ""},
        "agency": {"description": _("Chỉ một cơ quan: tên như trong facets."), "example": ""},
        "tier": {"description": _("Chỉ một cấp giải quyết."), "example": ""},
        "event": {"description": _("Chỉ một chuyện trong đời."), "example": ""},
        "facets": {"description": _("Kèm số thủ tục còn lại nếu lọc thêm.")},
        "online": {"description": _("Chỉ những thủ tục nộp được trên mạng.")},
        "code": {"description": _("Mã thủ tục."), "example": "1.001193"},
        "language": {"description": _("Ngôn ngữ của các câu chữ."), "example": "vi"},
    }


def _info() -> dict[str, Any]:
    return {
        "title": "Một Cửa API",
        "version": VERSION,
        "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        "description": _(
            "Tìm thủ tục, biết phải trả lời gì, gửi giấy tờ, nộp hồ sơ, tra cứu. Mọi lời từ chối theo RFC 9457, có mã "
            "lỗi không đổi và lời giải thích theo Accept-Language. Mọi lần gửi đều mang Idempotency-Key: gửi lại bao "
            "nhiêu lần cũng chỉ thành một."
        ),
    }


def _tags() -> list[dict[str, str]]:
    return [
        {"name": "procedures", "description": _("Thủ tục: tìm, xem, biểu mẫu")},
        {"name": "files", "description": _("Giấy tờ gửi trước, để kèm vào hồ sơ")},
        {"name": "dossiers", "description": _("Hồ sơ: nộp và tra cứu")},
        {"name": "ledger", "description": _("Nhật ký công khai: ai cũng kiểm được, không lộ gì")},
    ]


def _parameters() -> dict[str, Any]:
    return {
        "IdempotencyKey": {
            "name": "Idempotency-Key",
            "in": "header",
            "required": True,
            "description": _(
                "Một mã tự chọn cho lần gửi này, ví dụ một UUID. Cùng mã với nội dung khác thì bị từ chối (409)."
            ),
            "schema": {"type": "string", "minLength": 1, "maxLength": 120, "pattern": "^[!-~]+$"},
            "example": "6f1c1c1e-2f1b-4a53-9f0e-2d8f6f0f7a01",
        },
        "AcceptLanguage": {
            "name": "Accept-Language",
            "in": "header",
            "description": _("Ngôn ngữ của lời từ chối: vi (mặc định) hoặc en."),
            "schema": {"enum": ["vi", "en"]},
            "example": "vi",
        },
    }


def _problem() -> dict[str, Any]:
    return {
        "type": "object",
        "description": _("Lời từ chối (RFC 9457). “code” không bao giờ đổi; “fields” chỉ từng chỗ cần sửa."),
        "properties": {
            "type": {"type": "string"},
            "title": {"type": "string"},
            "status": {"type": "integer", "minimum": 400, "maximum": 599},
            "code": {"type": "string", "pattern": r"^[a-z_]+\.[a-z_]+$"},
            "fields": {"type": "object", "additionalProperties": {"type": "string"}},
        },
        "required": ["type", "title", "status", "code"],
    }


def _refusal() -> dict[str, Any]:
    _status, example = problem(refusal_of(404))
    schema = {"$ref": "#/components/schemas/Problem"}
    return {
        "description": _("Bị từ chối, có lý do."),
        "content": {"application/problem+json": {"schema": schema, "example": example}},
    }
