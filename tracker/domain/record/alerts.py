"""Alerts to readers: what a reader follows, at which address, and when a message is due."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from tracker.domain.base.errors import BadInput

# The time in which a link can be confirmed; then the address is deleted.
LINK_LASTS = timedelta(hours=48)
# The hour in UTC from which a day's message may go: morning in Islamabad.
HOUR = timedelta(hours=2)
# Most lines of one email, more than a person reads there: the record has them all.
MOST_LINES = 30
# After this many permanent refusals in a row, each on another day, the alerts end.
MOST_REFUSED = 5
# RFC 5321, 4.5.3.1: a name has 64 octets at most, a path 256 with its brackets.
_LONGEST_NAME, LONGEST_ADDRESS = 64, 254
LONGEST_LABEL = 63


class Followed(StrEnum):
    """What is followed: all records, those of a block, a body or an outcome, or one request.

    Those of a body are the records in which it had to answer or heard an appeal.
    """

    ALL = "all"
    BLOCK = "block"
    BODY = "body"
    OUTCOME = "outcome"
    REQUEST = "request"


@dataclass(frozen=True, slots=True)
class Subject:
    """What a reader follows; `key` is that of the block, the body or the outcome, or the
    reference of the request."""

    about: Followed = Followed.ALL
    key: str = ""


EVERYTHING = Subject()


@dataclass(frozen=True, slots=True)
class AlertEntry:
    """A version of a record that a message reports."""

    reference: str
    version: int


def day_of_alerts(now: datetime) -> date:
    """Return the newest day whose messages may go now, whatever was missed before."""
    return (now.astimezone(UTC) - HOUR).date()


def confirmed_by(asked_at: datetime) -> datetime:
    """Return the moment up to which an alert asked for at `asked_at` can be confirmed."""
    return asked_at + LINK_LASTS


def is_over(asked_at: datetime, now: datetime) -> bool:
    """Return whether an alert asked for at `asked_at` can no longer be confirmed."""
    return now >= confirmed_by(asked_at)


def mail_address(typed: str) -> str:
    """Return an address as mail servers take it, with the domain in ASCII form (RFC 3490).

    Raises BadInput if it is not an address, or has non-ASCII letters before the @, which few
    servers take.
    """
    typed = typed.strip()
    name, at, domain = typed.rpartition("@")
    wrong = BadInput("“{email}” is not an email address.", email=_shortened(typed))
    if not at or not typed.isprintable() or not _is_name(name):
        raise wrong
    if not name.isascii():
        raise BadInput(
            "The part before the @ has characters that many mail servers reject. Enter an "
            "address with Latin letters and digits."
        )
    try:
        address = f"{name}@{domain.encode('idna').decode().lower()}"
    except UnicodeError:
        raise wrong from None
    if len(address) > LONGEST_ADDRESS or not _is_domain(address.rpartition("@")[2]):
        raise wrong
    return address


def _shortened(typed: str) -> str:
    shown = "".join(sign if sign.isprintable() else " " for sign in typed)
    return shown if len(shown) <= _LONGEST_NAME else f"{shown[:_LONGEST_NAME]}…"


def _is_name(name: str) -> bool:
    """Return whether `name` may precede the @ without quotation marks (RFC 5322, 3.2.3)."""
    atoms = name.split(".")
    return len(name) <= _LONGEST_NAME and all(
        atom and all(sign.isalnum() or sign in "!#$%&'*+-/=?^_`{|}~" for sign in atom)
        for atom in atoms
    )


def _is_domain(domain: str) -> bool:
    labels = domain.split(".")
    return (
        len(labels) > 1
        and all(
            0 < len(label) <= LONGEST_LABEL
            and all(sign.isalnum() or sign == "-" for sign in label)
            and not (label.startswith("-") or label.endswith("-"))
            for label in labels
        )
        and not labels[-1].isdigit()
    )
