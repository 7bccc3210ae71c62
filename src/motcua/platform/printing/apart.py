"""Setting a template that nobody has tried yet in a process of its own: it may loop for ever, or ask for all memory.

The compiler knows no limits of time and memory, and some of its faults end the thread that called it.
"""

import base64
import json
import resource
import subprocess
import sys
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from motcua.platform.printing.errors import BadTemplateError
from motcua.platform.printing.pdf import MAIN, print_pdf

SECONDS = 10  # of processor
MEMORY = 3 * 2**29  # of addresses; a paper with our typefaces takes a fraction of it
TOO_MUCH = "the paper takes too much time or memory, or is broken; does it repeat something without end?"


def print_apart(
    template: str, data: Mapping[str, Any], assets: Mapping[str, bytes] | None = None, *, created_at: datetime
) -> bytes:
    """As `print_pdf`, with the limits of a trial. Raises BadTemplateError, for a limit too."""
    told = {
        "template": template,
        "data": data,
        "assets": {name: base64.b64encode(content).decode() for name, content in (assets or {}).items()},
        "created_at": created_at.isoformat(),
    }
    command = [sys.executable, "-m", "motcua.platform.printing.apart"]
    try:
        done = subprocess.run(
            command, input=json.dumps(told).encode(), capture_output=True, timeout=3 * SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise BadTemplateError(file=MAIN, line=0, what=TOO_MUCH) from None
    if done.returncode == 0 and done.stdout.startswith(b"%PDF"):
        return done.stdout
    try:
        problem = json.loads(done.stdout)
    except ValueError:
        problem = {"file": MAIN, "line": 0, "what": TOO_MUCH}
    raise BadTemplateError(file=problem["file"], line=problem["line"], what=problem["what"])


def main() -> None:
    """The other process: a request on standard input, the paper or what is wrong on standard output."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    told = json.loads(sys.stdin.buffer.read())
    assets = {name: base64.b64decode(content) for name, content in told["assets"].items()}
    try:
        paper = print_pdf(told["template"], told["data"], assets, created_at=datetime.fromisoformat(told["created_at"]))
    except BadTemplateError as error:
        paper = json.dumps({"file": error.file, "line": error.line, "what": error.what}).encode()
    sys.stdout.buffer.write(paper)


if __name__ == "__main__":
    main()
