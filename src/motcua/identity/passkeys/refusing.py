"""Why a key is not believed: told to the reader in a plain sentence, and written down."""

from enum import StrEnum
from typing import Any, NoReturn

from django.utils.translation import gettext_lazy as _

from motcua.identity.errors import PasskeyRefusedError
from motcua.identity.models import Account
from motcua.kernel.actors import Actor
from motcua.ledger import api as ledger
from motcua.platform.database.transactions import acting


class Why(StrEnum):
    UNREADABLE = "unreadable"  # no answer of a browser
    CHALLENGE = "challenge"  # not the question that was asked, or answered before
    EXPIRED = "expired"
    ORIGIN = "origin"
    RP_ID = "rp_id"
    NOT_VERIFIED = "not_verified"  # touched, but neither finger nor face nor PIN
    COUNTER = "counter"
    SIGNATURE = "signature"
    UNKNOWN_KEY = "unknown_key"
    OTHER_ACCOUNT = "other_account"
    KNOWN_KEY = "known_key"
    CLOSED = "closed"


SENTENCES: dict[Why, Any] = {
    Why.UNREADABLE: _("Không đọc được câu trả lời của trình duyệt. Bạn hãy tải lại trang rồi thử lần nữa."),
    Why.CHALLENGE: _(
        "Lần hỏi khóa này đã dùng rồi hoặc không phải của trang này. Bạn hãy tải lại trang rồi thử lần nữa."
    ),
    Why.EXPIRED: _("Lần hỏi khóa này đã quá giờ. Bạn hãy bấm nút và thử lại ngay."),
    Why.ORIGIN: _("Khóa được dùng ở một địa chỉ khác. Bạn hãy xem kỹ địa chỉ trang: có thể ai đó đang giả trang này."),
    Why.RP_ID: _("Khóa này được làm cho một trang khác. Bạn hãy xem kỹ địa chỉ trang rồi chọn khóa của trang này."),
    Why.NOT_VERIFIED: _(
        "Khóa chưa kiểm tra người dùng. Bạn hãy đặt mã PIN, vân tay hoặc khuôn mặt cho khóa rồi thử lại."
    ),
    Why.COUNTER: _(
        "Khóa này có dấu hiệu bị sao chép nên không được nhận. Bạn hãy dùng khóa khác và báo cho phụ trách an ninh."
    ),
    Why.SIGNATURE: _("Chữ ký của khóa không đúng. Bạn hãy thử lại; nếu vẫn vậy, hãy dùng khóa khác."),
    Why.UNKNOWN_KEY: _("Ở đây không biết khóa này. Có thể nó đã bị xóa; bạn hãy dùng khóa khác."),
    Why.OTHER_ACCOUNT: _("Khóa này của tài khoản khác. Bạn hãy dùng khóa của chính mình."),
    Why.KNOWN_KEY: _("Khóa này đã được đăng ký rồi. Bạn hãy thêm một khóa khác."),
    Why.CLOSED: _("Tài khoản này đã đóng."),
}


class UnprovenError(Exception):
    """Inside this package: what an answer failed by."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why


def refuse(why: Why, *, ceremony: str, actor: Actor, account: Account | None = None) -> NoReturn:
    """Write down that a ceremony was refused, in a transaction of its own, and raise PasskeyRefusedError."""
    with acting(actor):
        ledger.record(
            actor=actor,
            action="identity.passkey_refused",
            record_id=account.id if account else None,
            facts={"ceremony": ceremony, "reason": why.value},
        )
    raise PasskeyRefusedError(SENTENCES[why], reason=why.value)
