"""`motcua procedure record DOSSIER FOLDER`: an example from what really happened, to nobody."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from motcua.authoring.recording import record_scenario
from motcua.catalogue import api as catalogue
from motcua.kernel.actors import SYSTEM
from motcua.kernel.errors import MotCuaError
from motcua.kernel.texts import slug


def main(arguments: Sequence[str]) -> int:
    """0: written, 1: written, but the disguise has other consequences than the original, 2: refused."""
    given = _parser().parse_args(arguments)
    if not (given.folder / "procedure.yaml").is_file():
        print(f"{given.folder} is no package.", file=sys.stderr)
        return 2
    file = given.folder / "scenarios" / f"{slug(given.name) or 'recorded'}.yaml"
    if file.exists():
        print(f"{file} is there already; choose another --name.", file=sys.stderr)
        return 2
    try:
        recorded = record_scenario(actor=SYSTEM, code=given.dossier)
    except MotCuaError as refusal:
        print(refusal, file=sys.stderr)
        return 2
    file.parent.mkdir(exist_ok=True)
    file.write_text(catalogue.write_document(recorded.scenario), "utf-8")
    print(f"{file}\nGive it a sentence for a name, and work out by hand what it expects.")
    if not recorded.same:
        print("With other dates it has other consequences than the dossier had; read `expect` closely.")
    return 0 if recorded.same else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="motcua procedure record", description=__doc__)
    parser.add_argument("dossier", metavar="DOSSIER", help="the code of the dossier: H57.17-260302-0001")
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="the package that gets the example")
    parser.add_argument("--name", default="recorded", metavar="TEXT", help="name of the file; usually `recorded`")
    return parser
