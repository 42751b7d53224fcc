"""Public bodies: who is asked, under which law, at which address, and who hears an appeal."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.domain.base.days import Span
from tracker.domain.base.messages import Message
from tracker.domain.base.terms import Channel
from tracker.domain.base.text import SOURCE, Mention, Text
from tracker.domain.law.law import ReadIn, Source
from tracker.domain.law.request_email import (
    NO_FILING_ADDRESS,
    Designation,
    FilingAddress,
    seen_lately,
)

# A copy gives one of these: a postal address, an email address, or the page of a portal.
COPIED = frozenset({Channel.POST, Channel.EMAIL, Channel.PORTAL})
_NOT_BY_EMAIL = Message("As far as we know, this body does not take requests by email.")
_NOT_DESIGNATED = Message(
    "The library has no email address that this body itself gives for information requests. Send "
    "the letter by post or by hand. A copy by email starts no clock."
)
_NOT_CONFIRMED = Message(
    "Nobody has confirmed the body’s email address for requests within the last 90 days. Check "
    "its source, then enter the new date in the library."
)


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


class AddressUse(StrEnum):
    """What the copied text says that an address is for."""

    GENERAL = "general"
    REQUESTS = "requests"
    FILING = "filing"


@dataclass(frozen=True, slots=True)
class CopiedAddress:
    """An address of a public body that was read in a copy, not on the page of the body today.

    No letter goes there before a person has confirmed it. `lines` are the lines of a postal
    address, or one email address, or the address of one page. `read_on` is the day on which the
    copy was read; what day the copy itself has is part of its source. `used_for` is what the words
    of the body itself say of the address, as far as the copy has them.
    """

    by: Channel
    lines: tuple[str, ...]
    source: Source
    read_on: date
    used_for: AddressUse = AddressUse.GENERAL


@dataclass(frozen=True, slots=True)
class PublicBody:
    """A public body, as far as sources describe it; unknown parts of its address are left out.

    `in_sentence` is its name within a sentence, in the languages in which that differs, such as
    “the Ministry of Justice”. Searches also find the body by the names in `also_called`, such as
    its acronym in another script. `head` is the post at its head, such as “Chairman”. `review_to`
    is the office to which a review of its own decision is addressed. `designation` is the source
    by which the body itself gives `email` for information requests; None if there is none.
    `filing_address` is where it takes appeals, complaints and reviews by email, by its own words.
    `copied` are addresses that others copied and that the body has not confirmed.
    A body that no law binds needs no `calendar`, because nothing is counted for it: `zone` is then
    the time zone in which it sits, by which letters to it are dated.
    """

    key: str
    name: Text
    in_sentence: Text
    short_name: str
    role: Role
    country: str
    laws: tuple[str, ...]
    address_to: Text
    address: tuple[str, ...]
    source: Source
    calendar: str = ""
    zone: str = ""
    channels: tuple[str, ...] = ()
    email: str = ""
    website: str = ""
    checked_on: date | None = None
    states: tuple[BodyState, ...] = ()
    note: Text | None = None
    head: Text | None = None
    also_called: tuple[str, ...] = ()
    review_to: Text | None = None
    designation: Designation | None = None
    filing_address: FilingAddress | None = None
    copied: tuple[CopiedAddress, ...] = ()

    @property
    def unconfirmed_address(self) -> CopiedAddress | None:
        """Return the copied postal address of a body without any other known address."""
        if self.address:
            return None
        return next((each for each in self.copied if each.by is Channel.POST), None)

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

    def no_email(self, today: date) -> Message | None:
        """Return why no letter may go to the body by email; None if one may.

        The body must take requests by email, at an address that it gives for them itself and that
        someone saw in its source within the last 90 days. An address from memory, or with a date
        in the future, does not count as seen.
        """
        if Channel.EMAIL not in self.channels:
            return _NOT_BY_EMAIL
        if not self.email or self.designation is None:
            return _NOT_DESIGNATED
        if self.designation.source.read_in is ReadIn.MEMORY:
            return _NOT_DESIGNATED
        if not seen_lately(self.designation.confirmed_on, today):
            return _NOT_CONFIRMED
        return None

    def email_for_requests(self, today: date) -> str:
        """Return the address to which letters may go by email; empty if there is none."""
        return "" if self.no_email(today) else self.email

    def no_filing_email(self, today: date) -> Message | None:
        """Return why nothing may be filed with the body by email; None if it may."""
        given = self.filing_address
        return given.lacks(today) if given else NO_FILING_ADDRESS
