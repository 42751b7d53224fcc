"""A text released with a public record."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Release:
    """A text released with a record: its digest and its title.

    Words of a response to one question name the entry and the question.
    """

    digest: str
    title: str
    entry: int = 0
    question: str = ""
