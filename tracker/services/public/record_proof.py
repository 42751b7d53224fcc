"""Proofs as files: anyone can check a record, a finding or a capture against the public log."""

from base64 import b64encode
from collections.abc import Iterable

from tracker.domain.base.canonical import canonical
from tracker.domain.base.errors import NotOnFile
from tracker.domain.record.record import Record
from tracker.services.core.evidence import sha256_of
from tracker.services.core.office import Office
from tracker.services.ports.log import Inclusion, LeafSource, OpenedEntry

FORM_OF_PROOFS = 1


def proof_file(office: Office, record: Record) -> bytes | None:
    """Return the proof of a record's current version, as canonical JSON.

    None while the version has no place in the log. The proof names the first tree with each leaf,
    so it stays the same as long as the version does.
    """
    found = office.log_proofs.proof(record.reference, record.version)
    if found is None:
        return None
    return canonical(
        {
            "form": FORM_OF_PROOFS,
            "kind": "proof of a record",
            "reference": record.reference,
            "version": record.version,
            "digest": sha256_of(office.records.published(record.reference)),
            "record": _inclusion(found.record),
            "entries": [_opened(each) for each in found.entries],
            "checkpoints": {str(size): note.decode() for size, note in found.notes.items()},
            "extensions": {
                str(size): _encoded(hashes) for size, hashes in found.extensions.items()
            },
        }
    )


def evidence_proof_file(office: Office, block: str, digest: str) -> bytes | None:
    """Return the proof of a public finding or capture about a block, as canonical JSON.

    None while it has no place in the log. Raises NotOnFile if neither has this hash.
    """
    findings = {each.digest for each in office.measurements.published(block)}
    captures = {each.capture.sha256 for each in office.captures.published(block)}
    if digest not in findings | captures:
        raise NotOnFile("No finding and no capture of this block has this hash.")
    source = LeafSource.FINDING if digest in findings else LeafSource.CAPTURE
    found = office.log_proofs.leaf_proof(source, digest)
    if found is None:
        return None
    return canonical(
        {
            "form": FORM_OF_PROOFS,
            "kind": f"proof of a {source.value}",
            **_inclusion(found.inclusion),
            "checkpoint": found.note.decode(),
        }
    )


def _opened(entry: OpenedEntry) -> dict[str, object]:
    """Return a sealed entry with its opening: SHA-256 over salt and words is the commitment."""
    return {
        "seq": entry.seq,
        "salt": entry.opening.salt.hex(),
        "said": entry.opening.said.decode(),
        **_inclusion(entry.inclusion),
    }


def _inclusion(found: Inclusion) -> dict[str, object]:
    return {
        "leaf": found.leaf.decode(),
        "place": found.place,
        "size": found.size,
        "inclusion": _encoded(found.hashes),
    }


def _encoded(hashes: Iterable[bytes]) -> list[str]:
    return [b64encode(each).decode() for each in hashes]
