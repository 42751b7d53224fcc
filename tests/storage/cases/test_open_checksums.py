"""Each sealed file carries a checksum of its ciphertext that can be checked without a key."""

import hashlib
from pathlib import Path

from tracker.storage.cases.evidence import EvidenceArchive, KeyOf
from tracker.storage.db.key_pairs import pair_of
from tracker.storage.db.request_keys import ERASED_KEY, RequestKey
from tracker.storage.papers.folder_store import FolderStore
from tracker.storage.papers.paper_store import DigestedFile, digested

PAIR, REFERENCE = pair_of(bytes(range(32))), "k7m2p9qx"


def archive(folder: Path) -> EvidenceArchive:
    return of(folder, lambda _: RequestKey(PAIR.public, "0f1e", lambda: PAIR.private))


def without_a_key(folder: Path) -> EvidenceArchive:
    return of(folder, lambda _: ERASED_KEY)


def of(folder: Path, key_of: KeyOf) -> EvidenceArchive:
    return EvidenceArchive(FolderStore(folder), key_of, lambda: [REFERENCE], folder / "arriving")


def test_the_last_32_bytes_are_the_sha_256_of_all_before_them(tmp_path: Path) -> None:
    archive(tmp_path).keep(REFERENCE, b"A document.")
    (file,) = tmp_path.glob("??/*")
    content = file.read_bytes()

    assert hashlib.sha256(content[:-32]).digest() == content[-32:]


def test_every_damaged_file_is_named_without_a_key_and_no_other(tmp_path: Path) -> None:
    kept = archive(tmp_path)
    for number in range(3):
        kept.keep(REFERENCE, b"Document %d." % number)
    assert list(without_a_key(tmp_path).damaged()) == []
    file = sorted(tmp_path.glob("??/*"))[1]
    content = bytearray(file.read_bytes())
    content[20] ^= 1
    file.write_bytes(content)

    assert list(without_a_key(tmp_path).damaged()) == [
        f"The file evidence/{file.parent.name}/{file.name} was damaged on the disk: "
        "restore the last backup."
    ]


def test_a_file_that_the_disk_refuses_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    kept = archive(tmp_path)
    digest = kept.keep(REFERENCE, b"A document.")
    (file,) = tmp_path.glob("??/*")
    refused = file.with_name(f"{62 * 'a'}-{REFERENCE}")
    refused.mkdir()

    (problem,) = kept.damaged()

    assert f"evidence/{refused.parent.name}/{refused.name} cannot be read" in problem
    assert kept.read(REFERENCE, digest) == b"A document."


def test_what_is_digested_in_pieces_has_the_digest_of_all(tmp_path: Path) -> None:
    kept = archive(tmp_path)
    for size in (0, 1, 1 << 20, (1 << 20) + 1, 3 << 20):
        kept.keep(REFERENCE, bytes(size))
    for file in tmp_path.glob("??/*"):
        content = file.read_bytes()
        found = DigestedFile(hashlib.sha256(content).hexdigest(), len(content), whole=True)
        with file.open("rb") as source:
            assert digested(source) == found


def test_a_file_cut_short_is_named(tmp_path: Path) -> None:
    archive(tmp_path).keep(REFERENCE, b"A document.")
    (file,) = tmp_path.glob("??/*")
    for length in (0, 5, 40):
        file.write_bytes(file.read_bytes()[:length])
        assert len(list(archive(tmp_path).damaged())) == 1


def test_what_cannot_be_opened_is_named_and_each_key_is_looked_for_once(tmp_path: Path) -> None:
    kept, asked = archive(tmp_path), list[str]()
    papers = [
        (owner, kept.keep(owner, b"Document %d." % number))
        for owner in (REFERENCE, "another1")
        for number in range(3)
    ]
    gone, wrong = papers[1], papers[2]
    kept.forget(*gone)
    place = tmp_path / wrong[1][:2] / f"{wrong[1][2:]}-{REFERENCE}"
    place.write_bytes(place.read_bytes()[:-1])

    def key_of(reference: str) -> RequestKey:
        asked.append(reference)
        return RequestKey(PAIR.public, "0f1e", lambda: PAIR.private)

    missing, damaged = of(tmp_path, key_of).unopened(papers)

    assert missing.startswith(f"Document {gone[1][:12]}… of request {REFERENCE} was not found.")
    assert damaged.startswith(f"The file evidence/{place.parent.name}/{place.name} was damaged")
    assert asked == [REFERENCE, "another1"]
