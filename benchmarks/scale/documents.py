"""The sealed documents of a request that is copied, sealed again for each copy."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlmodel import Session, col, select

from tracker.storage.cases.evidence import _bound_to
from tracker.storage.db.key_pairs import open_with, seal_to
from tracker.storage.db.request_keys import RequestKey
from tracker.storage.db.tables.cases import PaperRow
from tracker.storage.opening import Storage
from tracker.storage.papers.folder_store import FolderStore
from tracker.storage.papers.paper_store import PaperName, with_checksum, without_checksum

# Larger ones, such as letters as Word documents, are left out: a million would fill the disk.
LARGEST = 8_000


@dataclass(frozen=True, slots=True)
class SealedDocuments:
    """The documents of a request, opened: rows with the name of each file, and the files."""

    rows: Sequence[tuple[str, bytes, tuple[Any, ...]]]
    files: Sequence[tuple[str, bytes]]

    def copied(
        self, reference: str, public: bytes, office: str, folder: Path
    ) -> Iterator[tuple[Any, ...]]:
        """Seal all of them to the key of a copy, put the files into the folder of the evidence,
        and yield the rows."""
        for digest, salted in self.files:
            name = PaperName(reference, digest)
            sealed = seal_to(public, salted, _bound_to(name), office)
            (folder / str(name)).write_bytes(with_checksum(sealed))
        for digest, words, rest in self.rows:
            sealed = seal_to(public, words, _title(reference, digest), office)
            yield reference, digest, sealed, *rest


def documents_of(
    rooms: Storage, session: Session, reference: str, key: RequestKey
) -> SealedDocuments:
    """Open the documents of a request, with the images and the copies made of them."""
    private, store = key.private(), rooms.archive._papers
    assert private is not None
    assert isinstance(store, FolderStore)
    files = []
    for name in store.names():
        if name.owner == reference:
            with store.open(name) as source:
                sealed = without_checksum(source.read())
            assert sealed is not None
            files.append((name.digest, open_with(private, sealed, _bound_to(name), key.office)))
    files = [(digest, salted) for digest, salted in files if len(salted) <= LARGEST]
    there = [digest for digest, _ in files]
    wanted = select(PaperRow).where(PaperRow.request == reference, col(PaperRow.digest).in_(there))
    rows = []
    for row in session.exec(wanted):
        assert row.name is not None
        words = open_with(private, row.name, _title(reference, row.digest), key.office)
        rows.append((row.digest, words, (row.media, row.size, row.kept_at, row.purpose)))
    return SealedDocuments(rows, files)


def prepare_folders(folder: Path) -> None:
    """Make the folders into which the files of evidence are put by their digests."""
    for number in range(256):
        (folder / f"{number:02x}").mkdir(mode=0o700, parents=True, exist_ok=True)


def size_of_files(folder: Path) -> tuple[int, int]:
    """Return how many files of evidence there are, and their bytes."""
    number = size = 0
    for each in folder.glob("[0-9a-f][0-9a-f]"):
        with os.scandir(each) as found:
            for file in found:
                number, size = number + 1, size + file.stat().st_size
    return number, size


def _title(reference: str, digest: str) -> str:
    return f"file name:{digest} of request {reference}"
