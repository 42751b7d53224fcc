"""A second PostgreSQL server that follows one of the tests by streaming replication."""

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from tests.needs import missing
from tests.postgres import CARELESS, Cluster, server_account, start_server, stop_server

_SOCKET = ".s.PGSQL.5432"
_CAUGHT_UP_WITHIN_SECONDS = 60
Server = subprocess.Popen[bytes]


@dataclass
class Standby:
    """A primary and its standby, and what runs of them. Programs know the address of the primary:
    that of the standby is put in its place by `take_over`."""

    primary: Cluster
    cluster: Cluster
    running: dict[str, Server] = field(default_factory=dict)

    def start(self, which: Cluster) -> None:
        """Start one of the two."""
        self.running[str(which.folder)] = start_server(which, CARELESS)

    def stop(self, which: Cluster) -> None:
        """End one of the two at once."""
        if server := self.running.pop(str(which.folder), None):
            stop_server(server)

    def wait_until_caught_up(self) -> None:
        """Wait until the standby has all that the primary has."""
        (wanted,) = _ask(self.primary, "SELECT pg_current_wal_lsn()")
        until = time.monotonic() + _CAUGHT_UP_WITHIN_SECONDS
        while not _ask(self.cluster, f"SELECT pg_last_wal_replay_lsn() >= '{wanted}'")[0]:
            assert time.monotonic() < until, "the standby stays behind"
            time.sleep(0.02)

    def wait_for_standby(self, database: str) -> None:
        """Have the primary answer once the standby has what is saved in a database."""
        self.primary.say(f'ALTER DATABASE "{database}" SET synchronous_commit = on')
        self.primary.say("ALTER SYSTEM SET synchronous_standby_names = '*'")
        self.primary.say("SELECT pg_reload_conf()")
        wanted = "SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'"
        until = time.monotonic() + _CAUGHT_UP_WITHIN_SECONDS
        while not _ask(self.primary, wanted)[0]:
            assert time.monotonic() < until, "the primary waits for no standby"
            time.sleep(0.02)

    def take_over(self) -> None:
        """Promote the standby, and have it answer at the address of the primary."""
        self.cluster.say("SELECT pg_promote()")
        (self.primary.folder / _SOCKET).unlink(missing_ok=True)
        (self.primary.folder / _SOCKET).symlink_to(self.cluster.folder / _SOCKET)

    def give_back(self) -> None:
        """Have the former primary run and answer at its address again."""
        (self.primary.folder / _SOCKET).unlink()
        self.start(self.primary)


@contextmanager
def following(primary: Cluster, server: Server) -> Iterator[Standby]:
    """A standby that follows a server which runs. Both are ended afterwards."""
    copy = primary.binaries / "pg_basebackup"
    if not copy.is_file():
        missing("pg_basebackup was not found beside the PostgreSQL server.")
    folder = primary.folder.with_name(f"{primary.folder.name}-2")
    folder.mkdir()
    made = Standby(primary, Cluster(primary.binaries, folder), {str(primary.folder): server})
    try:
        if account := server_account():
            shutil.chown(folder, account)
        where = ["-h", str(primary.folder), "-U", "tracker", "-D", str(folder / "data")]
        subprocess.run(
            [copy, *where, "-R", "--checkpoint=fast", "--no-sync"],
            check=True,
            capture_output=True,
            user=server_account(),
            cwd=folder,
        )
        made.start(made.cluster)
        yield made
    finally:
        with suppress(FileNotFoundError):
            _remove_link(primary.folder / _SOCKET)
        for cluster in (made.cluster, primary):
            made.stop(cluster)
        shutil.rmtree(folder)


def _remove_link(file: Path) -> None:
    if file.is_symlink():
        file.unlink()


def _ask(cluster: Cluster, question: str) -> tuple[object, ...]:
    with psycopg.connect(
        host=str(cluster.folder), user="tracker", dbname="postgres"
    ) as connection:
        answer = connection.execute(question.encode()).fetchone()
    assert answer is not None
    return answer
