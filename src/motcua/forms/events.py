"""What the forms room announces."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from motcua.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class DraftExpiring(Event):
    """A draft will be thrown away at `expires_at` unless it is saved before. Told once for each such moment.

    `filed_by`: the official who writes it for the owner, None when the owner writes.
    """

    name: ClassVar[str] = "forms.draft_expiring.v1"
    draft_id: UUID
    owner_id: UUID
    filed_by: UUID | None
    procedure_code: str
    expires_at: datetime
