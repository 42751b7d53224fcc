"""Fetchers that are killed at random moments, and several at once, on a real server."""

import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.mail.imap.dovecot import Dovecot
from tests.offices import an_office, founded_in
from tests.services.correspondence.conftest import a_mail
from tests.services.correspondence.test_fetching import raws, stored
from tests.shared import database_in

ROOT = Path(__file__).parents[3]
MAILS, KILLS = 300, 25
# Longer than a lease: so the next fetcher finds that of a dead one ended.
APART = 16

pytestmark = pytest.mark.slow


@contextmanager
def a_fetcher(
    folder: Path, dovecot: Dovecot, ahead: int
) -> Iterator["subprocess.Popen[str]"]:
    """A process that fetches, and has begun."""
    dovecot.source()
    secret = dovecot.folder.parent / f"{dovecot.folder.name}-password"
    script = Path(__file__).with_name("fetch_until_empty.py")
    command = [sys.executable, str(script), str(folder), str(dovecot.port), str(secret)]
    with subprocess.Popen(
        [*command, str(ahead)], stdout=subprocess.PIPE, cwd=ROOT, env={"PYTHONPATH": str(ROOT)},
        text=True,
    ) as process:  # fmt: skip
        try:
            assert process.stdout
            assert process.stdout.readline() == "begins\n"
            yield process
        finally:
            process.kill()


def require_each_once(folder: Path, dovecot: Dovecot, mails: list[bytes]) -> None:
    """Each mail is stored once and opens, and one copy of it is filed."""
    with an_office(folder, url=database_in(folder)) as (office, _):
        assert raws(office) == sorted(mails)
        assert [mail.came_again for mail in stored(office)] == [0] * len(mails)
    assert dovecot.mails() == []
    assert sorted(dovecot.mails("Filed")) == sorted(mails)


def test_killed_at_25_moments_while_300_mails_wait_nothing_is_lost_or_doubled(
    dovecot: Dovecot, tmp_path: Path
) -> None:
    founded_in(tmp_path, live=True)
    mails = [a_mail(number, size=200 + 97 * number) for number in range(MAILS)]
    dovecot.put(*mails)
    chance, killed = random.Random(18), 0  # noqa: S311

    for turn in range(KILLS):
        with a_fetcher(tmp_path, dovecot, APART * turn) as process:
            time.sleep(chance.uniform(0, 0.25))
            process.send_signal(signal.SIGKILL)
            killed += process.wait() == -signal.SIGKILL
    assert killed == KILLS, "each fetcher died at its work"
    with a_fetcher(tmp_path, dovecot, APART * KILLS) as process:
        assert process.wait(120) == 0

    require_each_once(tmp_path, dovecot, mails)


def test_three_fetchers_at_once_store_each_mail_once_and_file_one_copy(
    dovecot: Dovecot, tmp_path: Path
) -> None:
    founded_in(tmp_path, live=True)
    mails = [a_mail(number) for number in range(MAILS)]
    dovecot.put(*mails)

    with (
        a_fetcher(tmp_path, dovecot, 0) as one,
        a_fetcher(tmp_path, dovecot, 0) as two,
        a_fetcher(tmp_path, dovecot, 0) as three,
    ):
        assert [process.wait(120) for process in (one, two, three)] == [0, 0, 0]

    require_each_once(tmp_path, dovecot, mails)
