"""`motcua procedure new CODE`: a folder that passes the check at once, with comments that teach."""

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from django.conf import settings
from django.utils.timezone import localdate

from motcua.authoring.beginning import is_code
from motcua.authoring.checking import judge_files
from motcua.catalogue import api as catalogue
from motcua.kernel import clock
from motcua.kernel.texts import slug

STARTER = Path(__file__).parents[1] / "starter"
SCHEMAS = "/schemas/procedure/v1"
_NAME = ("Tên thủ tục", "Name of the service")


def main(arguments: Sequence[str]) -> int:
    """0: made, 1: the copy has something to mend, 2: it can't be made here."""
    given = _parser().parse_args(arguments)
    if not is_code(given.code):
        return _refuse(
            f"{given.code!r} is no code: write one digit, a dot and six digits, as in 1.001193; for a variant of your own add a"
            " part in digits and capitals, as in 1.001193.HUE."
        )
    names = (given.name or _NAME[0], given.name_en or given.name or _NAME[1])
    try:
        files = _copied(given.source, given.code, given.into) if given.source else _started(given.code, names)
    except LookupError as error:
        return _refuse(str(error))
    folder = given.into / f"{given.code}-{slug(given.name_en or given.name or '')}".rstrip("-")
    if any(given.into.glob(f"{given.code}-*")) or folder.exists():
        return _refuse(f"There is a package of {given.code} in {given.into} already.")
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    problems = judge_files(files, folder=folder.name).problems
    print(folder)
    print("\n".join(f"{folder.name}/{problem}" for problem in problems), end="\n" if problems else "")
    print(f"Look at it while you write: motcua procedure try {folder}")
    return 1 if problems else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="motcua procedure new", description=__doc__)
    parser.add_argument("code", metavar="CODE", help="the national code: 1.001193")
    parser.add_argument("--from", dest="source", metavar="PACKAGE", help="copy this package: its folder or its code")
    parser.add_argument("--name", metavar="TEXT", help="the name in Vietnamese")
    parser.add_argument("--name-en", metavar="TEXT", help="the name in English")
    parser.add_argument("--in", dest="into", type=Path, default=Path("procedures"), metavar="DIR", help="where to")
    return parser


def _started(code: str, names: tuple[str, str]) -> dict[str, bytes]:
    words = {
        "@CODE@": code,
        "@NAME_VI@": _quotable(names[0]),
        "@NAME_EN@": _quotable(names[1]),
        "@TODAY@": localdate(clock.now()).isoformat(),
        "@SCHEMAS@": f"{settings.PUBLIC_URL}{SCHEMAS}",
    }
    files = sorted(STARTER.rglob("*.yaml"))
    return {file.relative_to(STARTER).as_posix(): _filled(file.read_text("utf-8"), words) for file in files}


def _filled(text: str, words: Mapping[str, str]) -> bytes:
    for mark, word in words.items():
        text = text.replace(mark, word)
    return text.encode()


def _quotable(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _copied(source: str, code: str, into: Path) -> dict[str, bytes]:
    """The files of another package under the new code; nothing else of them changes. Raises LookupError."""
    named = [*into.glob(f"{source}-*"), into / source] if is_code(source) else []
    folders = [Path(source), *named]
    folder = next((one for one in folders if (one / "procedure.yaml").is_file()), None)
    if folder is None:
        raise LookupError(f"There is no package {source}, neither as a folder nor in {into}.")
    files = catalogue.read_files(folder)
    text = files["procedure.yaml"].decode()
    content = catalogue.spans.read(text) | {"code": code}
    files["procedure.yaml"] = catalogue.spans.apply(text, catalogue.spans.rewrite(text, content)).encode()
    return files


def _refuse(why: str) -> int:
    print(why, file=sys.stderr)
    return 2
