"""Refusals that a user can act on: each message says what, where and the way out."""


class Refusal(Exception):
    """Something a person asked for cannot be done, and the message says why and what to do."""


class NotOnFile(Refusal):
    """A key names nothing that the library or the register holds."""


class NoLimitOnFile(Refusal):
    """No time limit is on file for a stage on a day: there is no number to count with."""


class NotAllowed(Refusal):
    """The step does not fit where the request stands now."""


class BadInput(Refusal):
    """What was typed cannot be read as what was asked for."""
