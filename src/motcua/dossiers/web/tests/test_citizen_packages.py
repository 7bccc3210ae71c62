"""Every package that we ship can be filled in on these pages, with the answers of its own scenarios."""

import re
from datetime import datetime

import pytest

from motcua.agencies import api as agencies
from motcua.catalogue import api as catalogue
from motcua.dossiers.tests import world as worlds
from motcua.dossiers.web.tests.citizens import boxes, photo, save, signed_in, text
from motcua.forms import api as forms
from motcua.forms.contracts import FieldType
from motcua.kernel.actors import SYSTEM

FACTS = {"full_name", "personal_id", "birth_date", "sex", "nationality", "ethnicity"}
UNITS = {"commune": "19804", "province": "46", "ministry": ""}


def stories():
    """The first and the last story of each package that people file online."""
    for folder in sorted(worlds.PACKAGES.glob("*.*-*")):
        told = catalogue.load_scenarios(folder)
        online = [
            name for name in sorted(told) if told[name]["channel"] == "online" and told[name]["expect"].get("valid")
        ]
        yield from ((folder.name.split("-")[0], name) for name in dict.fromkeys(online[:1] + online[-1:]))


@pytest.fixture
def world(db, frozen_clock):
    return worlds.build()


def office(version):
    """An agency that may handle the procedure."""
    tier = next(tier for tier in ("commune", "province", "ministry") if tier in version.tiers)
    return agencies.register_agency(
        actor=SYSTEM,
        code=f"H99.{version.code}",
        name={"vi": "Nơi giải quyết"},
        tier=tier,
        unit_code=UNITS[tier],
        branch=version.branch,
    )


@pytest.mark.parametrize(("code", "story"), list(stories()))
def test_a_story_can_be_filled_in_and_submitted(world, frozen_clock, code, story):
    version = worlds.publish(code)
    for part in version.journey:
        office(worlds.publish(part.procedure))
    (folder,) = worlds.PACKAGES.glob(f"{code}-*")
    scenario = catalogue.load_scenarios(folder)[story]
    frozen_clock.set(datetime.fromisoformat(str(scenario["today"])))
    told = {key: worlds.here(value) for key, value in scenario["answers"].items()}
    worlds.rewrite_record(world.lan, **record_of(forms.compile_form(version), told))
    lan, agency = signed_in(world.lan), office(version)
    pages = {page.id: page.fields for page in forms.compile_form(version).pages}
    url = lan.post(f"/apply/{code}", {"agency": str(agency.id)}).url
    while (page_id := url.rsplit("/", 1)[-1]) in pages and "/papers/" not in url:
        asked = pages[page_id]
        if asked[0].type is FieldType.GROUP:
            add_items(lan, url, asked[0].id, told.get(asked[0].id, []))
            url, asked = f"{url}?list=1", ()
        sent = {name: value for f in asked if f.id in told for name, value in typed(f.id, told[f.id]).items()}
        answer = save(lan, url, sent)
        assert answer.status_code == 302, f"{page_id}: {text(answer)}"
        url = answer.url
    while "/papers/" in url:
        assert lan.get(url).status_code == 200
        answer = lan.post(url, {"files": photo()})
        assert answer.status_code == 302, text(answer)
        url = answer.url
    check = lan.get(url)
    assert re.search(r"Nộp (\d )?hồ sơ", text(check)), text(check)
    done = lan.post(url, {"declared": "yes"})
    assert done.status_code == 302, text(done)
    assert re.search(r"Đã nộp (\d )?hồ sơ", text(lan.get(done.url)))


def record_of(form, told):
    """What the register says of the person of this story."""
    sources = {field.prefill.removeprefix("applicant."): field for field in form.fields.values() if not field.editable}
    return {fact: told[sources[fact].id] for fact in FACTS & sources.keys() if sources[fact].id in told}


def add_items(browser, url, group, items):
    """Each of a group has a page of its own."""
    for place, item in enumerate(items):
        sent = {
            name: text
            for field, value in item.items()
            for name, text in typed(f"{group}-{place}-{field}", value).items()
        }
        answer = save(browser, f"{url}/{place + 1}", sent)
        assert answer.status_code == 302, text(answer)


def typed(field, value):
    return {field: [str(one) for one in value]} if isinstance(value, list) else boxes(field, value)
