"""The files of a package become a procedure version, or the list of everything that is wrong with them. No database."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Any

from motcua.catalogue.contracts import Origin, PackageFiles, PackageProblem, ProcedureVersion
from motcua.catalogue.domain.versions import seal, version_of
from motcua.catalogue.errors import PackageInvalidError
from motcua.catalogue.packages import checks, journeys
from motcua.catalogue.packages.examples import check_scenario
from motcua.catalogue.packages.linting import lint
from motcua.catalogue.packages.names import explained, names_of
from motcua.catalogue.packages.schemas import check_shape
from motcua.catalogue.packages.source import LARGEST, SourceFile, read_source, read_text

REQUIRED = ("procedure", "form")
OPTIONAL = ("fees", "flow", "journey")
DEFAULTS: dict[str, dict[str, Any]] = {"fees": {"fees": []}, "flow": {"extends": "one-stop"}}
FOLDERS = ("documents", "scenarios")
MOST_FILES = 300

_DOCUMENT_NAME = re.compile(r"[a-z][a-z0-9_-]*\.typ")
_SCENARIO = re.compile(r"scenarios/[^/]+\.yaml")


@dataclass(frozen=True, slots=True)
class CheckedPackage:
    """What the files say, as far as they could be read. `content` is ready to be hashed, or None when something is
    wrong; `sources` are the YAML files by name without ending ("form"), scenarios by theirs. `warnings` are no
    obstacle: they are likely slips.
    """

    content: dict[str, Any] | None
    sources: Mapping[str, SourceFile]
    scenarios: Mapping[str, SourceFile]
    problems: tuple[PackageProblem, ...]
    warnings: tuple[PackageProblem, ...] = ()

    def version(self) -> ProcedureVersion:
        """The procedure version that these files are. Raises PackageInvalidError."""
        if self.content is None:
            raise PackageInvalidError(self.problems)
        sealed = seal(self.content)
        return version_of(sealed.content, sealed.hash)

    def told_scenarios(self) -> dict[str, Mapping[str, Any]]:
        """Scenarios whose shape holds, by file name without ending."""
        broken = {problem.file for problem in self.problems}
        return {name: source.content for name, source in self.scenarios.items() if source.name not in broken}


def load_package(folder: Path) -> ProcedureVersion:
    """Read, check and hash the package in `folder`. Raises PackageInvalidError with every problem found."""
    sealed = seal(read_package(folder))
    return version_of(sealed.content, sealed.hash)


def load_scenarios(folder: Path) -> Mapping[str, Mapping[str, Any]]:
    """The package's scenarios by file name, in name order, as written. Raises PackageInvalidError."""
    sources = _scenarios(read_files(folder))
    _refuse([problem for source in sources.values() for problem in source.problems])
    return {name: source.content for name, source in sources.items()}


def read_package(folder: Path) -> dict[str, Any]:
    """The checked content of a package, ready to be hashed. Raises PackageInvalidError."""
    files = read_files(folder)
    problems: list[PackageProblem] = []
    content, sources = _read(files, problems, journeys.siblings(folder))
    _check_folder_name(folder, sources, problems)
    _refuse(problems)
    return content


def read_files(folder: Path) -> dict[str, bytes]:
    """Every file of a package's folder by its name in there; hidden ones are left out. Raises PackageInvalidError."""
    if not folder.is_dir():
        raise PackageInvalidError((PackageProblem(str(folder), 0, "There is no such folder."),))
    found: dict[str, bytes] = {}
    for file in sorted(folder.rglob("*")):
        name = file.relative_to(folder).as_posix()
        if file.is_file() and not any(part.startswith(".") for part in PurePosixPath(name).parts):
            with file.open("rb") as stream:
                found[name] = stream.read(LARGEST + 1)  # one byte more than is allowed is enough to refuse it
        if len(found) > MOST_FILES:
            instead = "Keep to the files of the package format."
            raise PackageInvalidError(
                (PackageProblem(folder.name, 0, f"The folder has more than {MOST_FILES} files.", instead),)
            )
    return found


def check_files(files: PackageFiles, *, folder: str = "", beside: Path | None = None) -> CheckedPackage:
    """Judge a package that need not be on disk, scenarios too. Never raises: what is wrong is in `problems`.

    `folder` is the name of its folder where it has one. `beside` holds the packages that a journey files; without it
    only its own files are judged. The answer is not to be changed: the same files are answered as before.
    """
    if "journey.yaml" in files:  # which depends on what lies beside
        return _judged(tuple(files.items()), folder, beside)
    return _kept(tuple(sorted(files.items())), folder, None)


def _judged(told: tuple[tuple[str, bytes], ...], folder: str, beside: Path | None) -> CheckedPackage:
    files = dict(told)
    problems: list[PackageProblem] = []
    find = journeys.siblings(beside / "here") if beside else journeys.nobody
    content, sources = _read(files, problems, find)
    if folder:
        _check_folder_name(Path(folder), sources, problems)
    fit = not problems
    scenarios = _scenarios(files)
    if fit:
        names = names_of(sources)
        for source in scenarios.values():
            if source.content is not None and not source.problems:
                check_scenario(source, content["form"], names)
    problems += [problem for source in scenarios.values() for problem in source.problems]
    warnings = [warning for source in sources.values() for warning in source.warnings]
    return CheckedPackage(content if fit else None, sources, scenarios, _in_order(problems), _in_order(warnings))


_kept = lru_cache(maxsize=32)(_judged)  # a draft is judged at each look at it, mostly unchanged


def _read(
    files: PackageFiles, problems: list[PackageProblem], find: journeys.Find
) -> tuple[dict[str, Any], dict[str, SourceFile]]:
    problems += _unknown_files(files)
    sources = {name: source for name in (*REQUIRED, *OPTIONAL) if (source := _source(files, name, problems))}
    fit = {name: source for name, source in sources.items() if source.content is not None and check_shape(source, name)}
    _check_between(fit)
    _check_journey(fit, find)
    documents = _documents(files, fit, problems)
    if fit.keys() == sources.keys() >= set(REQUIRED) and not any(source.problems for source in sources.values()):
        lint(fit, documents)
    names = names_of(sources)
    for source in sources.values():
        problems.extend(explained(problem, sources, names) for problem in source.problems)
    parts = {**dict.fromkeys(REQUIRED), **DEFAULTS, **{name: source.content for name, source in fit.items()}}
    return _content(parts, documents), sources


def _source(files: PackageFiles, name: str, problems: list[PackageProblem]) -> SourceFile | None:
    file = f"{name}.yaml"
    if file in files:
        return read_source(files[file], file)
    if name in REQUIRED:
        problems.append(PackageProblem(file, 0, "The file is missing.", "Every package has one."))
    return None


def _scenarios(files: PackageFiles) -> dict[str, SourceFile]:
    sources = {
        PurePosixPath(name).stem: read_source(files[name], name) for name in sorted(files) if _SCENARIO.fullmatch(name)
    }
    for source in sources.values():
        if source.content is not None:
            check_shape(source, "scenario")
    return sources


def _check_between(fit: dict[str, SourceFile]) -> None:
    """Checks that need more than one file; a file whose shape is wrong already is left out."""
    fields = checks.fields_of(fit["form"].content) if "form" in fit else {}
    if "form" in fit:
        checks.check_form(fit["form"])
    if "procedure" in fit and "form" in fit:
        checks.check_procedure(fit["procedure"], fields)
    if "fees" in fit and "procedure" in fit and "form" in fit:
        checks.check_fees(fit["fees"], fit["procedure"].content, fields)
    if "flow" in fit and "procedure" in fit and "form" in fit:
        checks.check_flow(fit["flow"], fit["procedure"].content, fields)


def _check_journey(fit: dict[str, SourceFile], find: journeys.Find) -> None:
    if "journey" not in fit:
        return
    for name in ("fees", "flow"):
        if name in fit:
            fit[name].report((), "A journey has none of its own: its dossiers have theirs.", f"Delete {name}.yaml.")
    if "procedure" in fit and "form" in fit:
        own = journeys.target(fit["procedure"].content, fit["form"].content, {})
        journeys.check_journey(fit["journey"], own, find)


def _documents(files: PackageFiles, fit: dict[str, SourceFile], problems: list[PackageProblem]) -> dict[str, str]:
    found = {}
    for name in sorted(files):
        folder, _, file = name.partition("/")
        if folder != "documents" or not file:
            continue
        source = SourceFile(name)
        if not _DOCUMENT_NAME.fullmatch(file):
            source.report((), "This is no document template.", "Name it like result.typ.")
        else:
            found[file] = read_text(files[name], source) or ""
        problems.extend(source.problems)
    if "procedure" in fit:
        for index, result in enumerate(fit["procedure"].content["results"]):
            name = result.get("template", "result")
            if name != "result" and f"{name}.typ" not in found:
                what = f"There is no documents/{name}.typ."
                fit["procedure"].report(("results", index, "template"), what, "Write it, or leave `template` out.")
    return found


def _unknown_files(files: PackageFiles) -> list[PackageProblem]:
    """Told by the outermost name that is wrong: a strange folder once, not each file in it."""
    known = {f"{name}.yaml" for name in (*REQUIRED, *OPTIONAL)} | {"README.md"}
    instead = f"A package holds {', '.join(sorted(known | {'documents', 'scenarios'}))}."
    strange = set()
    for name in files:
        top, _, rest = name.partition("/")
        if top in FOLDERS and rest:
            strange |= {name} if "/" in rest else set()
        elif name not in known:
            strange.add(top)
    return [PackageProblem(name, 0, "This file does not belong to a package.", instead) for name in sorted(strange)]


def _check_folder_name(folder: Path, sources: Mapping[str, SourceFile], problems: list[PackageProblem]) -> None:
    content = sources["procedure"].content if "procedure" in sources else None
    code = content.get("code", "") if isinstance(content, dict) else ""
    if isinstance(code, str) and code and not re.fullmatch(re.escape(code) + r"(-[a-z0-9-]+)?", folder.name):
        what = f"The folder is called {folder.name}, the procedure {code}."
        problems.append(PackageProblem(folder.name, 0, what, f"Call the folder {code}-a-short-name."))


def _in_order(problems: Iterable[PackageProblem]) -> tuple[PackageProblem, ...]:
    return tuple(sorted(problems, key=lambda problem: (problem.file, problem.line)))


def _refuse(problems: list[PackageProblem]) -> None:
    if problems:
        raise PackageInvalidError(_in_order(problems))


def _content(files: dict[str, Any], documents: dict[str, str]) -> dict[str, Any]:
    return {"origin": Origin.PACKAGE.value, **files, "documents": documents}
