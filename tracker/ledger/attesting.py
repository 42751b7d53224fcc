"""Statements by others about the log's checkpoints: imported, stored and served.

A witness follows the log and signs its checkpoints, as a C2SP tlog-cosignature or as a plain
signature below the note. A timestamp authority signs the text of a checkpoint (RFC 3161). Both
arrive as files.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from tracker.domain.base.errors import BadInput, NotOnFile
from tracker.ledger.checkpoint import read_checkpoint
from tracker.ledger.notes import (
    WITNESS,
    NotANote,
    Note,
    NoteSignature,
    Verifier,
    read_note,
    read_verifier,
)
from tracker.services.ports.attesting import Attestation, Attester, note_path
from tracker.services.ports.log import LogStore, PublishedLeaf

_WITNESSES = "witnesses"
_NOTE = re.compile(r"checkpoints/([1-9]\d{0,18})", re.ASCII)
_STAMP = re.compile(r"timestamps/([1-9]\d{0,18})-([0-9a-f]{64})\.tsr", re.ASCII)
# Tolerance between two clocks. A larger difference means that one of them is wrong.
_CLOCKS_DIFFER = timedelta(hours=1)


class Attested:
    """The statements by others about one log."""

    def __init__(self, log: LogStore, now: Callable[[], datetime]) -> None:
        self._log = log
        self._kept = log.attestations
        self._now = now

    def trust(self, line: str, own: Sequence[str]) -> Verifier:
        """Accept this key's signatures. Raises BadInput unless it is another party's key."""
        try:
            key = read_verifier(line)
        except NotANote as error:
            raise BadInput(f"This is no key of a witness: {error}.") from None
        if key.name in {read_verifier(each).name for each in own}:
            raise BadInput(f"{key.name} is the log itself: a witness is someone else.")
        self._kept.trust(str(key), self._now())
        return key

    def distrust(self, named: str) -> int:
        """Forget a witness by name or key, and return how many of its signatures were deleted.

        Raises NotOnFile if there is no such witness.
        """
        found = [key for key in self._kept.witnesses() if named in (key, key.partition("+")[0])]
        if not found:
            raise NotOnFile("This office trusts no witness {named}.", named=named)
        return sum(map(self._kept.distrust, found))

    def witnesses(self) -> tuple[str, ...]:
        """Return the keys of the trusted witnesses."""
        return tuple(self._kept.witnesses())

    def take_note(self, data: bytes) -> tuple[int, tuple[str, ...]]:
        """Store the signatures of witnesses below a checkpoint; return its size and their names.

        Raises BadInput if the checkpoint is not of this log, if no trusted witness signed it, or
        if a signature does not verify.
        """
        try:
            note = read_note(data)
            size = read_checkpoint(note.text).size
        except NotANote as error:
            raise BadInput(f"This is no signed checkpoint: {error}.") from None
        published, ours = self._published(size)
        if ours.text != note.text:
            raise BadInput(
                f"This log never published such a checkpoint of {size} entries: nothing was taken "
                "from the file. Ask the witness where it was found, and keep it."
            )
        taken = [
            self._signed(note, signature, key, published)
            for key in map(read_verifier, self._kept.witnesses())
            for signature in note.signatures
            if (signature.name, signature.number) == (key.name, key.number)
        ]
        if not taken:
            names = ", ".join(sorted({each.name for each in note.signatures}))
            raise BadInput(
                f"It is signed by {names} and by no witness whom this office trusts: take their "
                "key from them, and name it by `tracker log witness add KEY`."
            )
        for attestation in taken:
            self._kept.keep(attestation)
        return size, tuple(each.by.partition("+")[0] for each in taken)

    def request(self, size: int | None) -> tuple[int, bytes]:
        """Return a timestamp request for the newest checkpoint, or the one with that many entries.

        Raises BadInput if there is none.
        """
        if size is None:
            last = self._log.last()
            size = last.size if last else 0
        # Loading the certificate libraries takes long, and only these two methods need them.
        from tracker.ledger.timestamps import request_for

        published, note = self._published(size)
        return published.size, request_for(note.text)

    def take_timestamp(self, answer: bytes, certificates: bytes) -> tuple[int, datetime]:
        """Store an authority's answer; return the size of its checkpoint and its time.

        Raises BadInput if it belongs to no checkpoint of this log, or is not signed under one of
        the certificates.
        """
        from tracker.ledger.timestamps import (
            NotStamped,
            read_certificates,
            require_stamped,
            stamped_digest,
        )

        trusted = read_certificates(certificates)
        try:
            found = self._of_digest(stamped_digest(answer))
            if found is None:
                raise NotStamped("it is of no checkpoint of this log")
            published, note = found
            at = require_stamped(answer, note.text, trusted)
        except NotStamped as error:
            raise BadInput(f"The timestamp was not taken: {error}.") from None
        _require_likely(at, published, self._now(), "The timestamp")
        digest = sha256(answer).hexdigest()
        self._kept.keep(Attestation(published.size, Attester.AUTHORITY, digest, answer, at))
        return published.size, at

    def all(self) -> Sequence[Attestation]:
        """Return all statements, those about the newest checkpoint first."""
        return self._kept.all()

    def with_witnesses(self, published: PublishedLeaf) -> bytes:
        """Return a checkpoint with the witness signatures that were imported for it."""
        lines = [
            each.said.decode()
            for each in self._kept.of(published.size)
            if each.kind is Attester.WITNESS
        ]
        return published.note + "".join(f"{line}\n" for line in lines).encode()

    def file(self, path: str) -> bytes | None:
        """Return a file with statements by others, or None if there is none at that path."""
        if path == _WITNESSES and (keys := self._kept.witnesses()):
            return "".join(f"{key}\n" for key in keys).encode()
        if found := _NOTE.fullmatch(path):
            size = int(found[1])
            known = self._kept.of(size) or size in self._mirror_list()
            return self.with_witnesses(self._published(size)[0]) if known else None
        if found := _STAMP.fullmatch(path):
            of_size = self._kept.of(int(found[1]))
            return next((each.said for each in of_size if each.by == found[2]), None)
        return None

    def paths(self) -> Iterator[tuple[int, str]]:
        """Yield those files, and the checkpoints of key changes, each with its size."""
        if self._kept.witnesses():
            yield 0, _WITNESSES
        files = {note_path(size): size for size in self._mirror_list()}
        for each in self._kept.all():
            files[note_path(each.size)] = files[each.path] = each.size
        yield from ((size, path) for path, size in files.items())

    def _mirror_list(self) -> set[int]:
        """Return the sizes of the first checkpoints after key changes, signed by both keys."""
        found = (self._log.first_with(place) for place, _ in self._log.changes_of_key())
        return {published.size for published in found if published}

    def _published(self, size: int) -> tuple[PublishedLeaf, Note]:
        found = self._log.first_with(size - 1)
        if found is None or found.size != size:
            raise BadInput(f"This log never published a checkpoint of {size} entries.")
        return found, read_note(found.note)

    def _of_digest(self, digest: bytes) -> tuple[PublishedLeaf, Note] | None:
        for published in self._log.checkpoints():
            note = read_note(published.note)
            if sha256(note.text.encode()).digest() == digest:
                return published, note
        return None

    def _signed(
        self, note: Note, signature: NoteSignature, key: Verifier, published: PublishedLeaf
    ) -> Attestation:
        """Return a witness's signature after checking it. Raises BadInput."""
        if not key.signed(note.text, signature.value):
            raise BadInput(
                f"The signature of the witness {key.name} does not hold: nothing was taken from "
                "the file. Ask them for it again."
            )
        at = _moment(signature) if key.kind == WITNESS else None
        if at:
            _require_likely(at, published, self._now(), f"The witness {key.name}")
        said = str(signature).encode()
        return Attestation(published.size, Attester.WITNESS, str(key), said, at)


def _moment(signature: NoteSignature) -> datetime:
    try:
        return datetime.fromtimestamp(signature.witnessed_at, UTC)
    except (ValueError, OverflowError, OSError):
        return datetime.max.replace(tzinfo=UTC)


def _require_likely(at: datetime, published: PublishedLeaf, now: datetime, whose: str) -> None:
    """Raise BadInput if a statement is earlier than its checkpoint or later than now."""
    if not published.made_at - _CLOCKS_DIFFER <= at <= now + _CLOCKS_DIFFER:
        raise BadInput(
            f"{whose} names {at:%d %B %Y %H:%M} UTC, and the checkpoint was made here at "
            f"{published.made_at.astimezone(UTC):%d %B %Y %H:%M} UTC: one of the clocks is wrong. "
            "Nothing was taken from the file."
        )
