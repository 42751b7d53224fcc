"""Passkeys: made here, opened here, and nothing that comes from elsewhere or twice."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import cast

import pytest
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

from tests.offices import Clock
from tests.soft_key import SoftKey
from tracker.domain.base.errors import BadInput, NotAllowed
from tracker.services.core.office import Office
from tracker.services.people.accounts import add_account, invite, set_password
from tracker.services.people.passkeys import (
    Site,
    add_passkey,
    ask_to_add,
    ask_to_confirm,
    ask_to_enter,
    confirm_by_passkey,
    remove_passkey,
    sign_in_by_passkey,
    site_of,
)
from tracker.services.people.sessions import signed_in
from tracker.services.people.signing_in import CodeWanted, sign_in
from tracker.services.ports.people import Account, AuditAct, People, RoleName, TrailFilter

ORIGIN, HOST = "https://record.example:8443", "record.example"
KEY = b"c" * 32
SITE = Site(ORIGIN, HOST, KEY)


@pytest.fixture
def lawyer(office: Office) -> Account:
    """A person with an account."""
    return add_account(office, "lawyer@example.org", "A Lawyer", RoleName.LAWYER)


def a_key(office: Office, account: Account, name: str = "laptop") -> SoftKey:
    """A passkey of this person."""
    key = SoftKey(ORIGIN, HOST)
    add_passkey(office, SITE, account, name, key.make(ask_to_add(office, SITE, account)))
    return key


def test_the_site_is_that_of_the_public_address() -> None:
    assert site_of("https://record.example:8443/", KEY) == SITE
    local = Site("http://localhost:8000", "localhost", KEY)
    assert site_of("http://localhost:8000", KEY) == local


def test_a_passkey_signs_its_owner_in_without_password_and_code(
    office: Office, lawyer: Account
) -> None:
    key = a_key(office, lawyer)

    inside = sign_in_by_passkey(office, SITE, key.open(ask_to_enter(office, SITE)))

    known = signed_in(office, inside.token)
    assert known
    assert known.id == lawyer.id
    (kept,) = office.people.passkeys.passkeys_of(lawyer.id)
    assert (kept.name, kept.sign_count, kept.used_at) == ("laptop", 1, office.now())


def test_the_first_factor_brings_recovery_codes_and_the_next_one_none(
    office: Office, lawyer: Account
) -> None:
    first, second = SoftKey(ORIGIN, HOST), SoftKey(ORIGIN, HOST)

    codes = add_passkey(office, SITE, lawyer, "", first.make(ask_to_add(office, SITE, lawyer)))
    none = add_passkey(office, SITE, lawyer, "", second.make(ask_to_add(office, SITE, lawyer)))

    assert len(codes) == 10
    assert none == ()
    assert [key.name for key in office.people.passkeys.passkeys_of(lawyer.id)] == ["Passkey"] * 2


def test_with_a_passkey_a_password_alone_is_not_enough(office: Office, lawyer: Account) -> None:
    password = "four words make one"
    set_password(office, invite(office, lawyer.email, "", RoleName.LAWYER), password)
    a_key(office, lawyer)

    assert isinstance(sign_in(office, lawyer.email, password, key=b"k"), CodeWanted)


def test_an_answer_is_taken_once_and_soon(office: Office, lawyer: Account, clock: Clock) -> None:
    key = a_key(office, lawyer)
    answer = key.open(ask_to_enter(office, SITE))
    sign_in_by_passkey(office, SITE, answer)

    with pytest.raises(NotAllowed, match="time to respond"):
        sign_in_by_passkey(office, SITE, answer)
    late = key.open(ask_to_enter(office, SITE))
    clock.moment += timedelta(minutes=6)
    with pytest.raises(NotAllowed, match="time to respond"):
        sign_in_by_passkey(office, SITE, late)


def test_a_challenge_that_was_never_asked_is_not_answered(office: Office, lawyer: Account) -> None:
    key = a_key(office, lawyer)

    with pytest.raises(NotAllowed, match="time to respond"):
        sign_in_by_passkey(office, SITE, key.open('{"challenge": "c2VsZi1tYWRl"}'))


@pytest.mark.parametrize(
    "spoilt",
    [
        lambda key: setattr(key, "origin", "https://rec0rd.example"),
        lambda key: setattr(key, "origin", "https://record.example"),
        lambda key: setattr(key, "host", "rec0rd.example"),
        lambda key: setattr(key, "flags", 1),
        lambda key: setattr(key, "count", -1),
        lambda key: setattr(key, "_key", SoftKey(ORIGIN, HOST)._key),
    ],
    ids=["another site", "another port", "another host", "nobody verified", "copied", "forged"],
)
def test_what_comes_from_elsewhere_or_is_copied_opens_nothing(
    office: Office, lawyer: Account, spoilt: Callable[[SoftKey], None]
) -> None:
    key = a_key(office, lawyer)
    sign_in_by_passkey(office, SITE, key.open(ask_to_enter(office, SITE)))
    spoilt(key)

    with pytest.raises(NotAllowed, match="could not be used"):
        sign_in_by_passkey(office, SITE, key.open(ask_to_enter(office, SITE)))


def test_a_key_that_verifies_nobody_is_not_taken(office: Office, lawyer: Account) -> None:
    key = SoftKey(ORIGIN, HOST, verifies=False)

    with pytest.raises(NotAllowed, match="could not be used"):
        add_passkey(office, SITE, lawyer, "x", key.make(ask_to_add(office, SITE, lawyer)))

    assert not office.people.factors.any_factor(lawyer.id)


def test_a_question_to_one_person_is_not_answered_by_another(
    office: Office, lawyer: Account
) -> None:
    other = add_account(office, "other@example.org", "O", RoleName.LAWYER)
    key, theirs = a_key(office, lawyer), a_key(office, other)

    asked = ask_to_add(office, SITE, other)
    with pytest.raises(NotAllowed, match="time to respond"):
        add_passkey(office, SITE, lawyer, "x", SoftKey(ORIGIN, HOST).make(asked))
    with pytest.raises(NotAllowed, match="could not be used"):
        confirm_by_passkey(office, SITE, lawyer, theirs.open(ask_to_confirm(office, SITE, lawyer)))
    with pytest.raises(NotAllowed, match="time to respond"):
        sign_in_by_passkey(office, SITE, key.open(ask_to_confirm(office, SITE, lawyer)))
    confirm_by_passkey(office, SITE, lawyer, key.open(ask_to_confirm(office, SITE, lawyer)))


@pytest.mark.parametrize("answer", ["", "{}", "[]", "null", '{"response": 3}', "x" * 9000])
def test_no_answer_gets_a_sentence(office: Office, lawyer: Account, answer: str) -> None:
    with pytest.raises(BadInput, match="Allow JavaScript"):
        sign_in_by_passkey(office, SITE, answer)


def test_a_removed_passkey_and_a_closed_account_open_nothing(
    office: Office, lawyer: Account
) -> None:
    key = a_key(office, lawyer)
    (kept,) = office.people.passkeys.passkeys_of(lawyer.id)
    remove_passkey(office, lawyer, kept.id)

    with pytest.raises(NotAllowed, match="could not be used"):
        sign_in_by_passkey(office, SITE, key.open(ask_to_enter(office, SITE)))
    assert ask_to_confirm(office, SITE, lawyer) == ""


def test_nobody_removes_the_key_of_another(office: Office, lawyer: Account) -> None:
    other = add_account(office, "other@example.org", "O", RoleName.LAWYER)
    a_key(office, lawyer)
    (kept,) = office.people.passkeys.passkeys_of(lawyer.id)

    remove_passkey(office, other, kept.id)

    assert office.people.passkeys.passkeys_of(lawyer.id) == (kept,)


def test_asking_for_a_passkey_reads_and_writes_no_account(office: Office) -> None:
    """The person is still unknown, so there is no account to read."""
    nobody = replace(office, people=cast(People, None))

    asked = {json.loads(ask_to_enter(nobody, SITE))["challenge"] for _ in range(3)}

    assert len(asked) == 3


def test_a_challenge_of_another_office_or_with_a_later_end_is_not_answered(
    office: Office, lawyer: Account
) -> None:
    key = a_key(office, lawyer)
    elsewhere = ask_to_enter(office, Site(ORIGIN, HOST, b"x" * 32))
    with pytest.raises(NotAllowed, match="time to respond"):
        sign_in_by_passkey(office, SITE, key.open(elsewhere))

    challenge = bytearray(base64url_to_bytes(json.loads(ask_to_enter(office, SITE))["challenge"]))
    challenge[20] ^= 1
    later = json.dumps({"challenge": bytes_to_base64url(bytes(challenge))})
    with pytest.raises(NotAllowed, match="time to respond"):
        sign_in_by_passkey(office, SITE, key.open(later))


def test_wrong_answers_fill_no_trail_and_do_not_keep_the_owner_out(
    office: Office, lawyer: Account
) -> None:
    key = a_key(office, lawyer)
    forged = SoftKey(ORIGIN, HOST)
    forged.id = key.id

    for _ in range(15):
        with pytest.raises(NotAllowed, match="could not be used"):
            sign_in_by_passkey(office, SITE, forged.open(ask_to_enter(office, SITE)))

    _, told = office.people.trail.entries(TrailFilter(act=AuditAct.WRONG_CODE), 0, 0)
    assert told == 10
    inside = sign_in_by_passkey(office, SITE, key.open(ask_to_enter(office, SITE)))
    assert inside.account.id == lawyer.id
