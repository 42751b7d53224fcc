"""What cannot be read or worked on. Lists and runs go on without it, and say so."""

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


def as_refusal(error: Exception, reference: str) -> Refusal:
    """Return what went wrong with a request as a refusal. An error of the program is logged.

    The deadlines of all other requests must not wait until the program is mended.
    """
    if isinstance(error, Refusal):
        return error
    _LOG.error("the program failed on request %s", reference, exc_info=error)
    return Refusal(
        "The program failed on request {reference}. Its log says why.",
        reference=reference,
    )


def left_out() -> tuple[str, ...]:
    """Return a sentence for each thing that this page or run left out."""
    return _LEFT_OUT.get()
