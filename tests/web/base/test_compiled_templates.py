"""The templates of an installed program: compiled once, read by every process that shows pages."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

SHOW = """
from tempfile import TemporaryDirectory
from jinja2 import Environment
from tracker.app.assembly import found_office, web_app
from tracker.settings import read_settings

def compiled(*_, **__):
    raise AssertionError("a template was compiled")

with TemporaryDirectory() as folder:
    settings = read_settings({"TRACKER_INSTANCE": folder})
    found_office(settings, live=False, name="", email="")
    Environment.compile = compiled
    with web_app(settings) as app:
        for page in ("/", "/deadlines", "/sign-in"):
            print(app.test_client().get(page).status_code)
"""


def python(modules: Path, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """A Python that keeps what it compiles in a folder of the test."""
    left = ("TRACKER_", "PYTHONDONTWRITEBYTECODE")
    plain = {key: value for key, value in os.environ.items() if not key.startswith(left)}
    return subprocess.run(
        [sys.executable, "-P", *words],
        env=plain | {"PYTHONPYCACHEPREFIX": str(modules)} | variables,
        capture_output=True,
        text=True,
    )


def said_by(modules: Path, *words: str) -> list[str]:
    done = python(modules, *words)
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def test_after_an_installation_no_process_compiles_a_template(tmp_path: Path) -> None:
    number = int(said_by(tmp_path, "-m", "tracker.app.compiling")[0])

    assert number > 250
    assert said_by(tmp_path, "-c", SHOW) == ["200"] * 3


@pytest.mark.parametrize("variables", [{"PYTHONDONTWRITEBYTECODE": "1"}, {}])
def test_templates_that_were_not_kept_are_not_counted(
    tmp_path: Path, variables: dict[str, str]
) -> None:
    modules = tmp_path / "modules"
    if not variables:
        # In place of a folder that cannot be written to, which an administrator can.
        modules.write_text("a file")

    done = python(modules, "-m", "tracker.app.compiling", **variables)

    assert done.returncode == 1
    assert done.stdout == ""
    [line] = done.stderr.splitlines()
    assert line.startswith("tracker: only 0 of 2")
    assert str(modules) in line
    assert f"it ran as user {os.geteuid()}" in line
    assert "PYTHONDONTWRITEBYTECODE" in line
