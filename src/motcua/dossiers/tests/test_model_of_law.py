"""All acts by anybody in any order, at any time, against the law as a small plain program: same states, same due dates,
same papers, and every refusal the right one. `make nightly` takes twenty times as many steps.
"""

import os
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from motcua.agencies.calendars import shipped_calendar
from motcua.catalogue.contracts import TimeLimit, TimeUnit
from motcua.dossiers import api
from motcua.dossiers.contracts import AlarmKind, State
from motcua.dossiers.domain import clock as clocks
from motcua.dossiers.domain.alarms import Timed, next_alarm
from motcua.dossiers.domain.flow import compile_flow
from motcua.dossiers.domain.terms import CLOSE_UNANSWERED, DECIDE_BY_SILENCE
from motcua.dossiers.scenario_acts import Case, do_act
from motcua.dossiers.tests import lawful
from motcua.dossiers.tests.law_model import ACTS, OVER, Law, Model
from motcua.kernel.errors import MotCuaError

HERE = ZoneInfo("Asia/Ho_Chi_Minh")
NIGHTLY = bool(os.environ.get("MOTCUA_NIGHTLY"))
STEPS = 50
ON_PAPER, ON_DATABASE = (700, 40) if NIGHTLY else (35, 3)  # for each of the laws
CALENDAR = shipped_calendar("vn")
ROLES = ("receiver", "specialist", "head", "applicant")
BEFORE_TET = datetime(2026, 2, 9, 9, 0)  # noqa: DTZ001 - local time, as the model has it
IN_MARCH = datetime(2026, 3, 2, 9, 0)  # noqa: DTZ001

DIFFERENT = {"times": 2, "incorrect": {"clock": "pause"}, "incomplete": {"clock": "restart"}}
SAID = {"text": {"vi": "Quá hạn", "en": "Time over"}, "legal": ["law-60-2014"]}
# The same law twice: as a package's flow.yaml says it, and as the model takes it.
LAWS = {
    "as the standard flow": ({}, Law(5, "working_day", CALENDAR.hours, fee=True)),
    "faults told apart, silence is consent": (
        {
            "supplement": {**DIFFERENT, "days": 10, "unanswered": "stop"},
            "silence": {"means": "consent", **SAID},
            "reopening": {"limit": {"amount": 2, "unit": "working_day"}},
            "extension": {"most": {"amount": 3, "unit": "working_day"}},
            "cut_off": "15:00",
        },
        Law(
            5,
            "working_day",
            CALENDAR.hours,
            supplements=2,
            kinds=frozenset({"incorrect", "incomplete"}),
            restarts=frozenset({"incomplete"}),
            answer_days=10,
            unanswered="stopped",
            most=3,
            reopened=2,
            silence="approved",
            cut_off=time(15),
            fee=True,
        ),
    ),
    "days on the wall, silence is refusal": (
        {"supplement": {"days": 5, "unanswered": "refuse"}, "silence": {"means": "refusal", **SAID}},
        Law(12, "day", CALENDAR.hours, answer_days=5, unanswered="refused", silence="refused", fee=True),
    ),
}
taken = {"on paper": 0, "on the database": 0}


class OnPaper:
    """The product's pure rules, as packages' examples are played by them."""

    def __init__(self, sections: dict, law: Law) -> None:
        self.flow, self.limit = (
            compile_flow({"extends": "one-stop", **sections}),
            TimeLimit(law.amount, TimeUnit(law.unit), {"vi": ""}),
        )
        self.receiving = clocks.Receiving(CALENDAR, self.flow.terms.cut_off)
        at = BEFORE_TET.replace(tzinfo=HERE)
        start = clocks.turn((), self.flow.clock(self.flow.start), at)
        self.case = Case(self.flow, self.flow.start, start, CALENDAR, fees=1)
        self.case.due = self.due
        self.rung: AlarmKind | None = None
        self.promised = None
        self.late = self.explained = False

    def due(self):
        found = clocks.due(self.case.clock, self.limit, CALENDAR, receiving=self.receiving)
        return found.due if found else None

    def act(self, act: str, role: str, at: datetime, **said) -> str:
        if not self.flow.allowed(act, self.case.state):
            return "out_of_turn"
        if not self.flow.may(act, frozenset({role})):
            return "act_not_allowed"
        if act == "resolve" and self.late and not self.explained:
            return "late_reason_missing"
        if act == "explain_lateness" and self.late:
            self.explained = True
            self.case.documents.append("extension")
            return ""
        if act == "extend":
            most = self.flow.terms.extension.most
            said["by"] = f"{said['amount']} {self.limit.unit.value}"
            used_up, due = self.flow.terms.extension.used_up(self.case.clock), self.due()
            in_time = due is not None and not self.flow.terms.extension.too_late(due, at)
            if most and said["amount"] > most[0] and not used_up and in_time:
                return "refused"
        refused = do_act(self.case, {"do": act, **said}, at)
        if not refused and act == "explain_lateness":
            self.late = self.explained = True
        return "refused" if refused else ""

    def ring(self, at: datetime) -> None:
        for _turn in range(9):
            if self.due() != self.promised:
                self.promised, self.rung = self.due(), None
            since = self.case.since or at
            act_by = clocks.act_by(since, (self.flow.supplement_days or 30, "day"), CALENDAR)
            case = Timed(state=self.case.state, clock=self.case.clock, due_at=self.due(), act_by=act_by, rung=self.rung)
            alarm = next_alarm(self.flow.terms, case, CALENDAR)
            if alarm is None or alarm.at > at:
                return
            if alarm.kind is AlarmKind.UNANSWERED:
                assert do_act(self.case, {"do": CLOSE_UNANSWERED}, at) == ""
            elif alarm.kind is AlarmKind.DUE and self.flow.terms.silence:
                assert do_act(self.case, {"do": DECIDE_BY_SILENCE}, at) == ""
            else:
                self.rung = alarm.kind
                self.late = self.late or alarm.kind is AlarmKind.DUE
        raise AssertionError("the clock rings without end")

    @property
    def standing(self):
        return self.case.state.value, self.due(), sorted(self.case.documents)


class OnDatabase:
    """The product itself, through its door."""

    def __init__(self, world, frozen_clock, key: str) -> None:
        self.world, self.clock = world, frozen_clock
        frozen_clock.set(IN_MARCH.replace(tzinfo=HERE))
        self.view = lawful.filed(world, key)
        self.actors = {role: getattr(world, role) for role in ROLES[:3]} | {"applicant": world.lan}

    def act(self, act: str, role: str, at: datetime, **said) -> str:
        self.clock.set(at)
        who = {"actor": self.actors[role], **lawful.which(self.view)}
        calls = {
            "accept": lambda: api.accept_dossier(**who),
            "request_supplement": lambda: api.request_supplement(
                **who, fields=("child_name",), reason="Chưa rõ", kind=said.get("kind", "")
            ),
            "answer_supplement": lambda: api.answer_supplement(
                **who, answers={"child_name": f"Nguyễn An {'Nhi' * (1 + self.view.version % 5)}"}, papers={}
            ),
            "request_payment": lambda: api.request_payment(**who, reason="Nộp tại quầy"),
            "confirm_payment": lambda: api.confirm_payment(**who),
            "refuse": lambda: api.refuse_dossier(**who, reason="Không đúng"),
            "resolve": lambda: api.resolve_dossier(**who, proposal=lawful.RESULT),
            "send_back": lambda: api.send_back(**who, reason="Xem lại"),
            "approve": lambda: api.approve_dossier(**who),
            "extend": lambda: api.extend_dossier(**who, amount=said["amount"], unit=self.unit, reason="Cần xác minh"),
            "explain_lateness": lambda: api.explain_lateness(**who, reason="Thiếu người"),
            "stop": lambda: api.stop_dossier(**who, reason="Không tiếp tục được"),
            "return": lambda: api.return_result(**who),
            "reopen": lambda: api.reopen_dossier(**who, reason="Theo khiếu nại"),
            "withdraw": lambda: api.withdraw_dossier(**who),
        }
        try:
            self.view = calls[act]()
        except MotCuaError as error:
            return error.code.removeprefix("dossiers.")
        return ""

    unit = "working_day"

    def ring(self, at: datetime) -> None:
        self.clock.set(at)
        while api.ring_alarms():
            pass
        self.view = api.get_dossier(actor=self.actors["head"], code=self.view.code)

    @property
    def standing(self):
        papers = sorted(document.kind.value for document in self.view.documents)
        return self.view.state.value, self.view.due_at, papers


class Machine(RuleBasedStateMachine):
    """Each step: time goes by, then somebody tries something. `coded`: the product says which refusal it is."""

    law: Law
    where = "on paper"
    begins = BEFORE_TET
    coded = False

    def make(self):
        raise NotImplementedError

    @initialize()
    def begin(self):
        self.now = self.begins
        self.model, self.product = Model(self.law, self.now), self.make()

    @rule(
        act=st.sampled_from([*ACTS, "accept", "resolve", "approve", "reopen", "answer_supplement"]),
        role=st.sampled_from(ROLES),
        rightly=st.integers(0, 3),
        minutes=st.sampled_from([0, 1, 30, 60, 240, 420, 480, 1440, 2880, 5000, 10_000]),
        kind=st.sampled_from(["", "incorrect", "incomplete"]),
        amount=st.integers(1, 5),
    )
    def somebody_acts(self, act, role, rightly, minutes, kind, amount):
        taken[self.where] += 1
        self.now += timedelta(minutes=minutes)
        self.model.pass_time(self.now)
        self.product.ring(self.now.replace(tzinfo=HERE))
        if rightly:
            role = sorted(ACTS[act][2])[rightly % len(ACTS[act][2])]
        said = {"kind": kind} if act == "request_supplement" else {"amount": amount} if act == "extend" else {}
        expected = self.model.refusal(act, role, **said)
        refused = self.product.act(act, role, self.now.replace(tzinfo=HERE), **said)
        if self.coded:
            assert refused == expected, (act, role, self.model.state)
        else:
            assert bool(refused) == bool(expected), (act, role, self.model.state, expected)
        if not expected:
            self.model.do(act, **said)

    @invariant()
    def the_same_state_and_due_date_and_papers(self):
        state, due, papers = self.product.standing
        told = due.astimezone(HERE).replace(tzinfo=None) if due else None
        assert (state, told, papers) == (self.model.state, self.model.due(), sorted(self.model.papers))


def run(machine: type[Machine], examples: int) -> None:
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    run_state_machine_as_test(
        machine,
        settings=settings(
            derandomize=not NIGHTLY,  # the same walks each time: new ones are the nightly run's
            max_examples=examples,
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=checks,
            database=None,
        ),
    )


@pytest.mark.parametrize("name", LAWS)
def test_the_rules_are_those_of_the_model(name):
    sections, law = LAWS[name]
    machine = type("Paper", (Machine,), {"law": law, "make": lambda _self: OnPaper(sections, law)})
    run(machine, ON_PAPER)
    print(f"\n{name}: {taken['on paper']} steps on paper so far")


@pytest.mark.parametrize("name", LAWS)
def test_the_product_does_what_the_model_does(name, world, tmp_path, frozen_clock):
    sections, law = LAWS[name]
    world = lawful.build(world, tmp_path, days=law.amount, unit=law.unit, fee=True, **sections)
    made: list[OnDatabase] = []

    def make(_self):
        made.append(OnDatabase(world, frozen_clock, f"m{len(made)}"))
        made[-1].unit = law.unit
        return made[-1]

    about = {"law": law, "make": make, "where": "on the database", "coded": True, "begins": IN_MARCH}
    machine = type("Database", (Machine,), about)
    run(machine, ON_DATABASE)
    print(f"\n{name}: {taken['on the database']} steps on the database so far")


def test_the_model_knows_every_state_and_every_act_of_the_standard_flow():
    flow = compile_flow({"extends": "one-stop"})
    by_steps = {"record_step", "pause_step", "resume_step"}
    elsewhere = {"hand_over", "stop_with_earlier", "forward"}  # journeys and routing have tests of their own
    anew = {
        "propose_correction",
        "propose_reissue",
        "correct",
        "reissue",
        "drop_new_issue",
        "ask_correction",
        "refuse_correction",
    }  # no clock moves in these
    assert set(flow.transitions) - by_steps - elsewhere - anew == set(ACTS)
    assert {state.value for state in State if flow.clock(state).value == "stopped"} == OVER
