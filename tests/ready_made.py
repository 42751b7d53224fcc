"""Ready-made scenes: the start of many tests is made once for each worker and then copied.

Mark a function that sets a scene, such as one request sent or one silence shown, with
`ready_made`. It runs through the real use cases, and the database, the evidence and the tables of
data are kept. When the scene is set again (the same function, arguments, moment and words, in an
office that holds nothing but scenes made in the same order), the office gets a copy, in a tenth of
the time. A marked function simply runs once a test has written anything else, where more
of the office than its `locale` was changed with `replace`, where it has a database at an address
of its own, and where an argument has no hash. It may change nothing but the office's database,
evidence, tables of data and log.
"""

import shutil
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from functools import wraps
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple, TypeVar, cast

from tracker.ledger.files import NoteFile
from tracker.services.core.office import Office
from tracker.storage.opening import Storage

Made = TypeVar("Made", bound=Callable[..., Any])

DATABASE, FOLDERS = "tracker.sqlite3", ("evidence", "data")
_HOME = TemporaryDirectory(prefix="tracker-ready-made-")
_NUMBERS = count(1)


@dataclass
class References:
    """Gives references to requests, in the order of their numbers."""

    given: int = 0

    def __call__(self) -> str:
        self.given += 1
        return f"r{self.given:07d}"


class _Kept(NamedTuple):
    """A copy of an office, and what the scene returned."""

    folder: Path
    references: int
    note: bytes | None
    returned: object
    office: Office  # whose library has the identity that the steps name


@dataclass
class Beginning:
    """An office in which scenes can be set: where its files are, and the scenes set so far."""

    office: Office
    storage: Storage
    folder: Path
    references: References
    note: NoteFile
    steps: tuple[Hashable, ...]
    _state: tuple[int, ...] = field(init=False)

    def __post_init__(self) -> None:
        self._state = self._file_state()

    def is_of(self, office: Office) -> bool:
        """Return whether this is the beginning of that office, whatever language it speaks."""
        mine = vars(self.office)
        return all(each is mine[name] for name, each in vars(office).items() if name != "locale")

    def untouched(self) -> bool:
        """Return whether nothing was written since the last scene."""
        ahead = self._ahead
        return self._file_state() == self._state and not (ahead.exists() and ahead.stat().st_size)

    def close(self) -> bool:
        """Close the database; return whether nobody else has it open, so that it is one file."""
        self.storage.close()
        return not self._ahead.exists()

    def take(self, kept: _Kept, steps: tuple[Hashable, ...]) -> None:
        """Replace the database and the folders by the copies kept of a scene."""
        arriving = self.folder / f"{DATABASE}-arriving"
        shutil.copyfile(kept.folder / DATABASE, arriving)
        arriving.replace(self.folder / DATABASE)
        _copy_folders(kept.folder, self.folder)
        self.references.given = kept.references
        if kept.note is not None:
            self.note.write(kept.note)
        self.stand_at(steps)

    def keep(self, returned: object, steps: tuple[Hashable, ...]) -> _Kept:
        """Copy the database and the folders for other offices."""
        folder = Path(_HOME.name) / str(next(_NUMBERS))
        folder.mkdir()
        shutil.copyfile(self.folder / DATABASE, folder / DATABASE)
        _copy_folders(self.folder, folder)
        return _Kept(folder, self.references.given, self.note.read(), returned, self.office)

    def stand_at(self, steps: tuple[Hashable, ...]) -> None:
        """Note that the office holds these scenes and nothing else."""
        self.steps, self._state = steps, self._file_state()

    @property
    def _ahead(self) -> Path:
        return self.folder / f"{DATABASE}-wal"

    def _file_state(self) -> tuple[int, ...]:
        now = (self.folder / DATABASE).stat()
        return now.st_ino, now.st_size, now.st_mtime_ns


_OPEN: list[Beginning] = []
_KEPT: dict[tuple[Hashable, ...], _Kept] = {}


@contextmanager
def may_begin(beginning: Beginning) -> Iterator[None]:
    """Let scenes be copied into this office while it is open."""
    _OPEN.append(beginning)
    try:
        yield
    finally:
        _OPEN.remove(beginning)


@contextmanager
def _at_work(beginning: Beginning) -> Iterator[None]:
    """Let no scene be copied into this office for a while."""
    _OPEN.remove(beginning)
    try:
        yield
    finally:
        _OPEN.append(beginning)


def ready_made(make: Made) -> Made:
    """Mark a function that sets a scene in the office that is its first argument."""
    return _marked(make, whole=False)


def made_once(make: Made) -> Made:
    """Mark a function that sets a scene in seconds. Scenes within it are not kept: keeping each of
    a hundred takes longer than making it."""
    return _marked(make, whole=True)


def _marked(make: Made, *, whole: bool) -> Made:
    @wraps(make)
    def made(office: Office, *args: Any, **named: Any) -> Any:
        beginning = next((each for each in _OPEN if each.is_of(office)), None)
        steps = _steps(beginning, (make, args, tuple(sorted(named.items()))), office)
        if beginning is None or steps is None:
            return make(office, *args, **named)
        if steps in _KEPT and beginning.close():
            beginning.take(_KEPT[steps], steps)
            return _KEPT[steps].returned
        with _at_work(beginning) if whole else nullcontext():
            returned = make(office, *args, **named)
        if beginning.close():
            _KEPT[steps] = beginning.keep(returned, steps)
            beginning.stand_at(steps)
        return returned

    return cast("Made", made)


def _steps(
    beginning: Beginning | None, call: tuple[Any, ...], office: Office
) -> tuple[Hashable, ...] | None:
    """Return the scenes set so far and this one, or None where no copy can replace the call."""
    if beginning is None or not beginning.untouched():
        return None
    steps = (*beginning.steps, (*call, office.now(), office.locale))
    try:
        hash(steps)
    except TypeError:
        return None
    return steps


def _copy_folders(source: Path, target: Path) -> None:
    for name in FOLDERS:
        if (source / name).exists():
            shutil.copytree(source / name, target / name, symlinks=True, dirs_exist_ok=True)
