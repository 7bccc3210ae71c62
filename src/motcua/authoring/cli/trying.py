"""`motcua procedure try FOLDER`: look at a package while it is written; every change shows by itself."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from motcua.authoring.trying.serving import serve


def main(arguments: Sequence[str]) -> int:
    """Serves until Ctrl-C (0); 2: there is no such package, or the port is taken."""
    given = _parser().parse_args(arguments)
    if not given.folder.is_dir():
        print(f"There is no folder {given.folder}.", file=sys.stderr)
        return 2
    try:
        serve(given.folder.resolve(), given.port, lambda line: print(line, flush=True))
    except OSError as error:
        print(f"Port {given.port} can't be used ({error.strerror}); name another one with --port.", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 0
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="motcua procedure try", description=__doc__)
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    parser.add_argument("--port", type=int, default=8765, help="0 takes a free one; usually 8765")
    return parser
