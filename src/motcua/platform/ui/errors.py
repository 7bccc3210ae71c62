"""Error pages: what happened, what is safe, what to do now, whom to ask. They need no database and no session."""

from dataclasses import dataclass
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

OFFLINE = 0  # not a status: the page a browser keeps for when the network is away


@dataclass(frozen=True)
class Words:
    title: str | Promise
    happened: str | Promise
    safe: str | Promise
    now: str | Promise
    symbol: str = "circle-alert"


PAGES = {
    400: Words(
        _("Chúng tôi không đọc được yêu cầu này"),
        _("Trình duyệt gửi đến một nội dung thiếu hoặc bị đứt giữa chừng."),
        _("Những gì bạn đã lưu vẫn còn nguyên."),
        _("Quay lại trang trước, tải lại trang rồi thử lần nữa."),
    ),
    403: Words(
        _("Bạn chưa vào được trang này"),
        _("Trang này dành cho người khác, hoặc bạn đã ra khỏi tài khoản."),
        _("Hồ sơ và bản nháp của bạn vẫn còn nguyên."),
        _("Trang này dành cho tài khoản khác. Nếu bạn có tài khoản ấy, đăng nhập rồi mở lại trang."),
        "lock",
    ),
    404: Words(
        _("Không có trang này"),
        _("Địa chỉ có thể gõ thiếu một chữ, hoặc trang đã chuyển chỗ."),
        _("Không hồ sơ nào bị ảnh hưởng."),
        _("Kiểm tra lại địa chỉ, hoặc tìm từ trang đầu."),
        "search",
    ),
    405: Words(
        _("Không mở trang này theo cách đó được"),
        _("Có thể bạn mở lại một trang chỉ dùng để gửi tờ khai."),
        _("Không có gì bị gửi đi hai lần."),
        _("Quay lại trang trước và bấm nút trên trang đó."),
    ),
    409: Words(
        _("Nội dung này vừa được người khác thay đổi"),
        _("Trong lúc bạn xem, hồ sơ đã có bước mới."),
        _("Thay đổi của người kia đã được lưu; của bạn thì chưa ghi đè lên."),
        _("Tải lại trang để xem bản mới nhất, rồi làm tiếp."),
    ),
    413: Words(
        _("Tệp bạn gửi quá lớn"),
        _("Tệp vượt quá dung lượng mà hệ thống nhận được."),
        _("Các câu trả lời đã lưu trước đó vẫn còn."),
        _("Chụp lại với độ phân giải thấp hơn, hoặc tách thành nhiều tệp rồi gửi lại."),
        "upload",
    ),
    429: Words(
        _("Bạn đang thao tác nhanh quá"),
        _("Trong ít phút vừa rồi có quá nhiều lượt gửi từ mạng của bạn."),
        _("Những gì bạn đã lưu vẫn còn nguyên."),
        _("Chờ một vài phút rồi thử lại. Bạn không cần nhập lại từ đầu."),
        "hourglass",
    ),
    500: Words(
        _("Hệ thống đang gặp lỗi"),
        _("Lỗi ở phía chúng tôi, không phải do bạn."),
        _("Bản nháp và hồ sơ đã nộp của bạn vẫn còn. Nếu bạn vừa bấm nộp, hãy xem Hồ sơ của tôi trước khi nộp lại."),
        _("Thử lại sau ít phút."),
    ),
    OFFLINE: Words(
        _("Máy của bạn đang mất mạng"),
        _("Trang này cần kết nối mà lúc này chưa có."),
        _("Bản nháp đã lưu trên hệ thống vẫn còn."),
        _("Kiểm tra Wi-Fi hoặc dữ liệu di động, rồi tải lại trang."),
        "wifi-off",
    ),
}  # fmt: skip


def page(request: HttpRequest, status: int, *, happened: object = None) -> HttpResponse:
    """The HTML page of `status`; `happened` replaces the general sentence with what a room knows (plain text).

    An unknown 4xx looks like 400, anything else unknown like 500. Rendered without context processors.
    """
    kind = status if status in PAGES else 400 if 400 <= status < 500 else 500
    words = PAGES[kind]
    context = {"words": words, "happened": happened or words.happened, "status": status, "request": request}
    return HttpResponse(render_to_string("ui/error.html", context), status=status or 200)


def handler400(request: HttpRequest, exception: object = None) -> HttpResponse:  # noqa: ARG001 - Django's signature
    return page(request, 400)


def handler403(request: HttpRequest, exception: object = None) -> HttpResponse:  # noqa: ARG001 - Django's signature
    return page(request, 403)


def handler404(request: HttpRequest, exception: object = None) -> HttpResponse:  # noqa: ARG001 - Django's signature
    return page(request, 404)


def handler500(request: HttpRequest) -> HttpResponse:
    try:
        return page(request, 500)
    except Exception:  # noqa: BLE001 - the last line of defence: even the page failed, so send the plainest one
        return HttpResponse(_PLAIN.read_bytes(), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's signature
    """A form came back without its token: mostly a page left open for long. `reason` is for logs."""
    return page(request, 403, happened=_("Trang mở đã lâu nên hết hiệu lực. Tải lại trang rồi gửi lại tờ khai."))


_PLAIN = Path(__file__).parent / "static/ui/500.html"
