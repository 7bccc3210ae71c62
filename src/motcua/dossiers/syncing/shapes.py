"""One line of a batch, as a program writes it."""

from datetime import datetime
from typing import Any, Literal

import msgspec


class Applicant(msgspec.Struct, forbid_unknown_fields=True, gc=False):
    """Whose case it is. `number`: a person's personal id (12 digits; 9 of an old card are taken, and match nobody) or a
    business's tax code; "" when the source knows none. It is not kept with the dossier."""

    name: str
    type: Literal["person", "business", "agency", "other"] = "person"
    number: str = ""


class DossierRow(msgspec.Struct, tag="dossier", tag_field="kind", forbid_unknown_fields=True):
    """A dossier as its own system sees it now. `sequence` or `as_of` say which of two rows is the newer one; `status` is
    the national status, 1 to 10; moments carry their offset; `details`: at most 4,000 bytes of the source's own."""

    code: str
    agency: str
    procedure: str
    status: int
    applicant: Applicant
    submitted_at: datetime
    sequence: int | None = None
    as_of: datetime | None = None
    channel: Literal["online", "in_person", "postal"] = "in_person"
    received_at: datetime | None = None
    due_at: datetime | None = None
    decided_at: datetime | None = None
    ended_at: datetime | None = None
    fee_total: int = 0
    details: dict[str, Any] = {}


class ProgressRow(msgspec.Struct, tag="progress", tag_field="kind", forbid_unknown_fields=True, gc=False):
    """One step of a dossier: who did what, when. With `status` the dossier is in that status from `at` on; `sequence`
    counts in the same order as those of dossiers, without it `at` does."""

    code: str
    at: datetime
    note: str
    sequence: int | None = None
    status: int | None = None
    by: str = ""
    position: str = ""
    unit: str = ""
    started_at: datetime | None = None
    due_at: datetime | None = None


class RowResult(msgspec.Struct, omit_defaults=True):
    """What became of one line. `code` and `message` say why a row was refused or must wait; `dossier` is its code."""

    line: int
    result: Literal["accepted", "unchanged", "older", "waiting", "refused"]
    dossier: str = ""
    code: str = ""
    message: str = ""


class Summary(msgspec.Struct):
    """The last line of the answer. `replayed`: this key had sent the same body before; nothing was written now."""

    batch: str
    lines: int
    accepted: int
    unchanged: int
    older: int
    waiting: int
    refused: int
    replayed: bool = False
