"""The five families of refusal. A room subclasses one of them and gives it a stable code.

MotCuaError
├── NotFoundError      it isn't there, or the asker may not know that it is
├── NotAllowedError    it is there, and the asker may not do this
├── InvalidInputError  what was sent can't be used; `fields` says where and why
├── ConflictError      it changed in between, or its state forbids the act
└── ExternalError      somebody else's machine failed; `retryable` says whether to try again

A message says what happened, which rule, and what to do next, in the reader's language: rooms pass
lazy translations. Bugs stay Python's own exceptions and are never caught.
"""

from collections.abc import Mapping
from typing import Any, ClassVar


class MotCuaError(Exception):
    """A refusal that the reader should see. `code` never changes once published."""

    code: ClassVar[str] = "kernel.refused"
    message: Any = "Không làm được việc này."

    def __init__(self, message: Any = None, /, **facts: Any) -> None:
        super().__init__(message if message is not None else type(self).message)
        self.message = message if message is not None else type(self).message
        self.facts: dict[str, Any] = facts

    def __str__(self) -> str:
        return str(self.message)


class NotFoundError(MotCuaError):
    code = "kernel.not_found"
    message: Any = "Không tìm thấy."


class NotAllowedError(MotCuaError):
    code = "kernel.not_allowed"
    message: Any = "Bạn không có quyền làm việc này."


class InvalidInputError(MotCuaError):
    """`fields` maps a field's id to one plain sentence (or several)."""

    code = "kernel.invalid_input"
    message: Any = "Có chỗ cần sửa lại."

    def __init__(self, message: Any = None, /, *, fields: Mapping[str, Any] | None = None, **facts: Any) -> None:
        super().__init__(message, **facts)
        self.fields: dict[str, Any] = dict(fields or {})


class ConflictError(MotCuaError):
    code = "kernel.conflict"
    message: Any = "Nội dung này vừa được thay đổi."


class ExternalError(MotCuaError):
    code = "kernel.external"
    message: Any = "Một hệ thống khác chưa trả lời."

    def __init__(self, message: Any = None, /, *, retryable: bool, **facts: Any) -> None:
        super().__init__(message, **facts)
        self.retryable = retryable
