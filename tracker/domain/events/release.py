"""A text released with a public record."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Release:
    """A text released with a record: its digest and the title under which it stands.

    Words of a response on one question name the entry and the question.
    """

    digest: str
    title: str
    entry: int = 0
    question: str = ""
