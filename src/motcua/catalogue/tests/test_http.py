"""The public API: what it answers, that it can be cached, and how it refuses."""

import pytest
from falcon.testing import TestClient

from motcua.catalogue.api import import_catalogue, publish_package
from motcua.catalogue.http.plane import PATHS, application
from motcua.kernel.actors import SYSTEM
from motcua.platform.ui.messages import compile_stale_messages

from .packages import write_package
from .samples import GOOD, written

pytestmark = pytest.mark.django_db
plane = TestClient(application)  # the list is the thin plane's, one procedure is Django's


@pytest.fixture(autouse=True)
def library(tmp_path):
    import_catalogue(actor=SYSTEM, path=written(tmp_path, GOOD))
    return publish_package(actor=SYSTEM, folder=write_package(tmp_path))


def test_procedures_are_found_in_the_callers_language():
    first = plane.simulate_get("/api/v1/procedures", params={"q": "the thu vien", "limit": 1}).json["items"]
    assert first == [
        {
            "code": "9.000001",
            "name": "Cấp thẻ thư viện",
            "summary": "Bạn nhận thẻ mượn sách.",
            "agency": "Ủy ban nhân dân cấp xã",
            "tiers": ["commune"],
            "online": True,
        }
    ]
    asked = {"q": "library card", "language": "en"}
    english = plane.simulate_get("/api/v1/procedures", params=asked).json["items"]
    assert english[0]["name"] == "Get a library card"


def test_no_words_find_nothing():
    answer = plane.simulate_get("/api/v1/procedures").json
    assert (answer["items"], answer["total"]) == ([], 0)


def test_one_procedure_shows_papers_fees_limits_and_law(client, library):
    found = client.get("/api/v1/procedures/9.000001?language=en").json()
    assert found["version"] == library.hash
    assert [paper["id"] for paper in found["papers"]] == ["photo", "school_letter"]
    assert [fee["amount"] for fee in found["fees"]] == [5000, 6000, 20000]
    assert found["time_limits"][0]["unit"] == "working_day"
    assert found["legal_basis"][0]["title"] == "Library rules"
    record = client.get("/api/v1/procedures/9.100001?language=en").json()
    assert (record["languages"], record["name"]) == (["vi"], "Cấp thẻ bạn đọc cho trẻ em")
    assert record["legal_basis"][0] == {"number": "25/2021/TT-BTC", "title": "", "article": "", "doubtful": False}


def test_what_the_caller_has_is_not_sent_again(client):
    address = "/api/v1/procedures/9.000001"
    first = client.get(address)
    assert client.get(address, headers={"if-none-match": first["ETag"]}).status_code == 304
    assert client.get(address, headers={"if-none-match": '"other"'}).status_code == 200
    assert client.get(f"{address}?language=en")["ETag"] != first["ETag"]


def test_a_list_that_the_caller_has_is_not_sent_again():
    def asked(language="vi", **headers):
        return plane.simulate_get("/api/v1/procedures", params={"q": "the", "language": language}, headers=headers)

    first = asked()
    again = asked(**{"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.text) == (304, "")
    assert asked(**{"If-None-Match": '"other"'}).status_code == 200
    assert asked("en").headers["etag"] != first.headers["etag"]


@pytest.mark.parametrize("limit", ["0", "101", "-1", "x", "1.5", ""])
def test_a_limit_out_of_bounds_is_a_problem_that_names_it(limit):
    response = plane.simulate_get("/api/v1/procedures", params={"q": "x", "limit": limit})
    assert response.status_code == 422
    assert response.headers["Content-Type"].startswith("application/problem+json")
    assert list(response.json["fields"]) == ["limit"]


def test_a_refusal_speaks_the_language_that_is_asked_for(client):
    compile_stale_messages()
    refused = client.get("/api/v1/procedures/1.999999", headers={"accept-language": "en"})
    assert (refused.status_code, refused.json()["code"]) == (404, "catalogue.procedure_not_found")
    assert refused.json()["title"].startswith("This procedure was not found")
    assert client.get("/api/v1/procedures/1.999999").json()["title"].startswith("Không tìm thấy thủ tục")


def test_other_methods_are_not_allowed():
    assert plane.simulate_post("/api/v1/procedures").status_code == 405


@pytest.mark.parametrize("code", ["%00", "..%2f..%2fetc", "a" * 3000, "'", "1.001193%0d%0aX: y"])
def test_hostile_codes_are_just_not_found(client, code):
    assert client.get(f"/api/v1/procedures/{code}").status_code == 404


@pytest.mark.parametrize("limit", ["0", "21", "-1", "x", "", "0001" + "9" * 5000])
def test_suggestions_refuse_a_limit_out_of_bounds(limit):
    found = TestClient(application).simulate_get(PATHS[0], params={"q": "x", "limit": limit})
    assert (found.status_code, list(found.json["fields"])) == (422, ["limit"])
