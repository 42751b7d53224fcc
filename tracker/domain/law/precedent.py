"""Precedents: requests for information that opened the records of a block."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.domain.base.text import Text
from tracker.domain.law.law import Source


class PrecedentOutcome(StrEnum):
    """What a request obtained. `ordered` is for records that were ordered to be disclosed, of
    which no source says that they were, and `refusal-annulled` for a refusal set aside by a court.
    """

    DISCLOSED = "disclosed"
    PARTLY_DISCLOSED = "partly-disclosed"
    ORDERED = "ordered"
    REFUSAL_ANNULLED = "refusal-annulled"


@dataclass(frozen=True, slots=True)
class Precedent:
    """A request by somebody else for records of a block, and what it obtained.

    It is an example, and no letter prints it. `asked_of` is who was asked, `body` the same as a
    body of the library. `law` is the law of the library under which it was asked, None if that
    law is not in the library. `on` is the day of the outcome. `authority` is the decision on it,
    if a pleading may cite one.
    """

    key: str
    country: str
    title: Text
    asked_of: Text
    asked_for: Text
    outcome: PrecedentOutcome
    says: Text
    source: Source
    law: str | None = None
    body: str | None = None
    asked_on: date | None = None
    on: date | None = None
    blocks: tuple[str, ...] = ()
    authority: str | None = None
