"""What the catalogue refuses. Codes never change once published.

InvalidInputError
├── PackageInvalidError       a procedure package can't be used as it is; `problems` lists all of it
├── ExpressionError           a condition can't be compiled; says what to write instead
├── EvaluationError           a condition broke on these answers: the package is at fault, never the applicant
├── SourceUnreadableError     a catalogue file can't be read at all
├── ArchiveRefusedError       an archive of procedures was changed, is not trusted, or would lose what was changed here
├── SynonymInvalidError       words that search could not use; `fields` says which
└── BadRequestError           a request of the public API that can't be served as it is
NotFoundError
├── ProcedureNotFoundError
├── VersionNotFoundError
├── SynonymNotFoundError      no such synonym, or no such change of one
└── SourceNotFoundError       a version of the national catalogue, or one from before files were kept
NotAllowedError
├── CatalogueNotAllowedError
├── NotStewardError           the procedure is that of other agencies too; the message names those who may change it
└── WordsNotAllowedError      the words of search are looked after by editors
ConflictError
└── SynonymChangedError       somebody changed it after the change that was to be undone

Messages for people are translated; messages for package writers are English.
"""

from django.utils.translation import gettext_lazy as _

from motcua.catalogue.contracts import PackageProblem
from motcua.kernel.errors import ConflictError, InvalidInputError, NotAllowedError, NotFoundError


class PackageInvalidError(InvalidInputError):
    code = "catalogue.package_invalid"

    def __init__(self, problems: tuple[PackageProblem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


class ExpressionError(InvalidInputError):
    code = "catalogue.bad_expression"


class EvaluationError(InvalidInputError):
    code = "catalogue.evaluation_failed"


class SourceUnreadableError(InvalidInputError):
    code = "catalogue.source_unreadable"


class ArchiveRefusedError(InvalidInputError):
    code = "catalogue.archive_refused"


class BadRequestError(InvalidInputError):
    code = "catalogue.bad_request"
    message = _("Yêu cầu chưa đúng. Bạn xem từng chỗ cần sửa.")


class ProcedureNotFoundError(NotFoundError):
    code = "catalogue.procedure_not_found"
    message = _("Không tìm thấy thủ tục này. Bạn thử tìm theo tên gọi hằng ngày nhé.")


class VersionNotFoundError(NotFoundError):
    code = "catalogue.version_not_found"
    message = _("Không tìm thấy phiên bản này của thủ tục.")


class SourceNotFoundError(NotFoundError):
    code = "catalogue.source_not_found"
    message = _(
        "Phiên bản này không có tệp nguồn: nó đến từ danh mục quốc gia, hoặc công bố từ trước khi tệp được giữ."
    )


class CatalogueNotAllowedError(NotAllowedError):
    code = "catalogue.not_allowed"
    message = _("Chỉ người vận hành và người công bố mới được thay đổi danh mục thủ tục.")


class NotStewardError(NotAllowedError):
    code = "catalogue.not_steward"
    message = _("Thủ tục này do cơ quan khác phụ trách.")


class SynonymInvalidError(InvalidInputError):
    code = "catalogue.synonym_invalid"
    message = _("Từ này chưa dùng được. Bạn xem chỗ cần sửa.")


class SynonymNotFoundError(NotFoundError):
    code = "catalogue.synonym_not_found"
    message = _("Không tìm thấy từ này hoặc lần thay đổi này.")


class WordsNotAllowedError(NotAllowedError):
    code = "catalogue.words_not_allowed"
    message = _("Chỉ người biên tập thủ tục mới được xem và sửa từ tìm kiếm.")


class SynonymChangedError(ConflictError):
    code = "catalogue.synonym_changed"
    message = _("Từ này đã được sửa sau lần thay đổi đó. Bạn xem bản mới nhất rồi quyết định.")
