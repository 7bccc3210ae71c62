"""The one file that knows the WebAuthn library. What it raises is mapped to reasons; nothing of it leaves this file."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import (
    base64url_to_bytes,
    parse_attestation_object,
    parse_authentication_credential_json,
    parse_authenticator_data,
    parse_registration_credential_json,
)
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorData,
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from motcua.identity.passkeys.refusing import UnprovenError, Why
from motcua.identity.passkeys.relying_party import NAME, RelyingParty

MILLISECONDS = 120_000
LONGEST_ANSWER = 20_000
# What the library lets through of Python's own when an answer is made up.
_BROKEN = (WebAuthnException, ValueError, TypeError, KeyError, AttributeError, IndexError, OverflowError)


@dataclass(frozen=True, slots=True)
class NewKey:
    credential_id: bytes
    public_key: bytes
    sign_count: int
    model: str
    transports: tuple[str, ...]
    backed_up: bool


@dataclass(frozen=True, slots=True)
class Named:
    """Which key an assertion says it is, and whose it says it is (empty: not said)."""

    credential_id: bytes
    handle: bytes


@dataclass(frozen=True, slots=True)
class Asserted:
    sign_count: int
    backed_up: bool


def creation_options(
    party: RelyingParty, challenge: bytes, *, handle: bytes, login: str, name: str, known: Iterable[bytes]
) -> dict[str, Any]:
    """What the browser is asked to make: a key that it can find by itself, opened by finger, face or PIN."""
    options = generate_registration_options(
        rp_id=party.id,
        rp_name=NAME,
        user_id=handle,
        user_name=login,
        user_display_name=name,
        challenge=challenge,
        timeout=MILLISECONDS,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            require_resident_key=True,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=each) for each in known],
    )
    return _plain(options_to_json(options))


def request_options(party: RelyingParty, challenge: bytes, allowed: Iterable[bytes] = ()) -> dict[str, Any]:
    """What the browser is asked to answer. `allowed` empty: any key for this site."""
    options = generate_authentication_options(
        rp_id=party.id,
        challenge=challenge,
        timeout=MILLISECONDS,
        allow_credentials=[PublicKeyCredentialDescriptor(id=each) for each in allowed],
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return _plain(options_to_json(options))


def judge_creation(answer: str, party: RelyingParty, challenge: bytes) -> NewKey:
    """The key in the answer. Raises UnprovenError."""
    try:
        credential = parse_registration_credential_json(_read(answer))
        authenticator = parse_attestation_object(credential.response.attestation_object).auth_data
    except _BROKEN:
        raise UnprovenError(Why.UNREADABLE) from None
    _judge_circumstances(credential.response.client_data_json, authenticator, party, challenge)
    try:
        found = verify_registration_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=party.id,
            expected_origin=party.origin,
            require_user_verification=True,
        )
    except _BROKEN:
        raise UnprovenError(Why.SIGNATURE) from None
    transports = tuple(each.value for each in credential.response.transports or ())
    return NewKey(
        credential_id=found.credential_id,
        public_key=found.credential_public_key,
        sign_count=found.sign_count,
        model=found.aaguid,
        transports=transports,
        backed_up=found.credential_backed_up,
    )


def named_in(answer: str) -> Named:
    """Which key answers. Nothing is proven by it. Raises UnprovenError."""
    try:
        credential = parse_authentication_credential_json(_read(answer))
    except _BROKEN:
        raise UnprovenError(Why.UNREADABLE) from None
    return Named(credential.raw_id, credential.response.user_handle or b"")


def judge_assertion(
    answer: str, party: RelyingParty, challenge: bytes, *, public_key: bytes, sign_count: int
) -> Asserted:
    """What the key proved. Raises UnprovenError."""
    try:
        credential = parse_authentication_credential_json(_read(answer))
        authenticator = parse_authenticator_data(credential.response.authenticator_data)
    except _BROKEN:
        raise UnprovenError(Why.UNREADABLE) from None
    _judge_circumstances(credential.response.client_data_json, authenticator, party, challenge)
    backwards = bool(authenticator.sign_count or sign_count) and authenticator.sign_count <= sign_count
    try:
        found = verify_authentication_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=party.id,
            expected_origin=party.origin,
            credential_public_key=public_key,
            # A signature is judged before its counter: only the key itself can say that it was copied.
            credential_current_sign_count=min(sign_count, max(authenticator.sign_count - 1, 0)),
            require_user_verification=True,
        )
    except _BROKEN:
        raise UnprovenError(Why.SIGNATURE) from None
    if backwards:
        raise UnprovenError(Why.COUNTER)
    return Asserted(found.new_sign_count, found.credential_backed_up)


def _judge_circumstances(
    client_data: bytes, authenticator: AuthenticatorData, party: RelyingParty, challenge: bytes
) -> None:
    """The library checks these too, in one breath; here each has its name. Framed pages, which it lets pass, are not
    this site's."""
    try:
        said = json.loads(client_data)
        asked = base64url_to_bytes(said["challenge"])
    except _BROKEN:
        raise UnprovenError(Why.UNREADABLE) from None
    if asked != challenge:
        raise UnprovenError(Why.CHALLENGE)
    if said.get("origin") != party.origin or said.get("crossOrigin") or said.get("topOrigin"):
        raise UnprovenError(Why.ORIGIN)
    if authenticator.rp_id_hash != sha256(party.id.encode()).digest():
        raise UnprovenError(Why.RP_ID)
    if not authenticator.flags.up or not authenticator.flags.uv:
        raise UnprovenError(Why.NOT_VERIFIED)


def _read(answer: str) -> dict[str, Any]:
    if len(answer) > LONGEST_ANSWER:
        raise ValueError
    found = json.loads(answer)
    if not isinstance(found, dict):
        raise TypeError
    return found


def _plain(options: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(options)
    return found
