"""The rows of an application for enforcement: the parties, the order, and what was complied
with."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import partial

from tracker.domain.base.days import DaySpan
from tracker.domain.base.messages import Message
from tracker.domain.base.text import at_start, in_digits_of
from tracker.domain.case.hearings import Owed
from tracker.domain.case.history import Entry
from tracker.domain.clock.deadline import Deadline
from tracker.domain.events.proceedings.enforcement_sought import EnforcementSought
from tracker.domain.events.responses.reply import Reply
from tracker.domain.law.law import LetterKind
from tracker.domain.law.limits import Unit
from tracker.domain.words.pleading import (
    AnnexGroup,
    LetteredAnnex,
    Pleading,
    PleadingBasis,
    PleadingPart,
    PleadingRow,
    at_annex,
)
from tracker.services.core.naming import DECISIONS, DUTIES
from tracker.services.deadlines.explaining import said_length
from tracker.services.letters.earlier_remedies import at_first, earlier_remedies
from tracker.services.letters.enforcing.grounds_overdue import grounds_to_enforce
from tracker.services.letters.enforcing.on_compliance import compliance
from tracker.services.letters.enforcing.orders_sought import (
    asked_at_once,
    orders_to_enforce,
    summed_up,
)
from tracker.services.letters.enforcing.overdue import require_overdue
from tracker.services.letters.enforcing.overdue_source import OverdueSource, law_on_it
from tracker.services.letters.enforcing.questions_on_order import questions_on_order
from tracker.services.letters.enforcing.table_of_items import items_ordered
from tracker.services.letters.paper_dates import names_proceedings, number_of
from tracker.services.letters.pleading.annex_letters import (
    AUTHORITY_KEY,
    AUTHORITY_TITLE,
    annex_key,
    annexes_of,
    decisions_of,
    lettered,
)
from tracker.services.letters.pleading.frame import heading_values, parties, verification
from tracker.services.letters.pleading.narrating import how_it_answered, request_sent
from tracker.services.letters.pleading.other_proceedings import proceedings_beside_the_steps
from tracker.services.letters.pleading.quoting import identified, signed_and_quoted
from tracker.services.letters.pleading.source import PleadingSource

_TITLE = Message("Application under {section} for enforcement of the {order}")
_IN_PROCEEDINGS = Message("In {number}")
_ON_THE_ORDER = Message("In the matter of the {order}")
_UNDER = Message("under {law}")
_LIES = Message(
    "{forum} made the order. This application for its enforcement is made under {section}."
)
_CALLED_ORDER = Message("It is called “the order” below.")
_DONE_IN_PART = Message("Document {day:of} on what was done under the order")
_LETTER_IN_PART = Message("Letter {which} on what was done under the order")
_FILED_AND_DECIDED = Message(
    "The {filing} was filed {day:on}{filed}. On it {forum} made its {order}{annex}. "
    "Outcome: {outcome}."
)
_ALLOWS = Message(
    "The order allows {length}{see}. Counted from the day after its date, the last of them was "
    "{last}. The order has been overdue since {overdue}, and this application is made {after} "
    "after the last day."
)
_ALLOWS_ON_EACH_COUNT = Message(
    "The order allows {length}{see}. Counted from the day after its date, all of them were over "
    "by {last} on every count of the days on which offices were closed. The order has been "
    "overdue since {overdue}, and this application is made {after} after that last day."
)
_ALLOWS_FROM_RECEIPT = Message(
    "The order allows {length} from its receipt{see}. Counted from the day after {received}, on "
    "which {respondent} received it{seen}, all of them were over by {last} on every count of the "
    "days on which offices were closed. The order has been overdue since {overdue}, and this "
    "application is made {after} after that last day."
)
_ALLOWS_ONE_DAY_FROM_RECEIPT = Message(
    "The order allows {length} from its receipt{see}. Counted from the day after {received}, on "
    "which {respondent} received it{seen}, the last of them was {last}. The order has been "
    "overdue since {overdue}, and this application is made {after} after the last day."
)
_NAMES_DAY = Message(
    "The order names {day} as the last day{see}. It has been overdue since {overdue}, and this "
    "application is made {after} after the last day."
)
_BY_DAY = Message(
    "As the {party} counts the time that the order sets, its last day was {day}. This application "
    "is made {after} after it."
)
_DUTY_BY_DAY = Message(
    "The order requires {respondent} to {what}. As the {party} counts the time that it sets for "
    "this, the last day was {day}."
)
_RECEIVED = Message(
    "[State on which day {respondent} received the order, as far as known, and which document "
    "shows it.]"
)
_RECEIPT_UNKNOWN = Message(
    "The {party} does not know on which day {respondent} received the order. The {party} asks "
    "that {forum} take that day from its own record."
)
_RECEIVED_ON = Message("{Respondent} received the order {day:on}, as its own document says{see}.")
_RECEIVED_BY = Message(
    "{Respondent} had the order by {day} at the latest, when it complied in part{see}."
)
_OVER_FROM_IT = Message(
    "Counted from that day, too, the time for an appeal against the order is over."
)
_CHALLENGED = Message(
    "[State whether the order was appealed against or suspended, with the day and the number, or "
    "that it was not.]"
)
_NOT_CHALLENGED = Message(
    "As far as the {party} knows, the order was not appealed against and not suspended."
)
_OVER = Message(
    "Counted from the date of the order, the {length} of {section} had ended by {day}."
)
_OVER_FROM_RECEIPT = Message(
    "Counted from the day on which {respondent} received the order{seen}, the {length} of "
    "{section} had ended by {day}."
)
_SOUGHT_BEFORE = Message("The {party} applied for enforcement of the order {day:on}.")


def application_of(source: PleadingSource) -> Pleading:
    """Return the draft of the application for the order that is overdue on the day of the
    letter."""
    late = _overdue(source)
    parts = {
        PleadingPart.SUMMARY: tuple(summed_up(late)),
        PleadingPart.PARTIES: tuple(_parties(late)),
        PleadingPart.DECISION: tuple(_order(late)),
        PleadingPart.ANSWER: tuple(compliance(late)),
        PleadingPart.QUESTIONS: tuple(questions_on_order(late)),
        PleadingPart.GROUNDS: tuple(grounds_to_enforce(late)),
        PleadingPart.RELIEF: tuple(orders_to_enforce(late)),
        PleadingPart.INTERIM: tuple(asked_at_once(late)),
        PleadingPart.PROCEEDINGS: tuple(proceedings_beside_the_steps(source)),
        PleadingPart.VERIFICATION: tuple(verification(source, reports=False)),
    }
    annexes = [_named(late, each) for each in annexes_of(source)]
    annexes += decisions_of(source, parts)
    if source.drafted.eligibility == "for-a-citizen":
        title = source.say(AUTHORITY_TITLE)
        annexes.append(LetteredAnnex(AUTHORITY_KEY, AnnexGroup.AUTHORITY, title, ""))
    return Pleading(parts, items_ordered(late, parts[PleadingPart.GROUNDS]), lettered(annexes))


def heading_of(kind: LetterKind, source: PleadingSource) -> dict[str, str]:
    """Return the values of the cause title; the cause title of an application names the order to
    enforce and the provision, and has no blank for a number that the order gives."""
    values = heading_values(source)
    if kind is not LetterKind.ENFORCEMENT:
        return values
    late = _overdue(source)
    entry, section = late.order.decision, source.cite(law_on_it(source).provisions)
    named = late.named()
    details, filed = source.details_of(entry), late.order.filed.event.on.latest
    number = number_of(details, source.locale)
    if number and names_proceedings(details):
        values["pleading_number"] = source.say(_IN_PROCEEDINGS, number=number)
    elif number:
        values["pleading_number"] = source.say(_ON_THE_ORDER, order=named)
    elif own := source.forum.number:
        year = in_digits_of(str(filed.year), source.locale.language)
        values["pleading_number"] = source.text(own).replace("{year}", year)
    under = source.say(_UNDER, law=source.words["law_cited"])
    title = source.say(_TITLE, section=section, order=named)
    return {**values, "pleading_under": under, "pleading_title": title}


def _overdue(source: PleadingSource) -> OverdueSource:
    order = require_overdue(source.plea.case_status, source.library, source.today)
    return OverdueSource(source, order)


def _named(late: OverdueSource, annex: LetteredAnnex) -> LetteredAnnex:
    """Return an annex with its title. The order has its number and date as its title, and a
    compliance in part is not called a proof of compliance."""
    source = late.source
    if annex.key == annex_key(late.order.decision):
        return replace(annex, title=at_start(late.named()), day="")
    for entry in late.order.in_part:
        if annex.key == annex_key(entry):
            details, day = source.details_of(entry), source.locale.short_span(entry.event.on)
            title = source.say(_DONE_IN_PART, day=day)
            if details.number or details.dated:
                which = identified(source, entry, receipt=False)
                title = source.say(_LETTER_IN_PART, which=which)
            return replace(annex, title=title, day="")
    return annex


def _parties(late: OverdueSource) -> Iterator[PleadingRow]:
    """Yield who applies, against which body the decision was made, and under which provision."""
    source, kept = late.source, ("parties:applicant", "parties:respondent")
    yield from (row for row in parties(source) if row.key in kept)
    law = law_on_it(source)
    forum, section = source.words["appeal_forum"], source.cite(law.provisions)
    words = at_start(source.say(_LIES, forum=forum, section=section))
    yield PleadingRow("parties:jurisdiction", words, rests_on=law)


def _order(late: OverdueSource) -> Iterator[PleadingRow]:
    """Yield what came before, the order with its words and its days, and places to say when it
    was received and if it was challenged."""
    source, order = late.source, late.order
    yield from _before(source)
    entry, event, filed = order.decision, order.decision.event, order.filed
    rests = PleadingBasis((filed.seq, entry.seq))
    said = source.say(
        _FILED_AND_DECIDED,
        filing=source.words["filing"],
        day=source.locale.short_span(filed.event.on),
        filed=at_annex(annex_key(filed)),
        forum=source.words["appeal_forum"],
        order=late.named(receipt=True),
        annex=at_annex(annex_key(entry)),
        outcome=source.say(DECISIONS[event.outcome]),  # type: ignore[attr-defined]
    )
    quoted = signed_and_quoted(source, entry, needed=True)
    called = [source.say(_CALLED_ORDER)] if source.forum.order else []
    words = " ".join((at_start(said), *called, *quoted))
    yield PleadingRow("order:decision", words, rests_on=rests)
    days = [
        PleadingRow(f"order:day:{each.number}", _last_day(late, each), rests_on=rests)
        for each in order.overdue
    ]
    receipt = _received(late, rests)
    # A time from the receipt is counted from a day, so that day comes first.
    yield from (receipt, *days) if order.received else (*days, receipt)
    instead = source.say(_NOT_CHALLENGED, party=source.party)
    words = source.say(_CHALLENGED)
    yield PleadingRow("order:challenged", words, rests_on=rests, instead=instead)
    yield from _challenge_over(late)
    yield from _sought_before(source, order.overdue)


def _challenge_over(late: OverdueSource) -> Iterator[PleadingRow]:
    """Yield that the time to challenge the order is over. It is counted from the day on which the
    respondent received the order, if the respondent's own document gives that day."""
    source, order = late.source, late.order
    end = order.from_receipt or order.challenge
    if end is None or end.latest is None:
        return
    words = source.say(
        _OVER_FROM_RECEIPT if order.from_receipt else _OVER,
        length=_length(source, end),
        section=source.cite(end.sources[:1]),
        day=source.locale.short_day(end.latest),
        seen="{see:order:received}",
        **_named_in(source),
    )
    basis = PleadingBasis((order.decision.seq,), end.sources)
    yield PleadingRow("order:challenge-over", words, rests_on=basis)


def _received(late: OverdueSource, rests: PleadingBasis) -> PleadingRow:
    """Return a place for the day on which the respondent received the order, with words for a
    person who does not know it."""
    source = late.source
    if received := late.order.received:
        on: date = received.event.order_received  # type: ignore[attr-defined]
        came = source.locale.short_span(DaySpan.on(on))
        see = f"{{see:compliance:{received.seq}}}"
        words = source.say(_RECEIVED_ON, day=came, see=see, **source.parties)
        return PleadingRow("order:received", words, rests_on=PleadingBasis((received.seq,)))
    first = late.first_in_part
    # A day from which the time to challenge the order still runs would help the respondent.
    if first and not late.may_be_challenged(first.event.on.latest):
        day = source.locale.short_day(first.event.on.latest)
        see = f"{{see:compliance:{first.seq}}}"
        instead = source.say(_RECEIVED_BY, day=day, see=see, **source.parties)
        instead += f" {source.say(_OVER_FROM_IT)}" if late.order.challenge else ""
    else:
        forum = source.words["appeal_forum"]
        instead = source.say(_RECEIPT_UNKNOWN, forum=forum, **source.parties)
    words = source.say(_RECEIVED, **source.parties)
    return PleadingRow("order:received", words, rests_on=rests, instead=instead)


def _sought_before(source: PleadingSource, overdue: tuple[Owed, ...]) -> Iterator[PleadingRow]:
    """Yield each application for enforcement that was made before."""
    sought = {entry.seq: entry for each in overdue for entry in each.enforcement}
    for entry in sought.values():
        if isinstance(entry.event, EnforcementSought) and entry.event.on.latest < source.today:
            day = source.locale.short_span(entry.event.on)
            words = at_start(source.say(_SOUGHT_BEFORE, party=source.party, day=day))
            basis = PleadingBasis((entry.seq,))
            yield PleadingRow(f"order:sought:{entry.seq}", words, rests_on=basis)


def _before(source: PleadingSource) -> Iterator[PleadingRow]:
    """Yield the request with its receipt, and the response to it or what followed."""
    plea, state, locale = source.plea, source.plea.case_status.case_state, source.locale
    quoted = partial(_quoted, source)
    told = [request_sent(source, each, by_me=False).words for each in state.sent[:1]]
    if state.received:
        day = locale.short_span(state.received.event.on)
        annex = at_annex(annex_key(state.received))
        told.append(source.say("The request was received {day:on}{annex}.", day=day, annex=annex))
    known = (*state.sent[:1], *((state.received,) if state.received else ()))
    asked_by = PleadingBasis((*(each.seq for each in known), plea.opening.seq))
    yield PleadingRow("order:before", " ".join(told), rests_on=asked_by)
    answered = plea.first and [e for e in plea.replies() if isinstance(e.event, Reply)]
    rests = PleadingBasis((plea.opening.seq,))
    if answered:
        said = [
            words
            for e in answered
            for words in (
                how_it_answered(source, e, e.event, decided=True),  # type: ignore[arg-type]
                *_quoted(source, e),
            )
        ]
        rests = PleadingBasis(tuple(each.seq for each in answered))
    elif plea.first:
        stage = plea.remedy.opened.stage
        said = [*at_first(plea, plea.opening.seq, stage, locale, source.details, quoted)]
    else:
        said = [*earlier_remedies(plea, source.library, locale, source.details, quoted)]
    if said:
        yield PleadingRow("order:response", " ".join(said), rests_on=rests)


def _length(source: PleadingSource, end: Deadline) -> str:
    limit = end.stage.limit_on(end.event.earliest)
    return said_length(limit.length, limit.unit, source.locale)


def _quoted(source: PleadingSource, entry: Entry) -> Iterator[str]:
    """Yield who signed a reply and what it says: the order is read against it."""
    return signed_and_quoted(source, entry, needed=False)


def _last_day(late: OverdueSource, each: Owed) -> str:
    """Return the sentence on a last day to comply: by the words of the order if they lead to the
    day that a person logged, else as the party counts it."""
    source, day = late.source, late.source.locale.short_day
    if each.kind:
        what, by = source.say(DUTIES[each.kind]), day(each.by) if each.by else ""
        return source.say(_DUTY_BY_DAY, what=what, day=by, party=source.party, **_named_in(source))
    last, allowed = late.last_day, late.allowed
    values = {
        "party": source.party,
        "see": "{see:order:decision}",
        "day": day(last),
        "last": day(last),
        "overdue": day(late.overdue_since),
        "after": said_length((source.today - last).days, Unit.DAY, source.locale),
    }
    if allowed is None:
        return source.say(_NAMES_DAY if late.day_named else _BY_DAY, **values)
    length, one = said_length(allowed.length, allowed.unit, source.locale), allowed.one_day
    if allowed.received:
        words = _ALLOWS_ONE_DAY_FROM_RECEIPT if one else _ALLOWS_FROM_RECEIPT
        on, seen = day(allowed.received), "{see:order:received}"
        values |= {"received": on, "seen": seen, **_named_in(source)}
    else:
        words = _ALLOWS if one else _ALLOWS_ON_EACH_COUNT
    return source.say(words, length=length, **values)


def _named_in(source: PleadingSource) -> dict[str, str]:
    return {key: words for key, words in source.parties.items() if key != "party"}
