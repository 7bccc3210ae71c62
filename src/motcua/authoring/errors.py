"""What the authoring room refuses. Codes never change once published.

NotFoundError
└── EditNotFoundError         there is no such edit, or it is another agency's
NotAllowedError
├── EditNotAllowedError       only editors write, and only in an edit of their own
└── OwnEditError              whoever wrote it does not decide on it: four eyes
InvalidInputError
├── EditIncompleteError       it can't be submitted or published as it is; `problems` lists what is to mend
├── EffectiveDayError         the day it holds from is missing, or past without a rule that says so
├── FileRefusedError          a file's name or bytes have no place in a package
├── CodeTakenError            a new procedure needs a code of its own
├── RecordingRefusedError     a dossier's personal data could not all be replaced, so nothing was written
└── NotEditableError          this file can only be edited as YAML
ConflictError
├── EditChangedError          another tab saved first; `saved` is what it saved
├── EditOutOfTurnError        the edit is in another state
└── BaseOvertakenError        somebody published meanwhile; look at both and carry the changes over
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from motcua.kernel.errors import ConflictError, InvalidInputError, NotAllowedError, NotFoundError


class EditNotFoundError(NotFoundError):
    code = "authoring.edit_not_found"
    message = _("Không có bản sửa này, hoặc nó thuộc cơ quan khác.")


class EditNotAllowedError(NotAllowedError):
    code = "authoring.not_allowed"
    message = _("Chỉ người soạn mới sửa được bản này. Bạn có thể lập bản sửa của mình từ thủ tục đang công bố.")


class OwnEditError(NotAllowedError):
    code = "authoring.own_edit"
    message = _("Người soạn không tự duyệt bản của mình. Hãy nhờ một người công bố khác xem lại.")


class EditIncompleteError(InvalidInputError):
    code = "authoring.incomplete"
    message = _("Bản sửa còn chỗ cần sửa trước khi gửi duyệt.")


class EffectiveDayError(InvalidInputError):
    code = "authoring.effective_day"
    message = _("Hãy chọn ngày bắt đầu áp dụng từ hôm nay trở đi. Áp dụng từ ngày đã qua thì phải ghi căn cứ pháp lý.")


class FileRefusedError(InvalidInputError):
    code = "authoring.file_refused"
    message = _("Tệp này không thuộc một gói thủ tục, hoặc lớn quá mức cho phép.")


class CodeTakenError(InvalidInputError):
    code = "authoring.code_taken"
    message = _("Mã thủ tục phải là mã mới, gồm chữ số và dấu chấm, ví dụ 9.000123.")


class NotEditableError(InvalidInputError):
    code = "authoring.not_editable"
    message = _("Tệp này chỉ sửa được ở thẻ YAML. Những gì bạn vừa nhập chưa được lưu.")


class EditChangedError(ConflictError):
    """Another tab saved first. `saved`: the edit as it is now."""

    code = "authoring.changed_meanwhile"
    message = _("Bản sửa này vừa được lưu ở một thẻ khác. Nội dung bạn nhập vẫn còn dưới đây.")

    def __init__(self, saved: Any) -> None:
        super().__init__()
        self.saved = saved


class EditOutOfTurnError(ConflictError):
    code = "authoring.out_of_turn"
    message = _("Bản sửa đang ở bước khác nên chưa làm được việc này.")


class BaseOvertakenError(ConflictError):
    code = "authoring.base_overtaken"
    message = _(
        "Trong lúc bạn soạn, một bản khác của thủ tục này đã được công bố. Hãy so sánh và đưa phần sửa của bạn sang bản mới."
    )


class RecordingRefusedError(InvalidInputError):
    code = "authoring.recording_refused"
    message = _("Chưa thay hết được dữ liệu cá nhân trong hồ sơ, nên không ghi lại gì.")
