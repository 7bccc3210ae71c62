"""The two shapes in which the national catalogue comes, exactly typed. What does not fit is refused by line."""

from typing import Annotated

from msgspec import Meta, Struct

Code = Annotated[str, Meta(pattern=r"^[0-9A-Z][0-9A-Za-z.]{3,59}$")]
Name = Annotated[str, Meta(min_length=3, max_length=2_000)]


class SourceFee(Struct, frozen=True):
    amount: int | None = None
    currency: str | None = None
    note: str | None = None


class SourceChannel(Struct, frozen=True):
    """`duration` counts `unit`s; a duration without a unit is shown, never reckoned with."""

    channel: str
    duration: int | float | None = None
    unit: str | None = None
    free: bool | None = None
    fees: list[SourceFee] = []
    fee_note: str | None = None
    note: str | None = None


class SourceComponent(Struct, frozen=True):
    name: str | None = None
    group: str | None = None
    template_hint: str | None = None
    originals: int | None = None
    copies: int | None = None


class SourceResult(Struct, frozen=True):
    name: str | None = None
    code: str | None = None


class DetailedRecord(Struct, frozen=True):
    """One procedure with all that the source says of it."""

    code: Code
    name: Name
    decision: str | None = None
    levels: list[str] = []
    kind: str | None = None
    field: str | None = None
    subjects: list[str] = []
    authority: str | None = None
    implementing: str | None = None
    receive_at: str | None = None
    coordinating: str | None = None
    steps: str | None = None
    channels: list[SourceChannel] = []
    components: list[SourceComponent] = []
    legal_codes: list[str] = []
    requirements: str | None = None
    results: list[SourceResult] = []
    ministry: str | None = None
    url: str | None = None


class ListedRecord(Struct, frozen=True):
    """One line of a list: the procedure's name and whose it is, nothing to serve it with."""

    code: Code
    name: Name
    issuing_agency: str = ""
    implementing_agency: str = ""
    field: str = ""
    url: str = ""


Record = DetailedRecord | ListedRecord
