"""The servers of the office's database, noted in the database and beside it.

The database keeps a chain of the servers that the office has worked with, the newest last. A
server that is not the newest is a promoted standby, a restored database or one that was moved, so
entries may be missing. Each machine also notes the newest link that it has seen, in a file of its
instance. A chain without that link is one of a former server that came back.
"""

import logging
import secrets
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import col, select, update

from tracker.services.ports.holds import (
    WAITED_WITHIN,
    Hold,
    KnownServers,
    bind_to_server,
    unbind_from_servers,
)
from tracker.storage.db.errors import StorageTrouble
from tracker.storage.db.request_keys import now
from tracker.storage.db.server import NOT_TOLD, ServerMark
from tracker.storage.db.tables.office import OfficeRow
from tracker.storage.db.transactions import Transactions
from tracker.storage.office_data.noted_line import NotedLine

LINK_IN = "database-server"
# With these, PostgreSQL answers a COMMIT once the standby has it on its disk.
_WAITING = frozenset({"on", "remote_apply"})
_LOG = logging.getLogger(__name__)


class _Seen(NamedTuple):
    """The link that this machine has noted, and when that server was seen to wait for a standby.

    A link is the mark of a server and random digits: two standbys that are promoted from one
    server have the same mark, and different links.
    """

    link: str
    waited_at: datetime | None = None

    @classmethod
    def of(cls, line: str) -> "_Seen":
        """Return what a line of the file says. Raises ValueError."""
        link, _, moment = line.partition(" ")
        waited_at = datetime.fromisoformat(moment) if moment else None
        if waited_at and waited_at.tzinfo is None:
            raise ValueError(line)
        return cls(link, waited_at)

    @property
    def line(self) -> str:
        """Return the line of the file."""
        return f"{self.link} {self.waited_at.isoformat()}" if self.waited_at else self.link


class DatabaseServers(KnownServers):
    """The chain of servers in the row of the office, and the link in a file of the instance.

    With `synchronous`, the operator says that no standby is promoted unless the server waits for
    it.
    """

    def __init__(
        self,
        transactions: Transactions,
        instance: Path,
        *,
        synchronous: bool = False,
        clock: Callable[[], datetime] = now,
    ) -> None:
        self._transactions = transactions
        self._file = instance / LINK_IN
        self._noted = NotedLine(self._file)
        self._synchronous = synchronous
        self._clock = clock

    def doubt(self) -> Hold | None:
        server, chain = self._present()
        if not server:
            return None
        seen = self._seen()
        found = server_doubt(chain, seen.link, server)
        return None if found and self._follows(chain, seen, server) else found

    def moved(self) -> bool:
        server, chain = self._present()
        if not server:
            return False
        seen = self._seen()
        if server_doubt(chain, seen.link, server):
            return not self._follows(chain, seen, server)
        if len(chain) < 2 or seen.link == chain[-1]:
            return False
        # Another machine may have gone on by the operator's word, which holds for this one too.
        return not self._follows(chain[:-1], seen, server)

    def note(self) -> None:
        if self.doubt() is None:
            self.accept()

    def accept(self) -> bool:
        server, chain = self._present()
        if not server:
            return False
        seen = self._seen().link
        # A former server is given a link of its own. Otherwise the server that was noted before
        # would not be in doubt once this machine returns to it, although it lacks entries.
        former = seen and seen not in chain
        if not chain or _mark(chain[-1]) != server or former:
            self._add(chain, server)
            chain = self._chain()
        if _mark(chain[-1]) != server:
            return False
        at = self._clock() if self._synchronous and self.waits_for_standby() else None
        self._noted.write(_Seen(chain[-1], at).line)
        return True

    def bind(self) -> None:
        if server := self._transactions.server():
            bind_to_server(self._transactions.url, server)
        else:
            # A server that does not say which it is must not be taken for another one.
            unbind_from_servers()

    @property
    def on_server(self) -> bool:
        """Whether the database is on a server, and no file."""
        return self._transactions.writers.dialect.name == "postgresql"

    @property
    def silent(self) -> bool:
        """Whether the server does not tell the account which one it is."""
        return self._transactions.server() == NOT_TOLD

    def mark(self) -> ServerMark | None:
        """Return the server of the database; None on SQLite, in recovery, and if it is silent."""
        server = self._transactions.server()
        return ServerMark.of(server) if server else None

    def waits_for_standby(self) -> bool:
        """Return whether this server answers once a standby has what was saved on its disk."""
        names, commit = map(
            sa.func.current_setting, ("synchronous_standby_names", "synchronous_commit")
        )
        with self._transactions.reading() as session:
            standbys, how = session.exec(select(names, commit)).one()
        return bool(standbys.strip()) and how in _WAITING

    def _seen(self) -> _Seen:
        """Return what this machine has noted. Raises StorageTrouble if it cannot be read."""
        try:
            return _Seen.of(self._noted.read())
        except ValueError:
            raise StorageTrouble(
                f"The file {self._file} is damaged: make sure that this machine is connected to "
                "the newest server of the database, then delete the file."
            ) from None

    def _present(self) -> tuple[str | None, Sequence[str]]:
        """Return the mark of the server, and the chain that it has.

        Both over one connection: another one may lead to another server. Raises StorageTrouble if
        this thread is bound to that.
        """
        with self._transactions.one_state():
            server = self._transactions.server()
            self._transactions.require_bound(server)
            return server, self._chain()

    def _chain(self) -> Sequence[str]:
        with self._transactions.reading() as session:
            return tuple((session.exec(select(OfficeRow.servers)).first() or "").split())

    def _add(self, chain: Sequence[str], server: str) -> None:
        """Add a server to the chain, unless another process has just done so."""
        known = col(OfficeRow.servers)
        link = f"{server}.{secrets.token_hex(4)}"
        unchanged = known == " ".join(chain) if chain else known.is_(None)
        with self._transactions.writing() as session:
            longer = " ".join((*chain, link))
            session.exec(update(OfficeRow).where(unchanged).values(servers=longer))
        if chain:
            _LOG.warning("the office goes on with another database server: %s", server)

    def _follows(self, chain: Sequence[str], seen: _Seen, server: str) -> bool:
        """Return whether this is a promoted standby that has everything: the operator says so in
        the settings, and this machine has lately seen the former server wait for one."""
        if not (self._synchronous and seen.waited_at and chain and chain[-1] == seen.link):
            return False
        before, after = ServerMark.of(_mark(seen.link)), ServerMark.of(server)
        promoted = after.timeline > before.timeline
        same = (after.cluster, after.table) == (before.cluster, before.table)
        return same and promoted and abs(self._clock() - seen.waited_at) <= WAITED_WITHIN


def server_doubt(chain: Sequence[str], seen: str, server: str) -> Hold | None:
    """Return why a server is in doubt that has this chain, on a machine that has seen this link.

    None if it is not. Nothing is known before the first link.
    """
    newest = bool(chain) and _mark(chain[-1]) == server
    if seen and seen not in chain:
        return Hold.SERVER_LEFT if newest else Hold.SERVER_CHANGED
    return None if newest or not chain else Hold.SERVER_CHANGED


def _mark(link: str) -> str:
    return link.rpartition(".")[0]
