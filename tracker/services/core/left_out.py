"""Stored rows that cannot be read: lists go on without them, and say so."""

import logging
from collections.abc import Iterable
from contextvars import ContextVar

_LOG = logging.getLogger(__name__)

_LEFT_OUT: ContextVar[tuple[str, ...]] = ContextVar("left_out", default=())


def begin_noting() -> None:
    """Forget what this thread left out before: another page or another run begins."""
    _LEFT_OUT.set(())


def note_left_out(problem: str) -> None:
    """Note a row that could not be read, once for each page or run."""
    if problem not in _LEFT_OUT.get():
        _LOG.error("left out: %s", problem)
        _LEFT_OUT.set((*_LEFT_OUT.get(), problem))


def add_left_out(problems: Iterable[str]) -> None:
    """Add what another thread left out, and logged, to what this page or run left out."""
    _LEFT_OUT.set(tuple(dict.fromkeys((*_LEFT_OUT.get(), *problems))))


def left_out() -> tuple[str, ...]:
    """Return a sentence for each row that this page or run could not read."""
    return _LEFT_OUT.get()
