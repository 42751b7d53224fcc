"""The public log on both databases: what waits gets a place once, and stays there."""

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from json import loads
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import col, select

from tests.ledger.proofs import require_consistency, require_inclusion
from tests.offices import FixedKey, Slip
from tests.storage.conftest import KEY, KEY_FILE
from tests.storage.publishing.test_records import RECORD, SILENCE, publish
from tests.storage.samples import AT, BY, OTHER, REFERENCE, file_request, received, silence
from tracker.domain.record.leaf import leaf_opening, sealed_leaf
from tracker.ledger.checkpoint import Checkpoint, read_checkpoint
from tracker.ledger.merkle import consistency_proof, inclusion_proof, leaf_hash
from tracker.ledger.notes import Signer, read_note
from tracker.ledger.sequencer import Forked, Sequencer
from tracker.ledger.tiles import TiledTree
from tracker.services.ports.log import LeafSource
from tracker.storage.db.tables.log import LeafRow
from tracker.storage.opening import Storage, open_storage

SIGNER = Signer("log.example/one", bytes(range(32)))
DAY = timedelta(days=1)
# The leaves of a day with fewer than 16 private entries.
PADDED = 16


class Turn:
    """A sequencer over one store with a clock that a test sets."""

    def __init__(
        self, storage: Storage, slip: Slip | None = None, signer: Signer = SIGNER
    ) -> None:
        self.now = datetime(2024, 4, 20, 12, tzinfo=UTC)
        self.slip = slip or Slip(signer)
        self.storage = storage
        self.keys = FixedKey(signer)
        self.sequencer = Sequencer(storage.log, self.keys, self.slip, lambda: self.now)

    def append(self) -> int:
        return self.sequencer.append().added

    @property
    def tree(self) -> Checkpoint:
        last = self.storage.log.last()
        assert last is not None
        note = read_note(last.note)
        assert note.signed_by(SIGNER.verifier)
        return read_checkpoint(note.text)

    def nodes(self, size: int) -> TiledTree:
        def read(tile):
            return self.storage.log.tile((tile.level, tile.place))[: tile.width * 32]

        return TiledTree(size, read)


@pytest.fixture
def turn(storage: Storage) -> Turn:
    file_request(storage)
    return Turn(storage)


def test_what_was_entered_is_sealed_on_the_next_day(turn: Turn) -> None:
    log = turn.storage.log
    turn.append()
    with turn.storage.cases.open(REFERENCE) as case:
        case.enter(silence(), at=turn.now, by=BY)
    assert turn.append() == 0
    turn.now = datetime(2024, 4, 20, 23, 59, tzinfo=UTC)
    assert turn.append() == 0
    assert log.place_of(LeafSource.ENTRY, REFERENCE, 3) is None
    turn.now = datetime(2024, 4, 21, 0, 0, tzinfo=UTC)
    turn.append()
    place = log.place_of(LeafSource.ENTRY, REFERENCE, 3)
    assert place is not None
    assert place >= PADDED
    assert log.waiting() == 0


@pytest.mark.samples("sqlite")
def test_a_day_has_one_batch_of_private_leaves_whatever_was_entered(turn: Turn) -> None:
    sizes = []
    for entered in (14, 0, 1, 15, 16, 70, 0):
        with turn.storage.cases.open(REFERENCE) as case:
            for _ in range(entered):
                case.enter(received(), at=turn.now - DAY, by=BY)
        sizes.append(turn.append())
        # What is entered with an older date has to wait: a second batch would tell of it.
        assert turn.append() == 0
        turn.now += DAY
    # Two entries waited from the start.
    assert sizes == [64, 16, 16, 16, 64, 256, 16]
    assert turn.storage.log.waiting() == 0


@pytest.mark.samples("sqlite", "postgresql-62")
@pytest.mark.parametrize("number", [0, 1, 13, 14, 61, 62])
def test_every_entry_has_its_proof_among_padding(turn: Turn, number: int) -> None:
    """Two entries more wait from the start."""
    with turn.storage.cases.open(REFERENCE) as case:
        for _ in range(number):
            case.enter(received(), at=AT, by=BY)
        history = case.history
    turn.append()
    size = turn.tree.size
    assert size == next(step for step in (16, 64, 256) if step > number + 2)

    log, places = turn.storage.log, set()
    for entry in history:
        place = log.place_of(LeafSource.ENTRY, REFERENCE, entry.seq)
        assert place is not None
        places.add(place)
        leaf = sealed_leaf(leaf_opening(REFERENCE, entry).commitment)
        assert log.leaves(place, 1) == [leaf]
        proof = inclusion_proof(place, size, turn.nodes(size))
        require_inclusion(leaf_hash(leaf), place, size, turn.tree.root, proof)
    assert len(places) == number + 2


def test_padding_names_a_day_and_no_request_in_the_database(turn: Turn) -> None:
    turn.append()
    wanted = select(LeafRow).where(col(LeafRow.source) == LeafSource.PADDING)
    with turn.storage.transactions.reading() as session:
        rows = session.exec(wanted.order_by(col(LeafRow.number))).all()
    assert [(row.request, row.number) for row in rows] == [
        ("2024-04-20", number) for number in range(1, PADDED - 1)
    ]
    assert {(row.salt, row.said) for row in rows} == {(None, None)}


def test_a_leaf_of_an_entry_tells_nothing_but_a_digest(turn: Turn) -> None:
    turn.append()
    for leaf in turn.storage.log.leaves(0, 100):
        told = loads(leaf)
        assert set(told) == {"form", "leaf", "commitment"}
        assert len(told["commitment"]) == 64


def test_a_published_entry_opens_its_leaf_and_a_private_one_does_not(turn: Turn) -> None:
    log = turn.storage.log
    with turn.storage.cases.open(REFERENCE) as case:
        case.enter(silence(), at=AT, by=BY)
    turn.append()
    publish(turn.storage, replace(RECORD, releases=(), entries=(SILENCE,)))
    turn.append()
    found = log.to_prove(REFERENCE, 1, lambda _: ())
    assert found
    _, opened = found.leaves
    opening, place = opened.opening, opened.place
    assert opening is not None
    assert opened.number == 3
    assert place == log.place_of(LeafSource.ENTRY, REFERENCE, 3)
    (leaf,) = log.leaves(place, 1)
    assert loads(leaf)["commitment"] == sha256(opening.salt + opening.said).hexdigest()
    said = loads(opening.said)
    assert (said["reference"], said["seq"], said["event"]["kind"]) == (REFERENCE, 3, "fell-silent")
    # It stood in the log before the record that shows it.
    record = log.place_of(LeafSource.RECORD, REFERENCE, 1)
    assert record is not None
    assert place < record


def test_an_entry_published_on_the_day_it_was_made_stands_before_its_record(turn: Turn) -> None:
    turn.append()
    with turn.storage.cases.open(REFERENCE) as case:
        case.enter(silence(), at=turn.now, by=BY)
        case.publish(replace(RECORD, releases=(), entries=(SILENCE,)), ())
    assert turn.append() == 2
    entry = turn.storage.log.place_of(LeafSource.ENTRY, REFERENCE, 3)
    assert entry == PADDED
    assert turn.storage.log.place_of(LeafSource.RECORD, REFERENCE, 1) == PADDED + 1


def test_a_leaf_of_a_record_names_its_digest_and_its_documents(turn: Turn) -> None:
    publish(turn.storage, RECORD)
    turn.append()
    leaves = [loads(leaf) for leaf in turn.storage.log.leaves(0, 100)]
    (record,) = [leaf for leaf in leaves if leaf["leaf"] == "record"]
    assert record["digest"] == sha256(RECORD.to_bytes()).hexdigest()
    assert record["documents"] == [RECORD.releases[0].digest]
    assert record["reference"] == REFERENCE
    assert record["demonstration"] is True


def test_an_edition_of_the_library_has_one_leaf(turn: Turn) -> None:
    turn.storage.premises.found("Office", live=True)
    for edition, counted in (("e" * 64, True), ("f" * 64, False), ("e" * 64, True)):
        turn.storage.premises.note_edition(edition, counted=counted)
    turn.append()
    leaves = [loads(leaf) for leaf in turn.storage.log.leaves(0, 100)]
    assert [leaf["library_version"] for leaf in leaves if leaf["leaf"] == "library"] == ["e" * 64]


def test_every_checkpoint_extends_the_one_before_and_holds_its_leaves(turn: Turn) -> None:
    seen = []
    for n in range(6):
        with turn.storage.cases.open(REFERENCE) as case:
            for _ in range(20 * n + 1):
                case.enter(received(), at=AT, by=BY)
        turn.append()
        seen.append(turn.tree)
        turn.now += DAY
    newest = seen[-1]
    # 3, 21, 41, 61, 81 and 101 entries.
    assert newest.size == 16 + 64 + 64 + 64 + 256 + 256
    nodes = turn.nodes(newest.size)
    for older in seen:
        proof = consistency_proof(older.size, newest.size, nodes)
        require_consistency(older.size, newest.size, older.root, newest.root, proof)
    for index, leaf in enumerate(turn.storage.log.leaves(0, newest.size)):
        proof = inclusion_proof(index, newest.size, nodes)
        require_inclusion(leaf_hash(leaf), index, newest.size, newest.root, proof)


def test_the_first_checkpoint_that_holds_a_leaf_is_found(turn: Turn) -> None:
    turn.append()
    first = turn.storage.log.last()
    with turn.storage.cases.open(REFERENCE) as case:
        case.enter(silence(), at=AT, by=BY)
    turn.now += DAY
    turn.append()
    assert turn.storage.log.first_with(PADDED - 1) == first
    assert turn.storage.log.first_with(PADDED) == turn.storage.log.last()
    assert turn.storage.log.first_with(2 * PADDED) is None


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE leaf SET body = 'x' WHERE place = 0",
        "UPDATE leaf SET place = NULL, body = NULL WHERE place = 0",
        "DELETE FROM leaf",
        "UPDATE tile SET hashes = substr(hashes, 1, 32)",
        "UPDATE tile SET hashes = substr(hashes, 33)",
        "DELETE FROM tile",
        "UPDATE checkpoint SET note = 'x'",
        "DELETE FROM checkpoint",
    ],
)
def test_the_database_refuses_to_change_the_log(turn: Turn, url: str, change: str) -> None:
    turn.append()
    engine = sa.create_engine(url)
    with pytest.raises(sa.exc.DBAPIError, match="public log stays"), engine.begin() as connection:
        connection.exec_driver_sql(change)
    engine.dispose()


def test_two_processes_that_append_at_once_give_each_leaf_one_place(
    turn: Turn, url: str, instance: Path
) -> None:
    file_request(turn.storage, OTHER)
    others = [open_storage(url, instance, KEY, KEY_FILE) for _ in range(3)]
    added: list[int] = []

    def run(storage: Storage) -> None:
        added.append(Turn(storage, turn.slip).append())

    threads = [threading.Thread(target=run, args=(other,)) for other in others]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for other in others:
        other.close()
    assert sorted(added) == [0, 0, PADDED]
    assert turn.tree.size == PADDED
    assert turn.storage.log.waiting() == 0


def test_a_database_put_back_to_an_earlier_state_is_noticed(
    turn: Turn, empty_of_leaves: Storage
) -> None:
    turn.append()
    other = Turn(empty_of_leaves, turn.slip)
    with pytest.raises(Forked, match="earlier state"):
        other.append()


def test_another_log_of_the_same_size_is_noticed(turn: Turn, empty_of_leaves: Storage) -> None:
    turn.append()
    file_request(empty_of_leaves)
    other = Turn(empty_of_leaves)
    other.append()
    other.slip.note = turn.slip.note
    other.now += DAY
    with pytest.raises(Forked, match="not those that were published"):
        other.append()


@pytest.fixture
def empty_of_leaves(tmp_path: Path, sqlite_template: Path):
    """Another database, as a backup from before would be."""
    file = tmp_path / "before.sqlite3"
    file.write_bytes(sqlite_template.read_bytes())
    opened = open_storage(f"sqlite:///{file}", tmp_path / "before", KEY, KEY_FILE)
    yield opened
    opened.close()


def test_a_stop_between_the_database_and_the_note_outside_is_no_fork(turn: Turn) -> None:
    turn.append()
    before = turn.slip.note
    with turn.storage.cases.open(REFERENCE) as case:
        case.enter(silence(), at=AT, by=BY)
    turn.now += DAY
    turn.append()
    newest, turn.slip.note = turn.slip.note, before
    assert turn.append() == 0
    assert turn.slip.note == newest


def test_a_database_without_its_newest_note_is_asked_for_it(turn: Turn) -> None:
    turn.append()
    turn.slip.note = None
    with pytest.raises(Forked, match="is missing beside the database"):
        turn.append()


def test_a_note_of_another_key_is_noticed(turn: Turn) -> None:
    turn.append()
    stranger = Turn(turn.storage, turn.slip, Signer("log.example/one", bytes(32)))
    with pytest.raises(Forked, match="not signed by this office"):
        stranger.append()


def test_nothing_of_a_batch_stands_where_it_could_not_be_finished(
    turn: Turn, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(text: str) -> None:
        raise RuntimeError("stopped")

    monkeypatch.setattr(SIGNER, "sign", fail)
    with pytest.raises(RuntimeError):
        turn.append()
    monkeypatch.undo()
    assert turn.storage.log.last() is None
    assert turn.append() == PADDED
