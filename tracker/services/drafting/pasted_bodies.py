"""Recognition of public bodies in a pasted text of names, keys or table lines."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from tracker.domain.base.errors import BadInput
from tracker.domain.law.body import PublicBody
from tracker.domain.words.folding import bare_words

LARGEST_PASTE = 1_000_000
MOST_PASTED_LINES = 5000
# Similar names are looked up for this many lines. Each takes some milliseconds.
MOST_NEAR_LOOKED_UP = 40
_NEAR, _CUTOFF = 3, 0.6
_CELLS = re.compile(r"[\t;|]")
_LONGEST = 120


@dataclass(frozen=True, slots=True)
class NotRecognised:
    """A line in which no body was recognised, with its number and the keys of similar names."""

    number: int
    words: str
    near: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PastedBodies:
    """The keys of the bodies in a text, each once, and the lines that name no body.

    `beside` has the parts of lines that are next to the name of a body and name no body.
    """

    bodies: tuple[str, ...]
    unknown: tuple[NotRecognised, ...]
    beside: tuple[str, ...] = ()

    @property
    def left(self) -> str:
        """Return the lines that were not recognised, as they were pasted."""
        return "\n".join(each.words for each in self.unknown)


def pasted_bodies(text: str, offered: Iterable[PublicBody]) -> PastedBodies:
    """Return the offered bodies that a text names. A line may name one body, or several between
    commas or the separators of a table.

    Raises BadInput if the text is too long.
    """
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if len(text) > LARGEST_PASTE or len(lines) > MOST_PASTED_LINES:
        raise BadInput("The text is too long. Paste at most 5,000 lines.")
    names = _names(offered)
    found: dict[str, None] = {}
    unknown: list[NotRecognised] = []
    beside: dict[str, None] = {}
    for number, line in lines:
        keys, others = _named(line, names)
        if keys:
            found |= dict.fromkeys(keys)
            beside |= dict.fromkeys(others)
        else:
            unknown.append(NotRecognised(number, line.strip()))
    near = [
        NotRecognised(each.number, each.words, _near(each.words, names))
        for each in unknown[:MOST_NEAR_LOOKED_UP]
    ]
    return PastedBodies(tuple(found), (*near, *unknown[MOST_NEAR_LOOKED_UP:]), tuple(beside))


def _names(offered: Iterable[PublicBody]) -> Mapping[str, str]:
    """Return the key of the body by folded name. Names of more than one body are left out."""
    found: dict[str, str] = {}
    twice: set[str] = set()
    for body in offered:
        said = (body.key, body.short_name, *body.name.words.values(), *body.also_called)
        for name in {_folded(each) for each in said} - {""}:
            if found.setdefault(name, body.key) != body.key:
                twice.add(name)
    return {name: key for name, key in found.items() if name not in twice}


def _named(line: str, names: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """Return the bodies that a line names, and its other parts that have letters. A comma may be
    part of a name."""
    if (whole := _folded(line)) in names:
        return [names[whole]], []
    cells = [cell for cell in _CELLS.split(line) if cell.strip()]
    parts = [p for cell in cells for p in ([cell] if _folded(cell) in names else cell.split(","))]
    keys = [names[said] for part in parts if (said := _folded(part)) in names]
    others = (part.strip() for part in parts if _folded(part) not in names)
    return keys, [part for part in others if any(map(str.isalpha, part))]


def _near(line: str, names: Mapping[str, str]) -> tuple[str, ...]:
    said = _folded(line[:_LONGEST])
    matches: Sequence[str] = get_close_matches(said, names, _NEAR, _CUTOFF)
    holding = (name for name in names if len(said) > 3 and said in name)
    return tuple(dict.fromkeys(names[name] for name in (*matches, *holding)))[:_NEAR]


def _folded(words: str) -> str:
    return bare_words(words).removeprefix("the ")
