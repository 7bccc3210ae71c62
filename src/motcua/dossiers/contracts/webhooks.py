"""What an agency is told about its webhooks."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class WebhookView:
    """`state`: "running", "failing" (tried again by itself at `next_try_at`), "paused", "paused_itself". `behind`: there
    are changes that have not been sent; `dead`: how many dead letters lie there; `why`: what went wrong last."""

    id: UUID
    agency_id: UUID
    url: str
    procedure_code: str
    state: str
    behind: bool
    cursor: str
    tries: int
    next_try_at: datetime
    last_arrived_at: datetime | None
    why: str
    dead: int
    secrets: int
    created_at: datetime
    created_by: str
    paused_by: str


@dataclass(frozen=True, slots=True)
class DeadLetterView:
    """A message that was given up. `again`: it is about to be tried again."""

    id: UUID
    code: str
    action: str
    cursor: str
    tries: int
    first_tried_at: datetime
    died_at: datetime
    why: str
    again: bool


@dataclass(frozen=True, slots=True)
class NewWebhook:
    """`secret` is shown this once; `webhook_id` of whom."""

    webhook_id: UUID
    secret: str = field(repr=False)
