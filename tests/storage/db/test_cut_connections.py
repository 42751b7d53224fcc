"""A connection that breaks around the COMMIT: what is said, and what a second try does."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.cut_connection import BreakingWay, breaking_way
from tests.postgres import Cluster
from tests.storage.conftest import KEY, KEY_FILE
from tests.storage.samples import AT, BY, OTHER, REFERENCE, file_request, silence
from tracker.services.ports.cases import AlreadyEntered
from tracker.storage.db.errors import CommitUncertain, StorageTrouble
from tracker.storage.opening import Storage, open_storage

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.parametrize("own_url", ["postgresql"], indirect=True),
]
SCAN = b"a scan of a reply"


@pytest.fixture
def way(postgres: Cluster) -> Iterator[BreakingWay]:
    # The path of a socket must be short.
    with (
        TemporaryDirectory(prefix="tracker-way-", dir="/tmp") as folder,
        breaking_way(Path(folder) / "way", postgres.folder) as way,
    ):
        yield way


@pytest.fixture
def office(own_url: str, way: BreakingWay, instance: Path) -> Iterator[Storage]:
    """An office that reaches its database by a way that may break."""
    with closing(open_storage(way.url(own_url), instance, KEY, KEY_FILE)) as opened:
        file_request(opened)
        yield opened


def enter_silence(office: Storage) -> None:
    with office.cases.open(REFERENCE) as case:
        case.enter(silence(), at=AT, by=BY)


def length(office: Storage) -> int:
    with office.cases.look(REFERENCE) as case:
        return len(case.history)


def test_a_lost_answer_is_not_said_to_be_a_lost_step_and_is_not_entered_twice(
    office: Storage, way: BreakingWay
) -> None:
    way.lose_next_answer()
    with pytest.raises(CommitUncertain, match=r"nobody knows whether it was saved") as told:
        enter_silence(office)

    assert "intact" not in str(told.value)
    assert way.cuts == 1
    assert length(office) == 3, "the database had saved it"
    with pytest.raises(AlreadyEntered):
        enter_silence(office)
    assert length(office) == 3


def test_a_commit_that_the_database_did_not_hear_may_be_sent_again(
    office: Storage, way: BreakingWay
) -> None:
    way.lose_next_commit()
    with pytest.raises(CommitUncertain):
        enter_silence(office)

    assert way.cuts == 1
    assert length(office) == 2
    enter_silence(office)
    assert length(office) == 3


def test_a_connection_that_breaks_before_the_commit_left_nothing(
    office: Storage, postgres: Cluster
) -> None:
    def broken() -> None:
        with office.cases.open(REFERENCE) as case:
            end_connections(postgres)
            case.enter(silence(), at=AT, by=BY)

    with pytest.raises(StorageTrouble, match="Nothing of this step was kept") as told:
        broken()

    assert not isinstance(told.value, CommitUncertain)
    assert length(office) == 2


@pytest.mark.parametrize("saved", [True, False], ids=["saved", "lost"])
def test_documents_of_a_new_request_stay_until_it_is_known_whether_it_was_saved(
    office: Storage, way: BreakingWay, instance: Path, *, saved: bool
) -> None:
    kept: list[str] = []

    def make_request() -> None:
        with office.archive.unsettled([OTHER]), office.cases.together():
            file_request(office, OTHER)
            kept.append(office.archive.keep(OTHER, SCAN))

    (way.lose_next_answer if saved else way.lose_next_commit)()
    with pytest.raises(CommitUncertain):
        make_request()

    assert len(documents(instance)) == 1, "the database may still be saving the request"
    # A COMMIT may wait for a standby longer than any note is kept.
    assert office.archive.sweep_leftovers(0) == 0
    assert len(documents(instance)) == 1
    assert office.archive.sweep_orphans(at_rest_seconds=-1) == (0 if saved else 1)
    assert len(documents(instance)) == saved
    if saved:
        assert office.archive.read(OTHER, *kept) == SCAN


def documents(instance: Path) -> list[Path]:
    return list((instance / "evidence").glob(f"*/*-{OTHER}"))


def end_connections(postgres: Cluster) -> None:
    """End every connection, as a server does that is shut down."""
    postgres.say(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE pid <> pg_backend_pid() AND backend_type = 'client backend' "
        "AND datname LIKE 'test_%'"
    )
