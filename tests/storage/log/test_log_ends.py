"""A log that changes its key, lost its key, or lost its end, on both databases."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import col

from tests.ledger.proofs import require_consistency
from tests.offices import Slip
from tests.storage.conftest import KEY, KEY_FILE
from tests.storage.samples import AT, BY, OTHER, REFERENCE, file_request, received, unguarded
from tracker.domain.base.errors import BadInput
from tracker.domain.record.leaf import leaf_opening, sealed_leaf
from tracker.ledger.checkpoint import Checkpoint, read_checkpoint
from tracker.ledger.files import KeyFile, Keys
from tracker.ledger.merkle import HASH_BYTES
from tracker.ledger.notes import Note, Signer, read_note, read_verifier
from tracker.ledger.sequencer import Forked
from tracker.ledger.signed_log import SignedLog
from tracker.services.ports.log import LeafSource
from tracker.storage.db.tables.log import CheckpointRow, LeafRow, TileRow
from tracker.storage.log.public_log import wait_for_place
from tracker.storage.opening import Storage, open_storage

NOW = datetime(2024, 4, 20, 12, tzinfo=UTC)
HOST = "record.example"
# The leaves of a day with fewer than 16 private entries.
PADDED = 16


class Days:
    """A clock that a test moves on by whole days."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def end(self) -> None:
        self.now += timedelta(days=1)


@pytest.fixture
def day() -> Days:
    return Days()


@pytest.fixture
def keys(tmp_path: Path) -> KeyFile:
    return KeyFile(tmp_path / "log.key")


@pytest.fixture
def slip() -> Slip:
    lost = Slip()
    lost.note = None
    return lost


@pytest.fixture
def log(storage: Storage, keys: KeyFile, slip: Slip, day: Days) -> SignedLog:
    """A log in which two entries stand, among padding."""
    file_request(storage)
    opened = SignedLog(storage.log, keys, slip, day)
    opened.begin(HOST, live=True)
    opened.append()
    return opened


@pytest.fixture
def before(tmp_path: Path, sqlite_template: Path) -> Iterator[Storage]:
    """Another database, as a backup from before would be."""
    file = tmp_path / "before.sqlite3"
    file.write_bytes(sqlite_template.read_bytes())
    opened = open_storage(f"sqlite:///{file}", tmp_path / "before", KEY, KEY_FILE)
    yield opened
    opened.close()


def newest(log: SignedLog) -> tuple[Note, Checkpoint]:
    note = log.newest()
    assert note is not None
    return read_note(note), read_checkpoint(read_note(note).text)


def enter(storage: Storage) -> None:
    with storage.cases.open(REFERENCE) as case:
        case.enter(received(), at=AT, by=BY)


def leaves(log: SignedLog) -> list[dict[str, object]]:
    kept = log._log.leaves(0, 1000)
    return [json.loads(leaf) for leaf in kept]


def test_another_key_is_told_of_in_the_log_and_signed_by_both(
    log: SignedLog, storage: Storage, day: Days
) -> None:
    old = log.keys()[0]
    new = log.change_key()

    note, tree = newest(log)
    assert note.signed_by(read_verifier(old))
    assert note.signed_by(read_verifier(new))
    assert leaves(log)[-1] | {"form": 1} == {
        "form": 1,
        "leaf": "key",
        "key": new,
        "before": old,
        "because": "rotated",
        "published": tree.size - 1,
    }
    assert log.keys() == (new, old)

    enter(storage)
    day.end()
    log.append()
    later, grown_tree = newest(log)
    assert later.signed_by(read_verifier(new))
    assert not later.signed_by(read_verifier(old))
    assert grown_tree.origin == tree.origin
    hashes = log.consistency(tree.size, grown_tree.size)
    require_consistency(tree.size, grown_tree.size, tree.root, grown_tree.root, hashes)


def test_a_change_of_the_key_that_broke_off_is_finished_by_the_next_turn(
    log: SignedLog, keys: KeyFile, slip: Slip
) -> None:
    """Killed once the new key was written; once the database has it, and neither file does."""
    old, before = log.keys()[0], slip.note
    keys.change()
    as_killed = keys.path.read_bytes()
    log.append()
    assert not keys.read().changing

    keys.path.write_bytes(as_killed)
    slip.note = before
    log.append()

    assert not keys.read().changing
    assert [each["leaf"] for each in leaves(log)].count("key") == 1
    assert log.keys()[1:] == (old,)
    assert slip.note == log.newest()


def test_a_log_whose_key_is_lost_goes_on_as_another_one_that_says_so(
    log: SignedLog, storage: Storage, keys: KeyFile, day: Days
) -> None:
    _, old = newest(log)
    keys.path.unlink()
    with pytest.raises(BadInput, match="log replace"):
        log.append()

    key = log.begin_new_log(HOST, live=True)

    note, tree = newest(log)
    assert note.signed_by(read_verifier(key))
    assert tree.origin != old.origin
    told = leaves(log)[-1]
    assert (told["because"], told["before"], told["key"]) == ("new log", old.origin, key)
    hashes = log.consistency(old.size, tree.size)
    require_consistency(old.size, tree.size, old.root, tree.root, hashes)
    enter(storage)
    day.end()
    assert log.append().added == PADDED
    assert log.problems() == []


def test_a_log_that_lost_its_end_takes_it_back_from_a_copy(
    log: SignedLog, keys: KeyFile, slip: Slip, before: Storage, day: Days
) -> None:
    copy = files(log)
    again = SignedLog(before.log, keys, slip, day)
    with pytest.raises(Forked, match="The database was restored to an earlier state"):
        again.append()

    assert again.regain(copy.__getitem__) == PADDED

    assert again.newest() == log.newest()
    assert leaves(again) == leaves(log)
    file_request(before, OTHER)
    day.end()
    assert again.append().added == PADDED
    assert again.problems() == []
    _, old = newest(log)
    _, tree = newest(again)
    hashes = again.consistency(old.size, tree.size)
    require_consistency(old.size, tree.size, old.root, tree.root, hashes)


def test_an_entry_that_is_taken_back_from_a_copy_is_not_logged_a_second_time(
    log: SignedLog, keys: KeyFile, slip: Slip, storage: Storage, day: Days
) -> None:
    """The database is from after the entry and from before its batch. A second leaf of the entry
    would show which of the batch are padding."""
    enter(storage)
    day.end()
    with storage.cases.look(REFERENCE) as case:
        opening = leaf_opening(REFERENCE, case.history[-1])
    leaf = sealed_leaf(opening.commitment)
    log.append()
    copy, kept, size = files(log), leaves(log), len(leaves(log))
    place = storage.log.place_of(LeafSource.ENTRY, REFERENCE, 3)
    put_back(storage, PADDED)
    again = SignedLog(storage.log, keys, slip, day)

    assert again.regain(copy.__getitem__) == PADDED

    assert leaves(again) == kept
    assert storage.log.place_of(LeafSource.ENTRY, REFERENCE, 3) == place
    day.end()
    again.append()
    assert again.examine() == []
    assert storage.log.leaves(0, 1000).count(leaf) == 1
    assert len(leaves(again)) == size + PADDED


def put_back(storage: Storage, size: int) -> None:
    """Take the leaves from `size` on out of the log, as in a backup from before them."""
    batch = col(LeafRow.place) >= size
    with unguarded(storage) as connection:
        waits = {"place": None, "body": None, "salt": None, "said": None}
        of_entries = batch & (col(LeafRow.source) == LeafSource.ENTRY)
        connection.execute(sa.update(LeafRow).where(of_entries).values(**waits))
        connection.execute(sa.delete(LeafRow).where(batch))
        connection.execute(sa.delete(CheckpointRow).where(col(CheckpointRow.size) > size))
        hashes = sa.func.substr(col(TileRow.hashes), 1, size * HASH_BYTES)
        connection.execute(sa.update(TileRow).values(hashes=hashes))


def test_an_end_with_another_key_in_it_is_taken_back_whole(
    log: SignedLog, keys: KeyFile, slip: Slip, before: Storage, storage: Storage, day: Days
) -> None:
    """The database is from before the change, the key and the note are from after it."""
    again = SignedLog(before.log, keys, slip, day)
    again.regain(files(log).__getitem__)
    first = log.keys()[0]
    log.change_key()
    handed = log.newest() or b""
    enter(storage)
    day.end()
    log.append()
    size = read_checkpoint(read_note(handed).text).size
    copy = files(log)

    def read(path: str) -> bytes:
        if path == f"checkpoints/{size}":
            return handed
        if path not in copy:
            raise BadInput("no such file")
        return copy[path]

    assert "The database was restored to an earlier state" in again.problems()[0]
    assert again.regain(read) == len(leaves(log)) - PADDED
    assert again.problems() == []
    assert again.examine() == []
    assert again.keys()[-1] == first
    assert again.file(f"checkpoints/{size}") == handed


@pytest.mark.parametrize("every", [7, pytest.param(1, marks=pytest.mark.slow)])
def test_a_copy_with_a_changed_byte_is_not_taken(
    log: SignedLog, keys: KeyFile, slip: Slip, before: Storage, day: Days, every: int
) -> None:
    copy = files(log)
    again = SignedLog(before.log, keys, slip, day)
    for name in copy:
        if not name.startswith(("checkpoint", "tile/entries")):
            continue
        for at in range(0, len(copy[name]), every):
            changed = bytearray(copy[name])
            changed[at] ^= 1
            with pytest.raises((Forked, BadInput)):
                again.regain((copy | {name: bytes(changed)}).__getitem__)
    assert again.newest() is None


def test_a_log_that_lost_its_end_and_every_copy_goes_on_as_another_one(
    log: SignedLog, keys: KeyFile, slip: Slip, before: Storage, day: Days
) -> None:
    _, old = newest(log)
    again = SignedLog(before.log, keys, slip, day)
    file_request(before, OTHER)

    again.begin_new_log(HOST, live=True)

    told = leaves(again)[0]
    assert (told["because"], told["published"]) == ("new log", old.size)
    assert newest(again)[1].origin != old.origin
    assert again.problems() == []


def test_a_look_at_the_log_waits_for_no_process_that_holds_it(
    log: SignedLog, storage: Storage
) -> None:
    """One that is frozen would hold up every page and every machine that asks."""

    def look() -> tuple[list[str], bool, bool]:
        return log.problems(), log.set_back(), log.lacks_note()

    with ThreadPoolExecutor(1) as another, storage.log.opened():
        assert another.submit(look).result() == ([], False, False)


def test_a_look_while_another_process_appends_finds_nothing_wrong(
    log: SignedLog, storage: Storage, keys: KeyFile, day: Days
) -> None:
    """What it reads first is never newer than what it reads last."""

    class Racing(Slip):
        def read(self) -> bytes | None:
            enter(storage)
            day.end()
            log.append()
            return log.newest()

    assert SignedLog(storage.log, keys, Racing(), day).problems() == []


def test_a_look_while_another_process_changes_the_key_finds_nothing_wrong(
    log: SignedLog, storage: Storage, keys: KeyFile, slip: Slip, day: Days
) -> None:
    class Racing(KeyFile):
        def read(self) -> Keys:
            before = super().read()
            if not changed:
                changed.append(log.begin_new_log(HOST, live=True))
            return before

    changed = list[str]()
    looking = SignedLog(storage.log, Racing(keys.path), slip, day)

    assert not looking.set_back()
    assert changed


def test_a_look_leaves_the_note_alone(
    log: SignedLog, storage: Storage, keys: KeyFile, slip: Slip, day: Days
) -> None:
    """It could write an older one over that of a process which appends beside it."""
    theirs = Slip()
    theirs.note = first = slip.note
    enter(storage)
    day.end()
    log.append()
    other = SignedLog(storage.log, keys, theirs, day)

    assert other.problems() == []
    assert theirs.note == first
    other.append()
    assert theirs.note == log.newest()


def test_a_newest_note_is_given_back_where_the_database_holds_what_it_signs(
    log: SignedLog, storage: Storage, slip: Slip, day: Days
) -> None:
    first = log.newest()
    enter(storage)
    day.end()
    log.append()
    slip.note = None
    assert "is missing beside the database" in log.problems()[0]

    assert log.rejoin(first) == PADDED
    # What the database has beyond it was published too: the note outside is brought up to it.
    assert slip.note == log.newest()
    assert log.problems() == []


def test_another_machine_learns_of_a_changed_key_from_a_witness(
    log: SignedLog, storage: Storage, keys: KeyFile, slip: Slip, day: Days
) -> None:
    theirs = Slip()
    theirs.note = slip.note
    log.change_key()
    told = list[bytes]()
    other = SignedLog(storage.log, keys, theirs, day, lambda: told)
    with pytest.raises(Forked, match="not signed by this office’s key"):
        other.append()

    # A witness may follow a few minutes later.
    told.append(slip.note or b"")
    other.append()
    assert not other.set_back()


@pytest.mark.parametrize("less", [0, 1])
def test_a_checkpoint_of_a_witness_that_contradicts_the_database_stops_everything(
    log: SignedLog, storage: Storage, keys: KeyFile, slip: Slip, day: Days, less: int
) -> None:
    signer, size = keys.read().signer, log.state().size - less
    told = str(signer.sign(str(Checkpoint(signer.verifier.name, size, bytes(32))))).encode()
    again = SignedLog(storage.log, keys, slip, day, lambda: [told])
    assert not again.set_back()

    with pytest.raises(Forked, match="are not those that were published"):
        again.append()
    assert log.set_back(), "other processes of this machine know it"


def test_a_machine_without_a_note_says_so_also_without_the_key(
    log: SignedLog, keys: KeyFile, slip: Slip
) -> None:
    slip.note = None
    keys.path.unlink()

    assert log.lacks_note()


def test_a_new_office_does_not_lack_the_note(
    storage: Storage, keys: KeyFile, slip: Slip, day: Days
) -> None:
    new = SignedLog(storage.log, keys, slip, day)
    assert not new.lacks_note()


def test_a_note_of_another_log_is_not_taken_for_the_newest(
    log: SignedLog, slip: Slip, tmp_path: Path
) -> None:
    slip.note = None
    stranger = KeyFile(tmp_path / "other.key").make("other.example", live=True)
    note = stranger.signer.sign(str(Checkpoint(stranger.signer.verifier.name, 2, bytes(32))))
    for given in (str(note).encode(), b"no note", b""):
        with pytest.raises(Forked):
            log.rejoin(given or b"\n")
    assert slip.note is None


def test_a_key_that_is_missing_is_never_replaced_beside_a_log(
    log: SignedLog, keys: KeyFile
) -> None:
    keys.path.unlink()
    log.begin(HOST, live=True)
    assert not keys.path.exists()
    assert "is missing" in log.problems()[0]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (
            "UPDATE leaf SET body = (SELECT hashes FROM tile) WHERE place = 1",
            "altered in the database, in entry 0",
        ),
        ("DELETE FROM leaf WHERE place = 0", "altered in the database, in entry 0"),
        ("UPDATE tile SET hashes = substr(hashes, 1, 32)", "altered in the database, in entry 0"),
        (
            "UPDATE checkpoint SET note = (SELECT hashes FROM tile)",
            f"checkpoint of {PADDED} entries",
        ),
    ],
)
def test_a_change_past_the_guards_is_found_by_a_count_of_the_whole_log(
    log: SignedLog, storage: Storage, change: str, says: str
) -> None:
    assert log.examine() == []
    with unguarded(storage) as connection:
        connection.exec_driver_sql(change)

    (problem,) = log.examine()
    assert says in problem


def append_editions(log: SignedLog, storage: Storage, first: int, end: int) -> int:
    """Append leaves, and return the size of the log."""
    with storage.transactions.writing() as session:
        for number in range(first, end):
            wait_for_place(session, LeafSource.LIBRARY, f"edition {number}")
    log.append()
    return newest(log)[1].size


def test_an_examination_of_the_end_finds_what_was_altered_there(
    log: SignedLog, storage: Storage
) -> None:
    """Among 700 leaves, more than two whole tiles."""
    for first in (0, 300, 600):
        size = append_editions(log, storage, first, min(first + 300, 700))
    assert size == PADDED + 700
    for after in (0, 1, 255, 256, 257, 300, 512, size - 1, size):
        assert log.examine(after) == []
    with unguarded(storage) as connection:
        connection.exec_driver_sql(
            "UPDATE leaf SET body = (SELECT body FROM leaf WHERE place = 0) WHERE place = 300"
        )

    for after in (0, 255, 256, 300, 511):
        assert "altered in the database, in entry 256" in log.examine(after)[0]
    assert log.examine(512) == log.examine(size) == [], "what came before is not read"


def test_a_tile_forged_before_the_end_is_found_by_the_signature_of_what_comes_after(
    log: SignedLog, storage: Storage
) -> None:
    size = append_editions(log, storage, 0, 300)
    later = append_editions(log, storage, 300, 301)
    with unguarded(storage) as connection:
        above = sa.update(TileRow).where(col(TileRow.level) == 1)
        connection.execute(above.values(hashes=b"\0" * HASH_BYTES))

    assert log.examine(later) == []
    assert f"checkpoint of {later} entries" in log.examine(size)[0]


def test_a_checkpoint_that_the_key_did_not_sign_is_found(log: SignedLog, storage: Storage) -> None:
    """The tree is the same, but the office's signature does not hold."""
    lines = (log.newest() or b"").splitlines(keepends=True)
    stranger = Signer.new(log.keys()[0].partition("+")[0])
    forged = str(stranger.sign(b"".join(lines[:3]).decode())).encode()
    with unguarded(storage) as connection:
        connection.execute(sa.update(CheckpointRow).values(note=forged))

    assert f"checkpoint of {PADDED} entries" in log.examine()[0]


def files(log: SignedLog) -> dict[str, bytes]:
    """The files of the log, as a copy has them."""
    note, tree = newest(log)
    found = {"checkpoint": str(note).encode()}
    for path in log.paths(0, tree.size):
        data = log.file(path)
        assert data is not None
        found[path] = data
    return found
