"""Refusals with a message that says what is wrong, where, and what to do."""

from collections.abc import Mapping

from tracker.domain.base.messages import Message


class Refusal(Exception):
    """Something a person asked for cannot be done, and the message says why and what to do.

    `message` carries the values for the names in braces, so that a page can show it in its own
    language; as a string a refusal is English. Two with the same words are equal. `exit_status`
    is what the command line ends with: 2 for bad input, 1 for a refusal.
    """

    exit_status = 1

    def __init__(self, sentence: str = "", /, **values: object) -> None:
        self.message = Message(sentence, **values)
        super().__init__(str(self.message))

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and str(self) == str(other)

    def __hash__(self) -> int:
        return hash(self.message.sentence)


class NotOnFile(Refusal):
    """A key that names nothing in the library or the register."""

    exit_status = 2


class NoLimitOnFile(Refusal):
    """A day for which no time limit or no calendar is known.

    No deadline can be calculated for it.
    """

    exit_status = 2


class NotAllowed(Refusal):
    """A step that the current state of the request or the office does not allow."""


class SomeRefused(NotAllowed):
    """An act on several requests that some of them do not allow.

    `why` has the reasons by reference, and the sentence may name their number.
    """

    def __init__(self, sentence: str, why: Mapping[str, Refusal]) -> None:
        super().__init__(sentence, number=len(why))
        self.why = why


class BadInput(Refusal):
    """Input that cannot be read as what was asked for."""

    exit_status = 2
