"""The grounds on what a body wrote under an order: each sentence of its letter on a record that is
due, held against its reply to the request."""

import re
from collections.abc import Callable, Iterator

from tracker.domain.base.messages import Message
from tracker.domain.base.text import FULL_STOPS, SOURCE
from tracker.domain.case.history import Entry
from tracker.domain.law.outcome import Outcome, QuestionOutcome
from tracker.domain.words.pleading import PleadingBasis, PleadingRow, RowForm
from tracker.domain.words.quotations import in_marks, unquoted
from tracker.services.letters.enforcing.asking import OverdueSource
from tracker.services.letters.enforcing.on_compliance import CAME_KEY, REQUIRED_KEY, papers_missing
from tracker.services.letters.pleading.quoting import items_in_sentence, sentences
from tracker.services.letters.pleading.reaching import answers_to_items, in_items
from tracker.services.letters.pleading.source import PleadingSource

_TITLE = Message("What the letter says of these records does not carry out the order")
_FIRST_REFUSED = Message(
    "The reply to the request withheld {items} and did not say that they were not held{before}. A "
    "ground for withholding is claimed for a record that there is. The letter now says: "
    "{quote}{see}. The two do not agree. It is for {respondent} to state which of them is true, "
    "and when and where each of these records was last held."
)
_FIRST_ABSENT = Message(
    "The reply to the request said that {items} were not held{before}. The letter now withholds "
    "them: {quote}{see}. The two do not agree: what is withheld is held. What the reply said of "
    "these records cannot be relied on."
)
_SAME_ABSENT = Message(
    "The reply to the request said as much of {items}, and the order was made all the same"
    "{before}. The letter repeats it: {quote}{see}. To repeat a statement is not to search."
)
_NOW_ABSENT = Message(
    "Before the order {respondent} had not said that {items} were not held{before}. The letter "
    "now says so: {quote}{see}. It is for {respondent} to show where and by whom each was "
    "searched for, and why this was not said before the order."
)
_WITHHELD = Message(
    "The letter gives a reason for withholding {items}: {quote}{see}. The order requires records "
    "to be supplied, and leaves to {respondent} no reason to withhold them."
)
_NEW_REASON = Message(
    "The letter gives a reason for withholding {items} that the reply to the request did not give"
    "{before}: {quote}{see}. The order requires records to be supplied, and leaves to "
    "{respondent} no reason to withhold them, least of all one that it did not put forward before."
)
_ELSEWHERE = Message(
    "The letter says of {items} that they are with another body: {quote}{see}. The order binds "
    "{respondent}. It is for {respondent} to supply each of these records that it holds, the "
    "original or a copy, and to show when and to whom it sent any other."
)
_AFTER_SECTION = re.compile(
    r"(?:\bsections?|دفعہ|دفعات)((?:[\s,]|and|or|اور|یا|\d+(?:\(\w+\))*)+)", re.I
)
_SECTION = re.compile(r"\d+(?:\(\w+\))*")
_REQUIRED = Message(
    "What the order requires besides the records is as much a part of it{see}. {Respondent} did "
    "not give {what}{came}. That is a breach of the order of its own, whatever may be found on "
    "the records."
)
_REQUIRED_OTHERWISE = Message(
    "What the order requires besides the records is as much a part of it{see}. It is for "
    "{respondent} to show that it gave {what}{came}."
)
_ABSENT = re.compile(
    r"\bnot (?:held|available|traceable|in (?:its|our|the) (?:possession|custody|record))|"
    r"\bno such\b|\bdo(?:es)? not (?:exist|hold|have|possess)|\bnot exist|\bnon-?existen|"
    r"\b(?:could|can)(?:not| not) be (?:traced|found|located)|\bno (?:record|note|minute|order|"
    r"document|letter|file)s?\b[^.;]*\b(?:exists?|available|held|found|issued|made)\b|"
    r"\bis not with\b|دستیاب نہیں|موجود نہیں|نہیں ملا",
    re.I,
)
_CLAIM = re.compile(
    r"\bsections? \d|\bexempt|\bclassified\b|\bconfidential|\bsecre(?:t|cy)\b|\bsecurity\b|"
    r"\bsensitive|\bprivilege|\bsub[ -]judice|\bcannot be (?:shared|given|supplied|disclosed|"
    r"provided)|\bwithheld|دفعہ|خفیہ|حساس|سلامتی|استثنا",
    re.I,
)
_REFERRED = re.compile(
    r"\b(?:is|are|lies?|rests?) with the\b|\b(?:pertains?|belongs?|relates?) to the\b|"
    r"\bin the (?:custody|possession) of the\b|\b(?:approach|apply to|contact) the\b|"
    r"کے پاس ہے|کے پاس ہیں|سے رجوع",
    re.I,
)
# The answer to what a letter says of a record, by what the reply to the request said of it.
_ANSWERS = {
    "first-refused": _FIRST_REFUSED,
    "first-absent": _FIRST_ABSENT,
    "same-absent": _SAME_ABSENT,
    "now-absent": _NOW_ABSENT,
    "withheld": _WITHHELD,
    "new-reason": _NEW_REASON,
    "elsewhere": _ELSEWHERE,
}
_REFUSED = frozenset({Outcome.REFUSED, Outcome.PARTLY_DISCLOSED})


def on_the_letter(late: OverdueSource) -> Iterator[PleadingRow]:
    """Yield the ground on each letter that was sent under the order: what it says of the records
    that are due, by what the reply said of them."""
    source = late.source
    rows = [row for entry in late.order.in_part for row in _against(late, entry)]
    if rows:
        yield PleadingRow("ground:letter", source.say(_TITLE), RowForm.HEADING, late.rests)
        yield from rows


def on_what_is_required(late: OverdueSource) -> Iterator[PleadingRow]:
    """Yield that a document which the order requires beside the records is due as much as they
    are."""
    if not late.required:
        return
    source, missing = late.source, papers_missing(late)
    words = source.say(
        _REQUIRED if missing else _REQUIRED_OTHERWISE,
        see=f"{{see:{REQUIRED_KEY}}}",
        came=f"{{see:{CAME_KEY}}}",
        what=late.papers_named(missing or late.required),
        **{key: late.values[key] for key in ("respondent", "Respondent")},
    )
    yield PleadingRow("ground:required", words, rests_on=late.rests)


def _against(late: OverdueSource, entry: Entry) -> Iterator[PleadingRow]:
    """Yield the answers to the sentences of one letter, those on like items together."""
    source = late.source
    found: dict[tuple[str, tuple[str, ...]], list[int]] = {}
    for number in late.due:
        said = _said_of(source.details_of(entry).words, number)
        if answer := _answer(source, number, said):
            found.setdefault((answer, said), []).append(number)
    for n, ((answer, said), numbers) in enumerate(found.items(), start=1):
        words = source.say(
            _ANSWERS[answer],
            items=in_items(source, numbers),
            quote=_quoted(source, said),
            see=f"{{see:compliance:{entry.seq}}}",
            before="{see:order:response}",
            respondent=late.values["respondent"],
        )
        basis = PleadingBasis((entry.seq, late.order.decision.seq))
        yield PleadingRow(f"ground:letter:{entry.seq}:{n}", words, rests_on=basis)


def _said_of(words: str, number: int) -> tuple[str, ...]:
    """Return the sentences of a letter that name an item; those that name no item if none does."""
    said = [each.strip() for each in sentences(words)]
    own = tuple(each for each in said if number in items_in_sentence(each))
    return own or tuple(each for each in said if not items_in_sentence(each))


def _answer(source: PleadingSource, number: int, said: tuple[str, ...]) -> str | None:
    """Return the key of the answer to these sentences on an item, by what the reply to the
    request said."""
    key = next(each.key for n, each in source.drafted.numbered if n == number)
    outcome = answers_to_items(source).get(key, (0, None))[1]
    before = outcome.outcome if outcome else None
    if any(map(_ABSENT.search, said)):
        if before in _REFUSED:
            return "first-refused"
        return "same-absent" if before is Outcome.NOT_HELD else "now-absent"
    if any(map(_CLAIM.search, said)):
        if before is Outcome.NOT_HELD:
            return "first-absent"
        return "new-reason" if outcome and _gives_new_reason(source, outcome, said) else "withheld"
    return "elsewhere" if any(map(_REFERRED.search, said)) else None


def _gives_new_reason(
    source: PleadingSource, outcome: QuestionOutcome, said: tuple[str, ...]
) -> bool:
    """Return whether sentences claim sections of which the reply named none, where it named
    others."""
    before = [each for each in source.law.exemptions if each.key in outcome.exemptions]
    named = {each.cite.in_language(SOURCE).split()[-1] for each in before}
    # The number of an item is no section.
    claimed = {
        number
        for each in said
        if not _ABSENT.search(each)
        for after in _AFTER_SECTION.findall(each)
        for number in _SECTION.findall(after)
    }
    return bool(named and claimed) and not any(
        new.startswith(old) or old.startswith(new) for new in claimed for old in named
    )


def _quoted(source: PleadingSource, said: tuple[str, ...]) -> str:
    """Return the sentences that say a record is not there, is withheld or is elsewhere, in
    quotation marks."""
    kinds: tuple[Callable[[str], object], ...] = (
        _ABSENT.search,
        _CLAIM.search,
        _REFERRED.search,
    )
    kept = [each for each in said if any(kind(each) for kind in kinds)]
    words = " ".join(map(unquoted, kept)).rstrip(FULL_STOPS)
    return source.locale.together(in_marks(words))
