"""The table of the items that an order covers: what was done under it, the reason that a letter
gives, the grounds against it and the relief."""

from collections.abc import Iterator, Sequence

from tracker.domain.base.messages import Message
from tracker.domain.base.terms import RequiredPaper
from tracker.domain.base.text import at_start
from tracker.domain.case.history import Entry
from tracker.domain.words.pleading import PleadedItem, PleadingBasis, PleadingRow, RowForm
from tracker.services.letters.enforcing.overdue_source import OverdueSource
from tracker.services.letters.enforcing.required_papers import (
    in_person,
    last_days,
    papers_missing,
    said_of_sworn,
)
from tracker.services.letters.enforcing.said_under_order import one_quotation, quoted_of
from tracker.services.letters.pleading.itemising import short_record

_SUPPLIED, _IN_PART = Message("Copies received"), Message("Supplied in part")
_NOT_SUPPLIED = Message("Not supplied")
_SEARCH_ORDERED = Message("Proof of a search was ordered")
_SEARCH_NOT_SHOWN = Message("Proof of a search was ordered, and was not received")
_SWORN_ORDERED = Message("An affidavit was ordered")
_SWORN_NOT_RECEIVED = Message("An affidavit was ordered, and was not received")
_PAPER_BY, _PAPER_NOT_RECEIVED = Message("{what}, by {day}"), Message("No copy received")
_IN_PERSON, _TO_SHOW = Message("An officer in person"), Message("To be shown by {respondent}")
_ON_THE_LETTER = "ground:letter"
# The orders asked for on each record that is due.
_RELIEF = (
    "relief:enforce-supply",
    "relief:enforce-report",
    "relief:enforce-report-after-affidavit",
)
# The ground and the order on the documents that did not come, and the orders on some of them.
_ON_PAPERS, _RELIEF_ON_PAPERS = "ground:passed", "relief:missing"
_RELIEF_ON = {RequiredPaper.CERTIFICATE: _RELIEF[:1], RequiredPaper.REPORT: _RELIEF[1:]}
_RELIEF_IN_PERSON = "relief:person"
# The number of a row that is on no item.
_NO_ITEM = 0


def items_ordered(late: OverdueSource, grounds: Sequence[PleadingRow]) -> tuple[PleadedItem, ...]:
    """Return each item that the order covers, those on which it requires only a document among
    them, and what else it requires; none if nothing came under it, since the list of what is due
    then says it all."""
    if not late.order.in_part or not late.records_due:
        return ()
    headings = tuple(row.key for row in grounds if row.form is RowForm.HEADING)
    numbers = [n for n in late.covered if n in late.due or n not in late.items]
    found = [_item(late, number, headings) for number in numbers]
    found += [_searched(late, number) for number in late.searched if number not in numbers]
    known = {each.number for each in found}
    found += [_sworn(late, number) for number in late.sworn if number not in known]
    return (*sorted(found, key=lambda each: each.number), *_besides(late))


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


def _searched(late: OverdueSource, number: int) -> PleadedItem:
    """Return an item for which the order requires proof of a search, and no record."""
    missing = RequiredPaper.SEARCH in late.missing
    said = [s for s in map(late.search_said_in, late.order.in_part) if s] if missing else []
    answer = _SEARCH_NOT_SHOWN if missing else _SEARCH_ORDERED
    return _on_document(late, number, answer, said, missing=missing)


def _sworn(late: OverdueSource, number: int) -> PleadedItem:
    """Return an item on which the order requires an affidavit, and no record."""
    missing = RequiredPaper.AFFIDAVIT in late.missing
    told = (said_of_sworn(late, each) for each in late.order.in_part)
    said = [words for on, words in told if number in on]
    answer = _SWORN_NOT_RECEIVED if missing else _SWORN_ORDERED
    return _on_document(late, number, answer, said, missing=missing)


def _on_document(
    late: OverdueSource,
    number: int,
    answer: Message,
    said: Sequence[Sequence[str]],
    *,
    missing: bool,
) -> PleadedItem:
    source = late.source
    asked = next(each for n, each in source.drafted.numbered if n == number)
    return PleadedItem(
        key=asked.key,
        number=number,
        record=short_record(source, asked.words),
        answer=source.say(answer),
        named=source.locale.listed([one_quotation(source, each) for each in said]) or "–",
        grounds=(_ON_PAPERS,) if missing else (),
        relief=(_RELIEF_ON_PAPERS,) if missing else (),
        rests_on=PleadingBasis(tuple(each.seq for each in late.order.in_part)),
        in_issue=False,
    )


def _besides(late: OverdueSource) -> Iterator[PleadedItem]:
    """Yield each document that did not come and that is on no item, and an officer in person."""
    source, days = late.source, last_days(late)
    rests = PleadingBasis((late.order.decision.seq,))
    of_items = {RequiredPaper.SEARCH: late.searched, RequiredPaper.AFFIDAVIT: late.sworn}
    for paper in papers_missing(late):
        if not of_items.get(paper):
            what = late.papers_named([paper])
            if day := days.get(paper):
                what = source.say(_PAPER_BY, what=what, day=source.locale.short_day(day))
            yield PleadedItem(
                f"order:{paper}",
                _NO_ITEM,
                at_start(what),
                source.say(_PAPER_NOT_RECEIVED),
                "–",
                (_ON_PAPERS,),
                _RELIEF_ON.get(paper, (_RELIEF_ON_PAPERS,)),
                rests,
                in_issue=False,
            )
    if in_person(late):
        named = source.say(_IN_PERSON)
        answer = source.say(_TO_SHOW, respondent=late.values["respondent"])
        relief = (_RELIEF_IN_PERSON,)
        key = "order:person"
        yield PleadedItem(key, _NO_ITEM, named, answer, "–", (), relief, rests, in_issue=False)


def _done(late: OverdueSource, number: int) -> Message:
    if number in late.given_in_part:
        return _IN_PART
    return _SUPPLIED if number in late.given else _NOT_SUPPLIED


def _reason(late: OverdueSource, number: int, told: Sequence[Entry]) -> str:
    """Return what the letters under the order say against supplying an item, as quotations."""
    said = [quoted_of(late.source, late.answers_of(each)[number][1]) for each in told]
    return late.source.locale.listed([each for each in dict.fromkeys(said) if each]) or "–"
