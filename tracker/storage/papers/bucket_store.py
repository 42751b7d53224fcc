"""Sealed documents in a bucket of a store with the interface of S3.

The bucket bears the mark of its office, so that no office takes the documents of another for its
own, or deletes them.
"""

import io
from collections.abc import Collection, Iterator
from itertools import islice
from typing import IO

from tracker.storage.db.errors import INTACT, StorageTrouble
from tracker.storage.papers.bucket_client import BucketAddress, BucketClient
from tracker.storage.papers.paper_store import PaperName, PaperStore

MARK = "office.mark"
PAPERS = "papers/"
_MARKED = "The sealed documents of one office are here. Leave this file: it tells which.\n{}\n"


class BucketStore(PaperStore):
    """A bucket, with a folder for each request. `mark` distinguishes offices and reveals no
    secret.

    An empty bucket gets the mark when it is first used.
    """

    where = "in the bucket"

    def __init__(self, address: BucketAddress, mark: str) -> None:
        self._files = BucketClient(address)
        self._mark = _MARKED.format(mark).encode()
        self._is_marked = False

    @property
    def address(self) -> BucketAddress:
        """Return where the bucket is."""
        return self._files.address

    def title(self, name: PaperName) -> str:
        return _key(name)

    def put(self, name: PaperName, content: bytes) -> None:
        files = self.marked()
        files.put(_key(name), content)
        if files.get(_key(name)) != content:
            raise StorageTrouble(
                "The store of documents did not return what it was given: try again, and check it "
                f"if that happens again. {INTACT}"
            )

    def open(self, name: PaperName) -> IO[bytes]:
        content = self.marked().get(_key(name))
        if content is None:
            raise FileNotFoundError(_key(name))
        return io.BytesIO(content)

    def has(self, name: PaperName) -> bool:
        return self.marked().has(_key(name))

    def remove(self, name: PaperName) -> None:
        self._remove_all(_key(name))

    def remove_all_of(self, owners: Collection[str]) -> int:
        return sum(self._remove_all(_folder(owner)) for owner in owners)

    def remains_of(self, owner: str) -> int:
        files = self.marked()
        return sum(1 for _ in files.versions(_folder(owner))) if files.keeps_versions() else 0

    def keeps_versions(self) -> bool:
        """Return whether the bucket keeps former versions of files."""
        return self.marked().keeps_versions()

    def names(self) -> Iterator[PaperName]:
        for file in self.marked().files(PAPERS):
            if name := _name(file.key):
                yield name

    def owners_at_rest(self, seconds: float) -> Iterator[str]:
        owner, age = "", 0.0
        for file in self.marked().files(PAPERS):
            if (name := _name(file.key)) is None:
                continue
            if name.owner != owner:
                if owner and age >= seconds:
                    yield owner
                owner, age = name.owner, file.age_seconds
            age = min(age, file.age_seconds)
        if owner and age >= seconds:
            yield owner

    def sweep_half_written(self, older_than_seconds: float) -> int:
        return 0  # a store shows a file only once all of it has arrived

    def _remove_all(self, prefix: str) -> int:
        """Delete the files below a prefix, and former versions where the key may do that."""
        files = self.marked()
        keys = [file.key for file in files.files(prefix)]
        for key in keys:
            files.delete(key)
        if files.keeps_versions():
            self._remove_versions(prefix)
        return len(keys)

    def _remove_versions(self, prefix: str) -> None:
        files = self.marked()
        for key, version in list(files.versions(prefix)):
            try:
                files.delete(key, version)
            except StorageTrouble:
                return  # locked, or not for this key: `remains_of` tells

    def marked(self) -> BucketClient:
        """Return the bucket once it is known to be this office's. Raises StorageTrouble."""
        if not self._is_marked:
            self._require_mark()
            self._is_marked = True
        return self._files

    def _require_mark(self) -> None:
        found = self._files.get(MARK)
        if found is None:
            if any(islice(self._files.files(""), 1)):
                raise StorageTrouble(
                    f"The bucket {self.address.bucket} holds files and no mark of an office: name "
                    f"an empty bucket, or put its file {MARK} back."
                )
            self._files.put(MARK, self._mark, if_absent=True)
            found = self._files.get(MARK)
        if found != self._mark:
            raise StorageTrouble(
                f"The bucket {self.address.bucket} belongs to another office, or secret.key is "
                "not the one with which it was first used: name a bucket of this office, or put "
                "secret.key back."
            )


def _folder(owner: str) -> str:
    return f"{PAPERS}{owner}/"


def _key(name: PaperName) -> str:
    return f"{_folder(name.owner)}{name.digest}"


def _name(key: str) -> PaperName | None:
    owner, _, digest = key.removeprefix(PAPERS).partition("/")
    name = PaperName(owner, digest)
    return name if name.is_valid else None
