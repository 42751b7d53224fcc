"""Letters as HTML, for previews in the workspace; the elements are in `letter.html`."""

from collections.abc import Callable, Iterator
from functools import cache, partial

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from tracker.documents.pictures import size_on_screen
from tracker.documents.scripts import stretches
from tracker.domain.base.text import direction
from tracker.domain.words.brackets import bracket_parts
from tracker.domain.words.letter import Letter, LetterBlock, Picture


def html(letter: Letter, address: Callable[[Picture], str]) -> str:
    """Return the letter as one HTML element, and its English text as another.

    All content is escaped, and it has no styles. Each image is loaded from its `address`.
    """
    return "".join(_alone(each, address) for each in letter.texts)


def _alone(letter: Letter, address: Callable[[Picture], str]) -> str:
    way = direction(letter.language)
    return _template().render(
        letter=letter,
        address=address,
        dir=way,
        directed=partial(_directed, way == "rtl"),
        bracketed=bracket_parts,
    )


@cache
def _template() -> Template:
    templates = Environment(
        loader=PackageLoader("tracker", "documents"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    templates.filters |= {"kind": _kind, "size_on_screen": size_on_screen}
    return templates.get_template("letter.html")


def _kind(block: LetterBlock) -> str:
    return type(block).__name__


def _directed(right_to_left: bool, words: str) -> Iterator[tuple[str, str]]:
    """Yield the parts of these words, each with its direction if it is to be isolated."""
    for part in stretches(words, right_to_left):
        ordered = part.right_to_left is right_to_left or part.words.isdigit()
        yield part.words, "" if ordered else ("rtl" if part.right_to_left else "ltr")
