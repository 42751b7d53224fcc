"""Witnesses that are asked over HTTP for the newest checkpoint of this log that they know."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.offices import Slip
from tracker.ledger import witness_notes
from tracker.ledger.checkpoint import Checkpoint
from tracker.ledger.files import Keys
from tracker.ledger.notes import Signer
from tracker.ledger.witness_notes import knows_note, newest_notes, take_note
from tracker.services.ports.log import TileAt

OURS = Signer("log.example/one", bytes(range(32)))
BEFORE = Signer("log.example/one", bytes(range(1, 33)))
KEYS = Keys(OURS)


def note(size: int, signer: Signer = OURS) -> bytes:
    text = str(Checkpoint(signer.verifier.name, size, bytes(31) + bytes([size])))
    return str(signer.sign(text)).encode()


@contextmanager
def answering(answer: Callable[[BaseHTTPRequestHandler], object]) -> Iterator[str]:
    """A witness on this machine that answers in this way; its address."""

    class Witness(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer(self)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Witness)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/log/checkpoint"
    finally:
        server.shutdown()
        server.server_close()


def giving(content: bytes, status: int = 200) -> Callable[[BaseHTTPRequestHandler], object]:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        handler.wfile.write(content)

    return answer


def dripping(handler: BaseHTTPRequestHandler) -> None:
    """Say a byte now and then, and never come to an end."""
    handler.send_response(200)
    handler.end_headers()
    try:
        while True:
            handler.wfile.write(b"x")
            time.sleep(0.05)
    except OSError:
        pass


def dripping_head(handler: BaseHTTPRequestHandler) -> None:
    """Say a byte of the status line now and then, for longer than anyone waits."""
    try:
        for _ in range(60):
            handler.wfile.write(b"H")
            time.sleep(0.05)
    except OSError:
        pass


class Book:
    """A database whose log is empty."""

    def last(self) -> None:
        return None

    def tile(self, at: TileAt) -> bytes:
        return b""


def test_each_witness_that_answers_is_heard() -> None:
    with answering(giving(b"one")) as first, answering(giving(b"two")) as second:
        assert list(newest_notes([first, second])) == [b"one", b"two"]


def test_one_that_answers_wrongly_or_not_at_all_is_left_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(witness_notes, "_SECONDS", 0.3)
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        nobody = f"http://127.0.0.1:{closed.getsockname()[1]}/"
        with (
            answering(giving(b"gone", 404)) as gone,
            answering(giving(b"x" * 70_000)) as long,
            answering(dripping) as slow,
            answering(giving(b"a note")) as right,
        ):
            asked = [nobody, gone, long, slow, "http://[::bad/", right]
            assert list(newest_notes(asked)) == [b"a note"]


def test_one_that_drips_its_status_line_is_given_up_and_named(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(witness_notes, "_SECONDS", 0.3)
    with answering(dripping_head) as slow:
        begun = time.monotonic()
        assert list(newest_notes([slow])) == []
        assert time.monotonic() - begun < 2

    assert [slow in each.getMessage() for each in caplog.records] == [True]


# Another machine changed the key: the file of the key no longer names the one before.
@pytest.mark.parametrize("known", [None, note(3), note(3, BEFORE), note(7), note(7, BEFORE)])
def test_the_newest_note_of_ours_is_kept(known: bytes | None) -> None:
    slip = Slip()
    slip.note = known
    stranger = Signer("log.example/one", bytes(32))

    heard = take_note([note(5), b"no note", note(9, stranger), note(4)], slip, KEYS, Book())

    assert slip.note == (known if known in (note(7), note(7, BEFORE)) else note(5))
    assert heard
    assert knows_note(slip, KEYS) == (slip.note != note(7, BEFORE))


def test_without_an_answer_nothing_changes() -> None:
    slip = Slip()
    slip.note = None

    assert not take_note([], slip, KEYS, Book())
    assert not take_note([note(9, Signer("another.example", bytes(32)))], slip, KEYS, Book())

    assert slip.note is None
    assert not knows_note(slip, KEYS)
