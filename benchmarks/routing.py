"""How long it takes to find the agency that resolves a matter, at 50 units and at 5,000, with rules for each of them.

`python -m benchmarks.routing`. Every question goes to the database through the room's own function, with nothing
remembered: its three statements are the rule, the unit's province and the agency. The floor is PostgreSQL's shortest statement over the same connection.
"""

import argparse
import random
import time
from datetime import date
from statistics import quantiles
from typing import Any

from benchmarks.product import product

PROCEDURES = 8  # rules for single procedures in each unit, beside one for a field
SIZES = (50, 5000)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.routing")
    parser.add_argument("--asked", type=int, default=3000, help="how many questions at each size")
    given = parser.parse_args()
    with product(MOTCUA_DEMO="false") as bench:
        print(bench.python(f"from benchmarks.routing import run; run({given.asked})"))


def run(asked: int) -> None:
    """In a process with Django set up: fill, measure, print."""
    high = {}
    for size in SIZES:
        units = fill(size)
        middle, high[size], floor = measure(units, asked)
        print(
            f"route, {size:>5} units, {size * (PROCEDURES + 1):>6} rules   median {middle:6.3f} ms   "
            f"p95 {high[size]:6.3f} ms   floor p95 {floor:6.3f} ms"
        )
    print(f"p95 at {SIZES[1]:,} units against {SIZES[0]}: {high[SIZES[1]] / high[SIZES[0]]:.2f}")


def fill(size: int) -> list[str]:
    """Units 10000, 10001, … of a province each hundred, an agency and rules for each; returns their codes."""
    from django.db import connection

    from motcua.agencies.models import Agency, RoutingRule, Unit

    began = date(2025, 7, 1)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM agencies_routingrule")
    codes = [str(10_000 + number) for number in range(size)]
    there = set(Unit.objects.values_list("code", flat=True))
    for province in sorted({_province(code) for code in codes} - there):
        Unit.objects.create(code=province, level="province", name={}, full_name={}, sort_key=province, valid_from=began)
    Unit.objects.bulk_create(
        Unit(
            code=code,
            level="commune",
            name={},
            full_name={},
            parent_code=_province(code),
            sort_key=code,
            valid_from=began,
        )
        for code in codes
        if code not in there
    )
    known = dict(Agency.objects.values_list("code", "id"))
    Agency.objects.bulk_create(
        Agency(
            code=f"B{code}",
            name={"vi": code},
            sort_key=code,
            tier="commune",
            unit_code=code,
            calendar="vn",
            valid_from=began,
        )
        for code in codes
        if f"B{code}" not in known
    )
    known = dict(Agency.objects.values_list("code", "id"))
    rule: dict[str, Any] = {"valid_from": began, "legal": "bench"}
    RoutingRule.objects.bulk_create(
        [
            RoutingRule(procedure_code=f"1.{number:06}", unit_code=code, agency_id=known[f"B{code}"], **rule)
            for code in codes
            for number in range(PROCEDURES)
        ]
        + [RoutingRule(field="Đất đai", unit_code=code, agency_id=known[f"B{code}"], **rule) for code in codes],
        batch_size=5000,
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE agencies_routingrule")
    return codes


def measure(codes: list[str], asked: int) -> tuple[float, float, float]:
    """Median and p95 of a question, and p95 of the floor, in milliseconds."""
    from motcua.agencies import api
    from motcua.platform import remembering
    from motcua.platform.database.transactions import prepared

    dice, ours, floor = random.Random(17), [], []
    for _ in range(asked):
        code = dice.choice(codes)
        matter = api.Matter(f"1.{dice.randrange(PROCEDURES * 2):06}", "Đất đai", ("commune",), "", code)
        remembering.forget()
        began = time.perf_counter()
        found = api.find_route(matter)
        ours.append((time.perf_counter() - began) * 1000)
        if found.agency is None or found.agency.unit_code != code:
            raise AssertionError(f"{code} went to {found}")
        began = time.perf_counter()
        prepared("SELECT 1").fetchone()
        floor.append((time.perf_counter() - began) * 1000)
    cuts = quantiles(ours, n=20)
    return cuts[9], cuts[18], quantiles(floor, n=20)[18]


def _province(code: str) -> str:
    return f"{90 + (int(code) - 10_000) // 600:02}"


if __name__ == "__main__":
    main()
