"""Previews behind secret links, on both databases."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from tests.storage.samples import AT, OTHER, REFERENCE, file_request
from tracker.domain.base.errors import NotOnFile
from tracker.services.ports.publishing import SharedPreview
from tracker.services.publishing.shared_previews import new_secret
from tracker.storage.db.sealing import Damaged
from tracker.storage.opening import Storage

CONTENT = b"words of a request that is not public"
LATER = AT + timedelta(days=14)


def shared(storage: Storage, reference: str = REFERENCE) -> tuple[str, SharedPreview]:
    secret = new_secret()
    id_ = storage.shared_previews.id_of(secret)
    preview = SharedPreview(id_, reference, "account-1", AT, LATER)
    storage.shared_previews.keep(preview, secret, CONTENT)
    return secret, preview


def test_it_opens_with_its_secret_until_its_day(storage: Storage) -> None:
    file_request(storage)
    secret, preview = shared(storage)

    assert storage.shared_previews.of(REFERENCE) == (preview,)
    assert storage.shared_previews.open(secret, LATER - timedelta(seconds=1)) == CONTENT
    with pytest.raises(NotOnFile, match="expired or was revoked"):
        storage.shared_previews.open(secret, LATER)
    with pytest.raises(NotOnFile):
        storage.shared_previews.open(new_secret(), AT)


def test_neither_secret_nor_words_nor_key_are_in_the_database(storage: Storage) -> None:
    file_request(storage)
    secret, _ = shared(storage)

    with storage.transactions.readers.connect() as connection:
        row = connection.execute(sa.text("SELECT * FROM shared_preview")).one()
    stored = b"|".join(each if isinstance(each, bytes) else str(each).encode() for each in row)
    assert CONTENT not in stored
    assert secret.encode() not in stored


def test_a_wrap_moved_to_another_request_opens_nothing(storage: Storage) -> None:
    file_request(storage)
    file_request(storage, OTHER)
    secret, _ = shared(storage)

    with storage.transactions.writers.begin() as connection:
        connection.execute(sa.text("UPDATE shared_preview SET request = :r"), {"r": OTHER})
    with pytest.raises(Damaged):
        storage.shared_previews.open(secret, AT)


def test_revoking_deletes_the_wrap_of_that_link_alone(storage: Storage) -> None:
    file_request(storage)
    first, one = shared(storage)
    second, _ = shared(storage)

    assert not storage.shared_previews.revoke(OTHER, one.id)
    assert storage.shared_previews.revoke(REFERENCE, one.id)
    assert not storage.shared_previews.revoke(REFERENCE, one.id)
    with pytest.raises(NotOnFile):
        storage.shared_previews.open(first, AT)
    assert storage.shared_previews.open(second, AT) == CONTENT
    assert storage.shared_previews.revoke_all(REFERENCE) == 1
    assert storage.shared_previews.of(REFERENCE) == ()


def test_what_expired_is_deleted(storage: Storage) -> None:
    file_request(storage)
    _, preview = shared(storage)
    secret = new_secret()
    lasting = replace(
        preview, id=storage.shared_previews.id_of(secret), until=LATER + timedelta(1)
    )
    storage.shared_previews.keep(lasting, secret, CONTENT)

    storage.shared_previews.forget_expired(LATER)

    assert storage.shared_previews.of(REFERENCE) == (lasting,)


def test_erasing_the_person_deletes_every_preview(storage: Storage) -> None:
    file_request(storage)
    secret, _ = shared(storage)

    storage.cases.erase_person(REFERENCE)

    assert storage.shared_previews.of(REFERENCE) == ()
    with pytest.raises(NotOnFile):
        storage.shared_previews.open(secret, AT)
