"""The two commands: targets that explain themselves, in a shell that every system has."""

import os
import re
import shutil
import subprocess
import sys
import time
from math import inf
from pathlib import Path
from unittest.mock import Mock

import pytest

from tests.conftest import pytest_collection_modifyitems, pytest_runtest_setup

ROOT = Path(__file__).parents[2]
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
TARGETS = sorted(set(re.findall(r"^([a-z][\w-]*):(?!=)", MAKEFILE, re.MULTILINE)))
PROMISED = {
    "help",
    "run",
    "test",
    "quick",
    "check",
    "words",
    "laws",
    "seed",
    "lock",
    "bench",
    "wheel",
}


def call(*words: str | Path, cwd: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a command and keep what it says."""
    environment = {name: value for name, value in os.environ.items() if name != "MAKEFLAGS"}
    return subprocess.run(
        words, cwd=cwd, env=environment | variables, capture_output=True, text=True
    )


def test_every_promised_target_is_there() -> None:
    assert set(TARGETS) >= PROMISED


@pytest.mark.parametrize("words", [["make"], ["make", "help"]])
def test_make_alone_lists_every_target_with_its_purpose(words: list[str]) -> None:
    listed = call(*words, cwd=ROOT).stdout

    described = dict(re.findall(r"^\s+make (\S+)\s+(\S.*)$", listed, re.MULTILINE))
    assert set(described) == set(TARGETS)


@pytest.mark.parametrize("target", TARGETS)
def test_recipes_are_posix_shell(target: str, tmp_path: Path) -> None:
    recipe = tmp_path / "recipe.sh"
    recipe.write_text(call("make", "-n", target, cwd=ROOT).stdout)

    shell = shutil.which("dash") or "sh"
    verdict = call(shell, "-n", recipe, cwd=ROOT)

    assert recipe.read_text().strip()
    assert verdict.returncode == 0, verdict.stderr
    assert not re.search(r"\[\[|<<<|\bfunction |\bsource |\$'|&>", recipe.read_text())


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A checkout's packaging in a folder whose path has a space."""
    folder = tmp_path / "a folder"
    (folder / "tools").mkdir(parents=True)
    shutil.copy(ROOT / "tools/venv.sh", folder / "tools")
    for name in ("pyproject.toml", "requirements.lock", "requirements-dev.lock", "Makefile"):
        shutil.copy(ROOT / name, folder)
    return folder


def a_python(folder: Path, script: str) -> Path:
    """A stand-in for `python3` in a folder of its own, beside the few tools the script needs."""
    folder.mkdir()
    for tool in ("cat", "cksum", "mkdir", "rm", "sh", "sleep"):
        (folder / tool).symlink_to(str(shutil.which(tool)))
    python = folder / "python3"
    python.write_text(f"#!/bin/sh\n{script}\n")
    python.chmod(0o755)
    return folder


def make_bare(project: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    return call("sh", "tools/venv.sh", "bare", cwd=project, **variables)


def test_an_old_python_alone_gives_one_clear_sentence(project: Path, tmp_path: Path) -> None:
    only_old = a_python(tmp_path / "bin", "exit 1")

    answer = make_bare(project, PATH=str(only_old))

    assert answer.returncode == 1
    assert answer.stderr.startswith("No Python 3.11 or newer")
    assert answer.stderr.count("\n") == 1
    assert not (project / ".venv").exists()


@pytest.mark.slow
def test_a_newer_python_is_found_beside_an_old_python3(project: Path, tmp_path: Path) -> None:
    folder = a_python(tmp_path / "bin", "exit 1")
    (folder / "python3.12").write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    (folder / "python3.12").chmod(0o755)

    answer = make_bare(project, PATH=str(folder))

    assert answer.returncode == 0, answer.stderr
    assert (project / ".venv/bin/python").exists()


@pytest.mark.slow
def test_an_interrupted_environment_is_made_again_and_a_ready_one_left_alone(
    project: Path,
) -> None:
    broken = project / ".venv"
    broken.mkdir()
    finished = subprocess.Popen(["true"])
    finished.wait()
    (project / ".venv.turn").write_text(f"{finished.pid}\n")
    (broken / "half-written").touch()

    repaired = make_bare(project, TRACKER_PYTHON=sys.executable)
    (broken / "mine").touch()
    began = time.monotonic()
    again = make_bare(project, TRACKER_PYTHON=sys.executable)
    took = time.monotonic() - began

    assert "interrupted" in repaired.stderr
    assert not (broken / "half-written").exists()
    assert call(broken / "bin/python", "-c", "import pip", cwd=project).returncode == 0
    assert (again.returncode, again.stderr) == (0, "")
    assert (broken / "mine").exists()
    assert took < 2


@pytest.mark.slow
def test_a_moved_folder_gets_an_environment_that_fits(project: Path) -> None:
    make_bare(project, TRACKER_PYTHON=sys.executable)
    moved = project.rename(project.with_name("another folder"))

    answer = make_bare(moved, TRACKER_PYTHON=sys.executable)

    assert answer.returncode == 0, answer.stderr
    pip = call(moved / ".venv/bin/pip", "--version", cwd=moved)
    assert str(moved) in pip.stdout, pip.stderr


@pytest.mark.slow
def test_two_calls_at_once_make_one_environment(project: Path) -> None:
    environment = os.environ | {"TRACKER_PYTHON": sys.executable}
    both = [
        subprocess.Popen(["sh", "tools/venv.sh", "bare"], cwd=project, env=environment)
        for _ in range(2)
    ]

    assert [one.wait(timeout=120) for one in both] == [0, 0]
    assert (project / ".venv/bin/python").exists()
    assert not (project / ".venv.turn").exists()


@pytest.mark.samples("first")
@pytest.mark.parametrize("case", ["the first", "the second"])
def test_only_the_cases_that_a_test_names_as_samples_stay_in_make_test(
    request: pytest.FixtureRequest, case: str
) -> None:
    slow = request.node.get_closest_marker("slow") is not None

    assert slow == (case == "the second")


@pytest.mark.on_postgres("first")
@pytest.mark.parametrize(
    ("case", "slow"),
    [
        pytest.param("the first", False, marks=pytest.mark.postgres),
        pytest.param("the second", True, marks=pytest.mark.postgres),
        ("the third", False),
    ],
)
def test_of_a_module_on_postgresql_only_the_tests_that_it_names_stay_in_make_test(
    request: pytest.FixtureRequest, case: str, slow: bool
) -> None:
    assert (request.node.get_closest_marker("slow") is not None) == slow


def test_each_word_by_which_a_module_names_tests_on_postgresql_is_in_the_name_of_one() -> None:
    """A word that is in no name would put a test into the slow group unnoticed."""
    modules = 0
    for file in (ROOT / "tests").rglob("test_*.py"):
        written = file.read_text("utf-8")
        named = re.search(
            r"^pytestmark = pytest\.mark\.on_postgres\((.*?)\)", written, re.M | re.S
        )
        if named is None:
            continue
        modules += 1
        tests = re.findall(r"^def (test_\w+)", written, re.M)
        for word in re.findall(r'"(\w+)"', named[1]):
            assert any(word in test for test in tests), (file.name, word)
    assert modules


def test_each_word_for_what_databases_do_differently_is_in_the_name_of_a_test() -> None:
    settings = (ROOT / "tests" / "conftest.py").read_text("utf-8")
    listed = re.search(r"^DATABASES_DIFFER = \((.*?)^\)", settings, re.M | re.S)
    assert listed
    words = re.findall(r'"(\w+)"', listed[1])
    modules = (ROOT / "tests" / "storage").rglob("test_*.py")
    tests = " ".join(
        " ".join(re.findall(r"^def (test_\w+)", file.read_text("utf-8"), re.M)) for file in modules
    )

    assert words
    assert [word for word in words if word not in tests] == []


def test_no_test_begins_when_the_time_of_a_run_is_over() -> None:
    over, ahead = (Mock(**{"config.getoption.return_value": until}) for until in (1.0, inf))

    with pytest.raises(pytest.skip.Exception, match="time of this run was over"):
        pytest_runtest_setup(over)
    pytest_runtest_setup(ahead)


def test_a_run_with_a_limit_begins_at_another_test_and_leaves_none_out() -> None:
    items = [*range(10)]

    pytest_collection_modifyitems(Mock(**{"getoption.return_value": 10_003.0}), items)

    assert items == [3, 4, 5, 6, 7, 8, 9, 0, 1, 2]
