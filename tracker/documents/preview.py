"""Letters as HTML, for previews in the workspace."""

from collections.abc import Callable, Iterator
from html import escape

from tracker.documents.pictures import size_on_screen
from tracker.documents.scripts import stretches
from tracker.domain.base.text import direction
from tracker.domain.words.letter import (
    BulletList,
    DayBox,
    DayCalendar,
    Heading,
    Letter,
    LetterBlock,
    LetterTable,
    MonthTable,
    NumberedList,
    Paragraph,
    Picture,
    Runs,
    RunStyle,
    SignaturePlace,
)

_TAGS = {RunStyle.PLAIN: "", RunStyle.STRONG: "strong", RunStyle.EMPHASIS: "em"}


def html(letter: Letter, address: Callable[[Picture], str]) -> str:
    """Return the letter as one HTML element. All content is escaped, and it has no styles.

    Each image is loaded from its `address`. The subject is a heading of level 2, because the page
    around it has the first.
    """
    right_to_left = direction(letter.language) == "rtl"
    setter = _Setter(right_to_left, address)
    banner = [f'<p class="letter-banner">{setter.words(letter.banner)}</p>']
    blocks = [setter.block(block) for block in letter.blocks]
    way = "rtl" if right_to_left else "ltr"
    opening = f'<article class="letter" lang="{escape(letter.language)}" dir="{way}">'
    return "\n".join([opening, *(banner if letter.banner else []), *blocks, "</article>"]) + "\n"


class _Setter:
    """Writes the parts of one letter. Words of the other direction are isolated."""

    def __init__(self, right_to_left: bool, address: Callable[[Picture], str]) -> None:
        self._right_to_left = right_to_left
        self._address = address

    def block(self, block: LetterBlock) -> str:
        if isinstance(block, Heading):
            level = min(block.level + 1, 6)
            return f"<h{level}>{self.runs(block.runs)}</h{level}>"
        if isinstance(block, Paragraph):
            return f'<p class="letter-{escape(block.role)}">{self.runs(block.runs)}</p>'
        if isinstance(block, NumberedList | BulletList):
            return self._list(block)
        if isinstance(block, SignaturePlace):
            return "".join(self._signature(block))
        if isinstance(block, DayCalendar):
            return "".join(self._calendar(block))
        return "".join(self._table(block))

    def _signature(self, block: SignaturePlace) -> Iterator[str]:
        if block.logo:
            width, height = size_on_screen(block.logo)
            said = escape(block.lines[0] if block.lines else "")
            where = escape(self._address(block.logo))
            yield '<p class="letter-closing">'
            yield f'<img src="{where}" alt="{said}" width="{width}" height="{height}"></p>'
        lines = "<br>".join(self.words(line) for line in block.lines)
        yield f'<p class="letter-signature">{lines}</p>'

    def runs(self, runs: Runs) -> str:
        said = ""
        for run in runs:
            tag, words = _TAGS[run.style], self.words(run.words)
            said += f"<{tag}>{words}</{tag}>" if tag else words
        return said

    def words(self, words: str) -> str:
        return "".join(self._stretches(words)).replace("\n", "<br>")

    def _stretches(self, words: str) -> Iterator[str]:
        for part in stretches(words, self._right_to_left):
            way = "rtl" if part.right_to_left else "ltr"
            said = escape(part.words)
            ordered = part.right_to_left is self._right_to_left or part.words.isdigit()
            yield said if ordered else f'<bdi dir="{way}">{said}</bdi>'

    def _list(self, block: NumberedList | BulletList) -> str:
        tag = "ol" if isinstance(block, NumberedList) else "ul"
        items = "".join(f"<li>{self.runs(item)}</li>" for item in block.items)
        return f"<{tag}>{items}</{tag}>"

    def _table(self, table: LetterTable) -> Iterator[str]:
        heads = "".join(f'<th scope="col">{self.words(cell)}</th>' for cell in table.head)
        yield f"<table><thead><tr>{heads}</tr></thead><tbody>"
        for row in table.rows:
            cells = "".join(f"<td>{self.words(cell)}</td>" for cell in row)
            yield f"<tr>{cells}</tr>"
        yield "</tbody></table>"

    def _calendar(self, calendar: DayCalendar) -> Iterator[str]:
        yield f'<h3>{self.words(calendar.title)}</h3><div class="months">'
        for month in calendar.months:
            yield from self._month(month)
        yield "</div>"
        for note in calendar.notes:
            yield f'<p class="letter-note">{self.words(note)}</p>'

    def _month(self, month: MonthTable) -> Iterator[str]:
        heads = "".join(f'<th scope="col">{self.words(head)}</th>' for head in month.head)
        yield f'<table class="month"><caption>{self.words(month.caption)}</caption>'
        yield f"<thead><tr>{heads}</tr></thead><tbody>"
        for week in month.weeks:
            yield f"<tr>{''.join(self._day(box) for box in week)}</tr>"
        yield "</tbody></table>"

    def _day(self, box: DayBox | None) -> str:
        if box is None:
            return "<td></td>"
        sign = f"<b>{self.words(box.sign)}</b>" if box.sign else ""
        word = f"<i>{self.words(box.word)}</i>" if box.word else ""
        return f'<td class="{escape(box.shade.value)}">{self.words(box.day)}{sign}{word}</td>'
