"""Login and password, kept here."""

from collections.abc import Mapping

from django.contrib.auth.hashers import make_password

from motcua.identity.accounts import may_sign_in
from motcua.identity.models import Account
from motcua.identity.providers import Proof
from motcua.kernel.texts import fold


class LocalProvider:
    name = "local"

    def prove(self, answer: Mapping[str, str]) -> Proof | None:
        login, secret = answer.get("login", ""), answer.get("secret", "")
        account = Account.objects.filter(login=fold(login.strip())).first() if login.isprintable() else None
        if account is None:
            make_password(secret)  # as slow as comparing, so the time does not tell whether the login exists
            return None
        matches = account.check_password(secret)
        return Proof(account.id, account.assurance) if matches and may_sign_in(account) else None
