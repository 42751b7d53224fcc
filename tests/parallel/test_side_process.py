"""A fork that does one thing beside its process."""

import os
import signal
import threading
import time

import pytest

from tracker.cli.stopping import signals_handled
from tracker.parallel import side_process
from tracker.parallel.ending import end_with
from tracker.parallel.side_process import SideProcess, can_fork


def test_what_it_returns_is_read_when_it_has_ended() -> None:
    # More than a pipe holds.
    beside = SideProcess(lambda: b"x" * 1_000_000)
    beside.wait()
    assert beside.answer() == b"x" * 1_000_000
    beside.end()


def test_it_does_its_work_in_another_process() -> None:
    assert SideProcess(lambda: str(os.getpid()).encode()).answer() != str(os.getpid()).encode()


def test_work_that_fails_has_no_answer() -> None:
    beside = SideProcess(lambda: bytes(1 // 0))
    beside.wait()
    assert beside.answer() is None


def test_a_process_that_was_forked_later_can_wait_too() -> None:
    go, told = os.pipe()
    slow = SideProcess(lambda: os.read(go, 1))

    def waited() -> bytes:
        slow.wait()
        return b"waited"

    later = SideProcess(waited)
    os.write(told, b"1")
    assert later.answer() == b"waited"
    assert slow.answer() == b"1"


def test_one_that_nobody_asks_can_be_ended() -> None:
    never, _told = os.pipe()
    beside = SideProcess(lambda: os.read(never, 1))
    beside.stop()
    beside.stop()
    beside.end()


def test_one_that_is_told_to_stop_before_it_began_ends_whatever_its_parent_does(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def late(parent: int, by: int) -> None:
        time.sleep(0.3)
        end_with(parent, by)

    def goes_on() -> bytes:
        time.sleep(1)
        return b"went on"

    monkeypatch.setattr(side_process, "end_with", late)
    with signals_handled(lambda *_: None):
        beside = SideProcess(goes_on)
        beside.send(signal.SIGTERM)
        assert beside.answer() is None


def test_a_process_with_threads_is_not_forked() -> None:
    ended = threading.Event()
    other = threading.Thread(target=ended.wait)
    other.start()
    try:
        assert not can_fork()
    finally:
        ended.set()
        other.join()
