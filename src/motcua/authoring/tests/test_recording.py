"""An example out of a real dossier: it plays as the dossier went, and nothing of the person is in it."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from motcua.authoring.checking import judge_folder
from motcua.authoring.cli.main import main
from motcua.authoring.domain.disguising import Disguise
from motcua.authoring.recording import record_scenario
from motcua.catalogue import api as catalogue
from motcua.dossiers import api as dossiers
from motcua.dossiers.tests import world as worlds
from motcua.forms import api as forms
from motcua.forms.contracts import FieldType, FormField
from motcua.kernel.actors import SYSTEM
from motcua.kernel.identifiers import personal_id_problem, phone_problem, tax_code_problem

ROOT = Path(__file__).resolve().parents[4] / "procedures"
PACKAGES = sorted(file.parent for file in ROOT.glob("*/procedure.yaml"))
PERSONAL = {"name", "personal_id", "phone", "email", "text", "long_text", "tax_code", "date", "signature"}
TYPED = {
    "name": FieldType.NAME,
    "pid": FieldType.PERSONAL_ID,
    "phone": FieldType.PHONE,
    "mail": FieldType.EMAIL,
    "free": FieldType.LONG_TEXT,
    "tax": FieldType.TAX_CODE,
    "home": FieldType.ADDRESS,
    "born": FieldType.DATE,
}
FIELDS = {name: FormField(name, kind, {"vi": name}, max_length=4000) for name, kind in TYPED.items()}


def texts(value):
    if isinstance(value, dict):
        return [text for inner in value.values() for text in texts(inner)]
    if isinstance(value, list):
        return [text for inner in value for text in texts(inner)]
    return [value] if isinstance(value, str) else []


@settings(max_examples=200)
@given(
    some.fixed_dictionaries(
        {
            **dict.fromkeys(("name", "phone", "mail", "free", "tax"), some.text(min_size=3, max_size=30)),
            "pid": some.from_regex(r"[0-9]{12}", fullmatch=True),
            "born": some.dates(date(1900, 1, 15), date(2100, 1, 1)).map(date.isoformat),
            "home": some.fixed_dictionaries(
                {
                    "province": some.just("46"),
                    "commune": some.just("19774"),
                    "detail": some.text(min_size=3, max_size=40),
                }
            ),
        }
    )
)
def test_no_personal_value_survives_whatever_was_typed(answers):
    disguise = Disguise()
    disguise.remember([answers[name] for name in TYPED if name != "home"] + [answers["home"]["detail"]])
    written = "\n".join(texts(disguise.answers(FIELDS, answers)))
    assert disguise.survivors(written) == set()


@pytest.mark.parametrize("folder", PACKAGES, ids=lambda folder: folder.name)
def test_the_people_of_every_example_of_every_package_lose_every_value_that_names_them(folder):
    form = forms.compile_form(catalogue.load_package(folder))
    for name, scenario in catalogue.load_scenarios(folder).items():
        answers = {key: value for key, value in scenario["answers"].items() if key in form.fields}
        disguise = Disguise()
        disguise.remember([value for key, value in answers.items() if form.fields[key].type in PERSONAL])
        disguised = disguise.answers(form.fields, answers)
        assert disguised.keys() == answers.keys()
        written = "\n".join(str(value) for key, value in disguised.items() if form.fields[key].type in PERSONAL)
        assert disguise.survivors(written) == set(), name


def test_what_was_equal_stays_equal_and_what_has_a_form_keeps_it():
    disguise = Disguise()
    answers = {"name": "Nguyễn Thị Lan", "pid": "046190000017", "phone": "0912345678", "tax": "0314409058"}
    disguise.remember(list(answers.values()))
    made = disguise.answers(FIELDS, answers)
    assert disguise.text("name", "Nguyễn  Thị LAN") == made["name"]
    assert personal_id_problem(made["pid"]) is phone_problem(made["phone"]) is tax_code_problem(made["tax"]) is None
    again = Disguise()
    again.remember(list(answers.values()))
    assert again.answers(FIELDS, answers) == made


@pytest.mark.django_db
def test_a_real_dossier_becomes_an_example_that_holds_and_names_nobody(frozen_clock, tmp_path, capsys):
    world = worlds.build()
    receipt = worlds.submitted(world)
    accepted = dossiers.accept_dossier(actor=world.receiver, dossier_id=receipt.id, expected_version=1)
    resolved = dossiers.resolve_dossier(
        actor=world.specialist,
        dossier_id=receipt.id,
        expected_version=accepted.version,
        proposal={field["id"]: "77/2026 Nguyễn Thị Lan" for field in world.version.flow["result"]["fields"]},
        note="",
    )
    dossiers.approve_dossier(actor=world.head, dossier_id=receipt.id, expected_version=resolved.version)
    (source,) = ROOT.glob(f"{worlds.BIRTH}-*")
    folder = tmp_path / source.name
    shutil.copytree(source, folder)

    recorded = record_scenario(actor=SYSTEM, code=receipt.code)
    assert recorded.same
    assert [act["do"] for act in recorded.scenario["acts"]] == ["accept", "resolve", "approve"]
    assert main(["procedure", "record", receipt.code, str(folder), "--name", "from life"]) == 0
    written = (folder / "scenarios" / "from-life.yaml").read_text()
    view = dossiers.get_dossier(actor=SYSTEM, code=receipt.code)
    form = forms.compile_form(world.version)
    for name, value in view.answers.items():
        if form.fields[name].type in {"name", "personal_id", "phone", "email", "text", "long_text", "date"}:
            assert str(value) not in written, name
    assert world.lan.name not in written
    assert receipt.code not in written
    judged = judge_folder(folder)
    assert judged.problems == ()
    assert any(one.name == "from-life" for one in judged.scenarios)
    assert main(["procedure", "record", receipt.code, str(folder), "--name", "from life"]) == 2
    assert main(["procedure", "record", "H00-000000-0000", str(folder)]) == 2


@pytest.mark.django_db
def test_a_dossier_that_was_supplemented_and_corrected_is_told_as_it_was_decided(frozen_clock):
    world = worlds.build()
    view = dossiers.get_dossier(actor=SYSTEM, code=worlds.submitted(world).code)

    def act(name, actor, **more):
        nonlocal view
        view = getattr(dossiers, name)(actor=actor, dossier_id=view.id, expected_version=view.version, **more)

    act("request_supplement", world.receiver, fields=("child_name",), reason="Chưa rõ dấu")
    act("answer_supplement", world.lan, answers={"child_name": "Nguyễn An Nhiên"}, papers={})
    act("accept_dossier", world.receiver)
    proposal = {field["id"]: "77/2026" for field in world.version.flow["result"]["fields"]}
    act("resolve_dossier", world.specialist, proposal=proposal, note="")
    act("approve_dossier", world.head)
    act("propose_correction", world.specialist, reason="Ghi sai tên", answers={"child_name": "Nguyễn An Nhiên Đúng"})
    act("correct_result", world.head)
    recorded = record_scenario(actor=SYSTEM, code=view.code)
    assert recorded.same
    (answered,) = (one for one in recorded.scenario["acts"] if one["do"] == "answer_supplement")
    assert answered["answers"] == {"child_name": recorded.scenario["answers"]["child_name"]}
