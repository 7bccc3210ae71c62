"""What the forms room refuses. Codes never change once published.

InvalidInputError
├── FormDefinitionError      a package's form can't be used; `fields` maps the path to what is wrong
├── AnswersTooLargeError     more was sent than an application can hold
├── TooManyPapersError       the paper, or the draft as a whole, holds as much as it may
├── TooManyDraftsError       somebody keeps as many drafts as one may
NotFoundError
├── PageNotFoundError        the form has no such page
├── PaperNotFoundError       the procedure asks for no such paper, or no such file is attached
├── InvitationNotFoundError  the link to agree to somebody's draft is no longer good
└── DraftNotFoundError       it never was, is gone, or is somebody else's: one answer for all three
NotAllowedError
├── InvitationNotYoursError  the link is bound to another person
├── AgreementNotAssuredError who agrees is signed in less surely than the procedure asks
├── DraftNotAllowedError     only people, and officials filing for them, write drafts
└── NotServedOnlineError     the procedure is not one that people file online
ConflictError
├── AgreementOutdatedError   what was to be agreed to has changed
├── AgreementTooEarlyError   what is to be agreed to is not complete
├── RecordChangedError       the person's record says something else than the draft that is submitted
└── DraftChangedError        another tab saved first; `saved` is what it saved

Messages for people are lazy translations; what is wrong with a definition is said in English, to its author.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from motcua.kernel.errors import ConflictError, InvalidInputError, NotAllowedError, NotFoundError


class FormDefinitionError(InvalidInputError):
    code = "forms.bad_definition"

    def __init__(self, faults: dict[str, str]) -> None:
        super().__init__("\n".join(f"{path}: {fault}" for path, fault in faults.items()), fields=faults)


class AnswersTooLargeError(InvalidInputError):
    code = "forms.answers_too_large"
    message = _("Nội dung gửi lên dài quá mức một bộ hồ sơ cần. Hãy rút ngắn lại rồi lưu.")


class TooManyPapersError(InvalidInputError):
    code = "forms.too_many_papers"
    message = _("Bản nháp đã đủ số tệp cho phép. Hãy bỏ bớt tệp cũ hoặc gộp các trang vào một tệp PDF.")


class TooManyDraftsError(InvalidInputError):
    code = "forms.too_many_drafts"
    message = _("Bạn đang có nhiều bản nháp quá. Hãy nộp hoặc xóa bớt bản cũ rồi bắt đầu bản mới.")


class PageNotFoundError(NotFoundError):
    code = "forms.page_not_found"
    message = _("Tờ khai không có trang này.")


class PaperNotFoundError(NotFoundError):
    code = "forms.paper_not_found"
    message = _("Không tìm thấy giấy tờ này trong hồ sơ.")


class DraftNotFoundError(NotFoundError):
    code = "forms.draft_not_found"
    message = _("Không tìm thấy bản nháp này. Có thể nó đã được nộp, đã bị xóa hoặc hết hạn lưu.")


class InvitationNotFoundError(NotFoundError):
    """The link never was, was taken back, was replaced by a newer one, or its time is over: one answer for all."""

    code = "forms.invitation_not_found"
    message = _("Đường dẫn mời này không còn dùng được. Hãy nhờ người mời gửi lại đường dẫn mới.")


class InvitationNotYoursError(NotAllowedError):
    code = "forms.invitation_not_yours"
    message = _(
        "Lời mời này dành cho người khác, nên không có gì được mở ra. Hãy chuyển đường dẫn cho đúng người được mời."
    )


class InvitationNotPossibleError(InvalidInputError):
    code = "forms.invitation_not_possible"
    message = _(
        "Chưa mời được. Hãy ghi số định danh của người cùng đứng đơn, khác với số của bạn và của những người khác."
    )


class AgreementOutdatedError(ConflictError):
    """The content changed after it was shown."""

    code = "forms.agreement_outdated"
    message = _("Nội dung hồ sơ vừa thay đổi sau khi bạn mở trang này. Hãy xem lại rồi quyết định.")


class AgreementTooEarlyError(ConflictError):
    """Something is still to be answered or sent, so nobody knows what would be agreed to."""

    code = "forms.agreement_too_early"
    message = _("Hồ sơ còn câu chưa trả lời hoặc giấy tờ chưa gửi, nên chưa đồng ý được.")


class AgreementNotAssuredError(NotAllowedError):
    """Who stands behind an application signs in as surely as who files it."""

    code = "forms.agreement_not_assured"
    message = _("Thủ tục này cần tài khoản định danh mức cao hơn mới đồng ý được.")


class DraftNotAllowedError(NotAllowedError):
    code = "forms.draft_not_allowed"
    message = _("Hãy đăng nhập để lưu bản nháp.")


class NotServedOnlineError(NotAllowedError):
    code = "forms.not_served_online"
    message = _("Thủ tục này chưa nhận hồ sơ qua mạng. Bạn mang giấy tờ đến bộ phận một cửa nhé.")


class RecordChangedError(ConflictError):
    code = "forms.record_changed"
    message = _("Thông tin gốc của người nộp vừa thay đổi. Hãy xem lại chỗ thay đổi rồi nộp lần nữa.")


class DraftChangedError(ConflictError):
    """`saved` is the draft (a DraftView) as the other tab left it."""

    code = "forms.draft_changed"
    message = _("Bản nháp này vừa được lưu ở một cửa sổ khác. Hãy xem lại rồi lưu lần nữa.")

    def __init__(self, saved: Any) -> None:
        super().__init__(revision=saved.revision)
        self.saved = saved
