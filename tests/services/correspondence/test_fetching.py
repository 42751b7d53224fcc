"""Fetching from a real server: every mail is stored once, and the inbox is empty afterwards."""

import logging
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import NoReturn

import pytest

from tests.mail.imap.dovecot import Dovecot, a_dovecot
from tests.offices import Clock
from tests.services.correspondence.conftest import DOMAIN, TOKENS, Reader, a_mail, with_mailbox
from tracker.domain.correspondence.check_marks import CheckMarks
from tracker.services.core.office import Office
from tracker.services.correspondence.fetching import (
    CHECKS_STAY,
    COPIES_STAY,
    LARGEST_CHECK,
    MARKS_COUNT,
    fetch_all,
    fetch_mailbox,
)
from tracker.services.ports.correspondence.fetching import MailSession, MailSource
from tracker.services.ports.correspondence.received import (
    MailTrouble,
    ReceivedMail,
    ReceivedState,
)


def stored(office: Office) -> list[ReceivedMail]:
    """All mail in the office."""
    mails = office.incoming.mails
    return [mail for state in ReceivedState for mail in mails.in_state(state, 9999)]


def raws(office: Office) -> list[bytes]:
    return sorted(office.incoming.mails.raw(mail.id) for mail in stored(office))


def test_mail_is_stored_as_it_came_and_moved(office: Office, dovecot: Dovecot) -> None:
    mails = [a_mail(1), a_mail(2), b"no header, \xff and no end"]
    dovecot.put(*mails, dated="27-Nov-2026 10:00:00 +0500")

    (done,) = fetch_all(office)

    assert (done.new, done.again, done.trouble) == (3, 0, None)
    assert raws(office) == sorted(mails) == sorted(dovecot.mails("Filed"))
    assert dovecot.mails() == []
    assert {f"{mail.received_at:%d %H:%M}" for mail in stored(office)} == {"27 05:00"}
    assert sorted(mail.token for mail in stored(office)) == ["", TOKENS[0], TOKENS[0]]
    (state,) = office.incoming.mailboxes.all()
    assert (state.last_ok_at, state.trouble) == (office.now(), None)


def test_the_reader_gets_each_mail_once_and_what_breaks_it_stays_unread(
    office: Office, dovecot: Dovecot, reader: Reader, caplog: pytest.LogCaptureFixture
) -> None:
    reader.breaks_on = b"Letter 1"
    dovecot.put(a_mail(1), a_mail(2))

    with caplog.at_level(logging.DEBUG):
        fetch_all(office)
        fetch_all(office)

    assert {mail.id for mail in reader.seen} == {mail.id for mail in stored(office)}
    assert len(reader.seen) == 2
    assert "stays unread" in caplog.text
    assert "Zarmina" not in caplog.text
    assert DOMAIN not in caplog.text


class Killed(BaseException):
    """The end of a process at a chosen moment."""


@dataclass
class Changed(MailSource):
    """A mailbox of which a test changes each session before it is used."""

    source: MailSource
    change: Callable[[MailSession], None]

    @property
    def name(self) -> str:
        return self.source.name

    def fingerprint(self) -> str:
        return self.source.fingerprint()

    @contextmanager
    def opened(self) -> Iterator[MailSession]:
        with self.source.opened() as session:
            self.change(session)
            yield session


def once(method: str, act: Callable[..., object]) -> Callable[[MailSession], None]:
    """A change of a session: the first call of this method goes to `act`, with the session, the
    method itself and the arguments."""

    def change(session: MailSession) -> None:
        own = getattr(session, method)

        def changed(*arguments: object) -> object:
            setattr(session, method, own)
            return act(session, own, *arguments)

        setattr(session, method, changed)

    return change


@pytest.mark.parametrize("after", [False, True])
def test_a_process_that_dies_around_the_move_loses_and_doubles_nothing(
    office: Office, dovecot: Dovecot, *, after: bool
) -> None:
    """Killed between the commit and the move, or between the move and the note of it."""

    def die(_: MailSession, move: Callable[..., object], uids: Sequence[int]) -> NoReturn:
        if after:
            move(uids)
        raise Killed

    dovecot.put(a_mail(1), a_mail(2))
    with pytest.raises(Killed):
        fetch_mailbox(office, Changed(dovecot.source(), once("file_away", die)))

    fetch_all(office)

    assert raws(office) == [a_mail(1), a_mail(2)] == sorted(dovecot.mails("Filed"))
    assert [mail.came_again for mail in stored(office)] == [0, 0]
    assert dovecot.mails() == []


def test_a_mailbox_that_another_process_fetches_is_left_alone(
    office: Office, dovecot: Dovecot, clock: Clock
) -> None:
    dovecot.put(a_mail())
    now = office.now()
    assert office.incoming.mailboxes.lease("main", now, now + timedelta(minutes=15), "other")

    (done,) = fetch_all(office)
    assert (done.busy, done.new) == (True, 0)
    assert dovecot.mails() == [a_mail()]

    clock.moment += timedelta(minutes=15)
    assert fetch_all(office)[0].new == 1


def test_a_fetcher_that_lost_its_mailbox_to_another_stops(
    office: Office, dovecot: Dovecot
) -> None:
    boxes = office.incoming.mailboxes
    dovecot.put(a_mail())

    def lose(_: MailSession) -> None:
        late = office.now() + timedelta(hours=1)
        assert boxes.lease("main", late, late + timedelta(minutes=15), "other")

    done = fetch_mailbox(office, Changed(dovecot.source(), lose))

    assert (done.trouble, done.new) == (MailTrouble.CUT_OFF, 0)
    assert dovecot.mails() == [a_mail()]


def test_a_mailbox_that_numbers_its_mail_again_brings_nothing_twice(
    office: Office, dovecot: Dovecot
) -> None:
    """UIDVALIDITY changes, and the same mail is there under other numbers."""
    with a_dovecot(["MOVE", "UIDPLUS"]) as plain:
        office = with_mailbox(office, plain)
        plain.put(a_mail(1), a_mail(2))
        fetch_all(office)
        with plain.client() as client:
            client.store("1:*", "-FLAGS", r"(\Deleted)")
        before = office.incoming.mailboxes.all()[0].uidvalidity
        plain.number_again()

        (done,) = fetch_all(office)

        assert office.incoming.mailboxes.all()[0].uidvalidity != before
        assert (done.new, done.again >= 2) == (0, True)
        assert len(stored(office)) == 2
        assert [mail.came_again for mail in stored(office)] == [0, 0]


def test_a_new_mail_under_a_number_that_another_had_is_stored(
    office: Office, dovecot: Dovecot
) -> None:
    """The mailbox was emptied and made again, so its numbers begin at 1."""
    dovecot.put(a_mail(1))
    fetch_all(office)
    dovecot.number_again()
    dovecot.put(a_mail(2))

    (done,) = fetch_all(office)

    assert done.new == 1
    assert raws(office) == [a_mail(1), a_mail(2)]


@pytest.mark.parametrize(("method", "new"), [("seen", 1), ("raw", 1), ("file_away", 2)])
def test_a_mail_that_a_person_deletes_during_a_fetch_is_no_error(
    office: Office, dovecot: Dovecot, method: str, new: int
) -> None:
    def delete_before(_: MailSession, act: Callable[..., object], *arguments: object) -> object:
        with dovecot.client() as client:
            client.store("1", "+FLAGS", r"(\Deleted)")
            client.expunge()
        return act(*arguments)

    dovecot.put(a_mail(1), a_mail(2))

    done = fetch_mailbox(office, Changed(dovecot.source(), once(method, delete_before)))

    assert (done.trouble, done.new) == (None, new)
    assert fetch_all(office)[0].trouble is None


@pytest.mark.samples("less1")
@pytest.mark.parametrize("less", [["MOVE"], ["MOVE", "UIDPLUS"], ["UIDPLUS"]])
def test_a_server_that_can_do_less_loses_and_doubles_nothing(
    plain_office: Office, less: list[str]
) -> None:
    """Without MOVE a mail is copied and removed alone; without UIDPLUS it is only marked."""
    with a_dovecot(less) as dovecot:
        office = with_mailbox(plain_office, dovecot)
        dovecot.put(a_mail(1), a_mail(2))
        with dovecot.client() as client:
            client.append("INBOX", r"(\Deleted)", "", a_mail(3))
        fetch_all(office)
        fetch_all(office)

        assert raws(office) == [a_mail(1), a_mail(2), a_mail(3)]
        assert sorted(dovecot.mails("Filed")) == raws(office)
        assert dovecot.mails() == []
        with dovecot.client() as client:
            left = len(client.uid("SEARCH", "ALL")[1][0].split())
        assert left == (3 if less == ["MOVE", "UIDPLUS"] else 0)


def test_one_mail_to_two_addresses_is_two(office: Office, dovecot: Dovecot) -> None:
    """The second address was in Bcc, so only a header of the office's server distinguishes
    them."""
    dovecot.put(*(a_mail(to=f"{token}@{DOMAIN}") for token in TOKENS[:2]))

    fetch_all(office)

    assert sorted(mail.token for mail in stored(office)) == sorted(TOKENS[:2])


def test_the_same_mail_again_is_one_and_came_again(office: Office, dovecot: Dovecot) -> None:
    dovecot.put(a_mail())
    fetch_all(office)
    dovecot.put(a_mail())

    (done,) = fetch_all(office)

    (mail,) = stored(office)
    assert (done.new, done.again, mail.came_again) == (0, 1, 1)


def test_mail_for_a_known_request_is_found_by_the_address_in_any_case(
    office: Office, dovecot: Dovecot
) -> None:
    asked: list[str] = []

    def request_of(token: str) -> str:
        asked.append(token)
        return ""

    office = replace(office, incoming=replace(office.incoming, request_of=request_of))
    dovecot.put(a_mail(to=f"Office+{TOKENS[3].upper()}@RTI.Office.Example"))

    fetch_all(office)

    assert asked == [TOKENS[3]]
    (mail,) = stored(office)
    assert mail.token == TOKENS[3]
    assert office.incoming.mails.envelope_to(mail.id) == f"office+{TOKENS[3]}@{DOMAIN}"


def test_copies_are_deleted_after_a_week_and_never_before_a_backup(
    office: Office, dovecot: Dovecot, clock: Clock
) -> None:
    backups = [clock() - timedelta(days=1)]

    def backed_up_by(moment: object) -> object:
        return max((each for each in backups if each <= moment), default=None)  # type: ignore[operator]

    incoming = replace(office.incoming, backed_up_by=backed_up_by)  # type: ignore[arg-type]
    office = replace(office, incoming=incoming)
    dovecot.put(a_mail())
    fetch_all(office)
    clock.moment += COPIES_STAY - timedelta(days=1)
    dovecot.put(a_mail(2))
    backups.append(clock())
    fetch_all(office)
    clock.moment += timedelta(days=1) - timedelta(minutes=1)
    assert fetch_all(office)[0].deleted == 0, "not yet a week"
    clock.moment += timedelta(minutes=2)
    assert fetch_all(office)[0].deleted == 1

    clock.moment += 2 * COPIES_STAY
    assert fetch_all(office)[0].deleted == 0, "no backup holds the second sealed mail"
    backups.append(clock())
    clock.moment += timedelta(minutes=1)
    assert fetch_all(office)[0].deleted == 1

    assert dovecot.mails("Filed") == []
    assert sorted(raws(office)) == sorted([a_mail(), a_mail(2)])


def test_a_restored_office_gets_mail_newer_than_its_backup_from_the_filed_mail(
    office: Office, dovecot: Dovecot, tmp_path: Path
) -> None:
    dovecot.put(a_mail(1))
    fetch_all(office)
    with closing(sqlite3.connect(tmp_path / "tracker.sqlite3")) as database, database:
        for table in ("received_place", "received_mail", "mail_shelf"):
            database.execute(f"DELETE FROM {table}")  # noqa: S608

    assert fetch_all(office)[0].new == 1
    assert raws(office) == [a_mail(1)]


@pytest.mark.slow
def test_a_large_mail_is_stored_and_of_a_larger_one_the_header(
    office: Office, dovecot: Dovecot
) -> None:
    """38 MiB and 70 MiB. The larger one stays on the server."""
    large, larger = a_mail(1, size=38 << 20), a_mail(2, size=70 << 20)
    dovecot.put(large, larger)

    (done,) = fetch_all(office)
    (again,) = fetch_all(office)

    assert (done.new, done.too_large, again.new, again.too_large) == (2, 1, 0, 0)
    assert [len(mail) for mail in dovecot.mails()] == [len(larger)]
    by_state = {mail.state: mail for mail in stored(office)}
    assert by_state[ReceivedState.TOO_LARGE].size == len(larger)
    assert by_state[ReceivedState.TOO_LARGE].token == TOKENS[0]
    header = office.incoming.mails.raw(by_state[ReceivedState.TOO_LARGE].id)
    assert header.endswith(b"Zarmina\r\n\r\n")
    assert office.incoming.mails.raw(by_state[ReceivedState.STORED].id) == large


def test_a_check_mail_is_left_to_its_check_and_deleted_once_nobody_waits(
    office: Office, dovecot: Dovecot, clock: Clock
) -> None:
    """Neither the check mail nor a report about it is stored, so neither holds back silence."""
    marks, forged = CheckMarks(b"k" * 32), CheckMarks(b"o" * 32).mark(clock(), bytes(8))
    office = replace(office, incoming=replace(office.incoming, check_marks=marks))
    mark = marks.mark(clock(), bytes(8))
    check = a_mail(1).replace(b"<1@body>", f"<{mark}@{DOMAIN}>".encode())
    report = a_mail(2) + f"Original-Envelope-Id: {mark}\r\n".encode()
    dovecot.put(check, report, a_mail(3) + forged.encode())

    assert [done.new for done in fetch_all(office)] == [1]
    assert dovecot.mails() == [check, report]
    clock.moment += CHECKS_STAY + timedelta(seconds=1)
    assert [(done.new, done.trouble) for done in fetch_all(office)] == [(0, None)]
    assert dovecot.mails() == []
    assert len(dovecot.mails("Filed")) == len(stored(office)) == 1


def test_neither_an_old_mark_nor_a_mark_in_a_large_mail_makes_a_check_mail(
    office: Office, dovecot: Dovecot, clock: Clock
) -> None:
    """Otherwise a server that saw a mark once could have answers deleted unread from then on."""
    marks = CheckMarks(b"k" * 32)
    office = replace(office, incoming=replace(office.incoming, check_marks=marks))
    old = marks.mark(clock() - MARKS_COUNT, bytes(8)).encode()
    new = marks.mark(clock() - CHECKS_STAY * 2, bytes(8)).encode()
    answers = [a_mail(1) + old, a_mail(2) + new + b"\r\n" + b"x" * LARGEST_CHECK]
    dovecot.put(*answers, a_mail(3) + new)

    assert [done.new for done in fetch_all(office)] == [2]
    assert raws(office) == sorted(answers)
    assert dovecot.mails() == []
