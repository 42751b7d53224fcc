"""Requests calculated in processes beside this one."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import partial

from tracker.domain.library import Library
from tracker.parallel.workers import WorkerProcesses
from tracker.services.cases.batches.recalculating import quiet_changes
from tracker.services.ports.case_rows import Recalculated, Recalculators
from tracker.services.ports.cases import StoredCase


class RecalculatingProcesses(Recalculators):
    """Starts processes for one recalculation."""

    def __init__(self, number: int | None = None) -> None:
        self._workers = WorkerProcesses(number)

    @contextmanager
    def at_work(
        self,
        library: Library,
        now: Callable[[], datetime],
        batches: Iterable[Sequence[StoredCase]],
    ) -> Iterator[Iterator[Recalculated]]:
        work = partial(quiet_changes, library)

        def question(batch: Sequence[StoredCase]) -> tuple[datetime, Sequence[StoredCase]]:
            return now(), batch

        with self._workers.at_work(work, batches, question, alone=work) as answers:
            yield ((batch, changes or ()) for batch, changes in answers)
