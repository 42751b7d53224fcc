"""The body's answers, recorded item by item: extensions, answers and refusals."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from tracker.domain.base.days import DaySpan
from tracker.domain.base.errors import BadInput, NotAllowed
from tracker.domain.base.terms import CorrectedBecause
from tracker.domain.case.case_state import CaseState, case_state_of
from tracker.domain.case.history import Entry
from tracker.domain.case.paper_details import NO_DETAILS, PaperDetails
from tracker.domain.case.recalculation import doubts, undone_by
from tracker.domain.events.clock.extension_noticed import ExtensionNoticed
from tracker.domain.events.event import kinds_of
from tracker.domain.events.lapses.missed_deadline import MissedDeadline
from tracker.domain.events.lapses.overdue import Overdue
from tracker.domain.events.request.corrected import Corrected
from tracker.domain.events.request.drafted import Drafted
from tracker.domain.events.responses.answered import Answered
from tracker.domain.events.responses.not_held import NotHeld
from tracker.domain.events.responses.partly_answered import PartlyAnswered
from tracker.domain.events.responses.refused import Refused
from tracker.domain.events.responses.reply import Reply
from tracker.domain.law.law import Law
from tracker.domain.law.outcome import QuestionOutcome
from tracker.domain.law.pleas import Circumstance
from tracker.domain.law.questions import Outcome
from tracker.services.cases.four_eyes import words_wait
from tracker.services.core.anonymity import require_anonymous
from tracker.services.core.days import require_sent
from tracker.services.core.evidence import Upload
from tracker.services.core.office import Office
from tracker.services.core.paper_details import LONGEST_NAME, keep_paper_details
from tracker.services.core.recording import record_in
from tracker.services.deadlines.deadline_changes import said_doubt
from tracker.services.ports.cases import CaseFile

# Outcomes that withhold something, so that the duties of a refusal apply.
REFUSING_OUTCOMES = frozenset({Outcome.REFUSED, Outcome.PARTLY_DISCLOSED})
# Outcomes that disclose something: the item itself or a statement about it.
GIVING = frozenset({Outcome.DISCLOSED, Outcome.PARTLY_DISCLOSED})
# Outcomes for which a response gives a ground.
WITH_GROUNDS = REFUSING_OUTCOMES | {
    Outcome.NEITHER_CONFIRMED_NOR_DENIED,
    Outcome.REFUSED_AS_REPEAT,
}
# Characters allowed in the words of a ground, and in the number of a section as typed.
LONGEST_GROUND = 120
LONGEST_SECTION = 60
# Page numbers: `3`, `iv`, `2-4, 7`. Words are not allowed, so that no name can be typed.
PAGE_NUMBERS = re.compile(r"[0-9ivxlc]{1,6}(?: ?[-–,] ?[0-9ivxlc]{1,6}){0,5}", re.IGNORECASE)
# Characters allowed in the reason for a correction.
LONGEST_REASON = 1000


@dataclass(frozen=True, slots=True)
class Response:
    """A body's reply as a person classified it.

    `lacking` names the duties that the document does not show to be met, as that person judged:
    nothing is lacking by default. `quotes` are its words on each item, by key, private until they
    are released. `details` is what the document says of itself.
    """

    kind: str
    on: DaySpan
    outcomes: tuple[QuestionOutcome, ...]
    papers: Sequence[Upload]
    lacking: frozenset[str] = frozenset()
    quotes: Mapping[str, str] = field(default_factory=dict)
    details: PaperDetails = NO_DETAILS


def note_extension(
    office: Office,
    reference: str,
    on: DaySpan,
    ground: str,
    papers: Sequence[Upload],
    details: PaperDetails = NO_DETAILS,
    *,
    by: str,
) -> Entry:
    """Record that the body announced an extension, and update the deadlines.

    Raises NotAllowed before sending or if the law has no extension, BadInput without the notice or
    for a ground that the law does not name.
    """
    with office.cases.open(reference) as case:
        case_state, drafted = _answerable(case)
        stage = office.library.law(drafted.law).first_stage()
        if stage.extension is None:
            raise NotAllowed("This law has no known extension.")
        if ground and ground not in {known.key for known in stage.extension.grounds}:
            raise BadInput(
                "“{ground}” is not a ground of extension under this law.", ground=ground
            )
        notice = ExtensionNoticed(on=on, stage=stage.key, ground=ground)
        # An extension that needs no announcement is part of the maximum time limit from the start.
        kinds = MissedDeadline if stage.extension.must_be_announced else Overdue
        because = CorrectedBecause.EXTENDED_IN_TIME
        corrections = _undone(office, drafted, case_state, on, because, kinds)
        entry = record_in(office, case, notice, papers, *corrections, by=by)
        keep_paper_details(case, entry, details)
        return entry


def take_reply(office: Office, reference: str, response: Response, *, by: str) -> Entry:
    """Record an answer or a refusal, with its outcome for each item and its defects.

    A non-response recorded although this reply came in time is corrected by a new entry. Raises
    NotAllowed before sending; BadInput without the document, for an unknown kind, item or
    exemption, and if kind, outcomes and defects do not fit each other.
    """
    with office.cases.open(reference) as case:
        case_state, drafted = _answerable(case)
        law = office.library.law(drafted.law)
        for outcome in response.outcomes:
            require_anonymous(outcome.referred_to, case.applicant())
        _check_outcomes(law, drafted, response)
        reply = kinds_of(Reply)[response.kind](
            on=response.on,
            stage=law.first_stage().key,
            outcomes=response.outcomes,
            lacking=tuple(_lacking(law, response)),
        )
        because = CorrectedBecause.ANSWERED_IN_TIME
        corrections = _undone(office, drafted, case_state, response.on, because, MissedDeadline)
        entry = record_in(office, case, reply, response.papers, *corrections, by=by)
        if quotes := {key: words for key, words in response.quotes.items() if words.strip()}:
            case.keep_quotes(entry.seq, quotes)
        keep_paper_details(case, entry, response.details)
        return entry


def correct(office: Office, reference: str, seq: int, why: str, *, by: str) -> Entry:
    """Correct a wrong entry by a new one that names it. Nothing is changed or removed.

    The correction takes effect at once, in the workspace and on the public record. If a second
    person has to confirm words first, the reason stays private until it is published. A
    non-response that depends on the wrong entry is corrected too. Raises BadInput for a number
    without an entry, for an entry that cannot be corrected, and for a reason that is empty or
    names someone.
    """
    with office.cases.open(reference) as case:
        found = next((entry for entry in case.history if entry.seq == seq), None)
        if found is None or not found.event.correctable:
            raise BadInput("Entry {seq} cannot be corrected.", seq=seq)
        if not why.strip():
            raise BadInput("Say briefly why the entry is wrong.")
        on = DaySpan.on(office.today_at(_drafted(case_state_of(case.history)).body))
        given = why.strip()
        private = given not in _proposed(office, case, seq) and words_wait(office, by)
        corrected = Corrected(on=on, entry=seq, why=given, private=private)
        struck = _counted_with(office, case, corrected)
        return record_in(office, case, corrected, (), *struck, by=by)


def _proposed(office: Office, case: CaseFile, seq: int) -> list[str]:
    """Return the program's own reasons why a non-response no longer holds."""
    doubted = (doubt for doubt in doubts(case.history, office.library) if doubt.entry.seq == seq)
    return [said_doubt(doubt, office.locale("en"))[:LONGEST_REASON] for doubt in doubted]


def _counted_with(office: Office, case: CaseFile, corrected: Corrected) -> Iterator[Corrected]:
    """Yield corrections of the lapses that do not hold without the wrong entry.

    A lapse counted from that entry itself needs none.
    """
    for entry in undone_by(corrected, case.history, office.library):
        if isinstance(entry.event, MissedDeadline) and entry.event.opening != corrected.entry:
            because = CorrectedBecause.WRONGLY_COUNTED
            yield Corrected(on=corrected.on, entry=entry.seq, because=because)


def _drafted(case_state: CaseState) -> Drafted:
    if case_state.drafted is None:
        raise NotAllowed("No request has been finalised yet.")
    return case_state.drafted


def _answerable(case: CaseFile) -> tuple[CaseState, Drafted]:
    case_state = case_state_of(case.history)
    _drafted(case_state)
    return case_state, require_sent(case_state)


def _check_outcomes(law: Law, drafted: Drafted, response: Response) -> None:
    if response.kind not in kinds_of(Reply):
        raise BadInput(
            "“{response}” is not a type of response. Use {replies}.",
            response=response.kind,
            replies=", ".join(kinds_of(Reply)),
        )
    asked = {question.key for question in drafted.questions}
    if {outcome.question for outcome in response.outcomes} != asked:
        raise BadInput("Say how the response deals with every item.")
    known = {exemption.key for exemption in law.exemptions}
    named = {key for outcome in response.outcomes for key in outcome.exemptions}
    if unknown := named - known:
        raise BadInput(
            "Our library has no exemption {unknown} under {law}.",
            law=law.mention,
            unknown=", ".join(sorted(unknown)),
        )
    for outcome in response.outcomes:
        _check_place(outcome)
        _check_ground(outcome)
        _check_section(outcome)
        _check_referral(outcome)
    _check_kind(response)


def _check_place(outcome: QuestionOutcome) -> None:
    if outcome.page and not PAGE_NUMBERS.fullmatch(outcome.page):
        raise BadInput(
            "“{page}” is not a page number. Enter for example 3 or 2-4.", page=outcome.page
        )
    if outcome.given_as and outcome.outcome not in GIVING:
        raise BadInput("Only an item that was disclosed can be given as a record or a statement.")


def _check_ground(outcome: QuestionOutcome) -> None:
    if outcome.vague is None:
        return
    if outcome.outcome not in WITH_GROUNDS:
        raise BadInput("Only an item that was refused can have a ground.")
    if not outcome.vague.words.strip():
        raise BadInput("Enter the ground in the words of the response.")
    if len(outcome.vague.words) > LONGEST_GROUND:
        raise BadInput(
            "The words of a ground must be {most} characters or fewer.", most=LONGEST_GROUND
        )


def _check_section(outcome: QuestionOutcome) -> None:
    section = outcome.section
    if section is None:
        return
    if outcome.outcome not in WITH_GROUNDS:
        raise BadInput("Only an item that was refused can have a ground.")
    if not section.number.strip():
        raise BadInput("Enter the section that the response names.")
    if len(section.number) > LONGEST_SECTION:
        raise BadInput("Section must be {most} characters or fewer.", most=LONGEST_SECTION)
    if len(section.words) > LONGEST_GROUND:
        raise BadInput(
            "The words of a ground must be {most} characters or fewer.", most=LONGEST_GROUND
        )


def _check_referral(outcome: QuestionOutcome) -> None:
    if outcome.referred_to and outcome.outcome is not Outcome.REFERRED_ELSEWHERE:
        raise BadInput("Only an item that was referred elsewhere can name another body.")
    if len(outcome.referred_to) > LONGEST_NAME:
        raise BadInput("The name of a body must be {most} characters or fewer.", most=LONGEST_NAME)


def _check_kind(response: Response) -> None:
    """Refuse a kind that does not match the outcomes, so that scorecards are fair.

    Raises BadInput.
    """
    outcomes = {outcome.outcome for outcome in response.outcomes}
    given = {Outcome.DISCLOSED}
    if response.kind == Answered.kind and not outcomes <= given:
        raise BadInput("At least one item was not answered in full. Choose “Partial answer”.")
    if response.kind != Answered.kind and outcomes <= given:
        raise BadInput("Every item was answered in full. Choose “Full answer”.")
    if outcomes == {Outcome.OFFERED_FOR_FEE}:
        raise BadInput("Every item is offered for a fee. Log “Body asked for a fee” instead.")
    some = outcomes & GIVING
    if not outcomes & WITH_GROUNDS:
        # An offer beside a refusal makes it no partial answer, as nothing was disclosed.
        some |= outcomes & {Outcome.OFFERED_FOR_FEE}
    if response.kind == PartlyAnswered.kind and not some:
        raise BadInput(
            "No item was answered even in part. Choose “Refusal” or “Records not held”."
        )
    if response.kind in (Refused.kind, NotHeld.kind) and some:
        raise BadInput("At least one item was answered or offered. Choose “Partial answer”.")
    if response.kind == NotHeld.kind and Outcome.NOT_HELD not in outcomes:
        raise BadInput("No record is described as not held. Choose “Refusal”.")


def _lacking(law: Law, response: Response) -> Iterator[str]:
    """Yield the duties that this document lacks, if the law requires it to show them.

    Raises BadInput if the outcomes themselves show that a duty was met.
    """
    found = {outcome.outcome for outcome in response.outcomes}
    named = any(outcome.names_clause for outcome in response.outcomes)
    for duty in law.refusal_duties:
        applies = found & (frozenset(duty.when) or REFUSING_OUTCOMES)
        if duty.key not in response.lacking or not applies or not duty.shown_on_notice:
            continue
        if duty.raises is Circumstance.NO_EXEMPTION_NAMED and named:
            raise BadInput(
                "The response names an exemption for an item, so you cannot say that it "
                "names none."
            )
        if duty.raises is Circumstance.NOT_SEVERED and Outcome.PARTLY_DISCLOSED in found:
            raise BadInput(
                "An item was partly disclosed, so you cannot say that nothing was severed."
            )
        yield duty.key


def _undone(
    office: Office,
    drafted: Drafted,
    case_state: CaseState,
    on: DaySpan,
    because: CorrectedBecause,
    kinds: type[MissedDeadline],
) -> tuple[Corrected, ...]:
    """Return corrections of the body's lapses that a document received in time disproves."""
    stage = office.library.law(drafted.law).first_stage()
    today = DaySpan.on(office.today_at(drafted.body))
    return tuple(
        Corrected(on=today, entry=entry.seq, because=because)
        for entry in case_state.lapses
        if isinstance(entry.event, kinds)
        and entry.event.stage == stage.key
        and on.earliest <= entry.event.latest
    )
