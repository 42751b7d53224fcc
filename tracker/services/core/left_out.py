"""What cannot be read or worked on: lists and runs go on without it, and say so."""

import logging
from collections.abc import Iterable
from contextvars import ContextVar

from tracker.domain.base.errors import Refusal

_LOG = logging.getLogger(__name__)

_LEFT_OUT: ContextVar[tuple[str, ...]] = ContextVar("left_out", default=())


def begin_noting() -> None:
    """Forget what this thread left out before: another page or another run begins."""
    _LEFT_OUT.set(())


def note_left_out(problem: str) -> None:
    """Note something that was left out, once for each page or run."""
    if problem not in _LEFT_OUT.get():
        _LOG.error("left out: %s", problem)
        _LEFT_OUT.set((*_LEFT_OUT.get(), problem))


def add_left_out(problems: Iterable[str]) -> None:
    """Add what another thread left out, and logged, to what this page or run left out."""
    _LEFT_OUT.set(tuple(dict.fromkeys((*_LEFT_OUT.get(), *problems))))


def failure_of_program(error: Exception, reference: str) -> Refusal:
    """Log an error of the program with a request, and return it as a refusal.

    The deadlines of all other requests must not wait until the program is mended.
    """
    _LOG.error("the program failed on request %s", reference, exc_info=error)
    return Refusal(
        "The program failed on request {reference}. Its log says why.",
        reference=reference,
    )


def left_out() -> tuple[str, ...]:
    """Return a sentence for each thing that this page or run left out."""
    return _LEFT_OUT.get()
