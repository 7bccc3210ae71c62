"""What the web itself refuses, before any room is asked. `refusal_of` finds the one for an HTTP status."""

from django.utils.translation import gettext_lazy as _

from motcua.kernel.errors import ExternalError, InvalidInputError, MotCuaError, NotAllowedError, NotFoundError


class RequestUnreadableError(InvalidInputError):
    code = "web.unreadable_request"
    http_status = 400
    message = _("Yêu cầu gửi lên không đọc được: thiếu, đứt giữa chừng hoặc sai định dạng. Hãy sửa rồi gửi lại.")


class EntryRefusedError(NotAllowedError):
    code = "web.not_allowed"
    message = _("Bạn không được vào địa chỉ này.")


class AddressUnknownError(NotFoundError):
    code = "web.no_such_address"
    message = _("Không có địa chỉ này. Hãy xem danh sách ở trang tài liệu API.")


class MethodRefusedError(InvalidInputError):
    code = "web.method_not_allowed"
    http_status = 405
    message = _("Địa chỉ này không nhận phương thức đó. Tiêu đề Allow cho biết các phương thức được nhận.")


class RequestTooLargeError(InvalidInputError):
    code = "web.too_large"
    http_status = 413
    message = _("Nội dung gửi lên quá lớn.")


class ServerFailedError(ExternalError):
    code = "web.server_failed"
    http_status = 500
    message = _("Lỗi ở phía chúng tôi. Nếu bạn đang nộp hồ sơ, hãy gửi lại y nguyên với cùng Idempotency-Key.")


_OF_STATUS: dict[int, type[MotCuaError]] = {
    403: EntryRefusedError,
    404: AddressUnknownError,
    405: MethodRefusedError,
    413: RequestTooLargeError,
}


def refusal_of(status: int) -> MotCuaError:
    """The refusal that stands for an HTTP status, 400 or above."""
    if status >= 500:
        return ServerFailedError(retryable=True)
    return _OF_STATUS.get(status, RequestUnreadableError)()
