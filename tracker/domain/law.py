"""A right-to-information law as data: who may ask, the stages, their limits, what may be cited.

Every fact names its provisions, and every provision says where and how it was read.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from tracker.domain.days import Span
from tracker.domain.errors import NoLimitOnFile, NotOnFile
from tracker.domain.outcome import Outcome
from tracker.domain.text import Text


class ReadIn(StrEnum):
    """How a text was read, strongest first."""

    OFFICIAL_TEXT = "official-text"
    OFFICIAL_COPY = "official-copy"
    TRANSLATION = "translation"
    SECONDARY = "secondary"
    MEMORY = "memory"

    @property
    def verified(self) -> bool:
        """Whether a deadline that rests on it may be published without a person's word."""
        return self in (ReadIn.OFFICIAL_TEXT, ReadIn.OFFICIAL_COPY)


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact was read, and how."""

    where: str
    read_in: ReadIn
    note: str = ""

    @property
    def cited(self) -> "Cited":
        """The source as a count names it."""
        return Cited(Text({"en": self.where}), self.where, self.read_in)


@dataclass(frozen=True, slots=True)
class Cited:
    """An authority as a count names it: what to call it, where it was read, and how."""

    cite: Text
    where: str
    read_in: ReadIn


@dataclass(frozen=True, slots=True)
class Provision:
    """A rule that may be cited, in the law itself or in another enactment that it leans on."""

    key: str
    cite: Text
    says: Text
    source: Source

    @property
    def cited(self) -> Cited:
        """The provision as a count names it."""
        return Cited(self.cite, self.source.where, self.source.read_in)


class Unit(StrEnum):
    """What a limit is counted in."""

    HOUR = "hour"
    DAY = "day"
    WORKING_DAY = "working-day"
    WEEK = "week"
    MONTH = "month"


class FirstDay(StrEnum):
    """Whether the day of the event is itself counted."""

    NEXT = "next"
    SAME = "same"


class LastDay(StrEnum):
    """What happens when the last day is a day on which the office is closed."""

    STANDS = "stands"
    MOVES_ON = "moves-on"
    MOVES_BACK = "moves-back"


class MonthEnd(StrEnum):
    """Where a month's limit ends when its last month has no such day (31 January + 1 month)."""

    LAST_DAY = "last-day"
    NEXT_DAY = "next-day"


class Actor(StrEnum):
    """Who must act within a stage."""

    BODY = "public-body"
    REQUESTER = "requester"
    APPEAL_BODY = "appeal-body"


class SilenceMeans(StrEnum):
    """What the law says of a stage in which nothing was decided in time."""

    APPEALABLE = "appealable"
    DEEMED_REFUSAL = "deemed-refusal"
    NOTHING_STATED = "nothing-stated"
    NOT_READ = "not-read"


class RunsFrom(StrEnum):
    """Whether an extension is added to the limit, or is the whole time from the event."""

    END_OF_LIMIT = "end-of-limit"
    EVENT = "event"


class PauseEffect(StrEnum):
    """What an interval does to a running count.

    Unsettled: it stops it at the least, and perhaps begins it anew. In doubt: perhaps nothing.
    """

    STOPS = "stops"
    RESTARTS = "restarts"
    UNSETTLED = "unsettled"
    IN_DOUBT = "in-doubt"


class PauseDay(StrEnum):
    """Whether the first or the last day of a pause is itself left out of the count."""

    LEFT_OUT = "left-out"
    COUNTED = "counted"
    UNSETTLED = "unsettled"


class TransferEffect(StrEnum):
    """Which receipt counts when a request was handed to another body."""

    RESTARTS = "restarts"
    CONTINUES = "continues"
    UNSETTLED = "unsettled"


@dataclass(frozen=True, slots=True)
class Limit:
    """A length of time allowed by a law between two dates.

    `inferred` names the fields that are a reading of the text and not its words.
    `may_move` names provisions that might carry a closed last day to the next open one although
    it is not settled that they apply here: the doubt always counts against the later date for a
    requester and against the earlier one for a body. `uncertain` says why a limit may not be law.
    """

    span: Span
    length: int
    unit: Unit
    first_day: FirstDay
    last_day: LastDay
    sources: tuple[str, ...]
    month_end: MonthEnd | None = None
    inferred: frozenset[str] = frozenset()
    may_move: tuple[str, ...] = ()
    uncertain: str = ""


@dataclass(frozen=True, slots=True)
class Ground:
    """A reason for which a law lets a body take longer."""

    key: str
    says: Text


@dataclass(frozen=True, slots=True)
class Extension:
    """How much longer a body may take, on which grounds, and whether it must say so in time.

    `length` is the most that it may take; None where the law sets no number. An extension that
    `runs_from` the event is the whole time, the limit included. `announcement` says who must tell
    whom, by when and how often.
    """

    unit: Unit
    runs_from: RunsFrom
    must_be_announced: bool
    sources: tuple[str, ...]
    length: int | None = None
    grounds: tuple[Ground, ...] = ()
    announcement: Text | None = None
    inferred: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Pause:
    """An interval between two events that the count leaves out, or after which it begins anew.

    `begin_day` and `end_day` say whether the days of the two events are left out themselves.
    """

    key: str
    begins_with: str
    ends_with: str
    effect: PauseEffect
    begin_day: PauseDay
    end_day: PauseDay
    says: Text
    sources: tuple[str, ...]
    inferred: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Transfer:
    """What the law says of the time when a request goes to another body."""

    effect: TransferEffect
    says: Text
    sources: tuple[str, ...]
    inferred: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Outer:
    """The day past which a window never runs, counted from an event of its own."""

    counts_from: str
    length: int
    unit: Unit
    first_day: FirstDay
    last_day: LastDay
    sources: tuple[str, ...]
    month_end: MonthEnd | None = None
    inferred: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Silence:
    """What the law says when a stage ends without a word."""

    means: SilenceMeans
    says: Text
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch for which the file holds no limit, and why."""

    span: Span
    why: str


@dataclass(frozen=True, slots=True)
class Example:
    """A count worked out by someone else than this program, kept beside the limit it shows."""

    why: str
    event: date
    earliest: date
    latest: date
    worked_out_by: str
    body: str | None = None
    extended: bool = False
    expedited: bool = False
    happened: Mapping[str, date] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of a law that somebody must take within a time."""

    key: str
    title: Text
    actor: Actor
    counts_from: tuple[str, ...]
    limits: tuple[Limit, ...]
    leads_to: tuple[str, ...] = ()
    gaps: tuple[Gap, ...] = ()
    extension: Extension | None = None
    pauses: tuple[Pause, ...] = ()
    transfer: Transfer | None = None
    outer: Outer | None = None
    expedited: tuple[Limit, ...] = ()
    expedited_when: Text | None = None
    silence: Silence | None = None
    opened_by_silence_of: tuple[str, ...] = ()
    receiver: str | None = None
    examples: tuple[Example, ...] = ()
    note: Text | None = None

    def limit_on(self, day: date, *, expedited: bool = False) -> Limit:
        """The limit that governs an event of `day`.

        Raises NoLimitOnFile where the file has no number for that day.
        """
        if expedited and not self.expedited:
            raise NoLimitOnFile(
                f"The stage “{self.key}” has no shorter limit for urgent requests on file."
            )
        for limit in self.expedited if expedited else self.limits:
            if day in limit.span:
                return limit
        for gap in self.gaps:
            if day in gap.span:
                raise NoLimitOnFile(f"No time limit is on file for {day} ({self.key}): {gap.why}")
        raise NoLimitOnFile(self._not_on_file(day))

    def _not_on_file(self, day: date) -> str:
        if not self.limits:
            return f"No time limit is on file for the stage “{self.key}”: the law states none."
        first = min(limit.span.since for limit in self.limits)
        return (
            f"No time limit is on file for that day, {day} (stage “{self.key}”); "
            f"the first day on file is {first}."
        )


@dataclass(frozen=True, slots=True)
class Exemption:
    """A ground on which a body may refuse, by its exact clause."""

    key: str
    cite: Text
    covers: Text
    sources: tuple[str, ...]
    limits: Text | None = None


class Circumstance(StrEnum):
    """What happened to a request, as far as a letter can plead it."""

    ALWAYS = "always"
    SILENCE = "silence"
    REFUSED = "refused"
    PARTLY_ANSWERED = "partly-answered"
    PASSED_OVER = "passed-over"
    NOT_HELD = "not-held"
    REFERRED_ELSEWHERE = "referred-elsewhere"
    NO_EXEMPTION_NAMED = "no-exemption-named"
    APPEAL_RIGHT_NOT_STATED = "appeal-right-not-stated"
    NOT_SEVERED = "not-severed"
    EXTENSION_CLAIMED = "extension-claimed"
    EXTENSION_DOUBTFUL = "extension-doubtful"
    URGENT = "urgent"


@dataclass(frozen=True, slots=True)
class RefusalDuty:
    """Something that a refusal must contain.

    `shown_on_notice` is false where the law asks for it without obliging the notice to show it:
    its absence is then a question and not a defect. `when` names the outcomes to which the duty
    belongs; empty means any refusal. `raises` is what a letter may plead where it is lacking.
    """

    key: str
    says: Text
    shown_on_notice: bool
    sources: tuple[str, ...]
    when: tuple[Outcome, ...] = ()
    raises: Circumstance | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """A plain statement of the law on one topic (form, channels, costs, penalties …).

    `since` and `until` are the days between which it holds, where they are known; `uncertain`
    says why it may not be law.
    """

    topic: str
    says: Text
    sources: tuple[str, ...]
    since: date | None = None
    until: date | None = None
    uncertain: str = ""


@dataclass(frozen=True, slots=True)
class Eligibility:
    """Who may ask: each `who` is a kind of applicant, with the sentence a letter states."""

    says: Text
    kinds: Mapping[str, Text]
    sources: tuple[str, ...]


class LetterKind(StrEnum):
    """The letters that the program writes."""

    REQUEST = "request"
    REMINDER = "reminder"
    APPEAL = "appeal"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class LetterPoint:
    """A sentence that a kind of letter pleads in a circumstance, with its section."""

    key: str
    letter: LetterKind
    when: Circumstance
    says: Text
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a law's file, told so that a reader knows what it moves."""

    on: date
    says: Text


@dataclass(frozen=True)
class Law:
    """One right-to-information law, as far as it was read.

    `in_force_about` says that no source gives the very day from which it applied.
    """

    key: str
    title: Text
    number: str
    country: str
    calendar: str
    in_force: Span
    official_text: str
    compared_on: date | None
    status: Text
    languages: tuple[str, ...]
    languages_stated: bool
    eligibility: Eligibility
    provisions: Mapping[str, Provision]
    stages: Mapping[str, Stage]
    exemptions: tuple[Exemption, ...] = ()
    refusal_duties: tuple[RefusalDuty, ...] = ()
    facts: tuple[Fact, ...] = ()
    points: tuple[LetterPoint, ...] = ()
    not_known: tuple[Text, ...] = ()
    in_force_about: bool = False
    changes: tuple[Change, ...] = ()
    digest: str = field(default="", compare=False)

    def stage(self, key: str) -> Stage:
        """The stage of that key. Raises NotOnFile with the keys that exist."""
        if key not in self.stages:
            known = ", ".join(self.stages)
            raise NotOnFile(f"{self.key} has no stage “{key}” on file; it has: {known}.")
        return self.stages[key]

    def first_stage(self) -> Stage:
        """The stage that a request opens."""
        return next(iter(self.stages.values()))

    def weakest(self, sources: tuple[str, ...]) -> ReadIn:
        """The weakest reading among the provisions named."""
        order = list(ReadIn)
        readings = (self.provisions[key].source.read_in for key in sources)
        return max(readings, key=order.index, default=ReadIn.MEMORY)

    def cite(self, sources: tuple[str, ...], language: str = "en") -> str:
        """The provisions as a reader would cite them, in order."""
        return ", ".join(self.provisions[key].cite.in_language(language) for key in sources)
