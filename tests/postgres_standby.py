"""A standby of the server of the tests: a second server that follows it by streaming replication,
and on which nothing can be written."""

import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.postgres import DISK, Cluster, server_account, start_server


@contextmanager
def standby_of(primary: Cluster) -> Iterator[Cluster]:
    """A standby, as `pg_basebackup` makes one."""
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
        standby = Cluster(primary.binaries, folder)
        server = start_server(standby)
        try:
            yield standby
        finally:
            server.send_signal(signal.SIGQUIT)
            server.wait(timeout=30)
    finally:
        shutil.rmtree(folder)
