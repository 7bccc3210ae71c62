"""The typefaces papers are set in: our own files only, so that a paper looks alike on every machine."""

import struct
import unicodedata
from functools import cache
from pathlib import Path

import typst

FOLDER = Path(__file__).parent / "fonts"
MISSING = "\u25a1"  # the white square that stands for a sign the typeface hasn't got


@cache
def typefaces() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FOLDER])


def printable(text: str) -> str:
    """Text as the paper can show it: NFC, no invisible controls, a white square for each sign without a glyph.

    Names are cleaned when they come in; this is the last fence, since one missing glyph would stop the whole paper.
    """
    composed = unicodedata.normalize("NFC", text)
    return "".join(map(_shown, composed))


def _shown(sign: str) -> str:
    if sign == "\n" or ord(sign) in _coverage():
        return sign
    if unicodedata.category(sign) in {"Zs", "Zl", "Zp"} or sign == "\t":
        return " "
    return "" if unicodedata.category(sign)[0] == "C" else MISSING


@cache
def _coverage() -> frozenset[int]:
    """Code points of the regular face, from its `cmap` table (format 4, Windows Unicode), without the controls."""
    data = (FOLDER / "LiberationSerif-Regular.ttf").read_bytes()
    table = _windows_table(data, _cmap_offset(data))
    half = struct.unpack_from(">H", data, table + 6)[0] // 2
    ends = struct.unpack_from(f">{half}H", data, table + 14)
    starts = struct.unpack_from(f">{half}H", data, table + 16 + 2 * half)
    points = {point for start, end in zip(starts, ends, strict=True) for point in range(start, end + 1)}
    return frozenset(point for point in points - {0xFFFF} if unicodedata.category(chr(point)) not in {"Cc", "Cf", "Co"})


def _cmap_offset(data: bytes) -> int:
    count: int = struct.unpack_from(">H", data, 4)[0]
    entries = (struct.unpack_from(">4sLLL", data, 12 + 16 * place) for place in range(count))
    return next(int(offset) for tag, _checksum, offset, _length in entries if tag == b"cmap")


def _windows_table(data: bytes, cmap: int) -> int:
    count: int = struct.unpack_from(">H", data, cmap + 2)[0]
    entries = (struct.unpack_from(">HHL", data, cmap + 4 + 8 * place) for place in range(count))
    return next(cmap + int(offset) for platform, encoding, offset in entries if (platform, encoding) == (3, 1))
