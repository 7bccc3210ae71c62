"""Reading what a program sent, before any of it is believed."""

import json
from collections.abc import Callable, Hashable
from typing import Any, TypeVar
from uuid import UUID

import falcon
import msgspec
from django.utils.translation import gettext_lazy as _

from motcua.dossiers.errors import SendersFullError
from motcua.dossiers.http import seating
from motcua.kernel.errors import InvalidInputError
from motcua.platform.web.errors import RequestTooLargeError, RequestUnreadableError

MOST_BYTES = 1_000_000
LONGEST_KEY = 120


class SubmissionBody(msgspec.Struct, forbid_unknown_fields=True):
    """The body of POST /api/v1/dossiers. `papers`: file ids (from POST /api/v1/files) by paper id; `agency`: the code
    of the receiving agency, "" for the competent one."""

    procedure: str
    answers: dict[str, Any]
    papers: dict[str, list[UUID]] = {}
    agency: str = ""


class BodyUnreadableError(RequestUnreadableError):
    code = "dossiers.body_unreadable"
    message = _("Nội dung gửi lên không đọc được. Hãy gửi JSON (UTF-8) đúng mô tả ở trang tài liệu API.")


class BodyTooLargeError(RequestTooLargeError):
    code = "dossiers.body_too_large"
    message = _("Nội dung gửi lên quá lớn (giới hạn 1 MB). Giấy tờ gửi riêng qua /api/v1/files.")


class WrongContentTypeError(InvalidInputError):
    code = "dossiers.wrong_content_type"
    http_status = 415
    message = _("Hãy gửi với Content-Type: application/json.")


class KeyMissingError(InvalidInputError):
    code = "dossiers.key_missing"
    http_status = 400
    message = _("Thiếu tiêu đề Idempotency-Key (1–120 ký tự): nhờ nó mà gửi lại không thành hai hồ sơ.")


Body = TypeVar("Body")
submission = msgspec.json.Decoder(SubmissionBody).decode


def body_of(request: falcon.Request, decode: Callable[[bytes], Body], sender: Hashable) -> Body:
    """What `sender` sent, as `decode` reads it. Raises WrongContentTypeError, BodyTooLargeError, SendersFullError,
    BodyUnreadableError (which says where)."""
    if (request.content_type or "").split(";")[0].strip().lower() != "application/json":
        raise WrongContentTypeError
    if (request.content_length or 0) > MOST_BYTES:
        raise BodyTooLargeError
    with seating.senders().taken(sender) as seated:
        if not seated:
            raise SendersFullError(retryable=True)
        raw = request.bounded_stream.read(MOST_BYTES + 1)
    if len(raw) > MOST_BYTES:
        raise BodyTooLargeError
    try:
        body = decode(raw)
        _read_once_each(raw.decode())
    except (msgspec.DecodeError, RecursionError, ValueError) as error:  # ValueError: bytes that are no UTF-8
        raise BodyUnreadableError(detail=str(error)[:200]) from error
    return body


def _once_each(pairs: list[tuple[str, Any]]) -> None:
    """A name that stands twice would be read one way here and another way by somebody else's gateway."""
    if len({name for name, _value in pairs}) != len(pairs):
        raise ValueError("an object names a member twice")


_read_once_each = json.JSONDecoder(
    object_pairs_hook=_once_each
).decode  # made once: its making costs as much as its work


def key_of(request: falcon.Request) -> str:
    key = request.get_header("Idempotency-Key") or ""
    if not 0 < len(key) <= LONGEST_KEY or not key.isascii() or not key.isprintable():
        raise KeyMissingError
    return key


def language_of(request: falcon.Request) -> str:
    """English when it stands before Vietnamese in Accept-Language, else Vietnamese."""
    wanted = (request.get_header("Accept-Language") or "").lower()
    english, vietnamese = wanted.find("en"), wanted.find("vi")
    return "en" if english >= 0 and (vietnamese < 0 or english < vietnamese) else "vi"
