"""The page of the public log, and what the page of a record shows from it."""

from dataclasses import dataclass
from datetime import UTC, datetime

from tracker.domain.base.errors import Refusal
from tracker.services.core.office import Office
from tracker.services.ports.attesting import Attestation, Attester
from tracker.services.ports.log import Placed

# As many as a reader looks through; a copy has all of them.
SEEN = 20


@dataclass(frozen=True, slots=True)
class _Tree:
    """A signed tree: its number of entries, its root, and when it was made."""

    size: int
    root: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Seen:
    """Evidence that someone else saw a checkpoint: its number of entries, the witness (empty for
    a timestamp), the time (None if not stated), and the file that shows it."""

    size: int
    witness: str
    at: datetime | None
    path: str


@dataclass(frozen=True, slots=True)
class LogPage:
    """The state of the log; empty if its key cannot be read."""

    origin: str = ""
    tree: _Tree | None = None
    keys: tuple[str, ...] = ()
    note: str = ""
    seen: tuple[Seen, ...] = ()
    witnesses: bool = False


@dataclass(frozen=True, slots=True)
class ProofShown:
    """The place of a record's version in the log, and the first tree that held it."""

    number: int
    tree: _Tree


def log_page(office: Office) -> LogPage:
    """Return the page of the log."""
    try:
        state, keys = office.log.state(), office.log.keys()
    except Refusal:
        return LogPage()
    tree = _tree(state.size, state.root, state.made_at)
    note = office.log.newest()
    seen = tuple(map(_seen, office.log.attestations()[:SEEN]))
    shown = note.decode() if note else ""
    return LogPage(state.origin, tree, keys, shown, seen, bool(office.log.witnesses()))


def proof_shown(found: Placed | None) -> ProofShown | None:
    """Return the place of a record's version in the log; None if it is still pending."""
    if found is None:
        return None
    return ProofShown(found.place, _tree(found.size, found.root, found.made_at))


def _seen(said: Attestation) -> Seen:
    at = said.at.astimezone(UTC) if said.at else None
    by_witness = said.kind is Attester.WITNESS
    return Seen(said.size, said.by.partition("+")[0] if by_witness else "", at, said.path)


def _tree(size: int, root: str, at: datetime | None) -> _Tree:
    return _Tree(size, root, at.astimezone(UTC) if at else None)
