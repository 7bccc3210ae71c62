"""A refusal that no view caught: a page for people, problem details for programs, and a bug stays a bug."""

import json

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import path

from motcua.kernel.errors import ConflictError, NotFoundError
from motcua.platform.web.api import public
from motcua.site import urls
from motcua.site.refusals import language_of


class ChangedError(ConflictError):
    code = "api.changed"
    message = "Thay đổi ở <đây>."


@public
def refuse(_request):
    raise ChangedError


@public
def miss(_request):
    raise NotFoundError


@public
def break_down(_request):
    raise RuntimeError("Nguyễn Thị Lan")


urlpatterns = [
    path("page/refuse", refuse),
    path("page/break", break_down),
    path("api/v1/refuse", refuse),
    path("api/v1/miss", miss),
    path("api/v1/break", break_down),
    path("api/v1/empty", public(lambda _request: HttpResponse(status=405, headers={"Allow": "PUT"}))),
    *urls.urlpatterns,
]
handler400 = urls.handler400


@pytest.fixture
def client(settings):
    settings.ROOT_URLCONF = __name__
    return Client(raise_request_exception=False)


def test_a_person_reads_what_happened_and_that_nothing_is_lost(client):
    answer = client.get("/page/refuse", headers={"Accept": "text/html"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Thay đổi ở &lt;đây&gt;." in page
    assert "đã được lưu" in page


@pytest.mark.parametrize("address", ["/api/v1/refuse", "/page/refuse"])
def test_a_program_reads_problem_details(client, address):
    answer = client.get(address, headers={"Accept": "application/json"})
    assert answer.status_code == 409
    assert answer["Content-Type"].startswith("application/problem+json")
    assert json.loads(answer.content)["code"] == "api.changed"


@pytest.mark.parametrize(
    ("wanted", "said"),
    [("en", "Not found."), ("vi", "Không tìm thấy."), ("de, en;q=0.5", "Not found."), ("de", "Không tìm thấy.")],
)
def test_the_language_is_the_callers(client, wanted, said):
    assert client.get("/api/v1/miss", headers={"Accept-Language": wanted}).json()["title"] == said


@pytest.mark.parametrize("address", ["/page/break", "/api/v1/break"])
def test_a_bug_stays_a_bug_and_tells_nothing(client, address):
    answer = client.get(address)
    assert answer.status_code == 500
    assert "Lan" not in answer.content.decode()
    if "api" in address:
        assert answer.json()["code"] == "web.server_failed"


def test_an_empty_answer_is_explained_and_keeps_its_allow(client):
    answer = client.get("/api/v1/empty")
    assert (answer.status_code, answer["Allow"], answer.json()["code"]) == (405, "PUT", "web.method_not_allowed")


def test_no_such_address_is_told_to_programs_as_programs_read(client):
    assert client.get("/api/v1/nowhere").json()["code"] == "web.no_such_address"


def test_a_header_of_garbage_means_vietnamese(rf):
    for header in ("", "*", "x" * 10_000, ";;;q=1", "\x00"):
        assert language_of(rf.get("/api/v1/x", headers={"Accept-Language": header})) == "vi"
