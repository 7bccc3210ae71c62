"""What the dossiers room refuses."""

from django.utils.translation import gettext_lazy as _

from motcua.kernel.errors import ConflictError, ExternalError, InvalidInputError, NotAllowedError, NotFoundError


class DossierNotFoundError(NotFoundError):
    code = "dossiers.not_found"
    message = _("Không có hồ sơ này, hoặc hồ sơ không thuộc quyền xem của bạn. Hãy kiểm tra lại mã hồ sơ.")


class ActNotAllowedError(NotAllowedError):
    code = "dossiers.act_not_allowed"
    message = _("Vị trí của bạn không được làm việc này với hồ sơ. Hãy chuyển cho người có thẩm quyền.")


class AssuranceTooLowError(NotAllowedError):
    code = "dossiers.assurance_too_low"
    message = _("Thủ tục này cần tài khoản định danh mức cao hơn. Bản nháp của bạn vẫn còn.")


class StaleDossierError(ConflictError):
    """Somebody else acted first. `facts`: who, position, action, at, version."""

    code = "dossiers.changed_meanwhile"
    message = _("Hồ sơ này vừa được người khác xử lý. Việc của bạn chưa được ghi; hãy xem lại rồi quyết định.")


class ActOutOfTurnError(ConflictError):
    code = "dossiers.out_of_turn"
    message = _("Hồ sơ đang ở bước khác nên chưa làm được việc này.")


class ClaimedByOtherError(ConflictError):
    """A colleague was quicker. `facts`: who, at, version."""

    code = "dossiers.claimed_by_other"
    message = _("Đồng nghiệp vừa nhận hồ sơ này trước bạn. Hãy chọn hồ sơ khác, hoặc nhờ người ấy chuyển cho bạn.")


class AssigneeUnfitError(InvalidInputError):
    code = "dossiers.assignee_unfit"
    message = _("Người này không làm được bước hiện tại của hồ sơ ở cơ quan bạn. Hãy chọn người khác trong danh sách.")
    out_of_reach = _("Hồ sơ này ngoài phạm vi người ấy được xem. Hãy chọn người khác, hoặc cho người ấy quyền trước.")


class BeyondReachError(NotAllowedError):
    code = "dossiers.beyond_reach"
    message = _(
        "Thủ tục hoặc nơi này ngoài phạm vi hồ sơ bạn được giao. Hãy nhờ đồng nghiệp, hoặc đề nghị lãnh đạo cho quyền."
    )


class ShareInvalidError(InvalidInputError):
    code = "dossiers.share_invalid"
    message = _("Chưa chia sẻ được hồ sơ. Hãy sửa chỗ được đánh dấu.")


class ShareNotFoundError(NotFoundError):
    code = "dossiers.share_not_found"
    message = _("Không có lần chia sẻ này, hoặc nó đã kết thúc.")


class DecidedElsewhereError(ConflictError):
    """`facts`: `source`, the name of the system that decides it."""

    code = "dossiers.decided_elsewhere"
    message = _("Hồ sơ này do hệ thống khác xử lý và đồng bộ về đây, nên ở đây chỉ xem được. Hãy xử lý ở hệ thống ấy.")


class BatchInvalidError(InvalidInputError):
    code = "dossiers.batch_invalid"
    message = _("Chưa làm được việc này cho các hồ sơ đã chọn. Hãy chọn lại.")


class BatchNotFoundError(NotFoundError):
    code = "dossiers.batch_not_found"
    message = _("Không có lần xử lý nhiều hồ sơ này, hoặc đã quá thời gian lưu.")


class UndoTooLateError(ConflictError):
    code = "dossiers.undo_too_late"
    message = _("Đã quá thời gian hoàn lại, hoặc lần này đã được hoàn lại. Hãy chuyển từng hồ sơ.")


class FilterNameTakenError(InvalidInputError):
    code = "dossiers.filter_name"
    message = _("Hãy đặt cho bộ lọc một tên riêng, dài nhất 60 chữ.")


class UnroutedError(ConflictError):
    code = "dossiers.unrouted"
    message = _("Chưa rõ cơ quan nào giải quyết hồ sơ này. Hãy chuyển đến đúng cơ quan trước, rồi tiếp nhận.")


class SupplementAlreadyRequestedError(ConflictError):
    code = "dossiers.supplement_already_requested"
    message = _("Hồ sơ này đã được yêu cầu bổ sung một lần. Chỉ được yêu cầu bổ sung một lần.")


class ExtensionUsedUpError(ConflictError):
    code = "dossiers.extension_used_up"
    message = _("Hồ sơ này đã được gia hạn đủ số lần cho phép.")


class ExtensionTooLateError(ConflictError):
    code = "dossiers.extension_too_late"
    message = _("Đã quá ngày hẹn nên không gia hạn được nữa. Hãy ghi lý do trễ hẹn và xin lỗi người nộp.")


class NothingToExtendError(ConflictError):
    """The clock waits, or the law gives no number of days."""

    code = "dossiers.nothing_to_extend"
    message = _("Hồ sơ này lúc này không có ngày hẹn nên không có gì để gia hạn.")


class FaultKindMissingError(InvalidInputError):
    """The flow gives an incorrect application another time than an incomplete one."""

    code = "dossiers.fault_kind_missing"
    message = _("Hãy chọn hồ sơ sai hay thiếu: thời hạn sau khi bổ sung được tính khác nhau.")


class NothingToPayError(ConflictError):
    code = "dossiers.nothing_to_pay"
    message = _("Hồ sơ này không có khoản phí, lệ phí nào, hoặc đã nộp rồi.")


class NotLateError(ConflictError):
    code = "dossiers.not_late"
    message = _("Hồ sơ này chưa quá hẹn nên chưa có gì để giải trình.")


class LateReasonMissingError(ConflictError):
    code = "dossiers.late_reason_missing"
    message = _("Hồ sơ đã quá hẹn. Hãy ghi lý do trễ và xin lỗi người nộp trước khi trình kết quả.")


class NeverReceivedError(ConflictError):
    code = "dossiers.never_received"
    message = _("Hồ sơ này chưa từng được tiếp nhận nên không mở lại được. Người nộp có thể nộp hồ sơ mới.")


class StepsPendingError(ConflictError):
    """`facts`: `steps`, the ids of what is not recorded yet."""

    code = "dossiers.steps_pending"
    message = _("Hồ sơ còn bước chưa ghi kết quả nên chưa trình được. Hãy ghi kết quả các bước ấy trước.")


class StepNotAskedError(ConflictError):
    code = "dossiers.step_not_asked"
    message = _("Hồ sơ này không chờ bước ấy: bước không có trong quy trình, hoặc kết quả đã được ghi rồi.")


class DrawNotFoundError(NotFoundError):
    code = "dossiers.draw_not_found"
    message = _("Không có buổi rút thăm này. Hãy kiểm tra lại địa chỉ trang.")


class DrawOutOfTurnError(ConflictError):
    code = "dossiers.draw_out_of_turn"
    message = _("Buổi rút thăm này đã diễn ra. Kết quả không thay đổi được nữa.")


class NothingToDrawError(ConflictError):
    code = "dossiers.nothing_to_draw"
    message = _("Chưa có hồ sơ nào chờ rút thăm. Hãy tiếp nhận hồ sơ trước, rồi công bố buổi rút thăm.")


class NotServedOnlineError(ConflictError):
    code = "dossiers.not_served_online"
    message = _("Thủ tục này chưa nhận hồ sơ trực tuyến. Bạn có thể nộp tại Trung tâm Phục vụ hành chính công.")


class JourneyNotFoundError(NotFoundError):
    code = "dossiers.journey_not_found"
    message = _("Không có nhóm hồ sơ này, hoặc nhóm không thuộc quyền xem của bạn. Hãy kiểm tra lại mã.")


class IsJourneyError(ConflictError):
    """The code is that of a guided path over several procedures."""

    code = "dossiers.is_journey"
    message = _("Mã này gồm nhiều thủ tục nộp cùng lúc. Hãy gửi đến /api/v1/journeys.")


class IsNoJourneyError(ConflictError):
    code = "dossiers.is_no_journey"
    message = _("Mã này là một thủ tục riêng lẻ. Hãy gửi đến /api/v1/dossiers.")


class SubmissionInvalidError(InvalidInputError):
    code = "dossiers.submission_invalid"
    message = _("Hồ sơ còn chỗ cần sửa trước khi nộp.")


class KeyReusedError(ConflictError):
    code = "dossiers.key_reused"
    message = _("Mã chống nộp trùng này đã dùng cho một nội dung khác. Hãy dùng mã mới cho hồ sơ mới.")


class ReasonMissingError(InvalidInputError):
    code = "dossiers.reason_missing"
    message = _("Hãy ghi rõ lý do để người nộp hiểu cần làm gì.")


class NumberFormatInvalidError(InvalidInputError):
    code = "dossiers.number_format_invalid"
    message = _("Mẫu số này chưa dùng được.")


class BookPrintNotFoundError(NotFoundError):
    code = "dossiers.book_print_not_found"
    message = _("Không có bản in sổ này, hoặc đã quá 7 ngày. Hãy in lại.")


class DossierArchivedError(ConflictError):
    code = "dossiers.archived"
    message = _("Hồ sơ này đã lưu trữ nên chỉ xem được. Muốn xử lý lại, lãnh đạo đưa hồ sơ ra khỏi lưu trữ trước.")


class NotArchivedError(ConflictError):
    code = "dossiers.not_archived"
    message = _("Hồ sơ này không ở trong lưu trữ, hoặc đã tiêu hủy một phần nên không lấy ra được.")


class DestructionInvalidError(InvalidInputError):
    code = "dossiers.destruction_invalid"
    message = _("Danh sách tiêu hủy chưa dùng được. Chỉ chọn hồ sơ đã hết thời hạn lưu và ghi rõ lý do.")


class DestructionNotFoundError(NotFoundError):
    code = "dossiers.destruction_not_found"
    message = _("Không có danh sách tiêu hủy này ở cơ quan bạn.")


class DestructionDecidedError(ConflictError):
    code = "dossiers.destruction_decided"
    message = _("Danh sách này đã có người quyết định.")


class SameEyesError(NotAllowedError):
    code = "dossiers.same_eyes"
    message = _("Người lập danh sách không được tự duyệt. Hãy nhờ một lãnh đạo khác.")


class OwnProposalError(NotAllowedError):
    code = "dossiers.own_proposal"
    message = _("Bạn đã trình kết quả này nên không được tự phê duyệt. Hãy nhờ một lãnh đạo khác.")


class NewIssuePendingError(ConflictError):
    code = "dossiers.new_issue_pending"
    message = _("Hồ sơ đang có đề nghị đính chính hoặc cấp lại kết quả chờ ký. Hãy ký hoặc bỏ đề nghị ấy trước.")


class NoNewIssueError(ConflictError):
    code = "dossiers.no_new_issue"
    message = _("Hồ sơ không có đề nghị này đang chờ ký. Hãy tải lại trang để xem hồ sơ hiện ra sao.")


class CorrectionAskedError(ConflictError):
    code = "dossiers.correction_asked"
    message = _("Bạn đã đề nghị đính chính rồi. Hãy chờ cơ quan trả lời; kết quả trả lời hiện ở trang hồ sơ.")


class NoCorrectionAskedError(ConflictError):
    code = "dossiers.no_correction_asked"
    message = _("Người nộp không có đề nghị đính chính nào đang chờ. Hãy tải lại trang để xem hồ sơ hiện ra sao.")


class NothingIssuedError(ConflictError):
    code = "dossiers.nothing_issued"
    message = _("Hồ sơ này chưa có giấy kết quả nào do hệ thống ban hành, nên không có gì để đính chính hay cấp lại.")


class DocumentDestroyedError(NotFoundError):
    code = "dossiers.document_destroyed"
    message = _("Giấy này đã tiêu hủy khi hết thời hạn lưu. Số và ngày của giấy vẫn còn trong sổ.")


class BookUnknownError(NotFoundError):
    code = "dossiers.book_unknown"
    message = _("Không có sổ này.")


class PaperUnknownError(NotFoundError):
    code = "dossiers.paper_unknown"
    message = _("Không có giấy nào mang mã này. Hãy quét lại mã QR; nếu vẫn vậy, hỏi cơ quan ghi trên giấy.")


class DocumentNotFoundError(NotFoundError):
    code = "dossiers.document_not_found"
    message = _("Chưa có giấy tờ này trong hồ sơ.")


class MoveRefusedError(ConflictError):
    """A plan that can't be carried out as it is; the message is for the operator, in English."""

    code = "dossiers.move_refused"
    message = _("Chưa chuyển được hồ sơ sang phiên bản khác.")


class MoveNotFoundError(NotFoundError):
    code = "dossiers.move_not_found"
    message = _("Không có lần chuyển phiên bản nào mang mã này, hoặc đã được hoàn lại.")


class FeedCursorInvalidError(InvalidInputError):
    code = "dossiers.feed_cursor_invalid"
    http_status = 400
    message = _(
        "Mốc này không phải do dòng thay đổi cấp. Hãy dùng nguyên văn mốc đã nhận, hoặc bỏ trống để đọc từ đầu."
    )


class FeedCursorExpiredError(ConflictError):
    """`facts`: `oldest`, the mark from which on changes are still kept."""

    code = "dossiers.feed_cursor_expired"
    http_status = 410
    message = _(
        "Các thay đổi ngay sau mốc này đã hết hạn lưu. Hãy đồng bộ lại toàn bộ hồ sơ của bạn, rồi theo dõi tiếp từ mốc "
        "oldest."
    )


class FeedFullError(ExternalError):
    code = "dossiers.feed_full"
    message = _("Đang có quá nhiều kết nối chờ thay đổi. Hãy thử lại sau vài giây, hoặc hỏi không chờ (wait=0).")


class SendersFullError(ExternalError):
    """No thread may be given to another body that comes in slowly."""

    code = "dossiers.senders_full"
    message = _(
        "Nhiều nội dung đang gửi đến quá chậm nên chưa đọc thêm được. Chưa có gì được ghi; hãy gửi lại sau vài giây."
    )


class FeedQuestionInvalidError(InvalidInputError):
    """`facts`: `name` of the parameter."""

    code = "dossiers.feed_question_invalid"
    http_status = 400
    message = _(
        "Có tham số không dùng được: limit là số từ 1 đến 1000, wait là số giây từ 0 đến 30, agency và procedure là mã."
    )


class FiguresQuestionInvalidError(InvalidInputError):
    """`facts`: `name` of the parameter."""

    code = "dossiers.figures_question_invalid"
    http_status = 400
    message = _("Có tham số không dùng được: months là số từ 1 đến 60, tier là ministry, province hoặc commune.")


class WebhookAddressRefusedError(InvalidInputError):
    """`facts`: `reason`: unreadable, not_https, port, not_listed, not_public."""

    code = "dossiers.webhook_address_refused"
    message = _(
        "Không gửi được đến địa chỉ này. Hãy dùng một địa chỉ https:// trên mạng công cộng, không kèm tên và mật khẩu."
    )


class WebhookNotFoundError(NotFoundError):
    code = "dossiers.webhook_not_found"
    message = _("Không có đăng ký nhận tin này, hoặc nó thuộc cơ quan khác.")


class TooManyWebhooksError(ConflictError):
    """`facts`: `most`."""

    code = "dossiers.too_many_webhooks"
    message = _("Cơ quan đã có đủ số đăng ký nhận tin. Hãy kết thúc một đăng ký cũ trước.")
