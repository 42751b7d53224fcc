"""Access to private words in an office whose keys end at people, through its use cases."""

import secrets
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from tests.mail.reading.test_signature_check import KEYS, MAILS
from tests.offices import AYESHA, a_request
from tracker.app.assembly import found_office, open_office
from tracker.domain.base.errors import BadInput, NotAllowed
from tracker.domain.case.request import Applicant
from tracker.domain.correspondence.authenticity import SignatureWord
from tracker.services.core.office import Office
from tracker.services.core.search_query import query_of
from tracker.services.correspondence.background_work import work_beside
from tracker.services.correspondence.reading_mail import check_signatures_again, read_stored
from tracker.services.correspondence.scan_texts import pages_of
from tracker.services.people.accounts import (
    by_address,
    change_password,
    invite,
    link_for,
    set_password,
)
from tracker.services.people.handover import close_account
from tracker.services.people.private_access import (
    give_access,
    open_by_password,
    opened_for,
    password_key,
    replace_left_keys,
    require_access,
    without_access,
)
from tracker.services.people.sessions import open_key_of, start_session, unlock_session
from tracker.services.people.sharing import share, stop_sharing
from tracker.services.people.signing_in import Admitted, confirm_password, sign_in
from tracker.services.ports.cases import Paper
from tracker.services.ports.correspondence.reading import KeyRecords
from tracker.services.ports.correspondence.received import Arrival
from tracker.services.ports.correspondence.scan_reading import PageWords, ScanReader
from tracker.services.ports.keys import OFFICE_GROUP, Locked, NoAccess
from tracker.services.ports.people import Account, RoleName
from tracker.settings import Settings, read_settings

BOSS, LAWYER, GUEST = "boss@example.org", "lawyer@example.org", "guest@example.org"
PASSWORD, OTHER = "corridor walnut seventeen tram", "lantern gravel ninety harbour"
KEY = b"k" * 32


@dataclass
class Team:
    """A live office without a key file, with an administrator and a request."""

    office: Office
    reference: str

    def person(self, email: str) -> Account:
        return by_address(self.office, email)

    def reads(self, email: str, token: str) -> bool:
        """Whether this person reads who asked, at the session with this token."""
        private = open_key_of(self.office, token)
        with opened_for(self.office, self.person(email).id, private):
            try:
                return self.applicant().name == AYESHA.name
            except Locked:
                return False

    def applicant(self) -> Applicant:
        with self.office.cases.look(self.reference) as case:
            return case.applicant()

    def signed_in(self, email: str, password: str = PASSWORD) -> str:
        admitted = sign_in(self.office, email, password, key=KEY)
        assert isinstance(admitted, Admitted)
        return admitted.token


@dataclass
class LateKeys(KeyRecords):
    """Keys of signatures, each of which comes too late at first."""

    late: bool = True

    def record(self, name: str) -> str | None:
        if self.late:
            raise TimeoutError
        return KEYS.get(name)


def admitted(entry: object) -> str:
    assert isinstance(entry, Admitted)
    return entry.token


def settings_of(instance: Path) -> Settings:
    return read_settings({"TRACKER_INSTANCE": str(instance)})


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The instance of such an office, which tests copy, and the reference of its request."""
    instance = tmp_path_factory.mktemp("founded") / "instance"
    settings = settings_of(instance)
    account, link = found_office(settings, live=True, name="Office", email=BOSS)
    with open_office(settings) as office:
        token = admitted(set_password(office, link, PASSWORD))
        with opened_for(office, account.id, open_key_of(office, token)):
            return instance, a_request(office)


@pytest.fixture
def team(founded: tuple[Path, str], tmp_path: Path) -> Iterator[Team]:
    made, reference = founded
    with open_office(settings_of(shutil.copytree(made, tmp_path / "instance"))) as office:
        yield Team(office, reference)


def test_a_password_costs_64_mib_and_two_passes_of_argon2id(team: Team) -> None:
    """By another implementation, and in an office that the program itself opened."""
    by_openssl = Argon2id(salt=b"s" * 16, length=32, iterations=2, lanes=1, memory_cost=64 * 1024)

    key = team.office.password_key(PASSWORD, b"s" * 16)

    assert key == by_openssl.derive(PASSWORD.encode())
    assert team.office.password_key is password_key


def test_the_first_administrator_reads_after_signing_in_and_nobody_else_does(team: Team) -> None:
    with pytest.raises(Locked):
        team.applicant()
    assert team.reads(BOSS, team.signed_in(BOSS))
    assert not team.reads(BOSS, "another-token")


def test_scans_are_read_beside_the_pages_with_the_key_of_who_signed_in(team: Team) -> None:
    class Reader(ScanReader):
        languages = ("eng",)

        def page(self, data: bytes, media: str, number: int) -> PageWords:
            return PageWords(1, f"zookeeper of {len(data)}", guessed=True)

    office, boss = replace(team.office, scan_reader=Reader()), team.person(BOSS)
    with office.cases.open(team.reference) as case:
        digest = office.archive.keep(team.reference, b"%PDF-")
        paper = Paper(digest, "a.pdf", "application/pdf", 5, office.now(), "reply")
        case.add_paper(paper)

    thread = work_beside(office, boss.id, open_key_of(office, team.signed_in(BOSS)))

    assert thread is not None
    thread.join(30)
    assert office.scan_texts.count_unread() == 0
    with pytest.raises(Locked), office.cases.look(team.reference) as case:
        pages_of(case, digest)
    with opened_for(office, boss.id, open_key_of(office, team.signed_in(BOSS))):
        with office.cases.look(team.reference) as case:
            assert [each.words for each in pages_of(case, digest)] == ["zookeeper of 5"]
        assert office.private_search.find(query_of("zookeeper"), 9).scanned == {team.reference}
    # Nothing is left to read.
    assert work_beside(office, boss.id, bytes(32)) is None


def test_late_keys_of_signatures_are_asked_for_with_the_key_of_who_signed_in(team: Team) -> None:
    keys, raw = LateKeys(), MAILS["relaxed"]
    reading = replace(team.office.mail_reading, keys=keys)
    office, boss = replace(team.office, mail_reading=reading), team.person(BOSS)
    arrival = Arrival(raw, office.now(), len(raw), request=team.reference)
    mail = reading.mails.store(arrival, office.now()).mail
    assert read_stored(office, mail, raw).signature is SignatureWord.NOT_CHECKED_NOW
    keys.late = False

    assert check_signatures_again(office) == 0, "nobody's key is open"
    thread = work_beside(office, boss.id, open_key_of(office, team.signed_in(BOSS)))

    assert thread is not None
    thread.join(30)
    noted = reading.readings.get(mail.id)
    assert noted is not None
    assert noted.signature is SignatureWord.SIGNED_BY_BODY
    assert work_beside(office, boss.id, bytes(32)) is None


def test_a_link_of_a_colleague_gives_access_at_once(team: Team) -> None:
    boss = team.signed_in(BOSS)
    with opened_for(team.office, team.person(BOSS).id, open_key_of(team.office, boss)):
        link = invite(team.office, LAWYER, "A Lawyer", RoleName.LAWYER)

    token = admitted(set_password(team.office, link, OTHER))

    assert team.reads(LAWYER, token)
    assert team.reads(LAWYER, team.signed_in(LAWYER, OTHER))
    assert without_access(team.office) == []


def test_a_link_of_the_operator_gives_none_until_a_colleague_does(team: Team) -> None:
    link = invite(team.office, LAWYER, "A Lawyer", RoleName.LAWYER)
    token = admitted(set_password(team.office, link, OTHER))
    assert not team.reads(LAWYER, token)
    lawyer, boss = team.person(LAWYER), team.person(BOSS)
    assert without_access(team.office) == [lawyer]
    with pytest.raises(Locked):
        give_access(team.office, lawyer, by=boss.id)

    with opened_for(team.office, boss.id, open_key_of(team.office, team.signed_in(BOSS))):
        give_access(team.office, lawyer, by=boss.id)

    assert team.reads(LAWYER, token)
    assert without_access(team.office) == []


def test_a_password_set_again_by_the_operator_opens_nothing(team: Team) -> None:
    link = link_for(team.office, team.person(BOSS))

    token = admitted(set_password(team.office, link, OTHER))

    assert not team.reads(BOSS, token)
    with pytest.raises(NotAllowed, match="is wrong"):
        team.signed_in(BOSS, PASSWORD)


def test_another_password_goes_on_opening_what_the_former_did(team: Team) -> None:
    token = team.signed_in(BOSS)
    change_password(team.office, team.person(BOSS), OTHER, token)

    assert team.reads(BOSS, token)
    assert team.reads(BOSS, team.signed_in(BOSS, OTHER))
    assert open_by_password(team.office, team.person(BOSS), PASSWORD) is None


def test_a_session_without_the_key_is_unlocked_by_the_password(team: Team) -> None:
    boss = team.person(BOSS)
    token = start_session(team.office, boss, None)
    assert not team.reads(BOSS, token)
    with pytest.raises(Locked):
        change_password(team.office, boss, OTHER, token)

    unlock_session(team.office, token, confirm_password(team.office, boss, PASSWORD, key=KEY))

    assert team.reads(BOSS, token)


def test_who_left_reads_nothing_and_the_others_everything(team: Team) -> None:
    boss = team.signed_in(BOSS)
    with opened_for(team.office, team.person(BOSS).id, open_key_of(team.office, boss)):
        link = invite(team.office, LAWYER, "A Lawyer", RoleName.LAWYER)
        token = admitted(set_password(team.office, link, OTHER))
        close_account(team.office, team.person(LAWYER).id, by="boss")
        assert replace_left_keys(team.office) == 0

    assert open_key_of(team.office, token) is None
    assert team.reads(BOSS, boss)


def test_a_guest_reads_what_is_shared_until_it_is_not(team: Team) -> None:
    boss, office = team.signed_in(BOSS), team.office
    with pytest.raises(Locked):
        share(office, team.reference, "partner", by="boss")
    assert office.people.shares.shared_with(team.reference) == ()
    with opened_for(office, team.person(BOSS).id, open_key_of(office, boss)):
        link = invite(office, GUEST, "A Guest", RoleName.LAWYER, organisation="partner")
        token = admitted(set_password(office, link, OTHER))
        assert not team.reads(GUEST, token)
        share(office, team.reference, "partner", by="boss")

    assert team.reads(GUEST, token)
    with opened_for(office, team.person(GUEST).id, open_key_of(office, token)):
        assert not office.key_opening.may_open()

    stop_sharing(office, team.reference, "partner", by="boss")
    assert not team.reads(GUEST, token)


def test_a_person_without_access_is_refused_in_a_sentence(team: Team) -> None:
    link = invite(team.office, LAWYER, "L", RoleName.LAWYER)
    token = admitted(set_password(team.office, link, OTHER))
    lawyer = team.person(LAWYER)
    opened = opened_for(team.office, lawyer.id, open_key_of(team.office, token))
    with opened, pytest.raises(NoAccess) as refused:
        team.applicant()
    assert "Ask a colleague" in str(refused.value)
    with pytest.raises(NoAccess, match="Ask a colleague"):
        require_access(team.office, lawyer)
    require_access(team.office, team.person(BOSS))


def office_key(office: Office, email: str, password: str = PASSWORD) -> bytes:
    """The private key of the office, as this person opens it."""
    account = by_address(office, email)
    with opened_for(office, account.id, open_by_password(office, account, password)):
        return office.key_holders.group_private(OFFICE_GROUP)


def leaves_by_the_command_line(team: Team) -> bytes:
    """Let a lawyer leave while no key is open; return the office's key that the lawyer had."""
    office, boss = team.office, team.person(BOSS)
    with opened_for(office, boss.id, open_by_password(office, boss, PASSWORD)):
        link = invite(office, LAWYER, "A Lawyer", RoleName.LAWYER)
    set_password(office, link, OTHER)
    taken = office_key(office, LAWYER, OTHER)
    close_account(office, team.person(LAWYER).id, by="operator")
    assert office_key(office, BOSS) == taken
    return taken


def test_a_person_who_left_by_the_command_line_is_shut_out_at_the_next_sign_in(team: Team) -> None:
    taken = leaves_by_the_command_line(team)

    token = team.signed_in(BOSS)

    assert office_key(team.office, BOSS) != taken
    assert team.office.key_holders.holders(OFFICE_GROUP) == (team.person(BOSS).id,)
    assert team.reads(BOSS, token)


def test_or_when_private_words_are_opened_in_a_session(team: Team) -> None:
    taken = leaves_by_the_command_line(team)
    boss = team.person(BOSS)
    token = start_session(team.office, boss, None)
    assert office_key(team.office, BOSS) == taken

    unlock_session(team.office, token, confirm_password(team.office, boss, PASSWORD, key=KEY))

    assert office_key(team.office, BOSS) != taken
    assert team.reads(BOSS, token)


def test_a_key_file_keeps_private_words_open_and_a_link_of_the_server_gives_access(
    tmp_path: Path,
) -> None:
    file = tmp_path / "elsewhere" / "office.key"
    file.parent.mkdir()
    file.write_text(secrets.token_hex(32), encoding="ascii")
    named = {"TRACKER_INSTANCE": str(tmp_path / "office"), "TRACKER_OFFICE_KEY": str(file)}
    _, token = found_office(read_settings(named), live=True, name="Office", email=BOSS)
    with open_office(read_settings(named)) as office:
        assert office.key_opening.may_open()
        set_password(office, token, OTHER)
        set_password(office, invite(office, BOSS, "", RoleName.ADMIN), PASSWORD)

    del named["TRACKER_OFFICE_KEY"]
    with open_office(read_settings(named)) as office:
        assert not office.key_opening.may_open()
        assert office_key(office, BOSS).hex() != file.read_text(encoding="ascii")


def test_a_key_file_that_is_missing_or_of_another_office_is_named(tmp_path: Path) -> None:
    file = tmp_path / "office.key"
    named = {"TRACKER_INSTANCE": str(tmp_path / "office"), "TRACKER_OFFICE_KEY": str(file)}
    with pytest.raises(BadInput, match=r"office\.key is missing"):
        found_office(read_settings(named), live=True, name="Office", email=BOSS)
    file.write_text(secrets.token_hex(32), encoding="ascii")
    found_office(read_settings(named), live=True, name="Office", email=BOSS)

    file.write_text(secrets.token_hex(32), encoding="ascii")

    with open_office(read_settings(named)) as office:
        assert not office.key_opening.may_open()
        with pytest.raises(NoAccess, match="not the key of this office"):
            office.key_holders.group_private(OFFICE_GROUP)
