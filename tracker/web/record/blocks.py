"""The pages of the blocks: what is on file about each, fact by fact with its source."""

from collections.abc import Iterator
from dataclasses import dataclass

from tracker.domain.block import Block as BlockOnFile
from tracker.domain.block import BlockKind, Justification, Setting
from tracker.domain.library import Library
from tracker.domain.power import Power
from tracker.domain.statement import Statement
from tracker.services.office import Office
from tracker.web.record.force import Force, force_of
from tracker.web.record.lines import Line, shown_lines
from tracker.web.record.wording import BLOCK_KINDS, SETTINGS

NEWEST = 10


@dataclass(frozen=True, slots=True)
class BlockLine:
    """A block in a list."""

    key: str
    title: str
    kind: str
    where: str
    force: Force


@dataclass(frozen=True, slots=True)
class BlocksPage:
    """All blocks on file: those in force, those of which no end is known, those that ended."""

    in_force: tuple[BlockLine, ...]
    no_end: tuple[BlockLine, ...]
    ended: tuple[BlockLine, ...]


@dataclass(frozen=True, slots=True)
class SaidIn:
    """What was given as a reason in one setting."""

    setting: str
    said: tuple[Justification, ...]


@dataclass(frozen=True, slots=True)
class AskedOf:
    """A body and the newest requests to it about this block."""

    body: str
    body_name: str
    known: bool
    lines: tuple[Line, ...]
    more: int


@dataclass(frozen=True, slots=True)
class StatementAbout:
    """A public statement that names this block, with the names of those who signed it."""

    statement: Statement
    signatories: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BlockPage:
    """One block's page."""

    block: BlockOnFile
    kind: str
    force: Force
    said: tuple[SaidIn, ...]
    powers: tuple[Power, ...]
    asked: tuple[AskedOf, ...]
    statements: tuple[StatementAbout, ...]


def blocks_page(office: Office) -> BlocksPage:
    """Every block on file, the newest first."""
    lines = [block_line(office, block) for block in _newest_first(office.library)]
    return BlocksPage(
        in_force=tuple(line for line in lines if line.force.state == "in-force"),
        no_end=tuple(line for line in lines if line.force.state == "last-confirmed"),
        ended=tuple(line for line in lines if line.force.state == "ended"),
    )


def block_page(office: Office, key: str) -> BlockPage:
    """One block. Raises NotOnFile."""
    library = office.library
    block = library.block(key)
    return BlockPage(
        block=block,
        kind=BLOCK_KINDS[BlockKind(block.kind)],
        force=_force(office, block),
        said=tuple(_said(block)),
        powers=tuple(library.powers[power] for power in block.powers),
        asked=tuple(_asked(office, block)),
        statements=tuple(_statements(library, key)),
    )


def block_line(office: Office, block: BlockOnFile) -> BlockLine:
    """A block with how long it stood by today, where its first body sits."""
    kind = BLOCK_KINDS[BlockKind(block.kind)]
    force = _force(office, block)
    return BlockLine(block.key, str(block.title), kind, str(block.where), force)


def signatories(library: Library, statement: Statement) -> tuple[str, ...]:
    """The names of the organisations that sources name as signing."""
    return tuple(str(library.organisations[key].name) for key in statement.signatories)


def _newest_first(library: Library) -> list[BlockOnFile]:
    return sorted(library.blocks.values(), key=lambda block: block.since, reverse=True)


def _force(office: Office, block: BlockOnFile) -> Force:
    today = office.today_at(block.bodies[0]) if block.bodies else office.latest_today()
    return force_of(block, today, office.speech("en"))


def _said(block: BlockOnFile) -> Iterator[SaidIn]:
    """The reasons given, each setting apart; none of them was an answer to a request."""
    for setting in Setting:
        said = tuple(each for each in block.justifications if each.setting is setting)
        if said:
            yield SaidIn(SETTINGS[setting], said)


def _asked(office: Office, block: BlockOnFile) -> Iterator[AskedOf]:
    found = office.records.lines(block=block.key)
    others = dict.fromkeys(body for line in found for body in line.holders)
    for body in dict.fromkeys((*block.bodies, *others)):
        lines = [line for line in found if body in line.holders]
        yield AskedOf(
            body=body,
            body_name=office.library.body_name(body),
            known=body in office.library.bodies,
            lines=shown_lines(office.library, lines[:NEWEST]),
            more=max(len(lines) - NEWEST, 0),
        )


def _statements(library: Library, key: str) -> Iterator[StatementAbout]:
    for statement in library.statements.values():
        if key in statement.blocks:
            yield StatementAbout(statement, signatories(library, statement))
