"""A server is killed outright while a person is signed in and reads private words: no key that was
open in it is left in any file, and its disk names no applicant."""

import base64
import shutil
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from http.client import HTTPException
from pathlib import Path

import pytest

from tests.ports import free_port
from tests.whole.canaries import Canaries, Planting
from tests.whole.test_server_killed import kill_all
from tests.whole.test_serving import Running, running
from tests.whole.test_stolen_disk import PASSWORD, Disk, at_work, read_by_thief
from tests.whole.test_stolen_disk import folder as folder
from tracker.services.people.sessions import private_key_of
from tracker.services.ports.keys import GROUP_ITSELF, OFFICE_GROUP, OpenKey
from tracker.settings import read_settings
from tracker.storage.db.group_keys import GroupKeys
from tracker.storage.db.request_keys import RequestKeys
from tracker.storage.db.transactions import Transactions

pytestmark = pytest.mark.slow


def test_a_killed_server_leaves_no_open_key_on_its_disk(folder: Path, tmp_path: Path) -> None:
    canaries = Canaries()
    with at_work(folder) as disk:
        with disk.opened():
            reference = Planting(disk.office, disk.by, canaries).all_about(1)
            group = disk.office.key_holders.group_private(OFFICE_GROUP)
        person = private_key_of(disk.office, disk.token)
    with running(disk.instance, free_port(), folder / "log") as run:
        run.wait_until_up()
        page = _page(run, disk, reference)
        assert len(canaries.found([page])) > 5, "private words were open in this server"
        with _reading(run, disk, reference):
            kill_all(run.process.pid)

    stolen = Path(shutil.copytree(folder, tmp_path / "stolen"))
    files = [file.read_bytes() for file in stolen.rglob("*") if file.is_file()]
    secrets = [person, group, _key_of(disk, reference, group)]
    secrets += [disk.token.encode(), PASSWORD.encode()]
    assert [n for n, secret in enumerate(secrets) if _stands_in(secret, files)] == []
    assert canaries.found(files) == []
    assert canaries.found(read_by_thief(disk, stolen, None)) == []
    assert len(canaries.found(read_by_thief(disk, stolen, group))) == len(canaries.planted)


def test_the_search_finds_a_key_that_is_in_a_file() -> None:
    key = bytes(range(100, 132))
    for form in (key, key.hex().encode(), base64.b64encode(key), base64.b64encode(b"xy" + key)):
        assert _stands_in(key, [b"before" + form + b"after"])


def _page(run: Running, disk: Disk, reference: str) -> bytes:
    address = f"{run.url}/desk/requests/{reference}"
    asked = urllib.request.Request(address, headers={"Cookie": f"desk={disk.token}"})  # noqa: S310
    with urllib.request.urlopen(asked, timeout=60) as answer:  # noqa: S310
        page: bytes = answer.read()
    return page


@contextmanager
def _reading(run: Running, disk: Disk, reference: str) -> Iterator[None]:
    """A person reads one page after another, until no server answers."""

    def read() -> None:
        with suppress(OSError, HTTPException):
            while True:
                _page(run, disk, reference)
                read_once.set()

    read_once = threading.Event()
    reading = threading.Thread(target=read)
    reading.start()
    assert read_once.wait(60)
    yield
    reading.join()


def _key_of(disk: Disk, reference: str, group: bytes) -> bytes:
    """The private key of a request."""
    keys = GroupKeys()
    with closing(Transactions(read_settings().database_url)) as transactions:
        opened = keys.opened(OpenKey(GROUP_ITSELF, lambda: group))
        with opened, transactions.reading() as session:
            private = RequestKeys(keys).of(session, reference).private()
    assert private
    return private


def _stands_in(secret: bytes, files: list[bytes]) -> bool:
    """Whether a key stands in any of these, in bytes, in hexadecimal or in base64."""
    forms = {secret, secret.hex().encode(), secret.hex().upper().encode()}
    for before in range(3):
        for signs in (base64.b64encode, base64.urlsafe_b64encode):
            # Whole groups of three bytes, wherever in a longer text the key begins.
            forms.add(signs(secret[before : before + (len(secret) - before) // 3 * 3]))
    return any(form in data for form in forms for data in files)
