"""What the agencies room refuses."""

from django.utils.translation import gettext_lazy as _

from motcua.kernel.errors import InvalidInputError, NotAllowedError, NotFoundError


class UnitNotFoundError(NotFoundError):
    code = "agencies.unit_not_found"
    message = _("Không có đơn vị hành chính này. Có thể đơn vị đã được sắp xếp lại.")


class AgencyNotFoundError(NotFoundError):
    code = "agencies.agency_not_found"
    message = _("Không có cơ quan này.")


class NoCompetentAgencyError(NotFoundError):
    code = "agencies.no_competent_agency"
    message = _("Chưa có cơ quan nào ở nơi này nhận thủ tục. Bạn hãy chọn nơi khác hoặc gọi tổng đài.")


class PositionNotFoundError(NotFoundError):
    code = "agencies.position_not_found"
    message = _("Hôm nay tài khoản này không giữ vị trí công tác nào.")


class AbsenceInvalidError(InvalidInputError):
    code = "agencies.absence_invalid"
    message = _("Chưa ghi được ngày vắng. Hãy sửa chỗ được đánh dấu.")


class AbsenceNotFoundError(NotFoundError):
    code = "agencies.absence_not_found"
    message = _("Không có lần vắng này ở cơ quan bạn, hoặc lần vắng đã qua.")


class ScopeInvalidError(InvalidInputError):
    code = "agencies.scope_invalid"
    message = _("Chưa ghi được quyền. Hãy sửa chỗ được đánh dấu.")


class ScopeNotFoundError(NotFoundError):
    code = "agencies.scope_not_found"
    message = _("Không có quyền này ở cơ quan bạn, hoặc nó đã kết thúc.")


class ScopeTooWideError(NotAllowedError):
    code = "agencies.scope_too_wide"
    message = _("Không cho người khác quyền rộng hơn quyền của chính mình được.")


class CalendarNotFoundError(NotFoundError):
    code = "agencies.calendar_not_found"
    message = _("Không có lịch làm việc này.")


class DataUnreadableError(InvalidInputError):
    code = "agencies.data_unreadable"
    message = _("Không đọc được tệp này.")
