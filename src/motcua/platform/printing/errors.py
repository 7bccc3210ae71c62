"""What can be wrong with a paper's template."""

from django.utils.translation import gettext_lazy as _

from motcua.kernel.errors import InvalidInputError


class BadTemplateError(InvalidInputError):
    """A template that can't be set. `file`, `line` (from 1, 0: unknown), `what` tell its author where and why.

    The message is for the reader who only wanted the paper; `what` is English, as the compiler says it.
    """

    code = "printing.bad_template"
    message = _("Chưa in được giấy này vì mẫu in có chỗ sai. Hồ sơ vẫn còn nguyên; cơ quan cần sửa mẫu in rồi in lại.")

    def __init__(self, *, file: str, line: int, what: str) -> None:
        where = f"{file}:{line}" if line else file
        super().__init__(fields={"template": f"{where}: {what}"}, file=file, line=line, what=what)
        self.file, self.line, self.what = file, line, what
