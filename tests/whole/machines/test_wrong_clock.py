"""A machine whose clock is 20 minutes from that of its PostgreSQL: it enters and sends nothing,
and says so."""

import logging
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.offices import Clock, a_request, an_office, found_office, received
from tests.services.core.test_holds import Entries, Machine, Servers
from tests.web.browser import an_app, signed_in, somebody
from tracker.lawfiles.library_watch import Watch
from tracker.scheduler import Carrier, Jobs
from tracker.scheduler.handover import Handover
from tracker.services.core.holds import OfficeHolds
from tracker.services.core.office import Office
from tracker.services.people.accounts import add_account
from tracker.services.ports.people import RoleName
from tracker.services.ports.reminders import Mail

pytestmark = pytest.mark.postgres


@dataclass
class Apart(Clock):
    """A clock that goes on, so far from the right time."""

    by: timedelta = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.by


@pytest.fixture
def office(fresh_postgres: str, tmp_path: Path) -> Iterator[tuple[Office, Apart]]:
    """A live office on PostgreSQL with a request that fell silent, and a mail that waits."""
    found_office(fresh_postgres, tmp_path, live=True)
    with an_office(tmp_path, live=True, url=fresh_postgres) as (made, _):
        clock = Apart()
        opened = replace(made, now=clock)
        day = (clock() - timedelta(days=90)).date()
        received(opened, a_request(opened), day)
        person = add_account(opened, "a@example.org", "Asma Namoona", RoleName.LAWYER)
        opened.outbox.put(Mail("one", "<1@x.example>", person.id, "A reminder", "W", opened.now()))
        holds = OfficeHolds(
            opened.premises, opened.log_upkeep, Machine(clock), Entries(), Servers()
        )
        yield replace(opened, holds=holds), clock


def entries(office: Office) -> int:
    with office.cases.look("r0000001") as case:
        return len(case.history)


def run(office: Office) -> None:
    """One run of the scheduler, and of its mail."""
    jobs = Jobs(office, Handover(Watch(None)), None, threading.Event())
    jobs.run_once()
    Carrier(office, threading.Event()).carry()


@pytest.mark.parametrize("minutes", [-20, 20])
def test_by_a_wrong_clock_nothing_is_entered_signed_or_sent(
    office: tuple[Office, Apart], caplog: pytest.LogCaptureFixture, minutes: int
) -> None:
    watched, clock = office
    before = entries(watched)
    clock.by = timedelta(minutes=minutes)

    with caplog.at_level(logging.ERROR):
        run(watched)

    assert "The clock of this server and the clock of its database differ" in caplog.text
    assert entries(watched) == before
    assert watched.log.state().size == 0
    assert watched.premises.state().last_sweep_at is None
    assert watched.post.kept == []  # type: ignore[attr-defined]

    clock.by = timedelta()
    run(watched)
    assert entries(watched) > before
    assert watched.log.state().size > 0
    assert len(watched.post.kept) > 0  # type: ignore[attr-defined]


def test_pages_are_read_and_forms_are_refused_in_a_sentence(office: tuple[Office, Apart]) -> None:
    watched, clock = office
    person = somebody(watched, RoleName.ADMIN, "Alia Admin")
    clock.by = timedelta(minutes=20)
    browser = signed_in(an_app(watched), watched, person)

    page = browser.get("/desk/server")
    assert "On hold: The clock of this server and the clock of its database differ" in page.words

    # The page offers no form for it; a form of another page has the token.
    answer = browser.submit(browser.get("/desk/account"), {}, path="/desk/server")
    assert "nothing is entered or sent from this server" in answer.words
    assert watched.premises.clock_evidence().confirmed_at is None
