"""`motcua procedure check DIR`: is a package, or a folder of packages, fit to be published?"""

import sys
from collections.abc import Sequence
from pathlib import Path

from motcua.agencies import api as agencies
from motcua.catalogue import api as catalogue
from motcua.catalogue.errors import PackageInvalidError
from motcua.dossiers.domain.flow import compile_flow
from motcua.dossiers.scenarios import package_folders, play
from motcua.forms import api as forms
from motcua.forms.errors import FormDefinitionError

CALENDAR = "vn"


def main(arguments: Sequence[str]) -> int:
    """`procedure check DIR`; returns 0 when all is well, 1 when something is wrong, 2 when the words are off."""
    if len(arguments) != 3 or arguments[1] != "check":
        print("motcua procedure check DIR", file=sys.stderr)
        return 2
    folders = package_folders(Path(arguments[2]))
    if not folders:
        print(f"There is no procedure package in {arguments[2]}.", file=sys.stderr)
        return 2
    wrong = [line for folder in folders for line in check_folder(folder)]
    print("\n".join(wrong) if wrong else f"{len(folders)} packages, nothing to mend.")
    return 1 if wrong else 0


def check_folder(folder: Path) -> list[str]:
    """Everything wrong with one package, a line each: file, place, what, and what to write instead."""
    try:
        version = catalogue.load_package(folder)
        scenarios = catalogue.load_scenarios(folder)
        forms.compile_form(version)
        compile_flow(version.flow)
    except PackageInvalidError as error:
        return [f"{folder.name}/{problem}" for problem in error.problems]
    except FormDefinitionError as error:
        return [f"{folder.name}/form.yaml: {path}: {fault}" for path, fault in error.fields.items()]
    except ValueError as error:
        return [f"{folder.name}/{error}"]
    calendar = agencies.shipped_calendar(CALENDAR)
    return [
        f"{folder.name}/scenarios/{name}.yaml: {wrong}"
        for name, scenario in scenarios.items()
        for wrong in play(version, scenario, calendar)
    ]
