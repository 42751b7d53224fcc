"""A list of erasures in a bucket: an empty file for each, which is never deleted."""

from collections.abc import Iterable

from tracker.storage.db.erasures import Erased, ErasureList
from tracker.storage.papers.bucket_store import BucketStore


class BucketErasures(ErasureList):
    """The names of files below one prefix."""

    def __init__(self, bucket: BucketStore, kind: Erased) -> None:
        self._bucket = bucket
        self._folder = f"lists/{kind.value}/"

    def add(self, references: Iterable[str]) -> None:
        for reference in references:
            self._bucket.marked().put(f"{self._folder}{reference}", b"", if_absent=True)

    def references(self) -> tuple[str, ...]:
        files = self._bucket.marked().files(self._folder)
        return tuple(file.key.removeprefix(self._folder) for file in files)
