"""The data package of a copy, made by a process beside the export while pages are read."""

from collections.abc import Callable
from functools import partial
from typing import BinaryIO

from tracker.parallel.side_process import SideProcess, can_fork
from tracker.services.core.office import Office
from tracker.services.ports.data import DataFiles, MadePackage, NewFolder
from tracker.services.public.data_files import being_made, make_package, package_to_make


class PackageBeside(DataFiles):
    """The data package as it is once it has been made. Its files are read only then."""

    def __init__(self, inner: DataFiles) -> None:
        self._inner = inner
        self._wanted: MadePackage | None = None
        self._make: Callable[[], None] = lambda: None
        self._making: SideProcess | None = None

    def renew(self, office: Office, before_fork: Callable[[], None] | None = None) -> None:
        """Make the package if anything in it changed.

        If `before_fork` is given and this process can be forked, that is done first, and then the
        package is made beside this process.
        """
        wanted = package_to_make(office, at_once=True)
        if wanted is None:
            return
        make = partial(make_package, office, wanted)
        if before_fork is None or not can_fork():
            make()
            return
        before_fork()
        self._wanted, self._make = wanted, make
        self._making = SideProcess(partial(_done, make))

    def finish(self) -> bool:
        """Wait until the package has been made; return whether it had to be made here.

        Then the other process broke off, and nobody could read the files before.
        """
        broke_off = self._making is not None and self._making.answer() is None
        if broke_off:
            # Made here, it says why it cannot be.
            self._make()
        self._making = self._wanted = None
        return broke_off

    def end(self) -> None:
        """Wait for the other process, if there is one, however it ends."""
        if self._making:
            self._making.end()
        self._making = self._wanted = None

    def made(self) -> MadePackage | None:
        return self._wanted or self._inner.made()

    def replace(self, made: MadePackage, fill: Callable[[NewFolder], None]) -> None:
        self._inner.replace(made, fill)

    def wait(self) -> None:
        """Wait until the package has been made, in this process or in a fork of it."""
        if self._making:
            self._making.wait()

    def open(self, name: str) -> BinaryIO:
        if self._making and self._wanted:
            self.wait()
            made = self._inner.made()
            if made is None or made.content != self._wanted.content:
                # It broke off: the files of before must not pass for those that are wanted.
                raise being_made()
        return self._inner.open(name)


def _done(make: Callable[[], None]) -> bytes:
    make()
    return b""
