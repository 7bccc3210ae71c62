"""People, their accounts, tokens for programs, and counters of wrong guesses."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from motcua.kernel.ids import new_id


class Person(models.Model):
    """A person as the population register would tell. Guarded by row-level security: a person sees the own row,
    an official may see rows (each look is written to the ledger by whoever looks).
    """

    retention = "as long as a dossier of the person is kept"
    personal_data = "basic personal data; nationality and ethnicity are asked by the forms of the law"

    id = models.UUIDField(primary_key=True, default=new_id)
    full_name = models.CharField(max_length=200)
    sort_key = models.CharField(max_length=300, db_collation="C")
    personal_id = models.CharField(max_length=12, unique=True)
    birth_date = models.DateField(null=True)
    sex = models.CharField(max_length=6)
    phone = models.CharField(max_length=20, default="", blank=True)
    email = models.CharField(max_length=254, default="", blank=True)
    address = models.CharField(max_length=300, default="", blank=True)
    unit_code = models.CharField(max_length=5, default="", blank=True)
    nationality = models.CharField(max_length=60, default="", blank=True)
    ethnicity = models.CharField(max_length=60, default="", blank=True)


class Account(AbstractBaseUser):
    """Who may sign in: for one person or for one official. `login` is stored folded to lower case.

    `name` is what the page greets with; `assurance` is the level at which the identity was checked (1 or 2);
    `provider` "demo" marks a made-up account that exists only while the demo is on, `introduction` says who it plays.
    """

    retention = "until the account is closed"
    personal_data = "name, login"

    id = models.UUIDField(primary_key=True, default=new_id)
    login = models.CharField(max_length=120, unique=True)
    name = models.CharField(max_length=200)
    person = models.OneToOneField(Person, models.PROTECT, null=True, related_name="account")
    official_id = models.UUIDField(null=True, unique=True)
    assurance = models.PositiveSmallIntegerField(default=1)
    provider = models.CharField(max_length=40, default="local")
    introduction = models.JSONField(default=dict, blank=True)
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "login"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = BaseUserManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=True, official_id__isnull=False)
                | Q(person__isnull=False, official_id__isnull=True),
                name="account_is_for_a_person_or_an_official",
            ),
        ]


class ApiToken(models.Model):
    """A secret that lets a program act as an account. Only the SHA-256 of the secret is kept."""

    retention = "one year after it expired"
    personal_data = "none"

    id = models.UUIDField(primary_key=True, default=new_id)
    digest = models.BinaryField(max_length=32, unique=True)
    account = models.ForeignKey(Account, models.CASCADE)
    label = models.CharField(max_length=120)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)


class NumberKey(models.Model):
    """The one key with which ids are made from numbers; see `numbers`."""

    retention = "permanent: ids made from it stand in other tables"
    personal_data = "none"

    secret = models.BinaryField(primary_key=True, max_length=32)


class GuessCount(models.Model):
    """How often a wrong secret was tried for one key (a keyed hash of login, address or both) in one window."""

    retention = "one day"
    personal_data = "none: keys are keyed hashes"

    key = models.BinaryField(primary_key=True, max_length=32)
    window_start = models.DateTimeField(db_index=True)
    failures = models.IntegerField()


from motcua.identity.eid.models import EidBinding  # noqa: E402 - Django looks for tables here
from motcua.identity.passkeys.models import Ceremony, Enrolment, Passkey, Sitting  # noqa: E402 - Django looks for tables here

__all__ = [
    "Account",
    "ApiToken",
    "Ceremony",
    "EidBinding",
    "Enrolment",
    "GuessCount",
    "NumberKey",
    "Passkey",
    "Person",
    "Sitting",
]
