"""A copy that is whole holds; whatever is altered in it is found."""

import ast
import base64
import json
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.verifier import a_copy as made
from tests.verifier.a_copy import DOWN, SHOWN, Files, a_copy, lay, listed, packed, sha
from tracker.verifier.checks import KnownElsewhere, verify
from tracker.verifier.command import main
from tracker.verifier.notes import Wrong
from tracker.verifier.one_file import PARTS, one_file
from tracker.verifier.report import Report

FOLDER = f"requests/{SHOWN}"


def checked(files: Files, folder: Path, asked: KnownElsewhere | None = None) -> Report:
    return verify(lay(files, folder), asked or KnownElsewhere())


@pytest.mark.parametrize(("before", "after"), [(0, 0), (5, 3), (250, 3), (252, 0), (300, 400)])
def test_a_whole_copy_holds(tmp_path: Path, before: int, after: int) -> None:
    report = checked(a_copy(before, after), tmp_path)

    assert report.wrong == []
    assert report.checked["records"] == 1
    assert report.checked["documents"] == 2
    assert report.checked["entries that stood in the log before their record"] == 3
    assert report.checked["leaves of the log"] == before + after + 6


def test_it_tells_what_was_corrected_and_what_was_taken_down(tmp_path: Path) -> None:
    told = checked(a_copy(), tmp_path).told

    assert told == [
        f"{SHOWN}: entry 2 was corrected.",
        f"{DOWN} was taken down: only that is shown of it.",
    ]


def test_a_zip_holds_as_a_folder_does(tmp_path: Path) -> None:
    file = tmp_path / "copy.zip"
    file.write_bytes(packed(a_copy()))

    assert verify(file).wrong == []


WHOLE = a_copy(270, 300)


def altered(name: str, times: int) -> Iterator[bytes]:
    """The file with one byte altered: the first, the last, and some that a seed chooses, so that
    a failure can be repeated."""
    data, chance = WHOLE[name], random.Random(name)  # noqa: S311
    for place in (0, len(data) - 1, *(chance.randrange(len(data)) for _ in range(times))):
        found = bytearray(data)
        found[place] ^= chance.randrange(1, 256)
        yield bytes(found)


@pytest.mark.parametrize("name", sorted(WHOLE))
def test_a_flipped_byte_is_found_in_every_file(name: str, tmp_path: Path) -> None:
    for data in altered(name, 3):
        assert checked(WHOLE | {name: data}, tmp_path).wrong


def kinds_with_a_list_of_their_own() -> list[str]:
    """What the log itself protects: everything but the pages, which only the list names."""
    found = (name for name in sorted(WHOLE) if name.startswith(("log/", FOLDER)))
    return [name for name in found if not name.endswith(".html")]


@pytest.mark.parametrize("name", kinds_with_a_list_of_their_own())
def test_the_log_shows_a_changed_file_although_the_list_was_signed_again(
    name: str, tmp_path: Path
) -> None:
    """The owner of the key can sign another list; the leaves stay as they were published."""
    for data in altered(name, 5):
        if not _says_the_same(WHOLE[name], data):
            assert checked(listed(WHOLE | {name: data}), tmp_path).wrong, data


def _says_the_same(data: bytes, altered: bytes) -> bool:
    """Spaces between words of JSON, and hexadecimal digits in capitals, say nothing."""
    return b"".join(data.lower().split()) == b"".join(altered.lower().split())


@pytest.mark.parametrize("name", sorted(set(WHOLE) - {"index.html", f"{FOLDER}/index.html"}))
def test_a_missing_file_is_found_although_the_list_was_signed_again(
    name: str, tmp_path: Path
) -> None:
    without = {each: data for each, data in WHOLE.items() if each != name}
    if not name.startswith("manifest"):
        without = listed(without)

    assert checked(without, tmp_path).wrong


def test_an_added_file_is_found(tmp_path: Path) -> None:
    report = checked(a_copy() | {"requests/forged/index.html": b"<p>False</p>"}, tmp_path)

    assert report.wrong == ["requests/forged/index.html: stands in no list: someone put it there"]


def test_a_record_without_a_leaf_is_found_although_the_list_was_signed_again(
    tmp_path: Path,
) -> None:
    report = checked(listed(a_copy() | {"requests/forged22.json": b"{}"}), tmp_path)

    assert report.wrong == ["requests/forged22.json: stands in no log"]


def test_a_record_that_was_taken_down_and_is_shown_is_found(tmp_path: Path) -> None:
    report = checked(listed(a_copy() | {f"requests/{DOWN}.json": b"{}"}), tmp_path)

    assert report.wrong == [f"{DOWN}: was taken down, and is shown here"]


def test_an_older_version_than_the_log_knows_is_found(tmp_path: Path) -> None:
    files = a_copy(0, 0)
    proof = json.loads(files[f"{FOLDER}/proof.json"])
    leaves = [each["leaf"].encode() for each in proof["entries"]]
    leaves += [made.record_leaf(DOWN, b"{}"), proof["record"]["leaf"].encode()]
    leaves += [made.record_leaf(SHOWN, b"{}", version=2)]
    files |= made.tiles(leaves) | {"log/checkpoint": made.checkpoint(leaves).encode()}

    report = checked(listed(files), tmp_path)

    assert f"{SHOWN}: the log knows a newer version" in report.wrong


def older(count: int) -> bytes:
    """A checkpoint of another day, over the first leaves of the copy."""
    leaves: list[bytes] = []
    data = a_copy()["log/tile/entries/000.p/13"]
    while data:
        end = 2 + int.from_bytes(data[:2], "big")
        leaves, data = [*leaves, data[2:end]], data[end:]
    return made.checkpoint(leaves[:count]).encode()


@pytest.mark.parametrize("count", [0, 1, 7, 12, 13])
def test_a_log_goes_on_from_an_older_checkpoint(tmp_path: Path, count: int) -> None:
    report = checked(a_copy(), tmp_path, KnownElsewhere(older=older(count)))

    assert report.wrong == []
    assert report.checked["older checkpoints from which the log goes on"] == 1


@pytest.mark.parametrize("leaves", [made.filler(4), [b"another"], made.filler(12)])
def test_a_log_that_was_rewritten_is_found(tmp_path: Path, leaves: list[bytes]) -> None:
    kept = made.checkpoint([*leaves, b"then"]).encode()

    report = checked(a_copy(), tmp_path, KnownElsewhere(older=kept))

    assert report.wrong == [
        "--older: the log does not go on from the older checkpoint: it was rewritten"
    ]


def test_a_copy_that_is_older_than_the_checkpoint_is_not_said_to_be_rewritten(
    tmp_path: Path,
) -> None:
    kept = made.checkpoint(made.filler(14)).encode()

    (wrong,) = checked(a_copy(), tmp_path, KnownElsewhere(older=kept)).wrong

    assert wrong.startswith("--older: the older checkpoint has 14 entries and this copy 13: ")


def test_a_copy_that_another_key_signs_does_not_pass_for_ours(tmp_path: Path) -> None:
    """All of it fits together; that it is not our key, only a reader can know."""
    ours = made.key_line()
    stranger = Ed25519PrivateKey.from_private_bytes(bytes(32))

    assert checked(a_copy(), tmp_path, KnownElsewhere(keys=[f"{ours}\n"])).wrong == []
    report = verify(tmp_path, KnownElsewhere(keys=[made.key_line(stranger)]))

    assert report.wrong == [
        "log/key: the copy is signed by another key than the one that you gave"
    ]


WITNESS = Ed25519PrivateKey.from_private_bytes(bytes([7] * 32))
WITNESS_LINE = made.key_line(WITNESS, "witness.example", 4)


def witnessed(data: bytes, at: int) -> bytes:
    text = data.decode().rpartition("\n\n")[0] + "\n"
    said = f"cosignature/v1\ntime {at}\n{text}".encode()
    value = bytes.fromhex(WITNESS_LINE.split("+")[1]) + at.to_bytes(8, "big") + WITNESS.sign(said)
    return data + f"\N{EM DASH} witness.example {base64.b64encode(value).decode()}\n".encode()


def test_a_witness_gives_a_date(tmp_path: Path) -> None:
    files = a_copy()
    # 1,790,000,000 seconds after 1970: 20,717 days and 51,200 seconds, 21 September 2026, 14:13.
    files["log/checkpoint"] = witnessed(files["log/checkpoint"], 1_790_000_000)

    report = checked(listed(files), tmp_path, KnownElsewhere(witnesses=[WITNESS_LINE]))

    assert report.wrong == []
    told = "The witness witness.example says to have seen the first 13 of 13 entries at "
    assert f"{told}21 September 2026 14:13 UTC." in report.told


def test_a_witness_of_an_older_checkpoint_gives_the_date_of_its_entries_alone(
    tmp_path: Path,
) -> None:
    files = a_copy()
    older = json.loads(files[f"{FOLDER}/proof.json"])["checkpoints"]
    size = max(older, key=int)
    noted = {f"log/checkpoints/{size}": witnessed(older[size].encode(), 1_790_000_000)}

    report = checked(listed(files | noted), tmp_path, KnownElsewhere(witnesses=[WITNESS_LINE]))

    assert report.wrong == []
    told = f"The witness witness.example says to have seen the first {size} of 13 entries at "
    assert f"{told}21 September 2026 14:13 UTC." in report.told


def test_a_witness_whom_the_copy_alone_names_is_told_as_such(tmp_path: Path) -> None:
    files = a_copy()
    files["log/checkpoint"] = witnessed(files["log/checkpoint"], 1_790_000_000)
    files["log/witnesses"] = f"{WITNESS_LINE}\n".encode()

    report = checked(listed(files), tmp_path)

    assert report.wrong == []
    (told,) = (line for line in report.told if "witness.example" in line)
    assert told.endswith(
        "this copy alone names that key; name it as you know it (--witness) to count on it."
    )


@pytest.mark.parametrize(
    ("size", "leaves"), [(3, made.filler(4)[1:]), (14, made.filler(14)), (4, made.filler(3))]
)
def test_a_checkpoint_of_another_tree_is_found_under_any_signature(
    tmp_path: Path, size: int, leaves: list[bytes]
) -> None:
    files = a_copy()
    files[f"log/checkpoints/{size}"] = witnessed(made.checkpoint(leaves).encode(), 1_790_000_000)

    report = checked(listed(files), tmp_path)

    assert report.wrong == [f"log/checkpoints/{size}: is no checkpoint of this log"]


def test_a_copy_of_one_record_says_that_it_cannot_ask_a_witness(tmp_path: Path) -> None:
    alone = {n: d for n, d in a_copy().items() if not n.startswith(("log/tile", "log/checkp"))}

    with pytest.raises(Wrong, match="holds no log"):
        checked(listed(alone, SHOWN), tmp_path, KnownElsewhere(witnesses=[WITNESS_LINE]))


def test_a_witness_that_did_not_sign_gives_none(tmp_path: Path) -> None:
    report = checked(a_copy(), tmp_path, KnownElsewhere(witnesses=[WITNESS_LINE]))

    assert report.wrong == [
        "log/checkpoint: the witness witness.example signed no checkpoint of this copy"
    ]


def test_a_copy_of_one_record_holds_by_its_proof_alone(tmp_path: Path) -> None:
    alone = {n: d for n, d in a_copy().items() if not n.startswith(("log/tile", "log/checkp"))}

    report = checked(listed(alone, SHOWN), tmp_path)

    assert report.wrong == []
    assert report.checked["records"] == 1


def test_a_whole_copy_whose_log_was_taken_away_does_not_hold(tmp_path: Path) -> None:
    alone = {n: d for n, d in a_copy().items() if not n.startswith(("log/tile", "log/checkp"))}

    assert checked(listed(alone), tmp_path).wrong == ["log/checkpoint: log/checkpoint is missing"]


def test_an_unfinished_copy_says_so(tmp_path: Path) -> None:
    report = checked(a_copy() | {"UNFINISHED.txt": b"being written"}, tmp_path)

    assert report.wrong == ["UNFINISHED.txt: the copy was not written to its end"]


@pytest.mark.parametrize(
    "spoil", [lambda p: p / "nowhere", lambda p: p, lambda p: lay({"a.txt": b""}, p)]
)
def test_what_is_no_copy_is_said_to_be_none(
    tmp_path: Path, spoil: Callable[[Path], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(Wrong):
        verify(spoil(tmp_path))

    assert main([str(tmp_path / "nowhere")]) == 2
    assert capsys.readouterr().err.startswith("verify: ")


def run(program: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """The single file, in a Python that finds nothing of this project and no other package."""
    return subprocess.run(
        [sys.executable, "-I", "-S", program, *words],
        cwd=program.parent,
        capture_output=True,
        text=True,
    )


def test_no_two_parts_of_the_single_file_give_one_name() -> None:
    given = [name for part in PARTS for name in _given(ast.parse(source_of(part)))]

    assert [name for name, times in Counter(given).items() if times > 1] == []


def source_of(part: str) -> str:
    return (files("tracker.verifier") / f"{part}.py").read_text(encoding="utf-8")


def _given(module: ast.Module) -> Iterator[str]:
    """The names that a module defines for all of itself."""
    for node in module.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            yield from (
                each.id
                for each in ast.walk(node)
                if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)
            )


def test_the_single_file_needs_nothing_else(tmp_path: Path) -> None:
    program = tmp_path / "verify.py"
    program.write_text(one_file())
    copy = lay(a_copy(), tmp_path / "copy")

    whole = run(program, str(copy), "--key", made.key_line())
    (copy / f"{FOLDER}.json").write_bytes(b"{}")
    false = run(program, str(copy))
    nothing = run(program, str(tmp_path / "nowhere"))

    assert (whole.returncode, whole.stderr) == (0, "")
    assert "holds: 1 records" in whole.stdout
    assert "What it does not prove: who holds the key" in whole.stdout
    assert whole.stdout.endswith("All of it holds.\n")
    assert false.returncode == 1
    assert f"WRONG: {FOLDER}.json: is not the file that was listed" in false.stdout
    assert false.stdout.endswith("Something does NOT hold.\n")
    assert nothing.returncode == 2
    assert sha(one_file().encode()) == sha(program.read_bytes())
