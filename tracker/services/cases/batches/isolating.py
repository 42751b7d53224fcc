"""Work on many requests in one transaction, which leaves out only the requests that fail."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager
from contextvars import copy_context
from dataclasses import dataclass
from typing import Generic, TypeVar

from tracker.domain.base.errors import Refusal
from tracker.services.core.left_out import add_left_out, as_refusal, begin_noting, left_out
from tracker.services.ports.cases import CaseFile, Unavailable

T = TypeVar("T")
Opener = Callable[[Sequence[str]], AbstractContextManager[Sequence[CaseFile]]]


@dataclass(frozen=True, slots=True)
class BatchOutcome(Generic[T]):
    """What the work gave for each request, and the requests for which it failed, with the reason.

    `left` are requests for which the database could not be used, because of `trouble`. Nothing is
    stored of those that failed or were left.
    """

    done: tuple[T, ...] = ()
    failed: tuple[tuple[str, Refusal], ...] = ()
    left: tuple[str, ...] = ()
    trouble: Refusal | None = None


def work_together(
    opener: Opener, references: Sequence[str], work: Callable[[CaseFile], T]
) -> BatchOutcome[T]:
    """Open requests together, and do the work for each of them.

    If one fails, everything is rolled back and done again in two halves, down to the request that
    fails alone. So a batch needs no savepoint for each request, and work must change nothing but
    the request. If the requests cannot even be opened, or the database cannot be used any longer,
    all are left: another attempt with half of them would only wait as long again. Raises what the
    opener raises, if it is no refusal.
    """
    if not references:
        return BatchOutcome()
    opened = False
    try:
        with opener(references) as cases:
            opened = True
            return BatchOutcome(tuple(work(case) for case in cases))
    except Refusal as refusal:
        if not opened or isinstance(refusal, Unavailable):
            return BatchOutcome(left=tuple(references), trouble=refusal)
        if len(references) == 1:
            return BatchOutcome(failed=((references[0], refusal),))
    except Exception as error:
        if not opened:
            raise
        if len(references) == 1:
            return BatchOutcome(failed=((references[0], as_refusal(error, references[0])),))
    half = len(references) // 2
    one, other = (
        work_together(opener, part, work) for part in (references[:half], references[half:])
    )
    return BatchOutcome(
        (*one.done, *other.done),
        (*one.failed, *other.failed),
        (*one.left, *other.left),
        one.trouble or other.trouble,
    )


def work_at_once(
    work: Callable[[Sequence[str]], BatchOutcome[T]],
    batches: Iterable[Sequence[str]],
    threads: int,
) -> Iterator[BatchOutcome[T]]:
    """Do the work for batches in so many threads, and yield the outcomes in order."""

    def noted(references: Sequence[str]) -> tuple[BatchOutcome[T], Sequence[str]]:
        begin_noting()
        return work(references), left_out()

    with ThreadPoolExecutor(threads, "batch") as pool:
        # In a copy of the context, so that an act that is bound to a server is so in its threads.
        begun = (pool.submit(copy_context().run, noted, references) for references in batches)
        for outcome, problems in results_in_order(begun, threads):
            add_left_out(problems)
            yield outcome


def results_in_order(begun: Iterable["Future[T]"], ahead: int) -> Iterator[T]:
    """Yield results in order. What begins them is asked for no more than so many ahead."""
    waiting: deque[Future[T]] = deque()
    for each in begun:
        waiting.append(each)
        if len(waiting) > ahead:
            yield waiting.popleft().result()
    for each in waiting:
        yield each.result()
