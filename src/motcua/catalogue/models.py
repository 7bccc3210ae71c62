"""Tables of the catalogue. Versions are written once; what a procedure is today is a pointer to one of them."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Now

from motcua.catalogue.contracts import Origin

ORIGINS = [(origin.value, origin.value) for origin in Origin]


class Procedure(models.Model):
    """A procedure by its national code. `current_hash` names the version that lists and search show: the one in force.

    A version that begins later waits beside it; `services.bring_into_force` turns the pointer on its day.
    """

    retention = "permanent: public information"
    personal_data = "none"

    code = models.CharField(max_length=60, primary_key=True)
    origin = models.CharField(max_length=12, choices=ORIGINS)
    current_hash = models.CharField(max_length=64)
    updated_at = models.DateTimeField(db_default=Now())


class ProcedureVersion(models.Model):
    """One immutable version, named by the hash of its content. A trigger refuses every change and removal."""

    retention = "permanent: dossiers are pinned to versions"
    personal_data = "none"

    hash = models.CharField(max_length=64, primary_key=True)
    code = models.CharField(max_length=60)
    origin = models.CharField(max_length=12, choices=ORIGINS)
    content = models.JSONField()
    effective_from = models.DateField()
    effective_to = models.DateField(null=True)
    published_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["code", "-effective_from"], name="catalogue_version_by_code")]


class PackageSource(models.Model):
    """The very files of a published package. One version may have several: comments and scenarios are not its content.

    Written once, as versions are: a trigger refuses every change and removal.
    """

    retention = "permanent: what was published can be shown, exported and edited again, byte for byte"
    personal_data = "none"

    hash = models.CharField(max_length=64, primary_key=True)
    """SHA-256 of all names and bytes; see `domain.versions.files_hash`."""
    version_hash = models.CharField(max_length=64, db_index=True)
    folder = models.CharField(max_length=120)
    stored_at = models.DateTimeField(db_default=Now())

    objects: ClassVar[models.Manager["PackageSource"]] = models.Manager()


class PackageFile(models.Model):
    """One file of a package source, byte for byte."""

    retention = "permanent: part of its package source"
    personal_data = "none"

    id = models.BigAutoField(primary_key=True)
    source = models.ForeignKey(PackageSource, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(max_length=200)
    content = models.BinaryField()

    objects: ClassVar[models.Manager["PackageFile"]] = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "name"], name="catalogue_one_file_a_name")]


class SearchDocument(models.Model):
    """What one procedure is found by, and the line that a list shows of it. Rebuilt from the version at any time."""

    retention = "derived: rebuilt from versions"
    personal_data = "none"

    code = models.CharField(max_length=60, primary_key=True)
    origin = models.CharField(max_length=12, choices=ORIGINS)
    summary = models.JSONField()
    names = ArrayField(models.TextField(), default=list)
    """Official names with their marks, the Vietnamese one first."""
    everyday = ArrayField(models.TextField(), default=list)
    about = models.TextField(default="")
    """What else is said of it in short: summary, results, field and agency."""
    life_events = ArrayField(models.CharField(max_length=20))

    class Meta:
        indexes = [GinIndex(fields=["life_events"], name="catalogue_search_events")]


class SearchStamp(models.Model):
    """One row that changes with everything that search depends on; each process compares it with what it has built."""

    retention = "permanent: one row"
    personal_data = "none"

    id = models.SmallIntegerField(primary_key=True, default=1)
    stamp = models.UUIDField()


class ProcedureUse(models.Model):
    """How often a procedure was opened, begun and filed in a month. Nobody's name, no hour, no address."""

    retention = "13 months: search looks back a year"
    personal_data = "none: sums over everybody"

    pk = models.CompositePrimaryKey("code", "month")
    code = models.CharField(max_length=60)
    month = models.DateField()
    opened = models.IntegerField(default=0)
    started = models.IntegerField(default=0)
    filed = models.IntegerField(default=0)


class AskedQuery(models.Model):
    """A folded query on a day: how often it was asked, found nothing, and led to a procedure that was opened.

    No person, no hour. What holds a digit or looks like a name is not kept, and editors see a query only when it was
    asked often enough.
    """

    retention = "90 days"
    personal_data = "none: folded words without digits and what looks like a name, shown when asked often enough"

    pk = models.CompositePrimaryKey("query", "day")
    query = models.CharField(max_length=120)
    day = models.DateField()
    asked = models.IntegerField(default=0)
    nothing = models.IntegerField(default=0)
    opened = models.IntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["day"], name="catalogue_asked_by_day")]


class Synonym(models.Model):
    """Everyday words that mean words of the law, or a procedure by its code, beside those of `data/search.yaml` or
    instead of them."""

    retention = "until its owner removes it"
    personal_data = "none"

    everyday = models.CharField(max_length=120, primary_key=True)
    """As people write them."""
    legal = models.CharField(max_length=240)
    """Words that the catalogue itself uses, or a code; "" switches a curated synonym off."""
    owner = models.CharField(max_length=60)
    reason = models.CharField(max_length=500, db_default="")
    active = models.BooleanField(db_default=True)


class SynonymChange(models.Model):
    """The history of synonyms: what was, what is, who changed it and why. Each change can be undone."""

    retention = "permanent: public words and why they are there"
    personal_data = "the names of officials who acted in their position"

    id = models.BigAutoField(primary_key=True)
    everyday = models.CharField(max_length=120, db_index=True)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    by = models.CharField(max_length=120)
    at = models.DateTimeField()
    reason = models.CharField(max_length=500)
