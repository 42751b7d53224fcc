"""A standby of a server of the tests: a second server that follows it by streaming replication,
and on which nothing can be written before it is promoted."""

import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from tests.postgres import DISK, Cluster, server_account, start_server, stop_server

_SOCKET = ".s.PGSQL.5432"
_CAUGHT_UP_WITHIN_SECONDS = 60


@contextmanager
def standby_of(primary: Cluster) -> Iterator[Cluster]:
    """A standby, as `pg_basebackup` makes one."""
    with _copy_of(primary) as standby:
        server = start_server(standby)
        try:
            yield standby
        finally:
            stop_server(server)


@contextmanager
def _copy_of(primary: Cluster) -> Iterator[Cluster]:
    """A standby that is not started yet."""
    folder = Path(tempfile.mkdtemp(prefix="tracker-standby-", dir=DISK))
    if account := server_account():
        shutil.chown(folder, account)
    try:
        subprocess.run(
            [
                *(str(primary.binaries / "pg_basebackup"), "-h", str(primary.folder)),
                *("-U", "tracker", "-D", str(folder / "data"), "-R", "-X", "stream"),
                *("--checkpoint=fast", "--no-sync"),
            ],
            check=True,
            capture_output=True,
            user=server_account(),
            cwd=folder,
        )
        yield Cluster(primary.binaries, folder)
    finally:
        shutil.rmtree(folder)


@dataclass
class Pair:
    """A primary and its standby, and what runs of them. Programs know the address of the primary:
    that of the standby is put in its place by `take_over`."""

    primary: Cluster
    standby: Cluster
    running: dict[Cluster, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, which: Cluster) -> None:
        """Start one of the two."""
        self.running[which] = start_server(which)

    def stop(self, which: Cluster) -> None:
        """End one of the two at once."""
        if server := self.running.pop(which, None):
            stop_server(server)

    def wait_until_caught_up(self) -> None:
        """Wait until the standby has all that the primary has."""
        (wanted,) = _ask(self.primary, "SELECT pg_current_wal_insert_lsn()")
        until = time.monotonic() + _CAUGHT_UP_WITHIN_SECONDS
        while not _ask(self.standby, f"SELECT pg_last_wal_replay_lsn() >= '{wanted}'")[0]:
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
        self.standby.say("SELECT pg_promote()")
        self.lead_to_standby()

    def lead_to_standby(self) -> None:
        """Have the promoted standby answer at the address of the primary, which does not run."""
        (self.primary.folder / _SOCKET).unlink(missing_ok=True)
        (self.primary.folder / _SOCKET).symlink_to(self.standby.folder / _SOCKET)

    def give_back(self) -> None:
        """Have the former primary run and answer at its address again."""
        (self.primary.folder / _SOCKET).unlink()
        self.start(self.primary)


@contextmanager
def followed(primary: Cluster, server: subprocess.Popen[bytes]) -> Iterator[Pair]:
    """A server that runs, and a standby that follows it. Both are ended afterwards."""
    with _copy_of(primary) as standby:
        pair = Pair(primary, standby, {primary: server})
        try:
            pair.start(standby)
            yield pair
        finally:
            if (socket := primary.folder / _SOCKET).is_symlink():
                socket.unlink()
            for each in (standby, primary):
                pair.stop(each)


def _ask(cluster: Cluster, question: str) -> tuple[object, ...]:
    with psycopg.connect(
        host=str(cluster.folder), user="tracker", dbname="postgres"
    ) as connection:
        answer = connection.execute(question.encode()).fetchone()
    assert answer is not None
    return answer
