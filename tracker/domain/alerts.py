"""Alerts to readers: what somebody follows, to which address, and when a message is due."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from tracker.domain.errors import BadInput

# How long a link waits to be confirmed; then the address is forgotten.
LINK_LASTS = timedelta(hours=48)
# The hour, by the clock of the world, from which a day's message may go: morning in Islamabad.
HOUR = timedelta(hours=2)
# More lines than a person reads in a mail: the record has them all.
MOST_LINES = 30
# So many messages in a row that a server refused for good, each of another day, are enough.
MOST_REFUSED = 5
# RFC 5321, 4.5.3.1: a name of 64, and a path of 256 with its brackets.
LONGEST_NAME, LONGEST_ADDRESS = 64, 254
LONGEST_LABEL = 63


class About(StrEnum):
    """What is followed: all records, those of a block, those that a body had to answer or heard
    an appeal in, or those of which the same came."""

    ALL = "all"
    BLOCK = "block"
    BODY = "body"
    OUTCOME = "outcome"


@dataclass(frozen=True, slots=True)
class Subject:
    """What somebody follows; `key` is that of the block, the body or the outcome."""

    about: About = About.ALL
    key: str = ""


EVERYTHING = Subject()


@dataclass(frozen=True, slots=True)
class Entry:
    """A version of a record that a message tells of."""

    reference: str
    version: int


def day_of_alerts(now: datetime) -> date:
    """The newest day whose messages may go now, whatever was missed before."""
    return (now.astimezone(UTC) - HOUR).date()


def confirmed_by(asked_at: datetime) -> datetime:
    """The moment up to which what was asked for then can be confirmed."""
    return asked_at + LINK_LASTS


def is_over(asked_at: datetime, now: datetime) -> bool:
    """Whether what was asked for then can be confirmed no more."""
    return now >= confirmed_by(asked_at)


def mail_address(typed: str) -> str:
    """An address as mail servers take it: a domain in other letters in its ASCII form (RFC 3490).

    Raises BadInput where it is none, or has other letters before the @, which few servers take.
    """
    typed = typed.strip()
    name, at, domain = typed.rpartition("@")
    wrong = BadInput("“{email}” is not an e-mail address.", email=_shortened(typed))
    if not at or not typed.isprintable() or not _is_name(name):
        raise wrong
    if not name.isascii():
        raise BadInput(
            "Before the @ this address has letters that many mail servers do not take: enter an "
            "address of Latin letters and figures."
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
    return shown if len(shown) <= LONGEST_NAME else f"{shown[:LONGEST_NAME]}…"


def _is_name(name: str) -> bool:
    """What may stand before the @ without quotation marks (RFC 5322, 3.2.3)."""
    atoms = name.split(".")
    return len(name) <= LONGEST_NAME and all(
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
