"""The acts on offer, each a panel with its form: what is typed in it survives every refusal."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from motcua.dossiers.amounts import say_amount, say_unit
from motcua.dossiers.contracts import DossierView, QueueFilter, State, StepView
from motcua.dossiers.domain.steps import NO, YES, said
from motcua.dossiers.domain.terms import PAUSE, RESTART, same_measure
from motcua.dossiers.flows import flow_of_hash
from motcua.dossiers.services.clock_acts import UNITS
from motcua.dossiers.services.routing import forward_targets, why_there
from motcua.dossiers.web.desk import new_issues, preview, showing, words
from motcua.dossiers.web.desk.asking import query_of
from motcua.kernel.languages import pick
from motcua.kernel.money import say_money

# Action of the flow -> its key, what the button says. In the order in which the desk offers them.
# The desk itself has c, e, f, i, n, o, v and more: what may stand beside them has its own letter, or Shift with it.
OFFERED: Mapping[str, tuple[str, Any]] = {
    "accept": ("a", gettext_lazy("Tiếp nhận")),
    "record_step": ("g", gettext_lazy("Ghi kết quả")),
    "resume_step": ("l", gettext_lazy("Làm tiếp")),
    "pause_step": ("m", gettext_lazy("Tạm dừng")),
    "resolve": ("p", gettext_lazy("Trình kết quả")),
    "approve": ("d", gettext_lazy("Phê duyệt")),
    "return": ("t", gettext_lazy("Trả kết quả")),
    "explain_lateness": ("L", gettext_lazy("Xin lỗi vì trễ hẹn")),
    "request_supplement": ("s", gettext_lazy("Yêu cầu bổ sung")),
    "send_back": ("b", gettext_lazy("Trả lại")),
    "confirm_payment": ("m", gettext_lazy("Xác nhận đã nộp phí")),
    "extend": ("h", gettext_lazy("Gia hạn")),
    "forward": ("F", gettext_lazy("Chuyển cơ quan")),
    "request_payment": ("y", gettext_lazy("Yêu cầu nộp phí")),
    "stop": ("E", gettext_lazy("Dừng giải quyết")),
    "correct": ("K", gettext_lazy("Ký đính chính")),
    "reissue": ("Y", gettext_lazy("Ký cấp lại")),
    "drop_new_issue": ("X", gettext_lazy("Bỏ đề nghị")),
    "propose_correction": ("D", gettext_lazy("Đính chính kết quả")),
    "propose_reissue": ("G", gettext_lazy("Cấp lại kết quả")),
    "refuse_correction": ("J", gettext_lazy("Từ chối đính chính")),
    "reopen": ("W", gettext_lazy("Mở lại hồ sơ")),
    "refuse": ("r", gettext_lazy("Từ chối")),
}
ON_STEPS = frozenset({"record_step", "resume_step", "pause_step"})
NEXT = frozenset(
    {"accept", "record_step", "resume_step", "resolve", "approve", "return", "confirm_payment", "correct", "reissue"}
)
HOW_RETURNED: Mapping[str, Any] = {
    "counter": gettext_lazy("Trao tại quầy"),
    "post": gettext_lazy("Gửi qua bưu chính"),
    "online": gettext_lazy("Gửi bản điện tử"),
}


@dataclass(frozen=True, slots=True)
class Typed:
    """What an official sent for `action`, kept when it is refused. `marks`: ids ticked in a request to supplement."""

    action: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    fields: frozenset[str] = frozenset()
    papers: frozenset[str] = frozenset()
    problems: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Panel:
    """`anchor`: the id of the panel; one act may have several, one a step."""

    action: str
    anchor: str
    key: str
    name: str
    primary: bool
    open: bool
    url: str
    template: str
    typed: Mapping[str, str]
    errors: Mapping[str, Mapping[str, str]]
    more: Mapping[str, Any]


def panels(view: DossierView, typed: Typed, asked: QueueFilter) -> tuple[Panel, ...]:
    """The acts that the asker may do now, the one that moves the dossier on first."""
    drawn: list[Panel] = []
    for action in (action for action in OFFERED if action in view.next_actions):
        if action in ON_STEPS:
            mine = [step for step in view.steps if action in step.acts]
            drawn += [_step_panel(view, action, step, typed, asked, first=step is mine[0]) for step in mine]
        else:
            drawn.append(_panel(view, action, typed, asked))
    return tuple(drawn)


def supplement_used_up(view: DossierView) -> bool:
    """Whether more may not be asked for, though the step would allow it."""
    could = {"accept", "resolve"} & set(view.next_actions)
    return bool(could and view.supplement and "request_supplement" not in view.next_actions)


def waiting_for(view: DossierView) -> tuple[str, ...]:
    """The names of the steps that keep a dossier in process from being proposed, for those who would propose it."""
    if view.state is not State.IN_PROCESS or "refuse" not in view.next_actions:
        return ()
    return tuple(pick(step.name, get_language() or "vi") for step in view.steps if step.recorded_at is None)


def result_rows(view: DossierView) -> tuple[tuple[str, str], ...]:
    """The proposed result as label and value."""
    language = get_language() or "vi"
    fields = flow_of_hash(view.version_hash).result_fields
    filled = ((field, str(view.proposal.get(field["id"], ""))) for field in fields if view.proposal)
    return tuple((pick(field["label"], language), pick(said(field, value), language)) for field, value in filled)


def _panel(view: DossierView, action: str, typed: Typed, asked: QueueFilter) -> Panel:
    mine = typed if typed.action == action else Typed()
    key, name = OFFERED[action]
    return Panel(
        action=action,
        anchor=action,
        key=key,
        name=str(name),
        primary=action in NEXT,
        open=typed.action == action,
        url=reverse("dossiers:desk_act", args=[view.code, action]) + query_of(asked),
        template=f"dossiers/desk/parts/acts/{action}.html",
        typed=mine.values,
        errors={key: {"text": text} for key, text in mine.problems.items()},
        more=_MORE[action](view, mine) if action in _MORE else {},
    )


def _step_panel(
    view: DossierView, action: str, step: StepView, typed: Typed, asked: QueueFilter, *, first: bool
) -> Panel:
    """The form of one act on one step. Only the first of several has the key."""
    mine = typed if typed.action == action and typed.values.get("step") == step.id else Typed()
    language = get_language() or "vi"
    key, name = OFFERED[action]
    rule = flow_of_hash(view.version_hash).step(step.id)
    anchor = f"{action}-{step.id}"
    recording = action == "record_step" and rule is not None
    boxes = [box(each, anchor, mine, language) for each in (rule.fields if rule and recording else ())]
    return Panel(
        action=action,
        anchor=anchor,
        key=key if first else "",
        name=_("%(act)s: %(step)s") % {"act": name, "step": pick(step.name, language)},
        primary=action in NEXT,
        open=mine is typed,
        url=reverse("dossiers:desk_act", args=[view.code, action]) + query_of(asked),
        template=f"dossiers/desk/parts/acts/{action}.html",
        typed=mine.values,
        errors={key: {"text": text} for key, text in mine.problems.items()},
        more={"step": step.id, "anchor": anchor, "fields": boxes, "stops_case": rule is not None and rule.pauses_case},
    )


def _accept(view: DossierView) -> dict[str, Any]:
    due = preview.due_if_accepted(view)
    return {"due": words.moment(due) if due else ""}


def _supplement(view: DossierView, typed: Typed) -> dict[str, Any]:
    sections = [
        {
            "title": section.title,
            "items": [
                _tick(row.field, row.label, row.value, typed.fields)
                for row in section.rows
                if not row.item  # a group is asked for as a whole: the applicant may have to add somebody
            ],
        }
        for section in showing.sections(view)
    ]
    sent = {paper.paper_id: len([p for p in view.papers if p.paper_id == paper.paper_id]) for paper in view.papers}
    papers = [
        _tick(paper, name, _("%(n)d tệp đã gửi") % {"n": sent[paper]} if paper in sent else _("chưa gửi"), typed.papers)
        for paper, name in showing.markable_papers(view)
    ]
    kinds = _fault_kinds(view, typed)
    return {"sections": sections, "papers": papers, "step": _asking(view), "kinds": kinds}


def _asking(view: DossierView) -> str:
    """The step for which an agency asks that does a part of the work for others; "" for the desk that handles the case."""
    holders = {view.receiving_agency_id, view.resolving_agency_id}
    asking = (step.id for step in view.steps if "request_supplement" in step.acts and step.agency_id not in holders)
    return next(asking, "")


def _fault_kinds(view: DossierView, typed: Typed) -> list[dict[str, Any]]:
    """How an application may be faulty, and what that makes of its time; empty where the flow makes no difference."""
    said = {"incorrect": _("Hồ sơ sai"), "incomplete": _("Hồ sơ thiếu")}
    then = {PAUSE: _("Có bổ sung, thời hạn tính tiếp."), RESTART: _("Có bổ sung, thời hạn tính lại từ đầu.")}
    kinds = flow_of_hash(view.version_hash).terms.kinds
    picked = typed.values.get("kind")
    return [
        {"value": kind, "text": said[kind], "hint": {"text": then[clock]}, "checked": kind == picked}
        for kind, clock in kinds.items()
    ]


def _tick(value: str, label: str, says: str, ticked: frozenset[str]) -> dict[str, Any]:
    return {"value": value, "label": label, "says": says, "checked": value in ticked}


def _resolve(view: DossierView, typed: Typed) -> dict[str, Any]:
    language = get_language() or "vi"
    fields = flow_of_hash(view.version_hash).result_fields
    return {"fields": [box(each, "resolve", typed, language, view.proposal) for each in fields]}


def _correction(view: DossierView, typed: Typed) -> dict[str, Any]:
    language = get_language() or "vi"
    fields = flow_of_hash(view.version_hash).result_fields
    return {
        "fields": [box(each, "propose_correction", typed, language, new_issues.shown_result(view)) for each in fields],
        "rows": new_issues.answer_rows(view, typed.values, typed.problems.get("answers", "")),
        "on_request": _on_request(typed, checked=view.correction_asked is not None),
        "many": new_issues.page_of(view),
    }


def _on_request(typed: Typed, *, checked: bool) -> list[dict[str, Any]]:
    ticked = typed.values.get("on_request") == "yes" if typed.action else checked
    return [{"value": "yes", "text": _("Người nộp yêu cầu"), "checked": ticked}]


def box(
    each: Mapping[str, Any], prefix: str, typed: Typed, language: str, before: Mapping[str, Any] = MappingProxyType({})
) -> dict[str, Any]:
    """A field that an official fills in, as the options of an input, a textarea or radios."""
    name, kind = str(each["id"]), str(each.get("type", "text"))
    label = pick(each["label"], language)
    hint = pick(each.get("hint"), language) or (_("Ngày/tháng/năm, ví dụ 02/03/2026") if kind == "date" else "")
    error = typed.problems.get(name)
    params: dict[str, Any] = {
        "id": f"{prefix}-{name}",
        "name": name,
        "label": {"text": label if each.get("required", True) else _("%(label)s (không bắt buộc)") % {"label": label}},
        "hint": {"text": hint} if hint else None,
        "value": typed.values.get(name, str(before.get(name, ""))),
        "errorMessage": {"text": error} if error else None,
        "autocomplete": "off",
    }
    if kind in {"choice", "yes_no"}:
        return {"component": "radios", "params": _radios(each, params, language)}
    if kind == "long_text":
        return {"component": "textarea", "params": params | {"rows": "3"}}
    width = "govuk-input--width-10" if kind in {"date", "number"} else "govuk-input--width-20"
    digits = {"inputmode": "numeric"} if kind in {"number", "personal_id", "tax_code"} else {}
    return {"component": "input", "params": params | {"classes": width, "spellcheck": False} | digits}


def _radios(each: Mapping[str, Any], params: Mapping[str, Any], language: str) -> dict[str, Any]:
    yes_no: tuple[Mapping[str, Any], ...] = ({"value": "yes", "label": YES}, {"value": "no", "label": NO})
    options: Iterable[Mapping[str, Any]] = each["options"] if each.get("type") == "choice" else yes_no
    legend = params["label"] | {"classes": "govuk-fieldset__legend--s"}
    return {
        "idPrefix": params["id"],
        "name": params["name"],
        "fieldset": {"legend": legend},
        "hint": params["hint"],
        "errorMessage": params["errorMessage"],
        "classes": "govuk-radios--small",
        "items": [
            {
                "value": option["value"],
                "text": pick(option["label"], language),
                "checked": option["value"] == params["value"],
            }
            for option in options
        ],
    }


def _return(view: DossierView, typed: Typed) -> dict[str, Any]:
    """The way that the applicant chose stands first picked, where the form asks for `delivery` in these words."""
    wished = view.answers.get("delivery")
    picked = typed.values.get("how") or (wished if wished in HOW_RETURNED else "counter")
    return {"ways": [{"value": key, "text": str(says), "checked": key == picked} for key, says in HOW_RETURNED.items()]}


def _extend(view: DossierView, typed: Typed) -> dict[str, Any]:
    """Only units that add up with the limit; the limit's own first."""
    limit = preview.time_limit(view, view.received_at) if view.received_at else None
    own = limit.unit.value if limit and limit.unit else "working_day"
    most = flow_of_hash(view.version_hash).terms.extension.most
    units = [most[1]] if most else sorted((u for u in UNITS if same_measure(u, own)), key=lambda unit: unit != own)
    picked = typed.values.get("unit", units[0])
    return {
        "due": words.moment(view.due_at) if view.due_at else "",
        "most": say_amount(*most) if most else "",
        "units": [{"value": unit, "text": say_unit(unit), "selected": unit == picked} for unit in units],
    }


def _forward(view: DossierView, typed: Typed) -> dict[str, Any]:
    """Who could resolve it, the one that the rules name picked first, and why that one."""
    language, route = get_language() or "vi", why_there(view)
    picked = typed.values.get("agency") or (route.agency.code if route.agency else "")
    known = [
        {"value": one.code, "text": pick(one.name, language), "selected": one.code == picked}
        for one in forward_targets(view)
    ]
    return {"agencies": [{"value": "", "text": _("Chọn cơ quan")}, *known], "why": words.route_words(route)}


_MORE: Mapping[str, Callable[[DossierView, Typed], dict[str, Any]]] = {
    "accept": lambda view, _typed: _accept(view),
    "request_supplement": _supplement,
    "resolve": _resolve,
    "extend": _extend,
    "forward": _forward,
    "request_payment": lambda view, _typed: {"amount": say_money(view.fee_total, get_language() or "vi")},
    "confirm_payment": lambda view, _typed: {"amount": say_money(view.fee_total, get_language() or "vi")},
    "explain_lateness": lambda view, _typed: {"due": words.moment(view.due_at) if view.due_at else ""},
    "approve": lambda view, _typed: {"result": result_rows(view)},
    "return": _return,
    "propose_correction": _correction,
    "propose_reissue": lambda _view, typed: {"on_request": _on_request(typed, checked=True)},
    "correct": lambda view, _typed: new_issues.asked(view),
    "reissue": lambda view, _typed: new_issues.asked(view),
}
