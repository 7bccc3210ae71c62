"""An id means one thing for ever: what a new form may not do to ids that earlier versions have used."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from motcua.catalogue.domain.fields import Where, fields_by_id, renames_of

# Answers of these are kept and read alike, so one may become the other.
_ALIKE = (frozenset({"text", "long_text"}),)

Fault = tuple[Where, str, str]
"""Where in form.yaml, what is wrong, what to write instead."""


def unstable_ids(form: Mapping[str, Any], earlier: Iterable[Mapping[str, Any]]) -> Iterator[Fault]:
    """Ids that had another type in one of the `earlier` forms of the same procedure, newest first.

    Drafts and dossiers keep answers by id for years: under one id there must be one kind of answer. A question that
    becomes another one gets another id, and `renames` says where its answers came from.
    """
    used: dict[str, str] = {}
    for old in earlier:
        for known, place in fields_by_id(old).items():
            used.setdefault(known, str(place.raw["type"]))
    renamed = renames_of(form)
    for known, place in fields_by_id(form).items():
        before, now = used.get(known), str(place.raw["type"])
        if before and before != now and not any({before, now} <= alike for alike in _ALIKE):
            what = f"`{known}` was of type {before} in a published version and is {now} now."
            instead = (
                f"Give the question a new id, and write renames: [{{from: {known}, to: …}}] if it takes its place."
            )
            yield (*place.path, "type"), what, instead
    for index, former in enumerate(renamed):
        if used and former not in used:
            what = f"`{former}` was in no published version."
            yield ("renames", index, "from"), what, "Name the id that the question had, or leave the line out."
