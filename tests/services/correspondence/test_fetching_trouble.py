"""Trouble while fetching: nothing is lost, the reason is given, and a password is tried once."""

import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.mail.imap.dovecot import Dovecot, a_dovecot
from tests.needs import find_program
from tests.offices import Clock
from tests.services.correspondence.conftest import a_mail, with_mailbox
from tests.services.correspondence.test_fetching import Changed, once, raws, stored
from tracker.mail.imap import ImapSource
from tracker.services.core.office import Office
from tracker.services.correspondence.fetching import MOST_A_DAY, Fetched, fetch_all
from tracker.services.ports.correspondence.fetching import MailSession, MailSource
from tracker.services.ports.correspondence.received import MailTrouble
from tracker.storage.db.errors import StorageTrouble

# A command of a session, which gives something for each number of a mail.
Given = Callable[[Sequence[int]], Mapping[int, object]]


def fetched(office: Office, source: MailSource, *, by_person: bool = False) -> Fetched:
    """What one fetch from this mailbox did."""
    office = replace(office, incoming=replace(office.incoming, sources=(source,)))
    (done,) = fetch_all(office, by_person=by_person)
    return done


def test_a_wrong_password_is_tried_once_and_again_when_it_changes_or_a_person_asks(
    office: Office, dovecot: Dovecot
) -> None:
    dovecot.put(a_mail())
    wrong = dovecot.source(password="wrong")

    assert fetched(office, wrong).trouble is MailTrouble.SIGN_IN
    since = office.incoming.mailboxes.all()[0].trouble_since
    for _ in range(3):
        done = fetched(office, wrong)
        assert (done.waits, done.trouble) == (True, MailTrouble.SIGN_IN)
    assert tries(dovecot, 1) == 1
    assert fetched(office, wrong, by_person=True).waits is False
    assert tries(dovecot, 2) == 2
    assert fetched(office, wrong).waits
    state = office.incoming.mailboxes.all()[0]
    assert (state.trouble, state.trouble_since, state.last_ok_at) == (
        MailTrouble.SIGN_IN,
        since,
        None,
    )

    done = fetched(office, dovecot.source())

    assert (done.new, done.trouble) == (1, None)
    assert office.incoming.mailboxes.all()[0].refused == ""
    assert tries(dovecot, 2) == 2


def tries(dovecot: Dovecot, expected: int) -> int:
    """The number of attempts to sign in with a wrong password, once as many are logged or ten
    seconds are over: the server logs an attempt after it has answered."""
    until = time.monotonic() + 10
    while True:
        found = (dovecot.folder / "log").read_text().count("auth failed")
        if found >= expected or time.monotonic() > until:
            return found
        time.sleep(0.02)


@pytest.mark.parametrize("words", ["", "\nsecond line"])
def test_an_empty_file_of_the_password_is_told_and_nobody_signs_in(
    office: Office, dovecot: Dovecot, words: str
) -> None:
    done = fetched(office, dovecot.source(password=words))
    assert (done.trouble, "first line" in done.why) == (MailTrouble.SECRET, True)


def test_a_missing_file_of_the_password_is_told(office: Office, dovecot: Dovecot) -> None:
    gone = ImapSource("main", dovecot.server(Path("/nonexistent/password")))
    done = fetched(office, gone)
    assert (done.trouble, "/nonexistent/password" in done.why) == (MailTrouble.SECRET, True)


def test_a_server_that_is_not_there_is_tried_again(office: Office, dovecot: Dovecot) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound and not listening, so nothing answers
        server = replace(dovecot.server(secret(dovecot)), port=taken.getsockname()[1])
        assert fetched(office, ImapSource("main", server)).trouble is MailTrouble.UNREACHABLE
    assert fetched(office, dovecot.source()).trouble is None


def secret(dovecot: Dovecot) -> Path:
    dovecot.source()
    return dovecot.folder.parent / f"{dovecot.folder.name}-password"


def test_a_dead_server_is_not_waited_for(office: Office, dovecot: Dovecot) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        server = replace(dovecot.server(secret(dovecot)), port=silent.getsockname()[1])
        done = fetched(office, ImapSource("main", server, timeout=0.2))
    assert done.trouble is MailTrouble.UNREACHABLE


@contextmanager
def cut_after(port: int, limit: int) -> Iterator[int]:
    """The port of a proxy that cuts the connection after this many bytes from the server."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def carry(into: socket.socket, out: socket.socket, left: int) -> None:
            try:
                while left > 0 and (data := into.recv(min(4096, left))):
                    out.sendall(data)
                    left -= len(data)
            except OSError:
                pass
            for end in (into, out):
                with suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)

        def serve() -> None:
            client, _ = listening.accept()
            with client, socket.create_connection(("127.0.0.1", port)) as server:
                up = threading.Thread(target=carry, args=(client, server, 1 << 30))
                up.start()
                carry(server, client, limit)
                up.join()

        thread = threading.Thread(target=serve)
        thread.start()
        yield listening.getsockname()[1]
        thread.join()


def test_a_line_that_is_cut_within_a_mail_stores_nothing_of_it(
    office: Office, dovecot: Dovecot
) -> None:
    mail = a_mail(size=400_000)
    dovecot.put(mail)
    with cut_after(dovecot.port, 200_000) as port:
        server = replace(dovecot.server(secret(dovecot)), port=port)
        done = fetched(office, ImapSource("main", server, timeout=5))

    assert (done.trouble, done.new, stored(office)) == (MailTrouble.CUT_OFF, 0, [])
    assert fetched(office, dovecot.source()).new == 1
    assert raws(office) == [mail]


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate authority, and certificates for localhost: one in force, and one expired."""
    find_program("openssl")
    folder = tmp_path_factory.mktemp("certificates")
    new = (
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=localhost"
    )
    names = "-addext subjectAltName=DNS:localhost -addext basicConstraints=critical,CA:FALSE"
    ended = "-not_before 20200101000000Z -not_after 20200201000000Z"
    for name, dates in (("right", "-days 2"), ("ended", ended)):
        command = f"{new} {names} {dates} -keyout {name}.key -out {name}.pem"
        done = subprocess.run(command.split(), cwd=folder, capture_output=True, check=False)
        if done.returncode:
            pytest.skip(f"openssl makes no such certificate: {done.stderr[-200:]!r}")
    folder.chmod(0o755)
    return folder


@pytest.mark.parametrize(
    ("name", "host", "trusted", "words"),
    [
        ("right", "localhost", True, ""),
        ("right", "localhost", False, "self-signed"),
        ("right", "127.0.0.1", True, "IP address mismatch"),
        ("ended", "localhost", True, "expired"),
    ],
)
def test_a_certificate_that_is_not_right_is_refused_before_a_password_is_said(
    plain_office: Office,
    certificates: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    host: str,
    trusted: bool,
    words: str,
) -> None:
    pair = certificates / f"{name}.pem", certificates / f"{name}.key"
    # So an operator trusts an authority of their own.
    monkeypatch.setenv("SSL_CERT_FILE", str(pair[0]) if trusted else "/nonexistent")
    with a_dovecot(certificate=pair) as dovecot:
        done = fetched(plain_office, dovecot.source(host=host))
        dovecot.stop()  # so that it writes the rest of its log
        log = (dovecot.folder / "log").read_text()

    assert done.trouble is (MailTrouble.CERTIFICATE if words else None), done.why
    assert words in done.why
    signed_in = "Logged out" in log
    assert signed_in == (words == "")


def test_a_server_without_tls_elsewhere_gets_no_password(office: Office, dovecot: Dovecot) -> None:
    server = replace(dovecot.server(secret(dovecot)), plain=False)
    done = fetched(office, ImapSource("main", server))
    assert (done.trouble, "offers no TLS" in done.why) == (MailTrouble.CERTIFICATE, True)


class Full:
    """A store whose disk is full before, or after, a mail was sealed."""

    def __init__(self, inner: Any, broken: str) -> None:
        self._inner, self._broken = inner, broken

    def __getattr__(self, name: str) -> Any:
        if name == self._broken:
            return self._refuse
        return getattr(self._inner, name)

    def _refuse(self, *_: object) -> None:
        raise StorageTrouble("The disk has no room left.")


def test_a_disk_that_is_full_leaves_the_mail_where_it_is(
    office: Office, dovecot: Dovecot, tmp_path: Path
) -> None:
    """Full while the mail is sealed: no row, and nothing is moved."""
    dovecot.put(a_mail(1), a_mail(2))
    evidence = tmp_path / "evidence"
    evidence.rmdir() if evidence.exists() else None
    evidence.write_bytes(b"in the way of every file")

    (done,) = fetch_all(office)

    assert (done.trouble, done.new) == (MailTrouble.DISK, 0)
    assert (stored(office), len(dovecot.mails())) == ([], 2)
    evidence.unlink()
    assert fetch_all(office)[0].new == 2


def test_a_disk_that_is_full_between_store_and_move_loses_and_doubles_nothing(
    office: Office, dovecot: Dovecot
) -> None:
    dovecot.put(a_mail(1), a_mail(2))
    full = Full(office.incoming.places, "moved")
    broken = replace(office, incoming=replace(office.incoming, places=full))

    assert fetch_all(broken)[0].trouble is MailTrouble.DISK
    assert fetch_all(office)[0].trouble is None

    assert raws(office) == [a_mail(1), a_mail(2)] == sorted(dovecot.mails("Filed"))
    assert [mail.came_again for mail in stored(office)] == [0, 0]


def test_more_mail_than_any_correspondence_has_waits_and_is_told(
    office: Office, dovecot: Dovecot, clock: Clock
) -> None:
    dovecot.put(a_mail(1))
    mails = office.incoming.mails

    class Busy(Full):
        def count_since(self, moment: object) -> int:
            return MOST_A_DAY

    busy = replace(office.incoming, mails=Busy(mails, ""))

    (done,) = fetch_all(replace(office, incoming=busy))

    assert (done.trouble, stored(office)) == (MailTrouble.TOO_MANY, [])
    assert dovecot.mails() == [a_mail(1)]


def test_one_mailbox_with_trouble_stops_no_other(plain_office: Office, dovecot: Dovecot) -> None:
    dovecot.put(a_mail())
    gone = ImapSource("other", replace(dovecot.server(secret(dovecot)), port=1))
    office = with_mailbox(plain_office, dovecot)
    sources = (gone, *office.incoming.sources)
    office = replace(office, incoming=replace(office.incoming, sources=sources))

    assert [done.trouble for done in fetch_all(office)] == [MailTrouble.UNREACHABLE, None]


@pytest.mark.parametrize("command", ["seen", "raw"])
def test_a_fetch_in_which_the_server_withholds_a_listed_mail_does_not_count(
    office: Office, dovecot: Dovecot, command: str
) -> None:
    """It may be the response: silence is held back, and the other mail is stored."""

    def without_first(_: MailSession, given: Given, uids: Sequence[int]) -> Mapping[int, object]:
        return {uid: what for uid, what in given(uids).items() if uid != uids[0]}

    dovecot.put(a_mail(1), a_mail(2))
    done = fetched(office, Changed(dovecot.source(), once(command, without_first)))

    assert (done.new, done.trouble) == (1, MailTrouble.ANSWER)
    assert dovecot.mails() == [a_mail(1)]
    (state,) = office.incoming.mailboxes.all()
    assert state.last_ok_at is None

    assert [(done.new, done.trouble) for done in fetch_all(office)] == [(1, None)]


@pytest.mark.parametrize("command", ["seen", "raw"])
def test_a_mail_deleted_in_the_same_session_is_no_trouble(
    office: Office, dovecot: Dovecot, command: str
) -> None:
    def deleting(session: MailSession, given: Given, uids: Sequence[int]) -> Mapping[int, object]:
        session.delete(uids[:1])
        return given(uids)

    dovecot.put(a_mail(1), a_mail(2))
    done = fetched(office, Changed(dovecot.source(), once(command, deleting)))

    assert (done.new, done.trouble) == (1, None)
