"""The table of the items that an order covers: what was done under it, the reason that a letter
gives, the grounds against it and the relief."""

from collections.abc import Sequence

from tracker.domain.base.messages import Message
from tracker.domain.case.history import Entry
from tracker.domain.words.pleading import PleadedItem, PleadingBasis, PleadingRow, RowForm
from tracker.services.letters.enforcing.overdue_source import OverdueSource
from tracker.services.letters.enforcing.said_under_order import quoted_of
from tracker.services.letters.pleading.itemising import short_record

_SUPPLIED, _IN_PART = Message("Supplied"), Message("Supplied in part")
_NOT_SUPPLIED = Message("Not supplied")
_ON_THE_LETTER = "ground:letter"
# The orders asked for on each record that is due.
_RELIEF = (
    "relief:enforce-supply",
    "relief:enforce-report",
    "relief:enforce-report-after-affidavit",
)


def items_ordered(late: OverdueSource, grounds: Sequence[PleadingRow]) -> tuple[PleadedItem, ...]:
    """Return each item that the order covers; none if nothing came under it, since the list of
    what is due then says it all."""
    if not late.order.in_part or not late.records_due:
        return ()
    headings = tuple(row.key for row in grounds if row.form is RowForm.HEADING)
    numbers = [n for n in late.covered if n in late.due or n not in late.items]
    return tuple(_item(late, number, headings) for number in numbers)


def _item(late: OverdueSource, number: int, headings: Sequence[str]) -> PleadedItem:
    source, due = late.source, number in late.due
    key = next(each.key for n, each in source.drafted.numbered if n == number)
    told = [each for each in late.order.in_part if number in late.answers_of(each)] if due else []
    return PleadedItem(
        key=key,
        number=number,
        record=short_record(source, late.covered[number]),
        answer=source.say(_done(late, number)),
        named=_reason(late, number, told),
        grounds=tuple(k for k in headings if due and (told or k != _ON_THE_LETTER)),
        relief=_RELIEF if due else (),
        rests_on=PleadingBasis(tuple(each.seq for each in late.order.in_part)),
        in_issue=due,
    )


def _done(late: OverdueSource, number: int) -> Message:
    if number in late.given_in_part:
        return _IN_PART
    return _SUPPLIED if number in late.given else _NOT_SUPPLIED


def _reason(late: OverdueSource, number: int, told: Sequence[Entry]) -> str:
    """Return what the letters under the order say against supplying an item, as quotations."""
    said = [quoted_of(late.source, late.answers_of(each)[number][1]) for each in told]
    return late.source.locale.listed([each for each in dict.fromkeys(said) if each]) or "–"
