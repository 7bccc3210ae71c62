"""What the notices room refuses. Codes never change once published.

NotFoundError
└── MessageNotFoundError   there is none, or it is another's
"""

from django.utils.translation import gettext_lazy as _

from motcua.kernel.errors import NotFoundError


class MessageNotFoundError(NotFoundError):
    code = "notices.message_not_found"
    message = _("Không có tin này trong hộp tin của bạn.")
