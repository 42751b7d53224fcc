"""A storage and an application that one test after another uses.

SQL and templates are compiled once for each worker, not once for each test. A test still has a
folder and a database of its own: the storage opens them through a link to that folder. What an
application keeps while it runs stands in its `extensions` and is forgotten between tests.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from tracker.domain.library import Library
from tracker.services.core.office import Office
from tracker.storage.opening import Storage, open_storage

if TYPE_CHECKING:
    from flask import Flask

KEY = bytes(range(32))
# The private key in the key file of an office: with it everything private is open in the tests,
# except in those of keys.
KEY_FILE = bytes(range(32, 64))
# The shipped library, two that many tests make of it, and one that a test made.
MOST_APPS = 4


class SharedApp:
    """An application that shows the office of whichever test it is lent to."""

    def __init__(self, office: Office, make: Callable[[Office], "Flask"]) -> None:
        self._shown = replace(office)
        self.make = make
        self._app = make(self._shown)
        self._as_made = dict(self._app.extensions)
        self.lent_for: Office | None = None

    @property
    def library(self) -> Library:
        """The library from which its views were made."""
        return self._shown.library

    def free_for(self, office: Office) -> bool:
        """Whether no other office is shown in this test."""
        return self.lent_for is None or self.lent_for is office

    def lend(self, office: Office) -> "Flask":
        """Return the application with this office in it, and nothing kept from before."""
        self.lent_for = office
        vars(self._shown).update(vars(office))
        self._app.extensions = dict(self._as_made)
        return self._app


class SharedStorage:
    """A storage over the folder that a link leads to: the database in it, or the one at `url`,
    and the files in `instance` there."""

    def __init__(self, url: str, instance: str) -> None:
        self._home = TemporaryDirectory(prefix="tracker-shared-")
        self._link = Path(self._home.name) / "folder"
        self._stays_open = bool(url)
        self.storage = open_storage(
            url or database_in(self._link), self._link / instance, KEY, KEY_FILE
        )
        self._apps: list[SharedApp] = []

    def lead_to(self, folder: Path) -> None:
        """Use the database and the files in this folder from now on."""
        self._link.symlink_to(folder)

    def let_go(self) -> None:
        """Close the database in the folder, and keep what was compiled."""
        if not self._stays_open:
            self.storage.close()
        self._link.unlink()
        for app in self._apps:
            app.lent_for = None

    def app(self, office: Office, make: Callable[[Office], "Flask"]) -> "Flask":
        """Return the shared application made by `make` for the library of this office. If it
        serves another office in this test, return a new one."""
        mine = (app for app in self._apps if app.make is make)
        app = next((app for app in mine if app.library is office.library), None)
        if app is None:
            app = SharedApp(office, make)
            self._apps = [app, *self._apps][:MOST_APPS]
        return app.lend(office) if app.free_for(office) else make(office)


FREE: defaultdict[tuple[str, str], list[SharedStorage]] = defaultdict(list)
IN_USE: list[SharedStorage] = []


def database_in(folder: Path) -> str:
    """The address of the SQLite database in a folder."""
    return f"sqlite:///{folder / 'tracker.sqlite3'}"


@contextmanager
def shared_storage(folder: Path, url: str = "", instance: str = "") -> Iterator[Storage]:
    """A storage that no other office which is open uses, over the SQLite database in this folder,
    or a PostgreSQL database that many tests use, and the files in `instance` there."""
    free = FREE[url, instance]
    shared = free.pop() if free else SharedStorage(url, instance)
    shared.lead_to(folder)
    IN_USE.append(shared)
    try:
        yield shared.storage
    finally:
        IN_USE.remove(shared)
        shared.let_go()
        free.append(shared)


@contextmanager
def own_storage(folder: Path, url: str, key_file: bytes | None = KEY_FILE) -> Iterator[Storage]:
    """A storage of its own over the database at `url` and the files in this folder."""
    with closing(open_storage(url, folder, KEY, key_file)) as storage:
        yield storage


def lent_app(office: Office, make: Callable[[Office], "Flask"]) -> "Flask":
    """The pages of an office, in an application that earlier tests used if there is one."""
    shared = next((each for each in IN_USE if each.storage.cases is office.cases), None)
    return shared.app(office, make) if shared else make(office)
