"""A paper that a killed process left in the middle of drawing it does not stay there."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.documents.papers import SECRET, WORD, a_word_document
from tracker.documents import IsolatedRedactor, remove_abandoned
from tracker.documents.suite import DRAWING, JUST_MADE_SECONDS

ROOT = Path(__file__).parents[2]
DRAWS = """
import sys
from tests.documents.papers import WORD, a_word_document
from tracker.documents import IsolatedRedactor
IsolatedRedactor().render(a_word_document(), WORD)
"""


@pytest.fixture
def drawings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where papers lie while they are drawn."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def aged(folder: Path) -> None:
    """As if it had been made a while ago."""
    then = time.time() - 2 * JUST_MADE_SECONDS
    os.utime(folder, (then, then))


def test_a_process_killed_while_it_draws_leaves_no_paper_to_the_next(
    drawings: Path, needs: Callable[..., Path]
) -> None:
    needs("soffice", "libreoffice")
    child = subprocess.Popen(
        [sys.executable, "-c", DRAWS],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT), "TMPDIR": str(drawings)},
    )
    until = time.monotonic() + 60
    while not (left := list(drawings.glob(f"{DRAWING}*/paper.docx"))):
        assert time.monotonic() < until
        assert child.poll() is None, "it was drawn before it could be killed"
        time.sleep(0.01)
    time.sleep(0.2)
    child.send_signal(signal.SIGKILL)
    child.wait(30)
    folder = left[0].parent
    assert folder.is_dir(), "the paper lies there open"

    # LibreOffice does not draw on for nobody.
    while subprocess.run(["pgrep", "-f", str(folder)], capture_output=True, check=False).stdout:
        assert time.monotonic() < until
        time.sleep(0.1)
    aged(folder)
    assert len(IsolatedRedactor().render(a_word_document(), WORD)) == 1

    assert list(drawings.glob(f"{DRAWING}*")) == []


def test_what_another_process_draws_at_this_moment_stays(drawings: Path) -> None:
    left, held, fresh = (Path(tempfile.mkdtemp(prefix=DRAWING)) for _ in range(3))
    for folder in (left, held, fresh):
        (folder / "paper.txt").write_text(SECRET, encoding="utf-8")
    holds = (
        "import fcntl, os, sys, time\n"
        "fcntl.flock(os.open(sys.argv[1], os.O_RDONLY), fcntl.LOCK_EX)\n"
        "print('held', flush=True); time.sleep(60)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", holds, str(held)], stdout=subprocess.PIPE
    ) as other:
        assert other.stdout
        assert other.stdout.readline() == b"held\n"
        for folder in (left, held):
            aged(folder)

        assert remove_abandoned() == 1

        assert not left.exists()
        assert held.is_dir()
        assert fresh.is_dir()
        other.kill()
    aged(fresh)
    assert remove_abandoned() == 2


def test_a_link_that_somebody_set_there_leads_to_no_removal(drawings: Path) -> None:
    target = drawings / "somebody's"
    target.mkdir()
    (drawings / f"{DRAWING}link").symlink_to(target)
    aged(target)

    assert remove_abandoned() == 0

    assert target.is_dir()
    shutil.rmtree(target)
