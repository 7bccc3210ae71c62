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


class EidRefusedError(NotAllowedError):
    """An eID's answer was not believed; `reason` in the facts says by what it failed."""

    code = "identity.eid_refused"
    message = _("Hệ thống định danh chưa xác nhận được bạn.")
    http_status = 401


class PasskeyRefusedError(NotAllowedError):
    """A passkey's answer was not believed; `reason` in the facts says by what it failed."""

    code = "identity.passkey_refused"
    message = _("Khóa này không được nhận.")
    http_status = 401


class PasskeysUnavailableError(ConflictError):
    """The public address is no host name with https, so browsers give no passkeys."""

    code = "identity.passkeys_unavailable"
    message = _(
        "Khóa truy cập chỉ dùng được ở địa chỉ có tên miền và https. Quản trị viên đặt địa chỉ ấy ở MOTCUA_PUBLIC_URL."
    )


class LastPasskeyError(ConflictError):
    code = "identity.last_passkey"
    message = _("Đây là khóa duy nhất của bạn. Hãy thêm một khóa khác trước khi xóa khóa này.")


class PasskeyNotFoundError(NotFoundError):
    code = "identity.passkey_not_found"
    message = _("Không có khóa này.")


class TooManyPasskeysError(ConflictError):
    code = "identity.too_many_passkeys"
    message = _("Mỗi người có nhiều nhất 10 khóa. Hãy xóa khóa không dùng nữa.")


class SittingNotFoundError(NotFoundError):
    code = "identity.session_not_found"
    message = _("Phiên này không còn mở nữa.")


class EnrolmentRefusedError(NotAllowedError):
    """A link for a first key does not count (any more); `reason` in the facts says why."""

    code = "identity.enrolment_refused"
    message = _("Liên kết này không dùng được.")


class ReasonMissingError(InvalidInputError):
    code = "identity.reason_missing"
    message = _("Bạn hãy ghi đã kiểm tra người ấy bằng cách nào.")


class PasswordRefusedError(NotAllowedError):
    """The password was right; this official signs in by passkey."""

    code = "identity.password_refused"
    message = _("Bạn đã có khóa truy cập nên mật khẩu không dùng nữa. Bạn hãy bấm “Đăng nhập bằng khóa”.")
    http_status = 401


class ProofTooOldError(NotAllowedError):
    """The session proved who it is too long ago for this act."""

    code = "identity.proof_too_old"
    message = _("Việc này cần bạn xác nhận lại bằng khóa. Bạn hãy xác nhận rồi làm lại.")


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
