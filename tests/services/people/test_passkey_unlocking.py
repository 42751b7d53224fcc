"""Private words opened by passkey: with what its PRF gives, and with nothing else."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

from tests.offices import AYESHA, KEY_FILE, a_request, an_office, founded_in
from tests.soft_key import SoftKey
from tracker.domain.base.errors import BadInput, Refusal
from tracker.services.core.office import Office
from tracker.services.people.accounts import invite, set_password
from tracker.services.people.handover import close_account
from tracker.services.people.passkey_unlocking import prf_salt, read_prf, unlock_by_passkey
from tracker.services.people.passkeys import (
    Site,
    add_passkey,
    ask_to_add,
    ask_to_confirm,
    ask_to_enter,
    confirm_by_passkey,
    remove_passkey,
    sign_in_by_passkey,
)
from tracker.services.people.private_access import open_by_password, opened_for
from tracker.services.people.sessions import open_key_of, signed_in, start_session, unlock_session
from tracker.services.ports.keys import PASSWORD, Locked
from tracker.services.ports.people import Account, RoleName

ORIGIN, HOST = "https://record.example", "record.example"
SITE = Site(ORIGIN, HOST, b"c" * 32)
WORDS = "four words make one"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """A live office without a key file, with one request."""
    url = founded_in(tmp_path, live=True)
    with an_office(tmp_path, url=url, key_file=None) as (office, _):
        with office.key_opening.opened(office.key_opening.by_key(KEY_FILE)):
            a_request(office)
        yield office


def a_person(office: Office, email: str = "lawyer@example.org") -> tuple[Account, bytes]:
    """A person with a password and with access, and their private key."""
    with office.key_opening.opened(office.key_opening.by_key(KEY_FILE)):
        link = invite(office, email, "A Lawyer", RoleName.ADMIN)
    account = set_password(office, link, WORDS).account
    private = open_by_password(office, account, WORDS)
    assert private
    return account, private


def add(
    office: Office, account: Account, private: bytes | None, *, with_prf: bool = True
) -> SoftKey:
    """A passkey of this person, added with this key of theirs."""
    key, asked = SoftKey(ORIGIN, HOST), ask_to_add(office, SITE, account)
    prf = key.prf(asked) if with_prf else ""
    add_passkey(office, SITE, account, "laptop", key.make(asked), prf=prf, private=private)
    return key


def enter(office: Office, key: SoftKey, prf: str | None = None) -> bytes | None:
    """The key that is open in a session begun with this passkey."""
    asked = ask_to_enter(office, SITE)
    prf = key.prf(asked) if prf is None else prf
    inside = sign_in_by_passkey(office, SITE, key.open(asked), prf=prf)
    assert signed_in(office, inside.token)
    return open_key_of(office, inside.token)


def confirm(office: Office, account: Account, key: SoftKey, private: bytes | None) -> bytes | None:
    """The key that is open after a confirmation, in a session in which this one was open."""
    token = start_session(office, account, private)
    asked = ask_to_confirm(office, SITE, account)
    passkey = confirm_by_passkey(office, SITE, account, key.open(asked))
    unlock_by_passkey(office, token, passkey, HOST, read_prf(key.prf(asked)))
    return open_key_of(office, token)


def test_each_question_has_the_salt_of_the_site_and_of_no_other(office: Office) -> None:
    account, _ = a_person(office)
    add(office, account, None)
    asked = [
        ask_to_add(office, SITE, account),
        ask_to_enter(office, SITE),
        ask_to_confirm(office, SITE, account),
    ]

    salts = {json.loads(each)["extensions"]["prf"]["eval"]["first"] for each in asked}

    assert salts == {bytes_to_base64url(prf_salt(HOST))}
    assert len(prf_salt(HOST)) == 32
    assert prf_salt(HOST) != prf_salt("other.example")


def test_a_passkey_added_while_private_words_are_open_opens_them_at_signing_in(
    office: Office,
) -> None:
    account, private = a_person(office)
    key = add(office, account, private)

    opened = enter(office, key)

    assert opened == private
    reference = next(office.cases.references())
    with opened_for(office, account.id, opened), office.cases.open(reference) as case:
        assert case.applicant().name == AYESHA.name
    with pytest.raises(Locked), office.cases.open(reference) as case:
        case.applicant()


def test_what_the_prf_gave_is_neither_the_secret_nor_in_the_answer(office: Office) -> None:
    account, private = a_person(office)
    key = add(office, account, private)
    asked = ask_to_enter(office, SITE)
    (way,) = (
        each for name, each in office.person_keys.ways(account.id).items() if name != PASSWORD
    )

    assert way.salt == prf_salt(HOST)
    assert key.prf(asked) not in key.open(asked)
    bound_to = f"key of account {account.id} by {way.way}"
    with pytest.raises(Refusal):
        office.person_keys.unseal(base64url_to_bytes(key.prf(asked)), way.sealed, bound_to)


def test_without_a_result_a_passkey_signs_in_and_private_words_stay_locked(
    office: Office,
) -> None:
    account, private = a_person(office)

    assert enter(office, add(office, account, private), prf="") is None
    assert enter(office, add(office, account, private, with_prf=False)) is None


def test_another_result_signs_in_and_opens_nothing(office: Office) -> None:
    account, private = a_person(office)
    key = add(office, account, private)

    assert enter(office, key, prf=bytes_to_base64url(b"x" * 32)) is None
    assert enter(office, key) == private, "nothing was replaced"


def test_a_result_of_a_person_without_an_open_key_opens_nothing(office: Office) -> None:
    account, _ = a_person(office)

    assert enter(office, add(office, account, None)) is None
    assert set(office.person_keys.ways(account.id)) == {PASSWORD}


def test_the_passkey_of_another_person_opens_only_their_own_key(office: Office) -> None:
    account, private = a_person(office)
    other, theirs = a_person(office, "other@example.org")
    mine, his = add(office, account, private), add(office, other, theirs)
    asked = ask_to_enter(office, SITE)

    assert enter(office, his) == theirs
    assert enter(office, his, prf=mine.prf(asked)) is None
    assert enter(office, mine) == private


@pytest.mark.parametrize(
    "prf",
    [
        bytes_to_base64url(b"x" * 31),
        bytes_to_base64url(b"x" * 33),
        "!" * 43,
        "x",
        "é" * 43,
        "=" * 4,
    ],
    ids=["31 bytes", "33 bytes", "no base64", "one letter", "no ASCII", "padding alone"],
)
def test_a_damaged_result_gets_a_sentence_and_the_answer_stays_usable(
    office: Office, prf: str
) -> None:
    account, private = a_person(office)
    key = add(office, account, private)
    asked = ask_to_enter(office, SITE)
    answer = key.open(asked)

    with pytest.raises(BadInput, match="is damaged"):
        sign_in_by_passkey(office, SITE, answer, prf=prf)

    inside = sign_in_by_passkey(office, SITE, answer, prf=key.prf(asked))
    assert open_key_of(office, inside.token) == private


def test_confirming_opens_a_locked_session_and_leaves_an_open_one_open(office: Office) -> None:
    account, private = a_person(office)
    key = add(office, account, private)

    assert confirm(office, account, key, None) == private
    assert confirm(office, account, key, private) == private


def test_a_passkey_gets_its_way_when_it_is_used_while_private_words_are_open(
    office: Office,
) -> None:
    account, private = a_person(office)
    key = add(office, account, private, with_prf=False)
    assert confirm(office, account, key, None) is None
    assert enter(office, key) is None

    assert confirm(office, account, key, private) == private

    assert enter(office, key) == private


def test_a_way_that_opens_nothing_any_more_is_replaced_while_private_words_are_open(
    office: Office,
) -> None:
    account, private = a_person(office)
    key = add(office, account, private)
    (row,) = office.people.passkeys.passkeys_of(account.id)
    token = start_session(office, account, private)
    unlock_by_passkey(office, token, row, HOST, b"x" * 32)
    assert enter(office, key) is None

    confirm(office, account, key, private)

    assert enter(office, key) == private


def test_a_passkey_without_a_result_changes_nothing_in_an_open_session(office: Office) -> None:
    account, private = a_person(office)
    key = add(office, account, private)
    (row,) = office.people.passkeys.passkeys_of(account.id)
    token = start_session(office, account, private)

    unlock_by_passkey(office, token, row, HOST, read_prf(""))

    assert open_key_of(office, token) == private
    assert enter(office, key) == private


def test_a_removed_passkey_leads_to_the_key_no_more(office: Office) -> None:
    account, private = a_person(office)
    add(office, account, private)
    add(office, account, private)
    gone, stays = office.people.passkeys.passkeys_of(account.id)

    remove_passkey(office, account, gone.id)

    assert set(office.person_keys.ways(account.id)) == {PASSWORD, stays.id}


def test_nobody_removes_their_password_or_the_way_of_another_person_as_a_passkey(
    office: Office,
) -> None:
    account, private = a_person(office)
    other, theirs = a_person(office, "other@example.org")
    add(office, account, private)
    add(office, other, theirs)
    (mine,) = office.people.passkeys.passkeys_of(account.id)

    remove_passkey(office, other, mine.id)
    remove_passkey(office, account, PASSWORD)

    assert set(office.person_keys.ways(account.id)) == {PASSWORD, mine.id}


def test_a_link_for_lost_factors_and_leaving_delete_the_ways_of_passkeys(office: Office) -> None:
    account, private = a_person(office)
    add(office, account, private)
    other, theirs = a_person(office, "other@example.org")
    add(office, other, theirs)

    set_password(office, invite(office, account.email, "", RoleName.ADMIN, frees=True), WORDS)
    close_account(office, other.id, by=account.id)

    assert set(office.person_keys.ways(account.id)) == {PASSWORD}
    assert office.person_keys.ways(other.id) == {}


def test_a_reset_password_locks_passkeys_until_they_are_used_with_the_new_key(
    office: Office,
) -> None:
    account, private = a_person(office)
    key = add(office, account, private)
    set_password(office, invite(office, account.email, "", RoleName.ADMIN), WORDS)
    assert enter(office, key) is None
    token, new = start_session(office, account, None), open_by_password(office, account, WORDS)
    assert new
    assert new != private
    unlock_session(office, token, new)

    confirm(office, account, key, new)

    assert enter(office, key) == new
