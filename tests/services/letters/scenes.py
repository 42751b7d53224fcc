"""Ten scenes from which an appeal to the federal commission of Pakistan is brought.

Received on Monday 12 October 2026: ten working days from 13 October end on Monday 26 October;
where Fridays are closed as well, on Wednesday 28 October. Thirty days from 26 October end on
Wednesday 25 November: a filing of Monday 16 November is in time on each count.
"""

from collections.abc import Callable
from datetime import date

from tests.offices import BY, Clock, a_paper, a_request, received
from tests.ready_made import ready_made
from tracker.domain.base.days import DaySpan
from tracker.domain.base.terms import FeeCalculation, FeeCharge
from tracker.domain.case.case_status import case_status_of
from tracker.domain.case.paper_details import NO_DETAILS, PaperDetails
from tracker.domain.events.clock.fee_noticed import FeeNoticed
from tracker.domain.events.clock.transferred import Transferred
from tracker.domain.law.outcome import GroundCategory, Outcome, QuestionOutcome, VagueGround
from tracker.services.cases.clock_events import record_clock_event
from tracker.services.cases.receiving import Response, take_reply
from tracker.services.cases.silence import sweep
from tracker.services.core.office import Office
from tracker.services.letters.letter_facts import Writer

FILED = date(2026, 11, 16)
RECEIVED, DUE, LATE = date(2026, 10, 12), date(2026, 10, 26), date(2026, 11, 12)
ON_TIME = date(2026, 10, 23)


@ready_made
def answered(
    office: Office,
    reference: str,
    kind: str,
    on: date,
    *outcomes: QuestionOutcome,
    lacking: frozenset[str] = frozenset(),
    details: PaperDetails = NO_DETAILS,
) -> None:
    """Log a reply with these outcomes in turn, each given to the next item."""
    with office.cases.look(reference) as case:
        drafted = case_status_of(case.history, office.library).case_state.drafted
    assert drafted
    found = tuple(
        QuestionOutcome(
            asked.key,
            outcomes[n % len(outcomes)].outcome,
            outcomes[n % len(outcomes)].exemptions,
            page=outcomes[n % len(outcomes)].page,
            vague=outcomes[n % len(outcomes)].vague,
            referred_to=outcomes[n % len(outcomes)].referred_to,
        )
        for n, asked in enumerate(drafted.questions)
    )
    papers = [a_paper(f"{kind}.txt")]
    response = Response(kind, DaySpan.on(on), found, papers, lacking, details=details)
    take_reply(office, reference, response, by=BY)


def outcome(
    what: Outcome, *exemptions: str, vague: VagueGround | None = None, to: str = ""
) -> QuestionOutcome:
    return QuestionOutcome("", what, exemptions, vague=vague, referred_to=to)


def one_line(of: Writer) -> str:
    """Return a letter as plain text on one line."""
    return " ".join(of.office.documents.plain(of.letter()).split())


def said(words: str, dated: date = date(2026, 10, 21)) -> PaperDetails:
    """What a reply with these operative words says of itself."""
    return PaperDetails("RTI-114/2026", dated, "Director (Coordination)", words)


def silence(office: Office, reference: str) -> None:
    sweep(office, FILED)


def bare_refusal(office: Office, reference: str) -> None:
    lacking = frozenset({"exact-exception", "appeal-right", "severance"})
    words = said("The information requested cannot be provided.")
    answered(
        office,
        reference,
        "refused",
        ON_TIME,
        outcome(Outcome.REFUSED),
        lacking=lacking,
        details=words,
    )


def national_security(office: Office, reference: str) -> None:
    refused = outcome(Outcome.REFUSED, "s7-e", "s7-f", "s16-1-e")
    words = said(
        "The records relate to national security and are exempt under sections 7(e), 7(f) and "
        "16(1)(e) of the Act."
    )
    answered(office, reference, "refused", ON_TIME, refused, details=words)


def partial(office: Office, reference: str) -> None:
    found = (Outcome.DISCLOSED, Outcome.PARTLY_DISCLOSED, Outcome.PASSED_OVER)
    answered(office, reference, "partly-answered", ON_TIME, *map(outcome, found))


def not_held(office: Office, reference: str) -> None:
    words = said("This office does not hold the records requested.")
    answered(office, reference, "not-held", ON_TIME, outcome(Outcome.NOT_HELD), details=words)


def referred(office: Office, reference: str) -> None:
    found = (outcome(Outcome.REFERRED_ELSEWHERE, to="pk-interior"), outcome(Outcome.NOT_HELD))
    words = said("The matter pertains to the Ministry of Interior, which may be approached.")
    answered(office, reference, "not-held", ON_TIME, *found, details=words)


def sub_judice(office: Office, reference: str) -> None:
    refused = outcome(Outcome.REFUSED, "s16-1-i")
    words = said("The matter is sub judice and the records are exempt under section 16(1)(i).")
    answered(office, reference, "refused", ON_TIME, refused, details=words)


def late(office: Office, reference: str) -> None:
    sweep(office, date(2026, 11, 11))
    order = VagueGround(GroundCategory.PUBLIC_ORDER, "public order")
    section = VagueGround(GroundCategory.SECTION, "section 7")
    refused = (outcome(Outcome.REFUSED, vague=order), outcome(Outcome.REFUSED, vague=section))
    words = said(
        "Copies are enclosed as far as they can be given. The remainder is withheld for reasons "
        "of public order and under section 7.",
        date(2026, 11, 10),
    )
    given = outcome(Outcome.DISCLOSED)
    answered(office, reference, "partly-answered", LATE, given, *refused, details=words)


def fee(office: Office, reference: str) -> None:
    notice = FeeNoticed(
        on=DaySpan.on(date(2026, 10, 20)),
        sum="Rs 4,000",
        calculation=FeeCalculation.NOT_SHOWN,
        charges=(FeeCharge.PREPAYMENT,),
    )
    words = said(
        "The information will be supplied on deposit of Rs 4,000 in advance.", date(2026, 10, 19)
    )
    record_clock_event(office, reference, notice, [a_paper("fee-notice.txt")], words, by=BY)
    sweep(office, FILED)


def transfer(office: Office, reference: str) -> None:
    notice = Transferred(on=DaySpan.on(date(2026, 10, 14)), to="pk-interior")
    words = said("The request has been sent to the Ministry of Interior.", date(2026, 10, 13))
    record_clock_event(office, reference, notice, [a_paper("notice.txt")], words, by=BY)
    sweep(office, FILED)


SCENES: dict[str, Callable[[Office, str], None]] = {
    "silence": silence,
    "bare-refusal": bare_refusal,
    "national-security": national_security,
    "partial": partial,
    "not-held": not_held,
    "referred": referred,
    "sub-judice": sub_judice,
    "late": late,
    "fee": fee,
    "transfer": transfer,
}


def received_request(office: Office, clock: Clock, language: str = "en") -> str:
    """Make a request that was received, and set the clock to the day of filing."""
    reference = a_request(office, language=language, on=date(2026, 10, 8))
    received(office, reference, RECEIVED)
    clock.set(FILED)
    return reference


def silent_request(office: Office, clock: Clock, today: date = date(2024, 4, 2)) -> str:
    """Make a request received on 26 February 2024 and not answered, seen on 2 April or `today`."""
    clock.set(today)
    reference = a_request(office)
    received(office, reference, date(2024, 2, 26))
    sweep(office, date(2024, 3, 27))
    return reference


def brought(office: Office, clock: Clock, scene: str, language: str = "en") -> str:
    """Make the request of a scene, and set the clock to the day of filing."""
    reference = received_request(office, clock, language)
    SCENES[scene](office, reference)
    return reference
