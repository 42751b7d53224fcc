"""A copy is checked as it comes from people: packed with its folder, and with what their computers
left in it."""

from pathlib import Path

import pytest

from tests.verifier.a_copy import SHOWN, a_copy, lay, packed
from tracker.verifier.checks import verify
from tracker.verifier.notes import Wrong

LEFT = (
    ".DS_Store",
    f"requests/{SHOWN}/.DS_Store",
    f"requests/._{SHOWN}.json",
    "Thumbs.db",
    "requests/desktop.ini",
    "System Volume Information/IndexerVolumeGuid",
    "__MACOSX/requests/._proof.json",
)


@pytest.mark.parametrize("folder", ["copy", "copy of 3 March", "نقل"])
def test_a_zip_of_the_folder_holds_as_one_of_its_files_does(tmp_path: Path, folder: str) -> None:
    file = tmp_path / "copy.zip"
    file.write_bytes(packed({f"{folder}/{name}": data for name, data in a_copy().items()}))

    report = verify(file)

    assert report.wrong == []
    assert report.checked["records"] == 1


def test_what_is_altered_in_a_zip_of_the_folder_is_found(tmp_path: Path) -> None:
    files = {f"copy/{name}": data for name, data in a_copy().items()}
    files[f"copy/requests/{SHOWN}.json"] += b" "
    file = tmp_path / "copy.zip"
    file.write_bytes(packed(files))

    assert verify(file).wrong


def test_a_copy_beside_something_else_in_a_zip_is_not_looked_for(tmp_path: Path) -> None:
    """Which of them would be the copy?"""
    file = tmp_path / "two.zip"
    file.write_bytes(
        packed({f"{folder}/{name}": data for folder in "ab" for name, data in a_copy().items()})
    )

    with pytest.raises(Wrong, match="holds no copy"):
        verify(file)


@pytest.mark.parametrize("zipped", [False, True], ids=["a folder", "a zip"])
def test_what_computers_leave_in_a_copy_is_told_and_is_no_fault(
    tmp_path: Path, zipped: bool
) -> None:
    files = a_copy() | dict.fromkeys(LEFT, b"left")
    path = tmp_path / "copy.zip"
    if zipped:
        path.write_bytes(packed(files))
    else:
        path = lay(files, tmp_path)

    report = verify(path)

    assert report.wrong == []
    assert f"{len(LEFT)} beside the copy" in report.told[0]


@pytest.mark.parametrize("name", ["Thumbs.html", "requests/desktop.ini.html", "added.txt"])
def test_what_people_add_to_a_copy_is_a_fault(tmp_path: Path, name: str) -> None:
    report = verify(lay(a_copy() | {name: b"added"}, tmp_path))

    assert [line for line in report.wrong if name in line]
