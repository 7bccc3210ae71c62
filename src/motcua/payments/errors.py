"""What the payments room refuses."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from motcua.kernel.errors import ConflictError, InvalidInputError, NotAllowedError, NotFoundError


class ObligationNotFoundError(NotFoundError):
    code = "payments.obligation_not_found"
    message: Any = _("Không tìm thấy khoản phải nộp này.")


class AlreadyPaidError(ConflictError):
    code = "payments.already_paid"
    message: Any = _("Khoản này đã nộp đủ rồi, không phải nộp nữa.")


class NothingOwedError(ConflictError):
    code = "payments.nothing_owed"
    message: Any = _("Không có khoản nào đang chờ nộp.")


class NoticeRefusedError(NotAllowedError):
    """What claims to be a bank is not believed. It is told no more than that."""

    code = "payments.notice_refused"
    message: Any = _("Tin báo này không được nhận.")


class NoticeTooLargeError(InvalidInputError):
    code = "payments.notice_too_large"
    message: Any = _("Tin báo dài quá mức cho phép.")


class FourEyesError(NotAllowedError):
    code = "payments.four_eyes"
    message: Any = _("Người đề nghị không tự duyệt. Hãy để một người khác xem và duyệt.")


class RefundOutOfTurnError(ConflictError):
    code = "payments.refund_out_of_turn"
    message: Any = _("Việc hoàn tiền này đang ở bước khác. Hãy tải lại trang.")


class RefundNotFoundError(NotFoundError):
    code = "payments.refund_not_found"
    message: Any = _("Không tìm thấy khoản hoàn này.")


class CreditNotFoundError(NotFoundError):
    code = "payments.credit_not_found"
    message: Any = _("Không còn khoản tiền chưa rõ này. Hãy tải lại trang.")


class ProposedAlreadyError(ConflictError):
    code = "payments.proposed_already"
    message: Any = _("Đã có người đề nghị gắn khoản tiền này; hãy xem đề nghị ấy trước.")


class StatementRefusedError(InvalidInputError):
    code = "payments.statement_refused"
    message: Any = _(
        "Tệp này không phải sao kê dùng được: sai định dạng, sai tài khoản hoặc cộng không khớp. Chưa ghi nhận gì từ tệp."
    )


class ReceiptNotFoundError(NotFoundError):
    code = "payments.receipt_not_found"
    message: Any = _("Khoản này chưa có biên nhận.")
