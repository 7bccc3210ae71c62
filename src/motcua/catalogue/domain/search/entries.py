"""What search knows of one procedure. Whoever keeps the catalogue makes entries of it; the index is made of entries."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """`names`: official names, the Vietnamese one first. `everyday`: what people call it. `about`: what else is said
    of it in short (result, field, agency). `field`, `agency`: Vietnamese names that a filter takes.
    `places`: codes of the provinces whose agencies alone it names; none: it is for everywhere.
    `gone`: it names a level of government that is no more. `use`: what editors know of how much it is used beside others, 0 to 1.
    """

    code: str
    origin: str
    names: tuple[str, ...]
    everyday: tuple[str, ...] = ()
    about: str = ""
    field: str = ""
    agency: str = ""
    tiers: tuple[str, ...] = ()
    life_events: tuple[str, ...] = ()
    online: bool = False
    languages: tuple[str, ...] = ("vi",)
    places: frozenset[str] = frozenset()
    gone: bool = False
    use: float = 0.0


def agency_of(said: str) -> str:
    """The first agency that a source names, once: "Sở Tư pháp; Sở Tư pháp" is "Sở Tư pháp"."""
    first = said.replace(",", ";").split(";")[0]
    return " ".join(first.split()).rstrip(". ")
