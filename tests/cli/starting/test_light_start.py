"""What a command loads: a lawyer who types one waits for this, and for nothing else."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

# Packages that take long to load, and the parts of the program that only an office needs.
HEAVY = {
    *("alembic", "apscheduler", "argon2", "botocore", "cryptography", "docx", "flask"),
    *("http", "icalendar", "jinja2", "lxml", "markdown_it", "PIL", "psycopg", "pydantic"),
    *("pypdfium2", "snowballstemmer", "sqlalchemy", "sqlmodel", "ssl", "warcio", "webauthn"),
    *("tracker.app", "tracker.lawfiles.checks", "tracker.services.core.office", "tracker.storage"),
    *("tracker.verifier.command", "tracker.web"),
}
# The letter is a DOCX, made from Markdown by the services of an office.
OF_LETTERS = {"docx", "jinja2", "lxml", "markdown_it", "tracker.services.core.office"}
TELL = """
import sys
from tracker.cli import main
status = main(sys.argv[1:])
print(*sys.modules, file=sys.stderr)
sys.exit(status)
"""


def loaded(folder: Path, *words: str) -> set[str]:
    """The modules that a command has loaded when it ends, where there is no instance."""
    done = subprocess.run(
        [sys.executable, "-c", TELL, *words],
        env={**os.environ, "TRACKER_INSTANCE": str(folder / "none")},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return set(done.stderr.splitlines()[-1].split())


def test_the_names_are_those_of_modules(tmp_path: Path) -> None:
    found = loaded(tmp_path, "law", "check")

    assert {"tracker.lawfiles.checks", "tracker.services.core.office"} <= found


def test_a_deadline_loads_what_counts_and_nothing_else(tmp_path: Path) -> None:
    found = loaded(tmp_path, "deadline", "pk-raia-2017", "reply", "2024-03-18")

    assert "tracker.domain.clock.deadline" in found
    assert not found & HEAVY


def test_a_letter_loads_no_database_and_no_pages(tmp_path: Path) -> None:
    words = ("letter", "--block", "pk-x-2024", "--to", "pk-pta", "--out", str(tmp_path / "a.docx"))
    found = loaded(tmp_path, *words)

    assert "docx" in found
    assert not found & (HEAVY - OF_LETTERS)


def test_the_scheduler_loads_no_pages_and_the_web_server_no_scheduler(tmp_path: Path) -> None:
    alone = "import sys, tracker.cli.starting.{}; print(*sys.modules, file=sys.stderr)"
    found = {
        part: subprocess.run(
            [sys.executable, "-c", alone.format(part)], capture_output=True, text=True, check=True
        ).stderr.split()
        for part in ("scheduling", "serving", "web_server")
    }

    assert not {"flask", "tracker.web", "waitress"} & set(found["scheduling"])
    of_pages = {*found["serving"], *found["web_server"]}
    assert not {"apscheduler", "tracker.scheduler"} & of_pages
    # Only what migrates needs Alembic, and only what asks the DNS its client.
    assert not {"alembic", "dns"} & {*found["scheduling"], *of_pages}
    # Of the stemmers of some thirty languages one is used, and QR codes are rarely drawn.
    loaded_by_both = {*found["scheduling"], *of_pages}
    assert "snowballstemmer.english_stemmer" in loaded_by_both
    assert not {"segno", "snowballstemmer.german_stemmer"} & loaded_by_both
    assert "tracker.scheduler" in found["scheduling"]
    assert "waitress.server" in found["web_server"]


def test_pages_load_what_signs_in_by_passkey_but_not_what_checks_a_new_one() -> None:
    told = "import sys, tracker.web.account; print(*sys.modules)"
    found = subprocess.run(
        [sys.executable, "-c", told], capture_output=True, text=True, check=True
    )
    loaded_by_pages = set(found.stdout.split())

    assert "webauthn.authentication.verify_authentication_response" in loaded_by_pages
    assert not {"pyasn1", "webauthn.registration.formats"} & loaded_by_pages
