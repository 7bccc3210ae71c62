"""Our own words for a procedure stay when a better origin brings its content: names, English, the sentence, the event."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

import yaml

from motcua.catalogue.contracts import Origin, ProcedureVersion
from motcua.catalogue.first.reading import FOLDER
from motcua.kernel.languages import LocalText

BARE = frozenset({Origin.NATIONAL, Origin.LISTED})  # origins that speak the law's Vietnamese only


@dataclass(frozen=True, slots=True)
class OwnWords:
    """What the first catalogue calls a procedure and says of it."""

    english: str
    about: LocalText
    called: Mapping[str, tuple[str, ...]]
    events: tuple[str, ...]


def in_own_words(version: ProcedureVersion) -> ProcedureVersion:
    """The version as it is spoken of; its content and its hash are what they were."""
    own = own_words().get(version.code) if version.origin in BARE else None
    if own is None:
        return version
    return replace(
        version,
        name={**version.name, "en": own.english},
        summary=own.about,
        everyday_names=own.called,
        life_events=tuple(dict.fromkeys((*version.life_events, *own.events))),
    )


@cache
def own_words() -> Mapping[str, OwnWords]:
    """By code. The files are checked by tests and by `motcua catalogue first --check`, not each time."""
    return {
        code: OwnWords(
            english=entry["en"],
            about=entry["about"],
            called={language: tuple(names) for language, names in entry["called"].items()},
            events=tuple(entry.get("events", ())),
        )
        for file in sorted(FOLDER.glob("*.yaml"))
        for code, entry in yaml.load(file.read_bytes(), Loader=yaml.CBaseLoader)["procedures"].items()  # noqa: S506 - texts
    }
