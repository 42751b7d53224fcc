"""The catalogue of questions, each about one part of the legal basis of a block."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from string import Template

from tracker.domain.base.text import Text
from tracker.domain.law.body import Role
from tracker.domain.law.law import Source
from tracker.domain.law.outcome import Outcome as Outcome


class Element(StrEnum):
    """The parts of a legal basis that a request can ask for."""

    ORDER = "order"
    ISSUER = "issuer"
    POWER = "power"
    REASONS = "reasons"
    NECESSITY = "necessity"
    SCOPE = "scope"
    DURATION = "duration"
    DIRECTIONS = "directions"
    HEARING = "hearing"
    REVIEW = "review"
    OVERSIGHT = "oversight"
    CLASSIFICATION = "classification"
    ENDING = "ending"


@dataclass(frozen=True, slots=True)
class Question:
    """One request for records held, worded for the role of the body that is asked.

    `core` is its place among the records that every request asks for. A question with place 0 is
    optional, and `offer_when` says when it is worth adding. `elements` are the parts of a legal
    basis that the records show, and `role_elements` those for a role with other parts. The words
    use the terms that a request defines, and may name `$since`. `blocks` limits a question to
    blocks that its facts belong to. Empty means any. `since` is the first day on which what it
    names existed. `disclosable` names provisions by law key. `laws` are those under which it may
    be asked, if its words speak of them or of bodies that they bind. Empty means any. `short`
    names the records in a few words, in tables and contents; it fits each role.
    """

    key: str
    elements: tuple[Element, ...]
    wording: Mapping[Role, Text]
    rests_on: tuple[Source, ...]
    disclosable: Mapping[str, tuple[str, ...]]
    core: int = 0
    offer_when: Text | None = None
    role_elements: Mapping[Role, tuple[Element, ...]] = field(default_factory=dict)
    blocks: frozenset[str] = frozenset()
    country: str = ""
    since: date | None = None
    laws: frozenset[str] = frozenset()
    short: Text | None = None

    def asked_of(self, role: Role) -> Text | None:
        """Return the words for a body of that role; None if the question is not for it."""
        return self.wording.get(role)

    def fits_law(self, country: str, law: str) -> bool:
        """Return whether the question may be asked under a law of a country."""
        return self.country in ("", country) and (not self.laws or law in self.laws)

    def elements_of(self, role: Role) -> tuple[Element, ...]:
        """Return the parts of a legal basis that the records of a body of that role show."""
        return self.role_elements.get(role, self.elements)


@dataclass(frozen=True, slots=True)
class QuestionWords:
    """Questions in one language of letters, by the role of the body that is asked. `key` is the
    code of the language."""

    key: str
    wording: Mapping[Role, Mapping[str, str]]

    def put_into(self, question: Question) -> Question:
        """Return a question with its words in this language beside those that it has."""
        said = {role: words.get(question.key) for role, words in self.wording.items()}
        wording = {
            role: Text({**text.words, self.key: words}) if (words := said.get(role)) else text
            for role, text in question.wording.items()
        }
        return replace(question, wording=wording)


# Words of a question without a short name that stand for one.
_NAMED_BY = 8


def brief_words(words: str) -> str:
    """Return the first eight words of a question, as its name where it has no short one."""
    begun = words.split(maxsplit=_NAMED_BY)
    return words if len(begun) <= _NAMED_BY else f"{' '.join(begun[:_NAMED_BY])} …"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as one request puts it, from the catalogue or in the requester's own words."""

    key: str
    elements: tuple[Element, ...]
    words: str


def asked_question(
    question: Question, role: Role, language: str, facts: Mapping[str, str]
) -> Asked | None:
    """Return a question of the catalogue, put to a body of `role`, with a block's facts.

    Returns None if the question is not for that role.
    """
    text = question.asked_of(role)
    if text is None:
        return None
    words = Template(text.in_language(language)).safe_substitute(facts)
    return Asked(question.key, question.elements_of(role), words)


# Prefix of the keys of questions in the requester's own words.
OWN = "own-"
