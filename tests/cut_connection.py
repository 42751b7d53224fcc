"""A way to PostgreSQL that breaks when it is told to: after the server saved a transaction, and
before its answer reaches the program; or before the server hears of it."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_SOCKET = ".s.PGSQL.5432"
_COMMIT = b"COMMIT\x00"


class BreakingWay:
    """Listens in a folder of its own, and passes everything on to the server."""

    def __init__(self, folder: Path, server: Path) -> None:
        self.folder = folder
        self._server = server
        self._loses_answer = self._loses_commit = False
        self.cuts = 0
        self._listening = socket.socket(socket.AF_UNIX)
        self._listening.bind(str(folder / _SOCKET))
        self._listening.listen()
        threading.Thread(target=self._take_connections, daemon=True).start()

    def url(self, of: str) -> str:
        """The address of a database of the server, by this way."""
        return of.replace(f"host={self._server}", f"host={self.folder}")

    def lose_next_answer(self) -> None:
        """Have the server save the next transaction, and the program not hear of it."""
        self._loses_answer = True

    def lose_next_commit(self) -> None:
        """Break the connection before the server hears of the next COMMIT."""
        self._loses_commit = True

    def close(self) -> None:
        """Take no more connections."""
        self._listening.close()

    def _take_connections(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listening.accept()
                server = socket.socket(socket.AF_UNIX)
                server.connect(str(self._server / _SOCKET))
                losing = threading.Event()
                for work in (self._pass_on, self._answer):
                    threading.Thread(
                        target=work, args=(client, server, losing), daemon=True
                    ).start()

    def _pass_on(
        self, client: socket.socket, server: socket.socket, losing: threading.Event
    ) -> None:
        with suppress(OSError):
            while said := client.recv(65536):
                if _COMMIT in said and self._loses_commit:
                    self._loses_commit = False
                    self._cut(client, server)
                    return
                if _COMMIT in said and self._loses_answer:
                    self._loses_answer = False
                    losing.set()
                server.sendall(said)
        self._close(client, server)

    def _answer(
        self, client: socket.socket, server: socket.socket, losing: threading.Event
    ) -> None:
        with suppress(OSError):
            while said := server.recv(65536):
                # The tag of the answer: the transaction is saved.
                if losing.is_set() and _COMMIT in said:
                    self._cut(client, server)
                    return
                client.sendall(said)
        self._close(client, server)

    def _cut(self, *ends: socket.socket) -> None:
        self.cuts += 1
        self._close(*ends)

    @staticmethod
    def _close(*ends: socket.socket) -> None:
        for end in ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()


@contextmanager
def breaking_way(folder: Path, server: Path) -> Iterator[BreakingWay]:
    """A way to the server whose socket lies in `folder`."""
    folder.mkdir()
    way = BreakingWay(folder, server)
    try:
        yield way
    finally:
        way.close()
