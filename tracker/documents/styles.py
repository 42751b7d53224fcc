"""The styles of letters: how each role looks, and in which fonts and languages."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from docx.styles.styles import Styles

from tracker.documents.ooxml import XmlElement, name, w
from tracker.domain.base.text import direction


@dataclass(frozen=True, slots=True)
class Fonts:
    """Fonts by script, best first. Later ones are named as substitutes in the document."""

    latin: tuple[str, ...] = ("Times New Roman", "Liberation Serif")
    arabic: tuple[str, ...] = ("Noto Nastaliq Urdu", "Jameel Noori Nastaleeq", "Urdu Typesetting")
    arabic_language: str = "ur-PK"

    def of(self, language: str) -> "Fonts":
        """Return the fonts for letters in a language. Some scripts need other fonts than Urdu."""
        if language not in _COMPLEX:
            return self
        named, region = _COMPLEX[language]
        return replace(self, arabic=named, arabic_language=region)

    @property
    def nastaliq(self) -> bool:
        """Return whether right-to-left text is in Nastaliq, which needs tall lines."""
        return "Naskh" not in self.arabic[0]


# Fonts of the other complex scripts, and the locale of their words.
_COMPLEX = {
    "ar": (("Noto Naskh Arabic", "Traditional Arabic", "Arabic Typesetting"), "ar"),
    "bn": (("Noto Serif Bengali", "Vrinda", "Nirmala UI"), "bn-BD"),
    "ne": (("Noto Serif Devanagari", "Mangal", "Nirmala UI"), "ne-NP"),
}
# Scripts from left to right whose letters are higher than a line of Latin text.
_TALL = frozenset({"bn", "ne"})


@dataclass(frozen=True, slots=True)
class Look:
    """The look of one role. Sizes are in half points, distances in twentieths of a point.

    A `free` line is as high as what stands in it, such as a picture.
    """

    style: str
    before: int = 0
    after: int = 120
    indent: int = 0
    size: int = 0
    bold: bool = False
    centred: bool = False
    keep_next: bool = False
    rule: str = ""
    short: int = 0
    outline: int | None = None
    free: bool = False


LOOKS: Mapping[str, Look] = MappingProxyType(
    {
        "body": Look("Letter Body", after=40),
        "sender": Look("Letter Sender", after=160, indent=5100),
        "address": Look("Letter Address", after=120),
        "reference": Look("Letter Reference", after=80),
        "date": Look("Letter Date", after=120),
        "salutation": Look("Letter Salutation"),
        "forum": Look("Letter Forum", before=120, size=26, bold=True, centred=True),
        "party": Look("Letter Party", after=80, centred=True),
        "closing": Look("Letter Closing", before=160, after=0, keep_next=True, free=True),
        "note": Look("Letter Note", size=19),
        "heading 1": Look("Heading 1", 160, 100, size=26, bold=True, keep_next=True, outline=0),
        "heading 2": Look("Heading 2", 120, 50, size=23, bold=True, keep_next=True, outline=1),
        "heading 3": Look("Heading 3", 100, 40, bold=True, keep_next=True, outline=2),
        "item": Look("Letter Item", after=20),
        "cell": Look("Letter Cell", 20, 20, size=19),
        "head": Look("Letter Table Head", 20, 20, size=19, bold=True, keep_next=True),
        "small cell": Look("Letter Small Cell", 20, 20, size=16),
        "small head": Look("Letter Small Head", 20, 20, size=16, bold=True, keep_next=True),
        "month": Look("Letter Month", 40, 40, size=18, bold=True, keep_next=True),
        "day": Look("Letter Day", 10, 0, size=14, centred=True),
        "day sign": Look("Letter Day Sign", size=17, after=0, bold=True, centred=True),
        "day word": Look("Letter Day Word", size=12, after=10, centred=True),
        "rule": Look("Letter Signature Rule", 440, 0, keep_next=True, rule="bottom", short=5100),
        "signature": Look("Letter Signature", before=40, after=0, keep_next=True),
        "banner": Look("Letter Banner", after=120, size=19, bold=True, centred=True),
        "office": Look("Letter Office", after=40, size=32, bold=True, centred=True),
        "office line": Look("Letter Office Line", after=0, size=18, centred=True),
        "office rule": Look("Letter Office Rule", after=120, size=8, rule="top"),
        "page": Look("Letter Page Number", after=0, size=18, centred=True),
    }
)
_KEPT = frozenset(
    {"Normal", "Default Paragraph Font", "Normal Table", "No List", "Header", "Footer"}
)
# A Nastaliq line is tall and its letters are small: a larger size, no extra leading.
_ARABIC_LARGER = 0
# A line of Latin text is as high in each font, and a letter as long: 1.15 times its size, which is
# in half points, as a line of Times is. The height is in twentieths of a point.
_SIZE, _LINE = 22, 11.5


def locale_of(language: str, fonts: Fonts) -> tuple[str, str]:
    """Return the locale of left-to-right text, and that of right-to-left text."""
    if direction(language) == "rtl":
        ours = fonts.arabic_language
        return "en-GB", ours if ours.partition("-")[0] == language else language
    return "en-GB" if language == "en" else language, fonts.arabic_language


def strip_styles(styles: Styles) -> None:
    """Remove the styles of python-docx's default document."""
    for style in list(styles):
        if style.name not in _KEPT:
            style.element.getparent().remove(style.element)


def set_default_font(styles: Styles, fonts: Fonts, language: str) -> None:
    """Set font, size and distance of the Normal style of our own stationery."""
    normal = styles["Normal"].element
    for child in normal.findall(name("rPr")) + normal.findall(name("pPr")):
        normal.remove(child)
    right_to_left = direction(language) == "rtl"
    spacing = w(
        "spacing",
        after="0",
        line="168" if right_to_left and fonts.nastaliq else "240",
        lineRule="auto",
    )
    normal.append(w("pPr", w("widowControl"), *_direction(right_to_left), spacing))
    latin, arabic = fonts.latin[0], fonts.arabic[0]
    named = w("rFonts", ascii=latin, hAnsi=latin, eastAsia=latin, cs=arabic)
    normal.append(w("rPr", named, *_sizes(_SIZE)))


def set_language(styles: Styles, fonts: Fonts, language: str) -> None:
    """Set the document's languages where every style inherits them."""
    left, right = locale_of(language, fonts)
    defaults = styles.element.find(name("docDefaults"))
    if defaults is None:
        defaults = w("docDefaults")
        styles.element.insert(0, defaults)
    properties = defaults.find(f"{name('rPrDefault')}/{name('rPr')}")
    if properties is None:
        properties = w("rPr")
        defaults.insert(0, w("rPrDefault", properties))
    for old in properties.findall(name("lang")):
        properties.remove(old)
    properties.append(w("lang", val=left, eastAsia=left, bidi=right))


def add_styles(styles: Styles, language: str) -> Mapping[str, str]:
    """Return the style id of each role. A letterhead's styles of that name are kept."""
    ids = {style.name: style.style_id for style in styles}
    normal = ids.get("Normal", "Normal")
    for look in LOOKS.values():
        if look.style not in ids:
            ids[look.style] = look.style.replace(" ", "")
            styles.element.append(_style(look, ids[look.style], normal, language))
    return MappingProxyType({role: ids[look.style] for role, look in LOOKS.items()})


def _style(look: Look, key: str, normal: str, language: str) -> XmlElement:
    bold = (w("b"), w("bCs")) if look.bold else ()
    made = w(
        "style",
        w("name", val=look.style.lower() if look.outline is not None else look.style),
        w("basedOn", val=normal),
        w("qFormat"),
        w("pPr", *_paragraph(look, language)),
        w("rPr", *bold, *(_sizes(look.size) if look.size else ())),
        type="paragraph",
        styleId=key,
    )
    if look.outline is None:
        made.set(name("customStyle"), "1")
    return made


def _paragraph(look: Look, language: str) -> Iterator[XmlElement]:
    """Yield the properties in the order that the schema requires."""
    right_to_left = direction(language) == "rtl"
    if look.keep_next:
        yield from (w("keepNext"), w("keepLines"))
    if look.rule:
        line = w(look.rule, val="single", sz="6", space="1", color="auto")
        yield w("pBdr", line)
    yield from _direction(right_to_left)
    spacing = {"before": str(look.before), "after": str(look.after)}
    if not (right_to_left or look.free or language in _TALL):
        spacing |= {"line": str(int((look.size or _SIZE) * _LINE)), "lineRule": "exact"}
    yield w("spacing", **spacing)
    # In Word, left means the start of the line, also for right-to-left lines.
    yield w("ind", left=str(look.indent), right=str(look.short))
    if look.centred:
        yield w("jc", val="center")
    if look.outline is not None:
        yield w("outlineLvl", val=str(look.outline))


def _direction(right_to_left: bool) -> tuple[XmlElement, ...]:
    return (w("bidi"),) if right_to_left else ()


def _sizes(half_points: int) -> tuple[XmlElement, XmlElement]:
    return w("sz", val=str(half_points)), w("szCs", val=str(half_points + _ARABIC_LARGER))
