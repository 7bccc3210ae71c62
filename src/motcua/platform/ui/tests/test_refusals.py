import pytest
from django.http import HttpResponse, HttpResponseNotAllowed
from django.test import RequestFactory

from motcua.kernel.errors import ConflictError, ExternalError, InvalidInputError, NotAllowedError, NotFoundError
from motcua.platform.ui.refusals import RefusalPages


def answer(response, **headers):
    return RefusalPages(lambda _request: response)(RequestFactory().get("/x", headers=headers))


def refused(error, path="/dossiers/x"):
    return RefusalPages(lambda _request: None).process_exception(RequestFactory().get(path), error)


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (NotFoundError("Không có hồ sơ này."), 404),
        (NotAllowedError("Hồ sơ này của người khác."), 403),
        (ConflictError("Chị Lan vừa ký."), 409),
        (InvalidInputError("Tệp này không phải ảnh."), 422),
        (ExternalError("Ngân hàng chưa trả lời.", retryable=True), 503),
    ],
)
def test_a_refusal_in_a_page_becomes_a_page_that_says_why(error, status):
    page = refused(error)
    assert page.status_code == status
    assert str(error) in page.content.decode()


def test_a_bug_is_not_dressed_up_as_a_refusal():
    assert refused(ZeroDivisionError()) is None


def test_programs_are_left_to_their_own_answers():
    assert refused(NotFoundError(), path="/api/v1/dossiers/x") is None


def test_a_wordless_405_gets_words_and_keeps_its_headers():
    page = answer(HttpResponseNotAllowed(["POST"]))
    assert page.status_code == 405
    assert page["Allow"] == "POST"
    assert "Không có gì bị gửi đi hai lần" in page.content.decode()


def test_an_answer_that_already_has_words_or_is_not_for_a_person_is_kept():
    assert answer(HttpResponse("đợi 5 phút", status=429)).content.decode() == "đợi 5 phút"
    assert answer(HttpResponse(status=429), accept="application/json").content == b""
    assert answer(HttpResponse(status=204)).content == b""
