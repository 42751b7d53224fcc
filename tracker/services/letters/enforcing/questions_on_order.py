"""The questions of an application for enforcement: whether the order was complied with, whether
the letter under it is an answer, and what follows."""

from collections.abc import Iterator

from tracker.domain.base.messages import Message
from tracker.domain.words.pleading import PleadingRow, RowForm
from tracker.services.letters.enforcing.overdue_source import OverdueSource
from tracker.services.letters.pleading.reaching import in_items

_ASKED = Message("The questions for {forum} are:")
_COMPLIED = Message("Has {respondent} shown that it complied with the order by {day}?")
_COMPLIED_FOR = Message(
    "Has {respondent} shown that by {day} it complied with the order for {items}?"
)
_EXCUSED = Message(
    "Is what its letter says of {items} a reason not to supply what the order requires?"
)
_GIVEN = Message("Has {respondent} shown that it gave {what}, as the order requires?")
_COURSE = Message("Is this non-compliance to be dealt with under {section}?")


def questions_on_order(late: OverdueSource) -> Iterator[PleadingRow]:
    """Yield the questions that the forum is to answer, each by yes or no."""
    source, values = late.source, late.values
    yield PleadingRow("questions", source.say(_ASKED, **values), rests_on=late.rests)
    for n, words in enumerate(_questions(late), start=1):
        yield PleadingRow(f"questions:{n}", words, RowForm.ROMAN, late.rests)


def _questions(late: OverdueSource) -> Iterator[str]:
    source, values = late.source, late.values
    named = {"day": source.locale.short_day(late.last_day), **values}
    if late.records_due and late.due:
        yield source.say(_COMPLIED_FOR, items=in_items(source, late.due), **named)
    else:
        yield source.say(_COMPLIED, **named)
    answered = [n for n in late.due if any(n in late.answers_of(e) for e in late.order.in_part)]
    if late.records_due and answered:
        yield source.say(_EXCUSED, items=in_items(source, answered))
    if late.missing:
        yield source.say(_GIVEN, what=late.papers_named(late.missing), **values)
    yield source.say(_COURSE, **values)
