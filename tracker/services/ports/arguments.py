"""Storage of the arguments that an office pleads again and again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from tracker.domain.base.errors import Refusal
from tracker.domain.base.messages import Message

ARGUMENT_CHANGED = Message(
    "Someone else saved this argument first. Compare both texts, then save again to use yours."
)


@dataclass(frozen=True, slots=True)
class Argument:
    """One version of an argument of the office.

    `law` and `answers`, a section or a ground of refusal, say where it fits; both may be empty.
    An archived argument stays, and is not offered any more.
    """

    id: str
    version: int
    title: str
    words: str
    source: str
    law: str
    answers: str
    archived: bool
    saved_by: str
    saved_at: datetime


class ArgumentChanged(Refusal):
    """An argument that someone else saved first. `theirs` is the stored version."""

    def __init__(self, theirs: Argument) -> None:
        super().__init__(ARGUMENT_CHANGED)
        self.theirs = theirs


class ArgumentLibrary(Protocol):
    """The arguments of the office. Each save adds a version, and nothing is deleted."""

    def latest(self) -> Sequence[Argument]:
        """Return the latest version of each argument, archived ones included, by title.

        Raises Locked.
        """

    def versions(self, id: str) -> Sequence[Argument]:
        """Return every version of an argument, newest first; empty if there is none.

        Raises Locked.
        """

    def save(self, argument: Argument) -> Argument:
        """Store an argument as the version after `argument.version`, and return it.

        Raises ArgumentChanged if another version is stored.
        """
