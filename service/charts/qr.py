"""The picture of a link that a phone's camera reads (a QR code)."""

import io

import segno

SIDE = 800
"""Size of the picture in pixels, with the empty space that readers need around the code."""


def draw(link: str) -> str:
    """Return the QR code of a link as SVG, black on white: readers need the contrast."""
    code = segno.make_qr(link, error="m")
    written = io.BytesIO()
    scale = SIDE / code.symbol_size()[0]
    code.save(written, kind="svg", scale=scale, light="white", xmldecl=False, nl=False)
    return written.getvalue().decode()
