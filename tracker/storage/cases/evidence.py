"""Evidence files, sealed to the key of their request and named by a salted digest.

A plain digest would prove to anyone with a copy of a paper that it is here, and to anyone who
guesses a name and address in a letter that the guess is right. Histories keep the digests,
even after an erasure. The salt is sealed with the file. It follows from the request's private key
where that is open, so that known bytes are stored once; otherwise it is random.
"""

import hashlib
import hmac
import secrets
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from tracker.domain.base.errors import NotOnFile, Refusal
from tracker.services.ports.cases import Archive
from tracker.storage.cases.pending_uploads import (
    remove_papers_of_none,
    settle_killed,
    unsettled,
)
from tracker.storage.db.key_pairs import open_with, seal_to
from tracker.storage.db.request_keys import RequestKey
from tracker.storage.db.sealed_fields import public_key
from tracker.storage.db.sealing import Damaged
from tracker.storage.papers.paper_store import (
    PaperName,
    PaperStore,
    digested,
    with_checksum,
    without_checksum,
)

ABANDONED_AFTER_SECONDS = 3600
# No request takes as long to be made, on whichever machine.
ORPHANED_AFTER_SECONDS = 24 * 3600

_SALT_BYTES = 32

KeyOf = Callable[[str], RequestKey]
Owners = Callable[[], Collection[str]]


class EvidenceArchive(Archive):
    """Sealed files in a folder or a bucket. `key_of` returns the key of a request.

    `owners` returns all requests and shelves that have a key. `notes` is the folder of this
    machine for notes of requests that are being made. With `commits_may_wait` a database may save
    a request after the process that made it was killed.
    """

    def __init__(
        self,
        papers: PaperStore,
        key_of: KeyOf,
        owners: Owners,
        notes: Path,
        *,
        commits_may_wait: bool = False,
    ) -> None:
        self._papers = papers
        self._key_of = key_of
        self._owners = owners
        self._notes = notes
        self._commits_may_wait = commits_may_wait

    def keep(self, reference: str, data: bytes) -> str:
        key = self._key_of(reference)
        public, private = public_key(reference, key), key.if_open()
        salt = _salt(private, data) if private else secrets.token_bytes(_SALT_BYTES)
        name = _valid(PaperName(reference, _digest(salt, data)))
        if private is None or not self._opens(name, key):
            sealed = seal_to(public, salt + data, _bound_to(name), key.office)
            self._papers.put(name, with_checksum(sealed))
        return name.digest

    def read(self, reference: str, digest: str) -> bytes:
        return self._read(PaperName(reference, digest), self._key_of(reference))

    def forget(self, reference: str, digest: str) -> None:
        self._papers.remove(_valid(PaperName(reference, digest)))

    def damaged(self, papers: Iterable[tuple[str, str]] | None = None) -> Iterator[str]:
        """Yield a sentence for each file that is not as it was written; no key is needed.

        These documents are read, by reference and digest, or else all files: documents, page
        images of public copies, and finished copies.
        """
        given = None if papers is None else (PaperName(*each) for each in papers)
        for name in self._papers.names() if given is None else map(_valid, given):
            try:
                with self._papers.open(name) as source:
                    whole = digested(source).whole
            except FileNotFoundError:
                continue  # of a request that was just erased
            except OSError as error:
                yield str(self._unreadable(name, error))
                continue
            if not whole:
                yield str(self._damaged(name))

    def missing(self, papers: Iterable[tuple[str, str]], *, few: bool = False) -> Iterator[str]:
        """Yield a sentence for each document, by reference and digest, that has no file; no key
        is needed.

        Each of a `few` is looked for alone, and more of them in the list of all files.
        """
        there: set[PaperName] = set() if few else set(self._papers.names())
        for reference, digest in papers:
            name = PaperName(reference, digest)
            # One that was stored since the names were read is not missing.
            if name not in there and not self._papers.has(_valid(name)):
                yield str(_no_paper(name))

    def unopened(self, papers: Iterable[tuple[str, str]]) -> Iterator[str]:
        """Yield a sentence for each document that cannot be opened.

        A key is looked for once for all documents of a request that follow each other.
        """
        for reference, some in groupby(papers, itemgetter(0)):
            try:
                key = self._key_of(reference)
            except Refusal as refusal:
                yield str(refusal)
                continue
            for _, digest in some:
                try:
                    self._read(PaperName(reference, digest), key)
                except Refusal as refusal:
                    yield str(refusal)

    @contextmanager
    def unsettled(self, references: Sequence[str]) -> Iterator[None]:
        with unsettled(self._notes, references, self._settle):
            yield

    def _settle(self, references: Sequence[str]) -> int:
        return remove_papers_of_none(self._papers, references, self._key_of)

    def sweep_leftovers(self, older_than_seconds: float = ABANDONED_AFTER_SECONDS) -> int:
        """Delete what a killed process left, and return how many files.

        These are half-written files, and papers of requests that were never made.
        """
        # PostgreSQL may wait for a standby and save such a request later than any note shows. Only
        # the note goes then; the papers are left to `sweep_orphans`: after a day, with a recent
        # sweep and no hold.
        settle = _left_alone if self._commits_may_wait else self._settle
        removed = settle_killed(self._notes, settle, older_than_seconds)
        return removed + self._papers.sweep_half_written(older_than_seconds)

    def sweep_orphans(self, at_rest_seconds: float = ORPHANED_AFTER_SECONDS) -> int:
        """Delete documents of requests that were never made, and return how many.

        The machine on which they were being made may not come back. A database that lost requests
        would lose their documents too: call it only while that is out of the question.
        """
        return self._papers.remove_all_of(self.orphans(at_rest_seconds))

    def orphans(self, at_rest_seconds: float = ORPHANED_AFTER_SECONDS) -> list[str]:
        """Return the references of documents that no request and no shelf has, or whose key was
        destroyed while the store was away."""
        at_rest = list(self._papers.owners_at_rest(at_rest_seconds))
        # Asked afterwards, so that a request that is made in between is known.
        known = self._owners()
        return [owner for owner in at_rest if owner not in known]

    def _read(self, name: PaperName, key: RequestKey) -> bytes:
        if key.private() is None:
            raise NotOnFile(
                "The documents of request {reference} were permanently erased.",
                reference=name.owner,
            )
        return self._opened(_valid(name), key)

    def _opens(self, name: PaperName, key: RequestKey) -> bool:
        """Return whether the document is there and can be read."""
        try:
            self._opened(name, key)
        except (Damaged, NotOnFile):
            return False
        return True

    def _opened(self, name: PaperName, key: RequestKey) -> bytes:
        private = key.private()
        if private is None:
            raise _no_paper(name)
        sealed = without_checksum(self._content(name))
        if sealed is None:
            raise self._damaged(name)
        plain = open_with(private, sealed, _bound_to(name), key.office)
        salt, data = plain[:_SALT_BYTES], plain[_SALT_BYTES:]
        if _digest(salt, data) != name.digest:
            raise Damaged(
                "The document {digest}… of request {reference} is not what was kept: restore the "
                "last backup.",
                digest=name.digest[:12],
                reference=name.owner,
            )
        return data

    def _content(self, name: PaperName) -> bytes:
        try:
            with self._papers.open(name) as source:
                return source.read()
        except FileNotFoundError:
            raise _no_paper(name) from None
        except OSError as error:
            raise self._unreadable(name, error) from error

    def _unreadable(self, name: PaperName, error: OSError) -> Damaged:
        return Damaged(
            "The file {file} cannot be read ({reason}): check the disk, then restore the last "
            "backup.",
            file=self._papers.title(name),
            reason=(error.strerror or "the disk refused").lower(),
        )

    def _damaged(self, name: PaperName) -> Damaged:
        return Damaged(
            "The file {file} was damaged {where}: restore the last backup.",
            file=self._papers.title(name),
            where=self._papers.where,
        )


def _left_alone(references: Sequence[str]) -> int:
    return 0


def _valid(name: PaperName) -> PaperName:
    if not name.is_valid:
        raise NotOnFile("No document has that name. Open it from the request’s page.")
    return name


def _no_paper(name: PaperName) -> NotOnFile:
    return NotOnFile(
        "Document {digest}… of request {reference} was not found. Open it from the request’s "
        "page, or restore the last backup if it was there.",
        reference=name.owner,
        digest=name.digest[:12],
    )


def _salt(private: bytes, data: bytes) -> bytes:
    return hmac.digest(private, b"salt of a paper" + hashlib.sha256(data).digest(), "sha256")


def _digest(salt: bytes, data: bytes) -> str:
    """Return SHA-256 over a salt and the bytes. Anyone who has both can check it."""
    return hashlib.sha256(salt + data).hexdigest()


def _bound_to(name: PaperName) -> str:
    return f"paper {name.digest} of request {name.owner}"
