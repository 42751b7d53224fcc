"""Mail that waits is sent once, tried again later, given up at last, and never blocks the rest."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.mail.servers import Postmaster, a_post, a_server
from tests.offices import Clock
from tests.services.reminded import CHIEF, LAWYER, a_received_request, two_people
from tracker.app.assembly import found_office, open_office
from tracker.mail import Server
from tracker.services.core.office import Office
from tracker.services.ports.reminders import Mail, MailState
from tracker.services.reminders.posting import LEASE, WAITS, Round, carry
from tracker.services.reminders.reminding import remind
from tracker.settings import read_settings


@pytest.fixture(autouse=True)
def people(office: Office) -> None:
    two_people(office)


@pytest.fixture
def master() -> Postmaster:
    return Postmaster()


@pytest.fixture
def mailed(office: Office, master: Postmaster) -> Iterator[Office]:
    """The office with a mail server."""
    with a_server(master) as server:
        yield replace(office, post=a_post(server, timeout=0.5))


def put(office: Office, number: int = 1, account: str = LAWYER) -> None:
    once, message_id = f"test:{number}", f"<{number}@office.example>"
    office.outbox.put(Mail(once, message_id, account, f"Number {number}", "W", office.now()))


def subjects(master: Postmaster) -> list[str]:
    """What arrived, without what a demonstration puts before it."""
    return [str(message["Subject"]).removeprefix("[Demonstration] ") for message in master.kept]


def test_each_mail_goes_out_once(mailed: Office, master: Postmaster) -> None:
    for number in (1, 2, 3):
        put(mailed, number)

    assert carry(mailed) == Round(sent=3, failed=0)
    assert carry(mailed) == Round(sent=0, failed=0)
    assert sorted(subjects(master)) == ["Number 1", "Number 2", "Number 3"]


def test_a_reminder_reaches_both_people_as_the_server_hands_it_on(
    mailed: Office, master: Postmaster, clock: Clock
) -> None:
    a_received_request(mailed, clock)
    remind(mailed)
    carry(mailed)

    assert {str(message["To"]) for message in master.kept} == {
        "tester@office.example",
        "chief@office.example",
    }


def test_a_server_that_is_busy_is_asked_again_later_and_not_at_once(
    mailed: Office, master: Postmaster, clock: Clock
) -> None:
    master.answers = ["451 later"]
    put(mailed, 1)
    put(mailed, 2)

    assert carry(mailed) == Round(sent=0, failed=1), "the round ends: the server takes nothing"
    assert carry(mailed) == Round(sent=1, failed=0), "the other mail is not held up"
    clock.moment += WAITS[0]
    assert carry(mailed) == Round(sent=1, failed=0)
    assert sorted(subjects(master)) == ["Number 1", "Number 2"]


def test_a_mail_that_is_refused_for_good_is_given_up_and_the_next_goes_out(
    mailed: Office, master: Postmaster
) -> None:
    master.answers = ["550 no such person"]
    put(mailed, 1)
    put(mailed, 2)

    assert carry(mailed) == Round(sent=1, failed=1)
    (dead,) = mailed.outbox.troubled()
    assert (dead.state, dead.attempts) == (MailState.DEAD, 1)
    assert "550 no such person" in dead.trouble


def test_a_server_that_is_down_for_two_days_leaves_a_dead_letter(
    office: Office, clock: Clock
) -> None:
    down = replace(office, post=a_post(_nowhere(), timeout=0.2))
    put(down)

    tries = 0
    for _ in range(49):
        tries += carry(down).failed
        clock.moment += timedelta(hours=1)

    assert tries == len(WAITS) + 1
    assert down.outbox.count_dead() == 1
    # A person has it tried again, once the server is back.
    master = Postmaster()
    with a_server(master) as server:
        back = replace(office, post=a_post(server))
        assert carry(back) == Round(0, 0)
        back.outbox.again("test:1", clock())
        assert carry(back) == Round(1, 0)
    assert subjects(master) == ["Number 1"]


def test_a_server_that_dies_in_the_middle_may_get_it_twice_under_one_message_id(
    mailed: Office, master: Postmaster, clock: Clock
) -> None:
    master.answers = ["keep and die"]
    put(mailed)

    assert carry(mailed) == Round(sent=0, failed=1)
    clock.moment += WAITS[0]
    assert carry(mailed) == Round(sent=1, failed=0)

    # Mail may arrive twice. Its name shows that it is the same mail.
    assert {str(message["Message-ID"]) for message in master.kept} == {"<1@office.example>"}
    assert len(master.kept) == 2


def test_a_slow_server_costs_one_try_and_no_more(mailed: Office, master: Postmaster) -> None:
    master.delay = 1
    for number in (1, 2, 3):
        put(mailed, number)

    assert carry(mailed) == Round(sent=0, failed=1)


def test_who_is_told_to_stop_begins_no_other_mail(mailed: Office, master: Postmaster) -> None:
    for number in (1, 2, 3):
        put(mailed, number)

    assert carry(mailed, lambda: master.attempts == 2) == Round(sent=2, failed=0)
    assert carry(mailed) == Round(sent=1, failed=0)


def test_mail_goes_to_the_address_that_a_person_has_when_it_is_sent(
    mailed: Office, master: Postmaster
) -> None:
    put(mailed, 1, LAWYER)
    put(mailed, 2, CHIEF)
    lawyer, chief = mailed.people.account(LAWYER), mailed.people.account(CHIEF)
    assert lawyer
    assert chief
    mailed.people.save_account(replace(lawyer, email="new@office.example"))
    mailed.people.save_account(replace(chief, active=False))

    assert carry(mailed) == Round(sent=1, failed=0)
    assert [str(message["To"]) for message in master.kept] == ["new@office.example"]
    assert carry(mailed) == Round(sent=0, failed=0)


def test_what_another_process_sends_is_left_alone_until_its_time_is_up(
    mailed: Office, master: Postmaster, clock: Clock
) -> None:
    put(mailed)
    now = clock()
    assert mailed.outbox.claim(now, now + LEASE, "another process")

    assert carry(mailed) == Round(0, 0)
    clock.moment += LEASE
    assert carry(mailed) == Round(1, 0)


def test_the_log_of_a_failure_names_no_person_and_no_words(
    mailed: Office, master: Postmaster, caplog: pytest.LogCaptureFixture
) -> None:
    # Servers like to name in their refusal whom they refuse.
    master.answers = ["550 <tester@office.example>: no such user"]
    put(mailed)

    carry(mailed)

    assert "no such user" in caplog.text
    assert "test:1" in caplog.text
    assert "office.example" not in caplog.text
    assert "Number 1" not in caplog.text


def test_a_demonstration_never_hands_mail_to_a_server(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text("x\n")
    file.chmod(0o600)
    settings = read_settings(
        {
            "TRACKER_INSTANCE": str(tmp_path / "instance"),
            "TRACKER_SMTP_URL": "smtps://office@mail.example.org",
            "TRACKER_SMTP_PASSWORD_FILE": str(file),
            "TRACKER_MAIL_FROM": "office@example.org",
        }
    )
    found_office(settings, live=False, name="Show", email="a@example.org")
    with open_office(settings) as office:
        assert not office.post.destination.outside
        put(office, 1, office.people.accounts()[0].id)
        assert carry(office) == Round(1, 0)

    (kept,) = (tmp_path / "instance" / "mail").iterdir()
    assert b"Subject: [Demonstration] Number 1" in kept.read_bytes()


def _nowhere() -> Server:
    return Server("127.0.0.1", 9, plain=True)
