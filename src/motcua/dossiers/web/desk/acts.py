"""One act on a dossier. Done: on to the dossier, with the next one a key away. Refused: everything typed is still there."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.http import require_http_methods

from motcua.dossiers import api
from motcua.dossiers.contracts import DossierView
from motcua.dossiers.errors import AssigneeUnfitError, ClaimedByOtherError, StaleDossierError
from motcua.dossiers.flows import flow_of_hash
from motcua.dossiers.web.desk import words
from motcua.dossiers.web.desk.asking import query_of, read_filter
from motcua.dossiers.web.desk.listing import next_address
from motcua.dossiers.web.desk.new_issues import read_correction
from motcua.dossiers.web.desk.pages import dossier_page
from motcua.dossiers.web.desk.panels import HOW_RETURNED, ON_STEPS, Typed
from motcua.identity import api as identity
from motcua.identity.errors import ProofTooOldError
from motcua.kernel.actors import Actor
from motcua.kernel.errors import InvalidInputError, MotCuaError
from motcua.platform.web.api import actor_of, official, status_of

Done = Callable[[dict[str, Any], QueryDict], DossierView]

PROVED = frozenset({"approve", "correct", "reissue"})  # what is signed: whose session it is has been proven lately
SAID: Mapping[str, Any] = {
    "accept": gettext_lazy("Đã tiếp nhận hồ sơ %(code)s. Giấy tiếp nhận và hẹn trả đã được lập."),
    "request_supplement": gettext_lazy(
        "Đã gửi yêu cầu bổ sung cho hồ sơ %(code)s. Đồng hồ dừng đến khi người nộp trả lời."
    ),
    "refuse": gettext_lazy("Đã từ chối hồ sơ %(code)s. Phiếu từ chối đã được lập."),
    "record_step": gettext_lazy("Đã ghi kết quả vào hồ sơ %(code)s."),
    "pause_step": gettext_lazy("Đã tạm dừng bước này của hồ sơ %(code)s."),
    "resume_step": gettext_lazy("Đồng hồ của bước này trong hồ sơ %(code)s đã chạy tiếp."),
    "forward": gettext_lazy("Đã chuyển hồ sơ %(code)s đến cơ quan giải quyết."),
    "resolve": gettext_lazy("Đã trình kết quả hồ sơ %(code)s cho lãnh đạo."),
    "send_back": gettext_lazy("Đã trả hồ sơ %(code)s lại cho công chức chuyên môn."),
    "approve": gettext_lazy("Đã phê duyệt hồ sơ %(code)s. Kết quả đã được lập."),
    "extend": gettext_lazy("Đã gia hạn hồ sơ %(code)s. Văn bản xin lỗi và gia hạn đã được lập."),
    "stop": gettext_lazy("Đã dừng giải quyết hồ sơ %(code)s. Thông báo dừng đã được lập."),
    "request_payment": gettext_lazy("Đã yêu cầu nộp phí hồ sơ %(code)s. Đồng hồ dừng đến khi xác nhận đã nộp."),
    "confirm_payment": gettext_lazy("Đã xác nhận nộp phí hồ sơ %(code)s. Đồng hồ chạy tiếp."),
    "explain_lateness": gettext_lazy("Đã ghi lý do trễ của hồ sơ %(code)s. Văn bản xin lỗi đã được lập."),
    "reopen": gettext_lazy("Đã mở lại hồ sơ %(code)s."),
    "propose_correction": gettext_lazy("Đã trình lãnh đạo đính chính kết quả hồ sơ %(code)s."),
    "refuse_correction": gettext_lazy("Đã từ chối đính chính hồ sơ %(code)s. Người nộp đọc được lý do."),
    "propose_reissue": gettext_lazy("Đã trình lãnh đạo cấp lại kết quả hồ sơ %(code)s."),
    "correct": gettext_lazy("Đã ban hành bản đính chính của hồ sơ %(code)s. Bản cũ được ghi là đã thay."),
    "reissue": gettext_lazy("Đã cấp lại kết quả hồ sơ %(code)s. Bản cũ được ghi là đã thay."),
    "drop_new_issue": gettext_lazy("Đã bỏ đề nghị ở hồ sơ %(code)s. Kết quả đã ban hành vẫn còn giá trị."),
    "return": gettext_lazy("Đã ghi nhận trả kết quả hồ sơ %(code)s."),
    "claim": gettext_lazy("Bạn đã nhận hồ sơ %(code)s."),
    "assign": gettext_lazy("Đã giao hồ sơ %(code)s cho %(who)s."),
    "release": gettext_lazy("Hồ sơ %(code)s nay chờ người nhận."),
}


@official()
@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, code: str, action: str) -> HttpResponse:
    if action not in _DO:
        raise Http404
    here = reverse("dossiers:desk_dossier", args=[code]) + query_of(read_filter(request.GET))
    if request.method == "GET":  # somebody reloads or signs in again after a post
        return HttpResponseRedirect(here)
    actor, asked = actor_of(request), read_filter(request.GET)
    following = next_address(actor, asked, code)
    try:
        if action in PROVED:
            identity.require_proof(request)
        done = _DO[action](_who(actor, request.POST), request.POST)
    except StaleDossierError as error:
        return _overtaken(request, code, action, error)
    except MotCuaError as error:
        return _refused(request, code, action, error)
    said = SAID[action] % {"code": done.code, "who": done.assignee_name}
    messages.success(request, said, extra_tags=following)
    return HttpResponseRedirect(here if _may_read_on(actor, done) else reverse("dossiers:desk_opinions"))


def _may_read_on(actor: Actor, done: DossierView) -> bool:
    """A dossier of others is closed to an agency that has given its opinion."""
    holders = {done.receiving_agency_id, done.resolving_agency_id}
    return bool(holders.intersection(actor.agency_ids)) or any(step.acts for step in done.steps)


def _who(actor: Actor, sent: QueryDict) -> dict[str, Any]:
    """What every act names. Raises InvalidInputError for a form that is not ours."""
    try:
        return {
            "actor": actor,
            "dossier_id": UUID(sent.get("dossier_id", "")),
            "expected_version": int(sent.get("expected_version", "")),
        }
    except ValueError as error:
        raise InvalidInputError(_("Trang mở đã lâu nên hết hiệu lực. Tải lại trang rồi làm lại.")) from error


def _accept(who: dict[str, Any], sent: QueryDict) -> DossierView:
    return api.accept_dossier(**who, note=sent.get("note", ""))


def _request_supplement(who: dict[str, Any], sent: QueryDict) -> DossierView:
    fields, papers = tuple(sent.getlist("fields")), tuple(sent.getlist("papers"))
    reason, step, kind = sent.get("reason", ""), sent.get("step", ""), sent.get("kind", "")
    return api.request_supplement(**who, fields=fields, papers=papers, reason=reason, step=step, kind=kind)


def _refuse(who: dict[str, Any], sent: QueryDict) -> DossierView:
    return api.refuse_dossier(**who, reason=sent.get("reason", ""))


def _extend(who: dict[str, Any], sent: QueryDict) -> DossierView:
    amount = sent.get("amount", "").strip()
    number = int(amount) if amount.isdecimal() and len(amount) < 6 else 0
    return api.extend_dossier(**who, amount=number, unit=sent.get("unit", ""), reason=sent.get("reason", ""))


def _read_day(text: str) -> date | None:
    """A day as people type it, 02/03/2026; None for nothing. Raises InvalidInputError."""
    try:
        return datetime.strptime(text.strip(), "%d/%m/%Y").date() if text.strip() else None  # noqa: DTZ007 - a day
    except ValueError as error:
        problem = _("Ngày này không có thật. Viết ngày/tháng/năm, ví dụ 02/03/2026.")
        raise InvalidInputError(fields={"expected": problem}) from error


def _explain_lateness(who: dict[str, Any], sent: QueryDict) -> DossierView:
    expected = _read_day(sent.get("expected", ""))
    return api.explain_lateness(**who, reason=sent.get("reason", ""), expected=expected)


def _resolve(who: dict[str, Any], sent: QueryDict) -> DossierView:
    ours = {"csrfmiddlewaretoken", "dossier_id", "expected_version", "note"}
    proposal = {key: value for key, value in sent.items() if key not in ours}
    return api.resolve_dossier(**who, proposal=proposal, note=sent.get("note", ""))


def _record_step(who: dict[str, Any], sent: QueryDict) -> DossierView:
    ours = {"csrfmiddlewaretoken", "dossier_id", "expected_version", "note", "step"}
    record = {key: value for key, value in sent.items() if key not in ours}
    return api.record_step(**who, step=sent.get("step", ""), record=record, note=sent.get("note", ""))


def _pause_step(who: dict[str, Any], sent: QueryDict) -> DossierView:
    return api.pause_step(**who, step=sent.get("step", ""), reason=sent.get("reason", ""), legal=sent.get("legal", ""))


def _resume_step(who: dict[str, Any], sent: QueryDict) -> DossierView:
    return api.resume_step(**who, step=sent.get("step", ""), note=sent.get("note", ""))


def _forward(who: dict[str, Any], sent: QueryDict) -> DossierView:
    return api.forward_dossier(**who, agency_code=sent.get("agency", ""), reason=sent.get("reason", ""))


def _send_back(who: dict[str, Any], sent: QueryDict) -> DossierView:
    return api.send_back(**who, reason=sent.get("reason", ""))


def _approve(who: dict[str, Any], sent: QueryDict) -> DossierView:
    return api.approve_dossier(**who, note=sent.get("note", ""))


def _return(who: dict[str, Any], sent: QueryDict) -> DossierView:
    """How it was handed over becomes part of the note, in Vietnamese whoever writes it."""
    with override("vi"):
        how = str(HOW_RETURNED.get(sent.get("how", ""), HOW_RETURNED["counter"]))
    note = sent.get("note", "").strip()
    return api.return_result(**who, note=f"{how}. {note}" if note else f"{how}.")


def _propose_correction(who: dict[str, Any], sent: QueryDict) -> DossierView:
    view = api.get_dossier(actor=who["actor"], code=sent.get("code", ""))
    return api.propose_correction(**who, **read_correction(view, sent))


def _assign(who: dict[str, Any], sent: QueryDict) -> DossierView:
    return api.assign_dossier(**who, assignee_id=_official(sent.get("assignee", "")), note=sent.get("note", ""))


def _official(said: str) -> UUID:
    try:
        return UUID(said)
    except ValueError as error:
        raise AssigneeUnfitError(fields={"assignee": _("Hãy chọn người nhận.")}) from error


_DO: Mapping[str, Done] = {
    "accept": _accept,
    "request_supplement": _request_supplement,
    "refuse": _refuse,
    "record_step": _record_step,
    "pause_step": _pause_step,
    "resume_step": _resume_step,
    "forward": _forward,
    "resolve": _resolve,
    "send_back": _send_back,
    "approve": _approve,
    "extend": _extend,
    "stop": lambda who, sent: api.stop_dossier(**who, reason=sent.get("reason", "")),
    "request_payment": lambda who, sent: api.request_payment(**who, reason=sent.get("reason", "")),
    "confirm_payment": lambda who, sent: api.confirm_payment(**who, note=sent.get("note", "")),
    "explain_lateness": _explain_lateness,
    "reopen": lambda who, sent: api.reopen_dossier(**who, reason=sent.get("reason", "")),
    "propose_correction": _propose_correction,
    "propose_reissue": lambda who, sent: api.propose_reissue(
        **who, reason=sent.get("reason", ""), on_request=sent.get("on_request") == "yes"
    ),
    "correct": lambda who, _sent: api.correct_result(**who),
    "reissue": lambda who, _sent: api.reissue_result(**who),
    "drop_new_issue": lambda who, sent: api.drop_new_issue(**who, reason=sent.get("reason", "")),
    "refuse_correction": lambda who, sent: api.refuse_correction(**who, reason=sent.get("reason", "")),
    "return": _return,
    "claim": lambda who, _sent: api.claim_dossier(**who),
    "assign": _assign,
    "release": lambda who, _sent: api.release_dossier(**who),
}


def _refused(request: HttpRequest, code: str, action: str, error: MotCuaError) -> HttpResponse:
    view = api.get_dossier(actor=actor_of(request), code=code)
    fields = error.fields if isinstance(error, InvalidInputError) else {}
    problems = {_place(key): str(text) for key, text in fields.items()}
    panel = f"{action}-{request.POST.get('step', '')}" if action in ON_STEPS else action
    summary = [{"text": text, "href": f"#{_anchor(panel, view, key)}"} for key, text in problems.items()]
    summary = summary or [{"text": _sentence(error), "href": f"#act-{panel}"}]
    if isinstance(error, ProofTooOldError):
        summary = [{"text": _sentence(error), "href": proving_address(request, code)}]
    return dossier_page(request, view, _typed(request, action, problems), errors=summary, status=status_of(error))


def proving_address(request: HttpRequest, code: str) -> str:
    """Where one proves by a key who one is, and comes back to the dossier."""
    here = reverse("dossiers:desk_dossier", args=[code]) + query_of(read_filter(request.GET))
    return f"{reverse('identity:passkey_prove')}?{urlencode({'next': here})}"


def _sentence(error: MotCuaError) -> str:
    if isinstance(error, ClaimedByOtherError) and error.facts.get("at"):
        when = words.moment(datetime.fromisoformat(str(error.facts["at"])))
        says = _("%(who)s đã nhận hồ sơ này lúc %(when)s. Hãy chọn hồ sơ khác, hoặc nhờ người ấy chuyển cho bạn.")
        return says % {"who": error.facts["who"], "when": when}
    return str(error.message)


def _overtaken(request: HttpRequest, code: str, action: str, error: StaleDossierError) -> HttpResponse:
    """Somebody else was first: who, when and what, over the dossier as it is now."""
    view = api.get_dossier(actor=actor_of(request), code=code)
    facts = error.facts
    conflict = {
        "message": str(error.message),
        "who": facts.get("who", ""),
        "position": facts.get("position", ""),
        "did": words.done_words(str(facts.get("action", "")).removeprefix("dossiers.")),
        "when": words.moment(datetime.fromisoformat(facts["at"])) if "at" in facts else "",
        "state": str(words.STATES[view.state]),
        "possible": action in view.next_actions,
        "typed": [text for key, text in _texts(request.POST).items() if key != "how" and text.strip()],
    }
    return dossier_page(request, view, _typed(request, action, {}), conflict=conflict, status=status_of(error))


def _typed(request: HttpRequest, action: str, problems: Mapping[str, str]) -> Typed:
    sent = request.POST
    return Typed(
        action=action,
        values=_texts(sent),
        fields=frozenset(sent.getlist("fields")),
        papers=frozenset(sent.getlist("papers")),
        problems=problems,
    )


def _texts(sent: QueryDict) -> dict[str, str]:
    """What was typed or chosen, without the marks and what the form itself carries."""
    ours = {"csrfmiddlewaretoken", "dossier_id", "expected_version", "fields", "papers"}
    return {key: str(value) for key, value in sent.items() if key not in ours}


def _place(key: str) -> str:
    """The box of a panel that a refused field is shown at."""
    if key.startswith("answers."):
        return "answers"
    return "marks" if key.startswith(("fields.", "papers.")) else key


def _anchor(panel: str, view: DossierView, key: str) -> str:
    flow = flow_of_hash(view.version_hash)
    fields = [*flow.result_fields, *(field for step in flow.steps for field in step.fields)]
    boxes = {"reason", "marks", "note", "legal", "agency", "assignee", "amount", "unit", "kind", "expected"}
    boxes |= {str(field["id"]) for field in fields}
    if key == "answers":
        return f"{panel}-right-1"
    boxes.add("result")
    return f"{panel}-{key}" if key in boxes else f"act-{panel}"
