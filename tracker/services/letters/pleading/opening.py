"""The first words of a remedy by letter: what it asks for, why it lies, and what it is against."""

from collections.abc import Iterator

from tracker.domain.base.messages import Message
from tracker.domain.law.law import RemedyKind
from tracker.domain.law.pleas import Circumstance
from tracker.domain.words.pleading import PleadingBasis, PleadingRow
from tracker.services.letters.appeal_words import ADDRESSED_KEY, ADDRESSED_PARTY_KEY
from tracker.services.letters.pleading.frame import day_of_request, kind_at_issue, step_at_issue
from tracker.services.letters.pleading.on_step_before import filing_before
from tracker.services.letters.pleading.quoting import identified
from tracker.services.letters.pleading.source import PleadingSource

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
