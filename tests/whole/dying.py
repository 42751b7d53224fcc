"""A scheduler that is killed at a chosen point, for the tests of what is left then."""

import os
import signal
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import NoReturn

from tests.offices import Pigeonhole, an_office
from tracker.services.ports.reminders import Mail
from tracker.services.reminders.posting import carry
from tracker.services.reminders.reminding import remind
from tracker.storage.reminders.reminders import SqlReminderRepository

MONDAY = date(2024, 3, 11)


class LastMail(Pigeonhole):
    """A post at which the process dies with the first mail in its hand."""

    def deliver(self, address: str, mail: Mail) -> None:
        _kill()


def die(url: str, folder: Path, where: str) -> None:
    """Remind and carry on that database, up to the point that `where` names."""
    with an_office(folder, url=url) as (office, clock):
        clock.set(MONDAY)
        if where == "in a request":
            # At the second request: one is done, and another one is half done.
            looks = iter(range(100))
            note = SqlReminderRepository.note_watchers

            def note_watchers(
                book: SqlReminderRepository, reference: str, accounts: list[str]
            ) -> None:
                note(book, reference, accounts)
                if next(looks) == 1:
                    _kill()

            SqlReminderRepository.note_watchers = note_watchers  # type: ignore[assignment, method-assign]
        remind(office)
        carry(replace(office, post=LastMail()))


def _kill() -> NoReturn:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("the process lives on")
