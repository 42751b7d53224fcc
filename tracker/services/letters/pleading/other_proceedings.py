"""The statement on other proceedings: what else was brought on the same request."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from tracker.domain.base.messages import Message
from tracker.domain.events.proceedings.appeal_filed import AppealFiled
from tracker.domain.law.pleas import DeclarationKind
from tracker.domain.words.letter import Declaration
from tracker.domain.words.pleading import PleadingRow
from tracker.services.core.naming import DECLARATIONS
from tracker.services.letters.earlier_remedies import steps_before
from tracker.services.letters.pleading.argument import Argument
from tracker.services.letters.pleading.quoting import sentences
from tracker.services.letters.pleading.source import PleadingSource
from tracker.services.letters.remedies import opened

_STATE = Message(
    "[State here any other proceeding on this request before a court, tribunal or authority, or "
    "that there is none.]"
)
# Words for proceedings, and those for a court: a sentence on proceedings in court has both.
_PROCEEDINGS = re.compile(
    r"\b(?:proceedings before|pending before|seized (?:of|with)|petitions?"
    r"|(?:has|have|had|was|were|is|are|been) (?:assailed|challenged|impugned)"
    r"|awaits? adjudication|under adjudication)\b",
    re.I,
)
_COURT = re.compile(r"\b(?:courts?|bench|writ petitions?|suits?)\b", re.I)
# These words mean a court, unless they are followed by the name of what has the matter.
_SUB_JUDICE = re.compile(r"\bsub[ -]judice\b(?!.*\b(?:before|with|by|in)\b)", re.I | re.S)
_MENTIONED = Message(
    "[The decision mentions proceedings before a court. State whether the {party} is a party to "
    "them, and whether they are about this request.]"
)
_NO_PARTY = Message(
    "So far as the decision speaks of proceedings before a court, the {party} is not a party to "
    "them, and they are not about this request."
)
_BESIDE_ONE_FILED = Message(
    "Another proceeding on this request was filed {day:on}: “{title}”. The {party} has brought no "
    "further one before any court, tribunal or authority."
)
_BESIDE_SEVERAL = Message(
    "Other proceedings on this request were filed: {filed}. The {party} has brought no further "
    "one before any court, tribunal or authority."
)
_FILED = Message("“{title}” {day:on}")
_BESIDE_THE_STEPS = Message(
    "Apart from the steps set out above, the {party} has brought no other proceeding on this "
    "request before any court, tribunal or authority."
)
_NO_OTHER = Message(
    "The {party} has brought no other proceeding on this request before any court, tribunal or "
    "authority."
)
_ALSO_FILED = Message("On the same request “{title}” was filed {day:on}.")


def proceedings(source: PleadingSource, found: Sequence[Argument]) -> Iterator[PleadingRow]:
    """Yield a place for the statement on other proceedings, with words that can be chosen, and
    that no stay of a decision relied on is known."""
    none = declared(source, DeclarationKind.OTHER_PROCEEDINGS)
    said = _beside(source) or none or source.say(DECLARATIONS[Declaration.NONE_PENDING])
    words = source.say(_STATE)
    yield PleadingRow("proceedings", words, rests_on=source.basis, instead=said)
    yield from _mentioned(source)
    stays, own = declared(source, DeclarationKind.STAYS), _of_the_forum(source, found)
    if stays and own:
        rests = replace(source.basis, authorities=own)
        yield PleadingRow("proceedings:stays", stays, rests_on=rests)


def beside_a_letter(source: PleadingSource) -> Iterator[PleadingRow]:
    """Yield for a remedy by letter the other filings on the request that were logged, and, to be
    taken up by the person who signs, the statement that there is none."""
    if not source.by_letter or source.by_suit:
        return
    for event in (others := [*_others(source)]):
        title = source.text(source.law.stage(event.stage).title)
        words = source.say(_ALSO_FILED, title=title, day=source.locale.short_span(event.on))
        yield PleadingRow(f"facts:also-filed:{event.stage}", words, rests_on=source.basis)
    if not others and source.plea.first:
        words = source.say(DECLARATIONS[Declaration.NONE_PENDING])
        yield PleadingRow("facts:no-other", words, rests_on=source.basis, offered=True)


def _mentioned(source: PleadingSource) -> Iterator[PleadingRow]:
    """Yield a place for what the person who files knows of proceedings that a reply mentions."""
    replies = source.plea.replies()
    mentioned = [e for e in replies if any(map(_in_court, sentences(source.details_of(e).words)))]
    if mentioned:
        words, said = (
            source.say(_MENTIONED, party=source.party),
            source.say(_NO_PARTY, **source.parties),
        )
        rests = replace(source.basis, entries=tuple(each.seq for each in mentioned))
        yield PleadingRow("proceedings:mentioned", words, rests_on=rests, instead=said)


def _in_court(sentence: str) -> bool:
    """Return whether a sentence speaks of proceedings and of a court."""
    if _SUB_JUDICE.search(sentence):
        return True
    spoken_of = _PROCEEDINGS.search(sentence) or "judice" in sentence.casefold()
    return bool(spoken_of and _COURT.search(sentence))


def proceedings_beside_the_steps(source: PleadingSource) -> Iterator[PleadingRow]:
    """Yield a place for the statement on other proceedings beside a remedy that was decided."""
    others = [*_others(source)]
    steps = source.say(_BESIDE_THE_STEPS, party=source.party)
    said = _naming(source, others) if others else steps
    yield PleadingRow("proceedings", source.say(_STATE), rests_on=source.basis, instead=said)


def _of_the_forum(source: PleadingSource, found: Sequence[Argument]) -> tuple[str, ...]:
    """Return the decisions of the forum itself that the grounds cite."""
    cited = dict.fromkeys(key for each in found for key in each.rests_on.authorities)
    receiver = source.plea.remedy.opened.stage.receiver
    return tuple(key for key in cited if source.printable[key].forum == receiver)


def _beside(source: PleadingSource) -> str:
    """Return the statement where another remedy was filed or is open, or where steps led to this
    one; else empty."""
    plea = source.plea
    if others := [*_others(source)]:
        return _naming(source, others)
    if not plea.first:
        return source.say(_BESIDE_THE_STEPS, party=source.party)
    for each in opened(plea.case_status, source.library):
        other = each.opened
        ready = other.opening == plea.opening.seq and other.opens_earliest <= source.today
        if ready and other.stage.key != plea.stage:
            return source.say(_NO_OTHER, party=source.party)
    return ""


def _others(source: PleadingSource) -> Iterator[AppealFiled]:
    """Yield the filings on the request, oldest first, other than this one and the steps to it."""
    plea = source.plea
    steps = {entry.seq for entry in steps_before(plea)}
    for entry in plea.case_status.case_state.appeals:
        event = entry.event
        if not isinstance(event, AppealFiled) or event.on.earliest > source.today:
            continue
        this = event.stage == plea.stage and plea.opening.seq in event.openings
        if not this and entry.seq not in steps:
            yield event


def _naming(source: PleadingSource, others: Sequence[AppealFiled]) -> str:
    """Return the statement that names every other proceeding."""
    named = [
        {
            "title": source.text(source.law.stage(event.stage).title),
            "day": source.locale.short_span(event.on),
        }
        for event in others
    ]
    if len(named) == 1:
        return source.say(_BESIDE_ONE_FILED, party=source.party, **named[0])
    filed = [source.say(_FILED, **each) for each in named]
    return source.say(_BESIDE_SEVERAL, party=source.party, filed=source.locale.apart(filed))


def declared(source: PleadingSource, about: DeclarationKind) -> str:
    """Return what the law lets the person who files state of a matter, empty if nothing."""
    found = (
        each.says
        for each in source.law.declarations
        if each.about is about and not source.elsewhere(each.stages)
    )
    return next((source.text(says) for says in found), "")
