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
MOST_PARTS = 200_000
_ACTING = frozenset({"/JS", "/JavaScript", "/AA", "/EmbeddedFiles", "/EF", "/XFA", "/RichMediaContent"})
_ACTIONS = frozenset(
    {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToE", "/GoToR", "/Rendition", "/Movie"}
)


def kind_of(stream: BinaryIO, accepted: frozenset[str]) -> str:
    """Say "pdf", "jpg" or "png".

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
    """Anything that acts by itself, wherever it hides: in the catalogue, on a page, behind a link, in a form field.

    Raises FileActiveError, and FileBrokenError for a file of more parts than any scan has.
    """
    waiting: list[Any] = [pdf.trailer, *pdf.objects]
    looked_at = 0
    while waiting:
        part = waiting.pop()
        looked_at += 1
        if looked_at > MOST_PARTS:
            raise FileBrokenError
        if isinstance(part, pikepdf.Array):
            waiting += [inner for inner in part if _is_own(inner)]
        elif isinstance(part, (pikepdf.Dictionary, pikepdf.Stream)):
            entries = dict(part.items())
            if _ACTING.intersection(entries) or str(entries.get("/S", "")) in _ACTIONS:
                raise FileActiveError
            waiting += [inner for inner in entries.values() if _is_own(inner)]


def _is_own(part: Any) -> bool:
    """Written inside its parent, so `pdf.objects` does not list it."""
    return isinstance(part, (pikepdf.Array, pikepdf.Dictionary)) and not part.is_indirect


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
