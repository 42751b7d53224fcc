"""The four answers at the top of a record: what happened, whether it is late, what they said, and
where the document is."""

from collections.abc import Iterator, Sequence

from tracker.domain.events.correspondence.received import Received
from tracker.domain.events.correspondence.sent import Sent
from tracker.domain.events.proceedings.appeal_filed import AppealFiled
from tracker.domain.events.proceedings.decided import Decided
from tracker.domain.events.request.withdrawn import Withdrawn
from tracker.domain.events.responses.reply import Reply
from tracker.domain.law.law import Actor
from tracker.domain.law.petition import is_petition
from tracker.domain.library import Library
from tracker.domain.record.record import Record
from tracker.domain.record.stage_times import StageResult, days_without
from tracker.services.core.naming import DECISIONS, PUBLIC_PHASES
from tracker.web.base.card_answers import CardAnswer
from tracker.web.base.language import gettext, ngettext, page_locale
from tracker.web.record.request.entries import latest
from tracker.web.record.request.exemptions import exemptions_cited
from tracker.web.record.request.question_states import items_bar
from tracker.web.record.request.said_once import said_once
from tracker.web.record.request.stage_words import SaidStage, said_stages
from tracker.web.record.words.outcome_bars import OutcomeBar
from tracker.web.record.words.suspended import GRANTED_PHASES
from tracker.web.record.words.words import short_name

_CERTAIN = (StageResult.SILENT, StageResult.LATE)
_DOUBTFUL = (StageResult.SILENCE_IN_DOUBT, StageResult.IN_DOUBT)
# Their words are the answer already.
_ANSWERING = (StageResult.NOT_SHOWN, StageResult.TRANSFERRED)
_CITED = 3


@said_once
def request_answers(record: Record, library: Library) -> tuple[CardAnswer, ...]:
    """Return the four answers of a record."""
    stages, bar = said_stages(record, library), items_bar(record, library)
    cited = [each.cite for each in exemptions_cited(record, library)]
    return (
        _happened(record, stages),
        _late(record, stages, library),
        _said(record, bar, cited),
        _document(record),
    )


def answers_in_brief(answers: Sequence[CardAnswer]) -> tuple[str, ...]:
    """Return each question with its answer, without what else is said."""
    return tuple(
        gettext("{question} {answer}", question=each.question, answer=each.answer)
        for each in answers
    )


def _happened(record: Record, stages: Sequence[SaidStage]) -> CardAnswer:
    words = page_locale().listed(list(_acts(record, stages)))
    days = page_locale().listed(list(_days(record)))
    return CardAnswer(gettext("What happened?"), words, days)


def _acts(record: Record, stages: Sequence[SaidStage]) -> Iterator[str]:
    replied, withdrawn = latest(record, Reply), latest(record, Withdrawn)
    results = {(stage.time.actor, stage.time.result) for stage in stages}
    silent = (Actor.BODY, StageResult.SILENT) in results
    if replied:
        yield gettext(replied[1].label)
    elif silent:
        yield gettext("No response")
    elif not latest(record, AppealFiled) and not withdrawn:
        yield gettext(PUBLIC_PHASES[record.phase])
    if decided := latest(record, Decided):
        yield gettext("appeal {outcome}", outcome=gettext(DECISIONS[decided[1].outcome]))
    elif latest(record, AppealFiled):
        yield gettext("appeal filed")
    if withdrawn:
        yield gettext("request withdrawn")


def _days(record: Record) -> Iterator[str]:
    received, sent = latest(record, Received), latest(record, Sent)
    if received:
        yield gettext("Received {day:on}", day=page_locale().short_span(received[1].on))
    elif sent:
        yield gettext("Sent {day:on}", day=page_locale().short_span(sent[1].on))
    if replied := latest(record, Reply):
        yield gettext("answered {day:on}", day=page_locale().short_span(replied[1].on))


def _late(record: Record, stages: Sequence[SaidStage], library: Library) -> CardAnswer:
    question = gettext("Is it late?")
    acting = [stage for stage in stages if stage.time.actor is not Actor.REQUESTER]
    if is_petition(record.law):
        return CardAnswer(question, gettext("There is no time limit"), gettext("It is a petition"))
    if not acting:
        return CardAnswer(question, gettext("No time is counted"))
    first = _headline(acting)
    more = page_locale().apart(
        gettext("{body}: {result}", body=short_name(library, stage.time.body), result=words)
        for stage in acting
        if (words := _beside(stage, first))
    )
    words, tone = _whether(record, first)
    return CardAnswer(question, words, more, tone=tone)


def _headline(acting: Sequence[SaidStage]) -> SaidStage:
    """Return the stage that decides the answer: a certain failure before a doubtful one."""
    for results in (_CERTAIN, _DOUBTFUL):
        for stage in acting:
            if stage.time.result in results:
                return stage
    return acting[0]


def _whether(record: Record, stage: SaidStage) -> tuple[str, str]:
    time = stage.time
    match time.result:
        case StageResult.SILENT:
            days = days_without(record, time.missed) if time.missed else 0
            if not days:
                return gettext("Yes"), "late"
            return ngettext("Yes, by {number} day", "Yes, by {number} days", days), "late"
        case StageResult.LATE:
            days = time.late_days
            said = ngettext("It was, by {number} day", "It was, by {number} days", days)
            return said, "late"
        case StageResult.IN_TIME | StageResult.WITHIN_MAXIMUM:
            return gettext("No"), "good"
        case StageResult.OVERDUE if time.two_limits:
            return gettext("Past the standard limit"), "wait"
        case StageResult.OPEN if time.actor is Actor.BODY and record.phase in GRANTED_PHASES:
            return gettext("No"), ""
        case StageResult.OPEN | StageResult.OVERDUE:
            return gettext("Not yet due"), ""
        case result if result in _ANSWERING:
            return stage.words, stage.tone
        case _:
            return gettext("Not certain"), "wait"


def _beside(stage: SaidStage, first: SaidStage) -> str:
    """Return what the answer says of a stage: of the first one the limit that passed."""
    time = stage.time
    if stage.day:
        return stage.day
    if stage is first and time.result in _ANSWERING:
        return ""
    if stage is not first or time.result not in _CERTAIN or time.maximum.latest is None:
        return stage.words
    day = page_locale().short_day(time.maximum.latest)
    if time.two_limits:
        return gettext("the maximum limit was {day}", day=day)
    return gettext("the time limit was {day}", day=day)


def _said(record: Record, bar: OutcomeBar, exemptions: Sequence[str]) -> CardAnswer:
    question, whole = gettext("What did they say?"), len(record.questions)
    links: tuple[tuple[str, str], ...] = ()
    if exemptions:
        cites = page_locale().listed(exemptions[:_CITED])
        links = ((gettext("Under {cites}", cites=cites), "#exemptions"),)
    if not any(asked.outcomes for asked in record.answered):
        said, more = gettext("0 of {whole} answered", whole=whole), ""
    else:
        part = bar.disclosed.part
        said, more = gettext("{part} of {whole} disclosed", part=part, whole=whole), bar.words
    return CardAnswer(question, said, more, bar.shares, links=links)


def _document(record: Record) -> CardAnswer:
    said, more = _released(record)
    return CardAnswer(gettext("Where is the document?"), said, more, address="#papers")


def number_of_texts(record: Record) -> int:
    """Return the number of different texts that were released."""
    return len({release.digest for release in record.releases})


def _released(record: Record) -> tuple[str, str]:
    number = number_of_texts(record)
    texts = ngettext("{number} text", "{number} texts", number) if number else ""
    if copies := len(record.copies):
        return ngettext("{number} public copy", "{number} public copies", copies), texts
    if latest(record, Reply):
        return gettext("Released as text") if number else gettext("Not released"), texts
    stated = gettext("Only a statement, as text") if record.stated and number else ""
    return gettext("None recorded"), stated
