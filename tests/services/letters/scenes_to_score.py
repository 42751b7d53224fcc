"""Scenes from which letters are written to be scored by readers: docs/letters.md has the scores.

None of them was used while the wording was made. Pakistan: sent on Monday 1 June 2026, received
on Wednesday 3 June. Ten working days from 4 June end on Wednesday 17 June. Filed on 10 July.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

from tests.abroad import CAPACITIES, library_abroad
from tests.offices import BY, Clock, a_paper, a_request, received, the_library
from tests.services.letters.filled_places import answers
from tracker.domain.base.days import DaySpan
from tracker.domain.base.terms import FeeCalculation, FeeCharge
from tracker.domain.base.text import Text
from tracker.domain.case.case_status import case_status_of
from tracker.domain.case.paper_details import PaperDetails
from tracker.domain.events.clock.clock_event import ClockEvent
from tracker.domain.events.clock.fee_noticed import FeeNoticed
from tracker.domain.events.clock.transferred import Transferred
from tracker.domain.law.law import LetterKind
from tracker.domain.law.outcome import GroundCategory, Outcome, QuestionOutcome, VagueGround
from tracker.domain.library import Library
from tracker.services.cases.clock_events import record_clock_event
from tracker.services.cases.receiving import Response, take_reply
from tracker.services.cases.silence import sweep
from tracker.services.core.office import Office
from tracker.services.letters.authority_checks import CheckStatement, check_authority
from tracker.services.letters.editing import change_pleading, open_pleading
from tracker.services.letters.filling import fill_places
from tracker.services.letters.letter_facts import Writer, writer_of
from tracker.services.letters.remedies import RemedyPlace, opened
from tracker.services.people.accounts import add_account
from tracker.services.ports.people import RoleName
from tracker.services.ports.workbook import StayState
from tracker.translations import locale

SENT, RECEIVED, FILED = date(2026, 6, 1), date(2026, 6, 3), date(2026, 7, 10)
DECIDED, LATE = date(2026, 6, 15), date(2026, 7, 3)
SENT_ABROAD, DECIDED_ABROAD, FILED_ABROAD = (
    date(2026, 5, 5),
    date(2026, 5, 19),
    date(2026, 6, 8),
)
CHECKED = (
    *("pk-01", "pk-02", "pk-03", "pk-04", "pk-05", "pk-06", "pk-08", "pk-10", "pk-11", "pk-12"),
    *("pk-13", "pk-14", "pk-c5", "pk-c6"),
)


@dataclass(frozen=True, slots=True)
class Scene:
    """What happened to one request. `happened` is called once it was received."""

    body: str
    happened: Callable[[Office, str], None]
    block: str = "pk-x-2024"
    sent: date = SENT
    received: date = RECEIVED
    filed: date = FILED
    eligibility: str = "citizen"

    def library(self) -> Library:
        """Return the library, with the block of a scene abroad."""
        return the_library() if self.block in the_library().blocks else _library_abroad()


# Services and places that fit the country; no fact about a real block is stated.
_ABROAD = {
    "gb": ("an online forum", "the United Kingdom"),
    "eu": ("a news website", "the European Union"),
    "us": ("a video service", "the United States"),
    "in": ("a social network", "India"),
    "lk": ("a messaging service", "Sri Lanka"),
    "bd": ("a social network", "Bangladesh"),
}


@cache
def _library_abroad() -> Library:
    library = library_abroad()
    blocks = dict(library.blocks)
    for country, (service, place) in _ABROAD.items():
        titled = Text({"en": f"{service} in {place}"})
        blocks[f"{country}-test"] = replace(
            blocks[f"{country}-test"],
            title=Text({"en": f"{service[0].upper()}{service[1:]} in {place}"}),
            in_sentence=Text({"en": f"the block of {titled.in_language('en')}"}),
            service=Text({"en": service}),
            where=Text({"en": place}),
            since=date(2025, 11, 3),
            until=date(2025, 12, 1),
            orders=(),
            justifications=(),
            powers=(),
            happenings=(),
            measurements=(),
            watches=(),
            reported=(),
            note=None,
        )
    return replace(library, blocks=blocks)


def said(
    kind: str,
    on: date,
    *outcomes: QuestionOutcome,
    details: PaperDetails,
    lacking: frozenset[str] = frozenset(),
) -> Callable[[Office, str], None]:
    """A reply with these outcomes in turn, each given to the next item."""

    def happened(office: Office, reference: str) -> None:
        sweep(office, on - timedelta(days=1))
        with office.cases.look(reference) as case:
            drafted = case_status_of(case.history, office.library).case_state.drafted
        assert drafted
        found = tuple(
            replace(outcomes[min(n, len(outcomes) - 1)], question=asked.key)
            for n, asked in enumerate(drafted.questions)
        )
        papers = [a_paper(f"{kind}.txt")]
        response = Response(kind, DaySpan.on(on), found, papers, lacking, details=details)
        take_reply(office, reference, response, by=BY)

    return happened


def outcome(
    what: Outcome, *exemptions: str, vague: VagueGround | None = None, to: str = ""
) -> QuestionOutcome:
    return QuestionOutcome("", what, exemptions, vague=vague, referred_to=to)


def noticed(event: ClockEvent, details: PaperDetails) -> Callable[[Office, str], None]:
    def happened(office: Office, reference: str) -> None:
        record_clock_event(office, reference, event, [a_paper("notice.txt")], details, by=BY)

    return happened


def silent(office: Office, reference: str) -> None:
    """Nothing came."""


def paper(number: str, dated: date, post: str, words: str) -> PaperDetails:
    return PaperDetails(number, dated, post, words)


SCENES_TO_SCORE: dict[str, Scene] = {
    "pk-silence": Scene("pk-cabinet-division", silent),
    "pk-bare-refusal": Scene(
        "pk-moitt",
        said(
            "refused",
            DECIDED,
            outcome(Outcome.REFUSED, vague=VagueGround(GroundCategory.OTHER, "being sensitive")),
            details=paper(
                "3-7/2026-RTI",
                date(2026, 6, 12),
                "Section Officer (RTI)",
                "The information sought cannot be provided, being sensitive.",
            ),
            lacking=frozenset({"exact-exception", "appeal-right", "severance"}),
        ),
    ),
    "pk-national-security": Scene(
        "pk-interior",
        said(
            "refused",
            DECIDED,
            outcome(Outcome.REFUSED, "s16-1-e", "s7-f"),
            details=paper(
                "1/41/2026-PE",
                date(2026, 6, 11),
                "Deputy Secretary (Internal Security)",
                "The record is classified and falls under sections 7(f) and 16(1)(e) of the Act.",
            ),
            lacking=frozenset({"severance"}),
        ),
    ),
    "pk-partial": Scene(
        "pk-pta",
        said(
            "partly-answered",
            DECIDED,
            outcome(Outcome.DISCLOSED),
            outcome(Outcome.PARTLY_DISCLOSED),
            outcome(Outcome.REFUSED, "s7-a", "s7-c"),
            outcome(Outcome.REFUSED, "s7-b"),
            outcome(Outcome.DISCLOSED),
            outcome(Outcome.PASSED_OVER),
            outcome(Outcome.PASSED_OVER),
            outcome(Outcome.DISCLOSED),
            details=paper(
                "LE-114/2026",
                date(2026, 6, 15),
                "Director (Law)",
                "Internal notings and minutes are excluded under section 7(a) to (c).",
            ),
        ),
    ),
    "pk-not-held": Scene(
        "pk-moitt",
        said(
            "not-held",
            DECIDED,
            outcome(Outcome.NOT_HELD),
            details=paper(
                "3-9/2026-RTI",
                date(2026, 6, 15),
                "Section Officer (RTI)",
                "No such record is available in this Ministry.",
            ),
        ),
    ),
    "pk-referred": Scene(
        "pk-pta",
        said(
            "not-held",
            DECIDED,
            outcome(Outcome.NOT_HELD),
            outcome(Outcome.REFERRED_ELSEWHERE, to="pk-interior"),
            outcome(Outcome.REFERRED_ELSEWHERE, to="pk-interior"),
            outcome(Outcome.NOT_HELD),
            outcome(Outcome.REFERRED_ELSEWHERE, to="pk-interior"),
            outcome(Outcome.NOT_HELD),
            details=paper(
                "LE-120/2026",
                date(2026, 6, 15),
                "Director (Law)",
                "The applicant may approach the Ministry of Interior.",
            ),
        ),
    ),
    "pk-sub-judice": Scene(
        "pk-interior",
        said(
            "refused",
            DECIDED,
            outcome(Outcome.REFUSED, "s16-1-i"),
            details=paper(
                "1/44/2026-PE",
                date(2026, 6, 15),
                "Deputy Secretary (Internal Security)",
                "The matter is sub judice, section 16(1)(i) of the Act.",
            ),
            lacking=frozenset({"appeal-right"}),
        ),
    ),
    "pk-late": Scene(
        "pk-pta",
        said(
            "partly-answered",
            LATE,
            outcome(Outcome.DISCLOSED),
            outcome(
                Outcome.REFUSED, vague=VagueGround(GroundCategory.PUBLIC_ORDER, "public order")
            ),
            outcome(Outcome.REFUSED, vague=VagueGround(GroundCategory.SECTION, "section 7")),
            outcome(Outcome.REFUSED, vague=VagueGround(GroundCategory.SECTION, "section 7")),
            outcome(Outcome.REFUSED, "s7-h"),
            details=paper(
                "LE-131/2026",
                date(2026, 7, 2),
                "Director (Law)",
                "The remaining items attract section 7 and public order.",
            ),
            lacking=frozenset({"severance"}),
        ),
    ),
    "pk-fee": Scene(
        "pk-pta",
        noticed(
            FeeNoticed(
                on=DaySpan.on(date(2026, 6, 12)),
                sum="Rs 18,500",
                calculation=FeeCalculation.NOT_SHOWN,
                charges=(FeeCharge.PREPAYMENT, FeeCharge.STAFF_TIME),
            ),
            paper(
                "LE-109/2026",
                date(2026, 6, 12),
                "Director (Law)",
                "Deposit Rs 18,500 for the search and copying before the record is provided.",
            ),
        ),
    ),
    "pk-transfer": Scene(
        "pk-cabinet-division",
        noticed(
            Transferred(on=DaySpan.on(date(2026, 6, 9)), to="pk-moitt"),
            paper(
                "F. 4-2/2026-RTI",
                date(2026, 6, 8),
                "Section Officer (RTI)",
                "The request is transferred to the Ministry of Information Technology and "
                "Telecommunication for direct reply.",
            ),
        ),
    ),
}


def _abroad(body: str, happened: Callable[[Office, str], None]) -> Scene:
    country = body[:2]
    return Scene(
        body,
        happened,
        f"{country}-test",
        SENT_ABROAD,
        date(2026, 5, 6),
        FILED_ABROAD,
        CAPACITIES[country],
    )


def _refusal(words: str, *exemptions: str, lacking: str = "") -> Callable[[Office, str], None]:
    return said(
        "refused",
        DECIDED_ABROAD,
        outcome(Outcome.REFUSED, *exemptions),
        details=PaperDetails("2026/0417", DECIDED_ABROAD, "Information Officer", words),
        lacking=frozenset(filter(None, [lacking])),
    )


REFUSED_ABROAD = {
    "gb-ofcom": _refusal("Section 31 applies to everything you asked for."),
    "eu-commission": _refusal("Access is refused under Article 4(1)(a)."),
    "us-fcc": _refusal("The records are withheld in full under exemption 5."),
    "in-meity": _refusal("Exempt under section 8(1)(a) of the RTI Act."),
    "lk-trcsl": _refusal("Refused on grounds of national security, section 5(1)(b)."),
    "bd-btrc": _refusal("The information cannot be given under section 7."),
}
SCENES_TO_SCORE |= {
    f"{body[:2]}-refused": _abroad(body, happened) for body, happened in REFUSED_ABROAD.items()
}
SCENES_TO_SCORE |= {f"{body[:2]}-silence": _abroad(body, silent) for body in REFUSED_ABROAD}


def written(office: Office, clock: Clock, scene: Scene) -> Iterator[tuple[str, Writer]]:
    """Yield the request, and the letter of each remedy that is open on the day of filing, with
    the name of each. What the desk asks before a letter is finalised is answered."""
    spoken = replace(office, locale=locale)
    clock.set(scene.filed)
    reference = a_request(
        spoken,
        block=scene.block,
        body=scene.body,
        on=scene.sent,
        eligibility=scene.eligibility,
    )
    received(spoken, reference, scene.received)
    lawyer = add_account(spoken, "lawyer@example.org", "Lawyer", RoleName.LAWYER).id
    for key in CHECKED:
        stated = CheckStatement(True, True, StayState.NOT_FOUND, scene.filed)
        check_authority(spoken, key, stated, by=lawyer)
    scene.happened(spoken, reference)
    sweep(spoken, scene.filed)
    with spoken.cases.look(reference) as case:
        yield "request", writer_of(spoken, case, LetterKind.REQUEST, on=scene.sent)
        status = case_status_of(case.history, spoken.library)
    # One appeal may lie through two gates.
    stages = {each.place[0]: each for each in opened(status, spoken.library)}
    for stage, each in stages.items():
        if each.opened.opens_earliest <= scene.filed:
            yield stage, _finished(spoken, reference, each.place, scene.filed)


def _finished(office: Office, reference: str, place: RemedyPlace, on: date) -> Writer:
    """Return the letter of a remedy after the places in it were filled in."""
    with office.cases.look(reference) as case:
        found = open_pleading(office, case, place, on=on)
    if said := answers(found, "That is not known to the person who files."):
        change = fill_places(said)
        change_pleading(office, reference, found.place, found.edits.version, change, by=BY)
    with office.cases.look(reference) as case:
        return writer_of(office, case, LetterKind.APPEAL, place, on=on)
