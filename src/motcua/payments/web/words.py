"""What states, means and reasons are called."""

from django.utils.translation import gettext_lazy, pgettext_lazy

from motcua.payments.contracts import Means, Verdict

MEANS = {
    Means.VIETQR: gettext_lazy("chuyển khoản bằng mã VietQR"),
    Means.CASH: gettext_lazy("tại quầy"),
    Means.CARD: gettext_lazy("bằng thẻ tại quầy"),
    Means.PLATFORM: gettext_lazy("qua nền tảng thanh toán quốc gia"),
}
REASONS = {
    "twice": gettext_lazy("khoản này đã được nộp trước đó"),
    "too_much": gettext_lazy("số tiền chuyển nhiều hơn số phải nộp"),
    "late": gettext_lazy("tiền đến khi khoản này không còn phải nộp"),
}
REFUND_STATES = {
    "raised": pgettext_lazy("refund", "chờ duyệt hoàn"),
    "approved": pgettext_lazy("refund", "đã duyệt, chờ chuyển"),
    "sent": pgettext_lazy("refund", "đang chuyển"),
    "paid": pgettext_lazy("refund", "đã hoàn"),
    "refused": pgettext_lazy("refund", "không hoàn"),
}
VERDICTS = {
    Verdict.MATCHED: gettext_lazy("khớp"),
    Verdict.LATE: gettext_lazy("ngân hàng chưa báo, nay mới ghi nhận"),
    Verdict.UNKNOWN: gettext_lazy("chưa rõ của khoản nào"),
    Verdict.AMOUNT_DIFFERS: gettext_lazy("số tiền khác với đã báo"),
    Verdict.DUPLICATE: gettext_lazy("trùng với sao kê trước"),
    Verdict.WENT_OUT: gettext_lazy("tiền ra"),
    Verdict.NOT_AT_BANK: gettext_lazy("đã ghi nhận mà ngân hàng không có"),
}
