"""QR codes as pictures a paper can carry."""

import io

import segno


def qr_svg(content: str, *, quiet_zone: int = 4) -> bytes:
    """An SVG of a QR code (ISO/IEC 18004) of `content`, error level M. `quiet_zone`: modules of white around it;
    0 when the page itself leaves four modules of white.
    """
    drawn = io.BytesIO()
    segno.make_qr(content, error="m", boost_error=False).save(drawn, kind="svg", border=quiet_zone, dark="#000")
    return drawn.getvalue()
