"""What the ledger refuses. That the log is broken is said to the operator alone, and the log stands still."""

from django.utils.translation import gettext_lazy as _

from motcua.kernel.errors import ConflictError, NotFoundError


class LogBrokenError(RuntimeError):
    """What lies in the database, in the tiles and in public does not fit together; nothing is signed until it does."""


class EntryNotFoundError(NotFoundError):
    code = "ledger.entry_not_found"
    message = _("Không có lượt xem hay việc nào như vậy về dữ liệu của bạn.")


class ProofNotReadyError(ConflictError):
    code = "ledger.proof_not_ready"
    message = _("Nhật ký công khai chưa chốt tới lượt này. Thường chỉ vài giây; bạn thử lại nhé.")
