"""What an application for enforcement pleads and asks for: its summary, grounds and orders."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from tracker.domain.base.days import ONE_DAY
from tracker.domain.base.messages import Message
from tracker.domain.base.terms import DutyKind, RequiredPaper
from tracker.domain.base.text import SOURCE, at_start
from tracker.domain.case.history import Entry
from tracker.domain.law.law import Stage
from tracker.domain.law.limits import Unit
from tracker.domain.law.pleas import Relief, ReliefLevel
from tracker.domain.law.readings import was_read
from tracker.domain.words.pleading import PleadingBasis, PleadingRow, RowForm
from tracker.services.core.naming import REQUIRED_PAPERS
from tracker.services.deadlines.explaining import said_length
from tracker.services.letters.enforcing.order_words import (
    is_head_of,
    names_other_posts,
    officer_named,
    papers_required,
    supplied_by_order,
)
from tracker.services.letters.enforcing.overdue import OverdueOrder, ways_to_enforce
from tracker.services.letters.enforcing.time_allowed import TimeAllowed, names_day, time_allowed
from tracker.services.letters.enforcing.time_to_enforce import (
    stage_to_challenge,
    time_to_challenge,
)
from tracker.services.letters.grounds_of_appeal import open_questions
from tracker.services.letters.pleading.asking import relief_time, relief_words
from tracker.services.letters.pleading.quoting import identified, passages
from tracker.services.letters.pleading.reaching import in_items, said_together
from tracker.services.letters.pleading.source import PleadingSource

ITEM_KEY = "compliance:item:"
_NOT_COMPLIED = Message("The {order} has not been complied with.")
_NOT_COMPLIED_IN_FULL = Message("The {order} has not been complied with in full.")
_ENDED = Message("The time for it had ended by {day}.")
_ENDED_AS_COUNTED = Message("As the {party} counts it, the time for it ended on {day}.")
_DUE = Message("Still to be supplied: {items}.")
_NOT_GIVEN = Message("Not received: {what}.")
_IN_SHORT = Message(
    "The {party} asks {forum} to record this, to act under {section}, and to direct {post} to "
    "supply these records within {time} and to report on each of them."
)
_IN_SHORT_OTHERWISE = Message(
    "The {party} asks {forum} to record this, and to act under {section}."
)
_AN_ORDER, _NAMED = Message("order"), Message("{order} {which}")
_OFFICER_NAMED = Message("the {named}, as the order names the post, and {post}")
_HEAD_AS_NAMED = Message("the {named}, as the order names the post,")
_OTHER_OFFICERS = Message("{post}, and each other officer whom the order names,")
_ASKS = Message("The {party} asks {forum}")
_FIND = Message("to record that its {order} has not been complied with")
_FIND_IN_FULL = Message("to record that its {order} has not been complied with in full")
_COMPLY = Message(
    "without extending the time that the order set, to direct {post} to do what the order "
    "requires, so far as it is not yet done, within {time} of the direction"
)
_GIVE = Message(
    "to record that {respondent} did not give {what}, and to direct {post} to do so within the "
    "same time, as the order requires"
)
_UNDER = Message("{relief} ({section})")
_REPORT = Message(
    "to direct {post} to file, within the same time, a report of compliance with proof of delivery"
)
_CONSEQUENCE = Message("as far as the conditions of {section} are met, to act under it")
_DAY = Message("to fix a day on which the report is considered, with liberty to apply")
_BEFORE = Message("Before its decision on this application, {forum} is asked")
_PRESERVE = Message("to ask {post} at once to preserve {items}")
_EARLY = Message("to hear or decide this application on an early date")
# Orders of the law’s file that an appeal asks for, and that an application asks for again.
_DIRECTIONS, _SHOW_CAUSE, _PRESERVED = "compliance", "show-cause", "preserve"
# Orders of the law’s file that ask for the records, and for a report on them: with an affidavit
# of search, or without one if the order deals with an affidavit.
_SUPPLY, _REPORTED = "enforce-supply", "enforce-report"
_REPORTED_UNSWORN = "enforce-report-after-affidavit"
_SWORN = ("affidavit", "حلف نامہ", "حلف نامے", "بیانِ حلفی")
# The time asked for where the law’s file names none.
_TIME = (15, Unit.DAY)
_OF_RECORDS = (None, DutyKind.GIVE_RECORDS)


@dataclass(frozen=True)
class OverdueSource:
    """What an application for enforcement is composed from: the order that is overdue, and what
    its words allow."""

    source: PleadingSource
    order: OverdueOrder

    @cached_property
    def allowed(self) -> TimeAllowed | None:
        """Return the time that the words of the order allow, if it ends on the day that was logged
        for the order as a whole and is over on every count."""
        source, entry = self.source, self.order.decision
        by = next((each.by for each in self.order.overdue if each.by and not each.kind), None)
        if by is None:
            return None
        details = source.details_of(entry)
        made = details.dated or entry.event.on.latest
        law, library, stage = source.law, source.library, self._to_challenge
        told = self.order.received
        received = told.event.order_received if told else None  # type: ignore[attr-defined]
        found = time_allowed(details.words, made, by, law, library, stage, received)
        return found if found and found.latest < source.today else None

    @cached_property
    def _to_challenge(self) -> Stage | None:
        """Return the stage in which the order could be challenged; None under a law without."""
        law = self.source.law
        return stage_to_challenge(law, ways_to_enforce(law, self.source.today))

    def may_be_challenged(self, received: date) -> bool:
        """Return whether the order may still be challenged if it was received only on a day."""
        source, stage = self.source, self._to_challenge
        if stage is None:
            return False
        time = time_to_challenge(source.law, source.library, stage, received)
        return time is None or time.latest is None or time.latest >= source.today

    @property
    def last_day(self) -> date:
        """Return the last day to comply on every count, or as it was logged."""
        if self.allowed:
            return self.allowed.latest
        return max(each.by for each in self.order.overdue if each.by)

    @property
    def overdue_since(self) -> date:
        """Return the first day on which the order was overdue on every count."""
        return self.last_day + ONE_DAY

    @property
    def day_named(self) -> bool:
        """Return whether the words of the order name the last day."""
        return names_day(self.source.details_of(self.order.decision).words, self.last_day)

    @property
    def records_due(self) -> bool:
        """Return whether what is overdue is that records be supplied."""
        return any(each.kind in _OF_RECORDS for each in self.order.overdue)

    @property
    def first_in_part(self) -> Entry | None:
        """Return the first compliance in part, None if nothing was supplied."""
        return next(iter(self.order.in_part), None)

    @cached_property
    def items(self) -> Mapping[int, str]:
        """Return the items that the order covers and that were not logged as supplied under it."""
        keys = {key for each in self.order.done for key in each.supplied}
        given = {n for n, each in self.source.drafted.numbered if each.key in keys}
        return {n: words for n, words in self.covered.items() if n not in given}

    @property
    def required(self) -> tuple[RequiredPaper, ...]:
        """Return the documents that the order requires beside the records: those that its words
        name, and those that a person logged as missing."""
        named = papers_required(self.source.details_of(self.order.decision).words)
        return tuple(each for each in RequiredPaper if each in (*named, *self.missing))

    @property
    def missing(self) -> tuple[RequiredPaper, ...]:
        """Return the documents logged as missing with the last compliance in part."""
        return self.order.done[-1].missing if self.order.done else ()

    def papers_named(self, papers: Sequence[RequiredPaper]) -> str:
        """Return these documents as a sentence names them."""
        return said_together(
            self.source, [self.source.say(REQUIRED_PAPERS[each]) for each in papers]
        )

    @cached_property
    def covered(self) -> Mapping[int, str]:
        """Return the items that no answer disclosed, by their numbers. If the words of the order
        name items to be supplied, only these are returned."""
        asked_for = enumerate(self.source.drafted.questions, start=1)
        numbers = {each.words: number for number, each in asked_for}
        found = {numbers[words]: words for words in open_questions(self.source.plea.case_status)}
        covered = supplied_by_order(self.source.details_of(self.order.decision).words)
        return {n: words for n, words in found.items() if n in covered} or found

    @property
    def due(self) -> tuple[int, ...]:
        """Return the numbers of the items that a person left in the list of records due."""
        out = self.source.rows_out
        return tuple(number for number in self.items if f"{ITEM_KEY}{number}" not in out)

    @property
    def which(self) -> str:
        """Return the number and the date of the order."""
        return identified(self.source, self.order.decision, receipt=False)

    def named(self, *, receipt: bool = False) -> str:
        """Return the order by the name that its law gives it, with its number and its date."""
        source, own = self.source, self.source.forum.order
        which = identified(source, self.order.decision, receipt=receipt)
        words = source.text(own) if own else source.say(_AN_ORDER)
        return source.say(_NAMED, order=words, which=which)

    @property
    def deals_with_affidavit(self) -> bool:
        """Return whether the quoted words of the order speak of an affidavit. One may have been
        found not to be enough, so no other is asked for."""
        return bool(passages(self.source, (self.order.decision,), _SWORN))

    @property
    def bound(self) -> str:
        """Return the officers who must act: the one whom the words of the order name, and the
        respondent’s."""
        order = self.source.details_of(self.order.decision).words
        own = self.source.respondent.head
        named, head = officer_named(order), own.in_language(SOURCE) if own else ""
        if named in ("", head) and order and not names_other_posts(order, head):
            return self.values["post"]
        words = _OTHER_OFFICERS if named in ("", head) else _OFFICER_NAMED
        body = self.source.library.bodies[self.source.drafted.body]
        if is_head_of(body.name.in_language(SOURCE), named, head):
            words = _HEAD_AS_NAMED
        return self.source.say(words, named=self.source.locale.together(named), **self.values)

    @property
    def orders(self) -> tuple[Relief, ...]:
        """Return the orders that the law’s file asks for to enforce a duty to supply records."""
        if not self.records_due:
            return ()
        return tuple(
            each
            for each in self.source.law.reliefs
            if each.level is ReliefLevel.ENFORCEMENT
            and each.key != (_REPORTED if self.deals_with_affidavit else _REPORTED_UNSWORN)
            and not self.source.elsewhere(each.stages)
            and was_read(self.source.law, each.sources)
        )

    @property
    def values(self) -> dict[str, str]:
        """Return the names of the parties, the forum, the post and the order for a message."""
        source = self.source
        return {
            **source.parties,
            "forum": source.words["appeal_forum"],
            "post": source.post or source.respondent_named,
            "section": source.cite(law_on_it(source).provisions),
            "filing": source.words["filing"],
            "order": self.named(),
        }

    @property
    def rests(self) -> PleadingBasis:
        """Return that a row rests on the order."""
        return PleadingBasis((self.order.decision.seq,))


def law_on_it(source: PleadingSource) -> PleadingBasis:
    """Return the provisions on an order that is not complied with."""
    facts = ways_to_enforce(source.law, source.today)
    return PleadingBasis(provisions=tuple(key for fact in facts for key in fact.sources))


def summed_up(late: OverdueSource) -> Iterator[PleadingRow]:
    """Yield the summary: what was not done, since when, what is due, and what is asked for."""
    source, say = late.source, late.source.say
    counted = late.allowed or late.day_named
    said = [
        say(_NOT_COMPLIED_IN_FULL if late.order.in_part else _NOT_COMPLIED, **late.values),
        say(
            _ENDED if counted else _ENDED_AS_COUNTED,
            day=source.locale.short_day(late.last_day),
            **late.values,
        ),
    ]
    if late.records_due and late.due:
        said.append(say(_DUE, items=in_items(source, late.due)))
    if late.missing:
        said.append(say(_NOT_GIVEN, what=late.papers_named(late.missing)))
    supply = next((each for each in late.orders if each.key == _SUPPLY), None)
    if supply:
        said.append(say(_IN_SHORT, time=relief_time(source, supply), **late.values))
    else:
        said.append(say(_IN_SHORT_OTHERWISE, **late.values))
    yield PleadingRow("summary", " ".join(map(at_start, said)), RowForm.PLAIN, late.rests)


def orders_to_enforce(late: OverdueSource) -> Iterator[PleadingRow]:
    """Yield the orders asked for: a finding, the course that the law provides, the records within
    a time, a report with its day, and a notice to show cause if the law has one."""
    source, rests, values = late.source, late.rests, late.values
    yield PleadingRow("relief", at_start(source.say(_ASKS, **values)), rests_on=rests)
    found = source.say(_FIND_IN_FULL if late.order.in_part else _FIND, **values)
    yield PleadingRow("relief:find", found, RowForm.LETTER, rests)
    for each in late.orders:
        words = relief_words(source, each, late.due).replace("{bound}", late.bound)
        basis = PleadingBasis(rests.entries, each.sources)
        yield PleadingRow(f"relief:{each.key}", words, RowForm.LETTER, basis)
    if late.missing:
        words = source.say(_GIVE, what=late.papers_named(late.missing), **values)
        yield PleadingRow("relief:missing", words, RowForm.LETTER, rests)
    if not late.orders:
        yield from _neutral_orders(late)
    if cause := _of_the_law(source, _SHOW_CAUSE):
        basis = PleadingBasis(provisions=cause.sources)
        yield PleadingRow("relief:cause", source.text(cause.says), RowForm.LETTER, basis)
    if not late.orders or any(e.key in (_REPORTED, _REPORTED_UNSWORN) for e in late.orders):
        yield PleadingRow("relief:day", source.say(_DAY), RowForm.LETTER, rests)


def _neutral_orders(late: OverdueSource) -> Iterator[PleadingRow]:
    """Yield the orders to ask for where the law’s file names none, or another duty is overdue."""
    source, rests, law = late.source, late.rests, law_on_it(late.source)
    words = source.say(_CONSEQUENCE, **late.values)
    yield PleadingRow("relief:law", words, RowForm.LETTER, law)
    comply = source.say(_COMPLY, time=said_length(*_TIME, source.locale), **late.values)
    basis = rests
    if directions := _of_the_law(source, _DIRECTIONS):
        section = source.cite(directions.sources)
        comply = source.say(_UNDER, relief=comply, section=section)
        basis = PleadingBasis(rests.entries, directions.sources)
    yield PleadingRow("relief:comply", comply, RowForm.LETTER, basis)
    yield PleadingRow("relief:report", source.say(_REPORT, **late.values), RowForm.LETTER, rests)


def asked_at_once(late: OverdueSource) -> Iterator[PleadingRow]:
    """Yield what is asked for before the decision: that the records be preserved, and an early
    date."""
    source, rests = late.source, late.rests
    yield PleadingRow("interim", source.say(_BEFORE, **late.values), rests_on=rests)
    if late.records_due:
        preserve = _of_the_law(source, _PRESERVED)
        if preserve:
            words = relief_words(source, preserve, late.due)
            rests = PleadingBasis(provisions=preserve.sources)
        else:
            words = source.say(_PRESERVE, items=in_items(source, late.due), **late.values)
        yield PleadingRow("relief:preserve", words, RowForm.LETTER, rests)
    yield PleadingRow("interim:early", source.say(_EARLY), RowForm.LETTER, late.rests)


def _of_the_law(source: PleadingSource, key: str) -> Relief | None:
    """Return an order that a remedy of this stage asks for under provisions that were read."""
    return next(
        (
            each
            for each in source.law.reliefs
            if each.key == key
            and not source.elsewhere(each.stages)
            and was_read(source.law, each.sources)
        ),
        None,
    )
