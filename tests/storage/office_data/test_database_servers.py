"""The servers of the database, noted in the database and beside it."""

import subprocess
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import select, update

from tests.postgres import Cluster
from tests.storage.conftest import ONLY_SQLITE
from tracker.domain.base.errors import Refusal
from tracker.services.ports.holds import Hold, bind_to_server, unbind_from_servers
from tracker.storage.db.errors import StorageTrouble
from tracker.storage.db.server import NOT_TOLD
from tracker.storage.db.tables.office import OfficeRow
from tracker.storage.db.transactions import Transactions, put
from tracker.storage.office_data.database_servers import LINK_IN, DatabaseServers, server_doubt

NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)
# Only a test of PostgreSQL asks for it: the files of SQLite have no servers.
ONLY_POSTGRES = [pytest.param("postgresql", marks=pytest.mark.postgres)]

first = pytest.mark.parametrize("url", ONLY_POSTGRES, indirect=True)


@pytest.mark.parametrize(
    ("chain", "seen", "server", "doubt"),
    [
        ((), "", "c.1.t", None),
        (("c.1.t.x",), "", "c.1.t", None),
        (("c.1.t.x",), "c.1.t.x", "c.1.t", None),
        # Another machine has confirmed the promotion.
        (("c.1.t.x", "c.2.t.y"), "c.1.t.x", "c.2.t", None),
        (("c.1.t.x",), "c.1.t.x", "c.2.t", Hold.SERVER_CHANGED),
        # On a new machine too.
        (("c.1.t.x",), "", "c.2.t", Hold.SERVER_CHANGED),
        # A restored dump, and one from before servers were noted.
        (("c.1.t.x",), "c.1.t.x", "c.1.u", Hold.SERVER_CHANGED),
        ((), "c.1.t.x", "c.1.t", Hold.SERVER_CHANGED),
        # The former primary, and a second standby that was promoted from it.
        (("c.1.t.x",), "c.2.t.y", "c.1.t", Hold.SERVER_LEFT),
        (("c.1.t.x", "c.2.t.z"), "c.2.t.y", "c.2.t", Hold.SERVER_LEFT),
    ],
)
def test_what_the_chain_and_the_note_of_a_machine_say_of_a_server(
    chain: tuple[str, ...], seen: str, server: str, doubt: Hold | None
) -> None:
    assert server_doubt(chain, seen, server) is doubt


@pytest.fixture
def transactions(url: str) -> Iterator[Transactions]:
    """A database with the row of an office."""
    with closing(Transactions(url)) as opened:
        with opened.writing() as session:
            put(session, OfficeRow, {"id": 1, "live": True, "name": "", "edition": ""})
        yield opened


def chain_of(transactions: Transactions) -> list[str]:
    with transactions.reading() as session:
        return (session.exec(select(OfficeRow.servers)).one() or "").split()


def say_chain(transactions: Transactions, *links: str) -> None:
    with transactions.writing() as session:
        session.exec(update(OfficeRow).values(servers=" ".join(links)))


@pytest.mark.parametrize("url", ONLY_SQLITE, indirect=True)
def test_a_file_of_sqlite_has_no_servers(transactions: Transactions, tmp_path: Path) -> None:
    servers = DatabaseServers(transactions, tmp_path)
    servers.note()
    servers.bind()

    assert not servers.accept()
    assert servers.doubt() is None
    assert not servers.moved()
    assert servers.mark() is None
    assert chain_of(transactions) == []
    assert not (tmp_path / LINK_IN).exists()


@first
def test_the_first_server_is_noted_once_in_both_places(
    transactions: Transactions, tmp_path: Path
) -> None:
    servers = DatabaseServers(transactions, tmp_path)
    servers.note()
    (link,) = chain_of(transactions)
    servers.note()

    assert chain_of(transactions) == [link]
    assert (tmp_path / LINK_IN).read_text() == f"{link}\n"
    assert (tmp_path / LINK_IN).stat().st_mode & 0o777 == 0o600
    mark = servers.mark()
    assert mark is not None
    assert mark.timeline == 1


@first
def test_another_server_is_in_doubt_on_every_machine_until_a_person_accepts_it(
    transactions: Transactions, tmp_path: Path
) -> None:
    one, other = (tmp_path / name for name in ("one", "other"))
    for folder in (one, other):
        folder.mkdir()
        DatabaseServers(transactions, folder).note()
    (link,) = chain_of(transactions)
    cluster, _, rest = link.partition(".")
    earlier = f"{cluster}.{rest.replace('00000001', '00000000', 1)}"
    say_chain(transactions, earlier)
    for folder in (one, other):
        (folder / LINK_IN).write_text(earlier)

    machines = [DatabaseServers(transactions, folder) for folder in (one, other)]
    for servers in machines:
        servers.note()
        assert servers.doubt() is Hold.SERVER_CHANGED
        assert servers.moved()
    assert chain_of(transactions) == [earlier]

    machines[0].accept()
    assert [servers.doubt() for servers in machines] == [None, None]
    # What the machine that is lost published last, the other has still to ask for.
    assert [servers.moved() for servers in machines] == [False, True]
    machines[1].note()
    assert not machines[1].moved()
    assert len(chain_of(transactions)) == 2
    assert (one / LINK_IN).read_text() == (other / LINK_IN).read_text()


@first
def test_a_former_server_that_is_accepted_leaves_the_newer_one_in_doubt(
    transactions: Transactions, tmp_path: Path
) -> None:
    servers = DatabaseServers(transactions, tmp_path)
    servers.note()
    (link,) = chain_of(transactions)
    newer = link.replace(".00000001.", ".00000002.")
    (tmp_path / LINK_IN).write_text(newer)
    assert servers.doubt() is Hold.SERVER_LEFT

    assert servers.accept()
    assert servers.doubt() is None
    before, added = chain_of(transactions)
    assert before == link
    assert added.rpartition(".")[0] == link.rpartition(".")[0]
    assert (tmp_path / LINK_IN).read_text() == f"{added}\n"
    # Back on the newer server, whose chain ends with the link of its promotion.
    mark = newer.rpartition(".")[0]
    assert server_doubt((link, newer), added, mark) is Hold.SERVER_LEFT
    # Another machine that knew the newer server needs a confirmation of its own.
    assert server_doubt((link, added), newer, link.rpartition(".")[0]) is Hold.SERVER_LEFT
    # Accepted once more, nothing is added.
    assert servers.accept()
    assert chain_of(transactions) == [link, added]


@first
@pytest.mark.parametrize(
    "line",
    [b"c.1.t.x yesterday", b"c.1.t.x 2026-12-01T12:00:00", b"c.1.t.x 2026-12-01 12:00 2", b"\xff"],
)
def test_a_damaged_note_is_refused_in_a_sentence_that_names_the_file(
    transactions: Transactions, tmp_path: Path, line: bytes
) -> None:
    servers = DatabaseServers(transactions, tmp_path)
    servers.note()
    (tmp_path / LINK_IN).write_bytes(line)

    for act in (servers.doubt, servers.note, servers.accept):
        with pytest.raises(StorageTrouble, match=f"{tmp_path / LINK_IN} is damaged: make sure"):
            act()
    # It says to delete the file.
    (tmp_path / LINK_IN).unlink()
    assert servers.doubt() is None


@first
def test_a_database_that_was_put_back_from_a_dump_is_another_server(
    transactions: Transactions, postgres: Cluster, pg_programs: Path, tmp_path: Path
) -> None:
    DatabaseServers(transactions, tmp_path).note()
    name = sa.make_url(transactions.url).database or ""
    to = ["-h", str(postgres.folder), "-U", "tracker"]
    dump = subprocess.run(
        [str(pg_programs / "pg_dump"), *to, "-Fc", name], check=True, capture_output=True
    ).stdout
    restored = postgres.create()
    back = [str(pg_programs / "pg_restore"), *to, "-d", restored]
    subprocess.run(back, input=dump, check=True, capture_output=True)

    with closing(Transactions(postgres.url(restored))) as put_back:
        on_this_machine = DatabaseServers(put_back, tmp_path)
        assert on_this_machine.doubt() is Hold.SERVER_CHANGED
        # A machine without a note, and one with an old note, see it too.
        (tmp_path / LINK_IN).unlink()
        assert on_this_machine.doubt() is Hold.SERVER_CHANGED
    postgres.drop(restored)


@first
@pytest.mark.parametrize(
    ("synchronous", "minutes", "goes_on"),
    [
        (True, 15, True),
        (True, 16, False),
        (True, -1, True),
        (True, None, False),
        (False, 1, False),
    ],
)
def test_a_promoted_standby_that_was_lately_waited_for_is_taken_if_the_operator_says_so(
    transactions: Transactions,
    tmp_path: Path,
    *,
    synchronous: bool,
    minutes: int | None,
    goes_on: bool,
) -> None:
    def servers(folder: Path = tmp_path) -> DatabaseServers:
        return DatabaseServers(transactions, folder, synchronous=synchronous, clock=lambda: NOW)

    servers().note()
    (link,) = chain_of(transactions)
    earlier = link.replace(".00000001.", ".00000000.")
    say_chain(transactions, earlier)
    waited = "" if minutes is None else f" {(NOW - timedelta(minutes=minutes)).isoformat()}"
    (tmp_path / LINK_IN).write_text(f"{earlier}{waited}")

    assert servers().doubt() is (None if goes_on else Hold.SERVER_CHANGED)
    assert servers().moved() is not goes_on
    servers().note()
    assert len(chain_of(transactions)) == (2 if goes_on else 1)
    # Another machine that knows as much is asked for no more, once this one has gone on.
    other = tmp_path / "other"
    other.mkdir()
    (other / LINK_IN).write_text(f"{earlier}{waited}")
    servers().accept()
    assert len(chain_of(transactions)) == 2
    assert servers(other).moved() is not goes_on
    # This server waits for none, so the next promotion stops the office.
    assert not servers().waits_for_standby()
    assert (tmp_path / LINK_IN).read_text().strip() == chain_of(transactions)[-1]


@first
def test_a_thread_that_is_bound_to_another_server_writes_nothing(
    transactions: Transactions, tmp_path: Path
) -> None:
    servers = DatabaseServers(transactions, tmp_path)
    bind_to_server(transactions.url, "another")
    try:
        # What one server says of its past is no answer about the other.
        with pytest.raises(Refusal, match="Another server"):
            servers.doubt()
        with pytest.raises(Refusal, match="Another server"), transactions.writing():
            pytest.fail("it may not write")
        with transactions.reading():
            pass
    finally:
        unbind_from_servers()
    with transactions.writing():
        pass


@first
def test_a_server_that_does_not_say_which_it_is_is_not_taken_for_another_one(
    transactions: Transactions, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    servers = DatabaseServers(transactions, tmp_path)
    servers.bind()
    monkeypatch.setattr(Transactions, "server", lambda _: NOT_TOLD)
    servers.bind()

    assert servers.doubt() is None


@pytest.mark.postgres
def test_an_account_without_rights_may_ask_and_one_that_may_not_goes_on(
    postgres: Cluster, fresh_postgres: str
) -> None:
    postgres.say("CREATE ROLE asking LOGIN")
    try:
        plain = fresh_postgres.replace("tracker@", "asking@")
        with closing(Transactions(plain)) as asking:
            assert asking.server()
        with closing(Transactions(fresh_postgres)) as owner, owner.writing() as session:
            refuse = "REVOKE EXECUTE ON FUNCTION pg_control_system() FROM PUBLIC"
            session.connection().exec_driver_sql(refuse)
        with closing(Transactions(plain)) as refused:
            assert refused.server() == ""
            with refused.writing() as session:
                assert session.connection().exec_driver_sql("SELECT 1").scalar() == 1
    finally:
        postgres.say("DROP ROLE asking")
