"""Scenes of letters that two further readers scored.

They are petitions to the High Court of Pakistan, an appeal with changed sentences, and a refusal
abroad under a section that is not in the library.

Pakistan: sent on Tuesday 30 June 2026, received on Thursday 2 July. Ten working days from 3 July
end on Thursday 16 July, or on Tuesday 21 July if offices close on Fridays. An appeal of 10 August
is within thirty days of both. Sixty days from 11 August end on Friday 9 October, or on Monday 12
October if offices close on Fridays.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from tests.abroad import by_hand, case_status
from tests.offices import BY, a_paper, the_library, with_body
from tests.services.letters.scenes_to_score import Scene, outcome, paper, said, silent
from tracker.domain.base.days import DaySpan, Span
from tracker.domain.base.terms import Channel, DecisionOutcome
from tracker.domain.base.text import Text
from tracker.domain.case.paper_details import PaperDetails
from tracker.domain.events.proceedings.hearing_fixed import HearingFixed
from tracker.domain.law.body import BodyState, Condition
from tracker.domain.law.outcome import Outcome, QuestionOutcome, TypedSection
from tracker.domain.library import Library
from tracker.services.cases.appealing import file_appeal, record_decision
from tracker.services.cases.silence import sweep
from tracker.services.core.office import Office
from tracker.services.core.recording import record
from tracker.services.letters.remedies import unused

SENT, RECEIVED = date(2026, 6, 30), date(2026, 7, 2)
REPLIED, APPEALED = date(2026, 7, 14), date(2026, 8, 10)
ORDERED = date(2026, 9, 28)
AFTER_ORDER, AFTER_SILENCE = date(2026, 10, 19), date(2026, 11, 2)

Happened = Callable[[Office, str], None]


def appealed(first: Happened, then: Happened = silent) -> Happened:
    """Begin with `first`, then file an appeal to the Commission, then go through `then`."""

    def happened(office: Office, reference: str) -> None:
        first(office, reference)
        sweep(office, APPEALED)
        place = unused(case_status(office, reference), office.library)[-1].place
        file_appeal(office, reference, by_hand(APPEALED), remedy=place, by=BY)
        then(office, reference)

    return happened


def decided(
    what: DecisionOutcome, details: PaperDetails, comply_by: date | None = None
) -> Happened:
    """A decision of the Commission on the appeal, received on its own date."""

    def happened(office: Office, reference: str) -> None:
        papers = [a_paper("order.txt")]
        assert details.dated
        on = details.dated
        record_decision(office, reference, on, what, papers, comply_by, details=details, by=BY)

    return happened


def heard(noticed: date, on: date) -> Happened:
    """A notice of the Commission of a hearing."""

    def happened(office: Office, reference: str) -> None:
        fixed = HearingFixed(on=DaySpan.on(noticed), appeal=0, hearing=on)
        record(office, reference, fixed, [a_paper("hearing.txt")], by=BY)

    return happened


@dataclass(frozen=True, slots=True)
class Vacant(Scene):
    """A scene in which the Commission has had no members since a day."""

    since: date = date(2026, 9, 1)

    def library(self) -> Library:
        shipped = the_library()
        body = shipped.bodies["pk-pic"]
        words = Text({"en": "The Commission has no members.", "ur": "کمیشن میں کوئی رکن نہیں۔"})
        vacant = BodyState(Span(self.since, None), words, body.source, Condition.WITHOUT_MEMBERS)
        return with_body(shipped, replace(body, states=(vacant,)))


@dataclass(frozen=True, slots=True)
class Elsewhere(Scene):
    """A scene in a country without a block in the library of tests."""

    def library(self) -> Library:
        shipped = the_library()
        block = replace(
            shipped.block("pk-x-2024"),
            key=self.block,
            country=self.body[:2],
            bodies=(),
            title=Text({"en": "A messaging service in Kenya"}),
            in_sentence=Text({"en": "the block of a messaging service in Kenya"}),
            service=Text({"en": "a messaging service"}),
            where=Text({"en": "Kenya"}),
            since=date(2026, 3, 2),
            until=date(2026, 3, 16),
            orders=(),
            justifications=(),
            powers=(),
            happenings=(),
            measurements=(),
            watches=(),
            reported=(),
            note=None,
        )
        return replace(shipped, blocks=dict(shipped.blocks) | {self.block: block})


def _filed(
    body: str,
    happened: Happened,
    filed: date,
    filled: Mapping[str, str],
    without_items: tuple[int, ...] = (),
) -> Scene:
    return Scene(
        body,
        happened,
        sent=SENT,
        received=RECEIVED,
        filed=filed,
        channels=(Channel.COURIER,),
        filled=filled,
        without_items=without_items,
    )


# The places that the lawyer of these scenes fills in.
SEATS = {
    "parties:jurisdiction:facts": "Each respondent has its office in Islamabad, within the "
    "territorial jurisdiction of this Court."
}
UNDECIDED = {
    **SEATS,
    "steps:demand": "On 19 October 2026 the petitioner asked the Pakistan Information Commission "
    "in writing to decide the appeal, and received no answer.",
}
AFTER_DISMISSAL = {
    **SEATS,
    "ground:petition-unanswered:1": "The order says nothing on the grounds of the appeal that "
    "rest on sections 13(2)(b)(iv) and 16(1)(a)(i).",
    "steps:proof": "The second respondent filed no declaration under section 7(f) "
    "and no affidavit, and the order names no document on which it rests.",
}
AFTER_PARTIAL_ORDER = {
    **SEATS,
    "decision:7": "Items 6, 7 and 8 were supplied under it on 9 October 2026.",
    "ground:petition-unanswered:1": "The order says nothing on the ground of the appeal that "
    "the exclusions of section 7(a) and (b) end with the final decision.",
    "steps:proof": "The second respondent filed its reply to the request again and "
    "no other document, and the order rests on that reply.",
}


REFUSAL = said(
    "refused",
    REPLIED,
    outcome(Outcome.REFUSED, "s7-f", "s16-1-e"),
    details=paper(
        "1/48/2026-PE",
        date(2026, 7, 13),
        "Deputy Secretary (Internal Security)",
        "The record is classified. Sections 7(f) and 16(1)(e) of the Act apply.",
    ),
    lacking=frozenset({"severance", "appeal-right"}),
)
IN_PART = said(
    "partly-answered",
    REPLIED,
    outcome(Outcome.DISCLOSED),
    outcome(Outcome.REFUSED, "s7-a"),
    outcome(Outcome.REFUSED, "s7-b"),
    outcome(Outcome.DISCLOSED),
    outcome(Outcome.REFUSED, "s7-h"),
    outcome(Outcome.PASSED_OVER),
    details=paper(
        "3-14/2026-RTI",
        date(2026, 7, 14),
        "Section Officer (RTI)",
        "Items 1 and 4 are enclosed. Item 2 is noting and item 3 minutes, section 7(a) and (b). "
        "Item 5 came from the company, section 7(h).",
    ),
)
NOT_HELD = said(
    "not-held",
    REPLIED,
    outcome(Outcome.NOT_HELD),
    details=paper(
        "F. 6-9/2026-RTI",
        date(2026, 7, 13),
        "Section Officer (RTI)",
        "No such record is available in this Division.",
    ),
)
NOT_HELD_BY_PTA = said(
    "not-held",
    REPLIED,
    outcome(Outcome.NOT_HELD),
    details=paper(
        "PTA/RTI/2026/98",
        date(2026, 7, 13),
        "Deputy Director (RTI)",
        "No record as requested exists with the Authority.",
    ),
)
OWN_SECTION = QuestionOutcome(
    "",
    Outcome.REFUSED,
    section=TypedSection("section 3 of the Official Secrets Act", "prejudicial to the Republic"),
)

SCENES_OF_PETITIONS: dict[str, Scene] = {
    "01-petition-after-silence": _filed("pk-pta", appealed(silent), AFTER_SILENCE, UNDECIDED),
    "02-petition-after-dismissal": _filed(
        "pk-interior",
        appealed(
            REFUSAL,
            decided(
                DecisionOutcome.DISMISSED,
                PaperDetails(
                    "Appeal No. 4417-08/26",
                    ORDERED,
                    "Chief Information Commissioner",
                    "The Commission has no reason to doubt that the record is classified. The "
                    "appeal is dismissed.",
                ),
            ),
        ),
        AFTER_ORDER,
        AFTER_DISMISSAL,
    ),
    "03-petition-after-partial-order": _filed(
        "pk-moitt",
        appealed(
            IN_PART,
            decided(
                DecisionOutcome.PARTLY_ALLOWED,
                PaperDetails(
                    "4423-08/26",
                    ORDERED,
                    "Information Commissioner",
                    "The Ministry shall supply items 6, 7 and 8 within ten working days. As to "
                    "items 2, 3 and 5 the appeal is dismissed.",
                ),
                date(2026, 10, 12),
            ),
        ),
        AFTER_ORDER,
        AFTER_PARTIAL_ORDER,
        (6, 7, 8),
    ),
    "04-petition-vacancy": Vacant(
        "pk-cabinet-division",
        appealed(NOT_HELD),
        "pk-wikipedia-2023",
        SENT,
        RECEIVED,
        AFTER_SILENCE,
        channels=(Channel.COURIER,),
        filled=SEATS,
    ),
    "05-appeal-after-silence": _filed("pk-interior", silent, APPEALED, {}),
    "06-kenya-typed-section": Elsewhere(
        "ke-ca",
        said(
            "refused",
            date(2026, 7, 20),
            OWN_SECTION,
            details=paper(
                "CA/LEG/2026/118",
                date(2026, 7, 17),
                "Director, Legal Services",
                "The documents fall under section 3 of the Official Secrets Act. Their release "
                "would be prejudicial to the Republic.",
            ),
            lacking=frozenset(),
        ),
        "ke-test",
        SENT,
        RECEIVED,
        date(2026, 8, 3),
        channels=(Channel.COURIER,),
    ),
    "07-petition-vacancy-regulator": Vacant(
        "pk-pta",
        appealed(NOT_HELD_BY_PTA),
        "pk-x-2024",
        SENT,
        RECEIVED,
        AFTER_SILENCE,
        channels=(Channel.COURIER,),
        filled=SEATS,
    ),
    "08-petition-vacancy-silence": Vacant(
        "pk-interior",
        appealed(silent),
        "pk-x-2024",
        SENT,
        RECEIVED,
        AFTER_SILENCE,
        channels=(Channel.COURIER,),
        filled=SEATS,
    ),
    "09-kenya-national-security": Elsewhere(
        "ke-ca",
        said(
            "refused",
            date(2026, 7, 20),
            outcome(Outcome.REFUSED, "s6-1-a"),
            details=paper(
                "CA/LEG/2026/119",
                date(2026, 7, 17),
                "Director, Legal Services",
                "The records fall under section 6(1)(a) of the Act and are declined.",
            ),
        ),
        "ke-test",
        SENT,
        RECEIVED,
        date(2026, 8, 3),
        channels=(Channel.COURIER,),
    ),
}
