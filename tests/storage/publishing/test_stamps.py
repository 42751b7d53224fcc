"""A stamp names columns without their tables: they are those of the tables, on both databases."""

from tests.storage.samples import file_request
from tracker.services.ports.log import LeafSource
from tracker.services.publishing.page_stamp import PagePart
from tracker.storage.db.every_table import Table
from tracker.storage.log import public_log
from tracker.storage.opening import Storage
from tracker.storage.publishing import stamps


def test_the_columns_of_a_stamp_are_columns_of_the_tables() -> None:
    known = {name: {*table.columns.keys()} for name, table in Table.metadata.tables.items()}

    for table in stamps.STAMPED_TABLES:
        assert {*table.columns.keys()} <= known[table.name], table.name


def test_the_sources_of_leaves_are_those_of_the_log() -> None:
    assert {*stamps.PUBLIC_LEAVES} == {*public_log._PUBLIC}
    assert {*stamps.KEY_LEAVES} == {*public_log._OF_A_KEY}
    assert LeafSource.PADDING == stamps.PADDING_LEAF


def test_what_the_database_has_is_stamped(storage: Storage) -> None:
    before = storage.records.stamp_of_pages()
    file_request(storage)

    with storage.transactions.readers.connect() as connection:
        end = stamps.log_end(connection)

    # What is entered in private changes nothing.
    assert storage.records.stamp_of_pages() == before
    assert before.keys() == {
        *(
            PagePart.OFFICE,
            PagePart.OWN_LIBRARY,
            PagePart.SIGNATURES,
            PagePart.RECORDS,
            PagePart.LOG,
        )
    }
    assert (end.note, end.waits, end.day) == (None, False, None)
