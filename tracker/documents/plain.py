"""Letters as plain text, for the body of an email."""

import textwrap
from collections.abc import Iterator

from tracker.documents.scripts import RIGHT_TO_LEFT_MARK, marked, stretches
from tracker.domain.base.text import direction
from tracker.domain.words.letter import (
    BulletList,
    DayCalendar,
    Heading,
    ItemSign,
    Letter,
    LetterBlock,
    LetterTable,
    NumberedList,
    NumberedParagraph,
    Paragraph,
    Runs,
    SignaturePlace,
    run_words,
)

_WIDTH = 72
_PARALLEL_RULE = "\n" + "=" * _WIDTH + "\n\n"
_SIGNATURE_RULE = "_" * 30


def plain(letter: Letter) -> str:
    """Return the letter as text with numbered lists, tables as entries, and short lines.

    Lines have at most 72 characters, except for a longer web address. Right-to-left lines are not
    wrapped, because an email program wraps them better.
    """
    return _PARALLEL_RULE.join(map(_alone, letter.texts))


def _alone(letter: Letter) -> str:
    right_to_left = direction(letter.language) == "rtl"
    blocks = (_block(block, right_to_left) for block in letter.blocks)
    banner = [letter.banner] if letter.banner else []
    said = "\n\n".join("\n".join(lines) for lines in (banner, *blocks) if lines)
    lines = (_ordered(line) if right_to_left else line for line in said.split("\n"))
    return "\n".join(lines) + "\n"


def _block(block: LetterBlock, right_to_left: bool) -> list[str]:
    if isinstance(block, Heading):
        return _wrapped(run_words(block.runs), right_to_left)
    if isinstance(block, Paragraph):
        lines = run_words(block.runs).split("\n")
        return [kept for line in lines for kept in _wrapped(line, right_to_left)]
    if isinstance(block, NumberedParagraph):
        return list(_numbered(block, right_to_left))
    if isinstance(block, NumberedList | BulletList):
        return list(_items(block, right_to_left))
    if isinstance(block, DayCalendar):
        return []  # a month needs columns; the chronology has each calculation
    if isinstance(block, SignaturePlace):
        return [*([] if right_to_left else [_SIGNATURE_RULE]), *block.lines]
    return list(_rows(block, right_to_left))


def _numbered(block: NumberedParagraph, right_to_left: bool) -> Iterator[str]:
    yield from _marked(block.runs, f"{block.number}.", "", right_to_left)
    sign = ItemSign.NUMBER if right_to_left else block.sign
    for place, item in enumerate(block.items, 1):
        yield from _marked(item, sign.at(place), "    ", right_to_left)


def _marked(runs: Runs, sign: str, indent: str, right_to_left: bool) -> list[str]:
    # The mark separates the sign from a number at the start of the words.
    first = indent + sign + (f"{RIGHT_TO_LEFT_MARK} " if right_to_left else " ")
    return _wrapped(" ".join(run_words(runs).split()), right_to_left, first, " " * len(first))


def _items(block: NumberedList | BulletList, right_to_left: bool) -> Iterator[str]:
    for number, item in enumerate(block.items, 1):
        sign = f"{number}." if isinstance(block, NumberedList) else "-"
        yield from _marked(item, sign, "", right_to_left)


def _rows(table: LetterTable, right_to_left: bool) -> Iterator[str]:
    """Yield each row as “first: second”, with the other columns under their headings."""
    for row in table.rows:
        first, *others = (" ".join(cell.split()) for cell in row)
        what, *rest = others or [""]
        yield from _wrapped(f"{first}: {what}" if what else first, right_to_left, "", "    ")
        for head, cell in zip(table.head[2:], rest, strict=False):
            if cell:
                yield from _wrapped(f"{head}: {cell}", right_to_left, "    ", "    ")


def _wrapped(words: str, right_to_left: bool, first: str = "", others: str = "") -> list[str]:
    if right_to_left:
        return [first.lstrip() + words] if words.strip() else []
    return textwrap.wrap(
        words,
        _WIDTH,
        initial_indent=first,
        subsequent_indent=others,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _ordered(line: str) -> str:
    """Return a line that starts at the right, with its Latin parts in their own order."""
    if not line:
        return line
    return RIGHT_TO_LEFT_MARK + "".join(marked(part, True) for part in stretches(line, True))
