"""The page of the record's copies: where they are, how to keep one, and how to check it."""

from dataclasses import dataclass
from datetime import date

from flask import Response

from tracker.domain.base.errors import Refusal
from tracker.services.core.office import Office
from tracker.services.ports.log import LogState
from tracker.web.base.language import gettext
from tracker.web.base.site_config import site_config

NO_KEY = 503
COMMAND = "python3 verify.py ."


@dataclass(frozen=True, slots=True)
class MirrorsPage:
    """The address of the record, the known copies, and the key that signs them all; empty if the
    key cannot be read.

    In a copy, `signed_on` says how recent it is.
    """

    address: str
    mirrors: tuple[str, ...]
    key: str
    signed_on: date | None = None
    command: str = COMMAND


def mirrors_page(office: Office) -> MirrorsPage:
    """Return the addresses that the record's operator names."""
    config = site_config()
    try:
        key = office.log.keys()[0]
        signed_at = office.log.state().made_at if config.a_copy else None
    except Refusal:
        key, signed_at = "", None
    signed_on = signed_at and signed_at.date()
    return MirrorsPage(config.public_url, config.mirrors, key, signed_on)


def send_mirrors(office: Office) -> Response:
    """Return the same addresses, one a line, signed with the log's key so that the list can be
    passed on alone.

    Of two lists, the first line shows which is newer: it gives the log's size.
    """
    config = site_config()
    try:
        reached = _reached(office.log.state())
        note = office.log.vouch("mirrors", (reached, config.public_url, *config.mirrors))
    except Refusal:
        return Response(
            gettext("The key of the log cannot be read now."), NO_KEY, mimetype="text/plain"
        )
    return Response(note, mimetype="text/plain")


def _reached(log: LogState) -> str:
    """Return the number of entries in the log, and the day on which the newest was signed."""
    return f"{log.size} {log.made_at.date().isoformat()}" if log.made_at else str(log.size)
