"""How a pleading opens. The first words of a remedy by letter say what it asks for, why it is
available, and what it is against. A pleading before a forum puts questions."""

import re
from collections.abc import Iterator, Sequence

from tracker.domain.base.messages import Message
from tracker.domain.law.law import RemedyKind
from tracker.domain.law.pleas import Circumstance, Relief, ReliefLevel
from tracker.domain.words.pleading import PleadingBasis, PleadingRow, RowForm
from tracker.services.letters.appeal_words import ADDRESSED_KEY, ADDRESSED_PARTY_KEY
from tracker.services.letters.pleading.frame import day_of_request, kind_at_issue, step_at_issue
from tracker.services.letters.pleading.neutral_words import neutral_questions
from tracker.services.letters.pleading.on_fee import granted
from tracker.services.letters.pleading.on_step_before import filing_before
from tracker.services.letters.pleading.quoting import identified
from tracker.services.letters.pleading.reaching import at_issue, records_of
from tracker.services.letters.pleading.rebutting import claimed, section_claimed
from tracker.services.letters.pleading.source import PleadingSource

# The end of a question, in Latin and in Arabic letters, before another one.
_EACH_QUESTION = re.compile(r"(?<=[?؟])\s+")
# A question on what was claimed covers the general ones on a refusal.
_CLAIMED = frozenset({Circumstance.EXEMPTION_CLAIMED, Circumstance.NO_EXEMPTION_OF_THE_LAW})
_COVERED = frozenset({Circumstance.REFUSED, Circumstance.PARTLY_ANSWERED})
# Above this number of exceptions one question is put on all of them.
_MOST_CLAIMED = 2
_IN_ANY_EVENT = ReliefLevel.ANY_EVENT
# A letter puts no more questions than these, if it can. The highest number is left out first: a
# question on an order, then one on the form of the notice, then one that the last question covers.
_MOST_ASKED = 5
_OF_AN_ORDER = 3
_LEFT = {
    Circumstance.APPEAL_RIGHT_NOT_STATED: 2,
    Circumstance.REFUSED: 2,
    Circumstance.NO_EXEMPTION_OF_THE_LAW: 1,
}
# The rules of a body may name an office that takes the remedy, and the library has not read them.
_WHICH_OFFICE = Message(
    "[Name the office that takes this letter by the decision or by the rules of the body, with "
    "its address.]"
)
# What a remedy by letter is against, as its first sentence names it.
_AT_ISSUE = {
    "silence": Message("the failure to decide in time on my request {day:of}"),
    "granted": Message("the records not handed over on my request {day:of}"),
    "late": Message(
        "the decision {which} on my request {day:of}, which came after the time allowed"
    ),
    "decision": Message("the decision {which} on my request {day:of}"),
    "partial": Message("the partial decision {which} on my request {day:of}"),
    "reply": Message("the reply {which} on my request {day:of}"),
    "fee": Message("the fee notice {which} on my request {day:of}"),
    "fee-late": Message("the late fee notice {which} on my request {day:of}"),
    "fee-awaited": Message("the fee notice {which} on my request {day:of}, still undecided"),
    "step-silence": Message(
        "my request {day:of}, and the absence of a decision in time on my {what} {other:of}"
    ),
    "step-decision": Message("my request {day:of}, and the decision {other:of} on my {what}"),
}
_OPENINGS = {
    RemedyKind.INTERNAL_REVIEW: Message(
        "I ask for a review of {at_issue}, and for a fresh decision on each item."
    ),
    RemedyKind.COMPLAINT: Message("I complain about {at_issue}."),
    RemedyKind.APPEAL: Message("I appeal against {at_issue}."),
    RemedyKind.APPLICATION: Message("This application concerns {at_issue}."),
}


def which_office(source: PleadingSource) -> Iterator[PleadingRow]:
    """Yield a place for the office that takes a remedy, with the words of the law for it; none
    where the law's file has no such words."""
    if addressed := source.forum.addressed:
        key = ADDRESSED_KEY if source.by_letter else ADDRESSED_PARTY_KEY
        words, instead = source.say(_WHICH_OFFICE), source.text(addressed)
        yield PleadingRow(key, words, rests_on=source.basis, instead=instead)


def opening(source: PleadingSource) -> Iterator[PleadingRow]:
    """Yield the first paragraphs of a letter; none for a pleading before a forum."""
    if not source.by_letter:
        return
    rests = PleadingBasis((source.plea.opening.seq,), source.forum.sources)
    yield PleadingRow("facts:opening", _first_words(source), rests_on=rests)
    yield from which_office(source)
    if "handed-on" in source.words:
        body = source.words["body_mention"]
        words = source.say("The request was transferred to {body}.", body=body)
        yield PleadingRow("facts:transferred", words)
    if Circumstance.URGENT in source.pleaded:
        words = source.say(
            "The request was made as urgent, and this {filing} is urgent as well.",
            filing=source.words["filing"],
        )
        yield PleadingRow("facts:urgent", words)


def _first_words(source: PleadingSource) -> str:
    plea, forum = source.plea, source.forum
    at_issue = _at_issue(source)
    kind = plea.remedy.opened.stage.remedy or RemedyKind.APPEAL
    said = (
        source.text(forum.opening).replace("{at_issue}", at_issue)
        if forum.opening
        else source.say(_OPENINGS[kind], at_issue=at_issue)
    )
    lies = forum.decision if plea.replies() else forum.silence
    why = [source.text(lies)] if lies and plea.first else []
    under = source.say("The request was made under {law}.", law=source.words["law_cited"])
    capacity = forum.applicant.get(source.drafted.eligibility)
    who = [source.text(capacity)] if capacity else []
    return " ".join([said, *why, *who, under])


def _at_issue(source: PleadingSource) -> str:
    return source.say(
        _AT_ISSUE[kind_at_issue(source)],
        day=day_of_request(source),
        other=source.locale.short_span(step_at_issue(source).event.on),
        which=identified(source, step_at_issue(source)),
        what=filing_before(source),
    )


def questions(source: PleadingSource, orders: Sequence[Relief]) -> Iterator[PleadingRow]:
    """Yield the questions that the forum is to answer, each by yes or no. A letter has only those
    of the law's file."""
    if source.by_letter and not source.forum.questions:
        return
    words = source.say("The questions for {forum} are:", forum=source.words["appeal_forum"])
    yield PleadingRow("questions", words, rests_on=source.basis)
    for n, each in enumerate(_most_needed(source, orders), start=1):
        yield PleadingRow(f"questions:{n}", each, RowForm.ROMAN, source.basis)


def _most_needed(source: PleadingSource, orders: Sequence[Relief]) -> list[str]:
    """Return the questions, each once. Above five, one is put on all the exceptions claimed, and
    the grounds and the relief alone speak of what a decision on the others settles."""
    asked = _asked(source, orders, apart=True)
    if len(asked) > _MOST_ASKED:
        asked = _asked(source, orders, apart=False)
    while len(asked) > _MOST_ASKED and (first_left := max(asked.values())):
        del asked[[words for words, left in asked.items() if left == first_left][-1]]
    return list(asked)


def _asked(source: PleadingSource, orders: Sequence[Relief], *, apart: bool) -> dict[str, int]:
    """Return the questions, each with a number: those with the highest are left out first, and
    those without one stay."""
    known: dict[str, int] = {}
    for words, left in (*_of_the_forum(source, apart=apart), *_of_orders(source, orders)):
        known[words] = min(left, known.get(words, left))
    return known or dict.fromkeys(neutral_questions(source), 0)


def _of_the_forum(source: PleadingSource, *, apart: bool) -> Iterator[tuple[str, int]]:
    """Yield the questions of the law for what happened. That which is always put stands among the
    questions on the orders, if the law has such questions. Exceptions may be asked of `apart`."""
    asked = source.forum.questions
    always = not source.forum.order_questions and not granted(source)
    answered = set() if always else {Circumstance.ALWAYS}
    if _CLAIMED & source.pleaded.keys() & asked.keys() and not source.by_letter:
        answered |= _COVERED
    if Circumstance.STEP_WITHOUT_MEMBERS in source.pleaded.keys() & asked.keys():
        answered.add(Circumstance.STEP_UNDECIDED)
    for when, words in asked.items():
        if when not in source.pleaded or when in answered:
            continue
        each = apart and when is Circumstance.EXEMPTION_CLAIMED
        claims = _each_claimed(source) if each else ()
        for said in claims or _EACH_QUESTION.split(source.text(words)):
            yield said, _LEFT.get(when, 0)


def _each_claimed(source: PleadingSource) -> tuple[str, ...]:
    """Return a question on each of several exceptions that are claimed; empty where one question
    is put for all."""
    claims, words = claimed(source), source.forum.each_claimed
    typed = any(each and each.section for each in at_issue(source).values())
    if words is None or typed or not 1 < len(claims) <= _MOST_CLAIMED:
        return ()
    said = source.text(words)
    return tuple(
        said.replace("{section}", section_claimed(source, each)).replace(
            "{items}", records_of(source, each.items)
        )
        for each in claims
    )


def _of_orders(source: PleadingSource, orders: Sequence[Relief]) -> Iterator[tuple[str, int]]:
    """Yield the questions on the orders asked for, and before those in any event the one that is
    always put, unless an alternative order has its own."""
    if not source.forum.order_questions:
        return
    levels = {each.key: each.level for each in orders}
    asked = {k: v for k, v in source.forum.order_questions.items() if k in levels}
    always = source.forum.questions.get(Circumstance.ALWAYS)
    for key, words in asked.items():
        if levels[key] is not _IN_ANY_EVENT:
            alternative = levels[key] is ReliefLevel.ALTERNATIVE
            yield source.text(words), 0 if alternative else _OF_AN_ORDER
    covered = any(levels[key] is ReliefLevel.ALTERNATIVE for key in asked)
    if always and not covered and not granted(source):
        yield source.text(always), 0
    for key, words in asked.items():
        if levels[key] is _IN_ANY_EVENT:
            yield source.text(words), _OF_AN_ORDER + 1
