"""What the catalogue announces."""

from dataclasses import dataclass
from typing import ClassVar

from motcua.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class ProcedurePublished(Event):
    """A hand-written version came into the catalogue; drafts that began with an older one keep it."""

    name: ClassVar[str] = "catalogue.procedure_published.v1"
    procedure_code: str
    version_hash: str


@dataclass(frozen=True, kw_only=True)
class CatalogueImported(Event):
    """A catalogue file was read; `created` and `updated` count procedures."""

    name: ClassVar[str] = "catalogue.catalogue_imported.v1"
    file_name: str
    created: int
    updated: int
