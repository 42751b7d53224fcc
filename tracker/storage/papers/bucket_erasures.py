"""A list of erasures in a bucket: an empty file for each, which is never deleted."""

import hashlib
import hmac
from collections.abc import Iterable, Iterator

from tracker.storage.db.erasures import Erased, ErasureList
from tracker.storage.papers.bucket_store import BucketStore
from tracker.storage.papers.paper_store import OWNER


class BucketErasures(ErasureList):
    """The names of files below one prefix, each a reference and a proof that this office wrote it.

    Anyone who can write to the bucket could otherwise have any request erased. `key` makes the
    proofs and follows from the machine's key. After `tracker migrate --new-key` the old names do
    not count: the table and the file still hold them, and write them again.
    """

    def __init__(self, bucket: BucketStore, kind: Erased, key: bytes) -> None:
        self._bucket = bucket
        self._folder = f"lists/{kind.value}/"
        self._key = key

    def add(self, references: Iterable[str]) -> None:
        for reference in references:
            self._bucket.marked().put(self._name(reference), b"", if_absent=True)

    def references(self) -> tuple[str, ...]:
        return tuple(self._proven())

    def _proven(self) -> Iterator[str]:
        for file in self._bucket.marked().files(self._folder):
            reference = file.key.removeprefix(self._folder).partition(".")[0]
            if not OWNER.fullmatch(reference):
                continue  # the mark of a folder, or a file of someone else
            if hmac.compare_digest(self._name(reference).encode(), file.key.encode()):
                yield reference

    def _name(self, reference: str) -> str:
        # The proof is over the folder too, so that one of a reader proves no erasure.
        path = f"{self._folder}{reference}"
        return f"{path}.{hmac.new(self._key, path.encode(), hashlib.sha256).hexdigest()}"
