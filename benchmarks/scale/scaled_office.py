"""Offices of any size in databases of one PostgreSQL server, each filled from a small one."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from tempfile import TemporaryDirectory
from time import perf_counter

from benchmarks.growing import add_sums
from benchmarks.pages import ServedOffice, new_office
from benchmarks.scale.copying import copy_all, first_copies
from benchmarks.scale.documents import size_of_files
from benchmarks.scale.growing_log import grow, size_of
from benchmarks.scale.models import Kinds, Model, prepare_kinds
from tests.postgres import Cluster
from tracker.app.office_storage import open_storage_of
from tracker.settings import read_settings
from tracker.storage.opening import Storage

# As in production: every commit waits for the disk.
SETTINGS = ("shared_buffers=1GB", "max_wal_size=8GB", "work_mem=16MB")


@dataclass(frozen=True, slots=True)
class ScaledOffice:
    """An office, the name of its database, and how long filling took.

    `record` and `request` are copies, one public and one open. `copy` and `paper` are the digests
    of a public copy and a document of the record.
    """

    served: ServedOffice
    database: str
    record: str
    request: str
    copy: str
    paper: str
    leaves: int
    seconds: float

    def documents(self) -> tuple[int, int]:
        """Return how many sealed files the office has, and their bytes."""
        return size_of_files(self.served.settings.evidence)


@dataclass(frozen=True, slots=True)
class Beginning:
    """A small office, in a database of a server."""

    server: Cluster
    database: str
    served: ServedOffice
    kinds: Kinds


@contextmanager
def beginning(server: Cluster) -> Iterator[Beginning]:
    """Make the small office from which the others are made."""
    database = server.create()
    with new_office(TRACKER_DATABASE_URL=server.url(database)) as served:
        yield Beginning(server, database, served, prepare_kinds(served))


@contextmanager
def scaled_office(begun: Beginning, requests: int, due: int) -> Iterator[ScaledOffice]:
    """Make an office with so many requests, of which the next sweep finds `due`."""
    server, kinds, before = begun.server, begun.kinds, begun.served
    database = server.create(begun.database)
    with TemporaryDirectory(prefix="tracker-scale-") as folder:
        shutil.copytree(before.settings.instance, folder, dirs_exist_ok=True)
        place = {"TRACKER_INSTANCE": folder, "TRACKER_DATABASE_URL": server.url(database)}
        served = ServedOffice(read_settings(place), {**before.environment, **place})
        address = server.plain_address(database)
        models, began = kinds.models(requests, due), perf_counter()
        leaves = _fill(served, models, address)
        seconds = perf_counter() - began
        copies = first_copies(models)
        record, request = copies[kinds.public[0]], copies[kinds.open[0]]
        with closing(open_storage_of(served.settings)) as rooms:
            shown, papers = rooms.records.record(record), _papers(rooms, record)
        yield ScaledOffice(
            served,
            database,
            record,
            request,
            copy=shown.copies[0].digest,
            paper=papers[0],
            leaves=leaves,
            seconds=seconds,
        )


def _papers(rooms: Storage, reference: str) -> Sequence[str]:
    with rooms.cases.look(reference) as case:
        return [paper.digest for paper in case.papers()]


def _fill(served: ServedOffice, models: Sequence[Model], address: str) -> int:
    with closing(open_storage_of(served.settings)) as rooms:
        size, evidence = size_of(rooms), served.settings.evidence
        size = grow(rooms, served.settings, copy_all(rooms, models, address, size, evidence))
        with rooms.transactions.writing() as session:
            for model in models:
                if model.public:
                    add_sums(session, model.reference, model.wanted - 1)
        return size
