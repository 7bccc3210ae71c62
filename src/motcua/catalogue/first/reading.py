"""The files of `data/first/` and their common words, read with lines and checked like packages. No database."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from motcua.catalogue.errors import PackageInvalidError
from motcua.catalogue.packages.schemas import check_shape
from motcua.catalogue.packages.source import SourceFile, Where, read_source
from motcua.kernel.languages import LocalText

DATA = Path(__file__).resolve().parents[1] / "data"
FOLDER = DATA / "first"
WORDS = DATA / "first_words.yaml"
MARKS = {"?": "sometimes", "!": "shown"}  # behind a paper's id: only in some cases; only shown at the counter
DETAILS = ("channels", "time", "fee", "papers", "results")

Entry = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class FirstWords:
    """Words that many entries share, by id, in both languages."""

    fields: Mapping[str, LocalText]
    agencies: Mapping[str, LocalText]
    papers: Mapping[str, LocalText]
    results: Mapping[str, LocalText]
    texts: Mapping[str, LocalText]


@cache
def first_words() -> FirstWords:
    return FirstWords(**yaml.safe_load(WORDS.read_text("utf-8")))


def read_first(folder: Path = FOLDER) -> dict[str, Entry]:
    """Every entry by its code, with the day on which it was checked. Raises PackageInvalidError with all problems."""
    sources = read_sources(folder)
    problems = [problem for source in sources for problem in source.problems]
    if problems:
        raise PackageInvalidError(tuple(sorted(problems, key=lambda problem: (problem.file, problem.line))))
    return {
        code: {"checked_on": source.content["checked_on"], **entry}
        for source in sources
        for code, entry in source.content["procedures"].items()
    }


def read_sources(folder: Path = FOLDER) -> list[SourceFile]:
    """The files one by one; what is wrong with each is in its `problems`."""
    sources = [read_source(file.read_bytes(), file.name) for file in sorted(folder.glob("*.yaml"))]
    fit = [source for source in sources if source.content is not None and check_shape(source, "first")]
    counts = Counter(code for source in fit for code in source.content["procedures"])
    for source in fit:
        for code, entry in source.content["procedures"].items():
            where = ("procedures", code)
            if counts[code] > 1:
                source.report(where, f"The code {code} stands in the first catalogue twice.", "Keep one of them.")
            _check_entry(source, where, entry)
    return sources


def _check_entry(source: SourceFile, where: Where, entry: Entry) -> None:
    for path, table, word in _words_used(entry):
        known = getattr(first_words(), table)
        if word not in known:
            near = get_close_matches(word, list(known), n=1)
            instead = f"Did you mean `{near[0]}`?" if near else "Add it there, or write {vi: …, en: …}."
            source.report((*where, *path), f"`{word}` is not among the {table} of {WORDS.name}.", instead)
    missing = [key for key in DETAILS if key not in entry]
    if "known" in entry:
        for key in set(DETAILS).difference(missing):
            source.report((*where, key), f"Only the name is known, so there is no `{key}`.", "Delete it, or `known`.")
    else:
        for key in missing:
            source.report(where, f"The entry lacks `{key}`.", "Write it, or `known: name` when the source has no more.")


def _words_used(entry: Entry) -> Iterator[tuple[Where, str, str]]:
    """Where an entry uses a common word, of which table, and which."""
    yield ("field",), "fields", entry["field"]
    yield ("agency",), "agencies", entry["agency"]
    for place, paper in enumerate(entry.get("papers", ())):
        if isinstance(paper, str):
            yield ("papers", place), "papers", paper.rstrip("".join(MARKS))
    for place, result in enumerate(entry.get("results", ())):
        if isinstance(result, str):
            yield ("results", place), "results", result
