"""What may be published of a figure: nothing that is so small that it speaks of single people. Pure."""

from motcua.dossiers.contracts import PublicRate


def published(on_time: int, late: int, least: int) -> PublicRate:
    """The rate of dossiers decided on time, without any number from 1 to `least` - 1 and without what it follows from."""
    decided = on_time + late
    if decided < least:
        return PublicRate(None if decided else 0, None, None, None)
    if 0 < late < least:
        return PublicRate(decided, None, None, None, at_least=100 * (decided - least + 1) // decided)
    if 0 < on_time < least:
        return PublicRate(decided, None, None, None, at_most=-(-100 * (least - 1) // decided))
    return PublicRate(decided, on_time, late, 100 * on_time // decided)


def published_count(number: int, least: int) -> int | None:
    """`number`, or None when it is from 1 to `least` - 1."""
    return None if 0 < number < least else number
