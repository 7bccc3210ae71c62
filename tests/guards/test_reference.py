"""Reference pages say what the code says."""

import pytest

from motcua.site import reference
from motcua.site.environment import Environment


@pytest.mark.parametrize("name", reference.PAGES)
def test_a_made_page_is_fresh(name):
    written = (reference.FOLDER / name).read_text() if (reference.FOLDER / name).exists() else ""
    assert written == reference.PAGES[name](), f"docs/reference/{name} is stale; run: make reference"


def test_every_setting_has_a_description():
    assert all(field.description for field in Environment.model_fields.values())


def test_every_error_code_is_used_once_and_begins_with_its_room():
    codes = [error.code for error in reference.coded_errors()]
    twice = sorted({code for code in codes if codes.count(code) > 1})
    assert not twice, f"Give each refusal a code of its own: {twice}"
    for error in reference.coded_errors():
        room, _, rest = error.code.partition(".")
        assert rest and room in error.place.split("/"), f"{error.name}: write its code as <room>.<what_happened>."
