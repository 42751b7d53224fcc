"""What `tools/structure.py` finds, it says in one sentence: what is wrong, and where."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SETTINGS = """
[tool.structure.shared-names]
PAGES = "each blueprint is one"

[[tool.importlinter.contracts]]
id = "layers"
type = "layers"
containers = ["tracker"]
layers = ["attic", "pages | three", "room | hall", "cellar"]
exhaustive_ignores = ["__main__"]
"""


def checked(folder: Path) -> tuple[int, str]:
    """Return the exit status and the output of the check on the project in `folder`."""
    program = ROOT / "tools/structure.py"
    done = subprocess.run([sys.executable, program, folder], capture_output=True, text=True)
    return done.returncode, done.stdout


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A small project without a fault."""
    room = tmp_path / "tracker/room"
    room.mkdir(parents=True)
    (tmp_path / "pyproject.toml").write_text(SETTINGS)
    (room / "one.py").write_text("PAGES = 1\nclass One: ...\ndef _own(): ...\n")
    (room / "two.py").write_text("PAGES = 2\nclass Two: ...\ndef _own(): ...\n")
    return tmp_path


@pytest.mark.slow
def test_the_project_has_no_fault() -> None:
    assert checked(ROOT) == (0, "")


def test_a_project_without_a_fault_passes_in_silence(project: Path) -> None:
    assert checked(project) == (0, "")


def test_a_folder_of_more_than_25_modules_is_named(project: Path) -> None:
    for number in range(24):
        (project / f"tracker/room/more_{number}.py").write_text("")

    status, said = checked(project)

    assert status == 1
    assert said == "tracker/room holds 26 modules, and 25 are the most: divide it by concept.\n"


def test_the_package_file_of_a_folder_does_not_count(project: Path) -> None:
    for name in (*(f"more_{number}" for number in range(23)), "__init__"):
        (project / f"tracker/room/{name}.py").write_text("")

    assert checked(project) == (0, "")


def test_a_folder_of_more_than_25_test_modules_is_named(project: Path) -> None:
    room = project / "tests/room"
    room.mkdir(parents=True)
    for number in range(26):
        (room / f"test_{number}.py").write_text("")

    status, said = checked(project)

    assert status == 1
    assert said == "tests/room holds 26 test modules, and 25 are the most: divide it by concept.\n"


def test_what_tests_share_does_not_count(project: Path) -> None:
    room = project / "tests/room"
    room.mkdir(parents=True)
    for number in range(25):
        (room / f"test_{number}.py").write_text("")
    for name in ("conftest", "scenes"):
        (room / f"{name}.py").write_text("")

    assert checked(project) == (0, "")


@pytest.mark.parametrize(
    "line", ["class One: ...", "def One(): ...", "One = 1", "One: int = 1", "(One, Other) = 1, 2"]
)
def test_a_name_with_two_meanings_is_named_with_its_places(project: Path, line: str) -> None:
    (project / "tracker/three.py").write_text(line + "\n")

    status, said = checked(project)

    assert status == 1
    assert said.startswith("One is defined in tracker/room/one.py, tracker/three.py: give each")
    assert said.count("\n") == 1


def test_the_function_of_a_page_may_have_the_name_of_a_use_case(project: Path) -> None:
    (project / "tracker/pages.py").write_text('@PAGES.get("/one")\ndef One(): ...\n')

    assert checked(project) == (0, "")


def test_a_function_with_another_decorator_may_not(project: Path) -> None:
    (project / "tracker/pages.py").write_text("@cache\ndef One(): ...\n")

    assert checked(project)[0] == 1


def test_a_shared_name_that_is_not_shared_any_more_is_named(project: Path) -> None:
    (project / "tracker/room/two.py").write_text("")

    status, said = checked(project)

    assert status == 1
    assert said.startswith("PAGES has one definition now")


@pytest.mark.parametrize(
    ("place", "named"),
    [("shed.py", "shed.py"), ("shed/a.py", "shed/__init__.py"), ("shed/a.py", "shed/a.py")],
)
def test_a_module_without_a_room_is_named(project: Path, place: str, named: str) -> None:
    for file in {place, named}:
        (project / "tracker" / file).parent.mkdir(exist_ok=True)
        (project / "tracker" / file).write_text("")

    assert checked(project) == (
        1,
        f"tracker/{named} has no room: move it into one, or give it a layer in the contract "
        "“layers” of pyproject.toml.\n",
    )


@pytest.mark.parametrize(
    ("importer", "line", "said"),
    [
        (
            "cellar",
            "import tracker.room.one",
            "tracker.room.one, but imports go down only and room is above cellar",
        ),
        (
            "cellar",
            "from tracker.room import one",
            "tracker.room.one, but imports go down only and room is above cellar",
        ),
        (
            "cellar",
            "from tracker.room.one import One",
            "tracker.room.one, but imports go down only and room is above cellar",
        ),
        (
            "hall",
            "import tracker.room.one",
            "tracker.room.one, but imports go down only and room is beside hall",
        ),
        (
            "cellar",
            "from .room import one",
            "tracker.room.one, but imports go down only and room is above cellar",
        ),
        (
            "cellar",
            'import_module("tracker.room.one").one()',
            "tracker.room.one, but imports go down only and room is above cellar",
        ),
        (
            "cellar",
            "from .room.one import One",
            "tracker.room.one, but imports go down only and room is above cellar",
        ),
    ],
)
def test_an_import_that_does_not_go_down_is_named_with_its_line(
    project: Path, importer: str, line: str, said: str
) -> None:
    module = project / f"tracker/{importer}.py"
    module.write_text(f"def f():\n    {line}\n")

    assert checked(project) == (1, f"tracker/{importer}.py:2 imports {said}.\n")


def test_an_import_that_goes_down_is_not(project: Path) -> None:
    (project / "tracker/cellar.py").write_text("import os\n")
    (project / "tracker/attic.py").write_text("import tracker.cellar\nimport tracker.room.one\n")

    assert checked(project) == (0, "")


def test_a_circle_within_a_room_is_named_with_the_imports_that_close_it(project: Path) -> None:
    room = project / "tracker/room"
    (room / "__init__.py").write_text("")
    (room / "one.py").write_text("PAGES = 1\nimport tracker.room.two\n")
    (room / "two.py").write_text("PAGES = 2\nfrom ..room import three\n")
    (room / "three.py").write_text("from tracker.room.one import PAGES\n")

    status, said = checked(project)

    assert status == 1
    assert said.count("\n") == 1
    assert " in tracker.room: break the circle in one of " in said
    for step in ("one imports two", "tracker/room/one.py:2", "two.py:2", "three.py:1"):
        assert step in said
