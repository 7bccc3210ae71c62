"""The other process of `apart`: a request a line on standard input; a line on standard output, and the paper behind it."""

import base64
import json
import resource
import sys
from datetime import datetime
from typing import Any

from motcua.platform.printing.errors import BadTemplateError
from motcua.platform.printing.pdf import print_pdf

MEMORY = 3 * 2**29  # of addresses; a paper with our typefaces takes a fraction of it


def main() -> None:
    """Until nobody asks any more. A limit that is reached ends the process, and with it the paper."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for line in sys.stdin.buffer:
        answer, paper = _answer(json.loads(line))
        sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + paper)
        sys.stdout.buffer.flush()


def _answer(told: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    _allow(told["seconds"])
    assets = {name: base64.b64decode(content) for name, content in told["assets"].items()}
    try:
        paper = print_pdf(told["template"], told["data"], assets, created_at=datetime.fromisoformat(told["created_at"]))
    except BadTemplateError as error:
        return {"file": error.file, "line": error.line, "what": error.what}, b""
    return {"size": len(paper)}, paper


def _allow(seconds: int) -> None:
    """That much processor from now on."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + 1 + seconds, hard))


if __name__ == "__main__":
    main()
