"""Fetchers that are killed at random moments, and several at once, on a real server."""

import os
import random
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.mail.imap.dovecot import Dovecot
from tests.offices import an_office, founded_in
from tests.services.correspondence.conftest import a_mail
from tests.services.correspondence.fetch_until_empty import fetchers
from tests.services.correspondence.test_fetching import raws, stored
from tests.shared import database_in
from tracker.services.correspondence.reading_mail import read_left_over
from tracker.services.correspondence.storing import MOST_READ_AHEAD
from tracker.services.ports.correspondence.received import ReceivedState

MAILS, KILLS = 300, 25
# Minutes. Longer than a lease, so the next fetcher finds that the lease of a dead one has ended.
APART = 16
PATIENCE = 120
MOST_FOR_A_TURN = 100

pytestmark = pytest.mark.slow


@pytest.fixture
def ask(dovecot: Dovecot, tmp_path: Path) -> Iterator[Callable[[str, int], int]]:
    """Asks for a fetcher to start, or how one ended."""
    founded_in(tmp_path, live=True)
    with fetchers(tmp_path, dovecot) as answer:
        yield lambda word, number: int(answer(word, number))


def sealed(folder: Path) -> int:
    """How many files are sealed so far."""
    return sum(1 for _ in (folder / "evidence").glob("[0-9a-f][0-9a-f]/*"))


def await_sealed(folder: Path, number: int) -> None:
    """Wait until so many files are sealed."""
    until = time.monotonic() + PATIENCE
    while sealed(folder) < number:
        assert time.monotonic() < until, "the fetcher stores nothing"
        time.sleep(0.001)


def require_each_once(folder: Path, dovecot: Dovecot, mails: list[bytes]) -> None:
    """Each mail is stored once and opens, and one copy of it is filed."""
    with an_office(folder, url=database_in(folder)) as (office, _):
        assert raws(office) == sorted(mails)
        assert [mail.came_again for mail in stored(office)] == [0] * len(mails)
    assert dovecot.mails() == []
    assert sorted(dovecot.mails("Filed")) == sorted(mails)


def test_killed_at_25_moments_while_300_mails_wait_nothing_is_lost_or_doubled(
    dovecot: Dovecot, tmp_path: Path, ask: Callable[[str, int], int]
) -> None:
    mails = [a_mail(number, size=200 + 97 * number) for number in range(MAILS)]
    dovecot.put(*mails)
    chance = random.Random(18)  # noqa: S311

    for turn in range(KILLS):
        if len(dovecot.mails()) < MOST_FOR_A_TURN:
            # On a busy machine a fetcher stores more before it is killed: each turn has mails.
            numbers = range(len(mails), len(mails) + MOST_FOR_A_TURN)
            more = [a_mail(number, size=200 + 97 * number) for number in numbers]
            dovecot.put(*more)
            mails += more
        fetcher = ask("start", APART * turn)
        await_sealed(tmp_path, sealed(tmp_path) + chance.randrange(11))
        time.sleep(chance.uniform(0, 0.02))
        os.kill(fetcher, signal.SIGKILL)
        assert ask("wait", fetcher) == -signal.SIGKILL, "it died at its work"
    assert len(dovecot.mails()) < len(mails)
    assert ask("wait", ask("start", APART * KILLS)) == 0

    require_each_once(tmp_path, dovecot, mails)


def test_killed_while_mail_is_read_each_is_read_once_or_waits_for_a_person(
    dovecot: Dovecot, tmp_path: Path
) -> None:
    """Each kill leaves at most the few mails unread that were being read ahead."""
    founded_in(tmp_path, live=True)
    mails = [a_mail(number) for number in range(60)]
    dovecot.put(*mails)
    kills = 4

    with fetchers(tmp_path, dovecot, reading=True) as ask:
        for turn in range(kills):
            fetcher = int(ask("start", APART * turn))
            await_sealed(tmp_path, sealed(tmp_path) + 8)
            os.kill(fetcher, signal.SIGKILL)
            assert int(ask("wait", fetcher)) == -signal.SIGKILL
        assert ask("wait", int(ask("start", APART * kills))) == "0"

    require_each_once(tmp_path, dovecot, mails)
    with an_office(tmp_path, url=database_in(tmp_path)) as (office, _):
        unread = office.mail_reading.mails.count().get(ReceivedState.STORED, 0)
        assert unread <= kills * (MOST_READ_AHEAD + 2)
        assert read_left_over(office, 60) == unread
        assert office.mail_reading.mails.count() == {ReceivedState.READ: len(mails)}


def test_three_fetchers_at_once_store_each_mail_once_and_file_one_copy(
    dovecot: Dovecot, tmp_path: Path, ask: Callable[[str, int], int]
) -> None:
    mails = [a_mail(number) for number in range(MAILS)]
    dovecot.put(*mails)

    fetchers = [ask("start", 0) for _ in range(3)]
    assert [ask("wait", fetcher) for fetcher in fetchers] == [0, 0, 0]

    require_each_once(tmp_path, dovecot, mails)
