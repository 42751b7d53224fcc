"""Lists of erasures that stay when a database is put back, so that no backup undoes them.

Each is kept in a file of the machine, in a table, and in the bucket if there is one. Every place
only gains lines, and each makes good what another lost.
"""

import os
import re
from collections.abc import Iterable
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from sqlmodel import col, select

from tracker.storage.db.errors import StorageTrouble, translate_disk_errors
from tracker.storage.db.tables.office import ErasureRow
from tracker.storage.db.transactions import Transactions, put_all

# A line of another form names no request and no reader. It is not passed on: a file that is read
# word by word would get it again and again.
_REFERENCE = re.compile(r"[0-9A-Za-z-]{1,64}")


class Erased(StrEnum):
    """What a list names: erased requests, or readers who left their alerts."""

    REQUESTS = "erased"
    READERS = "left"

    @property
    def file(self) -> str:
        """Return the name of its file."""
        return f"{self.value}.log"


class ErasureList(Protocol):
    """A place for opaque references; they are only added."""

    def add(self, references: Iterable[str]) -> None:
        """Add references for good. One that is there may be added again."""

    def references(self) -> tuple[str, ...]:
        """Return every reference once."""


class ErasureFile(ErasureList):
    """One reference on each line of a file in the instance."""

    def __init__(self, instance: Path, kind: Erased = Erased.REQUESTS) -> None:
        self._file = instance / kind.file

    def add(self, references: Iterable[str]) -> None:
        lines = "".join(f"{each}\n" for each in references)
        with translate_disk_errors(f"The list of erasures {self._file.name}"):
            self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with self._file.open("a", encoding="utf-8") as log:
                log.write(lines)
                log.flush()
                os.fsync(log.fileno())

    def references(self) -> tuple[str, ...]:
        if not self._file.exists():
            return ()
        return tuple(dict.fromkeys(self._file.read_text("utf-8").split()))


class ErasureTable(ErasureList):
    """The rows of one list in the database."""

    def __init__(self, transactions: Transactions, kind: Erased = Erased.REQUESTS) -> None:
        self._transactions = transactions
        self._kind = kind.value

    def add(self, references: Iterable[str]) -> None:
        rows = [{"kind": self._kind, "reference": each} for each in references]
        with self._transactions.writing() as session:
            put_all(session, ErasureRow, rows)

    def references(self) -> tuple[str, ...]:
        row = ErasureRow
        wanted = select(row.reference).where(col(row.kind) == self._kind)
        with self._transactions.reading() as session:
            return tuple(session.exec(wanted.order_by(col(row.reference))))


class Erasures:
    """One list in all of its places: file and table, and the bucket if there is one."""

    def __init__(
        self, file: ErasureList, table: ErasureList, bucket: ErasureList | None = None
    ) -> None:
        self._near = (file, table)
        self._bucket = bucket

    def note(self, reference: str) -> None:
        """Add a reference for good. A bucket that does not answer gets it later."""
        for place in self._near:
            place.add((reference,))
        if self._bucket:
            with suppress(StorageTrouble):
                self._bucket.add((reference,))

    def share(self) -> None:
        """Give each place what another has. Raises StorageTrouble if the bucket does not answer;
        file and table are alike then all the same."""
        self.share_near()
        if self._bucket:
            _make_alike((*self._near, self._bucket))

    def share_near(self) -> None:
        """Give file and table what the other has."""
        _make_alike(self._near)


def _make_alike(places: tuple[ErasureList, ...]) -> None:
    known = [place.references() for place in places]
    listed = dict.fromkeys(reference for found in known for reference in found)
    every = {reference: None for reference in listed if _REFERENCE.fullmatch(reference)}
    for place, found in zip(places, known, strict=True):
        if missing := every.keys() - set(found):
            place.add(each for each in every if each in missing)
