"""Petitions: the letters to public bodies that no law on access to information binds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from tracker.domain.base.days import Span
from tracker.domain.base.text import Text
from tracker.domain.law.commencement import Commencement, FirstDayKnown
from tracker.domain.law.law import (
    Actor,
    Eligibility,
    Law,
    LetterKind,
    LetterPoint,
    Provision,
    Source,
    Stage,
)
from tracker.domain.law.pleas import Circumstance
from tracker.domain.law.request_line import RequestLine

# A petition has no first day, so it is in force on the day of every letter that can be logged.
_ALWAYS = Span(date(1900, 1, 1))
_CITED = "cited"
PETITIONER = "petitioner"
# A public record has only the key of its law, and recognises a petition by this ending.
KEY_ENDS_IN = "petition"


def is_petition(law: str) -> bool:
    """Return whether this is the key of a petition, not of a law."""
    return law.endswith(KEY_ENDS_IN)


@dataclass(frozen=True)
class Petition:
    """A petition of general law, in one country or, if `country` is empty, in every country.

    It has no time limit, no silence and no remedy. `opening` is the sentence by which the letter
    says so. `cite` is the provision on petitions that was read, with its `source`; None if none
    was read.
    """

    key: str
    title: Text
    in_sentence: Text
    languages: tuple[str, ...]
    says: Text
    opening: Text
    answer: Text
    lines: Mapping[RequestLine, Text] = field(default_factory=dict)
    country: str = ""
    cite: Text | None = None
    source: Source | None = None

    @cached_property
    def as_law(self) -> Law:
        """Return the petition in the form in which a request names its law."""
        cited = (_CITED,) if self.cite and self.source else ()
        return Law(
            key=self.key,
            title=self.title,
            in_sentence=self.in_sentence,
            country=self.country,
            calendar="",
            in_force=_ALWAYS,
            commencement=Commencement(FirstDayKnown.AT_LATEST, cited),
            official_text="",
            compared_on=None,
            status=self.says,
            languages=self.languages,
            languages_stated=False,
            eligibility=Eligibility(self.says, {PETITIONER: self.opening}, cited),
            provisions=self._provisions(),
            stages={"reply": Stage("reply", self.answer, Actor.BODY, ("received",), ())},
            points=tuple(
                LetterPoint(line.value, LetterKind.REQUEST, Circumstance.ALWAYS, words, cited)
                for line, words in self.lines.items()
            ),
            petition=True,
        )

    def _provisions(self) -> dict[str, Provision]:
        if self.cite is None or self.source is None:
            return {}
        return {_CITED: Provision(_CITED, self.cite, self.says, self.source)}
