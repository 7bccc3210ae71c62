"""Tables of the catalogue. Versions are written once; what a procedure is today is a pointer to one of them."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
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
    titles = ArrayField(models.TextField())
    """Folded names and everyday names: what a query is compared with, letter by letter."""
    title_text = models.TextField()
    words = SearchVectorField()
    life_events = ArrayField(models.CharField(max_length=20))

    class Meta:
        # No pending lists: after an import the first searches would pay for what was not yet put in its place.
        indexes = [
            GinIndex(fields=["words"], name="catalogue_search_in_words", fastupdate=False),
            GinIndex(
                fields=["title_text"], name="catalogue_search_in_letters", opclasses=["gin_trgm_ops"], fastupdate=False
            ),
            GinIndex(fields=["life_events"], name="catalogue_search_events"),
        ]


class Synonym(models.Model):
    """Everyday words that mean words of the law, beside those of `data/search.yaml` or instead of them.

    Staff of `owner` look after them; search reads them again each minute.
    """

    retention = "until its owner removes it"
    personal_data = "none"

    everyday = models.CharField(max_length=120, primary_key=True)
    """As people write them; search folds them."""
    legal = models.CharField(max_length=240)
    """Words that the catalogue itself uses; "" switches a curated synonym off."""
    owner = models.CharField(max_length=60)


class CommonWord(models.Model):
    """A word, or a pair of neighbours written as one, that so many procedures share that it tells none from another."""

    retention = "derived: counted again after each import"
    personal_data = "none"

    word = models.CharField(max_length=120, primary_key=True)
    documents = models.IntegerField()
