"""The page of the public log, and what the page of a record shows of it."""

from dataclasses import dataclass
from datetime import UTC, datetime

from tracker.domain.errors import Refusal
from tracker.domain.record import Record
from tracker.services.office import Office
from tracker.services.ports_log import Source


@dataclass(frozen=True, slots=True)
class Tree:
    """A signed tree: how many entries it has, its root, and when it was made."""

    size: int
    root: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class LogPage:
    """How the log stands. Without its key nothing can be said of it."""

    origin: str = ""
    tree: Tree | None = None
    keys: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class ProofShown:
    """Where a version of a record stands in the log, in the first tree that held it."""

    number: int
    tree: Tree


def log_page(office: Office) -> LogPage:
    """Gather the page of the log."""
    try:
        state, keys = office.log.state(), office.log.keys()
    except Refusal:
        return LogPage()
    tree = _tree(state.size, state.root, state.made_at)
    note = office.log.newest()
    return LogPage(state.origin, tree, keys, note.decode() if note else "")


def proof_shown(office: Office, record: Record) -> ProofShown | None:
    """Where the version of a record stands; None while it waits for its place."""
    found = office.log.placed(Source.RECORD, record.reference, record.version)
    if found is None:
        return None
    return ProofShown(found.place, _tree(found.size, found.root, found.made_at))


def _tree(size: int, root: str, at: datetime | None) -> Tree:
    return Tree(size, root, at.astimezone(UTC) if at else None)
