"""Reading DATABASE_URL."""

from hypothesis import given
from hypothesis import strategies as st

from motcua.platform.database.addresses import APP, external, parse
from motcua.platform.database.errors import StartRefusedError
from motcua.platform.database.secrets import Secrets

KEPT = Secrets(app_password="ours")


def test_an_address_is_taken_apart_and_its_options_are_kept():
    found = parse("postgresql://hue:p%40ss@db.example:6432/motcua?sslmode=require", "DATABASE_URL")
    assert (found.user, found.password, found.host, found.port, found.database) == (
        "hue",
        "p@ss",
        "db.example",
        "6432",
        "motcua",
    )
    assert found.options == {"sslmode": "require"}


def test_the_application_role_reaches_the_same_database_with_a_password_of_ours():
    both = external("postgresql://hue:secret@db.example/motcua?sslmode=require", KEPT)
    assert (both.app.user, both.app.password, both.app.host) == (APP, "ours", "db.example")
    assert both.app.options == {"sslmode": "require"}


def test_an_application_role_of_the_administrators_is_taken_as_it_is():
    both = external("postgresql://hue:s@db/motcua", KEPT, "postgresql://counter:t@pool:6432/motcua")
    assert (both.app.user, both.app.port) == ("counter", "6432")


def test_a_password_is_not_shown_when_an_address_is_printed():
    assert "secret" not in repr(parse("postgresql://hue:secret@db/motcua", "DATABASE_URL"))


@given(st.text(min_size=1))
def test_whatever_is_given_is_an_address_or_one_sentence(text):
    said = "DATABASE_URL is an address."
    try:
        parse(f"postgresql://{text}", "DATABASE_URL")
    except StartRefusedError as refusal:
        said = str(refusal)
    assert said.startswith("DATABASE_URL")
    assert said.endswith(".")
