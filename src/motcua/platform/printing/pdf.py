"""Set a paper with Typst: an accessible, archivable PDF out of a template and plain values.

Values enter as JSON through `sys.inputs.data` and stay strings and numbers: nothing that a citizen typed is ever
read as markup. The compiler sees one private folder with the template and its assets, our typefaces, nothing else.
"""

import json
import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import typst

from motcua.platform.printing.errors import BadTemplateError
from motcua.platform.printing.fonts import printable, typefaces
from motcua.platform.printing.sources import check_source

# Archivable for decades with real text (PDF/A-2a) and readable by a screen reader (PDF/UA-1).
STANDARDS: "list[typst.PDFStandard]" = ["a-2a", "ua-1"]
MAIN = "paper.typ"
_ASSET_NAME = re.compile(r"[a-z0-9_-]+\.(?:typ|svg|png|jpg)")
_SEARCHED = re.compile(r" \(searched at [^)]*\)")  # a folder that is gone by the time somebody reads this
_PLACE = re.compile(r"─ .*?([\w.-]+):(\d+):\d+")


def print_pdf(
    template: Path | str, data: Mapping[str, Any], assets: Mapping[str, bytes] | None = None, *, created_at: datetime
) -> bytes:
    """The PDF of `template` (a file or Typst source) with `data` (JSON-ready) as `json(bytes(sys.inputs.data))`.

    `assets`: file name to content; the template finds them as "/name". `created_at` (aware) is the date inside the
    file: equal arguments give equal bytes. Raises BadTemplateError.
    """
    source = template.read_text("utf-8") if isinstance(template, Path) else template
    files = {MAIN: source.encode(), **(assets or {})}
    inputs = {"data": json.dumps(_printable(data), ensure_ascii=False, sort_keys=True)}
    with TemporaryDirectory(prefix="motcua-paper-") as folder:
        _lay_out(Path(folder), files)
        return _compile(Path(folder), inputs, created_at)


def _lay_out(folder: Path, files: Mapping[str, bytes]) -> None:
    for name, content in files.items():
        if not _ASSET_NAME.fullmatch(name):
            raise ValueError(f"{name!r} can't be the name of an asset")
        if name.endswith(".typ"):
            check_source(name, content.decode())
        (folder / name).write_bytes(content)


def _compile(folder: Path, inputs: dict[str, str], created_at: datetime) -> bytes:
    compiler = typst.Compiler(folder / MAIN, root=folder, font_paths=typefaces(), sys_inputs=inputs)
    try:
        paper = compiler.compile(format="pdf", pdf_standards=STANDARDS, timestamp=int(created_at.timestamp()))
    except typst.TypstError as problem:
        raise _bad_template(problem) from None
    assert isinstance(paper, bytes)  # noqa: S101 -- one PDF is always bytes; lists are for pictures by page
    return paper


def _bad_template(problem: typst.TypstError) -> BadTemplateError:
    place = _PLACE.search(problem.diagnostic)
    file, line = (place[1], int(place[2])) if place else (MAIN, 0)
    return BadTemplateError(file=file, line=line, what=_SEARCHED.sub("", problem.message))


def _printable(value: Any) -> Any:
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, Mapping):
        return {str(key): _printable(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(inner) for inner in value]
    return value
