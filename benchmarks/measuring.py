"""Times jobs in turns, so that a busy minute of the machine falls on all of them alike."""

import gc
import resource
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from statistics import median
from typing import NamedTuple

from benchmarks.pace import Pace


class AnswersDiffer(Exception):
    """Two ways that should do the same work gave different answers: their times mean nothing."""


def require_equal(what: str, ours: object, theirs: object) -> None:
    """Raise AnswersDiffer unless both are equal."""
    if ours != theirs:
        raise AnswersDiffer(f"{what}: {str(ours)[:200]} against {str(theirs)[:200]}")


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much work a run does."""

    rounds: int
    day_step: int
    repeats: int
    few_open: int
    many_open: int
    due: int
    sweeps: int
    overdue: int
    night: int
    few_revised: int
    many_revised: int
    revisions: int
    page_rounds: int
    served_rounds: int
    requests: int
    slow_clients: int
    readings: int
    records: int
    few_published: int
    many_published: int
    copied: int
    copied_days: int
    private_requests: int
    emails: int
    pages_read: int
    paces: int


# The open requests that are not due are spread over ten days, so each size less `due` is a
# multiple of ten.
FULL = Sizes(
    rounds=9,
    day_step=1,
    repeats=5,
    few_open=1_000,
    many_open=100_000,
    due=100,
    sweeps=4,
    overdue=1_000,
    night=20_000,
    few_revised=1_000,
    many_revised=10_000,
    revisions=3,
    page_rounds=5,
    # Ratios of pages differ by a third from round to round, so there are many short ones.
    served_rounds=10,
    requests=400,
    slow_clients=200,
    readings=5,
    records=50_000,
    few_published=1_000,
    many_published=100_000,
    copied=10_000,
    copied_days=3,
    private_requests=5_000,
    emails=1_000,
    pages_read=1_000,
    paces=2,
)
QUICK = Sizes(
    rounds=3,
    day_step=50,
    repeats=1,
    few_open=60,
    many_open=610,
    due=10,
    sweeps=1,
    overdue=20,
    night=40,
    few_revised=100,
    many_revised=200,
    revisions=1,
    page_rounds=2,
    served_rounds=2,
    requests=40,
    slow_clients=20,
    readings=1,
    records=200,
    # Both fill pages of lists: the newest one has as many rows of either.
    few_published=150,
    many_published=300,
    copied=30,
    copied_days=2,
    private_requests=50,
    emails=20,
    pages_read=80,
    paces=1,
)


@dataclass(frozen=True, slots=True)
class Job:
    """Work to be timed: one `run` does the same thing `calls` times."""

    run: Callable[[], object]
    calls: int = 1


class Unit(NamedTuple):
    """A unit of time, and how many of it are a second."""

    name: str
    in_a_second: float


SECONDS, MILLISECONDS, MICROSECONDS = Unit("s", 1), Unit("ms", 1e3), Unit("µs", 1e6)


class Within(NamedTuple):
    """A time in seconds, and the aim that it stays under on a quiet machine."""

    seconds: float
    most: float
    unit: Unit
    processor: bool = False

    def said(self, seconds: float) -> str:
        """Return other seconds in the same unit."""
        return f"{number(seconds * self.unit.in_a_second)} {self.unit.name}"


@dataclass(frozen=True, slots=True)
class Spread:
    """The median of some rounds, and the least and greatest of them."""

    middle: float
    least: float
    most: float

    @classmethod
    def of(cls, values: Iterable[float]) -> "Spread":
        """Return the spread of these values."""
        kept = tuple(values)
        return cls(median(kept), min(kept), max(kept))

    def under(self, what: str, most: float, unit: Unit, *, processor: bool = False) -> "Line":
        """Return a line of these seconds, whose median is to stay under `most` seconds."""
        measured = self.said(unit.name, unit.in_a_second)
        return Line.timed(what, measured, Within(self.middle, most, unit, processor))

    def said(self, unit: str, scale: float = 1) -> str:
        """Return the median with its spread: `18.3 µs (17.9–22.1)`."""
        middle, least, most = (
            number(value * scale) for value in (self.middle, self.least, self.most)
        )
        return f"{middle} {unit} ({least}–{most})"


def number(value: float) -> str:
    """Return a number with three figures: no more than that is known."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table; without an aim it only stands beside the others.

    What has an aim of time is judged once the pace of the machine is known.
    """

    what: str
    measured: str
    aim: str = ""
    met: bool | None = None
    within: Within | None = None
    quiet: str = ""

    @classmethod
    def timed(cls, what: str, measured: str, within: Within) -> "Line":
        """Return a line with an aim of time."""
        return cls(what, measured, f"under {within.said(within.most)}", within=within)

    def at(self, pace: Pace) -> "Line":
        """Return the line with what its time is on a quiet machine, and whether that is enough."""
        if self.within is None:
            return self
        quiet = pace.quiet(self.within.seconds, processor=self.within.processor)
        met = quiet < self.within.most
        return replace(self, quiet=self.within.said(quiet), met=met)


def interleaved(rounds: int, jobs: Sequence[Job]) -> list[list[float]]:
    """Return the seconds per call of each job and round; every second round runs backwards."""
    seconds: list[list[float]] = [[] for _ in jobs]
    settle()
    for round_ in range(rounds):
        order = range(len(jobs)) if round_ % 2 == 0 else reversed(range(len(jobs)))
        for place in order:
            seconds[place].append(timed(jobs[place]))
    return seconds


def settle() -> None:
    """Collect what is not used any more, and pass over the rest in later collections.

    A server does so once it has loaded the library: a collection would take longer than a page.
    """
    gc.collect()
    gc.freeze()


def timed(job: Job) -> float:
    """Return the seconds for one call of a job."""
    began = time.perf_counter()
    job.run()
    return (time.perf_counter() - began) / job.calls


def ratio(above: Sequence[float], below: Sequence[float]) -> Spread:
    """Return how many times greater one is than the other, round by round."""
    return Spread.of(a / b for a, b in zip(above, below, strict=True))


_set_up: list[float] = []


@contextmanager
def setting_up() -> Iterator[None]:
    """Count the block as set-up of the benchmark that runs: nothing in it is measured."""
    began = time.perf_counter()
    yield
    _set_up.append(time.perf_counter() - began)


def set_up_seconds() -> float:
    """Return the seconds of set-up since this was last called."""
    seconds = sum(_set_up)
    _set_up.clear()
    return seconds


def seconds_of_children() -> float:
    """Return the processor time of the programs that were started here and have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
