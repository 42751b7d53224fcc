"""What many tests begin with, made once for each worker and then copied.

A function marked `ready_made` does what tests begin with: one request sent, one silence shown. It
goes through the real use cases, and its result must not change. Where an office has only what
ready-made functions gave it, at the same moments and with the same arguments, and this happens a
second time, the database and the evidence are kept; from then on they are copied, which takes a
sixth of the time. Once a test did anything else, the functions do what they say. Offices
that a test changed (`replace`), that have a database of their own, or that are given arguments
without a hash get no copies either.
"""

import shutil
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import wraps
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Concatenate, NamedTuple, ParamSpec, TypeVar, cast

from tracker.ledger.files import NoteFile
from tracker.services.core.office import Office
from tracker.storage import Storage

P = ParamSpec("P")
R = TypeVar("R")

DATABASE, EVIDENCE = "tracker.sqlite3", "evidence"
_HOME = TemporaryDirectory(prefix="tracker-ready-made-")
_NUMBERS = count(1)


@dataclass
class References:
    """References of requests in the order of their numbers."""

    given: int = 0

    def __call__(self) -> str:
        self.given += 1
        return f"r{self.given:07d}"


class _Kept(NamedTuple):
    folder: Path
    references: int
    note: bytes | None
    returned: object
    office: Office  # whose library has the identity that the steps name


@dataclass
class Beginning:
    """An office that may have ready-made things: where it lies, and the steps that led to it."""

    office: Office
    storage: Storage
    folder: Path
    references: References
    note: NoteFile
    steps: tuple[Hashable, ...]
    _state: tuple[int, ...] = field(init=False)

    def __post_init__(self) -> None:
        self._state = self._file_state()

    def untouched(self) -> bool:
        """Whether nothing was written since the last step."""
        ahead = self._ahead
        return self._file_state() == self._state and not (ahead.exists() and ahead.stat().st_size)

    def close(self) -> bool:
        """Close the database; whether nobody has it open now, so that all is in one file."""
        self.storage.close()
        return not self._ahead.exists()

    def take(self, kept: _Kept, steps: tuple[Hashable, ...]) -> None:
        """Replace the database and the evidence by copies of those that are kept."""
        arriving = self.folder / f"{DATABASE}-arriving"
        shutil.copyfile(kept.folder / DATABASE, arriving)
        arriving.replace(self.folder / DATABASE)
        _copy_evidence(kept.folder, self.folder)
        self.references.given = kept.references
        if kept.note is not None:
            self.note.write(kept.note)
        self.steps, self._state = steps, self._file_state()

    def keep(self, returned: object, steps: tuple[Hashable, ...]) -> _Kept:
        """Put copies of the database and the evidence where others can take them."""
        folder = Path(_HOME.name) / str(next(_NUMBERS))
        folder.mkdir()
        shutil.copyfile(self.folder / DATABASE, folder / DATABASE)
        _copy_evidence(self.folder, folder)
        self.steps, self._state = steps, self._file_state()
        return _Kept(folder, self.references.given, self.note.read(), returned, self.office)

    @property
    def _ahead(self) -> Path:
        return self.folder / f"{DATABASE}-wal"

    def _file_state(self) -> tuple[int, ...]:
        now = (self.folder / DATABASE).stat()
        return now.st_ino, now.st_size, now.st_mtime_ns


_OPEN: list[Beginning] = []
_MET: set[tuple[Hashable, ...]] = set()
_KEPT: dict[tuple[Hashable, ...], _Kept] = {}


@contextmanager
def may_begin(beginning: Beginning) -> Iterator[None]:
    """Let this office have ready-made things for a while."""
    _OPEN.append(beginning)
    try:
        yield
    finally:
        _OPEN.remove(beginning)


def ready_made(
    make: Callable[Concatenate[Office, P], R],
) -> Callable[Concatenate[Office, P], R]:
    """Mark what tests begin with."""

    @wraps(make)
    def made(office: Office, *args: P.args, **named: P.kwargs) -> R:
        beginning = next((each for each in _OPEN if each.office is office), None)
        steps = _steps(beginning, (make.__name__, args, tuple(sorted(named.items()))), office)
        if beginning is None or steps is None:
            return make(office, *args, **named)
        if steps in _KEPT and beginning.close():
            beginning.take(_KEPT[steps], steps)
            return cast("R", _KEPT[steps].returned)
        returned = make(office, *args, **named)
        if steps in _MET and beginning.close():
            _KEPT[steps] = beginning.keep(returned, steps)
        _MET.add(steps)
        return returned

    return made


def _steps(
    beginning: Beginning | None, call: tuple[Any, ...], office: Office
) -> tuple[Hashable, ...] | None:
    """The steps with this call after them; None where no copy can stand for it."""
    if beginning is None or not beginning.untouched():
        return None
    steps = (*beginning.steps, (*call, office.now()))
    try:
        hash(steps)
    except TypeError:
        return None
    return steps


def _copy_evidence(source: Path, target: Path) -> None:
    if (source / EVIDENCE).exists():
        shutil.copytree(source / EVIDENCE, target / EVIDENCE, dirs_exist_ok=True)
