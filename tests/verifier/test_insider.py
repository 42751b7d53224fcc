"""The owner of the key can sign another copy. These changes to it are noticed."""

import io
import json
import stat
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.verifier import a_copy as made
from tests.verifier.a_copy import DOWN, SHOWN, Files, a_copy, a_record, lay, listed, plain
from tracker.verifier.checks import KnownElsewhere, verify
from tracker.verifier.notes import Wrong
from tracker.verifier.report import Report

FOLDER = f"requests/{SHOWN}"
PROOF = f"{FOLDER}/proof.json"
LATER = Ed25519PrivateKey.from_private_bytes(bytes([9] * 32))
LATER_LINE, FIRST_LINE = made.key_line(LATER), made.key_line()


def checked(files: Files, folder: Path, asked: KnownElsewhere | None = None) -> Report:
    return verify(lay(files, folder), asked or KnownElsewhere())


def told_of(files: Files) -> list[bytes]:
    """The leaves of a copy of fewer than 256."""
    (data,) = (data for name, data in files.items() if name.startswith("log/tile/entries/"))
    leaves: list[bytes] = []
    while data:
        end = 2 + int.from_bytes(data[:2], "big")
        leaves, data = [*leaves, data[2:end]], data[end:]
    return leaves


def with_leaves(files: Files, *more: bytes) -> Files:
    """The same copy of a log that went on."""
    leaves = [*told_of(files), *more]
    kept = {name: data for name, data in files.items() if not name.startswith("log/tile/")}
    kept |= made.tiles(leaves) | {"log/checkpoint": made.checkpoint(leaves).encode()}
    return listed(kept)


ASKED, RECEIVED, REFUSED = json.loads(a_record())["entries"]
ANOTHER = {"earliest": "2024-05-01", "latest": "2024-05-01"}
OTHERWISE = "is shown otherwise than it was recorded"


def said(entry: dict[str, Any], **other: object) -> dict[str, Any]:
    """An entry with an event that says something else."""
    return entry | {"event": entry["event"] | other}


def given(outcome: str) -> list[dict[str, object]]:
    return [made.outcome() | {"outcome": outcome}]


@pytest.mark.parametrize(
    ("record", "says"),
    [
        ({"questions": []}, f"what was asked {OTHERWISE}"),
        ({"body": "another-body"}, f"what was asked {OTHERWISE}"),
        (
            {"entries": [ASKED, RECEIVED, said(REFUSED, outcomes=[])]},
            f"entry 3 {OTHERWISE}",
        ),
        (
            {"entries": [ASKED, RECEIVED, said(REFUSED, outcomes=given("disclosed"))]},
            f"entry 3 {OTHERWISE}",
        ),
        ({"entries": [ASKED, RECEIVED, said(REFUSED, on=ANOTHER)]}, f"entry 3 {OTHERWISE}"),
        (
            {"entries": [ASKED, RECEIVED, REFUSED, REFUSED | {"seq": 9}]},
            "the record has other entries in the log",
        ),
        ({"releases": []}, "the record has other documents in the log"),
        ({"entries": [ASKED, RECEIVED]}, "the record has other entries in the log"),
        (
            {"entries": [ASKED, RECEIVED, REFUSED | {"corrected": True}]},
            "the record has other entries in the log",
        ),
        ({"entries": [said(ASKED, on=ANOTHER), RECEIVED, REFUSED]}, f"entry 1 {OTHERWISE}"),
        ({"entries": [said(ASKED, law="a-law-2"), RECEIVED, REFUSED]}, f"entry 1 {OTHERWISE}"),
        (
            {"entries": [ASKED | {"entered_on": "2024-03-21"}, RECEIVED, REFUSED]},
            f"entry 1 {OTHERWISE}",
        ),
        (
            {"entries": [ASKED | {"event": {"kind": "drafted"}}, RECEIVED, REFUSED]},
            f"entry 1 {OTHERWISE}",
        ),
        (
            {"entries": [ASKED, RECEIVED, REFUSED | {"possible_response": ANOTHER}]},
            "entry 3 is no lapse that a document can put in doubt",
        ),
        ({"withheld": True}, "the record has another name in the log"),
        ({"version": 2}, "the record has another name in the log"),
    ],
)
def test_a_record_that_says_something_else_than_its_leaves_is_found(
    tmp_path: Path, record: dict[str, object], says: str
) -> None:
    """Its own leaf has the digest of what is shown: the sealed leaves before it tell."""
    (wrong, *_) = checked(a_copy(record=a_record(**record)), tmp_path).wrong

    assert wrong.startswith(f"{PROOF}: {says}")


@pytest.mark.parametrize(
    "twice",
    [
        lambda data: data.replace(b'"version":1', b'"version":1,"version":1'),
        lambda data: data.replace(b'"version":1', b'"version": 1'),
        lambda data: data.replace(b'"version":1', b'"version":1.0'),
        lambda data: data.replace(b'"order"', b'"\\u006frder"'),
        lambda data: data.replace(b'"version":1', b'"version":NaN'),
    ],
)
def test_a_record_that_readers_could_read_in_two_ways_is_found(
    tmp_path: Path, twice: Callable[[bytes], bytes]
) -> None:
    data = twice(a_record())
    assert data != a_record()

    assert checked(a_copy(record=data), tmp_path).wrong[0].startswith(f"{PROOF}: it ")


@pytest.mark.parametrize(
    "leaf",
    [
        b'{"commitment":"a","form":1,"leaf":"key","leaf":"entry"}',
        b'{"commitment":"a", "form":1,"leaf":"entry"}',
        b'{"leaf":"entry","form":1,"commitment":"a"}',
        b'{"commitment":1.0,"form":1,"leaf":"entry"}',
    ],
)
def test_a_leaf_that_is_written_in_two_ways_is_found(tmp_path: Path, leaf: bytes) -> None:
    wrong = checked(with_leaves(a_copy(), leaf), tmp_path).wrong

    assert wrong[0].startswith("log/checkpoint: leaf 13: it ")


def test_a_file_of_another_tree_beside_the_log_is_found(tmp_path: Path) -> None:
    stray = {"log/tile/0/000.p/3": bytes(96)}

    assert checked(listed(a_copy() | stray), tmp_path).wrong == [
        "log/tile/0/000.p/3: is no file of this log"
    ]


def test_papers_of_a_record_that_was_taken_down_are_found(tmp_path: Path) -> None:
    kept = {f"requests/{DOWN}/texts/{64 * 'a'}.txt": b"The record is classified."}

    assert checked(listed(a_copy() | kept), tmp_path).wrong == [
        f"{DOWN}: was taken down, and is shown here"
    ]


def test_what_was_on_record_once_and_is_no_more_is_told(tmp_path: Path) -> None:
    """A version with other words takes the place of one that stood; the first is not hidden."""
    before = made.record_leaf("olds2345", b"{}")
    again = json.loads(made.record_leaf("olds2345", b"[]"))
    again |= {"documents": [made.sha(made.PAPER)], "entries": [{"seq": 1, "corrected": False}]}

    told = checked(with_leaves(a_copy(), before, plain(again)), tmp_path).told

    assert [line for line in told if line.startswith("olds2345")] == [
        "olds2345: version 1 was replaced by leaf 14.",
        "olds2345: entry 2 was shown once, and is no more.",
        "olds2345: entry 3 was shown once, and is no more.",
        f"olds2345: a document was taken down, {made.sha(made.TEXT)}.",
    ]


def key_leaf(before: str, because: str = "rotated", published: int = 13) -> bytes:
    return plain(
        {
            "form": 1,
            "leaf": "key",
            "key": LATER_LINE,
            "before": before,
            "because": because,
            "published": published,
        }
    )


def transferred_to(by: Sequence[Ed25519PrivateKey]) -> Files:
    """A log that went on under another key, and the checkpoint after it is signed by these."""
    files = a_copy()
    leaves = [*told_of(files), key_leaf(FIRST_LINE)]
    text = made.checkpoint(leaves).partition("\n\n")[0] + "\n"
    signed = [made.note(text, each).partition("\n\n")[2] for each in by]
    kept = {name: data for name, data in files.items() if not name.startswith("log/tile/")}
    kept |= made.tiles([*leaves, made.filler(1)[0]])
    kept["log/key"] = f"{LATER_LINE}\n{FIRST_LINE}\n".encode()
    kept["log/checkpoints/14"] = f"{text}\n{''.join(signed)}".encode()
    whole = made.checkpoint([*leaves, made.filler(1)[0]]).partition("\n\n")[0] + "\n"
    kept["log/checkpoint"] = made.note(whole, LATER).encode()
    return listed(kept, signer=LATER)


def test_a_log_that_was_handed_on_to_another_key_holds_for_who_knows_either(
    tmp_path: Path,
) -> None:
    files = transferred_to([LATER, made.SIGNER])

    for known in ([], [LATER_LINE], [FIRST_LINE]):
        report = checked(files, tmp_path, KnownElsewhere(keys=known))
        assert report.wrong == []
        said = "From leaf 13 on another key signs the log; the one before signed that too."
        assert said in report.told


def test_a_key_that_nobody_handed_the_log_to_is_found(tmp_path: Path) -> None:
    """A thief of the database without the key can write that leaf, and cannot sign it."""
    files = transferred_to([LATER])

    (alone,) = checked(files, tmp_path).wrong
    assert alone == (
        "log/checkpoint: leaf 13 tells of another key, and the one before did not sign it"
    )
    known = checked(files, tmp_path, KnownElsewhere(keys=[FIRST_LINE])).wrong
    assert "log/key: the copy is signed by another key than the one that you gave" in known


def test_the_log_is_not_its_own_witness(tmp_path: Path) -> None:
    files = listed(a_copy() | {"log/witnesses": f"{FIRST_LINE}\n".encode()})
    says = "log/checkpoint: the log is named as its own witness"

    assert checked(files, tmp_path).wrong == [says]
    assert checked(a_copy(), tmp_path / "other", KnownElsewhere(witnesses=[FIRST_LINE])).wrong == [
        says
    ]


def test_a_zip_that_other_programs_would_unpack_to_something_else_is_refused(
    tmp_path: Path,
) -> None:
    whole, file = made.packed(a_copy()), tmp_path / "copy.zip"
    for data in (made.packed({"index.html": b"<p>False</p>"}) + whole, b"#!/bin/sh\n" + whole):
        file.write_bytes(data)
        with pytest.raises(Wrong, match="more than its files"):
            verify(file)


def test_a_zip_with_a_link_in_it_is_refused(tmp_path: Path) -> None:
    file, out = tmp_path / "copy.zip", io.BytesIO(made.packed(a_copy()))
    link = zipfile.ZipInfo("around.html")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(out, "a") as more:
        more.writestr(link, "/etc/passwd")
    file.write_bytes(out.getvalue())

    with pytest.raises(Wrong, match="holds a link"):
        verify(file)
