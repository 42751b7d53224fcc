"""Blocks, shutdowns and throttling: what, where, when, by whose order, and what was said."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from tracker.domain.base.days import MONTHS, day_in_words
from tracker.domain.base.text import SOURCE, Mention, Text
from tracker.domain.law.law import Source
from tracker.domain.law.pleas import Bearing
from tracker.domain.law.questions import Element


def is_place_of(place: str, country: str) -> bool:
    """Return whether a code is that of a country, or of a part of it, by ISO 3166."""
    part = rf"{re.escape(country.upper())}(-[A-Z0-9]{{1,3}})?"
    return re.fullmatch(part, place) is not None


class BlockKind(StrEnum):
    """What was done to the service."""

    BLOCK = "block"
    SHUTDOWN = "shutdown"
    THROTTLING = "throttling"


class Execution(StrEnum):
    """Whether a block that was ordered was carried out, as far as sources show."""

    YES = "yes"
    IN_PART = "in-part"
    NO = "no"
    UNKNOWN = "unknown"


class DateCertainty(StrEnum):
    """How exactly a day is known: some sources give only the month."""

    MONTH = "month"
    MID_MONTH = "mid-month"


class MeasurementSource(StrEnum):
    """A project whose published data about networks can be asked for."""

    OONI = "ooni"
    IODA = "ioda"
    CLOUDFLARE = "cloudflare"


class OoniTest(StrEnum):
    """A test of OONI Probe. Only the first one is about the domains of websites."""

    WEB_CONNECTIVITY = "web_connectivity"
    WHATSAPP = "whatsapp"
    TELEGRAM = "telegram"
    SIGNAL = "signal"
    FACEBOOK_MESSENGER = "facebook_messenger"
    PSIPHON = "psiphon"
    TOR = "tor"


class Setting(StrEnum):
    """Where something was said: what came out in court is kept apart from what was answered."""

    COURT = "court"
    PARLIAMENT = "parliament"
    PRESS = "press"
    LETTER = "letter"
    OFFICIAL_NOTICE = "official-notice"


@dataclass(frozen=True, slots=True)
class Happening:
    """One dated event in the history of a block."""

    on: date
    says: Text
    source: Source
    about: DateCertainty | None = None


@dataclass(frozen=True, slots=True)
class Justification:
    """A reason or legal basis that was given, when and where; never an answer to a request.

    `body` is the speaker, if that is a body of the library. `elements` are the parts of a legal
    basis that it concerns, `powers` those that it invoked. `provision_named` says that it names a
    provision of a law, or an order, as the legal basis.
    """

    on: date
    by: Text
    setting: Setting
    says: Text
    source: Source
    about: DateCertainty | None = None
    body: str | None = None
    elements: tuple[Element, ...] = ()
    powers: tuple[str, ...] = ()
    provision_named: bool = False


@dataclass(frozen=True, slots=True)
class BlockOrder:
    """An order to block: who is known to have given it, and by what document."""

    by: Text
    says: Text
    source: Source
    on: date | None = None
    body: str | None = None


@dataclass(frozen=True, slots=True)
class KnownRecord:
    """The record that a reported fact is about, as a request names it to locate it.

    `term` is what a letter calls it once `says` has defined it, with the source of the fact.
    `item` is the question that it belongs to. `bodies` are those asked for it, if not those of the
    fact.
    """

    term: Text
    says: Text
    item: str
    bodies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportedFact:
    """A fact about a block that letters may state as reported, from the day on which it was known.

    `says` is a whole sentence without “as reported”, which the letter puts before it. A pleading
    states it only for what it `shows` against an exemption. `items` are the questions whose
    records it is about, and `bodies` those that such records are asked of. Empty means any. A
    request names its `record`, if it has one, and else tells a fact on its items. `done_by` is the
    body that did what is told, if one did.
    """

    key: str
    on: date
    says: Text
    source: Source
    shows: tuple[Bearing, ...] = ()
    items: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    record: KnownRecord | None = None
    done_by: str = ""


@dataclass(frozen=True, slots=True)
class Measurement:
    """The finding of someone who measures networks; `address` leads to the finding itself, or to
    the report of it."""

    by: str
    says: Text
    source: Source
    on: date | None = None
    address: str = ""


@dataclass(frozen=True, slots=True)
class BlockWatch:
    """What to ask a source about a block, from `margin_days` before it until as many after it.

    The dates and the country are those of the block. `source` says where the names of the domains
    come from, and `note` why these were chosen.
    """

    of: MeasurementSource
    source: Source
    test: OoniTest | None = None
    domains: tuple[str, ...] = ()
    margin_days: int = 30
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class ServiceEnd:
    """The end of a block for one of its services, if they came back one by one."""

    service: Text
    until: date
    source: Source
    about: DateCertainty | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """One interference with a service.

    `in_sentence` is the title within a sentence, such as “the block of X in Pakistan”.
    `places` says where by ISO 3166: the country, or parts of it by ISO 3166-2.
    `since_unknown` says that no source tells when it began. `since` is then the first day on which
    a source mentions it. `until` is the day of restoration. If no end is known it is None, and
    `last_confirmed` is the last day on which a source says that the block was still in force. A
    block that was ordered and not `executed` was never in force: its days are those of the order.
    `executed_by` says who carried it out, as far as a source tells. `ordered_until` is the end
    that the order itself set, and `hours` says at which hours of a day it was repeated. `days` are
    the days of a block that was none between them, if all are known. `ends` are the services that
    came back before others.
    """

    key: str
    title: Text
    in_sentence: Text
    service: Text
    kind: BlockKind
    country: str
    where: Text
    since: date
    source: Source
    bodies: tuple[str, ...]
    until: date | None = None
    last_confirmed: date | None = None
    since_about: bool = False
    since_unknown: bool = False
    until_about: bool = False
    orders: tuple[BlockOrder, ...] = ()
    justifications: tuple[Justification, ...] = ()
    powers: tuple[str, ...] = ()
    happenings: tuple[Happening, ...] = ()
    measurements: tuple[Measurement, ...] = ()
    watches: tuple[BlockWatch, ...] = ()
    reported: tuple[ReportedFact, ...] = ()
    note: Text | None = None
    places: tuple[str, ...] = ()
    executed: Execution = Execution.YES
    executed_by: Text | None = None
    ordered_until: date | None = None
    hours: Text | None = None
    ends: tuple[ServiceEnd, ...] = ()
    days: tuple[date, ...] = ()

    def reported_by(self, day: date) -> tuple[ReportedFact, ...]:
        """Return the facts that a letter of `day` may state."""
        return tuple(fact for fact in self.reported if fact.on <= day)

    def records_for(self, body: str, day: date) -> tuple[tuple[KnownRecord, Source], ...]:
        """Return the known records that a letter of `day` to `body` may name, with the sources."""
        return tuple(
            (fact.record, fact.source)
            for fact in self.reported_by(day)
            if fact.record and body in (fact.record.bodies or fact.bodies or (body,))
        )

    @property
    def period_begins(self) -> date:
        """Return the first day of the period to which a request about it limits the search: some
        days before the block, or the day of an order that was given before them."""
        margin = _UNKNOWN_MARGIN if self.since_unknown else BLOCK_MARGIN
        known = [order.on for order in self.orders if order.on]
        return min([self.since - timedelta(days=margin), *known])

    @property
    def mention(self) -> Mention:
        """Return the title within a sentence."""
        return Mention(self.in_sentence.words, self.title)

    @property
    def ended(self) -> bool:
        """Return whether a source gives the day of restoration."""
        return self.until is not None

    @property
    def carried_out(self) -> bool:
        """Return whether a source says that it was carried out, at least in part."""
        return self.executed in (Execution.YES, Execution.IN_PART)

    def reports_of(self, fact: ReportedFact) -> str:
        """Return where a fact was reported. A report from before the end of the block does not
        tell of that end, and is left out if a later one does."""
        reports = fact.source.where.split(_BETWEEN_REPORTS)
        if Bearing.ENDED not in fact.shows or self.until is None:
            return fact.source.where
        told = [each for each in reports if (_day_in(each) or self.until) >= self.until]
        return _BETWEEN_REPORTS.join(told or reports)

    def reports_of_days(self, day: date) -> str:
        """Return where the days of the block were reported, as a letter of `day` names it; empty
        if its reports do not tell so plainly, or are too many."""
        known = self.until if self.until and self.until <= day else None
        days = [each for each in (self.since, known) if each]
        told = [self._telling(each, day) for each in days]
        if any(fact and _is_hedged(fact, each) for fact, each in zip(told, days, strict=True)):
            return ""
        if all(told):
            found = [publication(self.reports_of(fact)) for fact in told if fact]
            named = list(dict.fromkeys(_BETWEEN_REPORTS.join(found).split(_BETWEEN_REPORTS)))
        else:
            named = publication(self.source.where).split(_BETWEEN_REPORTS)
            dated = [each for each in map(_day_in, named) if each]
            if not dated or max(dated) > day or (known and max(dated) < known):
                return ""
        plain = [each for each in named if not _EXPLAINED.search(each)]
        # Two days may be told by several reports together, of which none is left out.
        if len(plain) > _MOST_REPORTS or (known and plain != named):
            return ""
        return _BETWEEN_REPORTS.join(plain)

    def first_day_reported(self, day: date) -> bool:
        """Return whether a source gives the first day. Where none tells when a block began, a
        measurement, or a reported fact that a letter of `day` may state, must name that day."""
        told = [each.says for each in self.reported_by(day)]
        told += [each.says for each in self.measurements]
        named = re.compile(_NAMED_DAY.format(self.since.day, MONTHS[self.since.month - 1]))
        years = (named.search(each.in_language(SOURCE)) for each in told)
        return not self.since_unknown or str(self.since.year) in [y[1] for y in years if y]

    def _telling(self, day: date, today: date) -> ReportedFact | None:
        """Return the first reported fact that names a day, by the day of a letter."""
        named = re.compile(rf"(?<!\d){re.escape(day_in_words(day))}\b")
        reported = self.reported_by(today)
        return next(
            (fact for fact in reported if named.search(fact.says.in_language(SOURCE))), None
        )

    @property
    def of_networks(self) -> bool:
        """Return whether networks were shut down or slowed, and not a platform with pages and
        interfaces of its own."""
        service = self.service.in_language(SOURCE)
        return self.kind is BlockKind.SHUTDOWN or _NETWORKS.fullmatch(service) is not None

    @property
    def only_ordered(self) -> bool:
        """Return whether a source says that it was ordered and never carried out."""
        return self.executed is Execution.NO

    def days_in_force(self, today: date) -> int | None:
        """Return the number of days on which the block was in force by `today`.

        The first day is day 1, and the day of restoration is not counted. Returns None if nobody
        knows when the block began, whether it is still in force, or whether it ever was.
        """
        if self.since_unknown or not self.carried_out:
            return None
        if self.until is not None:
            return max((min(self.until, _after(today)) - self.since).days, 0)
        if self.last_confirmed is not None:
            return None
        return max((_after(today) - self.since).days, 0)

    def days_confirmed(self) -> int | None:
        """Return the number of days up to the last confirmation, that day included.

        Returns None if the end is known, the start is not, or nothing was confirmed.
        """
        if self.until is not None or self.last_confirmed is None:
            return None
        if self.since_unknown or not self.carried_out:
            return None
        return (_after(self.last_confirmed) - self.since).days


# Days before a block and after it to which the search is limited; before one of unknown beginning.
BLOCK_MARGIN, _UNKNOWN_MARGIN = 30, 365
_BETWEEN_REPORTS = "; "
_NETWORKS = re.compile(r"(?:\w+ )*(?:internet|data|broadband)", re.I)
# The list of annexes of an appeal gives the address of a report; a request has two pages.
_ADDRESS = re.compile(r", https?://[^\s;]+")
# A report that needs an explanation, or more of them than this, would take too much room.
_EXPLAINED, _MOST_REPORTS = re.compile(r"[(]|\bcop(?:y|ies)\b"), 3
_AT_LEAST = re.compile(r"\b(?:at least|at the latest|no later than|before|after|by)\s\Z")
# A day whose year may stand after the last day of its span.
_NAMED_DAY = r"(?<!\d){} {}(?: (?:and|to) \d{{1,2}} [A-Z][a-z]+)? (\d{{4}})\b"
_DAY = re.compile(rf"\b(\d{{1,2}}) ({'|'.join(MONTHS)}) (\d{{4}})\b")


def publication(where: str) -> str:
    """Return a source as a letter names it: without the addresses of its pages."""
    return _ADDRESS.sub("", where)


def _is_hedged(fact: ReportedFact, day: date) -> bool:
    """Return whether a fact gives a day by which something had happened, and not its own day."""
    before, _, _ = fact.says.in_language(SOURCE).partition(day_in_words(day))
    return _AT_LEAST.search(before) is not None


def _day_in(report: str) -> date | None:
    """Return the day of a report, None if its words give none."""
    found = _DAY.search(report)
    if found is None:
        return None
    day, month, year = found.groups()
    try:
        return date(int(year), MONTHS.index(month) + 1, int(day))
    except ValueError:
        return None


def _after(day: date) -> date:
    return date.fromordinal(day.toordinal() + 1)
