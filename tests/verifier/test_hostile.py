"""A hostile copy is refused or found wrong, one way or another; nothing traces back or hangs."""

import io
import json
import os
import time
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.verifier.a_copy import SHOWN, a_copy, lay, listed, packed
from tracker.verifier.checks import verify
from tracker.verifier.command import main
from tracker.verifier.notes import Wrong

WHOLE = a_copy(3, 2)
PACKED = packed(WHOLE)
NAMES = sorted(WHOLE)
PROOF = f"requests/{SHOWN}/proof.json"
ONCE = settings(
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(10**30), 10**30)
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(["record", "entry", "key", "files", SHOWN, "00", "\ud800", "9" * 5000])
)
WORDS = st.sampled_from(
    [
        *("record", "entries", "checkpoints", "extensions", "reference", "digest", "files"),
        *("leaf", "place", "size", "inclusion", "salt", "said", "seq", "7", "x"),
    ]
)
PLAIN = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=12,
)


def outcome(path: Path) -> int:
    """What the command says; anything raised fails the test."""
    return main([str(path)])


@ONCE
@given(data=st.data())
def test_a_zip_with_bytes_altered_or_cut_off(data: st.DataObject, tmp_path: Path) -> None:
    whole = bytearray(PACKED)
    for _ in range(data.draw(st.integers(1, 6))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.sampled_from([len(whole), len(whole) // 2, len(whole) - 10, 22, 0]))
    file = tmp_path / "copy.zip"
    file.write_bytes(bytes(whole[:cut]))

    assert outcome(file) in (0, 1, 2)


@ONCE
@given(name=st.sampled_from(NAMES), content=st.binary(max_size=300), signed=st.booleans())
def test_a_file_of_anything(name: str, content: bytes, signed: bool, tmp_path: Path) -> None:
    files = WHOLE | {name: content}
    file = tmp_path / "copy.zip"
    file.write_bytes(packed(listed(files) if signed else files))

    assert outcome(file) in (0, 1, 2)


@ONCE
@given(content=PLAIN, name=st.sampled_from([PROOF, "manifest.json", f"requests/{SHOWN}.json"]))
def test_json_of_any_shape(content: object, name: str, tmp_path: Path) -> None:
    files = WHOLE | {name: json.dumps(content).encode("utf-8", "surrogatepass")}
    file = tmp_path / "copy.zip"
    file.write_bytes(packed(files if name == "manifest.json" else listed(files)))

    assert outcome(file) in (1, 2)


@ONCE
@given(
    part=st.sampled_from(["record", "entries", "checkpoints", "extensions", ""]),
    word=WORDS,
    value=SCALARS | st.lists(SCALARS, max_size=3),
)
def test_a_proof_with_any_value_in_any_place(
    part: str, word: str, value: object, tmp_path: Path
) -> None:
    proof = json.loads(WHOLE[PROOF])
    place = proof[part] if part else proof
    (place[0] if part == "entries" else place)[word] = value
    data = json.dumps(proof).encode("utf-8", "surrogatepass")
    file = tmp_path / "copy.zip"
    file.write_bytes(packed(listed(WHOLE | {PROOF: data})))

    assert outcome(file) in (0, 1)


@pytest.mark.parametrize(
    "name",
    ["../outside.txt", "/etc/passwd", "a/../../b", "a\\..\\b", "C:/x", "a//b", "./x", "a/./b"],
)
def test_a_name_that_leads_out_of_the_copy_is_refused(name: str, tmp_path: Path) -> None:
    file = tmp_path / "copy.zip"
    file.write_bytes(packed(WHOLE | {name: b"x"}))

    with pytest.raises(Wrong, match="leads out of the copy"):
        verify(file)


def test_two_files_of_one_name_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "copy.zip"
    out = io.BytesIO(PACKED)
    with (
        zipfile.ZipFile(out, "a") as more,
        pytest.warns(UserWarning, match="Duplicate name"),
    ):
        more.writestr("index.html", b"<p>Another</p>")
    file.write_bytes(out.getvalue())

    with pytest.raises(Wrong, match="have one name"):
        verify(file)


def test_a_zip_that_would_fill_a_disk_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "copy.zip"
    file.write_bytes(packed(WHOLE | {"big.txt": bytes(1 << 26)}, zipfile.ZIP_DEFLATED))
    began = time.monotonic()

    with pytest.raises(Wrong, match="unpacks to far more"):
        verify(file)

    assert file.stat().st_size < 1 << 20
    assert time.monotonic() - began < 30


def test_a_file_that_is_larger_than_it_says_is_found(tmp_path: Path) -> None:
    """The size that the ZIP names is a number like any other: it is not what is read."""
    whole = packed({"manifest.json": bytes(5000), "log/key": b""}, zipfile.ZIP_DEFLATED)
    claimed = whole.replace((5000).to_bytes(4, "little"), (5).to_bytes(4, "little"))
    file = tmp_path / "copy.zip"
    file.write_bytes(claimed)

    assert outcome(file) in (1, 2)


@pytest.mark.parametrize("name", ["log/key", "manifest.json", "manifest.note", "UNFINISHED.txt"])
def test_a_copy_with_nothing_in_it_does_not_hold(name: str, tmp_path: Path) -> None:
    assert outcome(lay({name: b""}, tmp_path)) in (1, 2)
    assert outcome(lay(listed({name: b""}), tmp_path)) in (1, 2)


def test_a_size_beyond_all_numbers_ends_at_the_first_tile_that_lacks(tmp_path: Path) -> None:
    from tests.verifier import a_copy as made

    text = f"{made.NAME}\n{10**18}\n{'A' * 43}=\n"
    files = listed(WHOLE | {"log/checkpoint": made.note(text).encode()})

    report = verify(lay(files, tmp_path))

    assert report.wrong[0].startswith("log/checkpoint: log/tile/entries/000 is missing")


def test_links_and_pipes_in_a_folder_are_not_followed(tmp_path: Path) -> None:
    copy = lay(WHOLE, tmp_path / "copy")
    (copy / "index.html").unlink()
    (copy / "index.html").symlink_to("/dev/zero")
    (copy / "around").symlink_to(copy, target_is_directory=True)
    os.mkfifo(copy / "pipe")
    (copy / f"requests/{SHOWN}.json").unlink()
    os.mkfifo(copy / f"requests/{SHOWN}.json")

    report = verify(copy)

    assert "index.html: index.html is a link, not a file" in report.wrong
    assert f"requests/{SHOWN}.json: requests/{SHOWN}.json is missing" in report.wrong
    assert "around: stands in no list: someone put it there" in report.wrong


def test_json_that_is_nested_without_end_is_only_unreadable(tmp_path: Path) -> None:
    files = listed(WHOLE | {PROOF: b"[" * 500_000})

    report = verify(lay(files, tmp_path))

    assert f"{PROOF}: cannot be read (RecursionError)" in report.wrong


def test_what_is_said_moves_nothing_about_on_a_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = lay(WHOLE | {"a\x1b[2Jb\u202e.html": b""}, tmp_path)

    assert main([str(copy)]) == 1
    assert "\x1b" not in capsys.readouterr().out
