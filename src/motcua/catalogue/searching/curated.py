"""What comes with the product: `data/search.yaml`, and everyday names by code from `data/everyday` and `data/first`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from motcua.catalogue.domain.search.missing import Names
from motcua.catalogue.domain.search.words import plain_words, words_of
from motcua.catalogue.first.own_words import own_words

DATA = Path(__file__).parents[1] / "data"
FOLDERS = ("everyday",)
NAMED = 0.1  # use of a procedure that somebody thought worth an everyday name


@dataclass(frozen=True, slots=True)
class Everyday:
    """Names that people use, in any language, and how much the procedure is used beside others (0 to 1)."""

    names: tuple[str, ...]
    languages: frozenset[str]
    use: float


@dataclass(frozen=True, slots=True)
class Curated:
    owner: str
    noise: tuple[str, ...]
    gone: tuple[str, ...]
    abbreviations: Mapping[str, str]
    synonyms: Mapping[str, str]
    names: Names


@cache
def curated() -> Curated:
    given = _loaded(DATA / "search.yaml")
    noise, gone = tuple(given["noise"]), tuple(given["gone"])
    names = Names(
        frozenset(words_of(" ".join(given["family_names"]))), frozenset(plain_words(" ".join(given["middle_names"])))
    )
    return Curated(given["owner"], noise, gone, given["abbreviations"], given["synonyms"], names)


@cache
def everyday() -> Mapping[str, Everyday]:
    """By code. Several files may name one procedure: their names add up, the highest use counts."""
    found: dict[str, Everyday] = {}
    for folder in FOLDERS:
        for file in sorted((DATA / folder).glob("**/*.yaml")):
            for code, names, use in _read(_loaded(file)):
                found[code] = _joined(found.get(code), names, use)
    for code, own in own_words().items():
        found[code] = _joined(found.get(code), own.called, NAMED)
    return found


@cache
def _loaded(file: Path) -> Any:
    """YAML by the C library where there is one: ten times as fast, and every process reads it when it starts."""
    return yaml.load(file.read_bytes(), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - both are safe


@cache
def events() -> Mapping[str, tuple[str, ...]]:
    """Life events by code, beside those that a package names itself."""
    found: dict[str, list[str]] = {}
    for folder in FOLDERS:
        for file in sorted((DATA / folder).glob("**/*.yaml")):
            given = _loaded(file)
            for event, codes in given.get("events", {}).items():
                for code in codes:
                    found.setdefault(code, []).append(event)
            for codes, facts in given.get("procedures", {}).items():
                found.setdefault(str(codes), []).extend(facts.get("events", ()))
    return {code: tuple(named) for code, named in found.items()}


def _read(given: Any) -> "list[tuple[str, Mapping[str, list[str]], float]]":
    """`procedures`: codes, joined by commas, to their names by language, or to a procedure's facts with `called`."""
    rows: list[tuple[str, Mapping[str, list[str]], float]] = []
    for codes, facts in given.get("procedures", {}).items():
        called = facts.get("called", {language: facts[language] for language in ("vi", "en") if language in facts})
        names = {language: list(listed) for language, listed in called.items()}
        if isinstance(facts.get("en"), str):  # its name in English
            names["en"] = [facts["en"], *names.get("en", ())]
        rows += [(code.strip(), names, facts.get("use", NAMED)) for code in str(codes).split(",")]
    return rows


def _joined(known: Everyday | None, names: Mapping[str, Sequence[str]], use: float) -> Everyday:
    said = [name for listed in names.values() for name in listed]
    languages = frozenset(names)
    if known is None:
        return Everyday(tuple(dict.fromkeys(said)), languages, use)
    return Everyday(tuple(dict.fromkeys((*known.names, *said))), known.languages | languages, max(known.use, use))
