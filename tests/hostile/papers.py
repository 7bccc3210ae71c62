"""Files that are not what they say, or more than they say."""

import io
import struct
import zipfile
import zlib

import pikepdf
from PIL import Image


def photo(colour: str = "white", size: tuple[int, int] = (30, 20), kind: str = "PNG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, kind)
    return out.getvalue()


def pdf(change=lambda _document: None, **save) -> bytes:
    out, document = io.BytesIO(), pikepdf.new()
    document.add_blank_page()
    change(document)
    document.save(out, **save)
    return out.getvalue()


def scripted() -> bytes:
    def change(document: pikepdf.Pdf) -> None:
        document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")

    return pdf(change)


def scripted_on_a_page() -> bytes:
    def change(document: pikepdf.Pdf) -> None:
        action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        document.pages[0].AA = pikepdf.Dictionary(O=action)

    return pdf(change)


def scripted_link() -> bytes:
    def change(document: pikepdf.Pdf) -> None:
        action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.launchURL('http://evil.example')")
        link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 100, 100], A=action)
        document.pages[0].Annots = document.make_indirect(pikepdf.Array([link]))

    return pdf(change)


def with_attachment() -> bytes:
    def change(document: pikepdf.Pdf) -> None:
        document.attachments["evil.exe"] = b"MZ"

    return pdf(change)


def locked() -> bytes:
    return pdf(encryption=pikepdf.Encryption(owner="o", user="u"))


def zip_bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros", b"\0" * 20_000_000)
    return out.getvalue()


def image_bomb() -> bytes:
    """A PNG of 30,000 × 30,000 pixels in a few bytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 9)) + chunk(b"IEND", b"")
    )


def page_bomb() -> bytes:
    def change(document: pikepdf.Pdf) -> None:
        for _ in range(450):
            document.add_blank_page()

    return pdf(change)


EXE = b"MZ\x90\x00" + b"\0" * 200
HTML = b"<html><script>alert(1)</script></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
CUT_PDF = b"%PDF-1.7\n" + b"garbage " * 40
CUT_JPG = b"\xff\xd8\xff\xe0" + b"\x00" * 50
POLYGLOT = b"GIF89a/*" + b"\0" * 30 + b"*/=1;alert(1)"
