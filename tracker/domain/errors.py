"""Refusals with a message that says what is wrong, where, and what to do."""

from datetime import date

from tracker.domain.days import in_words


class Words(str):
    """A sentence that is put down here and said elsewhere, in the reader's language: a value of a
    refusal, or one of a table."""

    __slots__ = ()


class Refusal(Exception):
    """Something a person asked for cannot be done, and the message says why and what to do.

    It carries its sentence and the values for the names in braces, so that a page can say it in
    its own language; as a string it is English. A day among the values is written as a day, a
    refusal as what it says, and several as one after the other. Two that say the same are equal.
    `exit_status` is what the command line ends with: 2 for bad input, 1 for a refusal.
    """

    exit_status = 1

    def __init__(self, sentence: str = "", /, **values: object) -> None:
        self.sentence = sentence
        self.values = values
        # Without values nothing is set in: the sentence may quote braces that somebody typed.
        super().__init__(sentence.format_map(_plain(values)) if values else sentence)

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and str(self) == str(other)

    def __hash__(self) -> int:
        return hash(self.sentence)


def _plain(values: dict[str, object]) -> dict[str, object]:
    return {name: _english(value) for name, value in values.items()}


def _english(value: object) -> object:
    if isinstance(value, tuple):
        return " ".join(str(_english(each)) for each in value)
    return in_words(value) if isinstance(value, date) else value


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


class BadInput(Refusal):
    """Input that cannot be read as what was asked for."""

    exit_status = 2
