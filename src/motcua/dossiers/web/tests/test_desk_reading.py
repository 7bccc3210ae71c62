"""Papers beside the form, the next dossier of the same queue, and what a supplement changed."""

import re

import pytest

from motcua.dossiers import api
from motcua.dossiers.models import Dossier, DossierPaper
from motcua.dossiers.tests.world import submitted
from motcua.dossiers.web.tests.world import signed_in
from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM
from motcua.kernel.ids import new_id
from motcua.platform.database.transactions import acting


def with_paper(receipt, name, *, sent_in=0):
    with acting(SYSTEM):
        DossierPaper.objects.create(
            dossier=Dossier.objects.get(id=receipt.id),
            paper_id="birth_notice",
            file_id=new_id(),
            file_name=name,
            content_type="image/png",
            size=1,
            sha256="",
            added_at=clock.now(),
            round=sent_in,
        )


def test_a_paper_stands_beside_the_form_and_the_next_one_is_a_key_away(world):
    receipt = submitted(world)
    with_paper(receipt, "a.png"), with_paper(receipt, "b.png")
    page = signed_in(world.receiver).get(f"/desk/{receipt.code}?state=submitted&paper=1").text
    assert "desk-case--reading" in page and "(1/2)" in page and '<img src="/desk/' in page
    assert re.search(r'href="/desk/[^"]+\?state=submitted&amp;paper=2" data-key="\."', page)
    assert re.search(r'href="/desk/[^"?]+\?state=submitted" data-key="0"', page)
    last = signed_in(world.receiver).get(f"/desk/{receipt.code}?paper=2").text
    assert 'data-key=","' in last and 'data-key="."' not in last


@pytest.mark.parametrize("number", ["0", "3", "x", "-1", "99999999999"])
def test_a_paper_that_is_not_there_leaves_the_page_as_it_is(world, number):
    receipt = submitted(world)
    with_paper(receipt, "a.png")
    page = signed_in(world.receiver).get(f"/desk/{receipt.code}?paper={number}")
    assert page.status_code == 200 and "desk-case--reading" not in page.text


def test_the_next_dossier_is_the_one_below_in_the_same_queue_with_its_filter(world):
    made = [submitted(world, key=f"k{n}") for n in range(3)]
    page = signed_in(world.receiver).get(f"/desk/{made[1].code}?state=submitted").text
    assert re.search(rf'href="/desk/{made[2].code}\?state=submitted" data-key="n"', page)
    assert re.search(rf'href="/desk/{made[0].code}\?state=submitted" data-key="N"', page)
    end = signed_in(world.receiver).get(f"/desk/{made[2].code}?state=submitted").text
    assert 'data-key="n"' not in end


def test_what_a_supplement_changed_is_told_by_question_and_by_paper(world):
    receipt = submitted(world)
    with_paper(receipt, "cu.png")
    api.request_supplement(
        actor=world.receiver,
        dossier_id=receipt.id,
        expected_version=1,
        fields=("child_name",),
        papers=(),
        reason="Tên bé mờ",
    )
    api.answer_supplement(
        actor=world.lan, dossier_id=receipt.id, expected_version=2, answers={"child_name": "Nguyễn Gia Hân"}, papers={}
    )
    with_paper(receipt, "moi.png", sent_in=1)
    page = signed_in(world.receiver).get(f"/desk/{receipt.code}").text
    told = re.search(r'class="desk-changes".*?</section>', page, re.DOTALL)[0]
    assert "Nguyễn Gia Hân" in told
    assert re.search(r"Trước:.*?cu\.png.*?Nay:.*?moi\.png", told, re.DOTALL)
