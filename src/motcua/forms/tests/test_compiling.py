from dataclasses import replace

from motcua.catalogue.api import load_package
from motcua.forms.api import compile_form
from motcua.forms.domain.compiled import compiled
from motcua.forms.tests.conftest import PACKAGE
from motcua.forms.tests.samples import definition, field, page


def test_a_version_is_compiled_once():
    version = load_package(PACKAGE)
    assert compile_form(version) is compile_form(version)
    assert compile_form(version) is compile_form(load_package(PACKAGE))


def test_versions_with_the_same_questions_share_what_runs_and_keep_their_own_hash():
    version = load_package(PACKAGE)
    later = replace(version, hash="later")
    assert compile_form(later).version_hash == "later"
    assert compiled(compile_form(later)).steps is compiled(compile_form(version)).steps


def test_a_preview_with_the_hash_of_another_form_gets_its_own_questions():
    version = replace(load_package(PACKAGE), hash="preview")
    assert "wish" in compile_form(version).fields
    changed = replace(version, form=definition(page("one", field("other"))))
    assert list(compile_form(changed).fields) == ["other"]
