"""The scorecard of a public body, from the totals of its public records.

Every number carries its whole, and few cases get no rate. Late and silent are counted only if no
date is in doubt (`domain/record/body_results.py`); doubtful cases are counted separately.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from tracker.domain.base.terms import DecisionOutcome
from tracker.domain.law.outcome import Outcome
from tracker.domain.record.body_results import KNOWN, BodyResult
from tracker.domain.record.tally import NAMED, UNNAMED, CitedKey, Counts, QuestionKey, What

# For fewer cases no percentage and no median is given.
FEW = 5
ON_THE_MERITS = frozenset(
    {DecisionOutcome.ALLOWED, DecisionOutcome.PARTLY_ALLOWED, DecisionOutcome.DISMISSED}
)

Sums = Mapping[What, Counts]


@dataclass(frozen=True, slots=True)
class Share:
    """A number and the whole that it is a part of."""

    part: int
    whole: int

    @property
    def few(self) -> bool:
        """Return whether a percentage would say more than is known."""
        return self.whole < FEW

    @property
    def percent(self) -> int:
        """Return the percentage, half rounded up: 0 only for none, and 100 only for all.

        Not for few cases.
        """
        rounded = (200 * self.part + self.whole) // (2 * self.whole)
        return min(max(rounded, int(self.part > 0)), 100 - int(self.part < self.whole))


@dataclass(frozen=True, slots=True)
class Spread:
    """How often each number of days was taken: pairs in the order of the days."""

    counts: tuple[tuple[int, int], ...] = ()

    @property
    def number(self) -> int:
        """Return the number of cases."""
        return sum(times for _, times in self.counts)

    @property
    def few(self) -> bool:
        """Return whether a median would say more than is known, so that each value is shown."""
        return self.number < FEW

    @property
    def each(self) -> tuple[int, ...]:
        """Return every value, shortest first."""
        return tuple(days for days, times in self.counts for _ in range(times))

    @property
    def twice_median(self) -> int:
        """Return twice the median, so that half days stay integers.

        Raises ValueError if there are no values.
        """
        below, above = (self.number - 1) // 2, self.number // 2
        return self._at(below) + self._at(above)

    def _at(self, place: int) -> int:
        for days, times in self.counts:
            place -= times
            if place < 0:
                return days
        raise ValueError("there are not so many")


@dataclass(frozen=True, slots=True)
class ResultCounts:
    """The results of requests, or of appeals, at one body, and the days taken."""

    body_results: Mapping[BodyResult, int]
    days: Spread

    def number(self, *body_results: BodyResult) -> int:
        """Return the number of cases with one of these results."""
        return sum(self.body_results.get(body_result, 0) for body_result in body_results)

    @property
    def all(self) -> int:
        """Return the number of all cases."""
        return sum(self.body_results.values())

    @property
    def known(self) -> int:
        """Return the number of cases for which it is known whether the time was kept."""
        return self.number(*KNOWN)

    def share(self, body_result: BodyResult) -> Share:
        """Return the cases with one result as a share of those for which it is known whether the
        time was kept."""
        return Share(self.number(body_result), self.known)


@dataclass(frozen=True, slots=True)
class Year:
    """The requests that reached a body in one year."""

    year: int
    kept: ResultCounts


@dataclass(frozen=True, slots=True)
class Named:
    """A clause that answers cite, or a duty that they do not meet: its law, and how often."""

    law: str
    key: str
    number: int


@dataclass(frozen=True, slots=True)
class Scorecard:
    """What the public records show about one body, or about several bodies together."""

    records: int
    asked: ResultCounts
    years: tuple[Year, ...]
    answers: int
    questions: int
    disclosed: Share
    partly: Share
    as_record: Share
    unnamed: Share
    exemptions: tuple[Named, ...]
    lacking: tuple[Named, ...]
    won: Share
    closed: int
    heard: ResultCounts
    heard_years: tuple[Year, ...]
    allowed: Share


def scorecard(sums: Sums) -> Scorecard:
    """Return the scorecard of these totals."""
    outcomes = _by(sums, What.QUESTION, _outcome)
    disclosed = fully_disclosed(outcomes.items())
    partly = outcomes[Outcome.PARTLY_DISCLOSED.value]
    refusing = _by(sums, What.REFUSING)
    appealed, decided = _by(sums, What.APPEALED), _by(sums, What.DECIDED)
    return Scorecard(
        records=_by(sums, What.RECORDS).total(),
        asked=_kept(sums, What.FATE, What.DAYS),
        years=tuple(_years(sums, What.FATE)),
        answers=_by(sums, What.ANSWERS).total(),
        questions=disclosed.whole,
        disclosed=disclosed,
        partly=Share(partly, disclosed.whole),
        as_record=Share(_by(sums, What.AS_RECORD).total(), disclosed.part + partly),
        unnamed=Share(refusing[UNNAMED], refusing[NAMED] + refusing[UNNAMED]),
        exemptions=tuple(_named(sums, What.EXEMPTION)),
        lacking=tuple(_named(sums, What.LACKING)),
        won=_won(appealed),
        closed=appealed[DecisionOutcome.CLOSED.value],
        heard=_kept(sums, What.HEARD, What.HEARD_DAYS),
        heard_years=tuple(_years(sums, What.HEARD)),
        allowed=_won(decided),
    )


def fully_disclosed(states: Iterable[tuple[str, int]]) -> Share:
    """Return how many questions were disclosed in full, of all that were asked: each state of a
    question comes with the number of questions in it."""
    found: Counter[str] = Counter()
    for state, number in states:
        found[state] += number
    return Share(found[Outcome.DISCLOSED.value], found.total())


def together(bodies: Iterable[Sums]) -> Sums:
    """Return the totals of several bodies, added up: a transferred request counts for each."""
    found: dict[What, Counter[tuple[str, int]]] = {}
    for sums in bodies:
        for what, counts in sums.items():
            found.setdefault(what, Counter()).update(counts)
    return found


def by_element(sums: Sums) -> Mapping[str, Mapping[str, int]]:
    """Return the outcomes of the questions on each part of the legal basis."""
    found: dict[str, Counter[str]] = {}
    for (key, _), number in sums.get(What.QUESTION, {}).items():
        question = QuestionKey.of(key)
        for element in question.elements:
            found.setdefault(element, Counter())[question.outcome] += number
    return found


def by_outcome(sums: Sums) -> Mapping[str, int]:
    """Return the outcomes of all questions, whatever part of the legal basis they are about."""
    return _by(sums, What.QUESTION, _outcome)


def _outcome(key: str) -> str:
    return QuestionKey.of(key).outcome


def _by(sums: Sums, what: What, read: Callable[[str], str] = str) -> Counter[str]:
    """Return the numbers by key, for all years together."""
    found: Counter[str] = Counter()
    for (key, _), number in sums.get(what, {}).items():
        found[read(key)] += number
    return found


def _kept(sums: Sums, what: What, days: What) -> ResultCounts:
    counted = ((int(key), number) for key, number in _by(sums, days).items() if number)
    return ResultCounts(_fates(_by(sums, what)), Spread(tuple(sorted(counted))))


def _fates(numbers: Mapping[str, int]) -> Mapping[BodyResult, int]:
    return {BodyResult(key): number for key, number in numbers.items() if number}


def _years(sums: Sums, what: What) -> Iterator[Year]:
    found: dict[int, Counter[str]] = {}
    for (key, year), number in sums.get(what, {}).items():
        found.setdefault(year, Counter())[key] += number
    for year, numbers in sorted(found.items()):
        yield Year(year, ResultCounts(_fates(numbers), Spread()))


def _named(sums: Sums, what: What) -> Iterator[Named]:
    """Yield clauses or duties, most frequent first, then by key."""
    numbers = _by(sums, what)
    for key in sorted(numbers, key=lambda key: (-numbers[key], key)):
        yield Named(*CitedKey.of(key), numbers[key])


def _won(outcomes: Counter[str]) -> Share:
    """Return the successful appeals, in whole or in part, as a share of those decided on the
    merits."""
    won = outcomes[DecisionOutcome.ALLOWED.value] + outcomes[DecisionOutcome.PARTLY_ALLOWED.value]
    return Share(won, sum(outcomes[outcome.value] for outcome in ON_THE_MERITS))
