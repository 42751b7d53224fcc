"""Addresses of a public body as others copied them, which the body has not confirmed."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.domain.base.terms import Channel
from tracker.domain.law.law import Source

# A copy gives one of these: a postal address, an email address, or the page of a portal.
COPIED = frozenset({Channel.POST, Channel.EMAIL, Channel.PORTAL})


class AddressUse(StrEnum):
    """What the copied text says that an address is for."""

    GENERAL = "general"
    REQUESTS = "requests"
    FILING = "filing"


@dataclass(frozen=True, slots=True)
class CopiedAddress:
    """An address of a public body that was read in a copy, not on the body's page of today.

    No letter goes there before a person has confirmed it. `lines` are the lines of a postal
    address, or one email address, or the address of one page. `read_on` is the day on which the
    copy was read; what day the copy itself has stands in its source. `used_for` is what the body's
    own words say of the address, as far as the copy has them.
    """

    by: Channel
    lines: tuple[str, ...]
    source: Source
    read_on: date
    used_for: AddressUse = AddressUse.GENERAL
