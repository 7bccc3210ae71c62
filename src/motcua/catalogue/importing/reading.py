"""Reading a catalogue file: plain or gzip, JSON lines or CSV, told apart by content; a bad row never stops the rest."""

import csv
import gzip
import zlib
from collections.abc import Callable, Iterator
from io import BufferedReader
from pathlib import Path

import msgspec

from motcua.catalogue.errors import SourceUnreadableError
from motcua.catalogue.importing.records import DetailedRecord, ListedRecord, Record

LONGEST_LINE = 2_000_000  # bytes; the longest real record has about 90,000
MOST_LINES = 1_000_000

Rejected = tuple[int, str]
Row = tuple[int, Record]
Reject = Callable[[int, str], None]


def read_catalogue(path: Path, reject: Reject) -> Iterator[Row]:
    """Yield (line, record) for what can be used; tell `reject(line, reason)` of the rest.

    Raises SourceUnreadableError when the file as a whole is no catalogue.
    """
    with _opened(path) as stream:
        lines = _lines(stream, reject)
        first = next(lines, None)
        if first is None:
            raise SourceUnreadableError(f"{path.name} holds no line that can be read.")
        if first[1].lstrip(b"\xef\xbb\xbf \t").startswith((b"{", b"[")):
            yield from _json_rows(_with(first, lines), reject)
        else:
            yield from _csv_rows(path.name, _with(first, lines), reject)


def _opened(path: Path) -> gzip.GzipFile | BufferedReader:
    try:
        with path.open("rb") as file:
            packed = file.read(2) == b"\x1f\x8b"
        return gzip.open(path, "rb") if packed else path.open("rb")
    except OSError as error:
        raise SourceUnreadableError(f"{path} cannot be read: {error.strerror or error}.") from None


def _lines(stream: gzip.GzipFile | BufferedReader, reject: Reject) -> Iterator[tuple[int, bytes]]:
    """Numbered lines that are not empty. One that is too long is skipped to its end; a broken gzip ends the file."""
    for number in range(1, MOST_LINES + 1):
        try:
            line = stream.readline(LONGEST_LINE)
            if not line:
                return
            if len(line) == LONGEST_LINE and not line.endswith(b"\n"):
                _skip_rest(stream)
                reject(number, f"the line has more than {LONGEST_LINE} bytes")
                continue
        except (EOFError, gzip.BadGzipFile, zlib.error) as error:
            reject(number, f"the compressed file breaks off here: {error}")
            return
        if line.strip():
            yield number, line
    reject(MOST_LINES, f"more than {MOST_LINES} lines are not read")


def _skip_rest(stream: gzip.GzipFile | BufferedReader) -> None:
    while True:
        part = stream.readline(LONGEST_LINE)
        if not part or part.endswith(b"\n"):
            return


def _with(first: tuple[int, bytes], rest: Iterator[tuple[int, bytes]]) -> Iterator[tuple[int, bytes]]:
    yield first
    yield from rest


def _json_rows(lines: Iterator[tuple[int, bytes]], reject: Reject) -> Iterator[Row]:
    decoder = msgspec.json.Decoder(DetailedRecord)
    for number, line in lines:
        try:
            yield number, decoder.decode(line.removeprefix(b"\xef\xbb\xbf"))
        except UnicodeDecodeError:
            reject(number, "the line is not UTF-8")
        except msgspec.ValidationError as error:
            reject(number, f"the record does not fit: {error}")
        except (msgspec.DecodeError, RecursionError) as error:
            reject(number, f"the line is not JSON: {error}")


def _csv_rows(name: str, lines: Iterator[tuple[int, bytes]], reject: Reject) -> Iterator[Row]:
    seen = [0]
    reader = csv.reader(_decoded(lines, seen), strict=True)
    header = _header(name, reader)
    while True:
        start = seen[0] + 1
        try:
            cells = next(reader)
            yield start, _listed(header, cells)
        except StopIteration:
            return
        except csv.Error as error:
            reject(start, f"the row is not CSV: {error}")
        except UnicodeEncodeError:
            reject(start, "the row is not UTF-8")
        except ValueError as error:
            reject(start, f"the record does not fit: {error}")


def _decoded(lines: Iterator[tuple[int, bytes]], seen: list[int]) -> Iterator[str]:
    """Text of each line; bytes that are not UTF-8 become lone surrogates, which `_listed` finds in their row."""
    for number, line in lines:
        seen[0] = number
        yield line.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "surrogateescape")


def _header(name: str, reader: Iterator[list[str]]) -> list[str]:
    try:
        header = [cell.strip().lower() for cell in next(reader)]
    except (csv.Error, StopIteration):
        header = []
    if not {"code", "name"} <= set(header):
        raise SourceUnreadableError(
            f"{name} is neither JSON lines nor a CSV with the columns code and name; "
            "other columns are issuing_agency, implementing_agency, field and url."
        )
    return header


def _listed(header: list[str], cells: list[str]) -> ListedRecord:
    """Raises UnicodeEncodeError on bytes that were not UTF-8, ValueError on what does not fit."""
    if len(cells) != len(header):
        raise ValueError(f"{len(cells)} cells under {len(header)} columns")
    for cell in cells:
        cell.encode()
    return msgspec.convert(dict(zip(header, cells, strict=True)), ListedRecord)
