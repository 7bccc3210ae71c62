"""What is refused of a batch as a whole. Refusals of single rows are in `refusals`."""

from django.utils.translation import gettext_lazy as _

from motcua.kernel.errors import ConflictError, ExternalError, InvalidInputError, NotAllowedError
from motcua.platform.web.errors import RequestTooLargeError, RequestUnreadableError


class NotASourceError(NotAllowedError):
    code = "dossiers.not_a_source"
    message = _("Mã truy cập này không phải của hệ thống một cơ quan. Hãy dùng mã cấp cho hệ thống ấy để đồng bộ.")


class BodyBrokenError(RequestUnreadableError):
    """`line`: up to where everything was taken."""

    code = "dossiers.sync_body_broken"
    message = _("Nội dung nén gzip bị hỏng hoặc bị đứt. Các dòng trước đó đã được nhận; hãy gửi lại cả lô.")


class BodyTooBigError(RequestTooLargeError):
    code = "dossiers.sync_body_too_big"
    message = _("Lô này quá lớn. Hãy chia thành nhiều lô nhỏ hơn; gửi trùng dòng không sao.")


class BodySlowError(InvalidInputError):
    code = "dossiers.sync_body_slow"
    http_status = 408
    message = _("Nội dung đến quá chậm nên đã dừng. Các dòng đã nhận được giữ lại; hãy gửi lại cả lô.")


class SyncFullError(ExternalError):
    """No thread may be given to another body now."""

    code = "dossiers.sync_full"
    message = _("Đang nhận đủ số lô cùng lúc nên chưa đọc lô này. Hãy gửi lại cả lô sau vài giây.")


class SyncContentTypeError(InvalidInputError):
    code = "dossiers.sync_content_type"
    http_status = 415
    message = _("Hãy gửi application/x-ndjson, không nén hoặc với Content-Encoding: gzip.")


class NationalUnreadableError(RequestUnreadableError):
    code = "dossiers.sync_national_unreadable"
    message = _("Nội dung không phải JSON đúng khung của Cổng dịch vụ công quốc gia (session, madonvi, service, data).")


class NationalTooBigError(RequestTooLargeError):
    code = "dossiers.sync_national_too_big"
    message = _("Mỗi lần gửi theo khung này nhiều nhất 20.000 dòng và 32 MB. Hãy chia nhỏ, hoặc gửi JSON từng dòng.")


class NationalServiceUnknownError(InvalidInputError):
    """`facts`: `known`, the services that are."""

    code = "dossiers.sync_service_unknown"
    http_status = 422
    message = _("Không có dịch vụ đồng bộ nào mang tên này. Hãy xem danh sách known.")


class SyncKeyReusedError(ConflictError):
    code = "dossiers.sync_key_reused"
    message = _("Mã chống gửi trùng này đã dùng cho một lô khác. Hãy dùng mã mới cho lô mới; chưa có gì được ghi.")
