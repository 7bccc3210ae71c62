"""Keys of officials, and the questions that are open for one answer."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import Q

from motcua.kernel.ids import new_id


class Passkey(models.Model):
    """The public half of a key on an official's device. Row-level security: the official's own, and the system's.

    A trigger keeps what identifies a key as it was registered, and its counter from going back.
    """

    retention = "until it is removed, or the account is closed"
    personal_data = "that an official has a key, its model, when it was used"

    id = models.UUIDField(primary_key=True, default=new_id)
    account = models.ForeignKey("identity.Account", models.CASCADE, related_name="passkeys")
    official_id = models.UUIDField(db_index=True)
    credential_id = models.BinaryField(max_length=1023, unique=True)
    host = models.CharField(max_length=253)  # the RP ID: at another address of the installation the key opens nothing
    public_key = models.BinaryField(max_length=2048)
    sign_count = models.BigIntegerField()
    name = models.CharField(max_length=60)
    model = models.CharField(max_length=36)  # the AAGUID as the device tells it: a kind of device, not one of them
    transports = ArrayField(models.CharField(max_length=20), default=list)
    backed_up = models.BooleanField()
    added_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(sign_count__gte=0), name="passkey_counts_up")]


class Sitting(AbstractBaseSession):
    """A browser's session (setting SESSION_ENGINE), with whose it is and what is told about it. `passkey_ids`: the keys
    that opened it or proved again whose it is; `official`: whether it ends by itself."""

    retention = "twelve hours after it was last written"
    personal_data = "what somebody was typing; which kind of browser they use, and when"

    account = models.ForeignKey("identity.Account", models.CASCADE, null=True)
    official = models.BooleanField(default=False)
    began_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    by = models.CharField(max_length=40, default="", blank=True)
    device = models.CharField(max_length=40, default="", blank=True)
    passkey_ids = ArrayField(models.UUIDField(), default=list)

    @classmethod
    def get_session_store_class(cls) -> Any:
        from motcua.identity.session_store import SessionStore

        return SessionStore


class Ceremony(models.Model):
    """A challenge that waits for one answer, of one kind, for one account (none: a sign-in). Only the system sees it."""

    retention = "minutes: removed by its answer, or an hour after it ran out"
    personal_data = "none"

    id = models.UUIDField(primary_key=True, default=new_id)
    kind = models.CharField(max_length=12)
    account = models.ForeignKey("identity.Account", models.CASCADE, null=True)
    challenge = models.BinaryField(max_length=64)
    expires_at = models.DateTimeField(db_index=True)


class Enrolment(models.Model):
    """A link that lets an official register a first key, once and for minutes. Only its SHA-256 is kept.

    `given_by_id` is the official who proved anew who it is; none for the administrator's command line.
    """

    retention = "one year after it ran out: who let whom in is in the ledger for ever"
    personal_data = "names of two officials"

    id = models.UUIDField(primary_key=True, default=new_id)
    account = models.ForeignKey("identity.Account", models.CASCADE)
    digest = models.BinaryField(max_length=32, unique=True)
    given_by_id = models.UUIDField(null=True)
    given_by_name = models.CharField(max_length=200)
    given_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True)
