"""The document is valid, whole, and in the reader's language."""

import json
from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from jsonschema import Draft202012Validator

from motcua.catalogue import api as catalogue
from motcua.catalogue.http.plane import EXACT
from motcua.catalogue.http.plane import PATHS as SUGGESTING
from motcua.dossiers.http.plane import PATHS
from motcua.forms import api as forms
from motcua.forms.contracts import FormContext
from motcua.site.api.answers import schema_of

CHECKOUT = Path(__file__).resolve().parents[5]
PACKAGES = sorted(path.parent for path in CHECKOUT.glob("procedures/*/procedure.yaml"))
PATHS_SERVED = {
    "/api/v1/usage/findUsage",
    "/api/v1/usage/sealed",
    "/api/v1/procedures",
    "/api/v1/procedures/suggest",
    "/api/v1/procedures/{code}",
    "/api/v1/procedures/{code}/rules",
    "/api/v1/procedures/{code}/form",
    "/api/v1/files",
    "/api/v1/dossiers",
    "/api/v1/dossiers/changes",
    "/api/v1/dossiers/sync",
    "/api/v1/dossiers/sync/national",
    "/api/v1/dossiers/{code}",
    "/api/v1/dossiers/{code}/acts",
    "/api/v1/figures",
    "/api/v1/journeys",
    "/api/v1/journeys/{code}",
    "/api/v1/ledger/checkpoint",
    "/api/v1/ledger/key",
    "/api/v1/ledger/tile/{level}/{number}",
}


def whole(language="vi"):
    answer = Client().get("/api/v1/openapi.json", headers={"Accept-Language": language})
    assert answer.status_code == 200, answer.content[:500]
    return json.loads(answer.content)


def test_one_document_covers_every_path_whoever_serves_it():
    assert set(whole()["paths"]) == PATHS_SERVED
    assert {*PATHS, *SUGGESTING, *EXACT} <= PATHS_SERVED


def test_every_operation_says_how_it_refuses_and_who_may_call():
    for path, methods in whole()["paths"].items():
        for method, operation in methods.items():
            refusals = [told for told in operation["responses"].values() if told.get("$ref", "").endswith("/Problem")]
            assert len(refusals) >= 3, path
            assert "security" in operation, path
            if method == "post":
                named = {"$ref": "#/components/parameters/IdempotencyKey"} in operation["parameters"]
                assert named or any(told.get("name") == "Idempotency-Key" for told in operation["parameters"]), path
                assert operation["security"] == [{"token": []}]


def test_every_reference_leads_somewhere():
    document = whole()

    def walk(part):
        if isinstance(part, dict):
            if isinstance(part.get("$ref"), str):
                found = document
                for step in part["$ref"].removeprefix("#/").split("/"):
                    found = found[step]
            part = list(part.values())
        if isinstance(part, list):
            for inner in part:
                walk(inner)

    walk(document)


def test_the_document_speaks_the_readers_language_and_may_be_cached():
    assert whole("vi")["paths"]["/api/v1/files"]["post"]["summary"] == "Gửi một giấy tờ"
    assert whole("en")["paths"]["/api/v1/files"]["post"]["summary"] == "Send a paper"
    first = Client().get("/api/v1/openapi.json")
    again = Client().get("/api/v1/openapi.json", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, "Accept-Language" in first["Vary"]) == (304, True)


@pytest.mark.parametrize("folder", PACKAGES, ids=lambda folder: folder.name)
def test_answers_that_a_package_calls_right_fit_the_schema_of_its_form(folder):
    version = catalogue.load_package(folder)
    form = forms.compile_form(version)
    schema = schema_of(form, version.code, "en")
    Draft202012Validator.check_schema(schema)
    right = 0
    for name, scenario in catalogue.load_scenarios(folder).items():
        answers = json.loads(json.dumps(scenario["answers"], default=str))
        day = date.fromisoformat(str(scenario["today"])[:10])
        if not forms.validate_answers(form, answers, FormContext(today=day)).problems:
            right += 1
            assert not list(Draft202012Validator(schema).iter_errors(answers)), name
    assert right


@pytest.mark.parametrize(
    "answers",
    [{"unheard_of": 1}, {"child_name": 7}, {"child_name": "x" * 5000}, {"birth_date": "soon", "child_name": []}],
)
def test_answers_of_the_wrong_shape_do_not_fit(answers):
    folder = next(path for path in PACKAGES if path.name.startswith("1.001193"))
    version = catalogue.load_package(folder)
    schema = schema_of(forms.compile_form(version), version.code, "vi")
    assert list(Draft202012Validator(schema).iter_errors(answers))


@pytest.mark.django_db
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_type_of_a_problem_leads_to_its_code(prefix):
    told = Client().get("/api/v1/procedures/9.999999").json()
    page, _hash, place = told["type"].partition("#")
    answer = Client().get(prefix + page)
    assert answer.status_code == 200
    assert f'id="{place}"' in answer.content.decode()
    assert 'id="identity.token_invalid"' in answer.content.decode()
