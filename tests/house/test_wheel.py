"""The wheel holds all that an office needs: code, pages, law library, migrations, style."""

import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import tracker
from tracker.lawfiles import read_library
from tracker.lawfiles.on_demand.contents import LIST_OF_CONTENTS, read_contents

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from what a fresh clone has: no compiled catalogue is in it, and
    no list of contents."""
    clone, folder = tmp_path_factory.mktemp("clone"), tmp_path_factory.mktemp("dist")
    made = shutil.ignore_patterns("__pycache__", "*.mo", LIST_OF_CONTENTS)
    for name in ("tracker", "templates"):
        shutil.copytree(ROOT / name, clone / name, ignore=made)
    for name in ("pyproject.toml", "README.md", "LICENSE", "hatch_build.py"):
        shutil.copy(ROOT / name, clone)
    build = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder],
        cwd=clone,
        capture_output=True,
        text=True,
    )
    assert build.returncode == 0, build.stderr
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def packed(wheel: Path) -> set[str]:
    """The names of all files in the wheel."""
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


@pytest.fixture(scope="module")
def unpacked(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel as an installer lays it out, far from the checkout."""
    folder = tmp_path_factory.mktemp("site-packages")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def kept(folder: str, ending: str = "") -> Iterator[str]:
    """The files of a folder of the checkout that belong into a wheel."""
    for file in (ROOT / folder).rglob(f"*{ending}"):
        if file.is_file() and "__pycache__" not in file.parts:
            yield str(file.relative_to(ROOT))


def test_the_library_of_a_wheel_has_its_list_of_contents(unpacked: Path) -> None:
    folder = unpacked / "tracker/library"
    listed = read_contents(folder)

    assert listed is not None
    assert listed.digest == read_library(folder).digest


@pytest.mark.parametrize(
    ("folder", "ending"),
    [
        ("tracker", ".py"),
        ("tracker/library", ".toml"),
        ("tracker/library", ".md"),
        ("tracker/library", ".json"),
        ("tracker/storage/db/migrations", ".py"),
        ("tracker/library", "LICENSE"),
        ("tracker/translations", ".mo"),
        ("tracker/translations", ".toml"),
        ("tracker/web/base/static", ".css"),
    ],
)
def test_every_file_of_the_package_is_in_the_wheel(
    packed: set[str], folder: str, ending: str
) -> None:
    wanted = set(kept(folder, ending))

    assert wanted
    assert wanted - packed == set()


def test_the_wheel_carries_both_licences(packed: set[str]) -> None:
    kept_in = f"legal_basis_tracker-{tracker.__version__}.dist-info/licenses"

    assert {f"{kept_in}/LICENSE", f"{kept_in}/tracker/library/LICENSE"} <= packed


def test_every_page_and_letter_template_is_in_the_wheel(packed: set[str]) -> None:
    wanted = {f"tracker/{name}" for name in kept("templates")}

    assert {Path(name).suffix for name in wanted} >= {".html", ".md"}
    assert wanted - packed == set()


def test_the_wheel_brings_the_program_and_nothing_else(packed: set[str]) -> None:
    tops = {name.partition("/")[0] for name in packed}

    assert tops == {"tracker", f"legal_basis_tracker-{tracker.__version__}.dist-info"}
    assert not [name for name in packed if "__pycache__" in name or name.endswith(".sqlite3")]


@pytest.mark.samples("deadline")
@pytest.mark.parametrize(
    "words",
    [["law", "check"], ["deadline", "pk-raia-2017", "reply", "2024-03-18"]],
    ids=lambda words: words[0],
)
def test_the_program_runs_from_the_wheel(unpacked: Path, tmp_path: Path, words: list[str]) -> None:
    # PYTHONPATH goes before the checkout's own place in the environment's site-packages.
    outside = {"PYTHONPATH": str(unpacked), "TRACKER_INSTANCE": str(tmp_path / "instance")}
    place, answer = (
        subprocess.run(
            [sys.executable, *arguments],
            cwd=tmp_path,
            env=os.environ | outside,
            capture_output=True,
            text=True,
        )
        for arguments in (
            ["-c", "import tracker; print(tracker.__file__)"],
            ["-m", "tracker", *words],
        )
    )

    assert place.stdout.startswith(str(unpacked))
    assert answer.returncode == 0, answer.stderr
