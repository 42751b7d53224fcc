"""What an application for enforcement is composed from: the overdue order with what its words
allow and require, and what letters under it say of its items."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from tracker.domain.base.days import ONE_DAY
from tracker.domain.base.messages import Message
from tracker.domain.base.terms import DutyKind, RequiredPaper
from tracker.domain.base.text import SOURCE
from tracker.domain.case.history import Entry
from tracker.domain.law.law import Stage
from tracker.domain.law.pleas import Relief, ReliefLevel
from tracker.domain.law.readings import was_read
from tracker.domain.words.pleading import PleadingBasis
from tracker.services.core.naming import REQUIRED_PAPERS
from tracker.services.letters.enforcing.order_words import (
    SearchPaper,
    affidavit_if_absent,
    is_head_of,
    names_other_posts,
    officer_named,
    papers_required,
    search_ordered_on,
    search_paper_named,
    supplied_by_order,
    sworn_on,
)
from tracker.services.letters.enforcing.overdue import OverdueOrder, ways_to_enforce
from tracker.services.letters.enforcing.said_under_order import (
    ABSENCES,
    INCOMPLETE,
    SENT_AWAY,
    given_in_part,
    kind_of_answer,
    pending_in,
    search_said,
    sentences_on,
    supplied_with,
)
from tracker.services.letters.enforcing.time_allowed import TimeAllowed, names_day, time_allowed
from tracker.services.letters.enforcing.time_to_enforce import (
    stage_to_challenge,
    time_to_challenge,
)
from tracker.services.letters.grounds_of_appeal import open_questions
from tracker.services.letters.pleading.quoting import identified, passages
from tracker.services.letters.pleading.reaching import in_items, said_together
from tracker.services.letters.pleading.source import PleadingSource

ITEM_KEY = "compliance:item:"
_AFFIDAVIT_ON = Message("the affidavit on {items}")
# What an order requires on a search, by the word that it has for it, with its items and without.
_ON_SEARCH = {
    SearchPaper.CERTIFICATE: Message("the certificate on the search for {items}"),
    SearchPaper.STATEMENT: Message("the statement on the search for {items}"),
    SearchPaper.DECLARATION: Message("the declaration on the search for {items}"),
    SearchPaper.REPORT: Message("the report on the search for {items}"),
    None: Message("the certificate or statement on the search for {items}"),
}
_ON_SEARCH_ALONE = {
    SearchPaper.CERTIFICATE: Message("the certificate on the search"),
    SearchPaper.STATEMENT: Message("the statement on the search"),
    SearchPaper.DECLARATION: Message("the declaration on the search"),
    SearchPaper.REPORT: Message("the report on the search"),
    None: REQUIRED_PAPERS[RequiredPaper.SEARCH],
}
_AN_ORDER, _NAMED = Message("order"), Message("{order} {which}")
_OFFICER_NAMED = Message("the {named}, as the order names the post, and {post}")
_HEAD_AS_NAMED = Message("the {named}, as the order names the post,")
_OTHER_OFFICERS = Message("{post}, and each other officer whom the order names,")
# Orders of the law’s file that ask for a report on the records: with an affidavit of search, or
# without one if the order deals with an affidavit.
_REPORTED, _REPORTED_UNSWORN = "enforce-report", "enforce-report-after-affidavit"
REPORTS = (_REPORTED, _REPORTED_UNSWORN)
# The body is to explain itself: with the day on which it received the order, or without that day
# if its own letter does not state it.
_PROCEED, _PROCEED_RECEIVED = "enforce-proceed", "enforce-proceed-once-received"
# The body is to recover the records that have left it since its reply.
RECOVER = "enforce-recover"
_SWORN = ("affidavit", "حلف نامہ", "حلف نامے", "بیانِ حلفی")
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
    def sets_time(self) -> bool:
        """Return whether the words of the order set the time that has ended."""
        return bool(self.allowed) or self.day_named

    @property
    def records_due(self) -> bool:
        """Return whether what is overdue is that records be supplied."""
        return any(each.kind in _OF_RECORDS for each in self.order.overdue)

    @property
    def first_in_part(self) -> Entry | None:
        """Return the first compliance in part, None if nothing was supplied."""
        return next(iter(self.order.in_part), None)

    @cached_property
    def given(self) -> frozenset[int]:
        """Return the items that were logged as supplied under the order."""
        keys = {key for each in self.order.done for key in each.supplied}
        return frozenset(n for n, each in self.source.drafted.numbered if each.key in keys)

    @cached_property
    def given_in_part(self) -> frozenset[int]:
        """Return those of them that each letter with them gives without a part, by its words."""
        return frozenset(n for n in self.given if n in self.covered and self._never_whole(n))

    def _never_whole(self, number: int) -> bool:
        with_it = [
            self.source.details_of(entry).words
            for entry in self.order.in_part
            if number in supplied_with(self.source, entry)
        ]
        return all(given_in_part(words, number) for words in with_it)

    @cached_property
    def items(self) -> Mapping[int, str]:
        """Return the items that the order covers and that were not logged as supplied under it, or
        that were given in part."""
        given = self.given - self.given_in_part
        return {n: words for n, words in self.covered.items() if n not in given}

    def answers_of(self, entry: Entry) -> Mapping[int, tuple[str, tuple[str, ...]]]:
        """Return the kind and the sentences of what a letter under the order says of each item
        that is due, as far as it says anything against supplying it."""
        words, found = self.source.details_of(entry).words, {}
        for number in self.items:
            said = sentences_on(words, number)
            kind: str | None = kind_of_answer(self.source, number, said)
            if number in self.given_in_part:
                kind, said = INCOMPLETE, given_in_part(words, number)
            if not kind and self.sets_time and (pending := pending_in(words, number)):
                kind, said = pending
            if kind and said:
                found[number] = (kind, said)
        return found

    @cached_property
    def said_absent(self) -> tuple[int, ...]:
        """Return the items due for which a letter under the order says that there is no record."""
        answers = [self.answers_of(entry) for entry in self.order.in_part]
        return tuple(
            n for n in self.due if any(each[n][0] in ABSENCES for each in answers if n in each)
        )

    @cached_property
    def sent_away(self) -> tuple[int, ...]:
        """Return the items due that the reply withheld and that, as a letter under the order says,
        have left the body since."""
        answers = [self.answers_of(entry) for entry in self.order.in_part]
        return tuple(
            n for n in self.due if any(each[n][0] == SENT_AWAY for each in answers if n in each)
        )

    @cached_property
    def _not_due(self) -> tuple[RequiredPaper, ...]:
        """Return the affidavit if the order requires it only for records said not to exist, and
        nothing was said of them."""
        words = self.source.details_of(self.order.decision).words
        spared = affidavit_if_absent(words) and not self.said_absent
        return (RequiredPaper.AFFIDAVIT,) if spared else ()

    def _of_those_due(self, papers: Sequence[RequiredPaper]) -> tuple[RequiredPaper, ...]:
        return tuple(e for e in RequiredPaper if e in papers and e not in self._not_due)

    @property
    def required(self) -> tuple[RequiredPaper, ...]:
        """Return the documents that the order requires beside the records: those that its words
        name, and those that a person logged as missing."""
        named = papers_required(self.source.details_of(self.order.decision).words)
        return self._of_those_due((*named, *self.missing))

    @property
    def missing(self) -> tuple[RequiredPaper, ...]:
        """Return the documents logged as missing with the last compliance in part, and what the
        order requires on a search if its letter only says that there was one."""
        found = list(self.order.done[-1].missing) if self.order.done else []
        if any(map(self.search_said_in, self.order.in_part[-1:])):
            found.append(RequiredPaper.SEARCH)
        return self._of_those_due(found)

    @cached_property
    def searched(self) -> Mapping[int, str]:
        """Return the items for which the order requires a certificate or a statement on the
        search, by their numbers."""
        on = search_ordered_on(self.source.details_of(self.order.decision).words)
        asked_for = enumerate(self.source.drafted.questions, start=1)
        return {number: each.words for number, each in asked_for if number in on}

    @cached_property
    def sworn(self) -> Mapping[int, str]:
        """Return the items on which the order requires an affidavit, by their numbers."""
        on = sworn_on(self.source.details_of(self.order.decision).words)
        asked_for = enumerate(self.source.drafted.questions, start=1)
        return {number: each.words for number, each in asked_for if number in on}

    def search_said_in(self, entry: Entry) -> tuple[str, ...]:
        """Return the sentences that only say that a search took place, if the order requires a
        document on that search."""
        words = self.source.details_of(entry).words
        return search_said(words, self.searched) if self.searched else ()

    def papers_named(self, papers: Sequence[RequiredPaper]) -> str:
        """Return these documents as a sentence names them; an affidavit that the order requires
        only for records said not to exist, with their items."""
        named = [self.source.say(REQUIRED_PAPERS[each]) for each in papers]
        sworn = self.said_absent if self.on_what_is_absent else tuple(self.sworn)
        if RequiredPaper.AFFIDAVIT in papers and sworn:
            items = in_items(self.source, sworn)
            place = papers.index(RequiredPaper.AFFIDAVIT)
            named[place] = self.source.say(_AFFIDAVIT_ON, items=items)
        if RequiredPaper.SEARCH in papers:
            named[papers.index(RequiredPaper.SEARCH)] = self.search_named
        return said_together(self.source, named)

    @property
    def search_named(self) -> str:
        """Return what the order requires on a search, as its words call it, with the items."""
        called = search_paper_named(self.source.details_of(self.order.decision).words)
        if not self.searched:
            return self.source.say(_ON_SEARCH_ALONE[called])
        items = in_items(self.source, tuple(self.searched))
        return self.source.say(_ON_SEARCH[called], items=items)

    @property
    def on_what_is_absent(self) -> bool:
        """Return whether the order requires an affidavit only for records said not to exist, and a
        letter says it of some."""
        words = self.source.details_of(self.order.decision).words
        return affidavit_if_absent(words) and bool(self.said_absent)

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
        spared = RequiredPaper.AFFIDAVIT in self._not_due
        return not spared and bool(passages(self.source, (self.order.decision,), _SWORN))

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
            and each.key != (_PROCEED if self.order.received else _PROCEED_RECEIVED)
            and (each.key != RECOVER or self.sent_away)
            and not self.source.elsewhere(each.stages)
            and was_read(self.source.law, each.sources)
        )

    @property
    def reported(self) -> bool:
        """Return whether these orders ask for a report on the records."""
        return any(each.key in REPORTS for each in self.orders)

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
