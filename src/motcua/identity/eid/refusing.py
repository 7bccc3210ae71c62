"""Each reason for not believing an eID, in a sentence that says what to do."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from motcua.identity.eid.contracts import Why

_AGAIN = _("Lần đăng nhập này đã cũ hoặc được mở ở cửa sổ khác. Bạn hãy bấm đăng nhập lại từ đầu.")
_NOT_TRUE = _(
    "Câu trả lời của hệ thống định danh không đúng nên không được nhận. Bạn chưa đăng nhập; hãy thử lại sau vài phút. "
    "Nếu vẫn vậy, hãy báo cho nơi vận hành trang này."
)
_AWAY = _(
    "Hệ thống định danh điện tử đang không trả lời. Bạn hãy thử lại sau vài phút; bản nháp của bạn vẫn còn nguyên."
)

SENTENCES: dict[Why, Any] = {
    Why.STATE: _AGAIN,
    Why.CODE: _AGAIN,
    Why.TIME: _AGAIN,
    Why.DENIED: _("Bạn đã dừng việc đăng nhập, hoặc hệ thống định danh không xác nhận được bạn. Bạn có thể thử lại."),
    Why.UNREACHABLE: _AWAY,
    Why.UNREADABLE: _AWAY,
    Why.MIXED_UP: _NOT_TRUE,
    Why.ALGORITHM: _NOT_TRUE,
    Why.KEY: _NOT_TRUE,
    Why.SIGNATURE: _NOT_TRUE,
    Why.ISSUER: _NOT_TRUE,
    Why.AUDIENCE: _NOT_TRUE,
    Why.NONCE: _NOT_TRUE,
    Why.SUBJECT: _NOT_TRUE,
    Why.LEVEL: _(
        "Hệ thống định danh chỉ xác nhận bạn ở mức thấp hơn mức mà việc này cần. Bạn hãy dùng tài khoản định danh mức cao hơn, "
        "hoặc đến quầy tiếp nhận gần nhất."
    ),
    Why.AUTH_TIME: _("Việc này cần bạn vừa mới xác nhận danh tính. Bạn hãy xác nhận lại."),
    Why.CLAIMS: _(
        "Hệ thống định danh không cho biết đủ họ tên và số định danh của bạn. Bạn hãy thử lại và đồng ý cho chia sẻ hai thông tin ấy."
    ),
    Why.OTHER_PERSON: _(
        "Tài khoản định danh này là của người khác với người đang làm việc ở đây. Bạn hãy đăng xuất rồi đăng nhập lại bằng tài khoản của mình."
    ),
    Why.CLOSED: _("Tài khoản này đã đóng."),
}
