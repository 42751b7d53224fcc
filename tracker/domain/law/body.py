"""Public bodies: who is asked, under which law, at which address, and who hears an appeal."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.domain.base.days import Span
from tracker.domain.base.text import SOURCE, Mention, Text
from tracker.domain.law.law import Source


class Role(StrEnum):
    """The role of a body in a block; the wording of a question follows it."""

    REGULATOR = "regulator"
    MINISTRY = "ministry"
    CABINET = "cabinet"
    OPERATOR = "operator"
    COMMISSION = "commission"
    COURT_REGISTRY = "court-registry"
    INSTITUTION = "institution"
    APPEAL_BODY = "appeal-body"


class Condition(StrEnum):
    """A condition that letters mention: a body that has nobody to decide. No time limit is paused
    for it."""

    WITHOUT_MEMBERS = "without-members"


@dataclass(frozen=True, slots=True)
class BodyState:
    """A dated condition of a body that changes what to do (vacant, succeeded, being set up)."""

    span: Span
    says: Text
    source: Source
    condition: Condition | None = None


@dataclass(frozen=True, slots=True)
class PublicBody:
    """A public body, as far as sources describe it; unknown parts of its address are left out.

    `in_sentence` is its name within a sentence, in the languages in which that differs, such as
    “the Ministry of Justice”. Searches also find the body by the names in `also_called`, such as
    its acronym in another script. `head` is the post at its head, such as “Chairman”. `review_to`
    is the office to which a review of its own decision is addressed.
    """

    key: str
    name: Text
    in_sentence: Text
    short_name: str
    role: Role
    country: str
    laws: tuple[str, ...]
    calendar: str
    address_to: Text
    address: tuple[str, ...]
    source: Source
    channels: tuple[str, ...] = ()
    email: str = ""
    website: str = ""
    checked_on: date | None = None
    states: tuple[BodyState, ...] = ()
    note: Text | None = None
    head: Text | None = None
    also_called: tuple[str, ...] = ()
    review_to: Text | None = None

    @property
    def mention(self) -> Mention:
        """Return the name of the body within a sentence."""
        return Mention(self.in_sentence.words, self.name)

    @property
    def brief_mention(self) -> Mention:
        """Return the short name within an English sentence if it is an acronym or a brand.

        Otherwise it is words of the name, which need an article: the mention is returned.
        """
        words = set(re.findall(r"\w+", str(self.name)))
        if words.issuperset(re.findall(r"\w+", self.short_name)):
            return self.mention
        return Mention({SOURCE: self.short_name}, self.name)

    def states_on(self, day: date) -> tuple[BodyState, ...]:
        """Return the states of the body on `day`."""
        return tuple(state for state in self.states if day in state.span)

    def without_members(self, day: date) -> bool:
        """Return whether the body has nobody to decide on `day`, as far as sources say."""
        return any(s.condition is Condition.WITHOUT_MEMBERS for s in self.states_on(day))
