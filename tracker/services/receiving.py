"""Takes in what a body answers: extensions, answers, refusals, question by question."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tracker.domain.days import DaySpan
from tracker.domain.errors import BadInput, NotAllowed
from tracker.domain.history import (
    Answered,
    Corrected,
    Drafted,
    Entry,
    Event,
    ExtensionNoticed,
    Lapse,
    NotHeld,
    PartlyAnswered,
    QuestionOutcome,
    Refused,
    Reply,
)
from tracker.domain.law import Law
from tracker.domain.questions import Outcome
from tracker.domain.situation import Situation, situation_of
from tracker.services.anonymity import require_anonymous
from tracker.services.days import require_not_before, require_past
from tracker.services.entering import enter
from tracker.services.filing import Upload, keep
from tracker.services.office import Office
from tracker.services.ports import CaseFile

REPLIES: Mapping[str, type[Reply]] = {
    kind.kind: kind for kind in (Answered, PartlyAnswered, Refused, NotHeld)
}
# Outcomes that withhold something on a ground, so that a refusal's duties apply.
REFUSING = frozenset({Outcome.REFUSED, Outcome.PARTLY_DISCLOSED})
IN_TIME = "answer-received-in-time"
EXTENDED_IN_TIME = "extension-announced-in-time"


@dataclass(frozen=True, slots=True)
class Response:
    """A body's reply as a person classified it. `shown` names the duties that the paper meets."""

    kind: str
    on: DaySpan
    outcomes: tuple[QuestionOutcome, ...]
    shown: frozenset[str]
    papers: Sequence[Upload] = ()


def note_extension(
    office: Office,
    reference: str,
    on: DaySpan,
    ground: str,
    papers: Sequence[Upload],
    *,
    by: str,
) -> Entry:
    """Record that the body announced an extension; the clock is derived anew at once.

    Raises NotAllowed before receipt or where the law has no extension, BadInput for a ground that
    the law does not name.
    """
    with office.cases.open(reference) as case:
        situation, drafted = _answerable(case)
        stage = office.library.law(drafted.law).first_stage()
        if stage.extension is None:
            raise NotAllowed("This law has no extension on file.")
        if ground and ground not in {known.key for known in stage.extension.grounds}:
            raise BadInput(f"“{ground}” is not a ground of extension under this law.")
        _check_days(office, situation, drafted, on)
        digests = keep(office, case, papers, purpose="extension")
        notice = ExtensionNoticed(on=on, stage=stage.key, ground=ground, evidence=digests)
        corrections = _undone(situation, on, EXTENDED_IN_TIME)
        return enter(office, case, notice, *corrections, by=by)[0]


def take_reply(office: Office, reference: str, response: Response, *, by: str) -> Entry:
    """Record an answer or a refusal, with what it did to each question and what it lacks.

    A silence that was entered although this reply came in time is corrected by a new entry.
    Raises NotAllowed before receipt, BadInput for a kind, a question or an exemption not on file,
    or where the kind does not fit the outcomes.
    """
    with office.cases.open(reference) as case:
        situation, drafted = _answerable(case)
        law = office.library.law(drafted.law)
        _check_days(office, situation, drafted, response.on)
        _check_outcomes(law, drafted, response)
        digests = keep(office, case, response.papers, purpose="reply")
        reply = REPLIES[response.kind](
            on=response.on,
            stage=law.first_stage().key,
            outcomes=response.outcomes,
            lacking=tuple(_lacking(law, response)),
            evidence=digests,
        )
        corrections = _undone(situation, response.on, IN_TIME)
        return enter(office, case, reply, *corrections, by=by)[0]


def correct(office: Office, reference: str, seq: int, why: str, *, by: str) -> Entry:
    """Strike a wrong entry by a new one that names it; nothing is changed or removed.

    The reason is shown with the correction. Raises BadInput for a place that holds no entry, for
    one that cannot be struck alone, and for a reason that is empty or names somebody.
    """
    with office.cases.open(reference) as case:
        found = next((entry for entry in case.history if entry.seq == seq), None)
        if found is None or found.event.kind in ("drafted", "corrected", "published", "withheld"):
            raise BadInput(f"Entry {seq} cannot be corrected.")
        if not why.strip():
            raise BadInput("Say in a few words why the entry is wrong.")
        require_anonymous(why, case.applicant())
        on = DaySpan.on(office.today_at(_drafted(situation_of(case.history)).body))
        return enter(office, case, Corrected(on=on, entry=seq, why=why.strip()), by=by)[0]


def _drafted(situation: Situation) -> Drafted:
    if situation.drafted is None:
        raise NotAllowed("There is no settled request yet.")
    return situation.drafted


def _answerable(case: CaseFile) -> tuple[Situation, Drafted]:
    situation = situation_of(case.history)
    drafted = _drafted(situation)
    if situation.received is None:
        raise NotAllowed("Record first, with its proof, that the body received the request.")
    return situation, drafted


def _check_days(office: Office, situation: Situation, drafted: Drafted, on: DaySpan) -> None:
    require_past(office, drafted.body, on.latest)
    if situation.sent:
        first = situation.sent[0].event.on.earliest
        require_not_before(first, on.earliest, "the request was sent")


def _check_outcomes(law: Law, drafted: Drafted, response: Response) -> None:
    if response.kind not in REPLIES:
        raise BadInput(f"“{response.kind}” is not a kind of reply; use {', '.join(REPLIES)}.")
    asked = {question.key for question in drafted.questions}
    if {outcome.question for outcome in response.outcomes} != asked:
        raise BadInput("Say for every question what the reply did with it.")
    known = {exemption.key for exemption in law.exemptions}
    named = {key for outcome in response.outcomes for key in outcome.exemptions}
    if unknown := named - known:
        raise BadInput(f"{law.key} has no exemption {', '.join(sorted(unknown))} on file.")
    _check_kind(response)


def _check_kind(response: Response) -> None:
    """A reply is called what its outcomes make of it, so that no scorecard flatters or accuses."""
    outcomes = {outcome.outcome for outcome in response.outcomes}
    given = {Outcome.DISCLOSED, Outcome.SAID_TO_BE_PUBLIC}
    if response.kind == Answered.kind and not outcomes <= given:
        raise BadInput("Some question was not answered in full: call this a partial answer.")
    if response.kind != Answered.kind and outcomes <= given:
        raise BadInput("Every question was answered: call this an answer.")
    some = outcomes & (given | {Outcome.PARTLY_DISCLOSED})
    if response.kind == PartlyAnswered.kind and not some:
        raise BadInput("No question was answered even in part: call this a refusal or not held.")
    if response.kind in (Refused.kind, NotHeld.kind) and some:
        raise BadInput("Some question was answered: call this a partial answer.")


def _lacking(law: Law, response: Response) -> Iterator[str]:
    """Duties that the law makes a refusal show and that this paper does not."""
    found = {outcome.outcome for outcome in response.outcomes}
    for duty in law.refusal_duties:
        applies = found & (frozenset(duty.when) or REFUSING)
        if applies and duty.shown_on_notice and duty.key not in response.shown:
            yield duty.key


def _undone(situation: Situation, on: DaySpan, why: str) -> tuple[Event, ...]:
    """Corrections of lapses that this paper, received in time, shows to be wrong."""
    return tuple(
        Corrected(on=on, entry=entry.seq, why=why)
        for entry in situation.lapses
        if isinstance(entry.event, Lapse) and on.earliest <= entry.event.latest
    )
