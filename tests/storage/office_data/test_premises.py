"""The row of the office: whose database it is, and what time it is there, on both databases."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from threading import Barrier, BrokenBarrierError, Thread
from typing import Any
from unittest.mock import patch

import pytest

from tests.storage.conftest import ONLY_SQLITE
from tracker.domain.base.errors import NotAllowed
from tracker.storage.db.transactions import put
from tracker.storage.opening import Storage

OURS, ANOTHER = "ab" * 32, "cd" * 32


def test_a_database_belongs_to_the_key_that_opened_it_first(storage: Storage) -> None:
    premises = storage.premises
    premises.found("An office", live=True)

    for _ in range(2):
        premises.require_mark(OURS, "/one/secret.key")
    with pytest.raises(NotAllowed, match=r"^/other/secret\.key is not the key of the office in"):
        premises.require_mark(ANOTHER, "/other/secret.key")


def test_of_two_offices_that_begin_at_once_on_one_database_one_is_refused(
    storage: Storage,
) -> None:
    both_looked, refused = Barrier(2), list[str]()

    def put_together(*given: Any) -> bool:
        # On SQLite the second one waits until the first has ended.
        with suppress(BrokenBarrierError):
            both_looked.wait(1)
        return put(*given)

    def begin(name: str) -> None:
        try:
            storage.premises.found(name, live=name == "One")
        except NotAllowed as refusal:
            refused.append(str(refusal))

    with patch("tracker.storage.office_data.premises.put", put_together):
        begun = [Thread(target=begin, args=(name,)) for name in ("One", "Another")]
        for each in begun:
            each.start()
        for each in begun:
            each.join()

    (told,) = refused
    named = f"“{storage.premises.state().name}”"
    assert told.startswith(f"This database already belongs to {named}, which is ")


def test_an_office_without_a_name_is_said_to_have_none(storage: Storage) -> None:
    storage.premises.found("", live=False)

    with pytest.raises(NotAllowed, match="belongs to an office without a name, which is a demo"):
        storage.premises.found("Another", live=True)


def test_another_key_takes_the_place_of_a_lost_one_where_a_person_says_so(
    storage: Storage,
) -> None:
    storage.premises.found("An office", live=True)
    storage.premises.require_mark(OURS, "/one/secret.key")

    storage.premises.take_mark(ANOTHER)

    storage.premises.require_mark(ANOTHER, "/one/secret.key")
    with pytest.raises(NotAllowed):
        storage.premises.require_mark(OURS, "/one/secret.key")


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
@pytest.mark.postgres
def test_a_server_tells_what_time_it_is_there(storage: Storage) -> None:
    told = storage.premises.database_time()

    assert told is not None
    # It runs on this machine.
    assert abs(datetime.now(UTC) - told) < timedelta(seconds=30)


@pytest.mark.parametrize("url", ONLY_SQLITE, indirect=True)
def test_a_file_has_the_clock_of_its_machine(storage: Storage) -> None:
    assert storage.premises.database_time() is None
