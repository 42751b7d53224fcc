"""JSON from outside, read with limits and typed access: any bytes give a stated trouble."""

import json
from enum import StrEnum
from typing import Any, NoReturn

LARGEST_SNAPSHOT = 2_000_000
LARGEST_COUNT = 1_000_000_000
LONGEST_WORDS = 2_000
# Deeper than any answer; the parser itself gives up only at the depth of the interpreter.
_DEEPEST = 30


class AnswerTrouble(StrEnum):
    """Why an answer cannot be used."""

    TOO_LARGE = "too-large"
    NOT_JSON = "not-json"
    REFUSED = "refused"
    OTHER_SHAPE = "other-shape"
    WRONG_SUM = "wrong-sum"
    OUTSIDE = "outside"
    TWICE = "twice"
    NOT_ASKED = "not-asked"
    INCOMPLETE = "incomplete"


class UnusableAnswer(Exception):
    """An answer with a trouble; `where` names the row, or has the source's own words."""

    def __init__(self, trouble: AnswerTrouble, where: str = "") -> None:
        super().__init__(trouble)
        self.trouble = trouble
        self.where = where


def parsed(content: bytes) -> Any:
    """Return what an answer says. Raises UnusableAnswer if it is too large or is not JSON."""
    if len(content) > LARGEST_SNAPSHOT:
        raise UnusableAnswer(AnswerTrouble.TOO_LARGE)
    try:
        said = json.loads(
            content.decode("utf-8"), object_pairs_hook=_once_each, parse_constant=_no_constant
        )
    except (ValueError, RecursionError) as error:
        raise UnusableAnswer(AnswerTrouble.NOT_JSON) from error
    if not _shallow(said):
        raise UnusableAnswer(AnswerTrouble.OTHER_SHAPE)
    return said


def a_table(value: object, where: str = "") -> dict[str, Any]:
    """Return an object of JSON as it is. Raises UnusableAnswer for anything else."""
    return value if isinstance(value, dict) else _other_shape(where)


def a_list(value: object, where: str = "") -> list[Any]:
    """Return a list as it is. Raises UnusableAnswer for anything else."""
    return value if isinstance(value, list) else _other_shape(where)


def a_count(value: object, where: str, most: int = LARGEST_COUNT) -> int:
    """Return a whole number from 0 to `most`. Raises UnusableAnswer for anything else."""
    if type(value) is int and 0 <= value <= most:
        return value
    _other_shape(where)


def some_words(value: object) -> str:
    """Return a text on one line, cut to a fixed length; empty if it is no text."""
    if not isinstance(value, str):
        return ""
    # What cannot be printed may reverse or hide what is beside it; a lone half of a character
    # cannot even be stored.
    kept = "".join(c if c.isprintable() else " " for c in value[:LONGEST_WORDS])
    return " ".join(kept.split())


def _other_shape(where: str) -> NoReturn:
    raise UnusableAnswer(AnswerTrouble.OTHER_SHAPE, where)


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    table = dict(pairs)
    if len(table) < len(pairs):
        raise ValueError("a name is there twice")
    return table


def _no_constant(word: str) -> NoReturn:
    raise ValueError(f"{word} is not JSON")


def _shallow(said: object) -> bool:
    layer = [said]
    for _ in range(_DEEPEST):
        layer = [
            within
            for each in layer
            if isinstance(each, dict | list)
            for within in (each.values() if isinstance(each, dict) else each)
        ]
        if not layer:
            return True
    return False
