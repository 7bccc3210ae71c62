"""Ids that keep their meaning from one version to the next."""

import pytest

from motcua.catalogue.api import publish_package
from motcua.catalogue.domain.stability import unstable_ids
from motcua.catalogue.errors import PackageInvalidError
from motcua.kernel.actors import SYSTEM

from .packages import FORM, write_package


def form(*fields, renames=()):
    asked = [{"id": name, "type": kind} for name, kind in fields]
    return {"sections": [{"id": "s", "pages": [{"id": "p", "fields": asked}]}], "renames": list(renames)}


def told(new, *earlier):
    return [what for _path, what, _instead in unstable_ids(new, earlier)]


def test_another_type_under_the_same_id_is_refused():
    assert told(form(("cards", "text")), form(("cards", "number"))) == [
        "`cards` was of type number in a published version and is text now."
    ]


def test_an_id_that_was_removed_may_come_back_as_what_it_was_and_as_nothing_else():
    removed, first = form(("name", "name")), form(("name", "name"), ("cards", "number"))
    assert told(form(("name", "name"), ("cards", "number")), removed, first) == []
    assert told(form(("name", "name"), ("cards", "date")), removed, first) != []


def test_a_short_text_may_become_a_long_one():
    assert told(form(("why", "long_text")), form(("why", "text"))) == []


def test_a_rename_names_an_id_that_was_once_published():
    renames = [{"from": "kards", "to": "cards"}]
    assert told(form(("cards", "number"), renames=renames), form(("crads", "number"))) == [
        "`kards` was in no published version."
    ]
    assert told(form(("cards", "number"), renames=renames), form(("kards", "text"))) == []


def test_within_a_group_ids_are_the_groups_own():
    group = {"id": "children", "type": "group", "fields": [{"id": "name", "type": "name"}]}
    old = {"sections": [{"id": "s", "pages": [{"id": "p", "fields": [group]}]}]}
    assert told(form(("name", "text")), old) == []


@pytest.mark.django_db
def test_publishing_refuses_it_with_the_line_and_leaves_the_old_version_in_force(tmp_path):
    publish_package(actor=SYSTEM, folder=write_package(tmp_path / "one"))
    other = FORM.replace("id: kind\n            type: choice", "id: kind\n            type: choices")
    with pytest.raises(PackageInvalidError) as caught:
        publish_package(actor=SYSTEM, folder=write_package(tmp_path / "two", form=other))
    (problem,) = caught.value.problems
    assert (problem.file, problem.line) == ("form.yaml", 11)
    assert "renames: [{from: kind, to: …}]" in problem.instead
