"""Scans for tests: pages that hold pictures of words, and no words."""

from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

_LATIN = "/usr/share/fonts/truetype/liberation/LiberationSerif-Regular.ttf"
_URDU = "/usr/share/fonts/truetype/noto/NotoNaskhArabic-Regular.ttf"


def picture(*lines: str, urdu: bool = False) -> Image.Image:
    """A picture of these lines, large and clear."""
    page = Image.new("L", (1600, 600), 255)
    font = ImageFont.truetype(_URDU if urdu else _LATIN, 48)
    for number, words in enumerate(lines):
        place, anchor = (1500, "ra") if urdu else (100, "la")
        ImageDraw.Draw(page).text(
            (place, 100 + 120 * number), words, fill=0, font=font, anchor=anchor
        )
    return page


def png(*lines: str, urdu: bool = False) -> bytes:
    """A photograph of words."""
    made = BytesIO()
    picture(*lines, urdu=urdu).save(made, "PNG")
    return made.getvalue()


def scan(*pages: str) -> bytes:
    """A PDF whose pages are pictures."""
    drawn, made = [picture(words) for words in pages], BytesIO()
    drawn[0].save(made, "PDF", save_all=True, append_images=drawn[1:], resolution=200)
    return made.getvalue()
