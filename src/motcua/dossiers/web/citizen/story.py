"""A dossier told to its applicant: what happened, who holds it now, and the one thing to do next."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.agencies import api as agencies
from motcua.dossiers.contracts import (
    ActView,
    Channel,
    ClockKind,
    DocumentKind,
    DossierView,
    Holding,
    State,
    StepState,
    StepView,
)
from motcua.dossiers.domain.clock import RUNS
from motcua.dossiers.holding import holding_of
from motcua.dossiers.viewing import TOLD_TO_APPLICANT
from motcua.dossiers.web.citizen.places import agency_name
from motcua.dossiers.web.citizen.words import language, moment_words, say
from motcua.kernel import clock
from motcua.kernel.dates import say_date
from motcua.kernel.money import say_money

ENDED = {State.RETURNED, State.REFUSED, State.WITHDRAWN, State.STOPPED}
WAITING = {State.AWAITING_SUPPLEMENT, State.AWAITING_PAYMENT, State.AWAITING_EARLIER}
ISSUED_ANEW = {"correct", "reissue"}
STOPS = {"stop", "stop_with_earlier", "close_unanswered"}


@dataclass(frozen=True, slots=True)
class Next:
    """The one thing to do. Without `href` there is nothing to press: the sentence says who is at work, and until when."""

    title: str
    text: str
    href: str = ""
    action: str = ""
    symbol: str = "clock"


def state_words(view: DossierView) -> str:
    """The status in plain words."""
    return {
        State.AWAITING_EARLIER: _("Đã nộp, đang chờ hồ sơ trước"),
        State.SUBMITTED: _("Hồ sơ đã đến nơi, đang chờ kiểm tra"),
        State.AWAITING_SUPPLEMENT: _("Cần bạn bổ sung"),
        State.AWAITING_PAYMENT: _("Cần bạn nộp phí, lệ phí"),
        State.IN_PROCESS: _("Đang giải quyết"),
        State.AWAITING_APPROVAL: _("Đã giải quyết xong, đang chờ ký duyệt"),
        State.APPROVED: _("Đã có kết quả"),
        State.RETURNED: _("Đã xong: bạn đã nhận kết quả"),
        State.REFUSED: _("Hồ sơ bị từ chối"),
        State.WITHDRAWN: _("Bạn đã rút hồ sơ này"),
        State.STOPPED: _("Hồ sơ đã dừng"),
    }[view.state]


def holder_words(view: DossierView) -> list[str]:
    """Who has it now, since when and for what, a sentence each; none when nobody has to do anything any more."""
    return [say_holding(one, view.receiving_agency_id, who=True) for one in holding_of(view)]


def say_holding(one: Holding, clock_of: UUID, *, who: bool) -> str:
    """Where it is, or who is waited for, as a sentence. `who`: said to the applicant, and with whose desk of the agency it
    is; else to anybody who knows the code. Times are on the clock of `clock_of`."""
    if one.role == "applicant":
        waiting = _("Đang chờ bạn, từ %(when)s") if who else _("Đang chờ người nộp, từ %(when)s")
        return waiting % {"when": moment_words(one.since, clock_of)}
    agency = agency_name(one.agency_id) if one.agency_id else ""
    said = {
        "receiver": _("Bộ phận một cửa, %(agency)s"),
        "specialist": _("Công chức chuyên môn, %(agency)s"),
        "head": _("Lãnh đạo, %(agency)s"),
    }[one.role] % {"agency": agency}
    place = said if who and one.step is None else agency
    words = {"place": place, "when": moment_words(one.since, clock_of), "step": say(one.step) if one.step else ""}
    if one.step is None:
        return _("Đang ở: %(place)s, từ %(when)s") % words
    if one.paused:
        return _("Đang ở: %(place)s, từ %(when)s: %(step)s, đang tạm dừng") % words
    return _("Đang ở: %(place)s, từ %(when)s: %(step)s") % words


def next_thing(view: DossierView) -> Next:
    when = moment_words(view.due_at or view.act_by, view.receiving_agency_id)
    if view.state in WAITING:
        return _waiting(view)
    promised = view.act_by if view.state is State.SUBMITTED else view.due_at
    if promised is not None and promised < clock.now() and view.decided_at is None:
        return _late(view, when)
    if view.state is State.SUBMITTED:
        text = _("Chậm nhất %(when)s, cán bộ một cửa kiểm tra hồ sơ. Hồ sơ đủ thì được tiếp nhận và có ngày hẹn.")
        return Next(_("Bạn chưa phải làm gì"), text % {"when": when})
    if view.state in {State.IN_PROCESS, State.AWAITING_APPROVAL}:
        if view.due_at is None:
            return Next(_("Bạn chưa phải làm gì"), _("Có kết quả hoặc cần thêm gì, bạn sẽ thấy ngay ở trang này."))
        return Next(
            _("Bạn chưa phải làm gì"), _("Kết quả hẹn trước %(when)s.") % {"when": when}, symbol="calendar-days"
        )
    return _ending(view)


def _waiting(view: DossierView) -> Next:
    """Nobody at an agency has it: the applicant is asked for more, or an earlier dossier must be done first."""
    if view.state is State.AWAITING_SUPPLEMENT:
        stopped = view.clock[-1].kind not in RUNS
        text = (
            _("Trong lúc chờ bạn, thời hạn giải quyết được tạm dừng.")
            if stopped
            else _("Ngày hẹn trả không đổi, nên bạn bổ sung càng sớm càng tốt.")
        )
        url = reverse("dossiers:supplement", args=[view.code])
        return Next(_("Bạn cần bổ sung hồ sơ"), text, url, _("Bổ sung hồ sơ"), "pencil")
    if view.state is State.AWAITING_PAYMENT:
        asked = view.payment
        amount = say_money(asked.amount if asked else view.fee_total, language())
        text = _("Số tiền: %(amount)s. %(how)s Trong lúc chờ, thời hạn giải quyết được tạm dừng.")
        how = asked.reason if asked else ""
        return Next(_("Bạn cần nộp phí, lệ phí"), text % {"amount": amount, "how": how}, symbol="circle-alert")
    text = _("Có kết quả của hồ sơ trước, hồ sơ này tự chuyển đến %(agency)s. Khi đó mới bắt đầu tính thời hạn.")
    return Next(_("Bạn chưa phải làm gì"), text % {"agency": agency_name(view.receiving_agency_id)}, symbol="hourglass")


def _late(view: DossierView, when: str) -> Next:
    """Said as it is: the office is late, not the applicant."""
    if view.due_at is None:
        text = _("Lẽ ra cán bộ một cửa đã kiểm tra hồ sơ trước %(when)s.")
    else:
        text = _("Lẽ ra bạn đã có kết quả trước %(when)s.")
    said = [text % {"when": when}, _("Cơ quan xin lỗi bạn.")]
    late = view.lateness
    if late and late.reason:
        said.append(_("Lý do: %(reason)s") % {"reason": late.reason.rstrip(".") + "."})
    if late and late.expected:
        day = {"day": say_date(late.expected, language(), weekday=True)}
        passed = late.expected < agencies.today()
        hope = (
            _(
                "Cơ quan đã dự kiến có kết quả %(day)s, ngày ấy cũng đã qua mà chưa có ngày mới. Bạn có thể hỏi cơ quan ngày mới."
            )
            if passed
            else _("Dự kiến có kết quả: %(day)s.")
        )
        said.append(hope % day)
    said.append(_("Bạn không phải làm gì, và có quyền hỏi cơ quan vì sao."))
    return Next(_("Cơ quan đang trễ hẹn với bạn"), " ".join(said), symbol="circle-alert")


def _ending(view: DossierView) -> Next:
    result = next((paper for paper in view.documents if paper.kind is DocumentKind.RESULT), None)
    result_url = reverse("dossiers:my_document", args=[view.code, DocumentKind.RESULT.value])
    again = reverse("portal:procedure", args=[view.procedure_code])
    if view.state is State.REFUSED:
        text = _("Giấy từ chối ghi rõ lý do. Sửa được lý do ấy, bạn nộp lại hồ sơ mới bất cứ lúc nào.")
        url = reverse("dossiers:my_document", args=[view.code, DocumentKind.REFUSAL.value])
        return Next(_("Đọc lý do từ chối"), text, url, _("Mở giấy từ chối (PDF)"), "file-text")
    if view.state is State.STOPPED:
        text = next((act.note for act in reversed(view.acts) if act.action in STOPS), "")
        way = _("Nộp riêng dịch vụ này") if view.journey_id else _("Xem lại thủ tục để nộp mới")
        return Next(_("Hồ sơ này đã dừng"), text, again, way, "inbox")
    if view.state is State.WITHDRAWN:
        return Next(
            _("Bạn có thể nộp lại khi cần"),
            _("Hồ sơ này đã dừng, không ai xử lý nữa."),
            again,
            _("Xem thủ tục"),
            "inbox",
        )
    if view.state is State.RETURNED and result is not None:
        text = _("Bản điện tử luôn ở đây, bạn tải lại lúc nào cũng được.")
        return Next(_("Kết quả của bạn"), text, result_url, _("Tải kết quả (PDF)"), "file-check")
    text = _("Bản giấy nhận theo cách bạn đã chọn khi nộp. Bản điện tử tải ngay ở đây.")
    if result is None:
        return Next(_("Kết quả đã có"), _("Bạn nhận kết quả theo cách đã chọn khi nộp."), symbol="circle-check")
    return Next(_("Nhận kết quả"), text, result_url, _("Tải kết quả (PDF)"), "file-check")


def timeline(view: DossierView) -> list[dict[str, Any]]:
    """Newest first; above it what is still to come, if its day is known."""
    steps = [told_step(view, act) for act in reversed(view.acts)]
    steps = [step for step in steps if step]
    if steps and view.state not in ENDED:
        steps[0] |= {"state": "now"}
    steps = [*reversed(awaited(view)), *steps]
    if view.due_at and view.decided_at is None:
        steps.insert(0, _promised(view, view.due_at))
    return steps


def _promised(view: DossierView, due: datetime) -> dict[str, Any]:
    """The day to come: the one that was promised, or what a late agency hopes for."""
    if due >= clock.now():
        return {"title": _("Hẹn có kết quả"), "when": _when(view, due), "state": "next"}
    hoped = view.lateness.expected if view.lateness else None
    known = hoped is not None and hoped >= agencies.today()
    when = say_date(hoped, language(), weekday=True) if hoped and known else _("chưa rõ ngày, đã quá hẹn")
    return {"title": _("Dự kiến có kết quả"), "when": when, "state": "next"}


def _has_limit(view: DossierView) -> bool:
    """Whether a day is promised, or will be when what holds the clock is over; some laws give no number of days."""
    waits = bool(view.clock) and view.clock[-1].kind not in RUNS | {ClockKind.STOPPED}
    return waits or view.due_at is not None


def told_step(view: DossierView, act: ActView) -> dict[str, Any]:
    """One act as a line of the timeline; {} for one that is not told."""
    title = {
        "submitted": _submitted(view),
        "accept": _("Hồ sơ được tiếp nhận, bắt đầu tính thời hạn") if _has_limit(view) else _("Hồ sơ được tiếp nhận"),
        "request_supplement": _("Cán bộ đề nghị bổ sung, thời hạn tạm dừng"),
        "answer_supplement": _("Bạn gửi phần bổ sung, thời hạn tính tiếp"),
        "refuse": _("Hồ sơ bị từ chối"),
        "record_step": _step_title(view, act),
        "pause_step": _act_on_step(view, act, _("Tạm dừng: %(step)s")),
        "resume_step": _act_on_step(view, act, _("Làm tiếp: %(step)s")),
        "forward": _("Hồ sơ được chuyển đến cơ quan có thẩm quyền giải quyết"),
        "resolve": _("Công chức chuyên môn giải quyết xong, trình ký duyệt"),
        "send_back": _("Lãnh đạo yêu cầu xem lại"),
        "approve": _("Kết quả được ký duyệt"),
        "return": _("Kết quả được trả cho bạn"),
        "correct": _("Kết quả được đính chính: bản mới thay giấy số %(number)s"),
        "reissue": _("Kết quả được cấp lại: bản mới thay giấy số %(number)s"),
        "shared": _shared(act),
        "ask_correction": _("Bạn đề nghị đính chính kết quả"),
        "refuse_correction": _("Cơ quan không đính chính, kết quả giữ nguyên"),
        "withdraw": _("Bạn rút hồ sơ"),
        "hand_over": _("Hồ sơ trước đã có kết quả, hồ sơ này được chuyển đến nơi giải quyết"),
        "extend": _("Cơ quan xin lỗi bạn và gia hạn thời gian giải quyết"),
        "stop": _("Hồ sơ dừng"),
        "stop_with_earlier": _("Hồ sơ dừng"),
        "request_payment": _("Cơ quan đề nghị bạn nộp phí, lệ phí, thời hạn tạm dừng"),
        "confirm_payment": _("Cơ quan đã nhận phí, lệ phí, thời hạn tính tiếp"),
        "explain_lateness": _("Cơ quan xin lỗi bạn vì trễ hẹn"),
        "marked_late": _("Quá hẹn mà chưa có kết quả. Cơ quan xin lỗi bạn"),
        "reopen": _("Hồ sơ được mở lại để giải quyết"),
        "close_unanswered": _("Hết thời hạn bổ sung, hồ sơ khép lại"),
        "decide_by_silence": _("Hết thời hạn, hồ sơ được quyết định theo luật"),
    }.get(act.action)
    if not title:
        return {}
    by_official = bool(act.position)
    return {
        "title": title % {"number": act.facts["number"]} if act.action in ISSUED_ANEW else title,
        "when": _when(view, act.at),
        "who": f"{act.actor_name}, {act.position}" if by_official else "",
        "note": _step_result(view, act)
        if act.action == "record_step"
        else act.note
        if act.action in TOLD_TO_APPLICANT
        else "",
        "state": "done",
    }


def _shared(act: ActView) -> str:
    """Who may read along, and until when: whose dossier it is has a right to know."""
    if act.action != "shared":
        return ""
    agency, until = UUID(act.facts["agency"]), datetime.fromisoformat(act.facts["until"])
    last = say_date((until.astimezone(agencies.calendar_of(agency).zone) - timedelta(seconds=1)).date(), language())
    facts = {"who": act.facts["official_name"], "agency": agency_name(agency), "day": last}
    if act.facts["part"]:
        return _("%(who)s, %(agency)s, được xem một giấy tờ của hồ sơ, đến hết ngày %(day)s") % facts
    return _("%(who)s, %(agency)s, được xem hồ sơ để phối hợp, đến hết ngày %(day)s") % facts


def _act_on_step(view: DossierView, act: ActView, words: str) -> str:
    step = _recorded(view, act)
    return words % {"step": say(step.name)} if step else ""


def _step_title(view: DossierView, act: ActView) -> str:
    step = _recorded(view, act)
    return _("Đã có kết quả: %(step)s") % {"step": say(step.name)} if step else ""


def _step_result(view: DossierView, act: ActView) -> str:
    """What was found out, in a line: the applicant has a right to it."""
    step = _recorded(view, act)
    return ". ".join(f"{say(label)}: {say(value)}" for label, value in step.shown) if step else ""


def _recorded(view: DossierView, act: ActView) -> StepView | None:
    return next((step for step in view.steps if step.id == act.facts.get("step")), None)


def awaited(view: DossierView) -> list[dict[str, Any]]:
    """What is still to be done before there is a result, for the list of what comes next."""
    if view.state not in {State.IN_PROCESS, State.AWAITING_SUPPLEMENT}:
        return []
    return [
        {
            "title": say(step.name),
            "when": _awaited_when(view, step),
            "who": agency_name(step.agency_id),
            "state": "next",
        }
        for step in view.steps
        if step.recorded_at is None
    ]


def _awaited_when(view: DossierView, step: StepView) -> str:
    if step.state is StepState.WAITING:
        before = [say(one.name) for one in view.steps if one.id in step.after]
        return _("sau khi xong: %(steps)s") % {"steps": ", ".join(before)}
    if step.state is StepState.PAUSED:
        return _("đang tạm dừng từ %(when)s") % {"when": _when(view, step.clock[-1].started_at)}
    return _("trước %(when)s") % {"when": _when(view, step.act_by)} if step.act_by else ""


def _submitted(view: DossierView) -> str:
    if view.channel is not Channel.ONLINE:
        return _("Cán bộ nộp hộ bạn tại quầy")
    names = ", ".join(one.person_name for one in view.co_signers)
    return _("Bạn và %(names)s cùng nộp hồ sơ") % {"names": names} if names else _("Bạn nộp hồ sơ")


def co_signers(view: DossierView) -> list[dict[str, str]]:
    """Who stood behind the application beside the applicant."""
    return [
        {"name": one.person_name, "role": say(one.role), "when": _when(view, one.agreed_at), "hash": one.content_hash}
        for one in view.co_signers
    ]


def _when(view: DossierView, moment: Any) -> str:
    return moment_words(moment, view.receiving_agency_id)
