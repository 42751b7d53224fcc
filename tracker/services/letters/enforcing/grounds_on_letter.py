"""The grounds on what a body wrote under an order: each sentence of its letter on a record that is
due, held against its reply to the request."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from tracker.domain.base.messages import Message
from tracker.domain.base.terms import RequiredPaper
from tracker.domain.case.history import Entry
from tracker.domain.law.law import LetterKind, LetterPoint
from tracker.domain.law.pleas import Circumstance
from tracker.domain.law.readings import was_read
from tracker.domain.words.pleading import PleadingBasis, PleadingRow, RowForm
from tracker.services.letters.enforcing.overdue_source import OverdueSource
from tracker.services.letters.enforcing.required_papers import (
    CAME_KEY,
    REQUIRED_KEY,
    papers_missing,
    said_of_sworn,
)
from tracker.services.letters.enforcing.said_under_order import (
    ABSENCES,
    ANOTHER_BODY,
    INCOMPLETE,
    PENDING,
    SENT_AWAY,
    one_quotation,
    quoted_of,
)
from tracker.services.letters.pleading.argument import rows_offered
from tracker.services.letters.pleading.citing import (
    Reaching,
    adverse_to,
    cited_by,
    contrary,
    leads_of,
    offered_for,
    strongest,
    with_decisions_of,
)
from tracker.services.letters.pleading.reaching import in_items
from tracker.services.letters.pleading.source import PleadingSource

_TITLE = Message("What the letter says of these records does not carry out the order")
_FIRST_REFUSED = Message(
    "The reply to the request withheld {items}{before}. It is submitted that a ground for "
    "withholding is claimed for a record that there is. The letter now says: {quote}{see}. It is "
    "for {respondent} to state how the two agree, and when and where each was last held."
)
_FIRST_ABSENT = Message(
    "The reply to the request answered {items} as absent{before}. The letter now says: "
    "{quote}{see}. So far as it withholds these records, it treats them as held. It is for "
    "{respondent} to state how the two agree."
)
_SAME_ABSENT = Message(
    "The reply to the request, too, answered {items} as absent, and the order was made all the "
    "same{before}. The letter now says: {quote}{see}. To repeat a statement is not to search."
)
_NOW_ABSENT = Message(
    "Of {items} the letter says: {quote}{see}. It is for {respondent} to show where and by whom "
    "each was searched for, and, so far as this was not said before the order, why it was not."
)
_WITHHELD = Message(
    "Of {items} the letter says: {quote}{see}. So far as this is meant as a reason for "
    "withholding them, the order leaves no room for it{settled}."
)
_GONE = Message(
    "Of {items} the letter says: {quote}{see}. So far as a record is gone, it was once there. It "
    "is for {respondent} to show until when it was kept, when and how it was lost or destroyed "
    "and with whose approval, who found that out, and what was done to restore it from the copies "
    "of those who sent or received it."
)
_ONE_OFFICE = Message(
    "{words} A record in any office of {respondent} is held by {respondent}. That one office no "
    "longer has it, or never had it, does not show that {respondent} does not hold it."
)
_INCOMPLETE = Message(
    "Of {items} the letter says: {quote}{see}. What is annexed to a record is a part of it, and "
    "an order to supply a record is not carried out by a part of the record."
)
_PASSAGES_REMOVED = Message(
    "Of {items} the letter says: {quote}{see}. An order to supply a record is not carried out by "
    "a part of the record{settled}."
)
_ELSEWHERE = Message(
    "Of {items} the letter says: {quote}{see}. The order binds "
    "{respondent}. It is for {respondent} to supply each of these records that it holds, the "
    "original or a copy, and to show when and to whom it sent any other."
)
_SENT_AWAY = Message(
    "The reply to the request withheld {items}{before}. A ground for withholding is claimed for a "
    "record that there is. The letter now says: {quote}{see}. The order binds {respondent}. It is "
    "for {respondent} to show whether, when, to whom and why each of them left it, to supply "
    "every original or copy that it holds, and to recover the rest."
)
_ANOTHER_BODY = Message(
    "The reply to the request withheld {items}{before}. A ground for withholding is claimed for a "
    "record that there is. The letter now says: {quote}{see}. The order binds {respondent}. That "
    "another body is concerned with a record, or is asked to agree, is no reason "
    "not to supply what the order requires."
)
_PENDING = Message(
    "Of {items} the letter says: {quote}{see}. The order decided that they are to be supplied, "
    "and the time that it set for them ended on {day}. That a record is being dealt with does not "
    "carry out the order."
)
_REQUIRED = Message(
    "What the order requires besides the records is as much a part of it{see}. No copy of {what} "
    "has reached the {party}{came}. So far as it was not given in time, that is a breach of the "
    "order of its own, whatever may be found on the records."
)
_REQUIRED_OTHERWISE = Message(
    "What the order requires besides the records is as much a part of it{see}. It is for "
    "{respondent} to show that it gave {what}{came}."
)
_SEARCH_ONLY_SAID = Message(
    "The letter says: {quote}{see}. To say that there was a search is not to give {what}. Without "
    "it {forum} cannot see where, by whom and how the search was made."
)
_SWORN_ONLY_SAID = Message(
    "The letter says: {quote}{see}. To say so is not to give {what}. Without it {forum} cannot "
    "see where, by whom and how a search was made, and nobody answers for what is said."
)
# The answer to what a letter says of a record, by what the reply to the request said of it.
_ANSWERS = {
    "first-refused": _FIRST_REFUSED,
    "first-absent": _FIRST_ABSENT,
    "same-absent": _SAME_ABSENT,
    "now-absent": _NOW_ABSENT,
    "withheld": _WITHHELD,
    "gone": _GONE,
    INCOMPLETE: _INCOMPLETE,
    "elsewhere": _ELSEWHERE,
    SENT_AWAY: _SENT_AWAY,
    ANOTHER_BODY: _ANOTHER_BODY,
    PENDING: _PENDING,
}
# The kinds by which a record, or a part of it, is withheld.
_WITHHOLD = frozenset({"withheld", INCOMPLETE})
# How a letter names what is annexed to a record.
_ANNEXED = ("annex", "enclosure", "attachment", "appendi", "schedule", "ضمیم")
# The point of the law’s file on a reply that speaks of one office of the body.
_OFFICE = "appeal-one-office"
# Circumstances whose decisions answer a kind of what a letter says of a record.
_DECIDED_ON = {
    **dict.fromkeys(ABSENCES, Circumstance.NOT_HELD),
    **dict.fromkeys(("elsewhere", SENT_AWAY, ANOTHER_BODY), Circumstance.REFERRED_ELSEWHERE),
}


def on_the_letter(late: OverdueSource, told: set[str]) -> Iterator[PleadingRow]:
    """Yield the ground on each letter that was sent under the order: what it says of the records
    that are due, by what the reply said of them. `told` are the decisions cited before."""
    source = late.source
    rows = [row for entry in late.order.in_part for row in _against(late, entry, told)]
    if rows:
        yield PleadingRow("ground:letter", source.say(_TITLE), RowForm.HEADING, late.rests)
        yield from rows


def points_of_the_law(source: PleadingSource) -> Iterator[PleadingRow]:
    """Yield what the law’s file pleads in an application for enforcement, with the answer to the
    decisions against it."""
    for point in source.law.points:
        if _enforces(source, point) and not point.named:
            row = PleadingRow(f"ground:{point.key}", source.text(point.says))
            yield from _with_point(source, row, point, set())


def _enforces(source: PleadingSource, point: LetterPoint) -> bool:
    return point.letter is LetterKind.ENFORCEMENT and was_read(source.law, point.sources)


def on_what_is_required(late: OverdueSource, told: set[str]) -> Iterator[PleadingRow]:
    """Yield that a document required beside the records is due as much as they are, and that a
    statement in a letter does not replace it. `told` are the decisions cited before."""
    if not late.required:
        return
    source, missing = late.source, papers_missing(late)
    words = source.say(
        _REQUIRED if missing else _REQUIRED_OTHERWISE,
        see=f"{{see:{REQUIRED_KEY}}}",
        came=f"{{see:{CAME_KEY}}}",
        what=late.papers_named(missing or late.required),
        **{key: late.values[key] for key in ("respondent", "party")},
    )
    yield PleadingRow("ground:required", words, rests_on=late.rests)
    for entry in late.order.in_part:
        if RequiredPaper.SEARCH in missing and (said := late.search_said_in(entry)):
            only = _only_said(late, entry, said, late.search_named)
            words, key = source.say(_SEARCH_ONLY_SAID, **only), f"ground:required:{entry.seq}"
            row = PleadingRow(key, words, rests_on=_rests_on(late, entry))
            yield from _with_decisions(source, row, "same-absent", said, told)
        numbers, absent = said_of_sworn(late, entry)
        if RequiredPaper.AFFIDAVIT in missing and numbers:
            only = _only_said(late, entry, absent, late.papers_named([RequiredPaper.AFFIDAVIT]))
            words, key = source.say(_SWORN_ONLY_SAID, **only), f"ground:sworn:{entry.seq}"
            row = PleadingRow(key, words, rests_on=_rests_on(late, entry))
            yield from _with_decisions(source, row, "same-absent", absent, told)


def _only_said(
    late: OverdueSource, entry: Entry, said: Sequence[str], what: str
) -> dict[str, str]:
    """Return the values of a sentence on a letter that only says what the order requires a
    document on."""
    return {
        "quote": one_quotation(late.source, said),
        "see": f"{{see:compliance:{entry.seq}}}",
        "what": what,
        "forum": late.values["forum"],
    }


def _rests_on(late: OverdueSource, entry: Entry) -> PleadingBasis:
    return PleadingBasis((entry.seq, late.order.decision.seq))


def _against(late: OverdueSource, entry: Entry, told: set[str]) -> Iterator[PleadingRow]:
    """Yield the answers to the sentences of one letter, those on like items together, each with
    the decisions on such an answer. `told` are the decisions cited before."""
    source = late.source
    found: dict[tuple[str, tuple[str, ...]], list[int]] = {}
    for number in late.due:
        if met := late.answers_of(entry).get(number):
            found.setdefault(met, []).append(number)
    for n, ((kind, said), numbers) in enumerate(found.items(), start=1):
        words = source.say(
            _answer(kind, said),
            items=in_items(source, numbers),
            quote=quoted_of(source, said),
            see=f"{{see:compliance:{entry.seq}}}",
            before="{see:order:response}",
            settled="{see:ground:settled:1}",
            day=source.locale.short_day(late.last_day),
            respondent=late.values["respondent"],
        )
        if _of_one_office(source, kind, said):
            words = source.say(_ONE_OFFICE, words=words, respondent=late.values["respondent"])
        key = f"ground:letter:{entry.seq}:{n}"
        row = PleadingRow(key, words, rests_on=_rests_on(late, entry))
        yield from _with_decisions(source, row, kind, said, told)


def _answer(kind: str, said: Sequence[str]) -> Message:
    """Return the answer to sentences of a kind; passages that were removed are no annexes."""
    words = " ".join(said).casefold()
    if kind == INCOMPLETE and not any(name in words for name in _ANNEXED):
        return _PASSAGES_REMOVED
    return _ANSWERS[kind]


def _with_decisions(
    source: PleadingSource, row: PleadingRow, kind: str, said: Sequence[str], told: set[str]
) -> Iterator[PleadingRow]:
    """Yield a row with the decisions by which the law’s file answers such words of a reply, the
    answer to those against it, and a row for each decision that is offered besides."""
    words = " ".join(said)
    point = _point_on(source, kind, words) or _point_under_order(source, kind, words)
    if point is None:
        yield row
        return
    if _enforces(source, point):
        row = replace(row, words=f"{row.words} {source.text(point.says)}")
    yield from _with_point(source, row, point, told)


def _with_point(
    source: PleadingSource, row: PleadingRow, point: LetterPoint, told: set[str]
) -> Iterator[PleadingRow]:
    reaching = Reaching(point, ())
    rests = row.rests_on.with_(
        PleadingBasis(
            provisions=point.sources if point.letter is LetterKind.ENFORCEMENT else (),
            authorities=cited_by(source, reaching),
            leads=leads_of(source, reaching),
        )
    )
    words = with_decisions_of(source, row.words, point, told)
    yield replace(row, words=words, rests_on=rests)
    for n, against in enumerate(contrary(source, adverse_to(source, reaching), told), start=1):
        yield PleadingRow(f"{row.key}:adverse:{n}", against, rests_on=rests)
    yield from rows_offered(row.key, offered_for(source, reaching, told))
    told.update((*strongest(source, point), *adverse_to(source, reaching)))


def _of_one_office(source: PleadingSource, kind: str, said: Sequence[str]) -> bool:
    """Return whether an answer that a record is absent or elsewhere speaks of one office, by the
    words of the law’s file."""
    named = [name for each in source.law.points if each.key == _OFFICE for name in each.named]
    words = " ".join(said).casefold()
    return kind in _DECIDED_ON and any(name.casefold() in words for name in named)


def _point_under_order(source: PleadingSource, kind: str, said: str) -> LetterPoint | None:
    """Return the point of the law’s file on words by which a letter under an order withholds a
    record or a part of it."""
    if kind not in _WITHHOLD:
        return None
    found = (each for each in source.law.points if _enforces(source, each))
    return next((e for e in found if any(n.casefold() in said.casefold() for n in e.named)), None)


def _point_on(source: PleadingSource, kind: str, said: str) -> LetterPoint | None:
    """Return the point of the law’s file with decisions on such an answer: one that names words of
    these sentences, else one that names none."""
    fitting = [
        each
        for each in source.law.points
        if each.letter is LetterKind.APPEAL
        and each.when is _DECIDED_ON.get(kind)
        and (each.authorities or each.by_parity)
        and not (each.bodies or each.needs or each.items)
        and not source.elsewhere(each.stages)
        and any(name.casefold() in said.casefold() for name in each.named or ("",))
    ]
    return next(iter((*(each for each in fitting if each.named), *fitting)), None)
