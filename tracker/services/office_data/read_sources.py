"""Where a person read a fact of an entry, and the email addresses that a body itself gives."""

from dataclasses import dataclass
from datetime import date

from tracker.domain.base.errors import BadInput
from tracker.domain.law.law import ReadIn, Source
from tracker.domain.law.request_email import DesignatedBy

_BETWEEN_SOURCES = "; "


@dataclass(frozen=True, slots=True)
class ReadSource:
    """Where a fact was read, and how: each source with its address, in the order given."""

    named: tuple[str, ...]
    read_in: ReadIn

    @property
    def source(self) -> Source:
        """Return the source as the library has it. Raises BadInput if none is named."""
        if not self.named:
            raise BadInput("Enter at least one source.")
        return Source(_BETWEEN_SOURCES.join(self.named), self.read_in)

    @classmethod
    def of(cls, source: Source) -> "ReadSource":
        """Return a source of the library with its addresses one by one."""
        named = (each.strip() for each in source.where.split(_BETWEEN_SOURCES))
        return cls(tuple(filter(None, named)), source.read_in)


@dataclass(frozen=True, slots=True)
class NewDesignation:
    """Where a body itself gives its email address for information requests, and the day on which
    someone last saw it there."""

    designated_by: DesignatedBy
    source: ReadSource
    confirmed_on: date


@dataclass(frozen=True, slots=True)
class NewFilingAddress:
    """The email address at which a body takes appeals, complaints and reviews, by its own words,
    and where it gives it."""

    email: str
    given: NewDesignation
