"""What rooms announce: frozen facts with a versioned wire name, delivered after the transaction that made them."""

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any, ClassVar, Self, get_type_hints
from uuid import UUID

from motcua.kernel import clock
from motcua.kernel.ids import new_id


@dataclass(frozen=True, kw_only=True)
class Event:
    """Subclass, set `name` (`dossiers.dossier_submitted.v1`), hold ids and values, never rows."""

    name: ClassVar[str]
    event_id: UUID = field(default_factory=new_id)
    occurred_at: datetime = field(default_factory=clock.now)

    def to_wire(self) -> dict[str, Any]:
        """JSON-ready: ids and moments as text."""
        return {name: _plain(value) for name, value in vars(self).items()}

    @classmethod
    def from_wire(cls, wire: dict[str, Any]) -> Self:
        """The event again; keys that a newer version added are left out."""
        hints = get_type_hints(cls)
        known = {f.name for f in fields(cls)}
        return cls(**{key: _typed(hints[key], value) for key, value in wire.items() if key in known})


Handler = Callable[[Any], None]


def _plain(value: Any) -> Any:
    if isinstance(value, UUID | str):
        return str(value)
    return value.isoformat() if hasattr(value, "isoformat") else value


def _typed(hint: Any, value: Any) -> Any:
    if value is None:
        return None
    kinds = getattr(hint, "__args__", (hint,))
    if UUID in kinds:
        return UUID(value)
    if datetime in kinds:
        return datetime.fromisoformat(value)
    return tuple(value) if isinstance(value, list) else value
