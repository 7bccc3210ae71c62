"""Every id of a package with what it names: so that an id of the wrong kind is called by its kind."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import Any

from motcua.catalogue.contracts import PackageProblem
from motcua.catalogue.packages.source import SourceFile, Where

KINDS = {
    "field": "a question",
    "page": "a page",
    "section": "a section",
    "group": "a repeated group",
    "option": "an option",
    "paper": "a paper",
    "law": "a legal basis",
    "result": "a result",
    "result_field": "a field that the official fills in",
    "step": "a step of handling",
    "fee": "a fee",
}
# Below which key of a package which kind of id is written. What stands under `id` names itself.
_WANTED = {"legal": "law", "papers": "paper", "per": "field", "field": "field", "asked": "field", "not_asked": "field"}
_READ = re.compile(r"reads `(\w+)`")


@dataclass
class Names:
    """Ids by kind, each with its file and line. Reads whatever can be read, also of a broken package."""

    kinds: dict[str, dict[str, str]] = field(default_factory=dict)

    def add(self, kind: str, piece: Any, source: SourceFile, path: Where, key: str = "id") -> None:
        name = piece.get(key) if isinstance(piece, Mapping) else None
        if isinstance(name, str):
            self.kinds.setdefault(kind, {}).setdefault(name, f"{source.name}:{source.line_of((*path, key))}")

    def of(self, kind: str) -> frozenset[str]:
        return frozenset(self.kinds.get(kind, {}))

    def instead(self, name: str, wanted: str) -> str:
        """What to write instead of an unknown `name` where an id of the kind `wanted` is meant."""
        for kind, called in KINDS.items():
            if kind != wanted and name in self.of(kind):
                return f"`{name}` is {called} ({self.kinds[kind][name]}); here the id of {KINDS[wanted]} is meant."
        close = get_close_matches(name, sorted(self.of(wanted)), n=1)
        if close:
            return f"Did you mean `{close[0]}`?"
        return f"Write the id of {KINDS[wanted]}: {', '.join(sorted(self.of(wanted))[:12])}." if self.of(wanted) else ""


def names_of(sources: Mapping[str, SourceFile]) -> Names:
    names = Names()
    if procedure := sources.get("procedure"):
        for key, kind in (("legal_basis", "law"), ("papers", "paper"), ("results", "result")):
            for path, piece in _items(procedure.content, key, ()):
                names.add(kind, piece, procedure, path)
    if form := sources.get("form"):
        _form(names, form)
    if fees := sources.get("fees"):
        for path, piece in _items(fees.content, "fees", ()):
            names.add("fee", piece, fees, path)
    if flow := sources.get("flow"):
        for path, piece in _items(_get(flow.content, "result"), "fields", ("result",)):
            names.add("result_field", piece, flow, path)
        for path, piece in _items(flow.content, "steps", ()):
            names.add("step", piece, flow, path)
    return names


def explained(problem: PackageProblem, sources: Mapping[str, SourceFile], names: Names) -> PackageProblem:
    """The problem, with a word on an id that exists but names another kind of thing."""
    source = next((one for one in sources.values() if one.name == problem.file), None)
    read = _READ.search(problem.what)  # a condition names the id that it reads
    value = read[1] if read else _at(source.content, problem.path) if source else None
    keys = [part for part in problem.path if isinstance(part, str)]
    if not isinstance(value, str) or not keys or keys[-1] in {"id", "value", "type"}:
        return problem
    wanted = _WANTED.get(keys[-1], "")
    for kind, called in KINDS.items():
        if kind != wanted and value in names.of(kind) and value not in names.of(wanted):
            told = f"`{value}` is {called} ({names.kinds[kind][value]})."
            return replace(problem, instead=f"{problem.instead} {told}".strip())
    return problem


def _form(names: Names, form: SourceFile) -> None:
    for at, section in _items(form.content, "sections", ()):
        names.add("section", section, form, at)
        for place, page in _items(section, "pages", at):
            names.add("page", page, form, place)
            for path, asked in _fields(page, place):
                names.add("group" if _get(asked, "type") == "group" else "field", asked, form, path)
                for way, option in _items(asked, "options", path):
                    names.add("option", option, form, way, "value")


def _fields(holder: Any, path: Where) -> Iterator[tuple[Where, Any]]:
    for at, asked in _items(holder, "fields", path):
        yield at, asked
        yield from _fields(asked, at)


def _items(holder: Any, key: str, path: Where) -> Iterable[tuple[Where, Any]]:
    found = _get(holder, key)
    return [((*path, key, index), item) for index, item in enumerate(found)] if isinstance(found, list) else ()


def _get(holder: Any, key: str) -> Any:
    return holder.get(key) if isinstance(holder, Mapping) else None


def _at(content: Any, path: Where) -> Any:
    for part in path:
        try:
            content = content[part]
        except (KeyError, IndexError, TypeError):
            return None
    return content
