"""Refusals that a user can act on: each message says what, where and the way out."""


class Refusal(Exception):
    """Something a person asked for cannot be done, and the message says why and what to do.

    `exit_status` is what the command line ends with: 2 for bad input, 1 for a refusal.
    """

    exit_status = 1


class NotOnFile(Refusal):
    """A key names nothing that the library or the register holds."""

    exit_status = 2


class NoLimitOnFile(Refusal):
    """No time limit is on file for a stage on a day: there is no number to count with."""

    exit_status = 2


class NotAllowed(Refusal):
    """The step does not fit where the request stands now."""


class BadInput(Refusal):
    """What was typed cannot be read as what was asked for."""

    exit_status = 2
