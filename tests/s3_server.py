"""A real store with the interface of S3 for the tests: SeaweedFS, from the package index.

It listens on this machine only, keeps its files in a temporary folder, and is thrown away at the
end. Fixtures:

- `s3`: the server of a test run (of each worker, when tests run side by side);
- `own_s3`: one that a test may stop and start again.
"""

import itertools
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from botocore.session import Session

from tests.needs import missing
from tracker.storage.papers.bucket_client import BucketAddress

STARTS_WITHIN_SECONDS = 240
KEY, SECRET = "tracker", "secret-of-the-tests"
# May read and write, and delete no version.
READER, READERS_SECRET = "reader", "secret-of-the-reader"
_SERVICES = ("master", "volume", "filer", "s3")
_NUMBERS = itertools.count()


class S3Server:
    """A server in a folder. Buckets and what is in them outlive `stop` and `start`."""

    def __init__(self, program: Path, folder: Path) -> None:
        self._program = program
        self._folder = folder
        self._ports = dict(zip(_all_ports(), _free_ports(8), strict=True))
        self._server: subprocess.Popen[bytes] | None = None
        (folder / "data").mkdir()
        (folder / "keys.json").write_text(json.dumps({"identities": [*_identities()]}))

    @property
    def url(self) -> str:
        """The address of the server."""
        return f"http://127.0.0.1:{self._ports['s3.port']}"

    def start(self) -> None:
        """Start it, and wait until it takes files."""
        words = {
            "dir": self._folder / "data",
            "ip": "127.0.0.1",
            "ip.bind": "127.0.0.1",
            "s3.config": self._folder / "keys.json",
            "s3.port.iceberg": 0,
            "s3.port.lance": 0,
            # Each bucket has volumes of its own, which take no room while they are empty.
            "volume.max": 1000,
            "master.volumeSizeLimitMB": 64,
            **self._ports,
        }
        command = [str(self._program), "server", "-s3", *(f"-{k}={v}" for k, v in words.items())]
        with (self._folder / "log").open("ab") as log:
            self._server = subprocess.Popen(
                command,
                stdout=log,
                stderr=log,
                cwd=self._folder,
                env=os.environ | {"WEED_MASTER_VOLUME_GROWTH_COPY_1": "1"},
            )
        give_up = time.monotonic() + STARTS_WITHIN_SECONDS
        while not self._answers():
            if self._server.poll() is not None or time.monotonic() > give_up:
                self.stop()
                pytest.fail(
                    f"SeaweedFS did not start: {(self._folder / 'log').read_text()[-2000:]}"
                )
            time.sleep(0.1)

    def stop(self) -> None:
        """End it at once, as a power cut would."""
        if self._server:
            self._server.kill()
            self._server.wait(timeout=30)
            self._server = None

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """It takes connections during the block, and says nothing."""
        assert self._server
        self._server.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self._server.send_signal(signal.SIGCONT)

    def client(self) -> Any:
        """What may do everything, apart from the program."""
        return Session().create_client(
            "s3",
            endpoint_url=self.url,
            region_name="us-east-1",
            aws_access_key_id=KEY,
            aws_secret_access_key=SECRET,
            config=Config(s3={"addressing_style": "path"}, retries={"total_max_attempts": 1}),
        )

    def bucket(self, *, versions: bool = False) -> BucketAddress:
        """A new bucket, with a key that may do everything."""
        name, client = f"office-{next(_NUMBERS)}", self.client()
        client.create_bucket(Bucket=name)
        if versions:
            on = {"Status": "Enabled"}
            client.put_bucket_versioning(Bucket=name, VersioningConfiguration=on)
        return BucketAddress(self.url, name, "us-east-1", self.key_file(KEY, SECRET))

    def with_key(self, address: BucketAddress, name: str, secret: str) -> BucketAddress:
        """The same bucket, with another key."""
        return replace(address, key_file=self.key_file(name, secret))

    def key_file(self, name: str, secret: str) -> Path:
        """A file with a key, as the settings name it."""
        file = self._folder / f"key-{next(_NUMBERS)}"
        file.touch(mode=0o600)
        file.write_text(f"{name}\n{secret}\n")
        return file

    def _answers(self) -> bool:
        """Whether a file can be stored: the last of its services takes them a little later."""
        with suppress(BotoCoreError, ClientError):
            client = self.client()
            client.create_bucket(Bucket="starting")
            client.put_object(Bucket="starting", Key="a", Body=b"a")
            return True
        with suppress(BotoCoreError, ClientError):
            client.put_object(Bucket="starting", Key="a", Body=b"a")
            return True
        return False


def _identities() -> Iterator[dict[str, object]]:
    for name, secret, actions in (
        (KEY, SECRET, ["Admin"]),
        (READER, READERS_SECRET, ["Read", "List"]),
    ):
        keys = [{"accessKey": name, "secretKey": secret}]
        yield {"name": name, "credentials": keys, "actions": actions}


def _all_ports() -> Iterator[str]:
    for service in _SERVICES:
        yield f"{service}.port"
        yield f"{service}.port.grpc"


def _free_ports(number: int) -> list[int]:
    taken = [socket.socket() for _ in range(number)]
    for each in taken:
        each.bind(("127.0.0.1", 0))
    ports = [each.getsockname()[1] for each in taken]
    for each in taken:
        each.close()
    return ports


def _find() -> Path:
    beside = Path(sys.executable).with_name("weed")
    found = beside if beside.is_file() else shutil.which("weed")
    return Path(found) if found else missing("SeaweedFS (weed) is not installed.")


@contextmanager
def _running() -> Iterator[S3Server]:
    program = _find()
    with tempfile.TemporaryDirectory(prefix="tracker-s3-") as folder:
        server = S3Server(program, Path(folder))
        server.start()
        try:
            yield server
        finally:
            server.stop()


@pytest.fixture(scope="session")
def s3() -> Iterator[S3Server]:
    """The server of this test run."""
    with _running() as server:
        yield server


@pytest.fixture
def own_s3() -> Iterator[S3Server]:
    """A server that a test may stop."""
    with _running() as server:
        yield server
