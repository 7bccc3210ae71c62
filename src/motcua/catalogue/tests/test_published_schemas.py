"""The schemas as an editor gets them."""

import pytest
from django.conf import settings
from jsonschema import Draft202012Validator

from motcua.catalogue.packages.schemas import schema_names, schema_of


@pytest.mark.parametrize("name", schema_names())
def test_a_schema_is_served_under_its_own_id_and_is_one(client, name):
    answer = client.get(f"/schemas/procedure/v1/{name}.json")
    told = answer.json()
    assert told["$id"] == f"{settings.PUBLIC_URL}/schemas/procedure/v1/{name}.json"
    assert answer["Access-Control-Allow-Origin"] == "*"
    Draft202012Validator.check_schema(told)


def test_the_id_in_the_file_is_the_path_it_is_served_at():
    assert all(schema_of(name)["$id"] == f"/schemas/procedure/v1/{name}.json" for name in schema_names())


def test_the_index_names_the_schema_of_each_file(client):
    told = client.get("/schemas/procedure/v1/").json()
    assert told["form.yaml"].endswith("/schemas/procedure/v1/form.json")
    assert told["scenarios/*.yaml"].endswith("/scenario.json")
    assert told["data/first/*.yaml"].endswith("/first.json")


@pytest.mark.parametrize("name", ["nothing", "..", "form.schema"])
def test_there_is_no_other_schema(client, name):
    assert client.get(f"/schemas/procedure/v1/{name}.json").status_code == 404
