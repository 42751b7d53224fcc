"""Work on many requests in one transaction, of which one that fails falls out alone."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Generic, TypeVar

from tracker.domain.base.errors import Refusal
from tracker.services.ports.cases import CaseFile

T = TypeVar("T")
Opener = Callable[[Sequence[str]], AbstractContextManager[Sequence[CaseFile]]]


@dataclass(frozen=True, slots=True)
class BatchOutcome(Generic[T]):
    """What the work gave for each request, and the requests for which it failed, with the reason.

    Nothing is stored of these.
    """

    done: tuple[T, ...] = ()
    failed: tuple[tuple[str, Refusal], ...] = ()


def work_together(
    opener: Opener, references: Sequence[str], work: Callable[[CaseFile], T]
) -> BatchOutcome[T]:
    """Open requests together, and do the work for each of them.

    If one fails, everything is rolled back and done again in two halves, down to the request that
    fails alone. So a batch needs no savepoint for each request, and work must change nothing but
    the request. If the requests cannot even be opened, all have failed: another attempt with half
    of them would only wait as long again.
    """
    opened = False
    try:
        with opener(references) as cases:
            opened = True
            return BatchOutcome(tuple(work(case) for case in cases))
    except Refusal as refusal:
        if not opened or len(references) == 1:
            return BatchOutcome(failed=tuple((reference, refusal) for reference in references))
    half = len(references) // 2
    one, other = (
        work_together(opener, part, work) for part in (references[:half], references[half:])
    )
    return BatchOutcome((*one.done, *other.done), (*one.failed, *other.failed))
