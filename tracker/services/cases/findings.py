"""Findings: contradicting answers, and the defects and non-responses of a body."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from tracker.domain.base.days import DaySpan
from tracker.domain.base.errors import BadInput, NotOnFile
from tracker.domain.case.case_state import CaseState, case_state_of
from tracker.domain.case.contradictions import (
    ContradictingAnswer,
    Contradiction,
    contradictions,
    own_question,
)
from tracker.domain.case.history import Entry
from tracker.domain.events.lapses.fell_silent import FellSilent
from tracker.domain.events.lapses.missed_deadline import MissedDeadline
from tracker.domain.events.lapses.overdue import Overdue
from tracker.domain.events.responses.reply import Reply
from tracker.domain.law.law import Law
from tracker.domain.law.pleas import RefusalDuty
from tracker.domain.law.questions import OWN
from tracker.services.cases.receiving import REFUSING_OUTCOMES
from tracker.services.core.office import Office
from tracker.services.ports.cases import CaseFile, RowFilter
from tracker.services.ports.workbook import Finding, Verdict, note_of_finding

_PAGE = 200
_LONGEST_NOTE = 4000


@dataclass(frozen=True, slots=True)
class _Found:
    """A contradiction, with the decision and the note of a person."""

    contradiction: Contradiction
    decided: Finding | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class _Place:
    """An entry of a request, with the date of its legal effect."""

    reference: str
    seq: int
    on: DaySpan


@dataclass(slots=True)
class Defect:
    """A duty of the law: how many documents owed it, and which ones lack it."""

    law: str
    says: str
    owed: int = 0
    lacking: list[_Place] = field(default_factory=list)


@dataclass(slots=True)
class Conduct:
    """A body's conduct: the number of requests it received, and its failures."""

    received: int = 0
    replies: int = 0
    silent: list[_Place] = field(default_factory=list)
    overdue: list[_Place] = field(default_factory=list)
    defects: dict[tuple[str, str], Defect] = field(default_factory=dict)


def found_about(office: Office, block: str) -> tuple[_Found, ...]:
    """Return the contradictions between answers about a block.

    Raises NotOnFile for an unknown block.
    """
    office.library.block(block)
    found = list(contradictions(_answers(office, block)))
    decided = office.workbook.findings.of([each.key for each in found])
    return tuple(_Found(each, decided.get(each.key)) for each in found)


def found_as(office: Office, block: str, key: str) -> _Found:
    """Return a contradiction with the private note. Raises NotOnFile once the answers agree."""
    for found in found_about(office, block):
        if found.contradiction.key == key:
            with office.cases.look(found.contradiction.first.reference) as case:
                return _Found(found.contradiction, found.decided, case.words(note_of_finding(key)))
    raise NotOnFile("This contradiction no longer exists because an entry was corrected.")


def decide(
    office: Office, block: str, key: str, verdict: Verdict | None, note: str, *, by: str
) -> None:
    """Confirm or dismiss a contradiction, or withdraw the decision if `verdict` is None.

    Raises NotOnFile if there is no such contradiction, BadInput for a note that is too long.
    """
    if len(note) > _LONGEST_NOTE:
        raise BadInput(
            "Note must be {longest_note:,} characters or fewer.", longest_note=_LONGEST_NOTE
        )
    both = found_as(office, block, key).contradiction
    first, second = both.first.reference, both.second.reference
    with office.cases.open(first) as case:
        if verdict is None:
            office.workbook.findings.withdraw(key)
        else:
            finding = Finding(key, first, second, verdict, by, office.now())
            office.workbook.findings.decide(finding)
        case.keep_words(note_of_finding(key), note.strip())


def _answers(office: Office, block: str) -> Iterator[ContradictingAnswer]:
    for case in _cases(office, RowFilter(block=block)):
        case_state = case_state_of(case.history)
        for entry in case_state.replies:
            if isinstance(entry.event, Reply):
                yield from _answers_in(case, case_state, entry, entry.event)


def _answers_in(
    case: CaseFile, case_state: CaseState, entry: Entry, reply: Reply
) -> Iterator[ContradictingAnswer]:
    asked = {a.key: a for a in case_state.finalised.questions} if case_state.finalised else {}
    quotes: Mapping[str, str] = case.quotes(entry.seq)
    for outcome in reply.outcomes:
        question = asked[outcome.question]
        own = question.key.startswith(OWN)
        yield ContradictingAnswer(
            reference=case.reference,
            entry=entry.seq,
            body=case_state.answering_on(reply.on.latest),
            on=reply.on,
            question=own_question(question.words) if own else question.key,
            asked=question.words,
            elements=question.elements,
            outcome=outcome.outcome,
            given_as=outcome.given_as,
            exemptions=outcome.exemptions,
            page=outcome.page,
            words=quotes.get(outcome.question, ""),
        )


def _cases(office: Office, shown: RowFilter) -> Iterator[CaseFile]:
    after = 0
    while rows := office.case_rows.rows(shown, after, _PAGE)[0]:
        with office.cases.look_all([row.reference for row in rows]) as cases:
            yield from cases
        after += len(rows)


def conduct_of(office: Office, body: str) -> Conduct:
    """Return a body's conduct over all requests to it. Raises NotOnFile for an unknown body."""
    office.library.body(body)
    conduct = Conduct()
    for case in _cases(office, RowFilter(body=body)):
        case_state = case_state_of(case.history)
        if case_state.drafted is None:
            continue
        law = office.library.law(case_state.drafted.law)
        conduct.received += case_state.received is not None
        for entry in case_state.lapses:
            lapse = entry.event
            if (
                isinstance(lapse, MissedDeadline)
                and lapse.body == body
                and not case_state.proved_by_machine(lapse)
            ):
                _count_lapse(conduct, case, entry)
        for entry in case_state.replies:
            if case_state.answering_on(entry.event.on.latest) == body:
                conduct.replies += 1
                _count_duties(conduct, case, entry, law)
    return conduct


def _count_lapse(conduct: Conduct, case: CaseFile, entry: Entry) -> None:
    place = _Place(case.reference, entry.seq, entry.event.on)
    if isinstance(entry.event, FellSilent):
        conduct.silent.append(place)
    elif isinstance(entry.event, Overdue):
        conduct.overdue.append(place)


def _count_duties(conduct: Conduct, case: CaseFile, entry: Entry, law: Law) -> None:
    reply = entry.event
    if not isinstance(reply, Reply):
        return
    for duty in law.refusal_duties:
        if not _owed(duty, reply):
            continue
        defect = conduct.defects.setdefault(
            (law.key, duty.key), Defect(str(law.title), str(duty.says))
        )
        defect.owed += 1
        if duty.key in reply.lacking:
            defect.lacking.append(_Place(case.reference, entry.seq, reply.on))


def _owed(duty: RefusalDuty, reply: Reply) -> bool:
    """Return whether this reply had to show that the duty was met."""
    found = {outcome.outcome for outcome in reply.outcomes}
    return duty.shown_on_notice and bool(found & (frozenset(duty.when) or REFUSING_OUTCOMES))
