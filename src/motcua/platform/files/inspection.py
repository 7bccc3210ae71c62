"""Is the file what it says it is? Looked at by content, never by name, before anything is kept."""

import warnings
from typing import Any, BinaryIO

import pikepdf
from PIL import Image, UnidentifiedImageError

from motcua.platform.files.errors import FileActiveError, FileBrokenError, FileKindError, FileLockedError

CONTENT_TYPES = {"pdf": "application/pdf", "jpg": "image/jpeg", "png": "image/png"}
_MAGIC = {b"%PDF-": "pdf", b"\xff\xd8\xff": "jpg", b"\x89PNG\r\n\x1a\n": "png"}
_IMAGE_FORMATS = {"jpg": "JPEG", "png": "PNG"}
MOST_PIXELS = 60_000_000
MOST_PAGES = 400


def kind_of(stream: BinaryIO, accepted: frozenset[str]) -> str:
    """"pdf", "jpg" or "png".

    Raises FileKindError when the content is of no accepted kind, FileBrokenError when it only begins like one,
    FileLockedError and FileActiveError for PDFs that an official could not or should not open.
    """
    stream.seek(0)
    head = stream.read(16)
    kind = next((kind for magic, kind in _MAGIC.items() if head.startswith(magic)), None)
    if kind is None or kind not in accepted:
        raise FileKindError(accepted=sorted(accepted))
    stream.seek(0)
    _inspect_pdf(stream) if kind == "pdf" else _inspect_image(stream, _IMAGE_FORMATS[kind])
    stream.seek(0)
    return kind


def _inspect_pdf(stream: BinaryIO) -> None:
    try:
        with pikepdf.open(stream, suppress_warnings=True) as pdf:
            if not 0 < len(pdf.pages) <= MOST_PAGES:
                raise FileBrokenError
            _refuse_active_parts(pdf)
    except pikepdf.PasswordError as error:
        raise FileLockedError from error
    except (pikepdf.PdfError, RecursionError, ValueError, TypeError, AttributeError) as error:
        raise FileBrokenError from error


def _refuse_active_parts(pdf: pikepdf.Pdf) -> None:
    root = pdf.Root
    names: Any = root.get("/Names", {})
    action = root.get("/OpenAction")
    launches = isinstance(action, pikepdf.Dictionary) and action.get("/S") not in {None, pikepdf.Name.GoTo}
    if launches or "/JavaScript" in names or "/EmbeddedFiles" in names or "/AA" in root:
        raise FileActiveError


def _inspect_image(stream: BinaryIO, expected: str) -> None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(stream, formats=(expected,)) as image:
                if image.width * image.height > MOST_PIXELS:
                    raise FileBrokenError
                image.draft("RGB", (64, 64))  # reads the whole stream but decodes a JPEG small
                image.load()
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError, Warning) as error:
        raise FileBrokenError from error
