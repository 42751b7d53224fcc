"""`tracker run`: starts everything, says how to sign in, stops all parts cleanly."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import pytest

from tests.cli.instances import instance_made
from tests.ports import free_port

PATIENCE = 300.0


class Running:
    """A `tracker run` under way, and what it printed."""

    def __init__(self, process: subprocess.Popen[bytes], port: int, log: Path) -> None:
        self.process = process
        self.url = f"http://127.0.0.1:{port}"
        self.log = log

    def said(self) -> str:
        return self.log.read_text(encoding="utf-8")

    def get(self, path: str) -> tuple[int, str]:
        with urllib.request.urlopen(self.url + path, timeout=120) as answer:  # noqa: S310
            return answer.status, answer.read().decode()

    def wait_until_up(self, path: str = "/") -> None:
        """Wait until `path` answers 200; an HTTP error is an OSError too."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            assert self.process.poll() is None, self.said()
            try:
                self.get(path)
                return
            except OSError:
                time.sleep(0.2)
        pytest.fail(f"{path} did not come up: {self.said()}")

    def wait_for(self, what: Callable[[], bool]) -> None:
        until = time.monotonic() + PATIENCE
        while not what():
            assert time.monotonic() < until, self.said()
            time.sleep(0.2)

    def parts(self) -> list[int]:
        """The web server and the scheduler, once the process that answered first was replaced."""
        looks: list[list[int]] = []

        def are_settled() -> bool:
            looks.append(self.children())
            same = looks[-6:] == [looks[-1]] * 6
            return same and len(looks[-1]) == 2 and "documents are drawn" in self.said()

        self.wait_for(are_settled)
        return looks[-1]

    def children(self) -> list[int]:
        found = subprocess.run(
            ["pgrep", "-P", str(self.process.pid)], capture_output=True, text=True, check=False
        )
        return [int(line) for line in found.stdout.split()]


@contextmanager
def running(instance: Path, port: int, log: Path) -> Iterator[Running]:
    environment = os.environ | {
        "TRACKER_INSTANCE": str(instance),
        "TRACKER_PORT": str(port),
        "TRACKER_SWEEP_SECONDS": "1",
        "TRACKER_WORKERS": "1",
    }
    # Another program of this name lies where the command is given, and must not be taken for it.
    given_in = log.with_suffix(".folder")
    given_in.mkdir(exist_ok=True)
    (given_in / "tracker.py").write_text("raise SystemExit(3)\n", "utf-8")
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "tracker", "run"],
            cwd=given_in,
            env=environment,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            yield Running(process, port, log)
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
                process.wait(60)


def test_a_first_start_serves_writes_down_no_address_of_a_reader_and_stops_cleanly(
    tmp_path: Path,
) -> None:
    """The server refuses a request that no browser sends, and logs no address of its sender."""
    malformed = (b"Bad Header: y", b"Content-Length: -1", b"x" * 9000, b"Transfer-Encoding: all")
    instance, port = tmp_path / "instance", free_port()
    with running(instance, port, tmp_path / "log") as run:
        run.wait_until_up()
        link = re.search(r"/welcome/\S+", run.said())
        assert link
        assert run.get(link[0])[0] == 200
        assert "Demonstration" in run.get("/")[1]
        # Well only once the scheduler has swept.
        run.wait_until_up("/healthz")
        parts = run.parts()
        for header in malformed:
            with socket.create_connection(
                ("127.0.0.1", port), timeout=120, source_address=("127.0.0.7", 0)
            ) as reader:
                reader.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n" + header + b"\r\n\r\n")
                assert re.match(rb"HTTP/1.[01] [45]", reader.recv(100))

        run.process.send_signal(signal.SIGINT)
        assert run.process.wait(60) == 0

    assert "Stopped." in run.said()
    assert "Traceback" not in run.said()
    assert "127.0.0.7" not in run.said()
    for part in parts:
        with pytest.raises(ProcessLookupError):
            os.kill(part, 0)


SLOW = (
    b"",
    b"GET / HTTP/1.1\r\nHost: x\r\nX-",
    b"POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nemail=a",
    b"POST /desk/new HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\nx",
)


@pytest.mark.slow
def test_clients_that_never_finish_do_not_stop_the_site(tmp_path: Path) -> None:
    """With no proxy in front, and more such clients than there are threads."""
    instance, port = instance_made(tmp_path / "instance", "seed"), free_port()
    with running(instance, port, tmp_path / "log") as run, ExitStack() as slow:
        run.wait_until_up()
        for words in SLOW * 10:
            client = socket.create_connection(("127.0.0.1", port), timeout=120)
            slow.enter_context(closing(client)).sendall(words)

        run.wait_until_up("/healthz")
        assert run.get("/")[0] == 200


@pytest.mark.slow
def test_the_site_stays_up_while_the_scheduler_is_started_again(tmp_path: Path) -> None:
    instance, port = instance_made(tmp_path / "instance", "seed"), free_port()
    with running(instance, port, tmp_path / "log") as run:
        run.wait_until_up()
        web, scheduler = run.parts()

        os.kill(scheduler, signal.SIGKILL)

        run.wait_for(lambda: len(run.children()) == 2 and scheduler not in run.children())
        assert run.get("/")[0] == 200
        assert web in run.children()
    assert "the scheduler was ended by signal 9; it is started again in 1 s" in run.said()


@pytest.mark.slow
def test_a_web_server_that_was_killed_is_up_again(tmp_path: Path) -> None:
    instance, port = instance_made(tmp_path / "instance", "seed"), free_port()
    with running(instance, port, tmp_path / "log") as run:
        run.wait_until_up()
        web = run.parts()[0]

        os.kill(web, signal.SIGKILL)

        run.wait_for(lambda: len(run.children()) == 2 and web not in run.children())
        run.wait_until_up()


@pytest.mark.slow
def test_nothing_keeps_the_port_of_an_office_that_was_killed(tmp_path: Path) -> None:
    instance, port = instance_made(tmp_path / "instance", "seed"), free_port()
    with running(instance, port, tmp_path / "log") as run:
        run.wait_until_up()

        run.process.kill()
        run.process.wait(60)

        run.wait_for(lambda: is_free(port))


def is_free(port: int) -> bool:
    with closing(socket.socket()) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def test_a_port_in_use_is_said_before_anything_is_started(tmp_path: Path) -> None:
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = int(taken.getsockname()[1])
        with running(tmp_path / "instance", port, tmp_path / "log") as run:
            assert run.process.wait(PATIENCE) == 2

    assert "cannot be listened on" in run.said()
    assert not (tmp_path / "instance").exists()
