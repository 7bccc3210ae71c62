"""What the identity room refuses."""

from django.utils.translation import gettext_lazy as _

from motcua.kernel.errors import ConflictError, InvalidInputError, NotAllowedError, NotFoundError


class SignInFailedError(NotAllowedError):
    """Wrong login or wrong password: never which of the two."""

    code = "identity.sign_in_failed"
    message = _("Tên đăng nhập và mật khẩu không khớp. Bạn hãy kiểm tra lại cả hai.")
    http_status = 401


class TooManyGuessesError(NotAllowedError):
    code = "identity.too_many_guesses"
    message = _("Đã thử sai nhiều lần. Để giữ an toàn cho tài khoản, bạn hãy chờ 15 phút rồi thử lại.")
    http_status = 429


class TokenInvalidError(NotAllowedError):
    code = "identity.token_invalid"
    message = _("Mã truy cập không dùng được: sai, hết hạn hoặc đã thu hồi.")
    http_status = 401


class PersonNotFoundError(NotFoundError):
    code = "identity.person_not_found"
    message = _("Không tìm thấy người có số định danh này.")


class AccountNotFoundError(NotFoundError):
    code = "identity.account_not_found"
    message = _("Không có tài khoản này.")


class PersonExistsError(ConflictError):
    code = "identity.person_exists"
    message = _("Người có số định danh này đã được ghi nhận. Bạn hãy tìm theo số định danh.")


class PersonInvalidError(InvalidInputError):
    code = "identity.person_invalid"
    message = _("Có chỗ cần sửa lại về người này.")
