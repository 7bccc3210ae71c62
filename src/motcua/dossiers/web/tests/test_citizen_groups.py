"""Two tabs on one list of people: nothing of the one is lost to the other, and what clashes is told."""

import re

import pytest

from motcua.dossiers.tests import world as worlds
from motcua.dossiers.web.tests.citizens import hiddens, signed_in, text
from motcua.forms import api as forms

CODE, GROUP = "1.008498", "dependants"
NAMES = ("Lê An Nhiên", "Lê Bình Yên", "Lê Cát Tường")


@pytest.fixture
def world(db, frozen_clock):
    world = worlds.build()
    worlds.publish(CODE)
    return world


@pytest.fixture
def draft(world):
    """Three dependants, each with a name and a birthday."""
    draft = forms.start_draft(actor=world.lan, procedure_code=CODE, receiving_agency_id=world.agency.id)
    items = [{"full_name": name, "born": f"201{place}-06-02"} for place, name in enumerate(NAMES)]
    for page, raw in (("for_whom", {"for_whom": "dependants"}), (GROUP, {GROUP: items})):
        saved = forms.save_answers(actor=world.lan, draft_id=draft.id, page_id=page, raw=raw, revision=draft.revision)
        draft = saved.draft
    return draft


class Tab:
    """A window on the list, as it was when it was opened."""

    def __init__(self, world, draft, kind, number):
        self.browser, self.kind, self.number = signed_in(world.lan), kind, number
        self.list_url = f"/drafts/{draft.id}/{GROUP}"
        self.url = self.list_url + "?list=1" if kind == "remove" else f"{self.list_url}/{number}"
        self.page = self.browser.get(self.url)
        assert self.page.status_code == 200, text(self.page)

    def press(self, page=None):
        sent = hiddens(page or self.page)
        if self.kind == "remove":
            return self.browser.post(self.url, sent | {"remove": str(self.number)})
        name = {"add": "Trần Đông Mới", "change": f"Phạm Văn Sửa {'ABCD'[self.number - 1]}"}[self.kind]
        box = f"{GROUP}-{self.number - 1}"
        typed = {f"{box}-full_name": name, f"{box}-born-day": "1", f"{box}-born-month": "3", f"{box}-born-year": "2019"}
        return self.browser.post(self.url, sent | typed | {"later": "1"})


def names(world, draft):
    answers = forms.get_draft(actor=world.lan, draft_id=draft.id).answers
    return [item.get("full_name") for item in answers[GROUP]]


def test_two_tabs_that_change_different_people_are_both_kept(world, draft):
    here, there = Tab(world, draft, "change", 1), Tab(world, draft, "change", 3)
    assert there.press().status_code == 302
    assert here.press().status_code == 302
    assert names(world, draft) == ["Phạm Văn Sửa A", NAMES[1], "Phạm Văn Sửa C"]


def test_a_person_is_found_again_though_another_tab_removed_one_before(world, draft):
    here, there = Tab(world, draft, "change", 3), Tab(world, draft, "remove", 1)
    assert there.press().status_code == 302
    assert here.press().status_code == 302
    assert names(world, draft) == [NAMES[1], "Phạm Văn Sửa C"]


@pytest.mark.parametrize("first", ["add", "change", "remove"])
@pytest.mark.parametrize("second", ["add", "change", "remove"])
def test_what_clashes_is_told_and_nothing_of_the_first_tab_is_lost(world, draft, first, second):
    number = {"add": 4, "change": 2, "remove": 2}
    here, there = Tab(world, draft, second, number[second]), Tab(world, draft, first, number[first])
    assert there.press().status_code == 302
    after = names(world, draft)
    answer = here.press()
    if (first, second) == ("add", "change"):  # one more does not touch this one
        assert answer.status_code == 302
        assert names(world, draft) == [NAMES[0], "Phạm Văn Sửa B", NAMES[2], "Trần Đông Mới"]
        return
    assert answer.status_code == 409, text(answer)
    assert names(world, draft) == after
    assert "cửa sổ" in text(answer)


@pytest.mark.parametrize(
    ("first", "second", "kept"),
    [
        ("add", "add", [*NAMES, "Trần Đông Mới", "Trần Đông Mới"]),
        ("remove", "change", [NAMES[0], NAMES[2], "Phạm Văn Sửa B"]),  # it comes back as one more, in nobody's place
        ("change", "change", [NAMES[0], "Phạm Văn Sửa B", NAMES[2]]),
        ("remove", "add", [NAMES[0], NAMES[2], "Trần Đông Mới"]),
    ],
)
def test_keeping_ones_own_after_a_clash_takes_nobody_elses_place(world, draft, first, second, kept):
    number = {"add": 4, "change": 2, "remove": 2}
    here, there = Tab(world, draft, second, number[second]), Tab(world, draft, first, number[first])
    there.press()
    clash = here.press()
    typed = dict(re.findall(rf'<input type="hidden" name="({GROUP}-[^"]+)" value="([^"]*)"', clash.content.decode()))
    again = here.browser.post(here.url, hiddens(clash) | typed)
    assert again.status_code in (302, 422), text(again)
    assert names(world, draft) == kept


def test_a_page_that_is_only_drawn_again_still_speaks_of_the_list_its_writer_saw(world, draft):
    here, there = Tab(world, draft, "add", 4), Tab(world, draft, "change", 2)
    there.press()
    redrawn = here.browser.post(here.url, hiddens(here.page) | {"choose-province": f"{GROUP}-3-home"})
    assert redrawn.status_code == 200
    assert here.press(redrawn).status_code == 409
