"""The rows of an application for enforcement: the order, what was not done, and what is asked."""

from collections.abc import Iterator
from dataclasses import replace

from tracker.domain.base.messages import Message
from tracker.domain.base.text import FULL_STOPS, at_start
from tracker.domain.case.hearings import Owed
from tracker.domain.case.history import Entry
from tracker.domain.clock.deadline import Deadline
from tracker.domain.events.proceedings.complied import Complied
from tracker.domain.law.law import LetterKind
from tracker.domain.law.outcome import Outcome
from tracker.domain.law.pleas import Relief
from tracker.domain.law.readings import was_read
from tracker.domain.words.pleading import (
    AnnexGroup,
    LetteredAnnex,
    Pleading,
    PleadingBasis,
    PleadingPart,
    PleadingRow,
    RowForm,
    at_annex,
)
from tracker.domain.words.quotations import in_marks
from tracker.services.core.naming import DECISIONS, DUTIES
from tracker.services.deadlines.explaining import said_length
from tracker.services.letters.earlier_remedies import at_first, earlier_remedies
from tracker.services.letters.enforcing.overdue import (
    OverdueOrder,
    require_overdue,
    ways_to_enforce,
)
from tracker.services.letters.grounds_of_appeal import open_questions
from tracker.services.letters.pleading.frame import heading_values, parties, verification
from tracker.services.letters.pleading.itemising import short_record
from tracker.services.letters.pleading.lettering import (
    AUTHORITY_KEY,
    AUTHORITY_TITLE,
    annex_key,
    annexes_of,
    lettered,
)
from tracker.services.letters.pleading.narrating import request_sent
from tracker.services.letters.pleading.quoting import identified, signed_and_quoted
from tracker.services.letters.pleading.reaching import at_issue
from tracker.services.letters.pleading.source import PleadingSource

_TITLE = Message("Application for enforcement of the order {which}")
_ORDER = Message("Order {which}")
_FILED = Message("The {filing} was filed {day:on}{annex}.")
_DECIDED = Message("On the {filing} {forum} made its order {which}{annex}. Outcome: {outcome}.")
_BY_DAY = Message("The last day to comply with the order was {day}.")
_DUTY_BY_DAY = Message("The order requires {respondent} to {what}. The last day was {day}.")
_CHALLENGED = Message(
    "[State on which day {respondent} received the order, as far as known. State whether the "
    "order was appealed against or suspended, with the day and the number, or that it was not.]"
)
_NOT_CHALLENGED = Message(
    "As far as the {party} knows, the order was not appealed against and not suspended."
)
_OVER = Message(
    "Counted from the date of the order, the {length} of {section} had ended by {day} on any "
    "count."
)
_OVER_AS_COUNTED = Message(
    "Counted from the date of the order, the {length} of {section} had ended by {day}."
)
_IN_PART = Message(
    "{Respondent} complied in part {day:on}{annex}. [State what was supplied, item by item.]"
)
_NOTHING = Message("Nothing that shows compliance with the order had been received by {day}.")
_ITEMS_NOT_SUPPLIED = Message(
    "These records were requested and were not supplied: [Leave out the rows of records that the "
    "order does not cover or that were supplied since, and remove this note.]"
)
_ITEMS_IN_PART = Message(
    "These records were requested and were not supplied, or not in full: [Leave out the rows of "
    "records that the order does not cover or that were supplied since, and remove this note.]"
)
_PASSED = Message("The day to comply has passed")
_NOT_SHOWN = Message(
    "The last day to comply has passed{see}. {Respondent} has not shown that it complied."
)
_NOT_SHOWN_IN_FULL = Message(
    "The last day to comply has passed{see}. {Respondent} has not shown that it complied in full."
)
_LAW = Message("The law on an order that is not complied with")
_SAYS = Message("{says} ({section}).")
_ASKS = Message("The {party} asks {forum}")
_FIND = Message("to record that its order {which} has not been complied with")
_FIND_IN_FULL = Message("to record that its order {which} has not been complied with in full")
_COMPLY = Message("to fix a day, and to direct {respondent} to comply by that day")
_COMPLY_IN_FULL = Message("to fix a day, and to direct {respondent} to comply in full by that day")
_UNDER = Message("{relief} ({section})")
_REPORT = Message(
    "to direct {respondent} to file a report of its compliance, with proof of delivery, by the "
    "same day"
)
_CONSEQUENCE = Message(
    "if it does not comply by that day, and as far as the conditions of {section} are met, to "
    "proceed as that provision allows"
)
_ITEM = Message("Item {number}: {record}")
# Orders of the law’s file that an appeal asks for, and that an application asks for again.
_DIRECTIONS, _SHOW_CAUSE = "compliance", "show-cause"


def application_of(source: PleadingSource) -> Pleading:
    """Return the draft of the application for the order that is overdue on the day of the
    letter."""
    order = require_overdue(source.plea.case_status, source.library, source.today)
    parts = {
        PleadingPart.PARTIES: tuple(_parties(source)),
        PleadingPart.DECISION: tuple(_order(source, order)),
        PleadingPart.ANSWER: tuple(_compliance(source, order)),
        PleadingPart.GROUNDS: tuple(_grounds(source, order)),
        PleadingPart.RELIEF: tuple(_asked(source, order)),
        PleadingPart.VERIFICATION: tuple(verification(source, reports=False)),
    }
    annexes = [_named(source, order, each) for each in annexes_of(source)]
    if source.drafted.eligibility == "for-a-citizen":
        title = source.say(AUTHORITY_TITLE)
        annexes.append(LetteredAnnex(AUTHORITY_KEY, AnnexGroup.AUTHORITY, title, ""))
    return Pleading(parts, (), lettered(annexes))


def heading_of(kind: LetterKind, source: PleadingSource) -> dict[str, str]:
    """Return the values of the cause title; that of an application names the order that is to be
    enforced."""
    if kind is not LetterKind.ENFORCEMENT:
        return heading_values(source)
    order = require_overdue(source.plea.case_status, source.library, source.today)
    title = source.say(_TITLE, which=identified(source, order.decision, receipt=False))
    return {**heading_values(source), "pleading_title": title}


def _named(source: PleadingSource, order: OverdueOrder, annex: LetteredAnnex) -> LetteredAnnex:
    """Return an annex; that of the order is called by its number and its date."""
    if annex.key != annex_key(order.decision):
        return annex
    which = identified(source, order.decision, receipt=False)
    return replace(annex, title=source.say(_ORDER, which=which), day="")


def _parties(source: PleadingSource) -> Iterator[PleadingRow]:
    """Yield who applies, and against which body the decision was made."""
    kept = ("parties:applicant", "parties:respondent")
    yield from (row for row in parties(source) if row.key in kept)


def _order(source: PleadingSource, order: OverdueOrder) -> Iterator[PleadingRow]:
    """Yield what came before, the order with its words and its days, and a place to say if it was
    challenged."""
    yield _before(source, order)
    entry, event = order.decision, order.decision.event
    rests = PleadingBasis((order.filed.seq, entry.seq))
    said = source.say(
        _DECIDED,
        filing=source.words["filing"],
        forum=source.words["appeal_forum"],
        which=identified(source, entry),
        annex=at_annex(annex_key(entry)),
        outcome=source.say(DECISIONS[event.outcome]),  # type: ignore[attr-defined]
    )
    quoted = signed_and_quoted(source, entry, needed=True)
    yield PleadingRow("order:decision", " ".join((at_start(said), *quoted)), rests_on=rests)
    for each in order.overdue:
        yield PleadingRow(f"order:day:{each.number}", _last_day(source, each), rests_on=rests)
    instead = source.say(_NOT_CHALLENGED, party=source.party)
    words = source.say(_CHALLENGED, **source.parties)
    yield PleadingRow("order:challenged", words, rests_on=rests, instead=instead)
    if order.challenge and order.challenge.latest:
        end = order.challenge
        words = source.say(
            _OVER_AS_COUNTED if end.provisional else _OVER,
            length=_length(source, end),
            section=source.cite(end.sources[:1]),
            day=source.locale.short_day(order.challenge.latest),
        )
        basis = PleadingBasis((entry.seq,), end.sources)
        yield PleadingRow("order:challenge-over", words, rests_on=basis)


def _before(source: PleadingSource, order: OverdueOrder) -> PleadingRow:
    """Return the paragraph on the request, its receipt, the response, and the remedy as it was
    filed."""
    plea, state, locale = source.plea, source.plea.case_status.case_state, source.locale
    told = [request_sent(source, each, by_me=False).words for each in state.sent[:1]]
    if state.received:
        day, annex = (
            locale.short_span(state.received.event.on),
            at_annex(annex_key(state.received)),
        )
        told.append(source.say("The request was received {day:on}{annex}.", day=day, annex=annex))
    stage = plea.remedy.opened.stage
    if plea.first:
        first = (plea.opening.seq, stage, locale, source.details, _unquoted)
        told += at_first(plea, *first)
    else:
        told += earlier_remedies(plea, source.library, locale, source.details, _unquoted)
    day, annex = locale.short_span(order.filed.event.on), at_annex(annex_key(order.filed))
    filing = source.words["filing"]
    told.append(source.say(_FILED, filing=filing, day=day, annex=annex))
    known = (*state.sent[:1], *((state.received,) if state.received else ()), order.filed)
    rests = PleadingBasis((*(each.seq for each in known), plea.opening.seq))
    return PleadingRow("order:before", " ".join(told), rests_on=rests)


def _length(source: PleadingSource, end: Deadline) -> str:
    limit = end.stage.limit_on(end.event.earliest)
    return said_length(limit.length, limit.unit, source.locale)


def _unquoted(_: Entry) -> tuple[str, ...]:
    """Return no words of a document: the application quotes the order alone."""
    return ()


def _last_day(source: PleadingSource, each: Owed) -> str:
    """Return the sentence on a last day to comply, as a person logged it."""
    return source.say(
        _DUTY_BY_DAY if each.kind else _BY_DAY,
        day=source.locale.short_day(each.by) if each.by else "",
        what=source.say(DUTIES[each.kind]) if each.kind else "",
        **source.parties,
    )


def _compliance(source: PleadingSource, order: OverdueOrder) -> Iterator[PleadingRow]:
    """Yield the compliance in part, and the records that were not given, each as an item."""
    rests = PleadingBasis((order.decision.seq,))
    for entry in order.in_part:
        if isinstance(entry.event, Complied) and entry.event.in_part:
            day, annex = source.locale.short_span(entry.event.on), at_annex(annex_key(entry))
            words = source.say(_IN_PART, day=day, annex=annex, **source.parties)
            yield PleadingRow(
                f"compliance:{entry.seq}", words, rests_on=PleadingBasis((entry.seq,))
            )
    if not order.in_part:
        words = source.say(_NOTHING, day=source.locale.short_day(source.today))
        yield PleadingRow("compliance:none", words, rests_on=rests)
    items = open_questions(source.plea.case_status)
    if items:
        words = source.say(_ITEMS_IN_PART if _gave_some(source, order) else _ITEMS_NOT_SUPPLIED)
        yield PleadingRow("compliance:items", words, rests_on=rests)
    asked = {each.words: number for number, each in enumerate(source.drafted.questions, start=1)}
    for words in items:
        number = asked[words]
        said = source.say(_ITEM, number=str(number), record=_record(source, words))
        yield PleadingRow(f"compliance:item:{number}", said, RowForm.ROMAN, rests)


def _gave_some(source: PleadingSource, order: OverdueOrder) -> bool:
    """Return whether a part of a record that is still open was given."""
    answers = at_issue(source).values()
    partly = any(each and each.outcome is Outcome.PARTLY_DISCLOSED for each in answers)
    return partly or bool(order.in_part)


def _record(source: PleadingSource, words: str) -> str:
    """Return an item by its heading, else its first words as a quotation of the request: its full
    words use terms that only the request defines."""
    short = short_record(source, words)
    return short if words.startswith(f"{short}. ") else in_marks(short)


def _grounds(source: PleadingSource, order: OverdueOrder) -> Iterator[PleadingRow]:
    """Yield the grounds: the day has passed, and what the law says on enforcement as far as it was
    read."""
    rests = PleadingBasis((order.decision.seq,))
    yield PleadingRow("ground:passed", source.say(_PASSED), RowForm.HEADING, rests)
    see = f"{{see:order:day:{order.overdue[0].number}}}"
    shown = _NOT_SHOWN_IN_FULL if order.in_part else _NOT_SHOWN
    words = source.say(shown, see=see, **source.parties)
    yield PleadingRow("ground:passed:1", words, rests_on=rests)
    yield PleadingRow("ground:law", source.say(_LAW), RowForm.HEADING, _law(source))
    for number, fact in enumerate(ways_to_enforce(source.law, source.today), start=1):
        says = source.text(fact.says).rstrip(FULL_STOPS)
        basis = PleadingBasis(provisions=fact.sources)
        said = source.say(_SAYS, says=says, section=source.cite(fact.sources))
        yield PleadingRow(f"ground:law:{number}", said, rests_on=basis)


def _law(source: PleadingSource) -> PleadingBasis:
    facts = ways_to_enforce(source.law, source.today)
    return PleadingBasis(provisions=tuple(key for fact in facts for key in fact.sources))


def _asked(source: PleadingSource, order: OverdueOrder) -> Iterator[PleadingRow]:
    """Yield the orders asked for: a finding, a day, a report, a notice to show cause if the law
    has one, and the course that the law provides."""
    rests, law = PleadingBasis((order.decision.seq,)), _law(source)
    values = {**source.parties, "forum": source.words["appeal_forum"]}
    yield PleadingRow("relief", source.say(_ASKS, **values), rests_on=rests)
    which = identified(source, order.decision, receipt=False)
    found = source.say(_FIND_IN_FULL if order.in_part else _FIND, which=which)
    yield PleadingRow("relief:find", found, RowForm.LETTER, rests)
    comply = source.say(_COMPLY_IN_FULL if order.in_part else _COMPLY, **values)
    directions, cause = _of_the_law(source, _DIRECTIONS), _of_the_law(source, _SHOW_CAUSE)
    if directions:
        section = source.cite(directions.sources)
        comply = source.say(_UNDER, relief=comply, section=section)
    basis = PleadingBasis((order.decision.seq,), directions.sources if directions else ())
    yield PleadingRow("relief:comply", comply, RowForm.LETTER, basis)
    yield PleadingRow("relief:report", source.say(_REPORT, **values), RowForm.LETTER, rests)
    if cause:
        basis = PleadingBasis(provisions=cause.sources)
        yield PleadingRow("relief:cause", source.text(cause.says), RowForm.LETTER, basis)
    words = source.say(_CONSEQUENCE, section=source.cite(law.provisions))
    yield PleadingRow("relief:law", words, RowForm.LETTER, law)


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
