"""A storage and an application that one test after another uses.

SQL and templates are compiled once for each worker, not once for each test. A test still has a
folder and a database of its own: the storage opens them through a link to that folder. What an
application keeps while it runs stands in its `extensions` and is forgotten between tests.
"""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from tracker.services.core.office import Office
from tracker.storage import Storage, open_storage

if TYPE_CHECKING:
    from flask import Flask

KEY = bytes(range(32))


class SharedApp:
    """An application that shows the office of whichever test it is lent to."""

    def __init__(self, office: Office, make: Callable[[Office], "Flask"]) -> None:
        self._shown = replace(office)
        self._app = make(self._shown)
        self._as_made = dict(self._app.extensions)
        self.lent_for: Office | None = None

    def fits(self, office: Office) -> bool:
        """Whether this application can show an office: it has views made from the library, and
        shows one office in a test."""
        same_test = self.lent_for is None or self.lent_for is office
        return same_test and self._shown.library is office.library

    def lend(self, office: Office) -> "Flask":
        """Return the application with this office in it, and nothing kept from before."""
        self.lent_for = office
        vars(self._shown).update(vars(office))
        self._app.extensions = dict(self._as_made)
        return self._app


class SharedStorage:
    """A storage over the folder that a link leads to."""

    def __init__(self) -> None:
        self._home = TemporaryDirectory(prefix="tracker-shared-")
        self._link = Path(self._home.name) / "folder"
        self.storage = open_storage(database_in(self._link), self._link, KEY)
        self.app: SharedApp | None = None

    def lead_to(self, folder: Path) -> None:
        """Use the database and the files in this folder from now on."""
        self._link.symlink_to(folder)

    def let_go(self) -> None:
        """Close the database, and keep what was compiled."""
        self.storage.close()
        self._link.unlink()
        if self.app:
            self.app.lent_for = None


FREE: list[SharedStorage] = []
IN_USE: list[SharedStorage] = []


def database_in(folder: Path) -> str:
    """The address of the SQLite database in a folder."""
    return f"sqlite:///{folder / 'tracker.sqlite3'}"


@contextmanager
def shared_storage(folder: Path) -> Iterator[Storage]:
    """A storage over the SQLite database and the files in this folder, which no other office that
    is open uses."""
    shared = FREE.pop() if FREE else SharedStorage()
    shared.lead_to(folder)
    IN_USE.append(shared)
    try:
        yield shared.storage
    finally:
        IN_USE.remove(shared)
        shared.let_go()
        FREE.append(shared)


@contextmanager
def own_storage(folder: Path, url: str) -> Iterator[Storage]:
    """A storage of its own over the database at `url` and the files in this folder."""
    with closing(open_storage(url, folder, KEY)) as storage:
        yield storage


def lent_app(office: Office, make: Callable[[Office], "Flask"]) -> "Flask":
    """The pages of an office: the application of its storage, or a new one where that shows
    another office."""
    shared = next((each for each in IN_USE if each.storage.cases is office.cases), None)
    if shared is None:
        return make(office)
    if shared.app is None:
        shared.app = SharedApp(office, make)
    return shared.app.lend(office) if shared.app.fits(office) else make(office)
