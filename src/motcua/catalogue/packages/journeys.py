"""What a journey.yaml says of other packages: procedures, questions, papers and results that must be there."""

from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from motcua.catalogue.packages import checks
from motcua.catalogue.packages.schemas import check_shape
from motcua.catalogue.packages.source import SourceFile, Where, read_source


@dataclass(frozen=True)
class Target:
    """What a dossier of a journey may be given: the questions, papers and result fields of its procedure."""

    fields: Mapping[str, dict[str, Any]]
    papers: Mapping[str, dict[str, Any]]
    results: AbstractSet[str]


UNREADABLE = Target({}, {}, frozenset())  # its own faults are told where it is checked itself
Find = Callable[[str], Target | None]


def siblings(folder: Path) -> Find:
    """Find a procedure among the packages beside `folder`; None for one that isn't there or can't be read."""

    def find(code: str) -> Target | None:
        for beside in (*folder.resolve().parent.glob(f"{code}-*"), folder.resolve().parent / code):
            sources = {
                name: read_source(file.read_bytes(), file.name) for name, file in _files(beside) if file.is_file()
            }
            if {"procedure", "form"} - set(sources):
                continue
            fit = all(source.content is not None and check_shape(source, name) for name, source in sources.items())
            content = {name: source.content for name, source in sources.items()}
            return target(content["procedure"], content["form"], content.get("flow", {})) if fit else UNREADABLE
        return None

    return find


def nobody(_code: str) -> Target:
    """Knows of no package, and so finds no fault with what is said of it."""
    return UNREADABLE


def _files(folder: Path) -> list[tuple[str, Path]]:
    return [(name, folder / f"{name}.yaml") for name in ("procedure", "form", "flow")]


def target(procedure: Mapping[str, Any], form: Mapping[str, Any], flow: Mapping[str, Any]) -> Target:
    papers = {paper["id"]: paper for paper in procedure.get("papers", ())}
    results = {field["id"] for field in flow.get("result", {}).get("fields", ())}
    return Target(checks.fields_of(form), papers, results)


@dataclass(frozen=True)
class _Part:
    """One entry of `dossiers`: where it stands, what it says, and what it is about."""

    source: SourceFile
    path: Where
    said: Mapping[str, Any]
    own: Target
    aims: Mapping[str, Target | None]

    @property
    def aim(self) -> Target | None:
        """None when nothing can be said about it."""
        return self.aim_of(self.said["id"])

    def aim_of(self, part_id: str) -> Target | None:
        found = self.aims.get(part_id)
        return None if found is UNREADABLE else found

    def report(self, where: Where, what: str, instead: str) -> None:
        self.source.report((*self.path, *where), what, instead)


def check_journey(source: SourceFile, own: Target, find: Find) -> None:
    said = [(("dossiers", index), part) for index, part in enumerate(source.content["dossiers"])]
    checks.check_unique(source, said)
    checks.check_conditions(source, said, ("when",), frozenset(own.fields))
    aims = {part["id"]: find(part["procedure"]) for _path, part in said}
    for place, (path, entry) in enumerate(said):
        part = _Part(source, path, entry, own, aims)
        _check_order(part, [earlier["id"] for _path, earlier in said[:place]])
        _check_place(part)
        _check_procedure(part)
        for key, given in entry["answers"].items():
            _check_answer(part, key, given)
        for key, paper in entry.get("papers", {}).items():
            _check_paper(part, key, paper)


def _check_order(part: _Part, earlier: list[str]) -> None:
    """A part may wait for those above it only, so nobody waits in a circle."""
    for index, name in enumerate(part.said.get("after", ())):
        if name not in earlier:
            part.report(("after", index), f"`{name}` is no dossier above this one.", _choose(name, earlier))


def _check_place(part: _Part) -> None:
    wanted = part.said.get("place")
    if wanted and part.own.fields.get(wanted, {}).get("type") != "address":
        known = [key for key, field in part.own.fields.items() if field["type"] == "address"]
        part.report(("place",), f"`{wanted}` is no question of type address of this form.", _choose(wanted, known))


def _check_procedure(part: _Part) -> None:
    if part.aims[part.said["id"]] is None:
        what = f"There is no package of the procedure {part.said['procedure']} beside this one."
        part.report(("procedure",), what, "Write it first, or correct the code.")


def _check_answer(part: _Part, key: str, given: str | Mapping[str, Any]) -> None:
    where = ("answers", key)
    if part.aim and key not in part.aim.fields:
        kind = " It is a paper: write it under papers." if key in part.aim.papers else ""
        what = f"The form of {part.said['procedure']} has no question `{key}`.{kind}"
        part.report(where, what, _near(key, part.aim.fields))
    if isinstance(given, str):
        if given not in part.own.fields:
            kind = " It is a paper: write it under papers." if given in part.own.papers else ""
            part.report(where, f"This form has no question `{given}`.{kind}", _near(given, part.own.fields))
    elif "cel" in given:
        kind = part.aim.fields.get(key, {}).get("type", "text") if part.aim else "text"
        path = (*part.path, *where, "cel")
        checks.check_calculation(part.source, path, given["cel"], kind, frozenset(part.own.fields))
    elif "result" in given:
        _check_result(part, (*where, "result"), *given["result"].split(".", 1))


def _check_result(part: _Part, where: Where, earlier: str, field: str) -> None:
    aim = part.aim_of(earlier)
    if earlier not in part.said.get("after", ()):
        what = f"This dossier does not wait for `{earlier}`, so it can't have its result."
        part.report(where, what, f"Write after: [{earlier}].")
    elif aim and field not in aim.results:
        part.report(where, f"The result of `{earlier}` has no field `{field}`.", _near(field, aim.results))


def _check_paper(part: _Part, key: str, paper: str) -> None:
    where = ("papers", key)
    if part.aim and key not in part.aim.papers:
        kind = " It is a question: write it under answers." if key in part.aim.fields else ""
        what = f"The procedure {part.said['procedure']} has no paper `{key}`.{kind}"
        part.report(where, what, _near(key, part.aim.papers))
    if paper not in part.own.papers:
        kind = " It is a question: write it under answers." if paper in part.own.fields else ""
        part.report(where, f"This package has no paper `{paper}`.{kind}", _near(paper, part.own.papers))


def _near(name: str, known: Iterable[str]) -> str:
    return checks.near(name, frozenset(known))


def _choose(name: str, known: list[str]) -> str:
    near = _near(name, known)
    return near or (f"Write one of: {', '.join(known)}." if known else "Delete it.")
