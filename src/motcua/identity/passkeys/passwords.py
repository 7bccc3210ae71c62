"""Whether an official may still sign in by password. The setting MOTCUA_OFFICIAL_PASSWORDS, thought through so that nobody
is locked out: whoever has no key that works here may, unless the setting says never."""

from django.conf import settings

from motcua.identity.accounts import demo_is_on
from motcua.identity.models import Account
from motcua.identity.passkeys.keys import has_passkey

ALLOWED, REFUSED = "allowed", "refused"


def password_allowed(account: Account) -> bool:
    """Citizens always. Officials by the setting; "auto": while the demo is on, and until their first key."""
    mode = settings.MOTCUA_OFFICIAL_PASSWORDS
    if account.official_id is None or mode == ALLOWED:
        return True
    if mode == REFUSED:
        return False
    return demo_is_on() or not has_passkey(account)
