"""What the trust room refuses. Codes never change once published.

NotFoundError
├── QuestionNotFoundError   there is none, or it is another's
└── RequestNotFoundError    no such request about data, or it is another's
InvalidInputError
├── AnswerInvalidError      an answer says something, in at most 2000 characters
└── RequestInvalidError     what is asked for, of whom or why is missing; `fields` says which
NotAllowedError
└── OwnLookError            who looked does not answer the question about it
ConflictError
├── NobodyToAskError        no official looked: an act of the person's own, or of the system
├── AlreadyAnsweredError    it was answered, and stays so
├── RequestChangedError     somebody else has dealt with the request in between
├── RequestEndedError       it was carried out, refused or taken back, and stays so
├── TooManyRequestsError    as many of the person's wait at this agency already
├── ExtendedAlreadyError    one extension, and not after the time is over
└── NoRightsRuleError       no rule is in force here today
"""

from django.utils.translation import gettext_lazy as _

from motcua.kernel.errors import ConflictError, InvalidInputError, NotAllowedError, NotFoundError


class QuestionNotFoundError(NotFoundError):
    code = "trust.question_not_found"
    message = _("Không có câu hỏi này ở cơ quan của bạn.")


class AnswerInvalidError(InvalidInputError):
    code = "trust.answer_invalid"
    message = _("Hãy trả lời bằng vài câu, nhiều nhất 2000 ký tự.")


class OwnLookError(NotAllowedError):
    code = "trust.own_look"
    message = _(
        "Người đã xem không tự trả lời câu hỏi về lượt xem của mình. Lãnh đạo khác, hoặc cơ quan cấp trên, trả lời."
    )


class NobodyToAskError(ConflictError):
    code = "trust.nobody_to_ask"
    message = _("Việc này không phải do cán bộ nào làm, nên không có ai để hỏi.")


class AlreadyAnsweredError(ConflictError):
    code = "trust.already_answered"
    message = _("Câu hỏi này đã được trả lời.")


class RequestNotFoundError(NotFoundError):
    code = "trust.request_not_found"
    message = _("Không có yêu cầu này.")


class RequestInvalidError(InvalidInputError):
    code = "trust.request_invalid"
    message = _("Yêu cầu còn thiếu. Hãy xem những chỗ được đánh dấu.")


class RequestChangedError(ConflictError):
    code = "trust.request_changed"
    message = _("Yêu cầu này vừa có người xử lý. Hãy đọc lại rồi làm tiếp.")


class RequestEndedError(ConflictError):
    code = "trust.request_ended"
    message = _("Yêu cầu này đã kết thúc nên không đổi được nữa.")


class TooManyRequestsError(ConflictError):
    code = "trust.too_many_requests"
    message = _("Bạn có nhiều yêu cầu đang chờ cơ quan này. Hãy chờ trả lời, hoặc rút bớt, rồi gửi thêm.")


class ExtendedAlreadyError(ConflictError):
    code = "trust.extended_already"
    message = _("Chỉ được gia hạn một lần, và trước khi hết hạn.")


class NoRightsRuleError(ConflictError):
    code = "trust.no_rights_rule"
    message = _("Hiện chưa có quy định nào được khai báo cho loại yêu cầu này. Hãy liên hệ cơ quan vận hành cổng.")
