"""A list with names is uploaded to the running server: its words are in no file, not while it
comes in or is read, not once it is stored, and not after the server was killed."""

import secrets
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests.in_the_open import files_held_with, files_with
from tests.storage.drafting.test_import_lists import HEADINGS, ROW
from tests.whole.test_server_killed import TOKEN, form_of, kill_all, started
from tests.whole.test_server_killed import instance as instance
from tests.whole.test_serving import Running

pytestmark = pytest.mark.slow

IMPORTS = "/desk/imports"


@pytest.fixture
def on_disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The server's own folder for temporary files."""
    with tempfile.TemporaryDirectory() as folder:
        monkeypatch.setenv("TMPDIR", folder)
        yield Path(folder)


def a_list(words: str) -> bytes:
    """A list of 900 requests by a person of this name, larger than libraries hold in memory."""
    rows = (ROW.replace("Ayesha Namoona", words).format(number) for number in range(900))
    return "\n".join((HEADINGS, *(row + " " * 1000 for row in rows))).encode()


class Sending:
    """A list on its way to the server."""

    def __init__(self, run: Running, data: bytes) -> None:
        form = form_of(run, IMPORTS)
        cookie = form.pop("cookie")
        part = "--b\r\nContent-Disposition: form-data; name="
        fields = "".join(f'{part}"{name}"\r\n\r\n{value}\r\n' for name, value in form.items())
        head = f'{fields}{part}"file"; filename="list.csv"\r\n\r\n'.encode()
        self._body = head + data + b"\r\n--b--\r\n"
        self._connection = HTTPConnection(run.url.removeprefix("http://"), timeout=120)
        self._connection.putrequest("POST", IMPORTS)
        self._connection.putheader("Cookie", f"desk={TOKEN}; form={cookie}")
        self._connection.putheader("Content-Type", "multipart/form-data; boundary=b")
        self._connection.putheader("Content-Length", str(len(self._body)))
        self._connection.endheaders()
        self._half = len(self._body) // 2

    def send_half(self) -> None:
        self._connection.send(self._body[: self._half])

    def send_rest(self) -> int:
        """Send the other half, and return the status of the answer."""
        self._connection.send(self._body[self._half :])
        return self._connection.getresponse().status

    def close(self) -> None:
        """End the connection."""
        self._connection.close()


@contextmanager
def looked_for(words: bytes, run: Running) -> Iterator[list[str]]:
    """The files with these words that the server has open at any moment meanwhile."""
    found: list[str] = []
    over = threading.Event()

    def look() -> None:
        while not over.wait(0.005):
            found.extend(files_held_with(words, run.process.pid))

    looking = threading.Thread(target=look)
    looking.start()
    try:
        yield found
    finally:
        over.set()
        looking.join()


def test_an_uploaded_list_is_never_in_a_file(
    instance: Path, on_disk: Path, tmp_path: Path
) -> None:
    since, name = time.time() - 1, f"Zarmina {secrets.token_hex(12)}"
    words = name.encode()

    def files() -> list[str]:
        return files_with(words, since, instance, on_disk)

    with started(instance, tmp_path / "log") as run:
        with looked_for(words, run) as held, closing(Sending(run, a_list(name))) as sending:
            sending.send_half()
            time.sleep(1)
            assert files() == []
            assert sending.send_rest() == 302
        assert held == []
        assert files() == []

        with closing(Sending(run, a_list(name))) as sending:
            sending.send_half()
            time.sleep(1)
            kill_all(run.process.pid)
    assert files() == []
