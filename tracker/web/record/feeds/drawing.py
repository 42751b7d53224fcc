"""Preview pictures of pages for other sites: a few words, in bundled fonts.

Platforms do not accept SVG, so these are PNG files of the size that they recommend (1200 by
630).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageColor, ImageDraw, ImageFont, features
from PIL.PngImagePlugin import PngInfo

CARD_WIDTH, CARD_HEIGHT = 1200, 630
_MARGIN, BAR, BAND = 72, 20, 80
_GROUND, ACCENT, INK = "#f4f4f2", "#0a5560", "#1a1f21"
_MARK, WASH = "#6d4a00", "#f8efd9"
TYPEFACE = Path(__file__).with_name("typeface")
# Urdu letters reach far above and below their line.
_LINE = {"ltr": 1.35, "rtl": 1.8}
# Font sizes of the title and of the lines below it: everything gets smaller rather than being
# left out.
SIZES = ((92, 48), (76, 38), (64, 36), (52, 34), (44, 30), (36, 26), (28, 20), (20, 15))
_SMALL, _GAP = 30, 22
# The size at which words are measured.
_MEASURED = 100
# How much letters cover a point: as ink, and softer at the foot.
_FULL, _SOFT = 255, 187
# Shades from the ground to the ink, and from the wash to the letters on it: with one accent, as
# many colours as half a byte tells apart.
_SHADES, _SHADES_ON_WASH = 10, 5

_Line = tuple[str, ImageFont.FreeTypeFont]


@dataclass(frozen=True, slots=True)
class CardPreview:
    """The text on a picture; `mark` is set for a demonstration, `foot` names the publisher."""

    head: str
    lines: tuple[str, ...]
    mark: str
    foot: str
    language: str
    direction: str

    @property
    def words(self) -> str:
        """Return everything that is drawn, line by line."""
        return "\n".join(filter(None, (self.mark, self.head, *self.lines, self.foot)))


@cache
def shapes_letters() -> bool:
    """Return whether letters can be joined here, as Urdu requires."""
    return bool(features.check_feature("raqm"))


@lru_cache(maxsize=256)
def card_png(preview: CardPreview) -> bytes:
    """Return the picture as a PNG with its text as description; the same text gives the same
    bytes."""
    letters = Image.new("L", (CARD_WIDTH, CARD_HEIGHT))
    _Sheet(ImageDraw.Draw(letters), preview).fill()
    file = BytesIO()
    described = PngInfo()
    described.add_itxt("Description", preview.words, preview.language)
    _coloured(letters, preview).save(file, "PNG", pnginfo=described)
    return file.getvalue()


def _coloured(letters: Image.Image, preview: CardPreview) -> Image.Image:
    """Return the picture with its colours. `letters` says how much of each point they cover.

    Each shade has a fixed number, because to look for the best colours takes longer than to draw.
    """
    image = letters.point(_numbers(_SHADES))
    side = CARD_WIDTH - BAR if preview.direction == "rtl" else 0
    image.paste(_SHADES + _SHADES_ON_WASH, (side, 0, side + BAR, CARD_HEIGHT))
    if preview.mark:
        band = (0, 0, CARD_WIDTH, BAND)
        image.paste(letters.crop(band).point(_numbers(_SHADES_ON_WASH, after=_SHADES)), band)
    image.putpalette(_palette())
    return image


@cache
def _numbers(shades: int, *, after: int = 0) -> tuple[int, ...]:
    """Return the number of the colour of a point, by how much of it is covered."""
    return tuple(after + round(covered / _FULL * (shades - 1)) for covered in range(_FULL + 1))


@cache
def _palette() -> bytes:
    return bytes([*_mixed(_GROUND, INK, _SHADES), *_mixed(WASH, _MARK, _SHADES_ON_WASH)]) + bytes(
        ImageColor.getrgb(ACCENT)
    )


def _mixed(ground: str, letters: str, shades: int) -> Iterator[int]:
    """Yield colours from one to another, each as three numbers."""
    for place in range(shades):
        part = place / (shades - 1)
        for a, b in zip(ImageColor.getrgb(ground), ImageColor.getrgb(letters), strict=True):
            yield round(a + (b - a) * part)


@cache
def _opened(name: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(TYPEFACE / name), size)


def _is_urdu(sign: str) -> bool:
    """Return whether only one of the typefaces has this sign."""
    return "\u0600" <= sign <= "\u06ff"


def _width(font: ImageFont.FreeTypeFont, word: str) -> float:
    """Return the width of a word."""
    return font.size * _ems(str(font.path), word)


@lru_cache(maxsize=4096)
def _ems(typeface: str, word: str) -> float:
    """Return the width of a word at a size of one point. Letters have the same widths at every
    size, and pictures share most of their words."""
    return _opened(Path(typeface).name, _MEASURED).getlength(word) / _MEASURED


class _Sheet:
    """The letters of a picture being drawn, from top to bottom."""

    def __init__(self, draw: ImageDraw.ImageDraw, preview: CardPreview) -> None:
        self._draw = draw
        self._said = preview
        self._rtl = preview.direction == "rtl"
        self._has_urdu = self._rtl or any(map(_is_urdu, preview.words))

    def fill(self) -> None:
        """Draw everything."""
        said = self._said
        if said.mark:
            self._write(BAND * 5 // 8, said.mark, self._font(_SMALL))
        y = BAND + _GAP if said.mark else BAND // 2
        foot = CARD_HEIGHT - _MARGIN // 2
        head, lines = self._fitting(foot - 2 * _SMALL - _GAP - y)
        for block in (head, lines):
            for words, font in block:
                y += self._height(font)
                self._write(y, words, font)
            y += _GAP
        self._write(foot, said.foot, self._font(_SMALL), _SOFT)

    def _fitting(self, room: int) -> tuple[list[_Line], list[_Line]]:
        """Return the title and lines with their fonts, in the largest size at which all of them
        fit."""
        for large, small in SIZES:
            bold, plain = self._font(large, bold=True), self._font(small)
            head = [(line, bold) for line in self._wrapped([self._said.head], bold)]
            lines = [(line, plain) for line in self._wrapped(self._said.lines, plain)]
            if sum(self._height(font) for _, font in (*head, *lines)) <= room:
                break
        return head, lines

    def _height(self, font: ImageFont.FreeTypeFont) -> int:
        return round(font.size * _LINE[self._said.direction])

    def _font(self, size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
        # A text in the typeface with Urdu letters takes milliseconds longer, however short it is.
        if self._has_urdu:
            return _opened("urdu.ttf", size)
        return _opened("bold.ttf" if bold else "plain.ttf", size)

    def _wrapped(self, sentences: Sequence[str], font: ImageFont.FreeTypeFont) -> Iterator[str]:
        space = _width(font, " ")
        for sentence in sentences:
            line, room = list[str](), 0.0
            for word in sentence.split():
                wide = _width(font, word)
                if line and wide > room:
                    yield " ".join(line)
                    line = []
                room = (room if line else CARD_WIDTH - 2 * _MARGIN) - wide - space
                line.append(word)
            yield " ".join(line)

    def _write(
        self, y: int, words: str, font: ImageFont.FreeTypeFont, covered: int = _FULL
    ) -> None:
        place = (CARD_WIDTH - _MARGIN if self._rtl else _MARGIN, y)
        direction, language = None, None
        if shapes_letters():
            direction, language = self._said.direction, self._said.language
        self._draw.text(
            place,
            words,
            covered,
            font,
            "rs" if self._rtl else "ls",
            direction=direction,
            language=language,
        )
