"""Lines of the public records for lists, and which of them are sought."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

# In place of the key of a body that is not on file.
BODY_NOT_ON_FILE = "-"


@dataclass(frozen=True, slots=True)
class RecordLine:
    """A public record in a list; ELSEWHERE stands last in `handed_on` where it went on to a body
    that is not on file.

    `asked_on` is the day that puts it into a year, `answered_on` that of the first reply, which
    came after so many `days`. It is `silent` while whoever has to act surely let the time pass;
    the last remedy not used yet is open until `open_until`.
    """

    reference: str
    block: str
    body: str
    law: str
    phase: str
    as_of: date
    criticised: tuple[str, ...] = ()
    handed_on: tuple[str, ...] = ()
    version: int = 1
    asked_on: date | None = None
    answered_on: date | None = None
    days: int | None = None
    silent: bool = False
    open_until: date | None = None

    @property
    def holders(self) -> tuple[str, ...]:
        """The bodies that had to answer: the one asked, and those to which it was handed on."""
        known = (body for body in self.handed_on if body != BODY_NOT_ON_FILE)
        return tuple(dict.fromkeys((self.body, *known)))


class BodyPart(StrEnum):
    """What a body is in a record: it had to answer, heard an appeal, is criticised, or stated
    something of its own beside it."""

    HELD = "held"
    HEARD = "heard"
    CRITICISED = "criticised"
    STATED = "stated"


@dataclass(frozen=True, slots=True)
class Sought:
    """Which records a list shows; empty fields mean any.

    `part` is what `body` is in them, `country` that of the block. `open_on` asks for those of
    which a remedy is open that day, `outcome` for those in which that came of a question.
    """

    block: str = ""
    body: str = ""
    part: BodyPart = BodyPart.HELD
    laws: frozenset[str] = frozenset()
    phases: frozenset[str] = frozenset()
    silent: bool = False
    open_on: date | None = None
    year: int = 0
    outcome: str = ""
    country: str = ""


ANY = Sought()
