"""Tracking by code, codes drawn at random, beside a prepared select of the same row by the same code and days."""

from benchmarks.dossiers._beside import beside
from benchmarks.dossiers._stage import Stage, lua_list, sql_list

AIM = "at least 0.3 of pgbench select"
TRACKED = 100
_DAYS = (
    "SELECT partitions_first_id(now() - interval '1 day')::text, partitions_first_id(now() + interval '2 days')::text"
)


def run(stage: Stage) -> None:
    codes = stage.submitted("track", TRACKED, stage.facts["agencies"][0])
    ours = stage.script("track.lua", TRACKED_LUA=lua_list(codes))
    ((first, end),) = stage.ask(_DAYS)
    floor = stage.script("track.sql", TRACKED_SQL=sql_list(codes), TRACKED=str(TRACKED), FIRST=first, END=end)
    beside("reads", lambda n: stage.over_http(ours, n), {"select": lambda n: stage.by_pgbench(floor, n)}, stage.rounds)
