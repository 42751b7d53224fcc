"""The public log: what one more leaf costs, and a proof where there are very many."""

import random
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from pathlib import Path
from secrets import token_bytes

import sqlalchemy as sa
from sqlmodel import Session

from benchmarks.databases import Databases, each_kind
from benchmarks.measuring import (
    MILLISECONDS,
    Job,
    Line,
    Sizes,
    Spread,
    interleaved,
    number,
    ratio,
    require_equal,
    setting_up,
)
from tests.ledger.proofs import require_inclusion
from tests.offices import KEY, KEY_FILE, FixedKey, Slip
from tests.storage.samples import AT, BY, REFERENCE, file_request, received
from tracker.ledger.checkpoint import Checkpoint
from tracker.ledger.merkle import HASH_BYTES, leaf_hash, root_of
from tracker.ledger.padding import padded_number
from tracker.ledger.sequencer import grown
from tracker.ledger.signed_log import SignedLog
from tracker.ledger.tiles import Tile, TiledTree
from tracker.services.ports.log import LeafSource
from tracker.storage.db.tables.log import CheckpointRow, LeafRow, TileRow
from tracker.storage.office_data.upkeep import migrate
from tracker.storage.opening import Storage, open_storage

AT_MOST_TIMES, AT_MOST_SECONDS = 2, 0.005
WAITING_OF_A_REPEAT = 200
PROVED = 20
PLAIN = (
    "CREATE TABLE plain (place INTEGER PRIMARY KEY, body {bytes} NOT NULL, "
    "signature {bytes} NOT NULL)"
)


def leaves(sizes: Sizes) -> Iterator[Line]:
    """Compare appending with signing and inserting, and time proofs, on each database."""
    for databases in each_kind():
        yield from _on(databases, sizes)


def _on(databases: Databases, sizes: Sizes) -> Iterator[Line]:
    waiting = WAITING_OF_A_REPEAT * sizes.repeats
    prepared = databases.prepared(partial(_let_wait, waiting))
    above, below = [], []
    for _ in range(sizes.rounds):
        with databases.copy(prepared) as url:
            rooms = open_storage(url, Path("/nonexistent"), KEY, KEY_FILE)
            ours, plain = (
                Job(partial(_append, rooms, waiting)),
                Job(partial(_insert, url, waiting)),
            )
            (seconds, others) = interleaved(1, (plain, ours))
            below += seconds
            above += others
            rooms.close()
    times = ratio(above, below)
    each = Spread.of(seconds / waiting for seconds in above)
    what = f"log, {databases.name}: one more leaf / the same signed and inserted alone"
    said = f"{times.said('times')}, {each.said('µs', 1e6)} a leaf"
    yield Line(what, said, f"at most {AT_MOST_TIMES}", times.middle <= AT_MOST_TIMES)
    yield _proofs(databases, sizes)


def _let_wait(waiting: int, url: str) -> None:
    migrate(url)
    rooms = open_storage(url, Path("/nonexistent"), KEY, KEY_FILE)
    rooms.keys.begin_office()
    file_request(rooms)
    with rooms.cases.open(REFERENCE) as case:
        for _ in range(waiting - len(case.history)):
            case.enter(received(), at=AT, by=BY)
    rooms.close()


def _append(rooms: Storage, waiting: int) -> None:
    log = SignedLog(rooms.log, FixedKey(), Slip(), lambda: AT + timedelta(days=1))
    require_equal("leaves with a place", log.append().added, padded_number(waiting))


def _insert(url: str, waiting: int) -> None:
    """Insert rows as large as a leaf with its opening, each with its signature, in one go."""
    signer = FixedKey().read().signer
    engine = sa.create_engine(url)
    kind = "BYTEA" if engine.dialect.name == "postgresql" else "BLOB"
    with engine.begin() as connection:
        connection.exec_driver_sql(PLAIN.format(bytes=kind))
        insert = sa.text("INSERT INTO plain VALUES (:place, :body, :signature)")
        for place in range(waiting):
            body = token_bytes(400)
            signature = signer.sign(f"{body.hex()}\n").signatures[0].value
            connection.execute(insert, {"place": place, "body": body, "signature": signature})
    engine.dispose()


def _proofs(databases: Databases, sizes: Sizes) -> Line:
    size = 20 * sizes.records
    draw = random.Random(6962)
    places = sorted(draw.sample(range(size), PROVED))
    with databases.empty() as url:
        with setting_up():
            _fill(size, places, url)
        rooms = open_storage(url, Path("/nonexistent"), KEY, KEY_FILE)
        log = SignedLog(rooms.log, FixedKey(), Slip(), lambda: datetime.now(UTC))
        root = _root(rooms, size)
        for place in places:
            proof = log.proof(str(place), 1)
            assert proof is not None
            found = proof.record
            require_inclusion(leaf_hash(_leaf(place)), place, size, root, found.hashes)
        jobs = [Job(partial(log.proof, str(place), 1)) for place in places]
        seconds = Spread.of(x for job in interleaved(sizes.rounds, jobs) for x in job)
        rooms.close()
    what = f"log, {databases.name}: proof of a record among {number(size)} leaves"
    return seconds.under(what, AT_MOST_SECONDS, MILLISECONDS)


def _leaf(place: int) -> bytes:
    return f"leaf {place}".encode()


def _fill(size: int, places: list[int], url: str) -> None:
    """Create a log of `size` leaves: all of its tiles, and the leaves at the named places."""
    migrate(url)
    rooms = open_storage(url, Path("/nonexistent"), KEY, KEY_FILE)
    signer = FixedKey().read().signer
    with rooms.transactions.writing() as session:
        for (level, place), hashes in _tiles(size).items():
            session.add(TileRow(level=level, place=place, hashes=hashes))
        for place in places:
            _keep(session, place)
        session.flush()
        root = _root(rooms, size)
        note = str(signer.sign(str(Checkpoint(signer.verifier.name, size, root)))).encode()
        session.add(CheckpointRow(size=size, note=note, made_at=AT))
    rooms.close()


@cache
def _tiles(size: int) -> Mapping[tuple[int, int], bytes]:
    return grown(0, [leaf_hash(_leaf(place)) for place in range(size)], lambda _: b"")


def _keep(session: Session, place: int) -> None:
    session.add(
        LeafRow(
            source=LeafSource.RECORD, request=str(place), number=1, place=place, body=_leaf(place)
        )
    )


def _root(rooms: Storage, size: int) -> bytes:
    def read(tile: Tile) -> bytes:
        return rooms.log.tile((tile.level, tile.place))[: tile.width * HASH_BYTES]

    return root_of(size, TiledTree(size, read))
