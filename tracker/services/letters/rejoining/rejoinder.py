"""The draft of a rejoinder: the answer to later documents, the items still at issue, the grounds
that are maintained, and further orders."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from tracker.domain.base.messages import Message
from tracker.domain.base.text import at_start
from tracker.domain.law.pleas import Circumstance, Relief, ReliefLevel
from tracker.domain.words.pleading import (
    PleadedItem,
    Pleading,
    PleadingPart,
    PleadingRow,
    RowForm,
    at_annex,
    see,
)
from tracker.services.letters.grounds_of_appeal import circumstances
from tracker.services.letters.pleading.annex_letters import decisions_of, later_annexes
from tracker.services.letters.pleading.frame import verification
from tracker.services.letters.pleading.itemising import items
from tracker.services.letters.pleading.reaching import at_issue, in_items, latest_answers
from tracker.services.letters.pleading.relief_sought import (
    RELIEF_KEY,
    relief_words,
    reliefs,
    row_key,
    row_rests,
    rows_of_orders,
    said_in_one_row,
)
from tracker.services.letters.pleading.source import PleadingSource
from tracker.services.letters.rejoining.answering import DocumentAnswer, answers_to_documents
from tracker.services.letters.rejoining.filed_pleading import FiledPleading

_OF_FILING = Message("{grounds} of the {filing}")
_MAINTAINED = Message(
    "The {party} maintains the {filing} on its grounds, as they stood when it was filed, for the "
    "records that are still at issue, and does not repeat them here."
)
_COMPARE = Message(
    "[The numbers of grounds and paragraphs of the {filing} are those of the draft made here. "
    "Compare them with the {filing} as filed, then remove this note.]"
)
_MAINTAINED_IN_PART = Message(
    "So far as a record was not supplied complete and in the form required, the {party} maintains "
    "the {filing} on its grounds, as they stood when it was filed."
)
_SUMMARY = Message(
    "In issue: {items}. The {party} asks that the {filing} be allowed for these records, on what "
    "{respondent} shows by evidence."
)
_SUMMARY_IN_PART = Message(
    "The {party} asks that the {filing} be decided so far as a record was not supplied complete "
    "and in the form required."
)
_ASKS = Message("The {party} asks {forum}")
_TO_ALLOW = Message("to allow the {filing} for {items}, and to grant what it asks for on them")
_TO_DECIDE = Message(
    "to decide the {filing} so far as a record was not supplied complete and in the form required"
)
_BY_EVIDENCE = Message(
    "to decide on what {respondent} shows by evidence, record by record, and on no statement "
    "without it"
)
_ASKS_FURTHER = Message("Beyond what the {filing} asks for, {forum} is asked {order}.")
_LEVELS = (ReliefLevel.ALTERNATIVE, ReliefLevel.FURTHER, ReliefLevel.ANY_EVENT)


def rejoinder_of(source: PleadingSource, filed: FiledPleading) -> Pleading:
    """Return the draft of a rejoinder to the documents that came since a pleading was filed."""
    answers = answers_to_documents(source, filed)
    later = later_annexes(source.annexed, None, source.details, source.law, source.locale)
    lettered = {each.key for each in (*filed.annexes, *later) if each.letter}
    table = tuple(_table(source, filed, answers, lettered))
    left = [each.number for each in table]
    parts: dict[PleadingPart, tuple[PleadingRow, ...]] = {
        PleadingPart.SUMMARY: tuple(_summary(source, left)),
        PleadingPart.ANSWER: tuple(row for each in answers for row in each.rows),
        PleadingPart.GROUNDS: tuple(_maintained(source, filed, some_left=bool(table))),
        PleadingPart.RELIEF: (*_asked(source, left), *_further(source, filed)),
        PleadingPart.VERIFICATION: tuple(verification(source, reports=False)),
    }
    known = {each.key for each in filed.annexes}
    cited = (each for each in decisions_of(source, parts) if each.key not in known)
    return Pleading(parts, table, (*filed.annexes, *later, *cited))


def _table(
    source: PleadingSource,
    filed: FiledPleading,
    answers: Sequence[DocumentAnswer],
    lettered: Collection[str],
) -> Iterator[PleadedItem]:
    """Yield the items that are still at issue, each with the last answer to it, and the paragraphs
    that meet it or, without a later answer, the grounds filed on it."""
    replies = source.plea.case_status.case_state.replies
    latest = replace(source, plea=replace(source.plea, answering=replies))
    before = {each.key: each.grounds for each in filed.pleading.items}
    for item in items(latest, latest_answers(latest), (), ()):
        if not item.in_issue:
            continue
        mine = [e.row for each in answers for e in each.items if e.question == item.key]
        grounds = [key for key in before.get(item.key, ()) if key in filed.grounds]
        entry = next(iter(item.rests_on.entries), 0)
        annex = at_annex(f"entry-{entry}") if f"entry-{entry}" in lettered else ""
        named = item.named.replace(see(f"decision:{entry}"), see(mine[0]) if mine else "")
        yield replace(
            item,
            answer=f"{item.answer}{annex}",
            named=named,
            grounds=tuple(dict.fromkeys(mine)),
            before="" if mine else _grounds_filed(source, filed, grounds),
        )


def _grounds_filed(source: PleadingSource, filed: FiledPleading, keys: Sequence[str]) -> str:
    """Return grounds of the filed pleading as a cell of the table names them."""
    named, filing = _named(source, filed, keys), source.words["filing"]
    return source.say(_OF_FILING, grounds=named, filing=filing) if keys else ""


def _maintained(
    source: PleadingSource,
    filed: FiledPleading,
    *,
    some_left: bool,
) -> Iterator[PleadingRow]:
    """Yield that all grounds are maintained."""
    say, filing = source.say, source.words["filing"]
    if not filed.kept and filed.grounds:
        words = say(_COMPARE, filing=filing)
        yield PleadingRow("maintained:compare", words, RowForm.PLAIN, source.basis)
    maintained = _MAINTAINED if some_left else _MAINTAINED_IN_PART
    words = say(maintained, party=source.party, filing=filing)
    yield PleadingRow("maintained", at_start(words), rests_on=source.basis)


def _summary(source: PleadingSource, left: Sequence[int]) -> Iterator[PleadingRow]:
    """Yield how much is at issue and what is asked for."""
    words = source.say(
        _SUMMARY if left else _SUMMARY_IN_PART,
        filing=source.words["filing"],
        items=source.locale.say_count("{number} item", "{number} items", len(left)),
        **source.parties,
    )
    yield PleadingRow("summary", words, RowForm.PLAIN, source.basis)


def _asked(source: PleadingSource, left: Sequence[int]) -> Iterator[PleadingRow]:
    """Yield what is asked for on the items that are still at issue."""
    values = {"filing": source.words["filing"], "forum": source.words["appeal_forum"]}
    words = at_start(source.say(_ASKS, party=source.party, **values))
    yield PleadingRow(RELIEF_KEY, words, rests_on=source.basis)
    allow = source.say(_TO_ALLOW if left else _TO_DECIDE, items=in_items(source, left), **values)
    yield PleadingRow(f"{RELIEF_KEY}:allow", allow, RowForm.LETTER, source.basis)
    shown = source.say(_BY_EVIDENCE, **source.parties)
    yield PleadingRow(f"{RELIEF_KEY}:evidence", shown, RowForm.LETTER, source.basis)


def _named(source: PleadingSource, filed: FiledPleading, keys: Sequence[str]) -> str:
    return source.locale.say_count(
        "Ground {grounds}",
        "Grounds {grounds}",
        len(keys),
        grounds=filed.numbers_of(source, keys),
    )


def _further(source: PleadingSource, filed: FiledPleading) -> Iterator[PleadingRow]:
    """Yield the orders that the law’s file has for what was said since, and that the filed
    pleading does not ask for. Each is offered, because it was written to stand beside the main
    order."""
    entries = tuple(e for e in source.annexed if e in source.plea.case_status.case_state.replies)
    if not entries:
        return
    plea = replace(source.plea, answering=entries)
    pleaded = circumstances(plea.case_status, source.law, plea, source.today, source.details)
    now = replace(source, plea=plea, pleaded=pleaded)
    asked = {row.key for row in filed.pleading.parts.get(PleadingPart.RELIEF, ())}
    before = {each.key for each in reliefs(filed.source, {})}
    raised = pleaded.keys() - filed.source.pleaded.keys()
    found = [
        row
        for row in rows_of_orders(each for each in reliefs(now, {}) if _is_further(each, raised))
        if row_key(row) not in asked and not before & {each.key for each in row}
    ]
    wanted = at_issue(now)
    numbers = [n for n, each in source.drafted.numbered if each.key in wanted]
    for row in found:
        order = said_in_one_row(source, [relief_words(now, each, numbers) for each in row])
        words = source.say(
            _ASKS_FURTHER,
            filing=source.words["filing"],
            forum=source.words["appeal_forum"],
            order=filed.as_referred(source, order),
        )
        yield PleadingRow(row_key(row), at_start(words), rests_on=row_rests(row), offered=True)


def _is_further(order: Relief, raised: set[Circumstance]) -> bool:
    return order.level in _LEVELS and bool(set(order.when) & raised)
