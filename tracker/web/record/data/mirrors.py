"""The page of the copies of this record: where they are, how to keep one, and how to check it."""

from dataclasses import dataclass
from datetime import date

from flask import Response
from flask_babel import gettext

from tracker.domain.base.errors import Refusal
from tracker.services.core.office import Office
from tracker.services.ports.log import LogState
from tracker.web.base.site_config import the_house

NO_KEY = 503
COMMAND = "python3 verify.py ."


@dataclass(frozen=True, slots=True)
class MirrorsPage:
    """Where the record itself is, where copies are known to be, and the key that signs them all;
    without one while the key cannot be read. In a copy `signed_on` tells how new it is."""

    address: str
    mirrors: tuple[str, ...]
    key: str
    signed_on: date | None = None
    command: str = COMMAND


def mirrors_page(office: Office) -> MirrorsPage:
    """The addresses that whoever keeps this record names."""
    house = the_house()
    try:
        key = office.log.keys()[0]
        signed_at = office.log.state().made_at if house.a_copy else None
    except Refusal:
        key, signed_at = "", None
    signed_on = signed_at and signed_at.date()
    return MirrorsPage(house.public_url, house.mirrors, key, signed_on)


def send_mirrors(office: Office) -> Response:
    """The same addresses, a line each, signed by the key of the log: to be handed on by itself.
    Of two lists the newer one is known by its first line, which says how far the log was."""
    house = the_house()
    try:
        reached = _reached(office.log.state())
        note = office.log.vouch("mirrors", (reached, house.public_url, *house.mirrors))
    except Refusal:
        return Response(
            gettext("The key of the log cannot be read now."), NO_KEY, mimetype="text/plain"
        )
    return Response(note, mimetype="text/plain")


def _reached(log: LogState) -> str:
    """How many entries the log has, and the day on which the newest of them was signed."""
    return f"{log.size} {log.made_at.date().isoformat()}" if log.made_at else str(log.size)
