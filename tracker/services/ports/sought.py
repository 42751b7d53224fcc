"""Rows of the public records for lists, and filters on them."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

# Stands for a body that the library does not have.
BODY_NOT_ON_FILE = "-"


class RecordLine(NamedTuple):
    """A public record in a list.

    `transferred_to` ends with BODY_NOT_ON_FILE if the request went to a body that the library
    does not have. `confirmed_on` is the last day on which a person of the office entered or
    published a part of it. `asked_on` is the date that puts it into a year, and `answered_on` the
    date of the first reply, `days` later. `silent` is true while the body that has to act has
    certainly missed its time limit. The last unused remedy is open until `open_until`.
    `comes_from` is the reference of the request from which its items came.
    """

    reference: str
    block: str
    body: str
    law: str
    phase: str
    as_of: date
    confirmed_on: date
    criticised: tuple[str, ...] = ()
    transferred_to: tuple[str, ...] = ()
    version: int = 1
    asked_on: date | None = None
    answered_on: date | None = None
    days: int | None = None
    silent: bool = False
    open_until: date | None = None
    comes_from: str = ""

    @property
    def holders(self) -> tuple[str, ...]:
        """Return the bodies that had to answer: the one asked, and those after a transfer."""
        known = (body for body in self.transferred_to if body != BODY_NOT_ON_FILE)
        return tuple(dict.fromkeys((self.body, *known)))


class BodyPart(StrEnum):
    """The part of a body in a record.

    It had to answer, heard an appeal, is criticised, or published a statement of its own.
    """

    HELD = "held"
    HEARD = "heard"
    CRITICISED = "criticised"
    STATED = "stated"


@dataclass(frozen=True, slots=True)
class Sought:
    """The records that a list shows. Empty fields mean any.

    `part` is the part that `body` has in them, `country` that of the block. `open_on` selects
    records with a remedy open that day, `outcome` those with an item that had this outcome.
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
    reference: str = ""


ANY = Sought()
