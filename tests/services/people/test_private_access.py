"""Access to private words in a live office without a key file: given, taken, and gone on with."""

import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest

from tracker.app import found_office, open_office
from tracker.domain.base.errors import BadInput
from tracker.services.core.office import Office
from tracker.services.people.accounts import invite, set_password
from tracker.services.people.handover import close_account
from tracker.services.people.private_access import open_by_password, opened_for
from tracker.services.people.sessions import start_session, unlock_session
from tracker.services.people.signing_in import sign_in
from tracker.services.ports.keys import OFFICE_GROUP, NoAccess
from tracker.services.ports.people import Account, RoleName
from tracker.settings import read_settings

FIRST, LEAVER = "first@example.org", "leaver@example.org"
PASSWORD = "four words make one"
KEY = b"k" * 32


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """A live office whose administrator invited a colleague and gave access by the link."""
    settings = read_settings({"TRACKER_INSTANCE": str(tmp_path / "office")})
    _, token = found_office(settings, live=True, name="Office", email=FIRST)
    with open_office(settings) as office:
        set_password(office, token, PASSWORD)
        with opened_for(office, of(office, FIRST).id, private_of(office, FIRST)):
            link = invite(office, LEAVER, "Leaver", RoleName.LAWYER)
        set_password(office, link, PASSWORD)
        yield office


def of(office: Office, email: str) -> Account:
    account = office.people.account_by_email(email)
    assert account is not None
    return account


def private_of(office: Office, email: str) -> bytes:
    private = open_by_password(office, of(office, email), PASSWORD)
    assert private is not None
    return private


def office_key(office: Office, email: str) -> bytes:
    """The private key of the office, as this person opens it."""
    with opened_for(office, of(office, email).id, private_of(office, email)):
        return office.keys.group_private(OFFICE_GROUP)


def test_a_colleague_who_left_by_the_command_line_is_shut_out_when_somebody_signs_in(
    office: Office,
) -> None:
    taken = office_key(office, LEAVER)
    close_account(office, of(office, LEAVER).id, by="operator")
    assert office_key(office, FIRST) == taken

    sign_in(office, FIRST, PASSWORD, key=KEY)

    assert office_key(office, FIRST) != taken
    assert office.keys.holders(OFFICE_GROUP) == (of(office, FIRST).id,)


def test_opening_private_words_after_a_passkey_goes_on_with_it_too(office: Office) -> None:
    taken, first = office_key(office, LEAVER), of(office, FIRST)
    close_account(office, of(office, LEAVER).id, by="operator")

    token = start_session(office, first, None)
    assert office_key(office, FIRST) == taken
    unlock_session(office, token, private_of(office, FIRST))

    assert office_key(office, FIRST) != taken


def test_a_key_file_keeps_private_words_open_and_a_link_of_the_server_gives_access(
    tmp_path: Path,
) -> None:
    file = tmp_path / "elsewhere" / "office.key"
    file.parent.mkdir()
    file.write_text(secrets.token_hex(32), encoding="ascii")
    named = {"TRACKER_INSTANCE": str(tmp_path / "office"), "TRACKER_OFFICE_KEY": str(file)}
    _, token = found_office(read_settings(named), live=True, name="Office", email=FIRST)
    with open_office(read_settings(named)) as office:
        assert office.keys.may_open()
        set_password(office, token, PASSWORD)
        set_password(office, invite(office, FIRST, "", RoleName.ADMIN), PASSWORD)

    del named["TRACKER_OFFICE_KEY"]
    with open_office(read_settings(named)) as office:
        assert not office.keys.may_open()
        assert office_key(office, FIRST).hex() != file.read_text(encoding="ascii")


def test_a_key_file_that_is_missing_or_of_another_office_is_named(tmp_path: Path) -> None:
    file = tmp_path / "office.key"
    named = {"TRACKER_INSTANCE": str(tmp_path / "office"), "TRACKER_OFFICE_KEY": str(file)}
    with pytest.raises(BadInput, match=r"office\.key is missing"):
        found_office(read_settings(named), live=True, name="Office", email=FIRST)
    file.write_text(secrets.token_hex(32), encoding="ascii")
    found_office(read_settings(named), live=True, name="Office", email=FIRST)

    file.write_text(secrets.token_hex(32), encoding="ascii")

    with open_office(read_settings(named)) as office:
        assert not office.keys.may_open()
        with pytest.raises(NoAccess, match="not the key of this office"):
            office.keys.group_private(OFFICE_GROUP)
