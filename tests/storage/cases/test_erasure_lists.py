"""The lists of erasures in file, table and bucket: each makes good what another lost."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from tests.s3_server import S3Server
from tests.storage.conftest import KEY, KEY_FILE, ONLY_SQLITE
from tests.storage.samples import OTHER, REFERENCE, file_request
from tracker.storage.db.erasures import Erased, ErasureFile, Erasures, ErasureTable
from tracker.storage.db.errors import StorageTrouble
from tracker.storage.db.sealing import MachineKey
from tracker.storage.opening import Storage, open_storage
from tracker.storage.papers.bucket_client import BucketFile
from tracker.storage.papers.bucket_erasures import BucketErasures
from tracker.storage.papers.bucket_store import BucketStore

pytestmark = pytest.mark.on_postgres("never_leaves", "another_machine")
MARK = "mark of the tests"
DERIVED = MachineKey(KEY).derived("names of erasures")


class Away(ErasureFile):
    """A bucket that does not answer."""

    def add(self, references: object) -> None:
        raise StorageTrouble("The store of documents does not answer.")

    def references(self) -> tuple[str, ...]:
        raise StorageTrouble("The store of documents does not answer.")


def test_what_stands_on_a_list_never_leaves_it(storage: Storage, url: str) -> None:
    table = ErasureTable(storage.transactions)
    table.add([REFERENCE, OTHER])
    table.add([REFERENCE])
    assert table.references() == tuple(sorted([REFERENCE, OTHER]))
    assert ErasureTable(storage.transactions, Erased.READERS).references() == ()

    engine = sa.create_engine(url)
    for change in ("DELETE FROM erasure", "UPDATE erasure SET reference = 'x'"):
        with pytest.raises(sa.exc.DBAPIError, match="stays"), engine.begin() as connection:
            connection.exec_driver_sql(change)
    engine.dispose()


@pytest.mark.parametrize("url", ONLY_SQLITE, indirect=True)
def test_each_place_gets_what_another_has(storage: Storage, tmp_path: Path, s3: S3Server) -> None:
    bucket = BucketStore(s3.bucket(), MARK)
    file, table, there = places = (
        ErasureFile(tmp_path),
        ErasureTable(storage.transactions),
        BucketErasures(bucket, Erased.REQUESTS, KEY),
    )
    for place, reference in zip(places, ("of-file", "of-table", "of-bucket"), strict=True):
        place.add([reference])

    Erasures(file, table, there).share()

    every = {"of-file", "of-table", "of-bucket"}
    assert [set(place.references()) for place in places] == [every] * 3
    assert BucketErasures(bucket, Erased.READERS, KEY).references() == ()
    # They are no documents: nothing that deletes those comes near them.
    assert list(bucket.names()) == []
    assert list(bucket.owners_at_rest(0)) == []


class OpenBucket(BucketStore):
    """A bucket in memory, to which others can write too."""

    def __init__(self) -> None:
        self.keys: list[str] = []

    def marked(self) -> Any:
        return self

    def put(self, key: Any, content: bytes, *, if_absent: bool = False) -> None:
        self.keys.append(key)

    def files(self, prefix: str) -> list[BucketFile]:
        return [BucketFile(key, 0, 0) for key in self.keys if key.startswith(prefix)]

    def keeps_versions(self) -> bool:
        return False


@pytest.mark.parametrize("own_url", ONLY_SQLITE, indirect=True)
def test_a_name_that_others_wrote_to_the_bucket_erases_nobody(
    own_url: str, tmp_path: Path
) -> None:
    bucket, folder = OpenBucket(), tmp_path / "one"
    with closing(open_storage(own_url, folder, KEY, KEY_FILE, bucket)) as one:
        for reference in (REFERENCE, OTHER):
            file_request(one, reference)
        readers = BucketErasures(bucket, Erased.READERS, DERIVED)
        readers.add([REFERENCE])
        of_reader = bucket.keys[0].rpartition("/")[2]
        BucketErasures(bucket, Erased.REQUESTS, bytes(32)).add([REFERENCE])
        forged = ("", "two words", REFERENCE, f"{REFERENCE}.", of_reader)
        bucket.keys += [f"lists/erased/{name}" for name in forged]
        BucketErasures(bucket, Erased.REQUESTS, DERIVED).add([OTHER])

        ErasureTable(one.transactions).add(["of two words"])
        for _ in range(2):
            one.share_erasures()
            one.erase_again()

        assert one.cases.key(REFERENCE).public is not None
        assert one.cases.key(OTHER).public is None
    assert (folder / "erased.log").read_text().split() == [OTHER, OTHER]
    assert readers.references() == (REFERENCE,)


@pytest.mark.parametrize("url", ONLY_SQLITE, indirect=True)
def test_a_bucket_that_is_away_stops_no_erasure_and_is_told(
    storage: Storage, tmp_path: Path
) -> None:
    file, table = ErasureFile(tmp_path), ErasureTable(storage.transactions)
    file.add([OTHER])
    lists = Erasures(file, table, Away(tmp_path / "bucket"))

    lists.note(REFERENCE)
    assert file.references() == (OTHER, REFERENCE)
    with pytest.raises(StorageTrouble):
        lists.share()
    assert set(table.references()) == {OTHER, REFERENCE}


@pytest.fixture
def machine(own_url: str, tmp_path: Path) -> Iterator[Storage]:
    """Another machine on the same database, with an empty folder."""
    with closing(open_storage(own_url, tmp_path / "machine", KEY, KEY_FILE)) as opened:
        yield opened


def test_another_machine_knows_what_this_one_erased(
    own_url: str, tmp_path: Path, machine: Storage
) -> None:
    with closing(open_storage(own_url, tmp_path / "one", KEY, KEY_FILE)) as one:
        for reference in (REFERENCE, OTHER):
            file_request(one, reference)
        one.cases.erase_person(REFERENCE)

    assert machine.cases.erase_listed() == ()
    assert ErasureFile(tmp_path / "machine").references() == (REFERENCE,)

    # A machine that was lost with its folder, and what it alone had noted: the table has it.
    shutil.rmtree(tmp_path / "one")
    ErasureTable(machine.transactions).add([OTHER])
    assert machine.cases.erase_listed() == (OTHER,)
