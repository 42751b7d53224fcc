"""Readers who are told by e-mail: an address under lock, one thing to confirm, gone for good."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.backups import CHECK, IDENTITY, SIGN, with_recovery
from tests.storage.cases.test_erasure import everything
from tests.storage.conftest import KEY, KEY_FILE
from tests.storage.samples import AT
from tracker.domain.record.alerts import EVERYTHING, Followed, Subject
from tracker.services.ports.alerts import Subscription
from tracker.services.ports.reminders import Mail
from tracker.storage.office_data.backup import backup
from tracker.storage.office_data.restore import restore
from tracker.storage.opening import Storage, open_storage

BLOCK, BODY = Subject(Followed.BLOCK, "block-one"), Subject(Followed.BODY, "body-one")
ADDRESS, TOKEN = "Xqvzwkj@example.org", "Wvqkzzhm-the-token"
READER = Subscription("reader-1", ADDRESS, TOKEN, BLOCK, "en", AT)
DAY = date(2024, 3, 19)


def another(number: int, **changed: object) -> Subscription:
    told_apart = {"id": f"reader-{number}", "token": f"token-{number}"}
    return replace(READER, **(told_apart | changed))  # type: ignore[arg-type]


def mail(reader: str = READER.id) -> Mail:
    return Mail(f"alert:{reader}", f"<{reader}@office>", "", "", "k7m2p9qx 1", AT, reader)


def confirmed(storage: Storage, reader: Subscription = READER) -> None:
    assert storage.subscriptions.ask(reader)
    storage.subscriptions.confirm(reader.id, 7, AT)


def test_what_was_asked_for_is_found_by_its_token_and_its_id(storage: Storage) -> None:
    assert storage.subscriptions.ask(READER)

    assert storage.subscriptions.by_token(TOKEN) == READER
    assert storage.subscriptions.by_id("reader-1") == READER
    assert storage.subscriptions.by_token("") is None
    storage.subscriptions.confirm("reader-1", 7, AT)
    assert storage.subscriptions.by_id("reader-1") == replace(READER, confirmed=True, told=7)
    storage.subscriptions.confirm("reader-1", 9, AT)
    found = storage.subscriptions.by_id("reader-1")
    assert found is not None
    assert found.told == 7, "to confirm again skips nothing"


def test_an_address_has_one_thing_to_confirm_however_it_is_written(storage: Storage) -> None:
    assert storage.subscriptions.ask(READER)

    assert not storage.subscriptions.ask(another(2))
    assert not storage.subscriptions.ask(another(3, subject=EVERYTHING))
    assert not storage.subscriptions.ask(another(4, address=ADDRESS.lower(), subject=BODY))
    assert storage.subscriptions.ask(another(5, address="other@example.org"))


def test_an_address_follows_a_thing_once_and_several_one_after_the_other(
    storage: Storage,
) -> None:
    confirmed(storage)

    assert not storage.subscriptions.ask(another(2))
    assert storage.subscriptions.ask(another(3, subject=BODY))


def test_no_byte_of_an_address_or_a_token_is_in_the_database_or_beside_it(
    storage: Storage, instance: Path
) -> None:
    confirmed(storage)
    storage.outbox.put(mail())

    kept = list(everything(storage, instance))

    assert any(b"reader-1" in data for data in kept), "the ids are there, so it was looked at"
    for word in (ADDRESS, ADDRESS.lower(), "Xqvzwkj", TOKEN):
        assert not any(word.encode() in data for data in kept)


def test_a_reader_who_leaves_is_deleted_with_the_waiting_mail(storage: Storage) -> None:
    confirmed(storage)
    storage.outbox.put(mail())

    storage.subscriptions.leave("reader-1")
    storage.subscriptions.leave("reader-1")

    assert storage.subscriptions.by_token(TOKEN) is None
    assert storage.outbox.claim(AT, AT + timedelta(minutes=5), "one") is None
    assert storage.subscriptions.ask(another(2)), "nothing is kept that would hold it off"


def test_of_mail_to_a_reader_nothing_is_kept_once_it_went_or_needs_not_go(
    storage: Storage,
) -> None:
    confirmed(storage)
    settle: tuple[Callable[..., None], ...] = (
        lambda claim: storage.outbox.sent(claim, AT),
        storage.outbox.dropped,
    )
    for done in settle:
        assert storage.outbox.put(mail())
        claim = storage.outbox.claim(AT, AT + timedelta(minutes=5), "one")
        assert claim is not None
        assert claim.mail == mail()
        done(claim)
        # The same may be put down again, since no trace of it is left.
        assert storage.outbox.put(mail())
        storage.subscriptions.leave("reader-1")
        confirmed(storage)


def test_an_operator_deletes_all_that_an_address_follows(storage: Storage) -> None:
    confirmed(storage)
    assert storage.subscriptions.ask(another(2, subject=BODY))
    confirmed(storage, another(3, address="other@example.org"))

    assert storage.subscriptions.forget(ADDRESS.upper()) == 2
    assert storage.subscriptions.forget(ADDRESS) == 0
    assert storage.subscriptions.by_id("reader-3") is not None


def test_what_was_not_confirmed_in_time_is_forgotten_and_nothing_else(storage: Storage) -> None:
    confirmed(storage)
    late = another(2, address="late@example.org")
    fresh = another(3, address="fresh@example.org", asked_at=AT + timedelta(seconds=1))
    assert storage.subscriptions.ask(late)
    assert storage.subscriptions.ask(fresh)

    assert storage.subscriptions.forget_unconfirmed(AT) == 1
    assert storage.subscriptions.forget_unconfirmed(AT) == 0
    found = [storage.subscriptions.by_id(f"reader-{n}") is not None for n in (1, 2, 3)]
    assert found == [True, False, True]


def test_of_many_who_look_one_takes_a_reader_for_a_day(storage: Storage) -> None:
    confirmed(storage)
    ready, took = threading.Barrier(4), []

    def look() -> None:
        ready.wait()
        took.append(storage.subscriptions.take("reader-1", DAY) is not None)

    threads = [threading.Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(took) == [False, False, False, True]
    assert storage.subscriptions.take("reader-1", DAY - timedelta(days=1)) is None
    assert storage.subscriptions.take("reader-1", DAY + timedelta(days=1)) is not None


def test_readers_to_look_at_are_those_who_confirmed_and_were_not_looked_at(
    storage: Storage,
) -> None:
    for number in range(1, 4):
        confirmed(storage, another(number, address=f"{number}@example.org"))
    assert storage.subscriptions.ask(another(4, address="4@example.org"))
    storage.subscriptions.take("reader-2", DAY)

    assert storage.subscriptions.to_look_at(DAY, 9) == ["reader-1", "reader-3"]
    assert storage.subscriptions.to_look_at(DAY, 1) == ["reader-1"]
    assert storage.subscriptions.to_look_at(DAY, 9, "reader-1") == ["reader-3"]
    assert len(storage.subscriptions.to_look_at(DAY + timedelta(days=1), 9)) == 3


def test_refusals_are_counted_in_a_row(storage: Storage) -> None:
    confirmed(storage)

    assert [storage.subscriptions.refused("reader-1") for _ in range(3)] == [1, 2, 3]
    storage.subscriptions.reached("reader-1")
    assert storage.subscriptions.refused("reader-1") == 1
    assert storage.subscriptions.refused("nobody") == 0


def test_addresses_that_another_key_locked_are_told_of(
    storage: Storage, url: str, instance: Path
) -> None:
    confirmed(storage)
    assert storage.subscriptions.problems() == []
    with_another_key = open_storage(url, instance, bytes(32), KEY_FILE)

    assert with_another_key.subscriptions.by_token(TOKEN) is None
    (problem,) = with_another_key.subscriptions.problems()
    assert "cannot be opened (1)" in problem
    with_another_key.close()


def test_no_backup_restores_a_reader_who_left(
    request: pytest.FixtureRequest, own_url: str, instance: Path, tmp_path: Path
) -> None:
    if own_url.startswith("postgresql"):
        request.getfixturevalue("pg_programs")
    instance.mkdir()
    (instance / "secret.key").write_bytes(KEY)
    file = tmp_path / "backup.tar.age"
    before = open_storage(own_url, instance, KEY, KEY_FILE)
    confirmed(before)
    confirmed(before, another(2, address="other@example.org"))
    before.outbox.put(mail())
    with_recovery(instance)
    backup(own_url, instance, file, SIGN)
    before.subscriptions.leave("reader-1")
    before.close()

    restore(file, own_url, instance, CHECK, [IDENTITY], overwrite=True)

    again = open_storage(own_url, instance, KEY, KEY_FILE)
    assert again.subscriptions.by_id("reader-1") is None
    assert again.subscriptions.by_id("reader-2") is not None
    assert again.outbox.claim(AT, AT + timedelta(minutes=5), "one") is None
    again.close()
