"""An address as a picture that telephones read."""

import segno
from markupsafe import Markup


def drawn(text: str) -> Markup:
    """The QR code as an SVG that stands in the page and is printed with it."""
    return Markup(segno.make(text, micro=False, error="m").svg_inline(omitsize=True, border=2))
