"""A process that is frozen or cut off in a transaction: how long others wait for what it holds."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from tests.storage.conftest import KEY, KEY_FILE
from tracker.storage.db import engine
from tracker.storage.db.engine import make_engine, migrating_engine
from tracker.storage.db.errors import StorageTrouble
from tracker.storage.opening import Storage, open_storage

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.parametrize("own_url", ["postgresql"], indirect=True),
]
IDLE = "idle_in_transaction_session_timeout"


@pytest.fixture
def office(own_url: str, instance: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Storage]:
    """An office whose server waits for a tenth of a second, and not for five minutes."""
    monkeypatch.setattr(engine, "WAIT_FOR_PROCESS_SECONDS", 0.1)
    with closing(open_storage(own_url, instance, KEY, KEY_FILE)) as opened:
        yield opened


def freeze_with_the_log(office: Storage) -> None:
    """Do nothing until another process has taken the lock, which waits ten seconds at most."""

    def take() -> bool:
        with office.log.opened():
            return True

    with ThreadPoolExecutor(1) as another:
        assert another.submit(take).result()


def test_the_lock_of_a_frozen_process_goes_to_the_next(office: Storage) -> None:
    def freeze() -> None:
        with office.log.opened() as book:
            freeze_with_the_log(office)
            book.last()

    with pytest.raises(StorageTrouble, match=r"did nothing in it.*Nothing of this step was kept"):
        freeze()


def test_a_step_that_was_ended_before_its_commit_is_certainly_not_saved(office: Storage) -> None:
    def freeze() -> None:
        with office.log.opened():
            freeze_with_the_log(office)

    with pytest.raises(StorageTrouble, match=r"did nothing in it.*Nothing of this step was kept"):
        freeze()


def shown(made: sa.Engine, name: str) -> str:
    with closing(made.connect()) as opened:
        return str(opened.exec_driver_sql(f"SHOW {name}").scalar_one())


def client_settings(made: sa.Engine) -> dict[str, str]:
    with closing(made.raw_connection()) as opened:
        driver: Any = opened.driver_connection
        found: dict[str, str] = driver.info.get_parameters()
        return found


@pytest.mark.parametrize("read_only", [False, True])
def test_a_connection_is_given_up_that_does_nothing(own_url: str, *, read_only: bool) -> None:
    made = make_engine(own_url, read_only=read_only)

    assert shown(made, IDLE) == "5min"
    assert client_settings(made).items() >= {
        ("keepalives_idle", "30"),
        ("keepalives_interval", "10"),
        ("keepalives_count", "3"),
        ("tcp_user_timeout", "60000"),
        ("connect_timeout", "10"),
    }
    made.dispose()


def test_what_the_address_says_stays(own_url: str) -> None:
    url = f"{own_url}&options=-c%20{IDLE}%3D7s&keepalives_idle=5&connect_timeout=3"
    made = make_engine(url)

    assert shown(made, IDLE) == "7s"
    assert client_settings(made).items() >= {
        ("keepalives_idle", "5"),
        ("connect_timeout", "3"),
        ("keepalives_count", "3"),
    }
    made.dispose()


def test_a_migration_may_take_its_time(own_url: str) -> None:
    made = migrating_engine(own_url)

    assert shown(made, IDLE) == "0"
    assert ("connect_timeout", "10") in client_settings(made).items()
    made.dispose()
