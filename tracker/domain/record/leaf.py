"""The leaves of the public log, and what opens the sealed ones.

An entry of a history is private when it is made, so its leaf is a commitment: a digest of the
public form of its event, with its own salt that nobody can guess. When the entry is published,
the salt and words are published too, and anyone can check that the leaf was there before. The
words are stored as they were then, and never interpreted differently.
"""

import hashlib
from dataclasses import dataclass

from tracker.domain.base.canonical import canonical
from tracker.domain.case.history import Entry
from tracker.domain.record.record import Record

FORM_OF_LEAVES = 1
COMMITMENT_BYTES = 32
_FOR_THE_LOG = b"the salt of a leaf"


@dataclass(frozen=True, slots=True)
class Opening:
    """What opens a sealed leaf: its salt, and the words that it commits to."""

    salt: bytes
    said: bytes

    @property
    def commitment(self) -> str:
        """Return the digest in the leaf."""
        return hashlib.sha256(self.salt + self.said).hexdigest()


def leaf_opening(reference: str, entry: Entry) -> Opening:
    """Return what opens the leaf of an entry; its salt does not reveal the nonce behind it."""
    said = {
        "form": FORM_OF_LEAVES,
        "reference": reference,
        "seq": entry.seq,
        "entered_on": entry.entered_at.date(),
        "event": entry.event,
    }
    salt = hashlib.sha256(_FOR_THE_LOG + entry.nonce).digest()
    return Opening(salt, canonical(said, public=True))


def sealed_leaf(commitment: str) -> bytes:
    """Return the leaf of an entry, or one that looks like it: it reveals nothing of either."""
    return canonical({"form": FORM_OF_LEAVES, "leaf": "entry", "commitment": commitment})


def record_leaf(record: Record, digest: str) -> bytes:
    """Return the leaf of a published version: what it is, and the digests of everything it shows.

    A version that withholds a record, or corrects an entry, has a leaf like any other.
    """
    shown = [{"seq": entry.seq, "corrected": entry.corrected} for entry in record.entries]
    documents = [copy.digest for copy in record.copies]
    return canonical(
        {
            "form": FORM_OF_LEAVES,
            "leaf": "record",
            "reference": record.reference,
            "version": record.version,
            "as_of": record.as_of,
            "digest": digest,
            "withheld": record.withheld,
            "demonstration": record.demonstration,
            "entries": shown,
            "documents": sorted([*documents, *(one.digest for one in record.releases)]),
        }
    )


def library_leaf(version: str) -> bytes:
    """Return the leaf of a version of the law library, by which deadlines were counted from then
    on."""
    return canonical({"form": FORM_OF_LEAVES, "leaf": "library", "library_version": version})


def finding_leaf(block: str, digest: str, *, withdrawn: bool) -> bytes:
    """Return the leaf of a finding about a block's measurements, or of its withdrawal."""
    said = {"block": block, "digest": digest, "withdrawn": withdrawn}
    return canonical({"form": FORM_OF_LEAVES, "leaf": "finding", **said})


def capture_leaf(sha256: str) -> bytes:
    """Return the leaf of a capture of a page: these bytes existed by then."""
    return canonical({"form": FORM_OF_LEAVES, "leaf": "capture", "sha256": sha256})


def key_leaf(key: str, before: str, because: str, published: int) -> bytes:
    """Return the leaf of a key change: the new key, the old one, and why it changed.

    `published` is how many leaves were known to be published then; if that is more than the
    leaves before this one, the log lost its end.
    """
    changed = {"key": key, "before": before, "because": because, "published": published}
    return canonical({"form": FORM_OF_LEAVES, "leaf": "key", **changed})
