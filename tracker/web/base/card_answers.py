"""The questions at the top of a page, each answered in a few words: one form for every page."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from tracker.web.base.charts import BarShare


class CardAnswer(NamedTuple):
    """A question of a reader, its answer, and more words below it.

    `tone` colours the answer, `address` is where it leads, and `bar` stands below it. `links` are
    further words with the address of each. `verified` is false for a rule of law that nobody has
    read in an official text.
    """

    question: str
    answer: str
    more: str = ""
    bar: tuple[BarShare, ...] = ()
    tone: str = ""
    address: str = ""
    links: tuple[tuple[str, str], ...] = ()
    verified: bool = True


def card_answers(items: Iterable[tuple[str, str, str]]) -> Iterator[CardAnswer]:
    """Yield the answers of a card, which a template may write as question, answer and more."""
    return (CardAnswer(*each) for each in items)
