"""The portal's pages as a browser gets them, on a small world."""

import pytest
from django.test import Client

from motcua.dossiers.tests import world as worlds
from motcua.identity import api as identity
from motcua.kernel.actors import SYSTEM

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(frozen_clock) -> worlds.World:
    return worlds.build()


@pytest.fixture
def lan(world) -> Client:
    identity.open_account(
        actor=SYSTEM, login="lan", name=world.lan.name, secret="mot-mat-khau-dai", person_id=world.lan.id
    )
    client = Client()
    assert client.post("/sign-in", {"login": "lan", "secret": "mot-mat-khau-dai"}).status_code == 302
    return client


def text(answer) -> str:
    return answer.content.decode()


def test_home_asks_one_question_and_costs_no_more_than_a_look_at_nothing(world, count_statements):
    with count_statements() as seen:
        answer = Client().get("/")
    assert answer.status_code == 200
    assert "Bạn cần làm việc gì?" in text(answer)
    assert seen == []


def test_birth_registration_is_found_without_diacritics(world):
    assert "/procedures/1.001193" in text(Client().get("/procedures", {"q": "xin giay khai sinh"}))


def test_what_is_not_found_gets_help_and_not_a_blank(world):
    answer = text(Client().get("/procedures", {"q": "zzzz qqqq"}))
    assert "Chưa thấy thủ tục nào khớp" in answer
    assert "event=birth" in answer


def test_a_procedure_page_says_what_to_bring_how_long_and_how_much_in_both_languages(world):
    for address, words in (("/procedures/1.001193", "Mất bao lâu"), ("/en/procedures/1.001193", ">1 working day<")):
        answer = text(Client().get(address))
        assert words in answer
        assert "apply/1.001193" in answer


def test_a_procedure_page_draws_the_way_of_a_dossier_and_offers_it_to_a_modeller(world):
    for language, words in (("", "Tiếp nhận"), ("/en", "Accepted")):
        page = text(Client().get(f"{language}/procedures/1.001193"))
        assert f">{words}</text>" in page
        address = f"{language}/procedures/1.001193/flow.bpmn"
        assert f'href="{address}"' in page
        file = Client().get(address)
        assert file["Content-Disposition"] == 'attachment; filename="1.001193.bpmn"'
        assert words in text(file)
    assert Client().get("/procedures/9.999999/flow.bpmn").status_code == 404


def test_a_guided_path_draws_no_way_because_each_of_its_dossiers_has_its_own(world):
    for code in ("1.004222", "1.003197", "2.000986"):
        worlds.publish(code)
    page = text(Client().get("/procedures/2.000986"))
    assert "Một lần nộp" in page
    assert "mc-flow" not in page


def test_an_amount_that_many_conditions_lead_to_is_said_once(world):
    worlds.publish("1.001456")
    answer = text(Client().get("/procedures/1.001456"))
    assert answer.count("200.000 đồng</strong>") == 1 == answer.count("400.000 đồng</strong>")


@pytest.mark.parametrize("code", ["9.999999", "1.001193%00", "x" * 500, "1.001193' OR 1=1--"])
def test_an_unknown_procedure_is_a_page_that_does_not_exist(world, code):
    assert Client().get(f"/procedures/{code}").status_code == 404


def test_tracking_by_code_shows_status_and_dates_only(world):
    receipt = worlds.submitted(world)
    answer = Client().get("/track", {"code": receipt.code.lower()})
    assert answer.status_code == 200
    assert "Mới đăng ký" in text(answer)
    assert world.lan.name not in text(answer)


def test_a_wrong_code_is_answered_kindly(world):
    answer = Client().get("/track", {"code": "H57.17-260302-9999"})
    assert answer.status_code == 404
    assert "Bạn xem lại mã trên giấy hẹn" in text(answer)


def test_the_qr_code_of_a_slip_leads_to_tracking(world):
    receipt = worlds.submitted(world)
    assert Client().get(f"/t/{receipt.code}", follow=True).status_code == 200


def test_my_dossiers_are_mine(world, lan):
    receipt = worlds.submitted(world)
    assert receipt.code in text(lan.get("/my"))
    assert Client().get("/my").status_code == 302


def test_an_empty_list_says_what_to_do(world, lan):
    assert "Bạn chưa có hồ sơ nào" in text(lan.get("/my"))


def test_the_rule_of_a_day_is_a_page_with_the_history_of_amounts(world):
    worlds.publish("1.004222")
    answer = Client().get("/procedures/1.004222/rules", {"on": "30/6/2025"})
    assert answer.status_code == 200
    assert "Quy định vào ngày 30/06/2025" in text(answer)
    assert "Qua từng thời kỳ" in text(answer)
    assert "/procedures/1.004222/rules" in text(Client().get("/procedures/1.004222"))


def test_a_day_that_is_none_is_asked_for_again(world):
    answer = Client().get("/procedures/1.001193/rules", {"on": "31/2/2026"})
    assert answer.status_code == 400
    assert "Hãy viết ngày như 30/06/2025." in text(answer)
    assert Client().get("/procedures/9.999999/rules").status_code == 404
