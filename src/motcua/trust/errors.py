"""What the trust room refuses. Codes never change once published.

NotFoundError
└── QuestionNotFoundError   there is none, or it is another's
InvalidInputError
└── AnswerInvalidError      an answer says something, in at most 2000 characters
NotAllowedError
└── OwnLookError            who looked does not answer the question about it
ConflictError
├── NobodyToAskError        no official looked: an act of the person's own, or of the system
└── AlreadyAnsweredError    it was answered, and stays so
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
