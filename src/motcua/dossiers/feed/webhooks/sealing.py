"""Secrets of webhooks at rest: enciphered with a key that is made of SECRET_KEY, so that a copy of the database signs
nothing."""

import base64

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


def seal(secret: str) -> str:
    return _cipher().encrypt(secret.encode()).decode()


def unseal(sealed: str) -> str:
    """Raises cryptography's InvalidToken when SECRET_KEY is another one by now."""
    return _cipher().decrypt(sealed.encode()).decode()


def _cipher() -> Fernet:
    derived = HKDF(hashes.SHA256(), 32, salt=None, info=b"motcua webhooks").derive(settings.SECRET_KEY.encode())
    return Fernet(base64.urlsafe_b64encode(derived))
