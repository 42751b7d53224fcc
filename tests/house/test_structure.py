"""A folder that is too full is found, and named in one sentence."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def checked(folder: Path) -> tuple[int, str]:
    """Return the exit status and the output of the check on the project in `folder`."""
    words = [sys.executable, str(ROOT / "tools/structure.py"), str(folder)]
    done = subprocess.run(words, capture_output=True, text=True)
    return done.returncode, done.stdout


def a_project(folder: Path, modules: int) -> Path:
    """Return a project with one room of so many modules."""
    room = folder / "tracker/room"
    room.mkdir(parents=True)
    for name in ("__init__", *(f"module_{number}" for number in range(modules))):
        (room / f"{name}.py").write_text("")
    return folder


def test_no_folder_of_the_program_is_too_full() -> None:
    assert checked(ROOT) == (0, "")


def test_a_folder_of_25_modules_passes_and_its_package_file_does_not_count(
    tmp_path: Path,
) -> None:
    assert checked(a_project(tmp_path, 25)) == (0, "")


def test_a_folder_of_26_modules_is_named(tmp_path: Path) -> None:
    sentence = "tracker/room holds 26 modules, and 25 are the most: divide it by concept.\n"

    assert checked(a_project(tmp_path, 26)) == (1, sentence)
