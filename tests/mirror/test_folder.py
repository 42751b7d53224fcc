"""Files of a copy are written only if they differ, whether they come whole or in pieces."""

from collections.abc import Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest

from tests.web.browser import a_site_config
from tracker.mirror.asking import KeptFile
from tracker.mirror.folder import UNFINISHED, FileKeeper
from tracker.services.core.office import Office
from tracker.services.public.data_files import make_package, package_to_make
from tracker.services.public.data_package import file_names
from tracker.services.public.public_side import public_side
from tracker.web import make_app
from tracker.web.record.site.page_reader import PageReader

PIECES = (b"reference,block\n", b"r1,pk-x-2024\n", b"r2,pk-x-2024\n")
TABLE = "data/requests.csv"


@pytest.fixture
def keeper(tmp_path: Path) -> FileKeeper:
    return FileKeeper(tmp_path, b"being written")


def as_kept(data: bytes, *, written: bool) -> KeptFile:
    return KeptFile(sha256(data).hexdigest(), len(data), written)


@pytest.mark.parametrize("pieces", [(), (b"",), PIECES[:1], PIECES[:2], PIECES])
def test_a_file_is_written_once_however_many_pieces_it_has(
    keeper: FileKeeper, pieces: tuple[bytes, ...]
) -> None:
    data = b"".join(pieces)

    first = keeper.keep(TABLE, iter(pieces))
    place = (keeper.path / TABLE).stat().st_ino
    again = FileKeeper(keeper.path, b"being written again")

    assert first == as_kept(data, written=True)
    assert again.keep(TABLE, pieces) == as_kept(data, written=False)
    assert (keeper.path / TABLE).read_bytes() == data
    assert (keeper.path / TABLE).stat().st_ino == place
    # Nothing changed, so the second one wrote no notice.
    assert (keeper.path / UNFINISHED).read_bytes() == b"being written"
    assert [each.name for each in (keeper.path / "data").iterdir()] == ["requests.csv"]


def test_a_file_of_the_same_size_is_replaced_if_one_byte_differs(keeper: FileKeeper) -> None:
    keeper.keep(TABLE, PIECES)
    changed = (*PIECES[:2], b"r3,pk-x-2024\n")

    assert keeper.keep(TABLE, changed) == as_kept(b"".join(changed), written=True)
    assert (keeper.path / TABLE).read_bytes() == b"".join(changed)


def test_pieces_that_break_off_leave_no_part_of_a_file(keeper: FileKeeper) -> None:
    def breaking_off() -> Iterator[bytes]:
        yield from PIECES[:2]
        raise OSError("the disk is gone")

    with pytest.raises(OSError, match="the disk is gone"):
        keeper.keep(TABLE, breaking_off())
    # A file that was never there is announced before anything is written.
    assert (keeper.path / UNFINISHED).read_bytes() == b"being written"
    assert list((keeper.path / "data").iterdir()) == []

    keeper.keep(TABLE, PIECES)
    with pytest.raises(OSError, match="the disk is gone"):
        keeper.keep(TABLE, breaking_off())

    assert (keeper.path / TABLE).read_bytes() == b"".join(PIECES)
    assert [each.name for each in (keeper.path / "data").iterdir()] == ["requests.csv"]


def test_a_table_of_the_site_is_read_in_pieces(office: Office) -> None:
    wanted = package_to_make(office, at_once=True)
    assert wanted
    make_package(office, wanted)
    config = a_site_config().for_a_copy()
    reader = PageReader(make_app(public_side(office), config), config.public_url)

    tables = {name: _read(office, name) for name in file_names()}
    largest = max(tables, key=lambda name: len(tables[name]))

    with closing(reader.read(f"/data/{largest}")) as found:
        pieces = list(found.content)

    assert b"".join(pieces) == tables[largest]
    assert len(pieces) > 1
    assert max(map(len, pieces)) <= 1 << 16


def _read(office: Office, name: str) -> bytes:
    with office.data.open(name) as file:
        return file.read()
