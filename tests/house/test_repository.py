"""Committed files name no package index and no folder of their author."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# Written in two parts, so that this file does not find itself.
HOSTS = ("pypi" + ".org", "python" + "hosted.org", "npmjs" + ".org", "deb.debian" + ".org")
# A folder of the root account, or a workplace's: no reader has either.
PRIVATE_PLACES = re.compile(r"(?<![\w./}])/" + r"(root|work|home/\w+)/")


def committed() -> list[Path]:
    """Every text file that git keeps here."""
    if not (ROOT / ".git").exists():
        pytest.skip("This is no git checkout, so nothing tells which files are committed.")
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    files = [ROOT / name for name in listed.stdout.split("\0") if name]
    return [file for file in files if file.is_file() and b"\0" not in file.read_bytes()]


def test_no_package_index_is_named() -> None:
    named = [
        f"{file.relative_to(ROOT)}: {host}"
        for file in committed()
        for host in HOSTS
        if host in file.read_text("utf-8")
    ]

    assert named == []


def test_no_folder_of_one_machine_is_named() -> None:
    named = [
        f"{file.relative_to(ROOT)}: {match[0]}"
        for file in committed()
        for match in PRIVATE_PLACES.finditer(file.read_text("utf-8"))
    ]

    assert named == []


def test_of_the_instance_only_the_readme_is_committed() -> None:
    inside = [file for file in committed() if file.relative_to(ROOT).parts[0] == "instance"]

    assert inside == [ROOT / "instance/README.md"]


@pytest.mark.parametrize("name", ["secret.key", "tracker.sqlite3", "evidence/00/a", "a/README.md"])
def test_git_ignores_what_an_office_puts_into_the_instance(name: str) -> None:
    committed()

    ignored = subprocess.run(["git", "check-ignore", "-q", f"instance/{name}"], cwd=ROOT)

    assert ignored.returncode == 0
