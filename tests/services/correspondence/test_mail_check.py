"""A check of the office's own mail with a real Postfix, a real Dovecot and a DNS server."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from tests.mail.certificates import an_authority
from tests.mail.dns_server import a_dns_server
from tests.mail.imap.dovecot import USER, Dovecot
from tests.mail.own_host import DOMAIN, HOST, RESULTS_BY, Filter, OwnHost, an_own_host
from tests.mail.signing import Signer
from tests.offices import NoHolds
from tests.services.correspondence.test_fetching import stored
from tracker.domain.correspondence.check_marks import CheckMarks
from tracker.domain.correspondence.mail_check import CheckFinding, CheckOutcome, CheckPart
from tracker.domain.correspondence.mail_letter import AddressPattern
from tracker.mail import SmtpLetterPost
from tracker.mail.domain_records import DnsRecords
from tracker.mail.imap import ImapServer, ImapSource
from tracker.mail.sending_server import greeted_by
from tracker.services.core.office import Office
from tracker.services.correspondence.fetching import fetch_all
from tracker.services.correspondence.mail_check import check_mail
from tracker.services.ports.correspondence.checking import MailChecking
from tracker.services.ports.holds import Hold

pytestmark = pytest.mark.slow

GOOD, ADVICE, PROBLEM = CheckOutcome.GOOD, CheckOutcome.ADVICE, CheckOutcome.PROBLEM
UNKNOWN, SKIPPED = CheckOutcome.UNKNOWN, CheckOutcome.SKIPPED
SIGNER = Signer(DOMAIN)
KEY = f"s1._domainkey.{DOMAIN}"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OwnHost]:
    """One mail host for all tests: its start takes seconds."""
    authority = an_authority(tmp_path_factory.mktemp("authority"))
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("SSL_CERT_FILE", str(authority.file))
        with an_own_host(tmp_path_factory.mktemp("host"), authority) as host:
            yield host


@dataclass
class Scene:
    """An office, its mail host, and the records of its domain, all as they should be."""

    office: Office
    host: OwnHost
    records: dict[tuple[str, str], list[str]]
    checking: MailChecking

    @property
    def filter(self) -> Filter:
        return self.host.filter

    def check(self, seconds: float = 20) -> tuple[CheckFinding, ...]:
        """The result of one check. No mail of it is left, and none was stored."""
        found = check_mail(self.office, self.checking, seconds)
        assert stored(self.office) == []
        return found

    def with_pattern(self, words: str) -> None:
        """Give requests other addresses."""
        post = SmtpLetterPost(self.host.server, AddressPattern(words), 18 << 20, timeout=60)
        self.office = replace(self.office, letter_post=post)


@pytest.fixture
def scene(plain_office: Office, running: OwnHost, tmp_path: Path) -> Iterator[Scene]:
    running.filter.__dict__.update(vars(Filter(running.dovecot, SIGNER)))
    running.filter.writes = [f"Authentication-Results: {RESULTS_BY}; dkim=pass header.d={DOMAIN}"]
    records = {
        (DOMAIN, "MX"): [f"10 {HOST}."],
        (DOMAIN, "TXT"): ['"v=spf1 mx -all"'],
        (KEY, "TXT"): [f'"{SIGNER.record[:200]}" "{SIGNER.record[200:]}"'],
        (f"_dmarc.{DOMAIN}", "TXT"): ['"v=DMARC1; p=reject"'],
    }
    box = ImapServer(
        "localhost", running.dovecot.port, USER, running.password_file, implicit=False
    )
    office = replace(
        plain_office,
        incoming=replace(
            plain_office.incoming,
            sources=(ImapSource("main", box, timeout=10),),
            domains=frozenset([DOMAIN]),
            check_marks=CheckMarks(b"k" * 32),
        ),
        mail_reading=replace(
            plain_office.mail_reading,
            server=RESULTS_BY,
            hosts=(HOST, "mailbox.office.example"),
            strips_forged=True,
        ),
    )
    with a_dns_server(records) as resolver:
        checking = MailChecking(
            lambda: greeted_by(running.server, 60),
            DnsRecords(resolver),
            time.sleep,
            time.monotonic,
        )
        made = Scene(office, running, records, checking)
        made.with_pattern(f"*@{DOMAIN}")
        yield made
    empty(running.dovecot)


def empty(dovecot: Dovecot) -> None:
    """Delete mail that a check did not wait for."""
    with dovecot.client() as client:
        if client.uid("SEARCH", "ALL")[1][0]:
            client.store("1:*", "+FLAGS", r"(\Deleted)")
            client.expunge()


def says(
    found: tuple[CheckFinding, ...], part: CheckPart, outcome: CheckOutcome, words: str
) -> None:
    told = [each for each in found if each.part is part]
    assert any(each.outcome is outcome and words in each.says for each in told), found


def test_a_host_that_is_set_up_well_gives_nothing_to_do(scene: Scene) -> None:
    found = scene.check()

    assert {each.outcome for each in found} == {GOOD}, found
    assert {each.part for each in found} == set(CheckPart)
    says(found, CheckPart.SENDING, GOOD, "over TLSv1.3 localhost, and accepts the user")
    says(found, CheckPart.SENDING, GOOD, "SIZE 67108864")
    says(found, CheckPart.SENDING, GOOD, "DSN")
    says(found, CheckPart.MAILBOX, GOOD, "UIDPLUS, MOVE, IDLE, LITERAL+")
    says(found, CheckPart.MAILBOX, GOOD, "Filed is missing: the first fetch makes it")
    says(found, CheckPart.RECIPIENT, GOOD, "Delivered-To names the recipient.")
    says(found, CheckPart.RESULTS, GOOD, "says dkim=pass, and removes forged lines")
    says(found, CheckPart.REPORT, GOOD, "came and is believed")
    says(found, CheckPart.DKIM, GOOD, KEY)
    assert scene.host.dovecot.mails() == []
    assert "right" not in " ".join(each.says for each in found)


@pytest.mark.parametrize(
    ("changed", "part", "outcome", "words"),
    [
        ({"recipient_header": " "}, CheckPart.RECIPIENT, PROBLEM, "No header names the recipient"),
        (
            {"recipient_header": "X-Original-To: {address}"},
            CheckPart.RECIPIENT,
            PROBLEM,
            "set TRACKER_RECIPIENT_HEADER=X-Original-To",
        ),
        (
            {"recipient_header": "Delivered-To: somebody@office.example"},
            CheckPart.RECIPIENT,
            PROBLEM,
            "Delivered-To names another address",
        ),
        ({"signer": None}, CheckPart.DKIM, PROBLEM, "has no DKIM signature"),
        ({"signer": Signer("host.example")}, CheckPart.DKIM, PROBLEM, "signed by host.example"),
        (
            {"signer": Signer(DOMAIN, "old")},
            CheckPart.DKIM,
            PROBLEM,
            "no key at old._domainkey",
        ),
        ({"signer": Signer(DOMAIN, bits=1024)}, CheckPart.DKIM, PROBLEM, "does not fit the key"),
        ({"writes": []}, CheckPart.RESULTS, SKIPPED, "wrote no Authentication-Results"),
    ],
)
def test_each_fault_of_a_host_has_its_sentence(
    scene: Scene, changed: dict[str, object], part: CheckPart, outcome: CheckOutcome, words: str
) -> None:
    for name, value in changed.items():
        setattr(scene.filter, name, value)

    says(scene.check(), part, outcome, words)
    assert scene.host.dovecot.mails() == []


def test_a_host_that_loses_the_part_behind_the_plus_sign(scene: Scene) -> None:
    scene.with_pattern(f"office+*@{DOMAIN}")
    says(scene.check(), CheckPart.RECIPIENT, GOOD, "with the part behind the plus sign")

    scene.filter.keeps_token = False
    says(scene.check(), CheckPart.RECIPIENT, PROBLEM, "lost the part behind the plus sign")


def test_mail_that_is_refused_later_is_reported_with_the_status_of_the_report(
    scene: Scene,
) -> None:
    scene.filter.refuses = "550 5.1.1 no such user"
    began = time.monotonic()

    found = scene.check(60)

    says(found, CheckPart.ROUND_TRIP, PROBLEM, "did not deliver the check mail (5.1.1)")
    says(found, CheckPart.DKIM, SKIPPED, "none came back")
    assert time.monotonic() - began < 50
    assert scene.host.dovecot.mails() == []


def test_mail_that_never_comes_is_not_waited_for_beyond_the_limit(scene: Scene) -> None:
    scene.filter.loses = True

    found = scene.check(2)

    says(found, CheckPart.ROUND_TRIP, PROBLEM, "did not come within 2 seconds")


def test_mail_in_another_folder_is_found_and_removed(scene: Scene) -> None:
    scene.filter.folder = "Junk"

    found = scene.check(2)

    says(found, CheckPart.ROUND_TRIP, PROBLEM, "came into the folder “Junk”")
    assert scene.host.dovecot.mails("Junk") == []


def test_records_are_reported_as_missing_or_as_not_answered(scene: Scene) -> None:
    scene.records.clear()
    found = scene.check()
    for part in (CheckPart.MX, CheckPart.SPF, CheckPart.DKIM, CheckPart.DMARC):
        says(found, part, PROBLEM, "set")

    scene.records[DOMAIN, "MX"] = scene.records[DOMAIN, "TXT"] = ["broken"]
    scene.records[KEY, "TXT"] = scene.records[f"_dmarc.{DOMAIN}", "TXT"] = ["broken"]
    found = scene.check()
    for part in (CheckPart.MX, CheckPart.SPF, CheckPart.DKIM, CheckPart.DMARC):
        says(found, part, UNKNOWN, "The DNS did not answer for ")


def test_other_mail_in_the_inbox_is_left_as_it_is(scene: Scene) -> None:
    scene.filter.writes = []
    other = b"From: pio@body.example\r\nSubject: The answer\r\n\r\nwords\r\n"
    scene.host.dovecot.put(other)

    scene.check()

    assert scene.host.dovecot.mails() == [other]
    fetch_all(scene.office)
    assert len(stored(scene.office)) == 1


def test_while_acts_are_on_hold_nothing_is_sent(scene: Scene) -> None:
    scene.office = replace(scene.office, holds=NoHolds((Hold.CLOCK_AHEAD,)))

    found = scene.check()

    says(found, CheckPart.ROUND_TRIP, SKIPPED, "acts are on hold")
    assert scene.host.dovecot.mails() == []
