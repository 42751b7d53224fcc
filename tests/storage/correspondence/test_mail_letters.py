"""Letters that go out by email, and the tokens of their addresses, on both databases."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.storage.conftest import KEY_FILE
from tests.storage.migrated import connected, older_database
from tests.storage.samples import AT, BY, REFERENCE, drafted
from tracker.domain.correspondence.mail_letter import LetterPurpose, LetterState, LetterTrouble
from tracker.domain.law.law import LetterKind
from tracker.services.ports.correspondence.letters import MailEnvelope, MailLetter
from tracker.storage.db.sealing import Damaged
from tracker.storage.office_data.upkeep import migrate
from tracker.storage.opening import Storage, open_storage

LEASE = timedelta(minutes=15)
LATER = AT + timedelta(minutes=10)
WORDS = b"Subject: x\r\n\r\nAyesha Namoona asks\nfor everything.\r\n"
ENVELOPE = MailEnvelope("t@rti.office.example", "rti@pta.example", WORDS)
LETTER = MailLetter(
    id="0" * 32,
    reference=REFERENCE,
    kind=LetterKind.REQUEST,
    purpose=LetterPurpose.FILED,
    message_id="<1@rti.office.example>",
    size=len(WORDS),
    digest="d" * 64,
    prepared_by=BY,
    prepared_at=AT,
)


@pytest.fixture
def office(storage: Storage) -> Storage:
    """A storage with one request."""
    with storage.cases.open_new(REFERENCE) as case:
        case.enter(drafted(), at=AT, by=BY)
    return storage


def waiting(office: Storage, letter: MailLetter = LETTER) -> MailLetter:
    office.letters_by_mail.put(letter)
    assert office.letters_by_mail.approve(letter, ENVELOPE, BY, AT, LATER)
    return now(office, letter)


def now(office: Storage, letter: MailLetter = LETTER) -> MailLetter:
    found = office.letters_by_mail.one(letter.id)
    assert found is not None
    return found


def sealed(office: Storage) -> tuple[bytes | None, bytes | None]:
    with office.transactions.readers.connect() as connection:
        row = connection.execute(sa.text("SELECT key, sealed FROM mail_letter")).one()
    return row[0], row[1]


def test_a_letter_is_read_as_it_was_stored(office: Storage) -> None:
    office.letters_by_mail.put(LETTER)

    assert office.letters_by_mail.of(REFERENCE) == [LETTER]
    assert office.letters_by_mail.one("1" * 32) is None


def test_a_mail_that_was_only_prepared_is_replaced_by_the_next(office: Storage) -> None:
    office.letters_by_mail.put(LETTER)
    second = replace(LETTER, id="1" * 32, message_id="<2@rti.office.example>")
    office.letters_by_mail.put(second)

    assert office.letters_by_mail.of(REFERENCE) == [second]


def test_one_process_claims_a_letter_once_its_pause_is_over_with_the_exact_bytes(
    office: Storage,
) -> None:
    waiting(office)
    early = LATER - timedelta(seconds=1)

    assert office.letters_by_mail.claim(early, early + LEASE, "one") is None
    claim = office.letters_by_mail.claim(LATER, LATER + LEASE, "one")
    assert claim is not None
    assert claim.envelope == ENVELOPE
    assert (claim.letter.state, claim.letter.attempts) == (LetterState.HANDING, 1)
    assert office.letters_by_mail.claim(LATER + LEASE, LATER + 2 * LEASE, "two") is None


def test_the_bytes_lie_under_a_key_of_their_own_and_no_word_is_in_the_clear(
    office: Storage,
) -> None:
    waiting(office)

    key, box = sealed(office)
    assert key is not None
    assert box is not None
    for word in (b"Ayesha", b"rti@pta"):
        assert word not in box
        assert word not in key


def test_the_bytes_open_with_the_key_of_this_machine_only(
    office: Storage, url: str, instance: Path
) -> None:
    waiting(office)

    with (
        closing(open_storage(url, instance, b"x" * 32, KEY_FILE)) as other,
        pytest.raises(Damaged),
    ):
        other.letters_by_mail.claim(LATER, LATER + LEASE, "one")
    assert now(office).state is LetterState.WAITING


def _called_back(office: Storage) -> None:
    assert office.letters_by_mail.call_back(LETTER.id)


def _handed(office: Storage) -> None:
    claim = office.letters_by_mail.claim(LATER, LATER + LEASE, "one")
    assert claim is not None
    assert office.letters_by_mail.handed(claim.letter, LATER, entry=3)


def _refused(office: Storage) -> None:
    claim = office.letters_by_mail.claim(LATER, LATER + LEASE, "one")
    assert claim is not None
    office.letters_by_mail.close(claim, LetterState.REFUSED, LetterTrouble.REFUSED_FOR_GOOD)


def _died(office: Storage) -> None:
    assert office.letters_by_mail.claim(LATER, LATER + LEASE, "one")
    assert len(office.letters_by_mail.left_behind(LATER + LEASE)) == 1


def _too_old(office: Storage) -> None:
    assert office.letters_by_mail.destroy_old_keys(AT + timedelta(seconds=1)) == 1


def _erased(office: Storage) -> None:
    office.cases.erase_person(REFERENCE)


@pytest.mark.parametrize(
    ("end", "state"),
    [
        (_called_back, LetterState.CALLED_BACK),
        (_handed, LetterState.HANDED),
        (_refused, LetterState.REFUSED),
        (_died, LetterState.UNCERTAIN),
        (_too_old, LetterState.REFUSED),
        (_erased, LetterState.CALLED_BACK),
    ],
)
def test_the_key_of_a_letter_is_destroyed_however_its_way_ends(
    office: Storage, end: Callable[[Storage], None], state: LetterState
) -> None:
    waiting(office)

    end(office)

    assert sealed(office) == (None, None)
    assert now(office).state is state
    assert office.letters_by_mail.claim(LATER, LATER + LEASE, "two") is None


def test_a_letter_is_handed_over_once(office: Storage) -> None:
    waiting(office)
    claim = office.letters_by_mail.claim(LATER, LATER + LEASE, "one")
    assert claim is not None

    assert office.letters_by_mail.handed(claim.letter, LATER, entry=3)
    assert not office.letters_by_mail.handed(claim.letter, LATER, entry=4)
    assert now(office).entry == 3


def test_a_process_that_comes_late_settles_no_later_try(office: Storage) -> None:
    waiting(office)
    late = office.letters_by_mail.claim(LATER, LATER + LEASE, "one")
    assert late is not None
    (uncertain,) = office.letters_by_mail.left_behind(LATER + LEASE)
    again = replace(uncertain, state=LetterState.UNCERTAIN)
    assert office.letters_by_mail.approve(again, ENVELOPE, BY, LATER, LATER)

    assert not office.letters_by_mail.handed(late.letter, LATER, entry=3)
    office.letters_by_mail.close(late, LetterState.REFUSED, LetterTrouble.REFUSED_FOR_GOOD)
    assert now(office).state is LetterState.WAITING


def test_the_same_letter_is_never_approved_twice(office: Storage) -> None:
    waiting(office)

    assert not office.letters_by_mail.approve(LETTER, ENVELOPE, BY, AT, LATER)


def test_a_second_mail_of_a_kind_waits_for_none_that_is_on_its_way(office: Storage) -> None:
    waiting(office)
    second = replace(LETTER, id="1" * 32, message_id="<2@rti.office.example>")
    office.letters_by_mail.put(second)

    assert not office.letters_by_mail.approve(second, ENVELOPE, BY, AT, LATER)
    office.letters_by_mail.call_back(LETTER.id)
    assert office.letters_by_mail.approve(second, ENVELOPE, BY, AT, LATER)


def test_a_letter_that_was_put_off_is_claimed_again(office: Storage) -> None:
    waiting(office)
    claim = office.letters_by_mail.claim(LATER, LATER + LEASE, "one")
    assert claim is not None
    office.letters_by_mail.return_to_wait(claim, LATER + LEASE)

    again = office.letters_by_mail.claim(LATER + LEASE, LATER + 2 * LEASE, "two")

    assert again is not None
    assert (again.envelope, again.letter.attempts) == (ENVELOPE, 2)


def test_reports_are_counted(office: Storage) -> None:
    waiting(office)

    assert [office.letters_by_mail.count_report(LETTER.id) for _ in range(2)] == [1, 2]
    assert now(office).reports == 2


def test_a_request_has_one_token_at_a_time_and_keeps_its_earlier_ones(office: Storage) -> None:
    letters = office.letters_by_mail

    assert letters.token_of(REFERENCE) == ""
    assert letters.add_token(REFERENCE, "2345678923k", AT)
    assert not letters.add_token(REFERENCE, "3345678923k", AT)
    assert letters.token_of(REFERENCE) == "2345678923k"
    assert letters.retire_shown(REFERENCE, AT) == 1
    assert letters.retire_shown(REFERENCE, LATER) == 0
    assert letters.token_of(REFERENCE) == ""
    assert letters.add_token(REFERENCE, "4345678923k", LATER)
    assert not letters.add_token(REFERENCE, "2345678923k", LATER)
    owners = office.sent_mail.tokens()
    assert [(owners[each].retired, owners[each].shown) for each in sorted(owners)] == [
        (True, True), (False, False),
    ]  # fmt: skip
    assert letters.request_of("2345678923K") == letters.request_of("4345678923k") == REFERENCE
    assert letters.request_of("5345678923k") == ""


def test_an_older_database_keeps_its_rows_and_gets_the_tables(empty_url: str) -> None:
    older_database(empty_url, "006", "event_kind (kind) VALUES ('earlier')")

    migrate(empty_url)

    with connected(empty_url) as connection:
        assert "earlier" in connection.scalars(sa.text("SELECT kind FROM event_kind")).all()
        for table in ("mail_letter", "mail_token"):
            assert connection.scalar(sa.text(f"SELECT count(*) FROM {table}")) == 0  # noqa: S608


def test_an_older_database_keeps_its_rows_and_gets_the_time_at_which_an_address_was_shown(
    empty_url: str,
) -> None:
    older_database(empty_url, "011", "event_kind (kind) VALUES ('earlier')")
    migrate(empty_url)

    with connected(empty_url) as connection:
        assert "earlier" in connection.scalars(sa.text("SELECT kind FROM event_kind")).all()
        columns = {each["name"] for each in sa.inspect(connection).get_columns("mail_token")}
    assert columns == {"token", "request", "made_at", "retired_at", "shown_at"}


def test_the_entry_of_a_letter_is_noted_once_and_only_after_its_hand_over(
    office: Storage,
) -> None:
    waiting(office)
    assert not office.letters_by_mail.logged(LETTER.id, 5)
    claim = office.letters_by_mail.claim(LATER, LATER + LEASE, "one")
    assert claim is not None
    assert office.letters_by_mail.handed(claim.letter, LATER, entry=0)

    assert office.letters_by_mail.logged(LETTER.id, 5)
    assert not office.letters_by_mail.logged(LETTER.id, 6)
    assert now(office).entry == 5
