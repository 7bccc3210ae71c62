"""A folder becomes a procedure version, or the list of everything that is wrong with it. No database."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from motcua.catalogue.contracts import Origin, PackageProblem, ProcedureVersion
from motcua.catalogue.domain.versions import seal, version_of
from motcua.catalogue.errors import PackageInvalidError
from motcua.catalogue.packages import checks
from motcua.catalogue.packages.schemas import check_shape
from motcua.catalogue.packages.source import SourceFile, read_source, read_text

REQUIRED = ("procedure", "form")
OPTIONAL = ("fees", "flow")
DEFAULTS: dict[str, dict[str, Any]] = {"fees": {"fees": []}, "flow": {"extends": "one-stop"}}

_DOCUMENT_NAME = re.compile(r"[a-z][a-z0-9_-]*\.typ")


def load_package(folder: Path) -> ProcedureVersion:
    """Read, check and hash the package in `folder`. Raises PackageInvalidError with every problem found."""
    sealed = seal(read_package(folder))
    return version_of(sealed.content, sealed.hash)


def load_scenarios(folder: Path) -> Mapping[str, Mapping[str, Any]]:
    """The package's scenarios by file name, in name order, as written. Raises PackageInvalidError."""
    sources = [read_source(file, f"scenarios/{file.name}") for file in sorted((folder / "scenarios").glob("*.yaml"))]
    for source in sources:
        if source.content is not None:
            check_shape(source, "scenario")
    _refuse([problem for source in sources for problem in source.problems])
    return {Path(source.name).stem: source.content for source in sources}


def read_package(folder: Path) -> dict[str, Any]:
    """The checked content of a package, ready to be hashed. Raises PackageInvalidError."""
    if not folder.is_dir():
        raise PackageInvalidError((PackageProblem(str(folder), 0, "There is no such folder."),))
    problems: list[PackageProblem] = _unknown_files(folder)
    sources = {name: source for name in (*REQUIRED, *OPTIONAL) if (source := _read(folder, name, problems))}
    fit = {name: source for name, source in sources.items() if source.content is not None and check_shape(source, name)}
    _check_between(fit)
    documents = _documents(folder, fit, problems)
    for source in sources.values():
        problems.extend(source.problems)
    _check_folder_name(folder, fit, problems)
    _refuse(problems)
    return _content(
        {name: fit[name].content if name in fit else DEFAULTS[name] for name in (*REQUIRED, *OPTIONAL)}, documents
    )


def _read(folder: Path, name: str, problems: list[PackageProblem]) -> SourceFile | None:
    file = folder / f"{name}.yaml"
    if file.is_file():
        return read_source(file, file.name)
    if name in REQUIRED:
        problems.append(PackageProblem(file.name, 0, "The file is missing.", "Every package has one."))
    return None


def _check_between(fit: dict[str, SourceFile]) -> None:
    """Checks that need more than one file; a file whose shape is wrong already is left out."""
    fields = checks.fields_of(fit["form"].content) if "form" in fit else {}
    if "form" in fit:
        checks.check_form(fit["form"])
    if "procedure" in fit and "form" in fit:
        checks.check_procedure(fit["procedure"], fields)
    if "fees" in fit and "procedure" in fit and "form" in fit:
        checks.check_fees(fit["fees"], fit["procedure"].content, fields)


def _documents(folder: Path, fit: dict[str, SourceFile], problems: list[PackageProblem]) -> dict[str, str]:
    found = {}
    for file in sorted((folder / "documents").glob("*")):
        source = SourceFile(f"documents/{file.name}")
        if not _DOCUMENT_NAME.fullmatch(file.name):
            source.report((), "This is no document template.", "Name it like result.typ.")
        else:
            found[file.name] = read_text(file, source) or ""
        problems.extend(source.problems)
    if "procedure" in fit:
        for index, result in enumerate(fit["procedure"].content["results"]):
            name = result.get("template", "result")
            if name != "result" and f"{name}.typ" not in found:
                what = f"There is no documents/{name}.typ."
                fit["procedure"].report(("results", index, "template"), what, "Write it, or leave `template` out.")
    return found


def _unknown_files(folder: Path) -> list[PackageProblem]:
    known = {f"{name}.yaml" for name in (*REQUIRED, *OPTIONAL)} | {"documents", "scenarios", "README.md"}
    strange = sorted(file.name for file in folder.iterdir() if file.name not in known and not file.name.startswith("."))
    instead = f"A package holds {', '.join(sorted(known))}."
    return [PackageProblem(name, 0, "This file does not belong to a package.", instead) for name in strange]


def _check_folder_name(folder: Path, fit: dict[str, SourceFile], problems: list[PackageProblem]) -> None:
    code = fit["procedure"].content["code"] if "procedure" in fit else ""
    if code and not re.fullmatch(re.escape(code) + r"(-[a-z0-9-]+)?", folder.name):
        what = f"The folder is called {folder.name}, the procedure {code}."
        problems.append(PackageProblem(folder.name, 0, what, f"Call the folder {code}-a-short-name."))


def _refuse(problems: list[PackageProblem]) -> None:
    if problems:
        raise PackageInvalidError(tuple(sorted(problems, key=lambda problem: (problem.file, problem.line))))


def _content(files: dict[str, Any], documents: dict[str, str]) -> dict[str, Any]:
    return {"origin": Origin.PACKAGE.value, **files, "documents": documents}
