"""The one place where a refusal becomes an HTTP answer: problem details (RFC 9457) for programs."""

from typing import Any

from motcua.kernel.errors import (
    ConflictError,
    ExternalError,
    InvalidInputError,
    MotCuaError,
    NotAllowedError,
    NotFoundError,
)

_STATUS: tuple[tuple[type[MotCuaError], int], ...] = (
    (NotFoundError, 404),
    (NotAllowedError, 403),
    (InvalidInputError, 422),
    (ConflictError, 409),
    (ExternalError, 503),
)


def status_of(error: MotCuaError) -> int:
    """The HTTP status; an error class may name its own as `http_status` (401, 413, 415)."""
    own = getattr(error, "http_status", None)
    return own or next((status for family, status in _STATUS if isinstance(error, family)), 400)


def problem(error: MotCuaError) -> tuple[int, dict[str, Any]]:
    """Status and body of application/problem+json. Lazy translations become text here."""
    status = status_of(error)
    body: dict[str, Any] = {
        "type": f"/docs/errors#{error.code}",
        "title": str(error.message),
        "status": status,
        "code": error.code,
    }
    if isinstance(error, InvalidInputError) and error.fields:
        body["fields"] = {key: str(value) for key, value in error.fields.items()}
    for key, value in error.facts.items():
        body.setdefault(key, value if isinstance(value, (int, bool, list, dict)) else str(value))
    return status, body
