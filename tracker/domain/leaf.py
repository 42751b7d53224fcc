"""What the public log holds of each thing on record: a leaf, and what opens it where it is sealed.

An entry of a history is private when it is made, so its leaf is a commitment: a digest over what
the public may ever see of it, under a salt of its own that nobody can guess. When the entry is
published, salt and words are published too, and anybody can see that the leaf stood before. The
words are kept as they were then, so that later code reads nothing else into them.
"""

import hashlib
from dataclasses import dataclass

from tracker.domain.canonical import canonical, to_plain
from tracker.domain.events.responses.reply import Reply
from tracker.domain.history import Entry
from tracker.domain.record import Record
from tracker.domain.record_facts import facts_of

FORM_OF_LEAVES = 1
SALT_BYTES = 32
_FOR_THE_LOG = b"the salt of a leaf"


@dataclass(frozen=True, slots=True)
class Opening:
    """What opens a sealed leaf: its salt, and the words over which it was made."""

    salt: bytes
    said: bytes

    @property
    def commitment(self) -> str:
        """The digest that the leaf holds."""
        return hashlib.sha256(self.salt + self.said).hexdigest()


def opening_of(reference: str, entry: Entry) -> Opening:
    """What opens the leaf of an entry. The salt does not tell the nonce from which it comes."""
    event = entry.event
    said = {
        "form": FORM_OF_LEAVES,
        "reference": reference,
        "seq": entry.seq,
        "kind": event.kind,
        "on": to_plain(event.on),
        "entered_on": entry.entered_at.date(),
        "facts": facts_of(event),
        "outcomes": _outcomes(event) if isinstance(event, Reply) else [],
    }
    salt = hashlib.sha256(_FOR_THE_LOG + entry.nonce).digest()
    return Opening(salt, canonical(said))


def sealed_leaf(opening: Opening) -> bytes:
    """The leaf of an entry: it tells nothing but that something was entered."""
    return canonical({"form": FORM_OF_LEAVES, "leaf": "entry", "commitment": opening.commitment})


def record_leaf(record: Record, digest: str) -> bytes:
    """The leaf of a published version: what it is, and the digests of all that it shows.

    A version that withholds a record, or corrects an entry of it, is a leaf like any other.
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


def library_leaf(edition: str) -> bytes:
    """The leaf of an edition of the law library, by which deadlines were counted from then on."""
    return canonical({"form": FORM_OF_LEAVES, "leaf": "library", "edition": edition})


def key_leaf(key: str, before: str, because: str, published: int) -> bytes:
    """The leaf of a change of the key: the new one, what signed before it, and why it changed.

    `published` is how many leaves were known to be published then; where it is more than stand
    before this leaf, the log lost its end.
    """
    changed = {"key": key, "before": before, "because": because, "published": published}
    return canonical({"form": FORM_OF_LEAVES, "leaf": "key", **changed})


def _outcomes(reply: Reply) -> list[dict[str, object]]:
    """What became of each question, without the words of the answer, which are released apart."""
    return [
        {
            "question": each.question,
            "outcome": each.outcome,
            "exemptions": each.exemptions,
            "page": each.page,
            "given_as": each.given_as,
        }
        for each in reply.outcomes
    ]
