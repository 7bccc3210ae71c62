"""What people may send, and what only looks like it."""

import io
import zipfile

import pikepdf
import pytest
from PIL import Image

from motcua.platform.files.errors import FileActiveError, FileBrokenError, FileKindError, FileLockedError
from motcua.platform.files.inspection import kind_of

ALL = frozenset({"pdf", "jpg", "png"})


def picture(kind: str, size: tuple[int, int] = (30, 20)) -> io.BytesIO:
    out = io.BytesIO()
    Image.new("RGB", size, "white").save(out, kind)
    return out


def pdf(change=lambda _pdf: None, **save) -> io.BytesIO:
    out, document = io.BytesIO(), pikepdf.new()
    document.add_blank_page()
    change(document)
    document.save(out, **save)
    return out


def with_script(document: pikepdf.Pdf) -> None:
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def with_attachment(document: pikepdf.Pdf) -> None:
    document.attachments["evil.exe"] = b"MZ"


def bomb() -> io.BytesIO:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros", b"\0" * 10_000_000)
    return out


@pytest.mark.parametrize(("stream", "kind"), [(picture("JPEG"), "jpg"), (picture("PNG"), "png"), (pdf(), "pdf")])
def test_photos_and_plain_pdfs_are_taken(stream, kind):
    assert kind_of(stream, ALL) == kind


@pytest.mark.parametrize(
    ("stream", "error"),
    [
        (bomb(), FileKindError),
        (io.BytesIO(b"MZ\x90\x00" + b"\0" * 100), FileKindError),
        (io.BytesIO(b"<html><script>alert(1)</script>"), FileKindError),
        (io.BytesIO(b"\0" * 40), FileKindError),
        (io.BytesIO(b"%PDF-1.7\nthis is not one"), FileBrokenError),
        (io.BytesIO(pdf().getvalue()[:200]), FileBrokenError),
        (io.BytesIO(b"\xff\xd8\xff\xe0" + b"junk" * 50), FileBrokenError),
        (io.BytesIO(picture("PNG").getvalue()[:60]), FileBrokenError),
        (pdf(with_script), FileActiveError),
        (pdf(with_attachment), FileActiveError),
        (pdf(encryption=pikepdf.Encryption(owner="a", user="b")), FileLockedError),
    ],
)
def test_what_is_not_what_it_says_is_refused_with_its_own_reason(stream, error):
    with pytest.raises(error):
        kind_of(stream, ALL)


def test_an_image_that_would_unfold_to_hundreds_of_megapixels_is_refused():
    out = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(out, "PNG")
    with pytest.raises(FileBrokenError):
        kind_of(out, ALL)


def test_a_kind_that_this_paper_does_not_accept_is_refused():
    with pytest.raises(FileKindError):
        kind_of(pdf(), frozenset({"jpg"}))
