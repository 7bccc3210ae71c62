"""Setting a template that somebody else wrote in a process of its own: it may loop for ever, or ask for all memory.

The compiler knows no limits of time and memory, and some of its faults end the thread that called it. Starting a
process takes longer than a paper, so those that did well stay and wait for the next one (`printer.py`).
"""

import atexit
import base64
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from threading import Timer
from typing import Any

from motcua.platform.printing.errors import BadTemplateError
from motcua.platform.printing.pdf import MAIN

SECONDS = 10  # of processor; three times that by the clock on the wall
MOST_IDLE = 2
MOST_PAPERS = 200  # of one process: whatever the compiler keeps goes with it
TOO_MUCH = "the paper takes too much time or memory, or is broken; does it repeat something without end?"


class _Printer:
    """One waiting process. It has no limits of its own to remember: each paper brings them."""

    def __init__(self) -> None:
        self.printed = 0
        self.process = subprocess.Popen(
            [sys.executable, "-m", "motcua.platform.printing.printer"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # where the compiler's own panics go
        )

    def print(self, request: bytes) -> tuple[dict[str, Any], bytes] | None:
        """What it answers to `request`, or None when a limit or a fault ended it."""
        wanted, answers = self.process.stdin, self.process.stdout
        assert wanted is not None and answers is not None  # noqa: S101, PT018 -- both are pipes
        self.printed += 1
        watch = Timer(3 * SECONDS, self.process.kill)
        watch.start()
        try:
            wanted.write(request + b"\n")
            wanted.flush()
            answer: dict[str, Any] = json.loads(answers.readline())
            paper = answers.read(answer.get("size", 0))
        except (OSError, ValueError):
            return None
        finally:
            watch.cancel()
        return (answer, paper) if len(paper) == answer.get("size", 0) else None

    def end(self) -> None:
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            with suppress(OSError):  # it ended with something unread
                pipe.close()  # type: ignore[union-attr]


_idle: list[_Printer] = []


def print_apart(
    template: str, data: Mapping[str, Any], assets: Mapping[str, bytes] | None = None, *, created_at: datetime
) -> bytes:
    """As `print_pdf`, within limits. Raises BadTemplateError, for a limit too."""
    told = {
        "template": template,
        "data": data,
        "assets": {name: base64.b64encode(content).decode() for name, content in (assets or {}).items()},
        "created_at": created_at.isoformat(),
        "seconds": SECONDS,
    }
    printer = _taken()
    answered = printer.print(json.dumps(told).encode())
    if answered is None:
        printer.end()
        raise BadTemplateError(file=MAIN, line=0, what=TOO_MUCH)
    _give_back(printer)
    answer, paper = answered
    if "size" in answer:
        return paper
    raise BadTemplateError(file=answer["file"], line=answer["line"], what=answer["what"])


def _taken() -> _Printer:
    """One that waits and still lives, else a new one: papers never wait for each other."""
    while True:
        try:
            printer = _idle.pop()
        except IndexError:
            return _Printer()
        if printer.process.poll() is None:
            return printer
        printer.end()


def _give_back(printer: _Printer) -> None:
    if len(_idle) < MOST_IDLE and printer.printed < MOST_PAPERS:
        _idle.append(printer)
    else:
        printer.end()


@atexit.register
def end_printers() -> None:
    """Let the waiting processes go; the next paper starts another."""
    while _idle:
        _idle.pop().end()


os.register_at_fork(after_in_child=_idle.clear)  # two processes on one pipe would mix up papers
