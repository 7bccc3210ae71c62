"""What may be published of a figure: nothing that is so small that it speaks of single people. Pure."""

from collections.abc import Iterable

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


def published_sum(months: Iterable[tuple[int, int]], least: int) -> PublicRate:
    """The rate of several months, each given as (on time, late), made of nothing but what each of them tells by itself: so
    one span of months less another one tells no more than the months that are published anyway."""
    cells = [cell for cell in (published(on_time, late, least) for on_time, late in months) if cell.decided != 0]
    told = [(cell, cell.decided) for cell in cells if cell.decided is not None]
    left_out, decided = len(cells) - len(told), sum(number for _cell, number in told)
    if not told:
        return PublicRate(None if cells else 0, None, None, None, left_out=left_out)
    bounds = [_bounds(cell, number, least) for cell, number in told]
    low, high = (sum(each) for each in zip(*bounds, strict=True))
    if all(cell.late is not None for cell, _number in told):
        return PublicRate(decided, low, decided - low, 100 * low // decided, left_out=left_out)
    if any(cell.at_least is not None for cell, _number in told):
        return PublicRate(decided, None, None, None, at_least=100 * low // decided, left_out=left_out)
    return PublicRate(decided, None, None, None, at_most=-(-100 * high // decided), left_out=left_out)


def _bounds(cell: PublicRate, decided: int, least: int) -> tuple[int, int]:
    """How many were on time, at least and at most, as far as the cell tells it."""
    if cell.on_time is not None:
        return cell.on_time, cell.on_time
    return (decided - least + 1, decided) if cell.at_least is not None else (0, least - 1)
