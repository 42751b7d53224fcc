"""The grounds of an application for enforcement: why the order is overdue, and that it stands."""

from collections.abc import Iterator

from tracker.domain.base.messages import Message
from tracker.domain.base.terms import DecisionOutcome
from tracker.domain.base.text import FULL_STOPS
from tracker.domain.law.limits import Unit
from tracker.domain.words.pleading import PleadingBasis, PleadingRow, RowForm, as_text
from tracker.services.deadlines.explaining import said_length
from tracker.services.letters.enforcing.grounds_on_letter import (
    on_the_letter,
    on_what_is_required,
    points_of_the_law,
)
from tracker.services.letters.enforcing.order_words import statements_rejected, supplied_by_order
from tracker.services.letters.enforcing.overdue import ways_to_enforce
from tracker.services.letters.enforcing.overdue_source import OverdueSource, law_on_it
from tracker.services.letters.enforcing.said_under_order import one_quotation
from tracker.services.letters.pleading.quoting import identified
from tracker.services.letters.pleading.reaching import given_up_of

_PASSED = Message("The time to comply has ended")
_NOT_SHOWN = Message(
    "The last day to comply has passed{see}. It is for {respondent} to show that it complied: on "
    "which day, by which means, and with which of the records that are listed as still to be "
    "supplied{items}."
)
_NOT_SHOWN_OTHERWISE = Message(
    "The last day to comply has passed{see}. It is for {respondent} to show that it complied."
)
_IN_PART_ONLY = Message(
    "Compliance in part{see} is not compliance with the order. It shows that {respondent} knew of "
    "the order."
)
_SIGNED_BY = Message(
    "The letter is signed by the {post}. It is for {bound} to see that the order is carried out."
)
_CAME_LATE = Message("This compliance came {after} after the last day.")
_BARE_STATEMENT = Message(
    "The order reads: {quote}. An answer of {respondent} that makes such a statement and shows no "
    "more is no compliance with the order."
)
_SETTLED = Message("What is to be supplied was decided by the order")
_NOT_AGAIN = Message(
    "The order decided which records are to be supplied. This application asks for no further "
    "record. It is submitted that a reason for withholding a record does not excuse "
    "non-compliance with the order, whether it was rejected on the {filing} or not put forward "
    "there."
)
_OVERRULED = Message(
    "The reply {reply} was before {forum} on the {filing}{see}. So far as the order requires "
    "records to be supplied that this reply did not give, it overruled the reply. What the reply "
    "says of them is no answer to this application."
)
_LAW = Message("The law on an order that is not complied with")
_SAYS = Message("{says} ({section}).")
_SUCH = Message("The order is such a decision{see}.")
_SUCH_AND_OVER = Message(
    "The order is such a decision{see}, and the time for an appeal against it, counted from its "
    "date, is over{over}."
)
_SUCH_AND_OVER_AS_COUNTED = Message(
    "The order is such a decision{see}, and the time for an appeal against it is over{over}."
)
_GRANTED = (DecisionOutcome.ALLOWED, DecisionOutcome.PARTLY_ALLOWED)


def grounds_to_enforce(late: OverdueSource) -> Iterator[PleadingRow]:
    """Yield the grounds: the time has ended, the order stands between the parties, and what the
    law says on enforcement as far as it was read."""
    source, values = late.source, late.values
    yield PleadingRow("ground:passed", source.say(_PASSED), RowForm.HEADING, late.rests)
    see = f"{{see:order:day:{late.order.overdue[0].number}}}"
    items = "{see:compliance:items}"
    shown = _NOT_SHOWN if late.records_due else _NOT_SHOWN_OTHERWISE
    words = source.say(shown, see=see, items=items, **values)
    yield PleadingRow("ground:passed:1", words, rests_on=late.rests)
    yield from _no_compliance(late)
    told: set[str] = set()
    yield from on_what_is_required(late, told)
    if late.records_due:
        yield from on_the_letter(late, told)
        yield PleadingRow("ground:settled", source.say(_SETTLED), RowForm.HEADING, late.rests)
        words = source.say(_NOT_AGAIN, **values)
        yield PleadingRow("ground:settled:1", words, rests_on=late.rests)
        yield from _overruled(late)
    law = law_on_it(source)
    yield PleadingRow("ground:law", source.say(_LAW), RowForm.HEADING, law)
    for number, fact in enumerate(ways_to_enforce(source.law, source.today), start=1):
        says = source.text(fact.says).rstrip(FULL_STOPS)
        basis = PleadingBasis(provisions=fact.sources)
        said = source.say(_SAYS, says=says, section=source.cite(fact.sources))
        yield PleadingRow(f"ground:law:{number}", said, rests_on=basis)
    if late.records_due:
        words = source.say(
            _such(late),
            see="{see:order:decision}",
            over="{see:order:challenge-over}",
        )
        yield PleadingRow("ground:law:such", words, rests_on=late.rests)
        yield from points_of_the_law(source)


def _such(late: OverdueSource) -> Message:
    """Return the sentence that the order is one to be enforced, and how the time for an appeal
    against it was counted."""
    order = late.order
    if order.from_receipt and order.from_receipt.latest:
        return _SUCH_AND_OVER_AS_COUNTED
    return _SUCH_AND_OVER if order.challenge and order.challenge.latest else _SUCH


def _no_compliance(late: OverdueSource) -> Iterator[PleadingRow]:
    """Yield that compliance in part, or a statement that the order rejects, is no compliance."""
    source, values = late.source, late.values
    if late.first_in_part:
        see = f"{{see:compliance:{late.first_in_part.seq}}}"
        words = " ".join(
            (source.say(_IN_PART_ONLY, see=see, **values), *_came_late(late), *_signed(late))
        )
        yield PleadingRow("ground:passed:2", words, rests_on=late.rests)
    yield from _not_given_up(late)
    said = statements_rejected(source.details_of(late.order.decision).words)
    if said and late.records_due:
        words = source.say(_BARE_STATEMENT, quote=one_quotation(source, said), **values)
        yield PleadingRow("ground:passed:bare", words, rests_on=late.rests)


def _came_late(late: OverdueSource) -> Iterator[str]:
    """Yield how many days after the last day the first compliance in part came, if it came late on
    every count."""
    first = late.first_in_part
    days = (first.event.on.earliest - late.last_day).days if first else 0
    if days > 0:
        yield late.source.say(_CAME_LATE, after=said_length(days, Unit.DAY, late.source.locale))


def _signed(late: OverdueSource) -> Iterator[str]:
    """Yield which post signed the first letter under the order and whom the order binds, if that
    post is not among those bound."""
    first = late.first_in_part
    post = late.source.details_of(first).signed_by if first else ""
    if post and post.casefold() not in late.bound.casefold():
        named = late.source.locale.together(as_text(post))
        yield late.source.say(_SIGNED_BY, post=named, bound=late.bound)


def _not_given_up(late: OverdueSource) -> Iterator[PleadingRow]:
    """Yield that no further record is given up for items that a person left out of the list of
    what is due, if the words of the order cover them."""
    source, order = late.source, late.source.details_of(late.order.decision).words
    out = (supplied_by_order(order) & late.covered.keys()).difference(late.due)
    keys = [each.key for n, each in source.drafted.numbered if n in out]
    if late.first_in_part and (words := given_up_of(source, keys)):
        yield PleadingRow("ground:passed:kept", words, rests_on=late.rests)


def _overruled(late: OverdueSource) -> Iterator[PleadingRow]:
    """Yield that the order overruled the reply, if the history has one that came before it."""
    source, order = late.source, late.order
    if order.decision.event.outcome not in _GRANTED:  # type: ignore[attr-defined]
        return
    replies = [e for e in source.plea.case_status.case_state.replies if e.seq < order.filed.seq]
    for entry in replies[-1:]:
        reply = identified(source, entry, receipt=False)
        words = source.say(_OVERRULED, reply=reply, see="{see:order:response}", **late.values)
        basis = PleadingBasis((entry.seq, order.decision.seq))
        yield PleadingRow("ground:settled:2", words, rests_on=basis)
