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
from tests.in_the_open import family, wait_for
from tests.needs import missing
from tracker.documents.document_redactor import IsolatedRedactor
from tracker.documents.sandbox.confined_jobs import candidates, confinement, probe
from tracker.documents.sandbox.memory_folder import (
    DRAWING,
    JUST_MADE_SECONDS,
    folder_for_drawing,
    memory_folder,
    remove_abandoned,
)
from tracker.domain.base.errors import BadInput

ROOT = Path(__file__).parents[2]
DRAWS = """
import sys
from tests.documents.papers import WORD, a_word_document
from tracker.documents import suite
from tracker.documents.document_redactor import IsolatedRedactor
from tracker.documents.sandbox.confined_jobs import Confinement, run_confined
if sys.argv[1:]:
    confined = Confinement("", int(sys.argv[1]) if sys.argv[1] else None)
    suite.run_confined = lambda job, said: run_confined(job, said, confined)
IsolatedRedactor().render(a_word_document(), WORD)
"""


def aged(folder: Path) -> None:
    """As if it had been made a while ago."""
    then = time.time() - 2 * JUST_MADE_SECONDS
    os.utime(folder, (then, then))


@pytest.mark.parametrize(
    "kind", ["as usual", pytest.param("in a folder that others see", marks=pytest.mark.slow)]
)
def test_a_process_killed_while_it_draws_leaves_no_paper_and_no_libreoffice(
    kind: str, needs: Callable[..., Path]
) -> None:
    needs("soffice", "libreoffice")
    before = drawings()
    child = subprocess.Popen(
        [sys.executable, "-c", DRAWS, *(open_confinement() if kind != "as usual" else ())],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    (office,) = wait_for(lambda: [each for each in family(child.pid) if is_libreoffice(each)])
    time.sleep(0.2)
    assert child.poll() is None, "it was drawn before it could be killed"
    made = drawings() - before
    assert bool(made) is (kind != "as usual" or not confinement().bubblewrap)
    child.send_signal(signal.SIGKILL)
    child.wait(30)

    # LibreOffice does not draw on for nobody.
    wait_for(lambda: not is_libreoffice(office))
    wait_for(lambda: not any(file.is_file() for folder in made for file in folder.rglob("*")))
    for folder in made:
        aged(folder)
    assert len(IsolatedRedactor().render(a_word_document(), WORD)) == 1
    remove_abandoned()
    assert not made & drawings()


def drawings() -> set[Path]:
    within = memory_folder()
    return set(within.glob(f"{DRAWING}*")) if within else set()


def open_confinement() -> list[str]:
    """The account, if another is possible, of a confinement without bubblewrap."""
    found = next(each for each in candidates() if not each.bubblewrap and probe(each))
    return [str(found.account or "")]


def is_libreoffice(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/comm").read_text("utf-8").strip() == "soffice.bin"
    except OSError:
        return False


def test_what_another_process_draws_at_this_moment_stays(tmp_path: Path) -> None:
    left, held, fresh = (Path(tempfile.mkdtemp(prefix=DRAWING, dir=tmp_path)) for _ in range(3))
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

        assert remove_abandoned(tmp_path) == 1

        assert not left.exists()
        assert held.is_dir()
        assert fresh.is_dir()
        other.kill()
    aged(fresh)
    assert remove_abandoned(tmp_path) == 2


def test_a_planted_link_leads_to_no_removal(tmp_path: Path) -> None:
    target = tmp_path / "somebody's"
    target.mkdir()
    (tmp_path / f"{DRAWING}link").symlink_to(target)
    aged(target)

    assert remove_abandoned(tmp_path) == 0

    assert target.is_dir()
    shutil.rmtree(target)


def test_a_document_is_refused_where_its_words_would_reach_a_disk() -> None:
    with (
        pytest.raises(BadInput, match="This type of file cannot be shown as"),
        folder_for_drawing(None, None),
    ):
        pytest.fail("there is no such folder")


def test_a_folder_for_drawing_is_in_memory_and_its_owners_alone() -> None:
    within = memory_folder()
    if within is None:
        missing("This system has no folder in memory.")

    with folder_for_drawing(within, None) as folder:
        kind = subprocess.run(
            ["stat", "--file-system", "--format=%T", folder], capture_output=True, text=True
        )
        assert kind.stdout.strip() in ("tmpfs", "ramfs")
        assert folder.stat().st_mode & 0o777 == 0o700
        (folder / "paper.txt").write_text(SECRET, encoding="utf-8")

    assert not folder.exists()
