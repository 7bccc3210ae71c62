"""`motcua identity`: an integrator gets a token, and it can be taken away."""

import re
from datetime import timedelta

import pytest

from motcua.identity import api
from motcua.identity.cli import main
from motcua.identity.errors import TokenInvalidError
from motcua.identity.tests.test_signing_in import account

pytestmark = pytest.mark.django_db


def test_the_secret_alone_is_on_standard_output_and_acts_for_that_login(capsys, frozen_clock):
    account()
    assert main(["identity", "issue-token", "MAU", "--label", "ngân hàng", "--days", "2"]) == 0
    said = capsys.readouterr()
    secret = said.out.strip()
    assert api.principal_of_token(secret).name in said.err
    frozen_clock.forward(timedelta(days=2))
    with pytest.raises(TokenInvalidError):
        api.principal_of_token(secret)


def test_what_was_issued_is_revoked_by_the_id_that_was_told(capsys):
    account()
    main(["identity", "issue-token", "mau"])
    said = capsys.readouterr()
    token = re.search(r"revoke-token (\S+)", said.err)[1]
    assert main(["identity", "revoke-token", token]) == 0
    with pytest.raises(TokenInvalidError):
        api.principal_of_token(said.out.strip())


def test_a_login_that_nobody_has_gets_none(capsys):
    assert main(["identity", "issue-token", "khong-ai"]) == 2
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("days", ["0", "367", "mai"])
def test_a_token_lives_from_a_day_to_a_year(days, capsys):
    with pytest.raises(SystemExit):
        main(["identity", "issue-token", "mau", "--days", days])
    assert capsys.readouterr().out == ""
