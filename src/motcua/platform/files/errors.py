"""Why a file is not taken. Each sentence says what to do instead."""

from django.utils.translation import gettext_lazy as _

from motcua.kernel.errors import ConflictError, ExternalError, InvalidInputError, NotAllowedError


class FileRefusedError(InvalidInputError):
    code = "files.refused"
    message = _("Chưa nhận được tệp này.")


class FilesFullError(ExternalError):
    """No thread may be given to another file that comes in slowly."""

    code = "files.full"
    message = _("Nhiều tệp đang gửi đến quá chậm nên chưa nhận thêm được. Hãy gửi lại tệp này sau vài giây.")


class FileTooLargeError(FileRefusedError):
    code = "files.too_large"
    http_status = 413
    message = _("Tệp này quá nặng. Hãy chụp lại ở cỡ nhỏ hơn hoặc tách thành nhiều tệp.")


class FileEmptyError(FileRefusedError):
    code = "files.empty"
    message = _("Tệp này không có nội dung. Hãy chọn lại tệp.")


class FileKindError(FileRefusedError):
    code = "files.kind_not_accepted"
    http_status = 415
    message = _("Loại tệp này không dùng được ở đây. Hãy gửi ảnh chụp (JPG, PNG) hoặc tệp PDF.")


class FileBrokenError(FileRefusedError):
    code = "files.broken"
    message = _("Tệp này không mở được: nội dung bên trong không đúng loại tệp. Hãy chụp hoặc quét lại.")


class FileLockedError(FileRefusedError):
    code = "files.locked"
    message = _("Tệp PDF này có mật khẩu. Hãy gửi bản không khóa để cán bộ đọc được.")


class FileActiveError(FileRefusedError):
    code = "files.active_content"
    message = _("Tệp PDF này có phần tự chạy (chương trình hoặc tệp đính kèm). Hãy in lại thành PDF thường rồi gửi.")


class FileInfectedError(FileRefusedError):
    code = "files.infected"
    message = _("Tệp này có mã độc nên không nhận được và đã bị cách ly. Hãy quét lại giấy tờ trên máy khác rồi gửi.")


class FileBeingCheckedError(ExternalError):
    """The scanner has not looked at it yet, or does not answer."""

    code = "files.being_checked"
    message = _("Tệp này đang được kiểm tra mã độc nên chưa mở được. Hãy mở lại sau vài phút.")


class FileQuarantinedError(NotAllowedError):
    code = "files.quarantined"
    message = _("Tệp này có mã độc nên đã bị cách ly và không ai mở được. Người gửi cần gửi lại bản sạch.")


class FileKeyMissingError(FileRefusedError):
    code = "files.key_missing"
    http_status = 400
    message = _("Thiếu tiêu đề Idempotency-Key (1–120 ký tự): nhờ nó mà gửi lại không thành hai tệp.")


class OneFileError(FileRefusedError):
    code = "files.one_file"
    http_status = 400
    message = _("Mỗi lần gửi đúng một tệp: để thẳng trong thân yêu cầu, hoặc một phần tệp của multipart/form-data.")


class TooManyWaitingError(FileRefusedError):
    code = "files.too_many_waiting"
    http_status = 429
    message = _("Bạn đã gửi nhiều tệp mà chưa nộp hồ sơ nào. Hãy nộp các tệp đó trước khi gửi thêm.")


class FileKeyReusedError(ConflictError):
    code = "files.key_reused"
    message = _("Idempotency-Key này đã dùng cho một tệp khác. Hãy dùng mã mới cho tệp mới.")
