"""What an eID tells, and why an answer is not believed."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Why(StrEnum):
    STATE = "state"  # not the answer to what this browser was sent for, or one that came before
    MIXED_UP = "mixed_up"  # another provider answers than the one who was asked
    DENIED = "denied"  # the person said no over there, or the provider did
    UNREACHABLE = "unreachable"
    UNREADABLE = "unreadable"  # too much, too slow, no JSON, no token
    CODE = "code"  # the provider does not know the code (any more)
    ALGORITHM = "algorithm"
    KEY = "key"  # signed with a key that the provider does not publish
    SIGNATURE = "signature"
    ISSUER = "issuer"
    AUDIENCE = "audience"
    TIME = "time"  # expired, or issued in the future or long ago
    NONCE = "nonce"
    SUBJECT = "subject"  # missing, or another one than in the token
    LEVEL = "level"  # unknown, or lower than was asked for
    AUTH_TIME = "auth_time"  # missing, or too long ago for what was asked for
    CLAIMS = "claims"  # says too little of the person, or something that cannot be
    OTHER_PERSON = "other_person"  # another person than the one who is to be confirmed
    CLOSED = "closed"


class UnprovenError(Exception):
    """Inside this package: what an answer failed by."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Asked:
    """What a browser was sent for, kept in its session until the answer comes. `level`: at least this, 0 for any;
    `max_age`: proven within so many seconds, -1 for whenever; `person_id`: who is to be confirmed, "" for anybody."""

    provider: str
    state: str
    nonce: str
    verifier: str
    next: str
    level: int = 0
    max_age: int = -1
    person_id: str = ""


@dataclass(frozen=True, slots=True)
class Identity:
    """Whom a provider recognised: its (issuer, subject) is the account's key, never a number or an e-mail address.

    `personal_id` has 12 digits; `sex` is "male" or "female"; `level` is what a signed token said, by the provider's table.
    """

    issuer: str
    subject: str
    level: int
    personal_id: str
    full_name: str
    birth_date: date | None
    sex: str
