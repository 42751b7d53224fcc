"""The blocks of a letter as WordprocessingML."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from tracker.documents.months import calendar
from tracker.documents.ooxml import XmlElement, name, text, w
from tracker.documents.pictures import inline_picture
from tracker.documents.scripts import ScriptRun, marked, stretches
from tracker.documents.styles import LOOKS, Fonts, locale_of
from tracker.domain.base.text import direction
from tracker.domain.words.brackets import bracket_parts
from tracker.domain.words.letter import (
    BulletList,
    DayCalendar,
    Heading,
    ItemSign,
    LetterBlock,
    LetterTable,
    NumberedList,
    NumberedParagraph,
    Paragraph,
    Runs,
    RunStyle,
    SignaturePlace,
    TextRun,
    run_words,
)

# A column gets room for its content, but at least enough for the words of its heading. One
# with whole sentences gets more than one with a name.
_NARROWEST, _WIDEST = 4, 44
_SENTENCES, _FOR_SENTENCES = 150, 70
_PARAGRAPH, _FOR_PARAGRAPH = 300, 150
# A short cell stands on one line, one of few words where there is room, and a word is not broken,
# up to the length of a long word. Letters have this width; those of a heading are bold and wider.
_SHORT, _FEW_WORDS, _LONG_WORD = 9, 18, 14
_LETTER, _SMALL_LETTER, _BESIDE, _BOLD = 102, 88, 240, 120
# Rows of small letters up to which a table stays on one page.
_ON_ONE_PAGE = 14
_GROUPS = (NumberedList, BulletList, LetterTable)
# The level of the paragraphs' list at which the items with each sign stand.
ITEM_LEVELS = {ItemSign.LETTER: 1, ItemSign.ROMAN: 2, ItemSign.NUMBER: 3}


@dataclass(slots=True)
class Numbering:
    """The lists of one letter. Each numbered list starts at 1, and all numbered paragraphs are in
    one list, which has the levels of its items."""

    decimal: int
    bullet: int
    next_number: int
    lists: list[tuple[int, int]] = field(default_factory=list)
    before: int = 0

    def begin_again(self) -> None:
        """Number the paragraphs that follow from 1 again."""
        self.before = len(self.lists)

    @property
    def paragraphs(self) -> int:
        """Return the number of the kind of list that numbered paragraphs have."""
        return self.bullet + 1

    def new(self, numbered: bool) -> int:
        """Return the number of a new list."""
        return self._listed(self.decimal if numbered else self.bullet)

    def through(self) -> int:
        """Return the number of the list of all numbered paragraphs."""
        later = self.lists[self.before :]
        found = (number for number, kind in later if kind == self.paragraphs)
        return next(found, None) or self._listed(self.paragraphs)

    def _listed(self, kind: int) -> int:
        number = self.next_number + len(self.lists)
        self.lists.append((number, kind))
        return number

    def elements(self) -> Iterator[XmlElement]:
        """Yield these lists as elements of the numbering part."""
        for number, abstract in self.lists:
            restart = w("lvlOverride", w("startOverride", val="1"), ilvl="0")
            yield w("num", w("abstractNumId", val=str(abstract)), restart, numId=str(number))


@dataclass(frozen=True)
class Typesetter:
    """Lays out words in one language with the styles of one stationery.

    `within` is the language of the document, if that is another one.
    """

    language: str
    style_ids: Mapping[str, str]
    fonts: Fonts
    text_width: int
    within: str = ""

    @cached_property
    def right_to_left(self) -> bool:
        """Return whether paragraphs start at the right."""
        return direction(self.language) == "rtl"

    def blocks(
        self, blocks: tuple[LetterBlock, ...], numbering: Numbering
    ) -> Iterator[XmlElement]:
        """Yield the blocks in order. An introduction stays on the page of its list or table, and
        the words before a signature on its page."""
        before: LetterBlock | None = None
        for n, block in enumerate(blocks):
            elements = list(self._block(block, numbering, _introduces(blocks[n + 1 : n + 3])))
            if isinstance(before, _GROUPS) and isinstance(block, Paragraph):
                _set_apart(elements[0], block.role)
            yield from elements
            before = block

    def paragraph(
        self,
        role: str,
        words: Runs | str,
        *,
        keep_next: bool = False,
        number: int | None = None,
        level: int = 0,
    ) -> XmlElement:
        """Return one paragraph in the style of `role`, or of the body if there is none."""
        style = self.style_ids.get(role, self.style_ids["body"])
        properties = w("pPr", w("pStyle", val=style))
        if keep_next:
            properties.append(w("keepNext"))
        if number is not None:
            numbered = (w("ilvl", val=str(level)), w("numId", val=str(number)))
            properties.append(w("numPr", *numbered))
        if self.right_to_left:
            properties.append(w("bidi"))
        elif direction(self.within) == "rtl":
            properties.append(w("bidi", val="0"))
        runs = (TextRun(words),) if isinstance(words, str) else words
        tall = any(self._tall(run.words) for run in runs)
        if self.right_to_left:
            full = self.fonts.nastaliq and self._has_latin_line(runs)
        else:
            full = tall or direction(self.within) == "rtl"
        if full:
            properties.append(w("spacing", line="240", lineRule="auto"))
        return w("p", properties, *(r for run in runs for r in self.runs(run.words, run.style)))

    def _tall(self, words: str) -> bool:
        """Return whether words have letters of a script whose lines are taller."""
        return any(stretch.right_to_left for stretch in stretches(words, self.right_to_left))

    def _has_latin_line(self, runs: Runs) -> bool:
        """Return whether a line has Latin letters alone, as in an address. The low lines that
        Nastaliq needs would cut into it."""
        lines = run_words(runs).split("\n")
        return any(line.strip() and not self._tall(line) for line in lines)

    def runs(self, words: str, style: RunStyle = RunStyle.PLAIN) -> Iterator[XmlElement]:
        """Yield the words as runs, one for each stretch of one direction.

        Blanks to fill in are highlighted.
        """
        for part in bracket_parts(words):
            for stretch in stretches(part.words, self.right_to_left):
                properties = self._properties(stretch, style, highlight=part.to_fill)
                yield w("r", *properties, *self._lines(stretch))

    def _lines(self, stretch: ScriptRun) -> Iterator[XmlElement]:
        first, *rest = marked(stretch, self.right_to_left).split("\n")
        yield text(first)
        for line in rest:
            yield w("br")
            yield text(line)

    def _properties(
        self, stretch: ScriptRun, style: RunStyle, *, highlight: bool
    ) -> Iterator[XmlElement]:
        rtl = stretch.right_to_left
        inner = [w("rFonts", cs=self.fonts.arabic[0])] if rtl else []
        if style is RunStyle.STRONG:
            inner += [w("b"), w("bCs")]
        # Nastaliq has no italics: emphasis would be slanted artificially.
        if style is RunStyle.EMPHASIS and not rtl:
            inner.append(w("i"))
        if highlight:
            inner.append(w("highlight", val="yellow"))
        if rtl:
            inner += [w("rtl"), w("lang", bidi=locale_of(self.language, self.fonts)[1])]
        if inner:
            yield w("rPr", *inner)

    def _block(
        self, block: LetterBlock, numbering: Numbering, introduces: bool
    ) -> Iterator[XmlElement]:
        if isinstance(block, Heading):
            role = f"heading {min(block.level, 3)}"
            yield self.paragraph(role, block.runs)
        elif isinstance(block, Paragraph):
            yield self.paragraph(block.role, block.runs, keep_next=introduces)
        elif isinstance(block, NumberedParagraph):
            yield from self._numbered(block, numbering.through(), introduces)
        elif isinstance(block, LetterTable):
            yield self._table(block, introduces)
        elif isinstance(block, SignaturePlace):
            yield from self._signature(block)
        elif isinstance(block, DayCalendar):
            yield from calendar(self, block)
        else:
            number = numbering.new(isinstance(block, NumberedList))
            for item in block.items:
                yield self.paragraph("item", item, number=number)

    def _numbered(
        self, block: NumberedParagraph, number: int, introduces: bool
    ) -> Iterator[XmlElement]:
        under = ITEM_LEVELS[ItemSign.NUMBER if self.right_to_left else block.sign]
        keep = introduces or bool(block.items)
        yield self.paragraph("body", block.runs, keep_next=keep, number=number)
        for item in block.items:
            yield self.paragraph("item", item, number=number, level=under)

    def _signature(self, block: SignaturePlace) -> Iterator[XmlElement]:
        if block.logo:
            paragraph = self.paragraph("closing", ())
            paragraph.append(
                w("r", inline_picture(block.logo, block.lines[0] if block.lines else ""))
            )
            yield paragraph
        yield self.paragraph("rule", "")
        for line in block.lines:
            yield self.paragraph("signature", line)

    def _table(self, table: LetterTable, introduces: bool) -> XmlElement:
        table = _beside(table) if table.beside else table
        widths = _column_widths(table, self.text_width)
        visual = (w("bidiVisual"),) if self.right_to_left else ()
        edges = ("top", "left", "bottom", "right", "insideH", "insideV")
        lines = (w(edge, val="single", sz="4", space="0", color="808080") for edge in edges)
        properties = w(
            "tblPr",
            *visual,
            w("tblW", w=str(sum(widths)), type="dxa"),
            w("tblBorders", *lines),
            w("tblLayout", type="fixed"),
        )
        grid = w("tblGrid", *(w("gridCol", w=str(width)) for width in widths))
        size = "small " if table.small else ""
        kept = introduces or (table.small and len(table.rows) <= _ON_ONE_PAGE)
        rows = (self._row(f"{size}cell", row, widths, kept) for row in table.rows)
        head = self._row(f"{size}head", table.head, widths, introduces)
        return w("tbl", properties, grid, head, *rows)

    def _row(
        self, role: str, cells: tuple[str, ...], widths: list[int], keep_next: bool
    ) -> XmlElement:
        head = role.endswith("head")
        repeated = (w("tblHeader"),) if head else ()
        row = w("tr", w("trPr", w("cantSplit"), *repeated))
        filled = (*cells, *("",) * len(widths))[: len(widths)]
        for words, width in zip(filled, widths, strict=True):
            shade = (w("shd", val="clear", color="auto", fill="EDEDED"),) if head else ()
            properties = w("tcPr", w("tcW", w=str(width), type="dxa"), *shade)
            row.append(w("tc", properties, self.paragraph(role, words, keep_next=keep_next)))
        return row


def _beside(table: LetterTable) -> LetterTable:
    """Return a table with the second half of its rows beside the first."""
    half = (len(table.rows) + 1) // 2
    second = (*table.rows[half:], ("",) * len(table.head))
    rows = zip(table.rows[:half], second, strict=False)
    return replace(table, head=table.head * 2, rows=tuple(left + right for left, right in rows))


def _column_widths(table: LetterTable, available: int) -> list[int]:
    """Return the widths of the columns: a short one gets what it needs, the others share the rest
    by what they hold, and none gets less than a word needs."""
    rows = (table.head, *table.rows)
    columns = [[row[n] for row in rows if n < len(row)] for n in range(max(map(len, rows)))]
    held = [max(map(len, cells)) for cells in columns]
    needs = _needs(table, columns, available)
    fixed = {n for n, length in enumerate(held) if length <= _SHORT < max(held)}
    while True:
        left = available - sum(needs[n] for n in fixed)
        shares = {n: _share(length) for n, length in enumerate(held) if n not in fixed}
        widths = {n: left * share // sum(shares.values()) for n, share in shares.items()}
        narrow = {n for n, width in widths.items() if width < needs[n]}
        if not narrow or narrow == shares.keys():
            return [widths.get(n, need) for n, need in enumerate(needs)]
        fixed |= narrow


def _needs(table: LetterTable, columns: list[list[str]], available: int) -> list[int]:
    """Return how wide each column must be: for its heading, for its cells of few words if there is
    room for them, and for the longest word of the others."""
    letter = _SMALL_LETTER if table.small else _LETTER
    for few in (_FEW_WORDS, _SHORT):
        needs = [
            _BESIDE
            + max(_longest(head) * letter * _BOLD // 100, _on_one_line(cells, few) * letter)
            for head, *cells in columns
        ]
        if sum(needs) <= available * 9 // 10:
            break
    return needs


def _on_one_line(cells: list[str], few: int) -> int:
    return max((len(cell) if len(cell) <= few else _longest(cell) for cell in cells), default=0)


def _longest(words: str) -> int:
    """Return the length of the longest word, up to that of a long one."""
    return min(max(map(len, words.split()), default=0), _LONG_WORD)


def _share(length: int) -> int:
    if length > _PARAGRAPH:
        return _FOR_PARAGRAPH
    if length > _SENTENCES:
        return _FOR_SENTENCES
    return min(max(length, _NARROWEST), _WIDEST)


def _introduces(after: Sequence[LetterBlock]) -> bool:
    """Return whether a block stays on the page of what follows it: a list, a table, a signature
    or the words before one."""
    if any(isinstance(each, SignaturePlace) for each in after[1:]):
        return isinstance(after[0], Paragraph)
    following = next(iter(after), None)
    kept = isinstance(following, Paragraph) and following.role in ("address", "closing")
    return kept or isinstance(following, (*_GROUPS, SignaturePlace))


def _set_apart(paragraph: XmlElement, role: str) -> None:
    """Add space after a table, which has none, and after a list, which has too little."""
    before = max(LOOKS.get(role, LOOKS["body"]).before, LOOKS["body"].after)
    spacing = paragraph[0].find(name("spacing"))
    if spacing is None:
        spacing = w("spacing")
        paragraph[0].append(spacing)
    spacing.set(name("before"), str(before))
