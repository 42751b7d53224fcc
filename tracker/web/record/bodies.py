"""The pages of the public bodies: who they are, which law binds them, what is on record."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from tracker.domain.body import PublicBody, Role, State
from tracker.domain.law import Law
from tracker.domain.library import Library
from tracker.services.naming import CHANNELS
from tracker.services.office import Office
from tracker.services.ports_record import RecordLine
from tracker.web.record.glance import Glance, glance
from tracker.web.record.lines import Line, shown_lines
from tracker.web.record.rejoinders import Rejoinder, rejoinders_of
from tracker.web.record.wording import ROLES

NEWEST = 20


@dataclass(frozen=True, slots=True)
class BodyLine:
    """A body in a list, with its record at a glance."""

    key: str
    name: str
    short_name: str
    role: str
    glance: Glance


@dataclass(frozen=True, slots=True)
class BodiesPage:
    """The bodies that are asked, and those that hear appeals."""

    asked: tuple[BodyLine, ...]
    appeals: tuple[BodyLine, ...]


@dataclass(frozen=True, slots=True)
class BodyPage:
    """One body's page."""

    body: PublicBody
    role: str
    hears_appeals: bool
    laws: tuple[Law, ...]
    channels: tuple[str, ...]
    now: tuple[State, ...]
    before: tuple[State, ...]
    today: date
    glance: Glance
    rejoinders: tuple[Rejoinder, ...]
    lines: tuple[Line, ...]
    more: int
    blocks: tuple[tuple[str, str], ...]


def bodies_page(office: Office) -> BodiesPage:
    """Every body on file."""
    lines = _lines_by_body(office)
    bodies = office.library.bodies.values()
    shown = [(body.role, _line(office, body, lines[body.key])) for body in bodies]
    return BodiesPage(
        asked=tuple(line for role, line in shown if role is not Role.APPEAL_BODY),
        appeals=tuple(line for role, line in shown if role is Role.APPEAL_BODY),
    )


def body_page(office: Office, key: str) -> BodyPage:
    """One body. Raises NotOnFile."""
    library = office.library
    body = library.body(key)
    found = office.records.lines(body=key)
    today = office.today_at(key)
    now = body.states_on(today)
    return BodyPage(
        body=body,
        role=ROLES[body.role],
        hears_appeals=body.role is Role.APPEAL_BODY,
        laws=tuple(library.laws[law] for law in body.laws if law in library.laws),
        channels=tuple(CHANNELS.get(channel, channel) for channel in body.channels),
        now=now,
        before=tuple(state for state in body.states if state not in now),
        today=today,
        glance=glance(office, found, key),
        rejoinders=tuple(rejoinders_of(office, office.records.lines(stated_by=key), key)),
        lines=shown_lines(library, found[:NEWEST]),
        more=max(len(found) - NEWEST, 0),
        blocks=_blocks_of(library, key),
    )


def _blocks_of(library: Library, body: str) -> tuple[tuple[str, str], ...]:
    found = [block for block in library.blocks.values() if body in block.bodies]
    newest = sorted(found, key=lambda block: block.since, reverse=True)
    return tuple((block.key, str(block.title)) for block in newest)


def _lines_by_body(office: Office) -> dict[str, list[RecordLine]]:
    by_body: dict[str, list[RecordLine]] = defaultdict(list)
    for line in office.records.lines():
        for body in line.holders:
            by_body[body].append(line)
    return by_body


def _line(office: Office, body: PublicBody, lines: list[RecordLine]) -> BodyLine:
    role = ROLES[body.role]
    return BodyLine(
        body.key, str(body.name), body.short_name, role, glance(office, lines, body.key)
    )
