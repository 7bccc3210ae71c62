"""Everything that can be said about a package before it is published: one list of problems, each with file and line."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from motcua.agencies import api as agencies
from motcua.catalogue import api as catalogue
from motcua.catalogue.contracts import PackageFiles, PackageProblem, ProcedureVersion
from motcua.catalogue.errors import PackageInvalidError
from motcua.dossiers import api as dossiers
from motcua.forms import api as forms
from motcua.forms.errors import FormDefinitionError
from motcua.kernel.languages import LocalText
from motcua.kernel.working_time import WorkingCalendar
from motcua.platform.printing.api import BadTemplateError

CALENDAR = "vn"
_STEP = re.compile(r"([A-Za-z_][\w]*)|\[(\d+)\]")


@dataclass(frozen=True, slots=True)
class PlayedScenario:
    """One example: its file without ending, its sentence, and what came out otherwise than it says."""

    name: str
    title: LocalText
    problems: tuple[PackageProblem, ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """A package judged. `version` is None while its files can't be used; `warnings` hinder nothing."""

    version: ProcedureVersion | None
    problems: tuple[PackageProblem, ...]
    warnings: tuple[PackageProblem, ...] = ()
    scenarios: tuple[PlayedScenario, ...] = ()
    told: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


def judge_folder(folder: Path) -> Judgement:
    """Judge the package in `folder`. Never raises for what it holds."""
    try:
        files = catalogue.read_files(folder)
    except PackageInvalidError as error:
        return Judgement(None, error.problems)
    return judge_files(files, folder=folder.name, beside=folder.resolve().parent)


def judge_files(
    files: PackageFiles,
    *,
    folder: str = "",
    examples: bool = True,
    beside: Path | None = None,
) -> Judgement:
    """Judge a package that need not be on disk: its files, its form, its flow, its templates, its examples.

    Without `examples` nothing is played and no paper is printed: fast enough for each save. `beside`: the folder with
    the packages that a journey files.
    """
    checked = catalogue.check_files(files, folder=folder, beside=beside)
    if checked.content is None:
        return Judgement(None, checked.problems, checked.warnings)
    version = checked.version()
    problems = [*checked.problems, *_form_faults(version, checked), *_flow_faults(version, checked)]
    if problems:
        fit = None if any(problem.file in {"form.yaml", "flow.yaml"} for problem in problems) else version
        return Judgement(fit, _in_order(problems), checked.warnings)
    told = checked.told_scenarios()
    if not examples:
        return Judgement(version, (), checked.warnings, told=told)
    find = _beside(beside) if beside else None
    played = tuple(
        PlayedScenario(name, scenario["name"], _played(version, scenario, checked.scenarios[name], find))
        for name, scenario in told.items()
    )
    problems += [problem for scenario in played for problem in scenario.problems]
    problems += _template_faults(version, told)
    return Judgement(version, _in_order(problems), checked.warnings, played, told)


def package_folders(root: Path) -> list[Path]:
    """`root` itself when it is a package, else the packages in it."""
    if (root / "procedure.yaml").is_file():
        return [root]
    return sorted(folder.parent for folder in root.glob("*/procedure.yaml"))


@cache
def calendar() -> WorkingCalendar:
    """The calendar that previews and examples reckon with: the country's, whatever an agency has of its own."""
    return agencies.shipped_calendar(CALENDAR)


def _form_faults(version: ProcedureVersion, checked: Any) -> list[PackageProblem]:
    try:
        forms.compile_form(version)
    except FormDefinitionError as error:
        return [_fault(checked.sources["form"], path, str(fault)) for path, fault in error.fields.items()]
    return []


def _fault(source: Any, dotted: str, fault: str) -> PackageProblem:
    path = tuple(int(index) if index else name for name, index in _STEP.findall(dotted))
    what, _, instead = fault.partition("; ")
    return PackageProblem(source.name, source.line_of(path), _sentence(_told(path, what)), _sentence(instead), path)


def _told(path: Sequence[str | int], what: str) -> str:
    """A fault that has no subject of its own gets the key it stands at."""
    if not path or what[:1] not in "abcdefghijklmnopqrstuvwxyz" or what.startswith(("a ", "an ", "the ", "this ")):
        return what
    return f"`{path[-1]}` {what}"


def _flow_faults(version: ProcedureVersion, checked: Any) -> list[PackageProblem]:
    source = checked.sources.get("flow")
    line = source.line_of if source else lambda _path: 0
    return [
        PackageProblem("flow.yaml", line(path), what, instead, path)
        for path, what, instead in dossiers.flow_faults(version.flow, version.time_limits)
    ]


def _beside(folder: Path) -> Callable[[str], ProcedureVersion]:
    """The packages in `folder`, by code; each is read once."""

    @cache
    def find(code: str) -> ProcedureVersion:
        return catalogue.load_package(next(folder.glob(f"{code}-*")))

    return find


def _played(
    version: ProcedureVersion,
    scenario: Mapping[str, Any],
    source: Any,
    find: Callable[[str], ProcedureVersion] | None,
) -> tuple[PackageProblem, ...]:
    return tuple(
        PackageProblem(source.name, source.line_of(wrong.path), wrong.what, wrong.instead, wrong.path)
        for wrong in dossiers.play_scenario(version, scenario, calendar(), find)
    )


def _template_faults(version: ProcedureVersion, told: Mapping[str, Mapping[str, Any]]) -> list[PackageProblem]:
    """Each template is set once, with the answers of an example that ends in a result."""
    problems = []
    for name in version.document_templates:
        try:
            dossiers.try_template(version, name, told)
        except BadTemplateError as error:
            line = error.line if error.file == "result.typ" else 0
            instead = "Compare with the examples in docs/reference/package-format.md."
            problems.append(PackageProblem(f"documents/{name}", line, _sentence(error.what), instead))
    return problems


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:].rstrip('.')}." if text else ""


def _in_order(problems: Sequence[PackageProblem]) -> tuple[PackageProblem, ...]:
    return tuple(sorted(problems, key=lambda problem: (problem.file, problem.line)))
