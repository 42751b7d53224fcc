"""Clients of the server under load, all in one event loop: readers, and people at the desk."""

import asyncio
import re
from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import urlencode

EVERY_SECONDS = 10
THINKS_SECONDS = 3
PATIENCE = 30


@dataclass
class Answers:
    """The seconds that each kind of page took, what failed, and what was asked a second time.

    A server may end an idle connection at any moment, so a request that meets such an end is sent
    once more on a new connection, as every browser does.
    """

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: list[str] = field(default_factory=list)
    sent_again: int = 0

    def percentile(self, share: float, kinds: Sequence[str]) -> float:
        """Return the time that this share of the answers of these kinds did not exceed."""
        every = sorted(second for kind in kinds for second in self.seconds[kind])
        return every[min(int(share * len(every)), len(every) - 1)] if every else 0.0

    def count(self, kinds: Sequence[str]) -> int:
        """Return how many answers of these kinds there were."""
        return sum(len(self.seconds[kind]) for kind in kinds)


class KeptConnection:
    """One connection, kept open, which is made again if the server ended it."""

    def __init__(self, port: int, answers: Answers, cookie: str = "") -> None:
        self._port = port
        self._answers = answers
        self._cookies = dict([cookie.split("=", 1)]) if cookie else {}
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, kind: str, address: str, due: float, body: str = "") -> bytes:
        """Return the body of an answer, and note the time since the moment at which it was due.

        Waiting counts, also that for this program's own turn.
        """
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(PATIENCE):
                status, content = await self._exchange(address, body)
        except (OSError, EOFError, TimeoutError) as error:
            self._answers.errors.append(f"{kind} {address}: {type(error).__name__}")
            await self.close()
            return b""
        self._answers.seconds[kind].append(loop.time() - due)
        if status not in (b"200", b"302", b"303"):
            self._answers.errors.append(f"{kind} {address}: status {status.decode()}")
        return content

    async def _exchange(self, address: str, body: str) -> tuple[bytes, bytes]:
        kept = self._streams
        try:
            return await self._exchange_once(address, body)
        except (ConnectionError, EOFError):
            if kept is None or body:
                raise
            await self.close()
            self._answers.sent_again += 1
            return await self._exchange_once(address, body)

    async def _exchange_once(self, address: str, body: str) -> tuple[bytes, bytes]:
        self._streams = self._streams or await asyncio.open_connection("127.0.0.1", self._port)
        reader, writer = self._streams
        form = (
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
        )
        kept = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        cookies = f"Cookie: {kept}\r\n" if kept else ""
        writer.write(
            f"{'POST' if body else 'GET'} {address} HTTP/1.1\r\nHost: localhost\r\n"
            f"{cookies}{form if body else ''}\r\n{body}".encode()
        )
        head = await reader.readuntil(b"\r\n\r\n")
        given = re.findall(rb"(?i)\r\nset-cookie: ([^=]+)=([^;\r]*)", head)
        self._cookies |= {name.decode(): value.decode() for name, value in given}
        head = head.lower()
        length = re.search(rb"content-length: (\d+)", head)
        content = await reader.readexactly(int(length[1])) if length else b""
        if b"connection: close" in head:
            await self.close()
        return head[9:12], content

    async def close(self) -> None:
        """Let go of the connection."""
        if self._streams:
            streams, self._streams = self._streams, None
            streams[1].close()
            with suppress(OSError):
                await streams[1].wait_closed()


async def read_on(
    connection: KeptConnection, pages: Sequence[tuple[str, str]], first: float, until: float
) -> None:
    """Ask for pages, by kind and address, in turns every ten seconds from `first` on."""
    loop, due, turn = asyncio.get_running_loop(), first, 0
    while due < until:
        await asyncio.sleep(due - loop.time())
        await connection.ask(*pages[turn % len(pages)], due)
        # A reader who had to wait longer than that asks at once, as late as it is.
        due, turn = due + EVERY_SECONDS, turn + 1
    await connection.close()


async def work_on(
    connection: KeptConnection, references: Sequence[str], first: float, until: float
) -> None:
    """Open pages of the workspace, with a pause after each, and leave a note now and then."""
    loop, turn = asyncio.get_running_loop(), 0
    await asyncio.sleep(first - loop.time())
    while loop.time() < until:
        case = f"/desk/requests/{references[turn % len(references)]}"
        for address in ("/desk", "/desk/requests", case, f"{case}/notes"):
            page = await connection.ask("desk", address, loop.time())
            await asyncio.sleep(THINKS_SECONDS)
        if token := re.search(rb'name="csrf_token"[^>]*value="([^"]+)"', page):
            note = urlencode({"csrf_token": token[1].decode(), "words": "Called the office."})
            await connection.ask("note", f"{case}/notes", loop.time(), note)
            await asyncio.sleep(THINKS_SECONDS)
        turn += 1
    await connection.close()
