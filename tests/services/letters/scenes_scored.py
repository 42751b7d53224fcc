"""Scenes of letters that two readers scored. docs/letters.md shows their pages as pictures.

Pakistan: sent on Wednesday 7 October 2026, received on Friday 9 October. Ten working days from 12
October end on Friday 23 October, or on Tuesday 27 October in weeks of four days. Filed on 18
November.
"""

from collections.abc import Callable
from datetime import date

from tests.services.letters.scenes_to_score import (
    CHECKED,
    Abroad,
    Scene,
    noticed,
    outcome,
    paper,
    said,
    silent,
)
from tracker.domain.base.days import DaySpan
from tracker.domain.base.terms import Channel, FeeCalculation, FeeCharge
from tracker.domain.events.clock.fee_noticed import FeeNoticed
from tracker.domain.events.clock.transferred import Transferred
from tracker.domain.law.outcome import GroundCategory, Outcome, VagueGround
from tracker.services.core.office import Office

# The decisions that a lawyer has checked in these scenes.
CHECKED_HERE = (*CHECKED, "eu-02", "pk-20")
SENT, RECEIVED, FILED = date(2026, 10, 7), date(2026, 10, 9), date(2026, 11, 18)
DECIDED, LATE = date(2026, 10, 22), date(2026, 11, 16)


def _filed(body: str, happened: Callable[[Office, str], None], block: str = "pk-x-2024") -> Scene:
    return Scene(body, happened, block, SENT, RECEIVED, FILED, channels=(Channel.COURIER,))


SENSITIVE = VagueGround(GroundCategory.SENSITIVE, "of a sensitive nature")
CLASSIFIED = VagueGround(GroundCategory.CONFIDENTIAL, "a classified matter")
SECTION_16 = VagueGround(GroundCategory.SECTION, "section 16")
SECURITY = VagueGround(GroundCategory.OTHER, "the interest of security")

SCENES_SCORED: dict[str, Scene] = {
    "pk-silence": _filed("pk-moitt", silent),
    "pk-bare-refusal": _filed(
        "pk-interior",
        said(
            "refused",
            DECIDED,
            outcome(Outcome.REFUSED, vague=SENSITIVE),
            details=paper(
                "7/31/2026-Coord",
                date(2026, 10, 21),
                "Section Officer (Coordination)",
                "The matter is of a sensitive nature and the request cannot be acceded to.",
            ),
            lacking=frozenset({"exact-exception", "appeal-right", "severance"}),
        ),
    ),
    "pk-national-security": _filed(
        "pk-pta",
        said(
            "refused",
            DECIDED,
            outcome(Outcome.REFUSED, "s16-1-e", "s7-f"),
            details=paper(
                "PTA/LA/2026/77",
                date(2026, 10, 21),
                "Director (Legal Affairs)",
                "All items fall under sections 7(f) and 16(1)(e) of the Act and are declined.",
            ),
            lacking=frozenset({"severance", "appeal-right"}),
        ),
    ),
    "pk-partial": _filed(
        "pk-interior",
        said(
            "partly-answered",
            DECIDED,
            outcome(Outcome.DISCLOSED),
            outcome(Outcome.REFUSED, "s16-1-e"),
            outcome(Outcome.REFUSED, "s7-a"),
            outcome(Outcome.REFUSED, "s7-b"),
            outcome(Outcome.DISCLOSED),
            outcome(Outcome.PASSED_OVER),
            outcome(Outcome.PASSED_OVER),
            outcome(Outcome.DISCLOSED),
            details=paper(
                "7/32/2026-Coord",
                date(2026, 10, 22),
                "Deputy Secretary (Coordination)",
                "Items 1, 5 and 8 are enclosed. Item 2 is exempt under section 16(1)(e), item 3 "
                "under section 7(a) and item 4 under section 7(b).",
            ),
        ),
    ),
    "pk-not-held": _filed(
        "pk-moitt",
        said(
            "not-held",
            DECIDED,
            outcome(Outcome.NOT_HELD),
            details=paper(
                "5-14/2026-RTI",
                date(2026, 10, 21),
                "Section Officer (RTI)",
                "This Ministry does not hold the requested record.",
            ),
        ),
    ),
    "pk-referred": _filed(
        "pk-interior",
        said(
            "not-held",
            DECIDED,
            outcome(Outcome.REFERRED_ELSEWHERE, to="pk-pta"),
            outcome(Outcome.NOT_HELD),
            outcome(Outcome.NOT_HELD),
            outcome(Outcome.NOT_HELD),
            outcome(Outcome.REFERRED_ELSEWHERE, to="pk-pta"),
            outcome(Outcome.REFERRED_ELSEWHERE, to="pk-pta"),
            outcome(Outcome.NOT_HELD),
            details=paper(
                "7/33/2026-Coord",
                date(2026, 10, 22),
                "Section Officer (Coordination)",
                "Items 1, 5 and 6 relate to the Pakistan Telecommunication Authority and may be "
                "sought there. The remaining items are not available in this Ministry.",
            ),
        ),
    ),
    "pk-sub-judice": _filed(
        "pk-cabinet-division",
        said(
            "refused",
            DECIDED,
            outcome(Outcome.REFUSED, "s16-1-i"),
            details=paper(
                "F. 9-5/2026-RTI",
                date(2026, 10, 22),
                "Section Officer (RTI)",
                "The matter is sub judice, hence exempt under section 16(1)(i).",
            ),
            lacking=frozenset({"severance", "appeal-right"}),
        ),
    ),
    "pk-late": _filed(
        "pk-moitt",
        said(
            "partly-answered",
            LATE,
            outcome(Outcome.DISCLOSED),
            outcome(Outcome.REFUSED, "s7-f"),
            outcome(Outcome.REFUSED, vague=SECTION_16),
            outcome(Outcome.REFUSED, vague=CLASSIFIED),
            outcome(Outcome.REFUSED, "s7-b"),
            outcome(Outcome.REFUSED, vague=SECURITY),
            details=paper(
                "5-16/2026-RTI",
                date(2026, 11, 13),
                "Section Officer (RTI)",
                "Item 1 is enclosed. Item 2 is covered by section 7(f), item 3 by section 16 and "
                "item 5 by section 7(b). Item 4 is a classified matter, and items 6 to 8 are "
                "withheld in the interest of security.",
            ),
            lacking=frozenset({"severance", "appeal-right"}),
        ),
    ),
    "pk-fee": _filed(
        "pk-pta",
        noticed(
            FeeNoticed(
                on=DaySpan.on(date(2026, 10, 22)),
                sum="Rs 9,500",
                calculation=FeeCalculation.SHOWN,
                charges=(FeeCharge.PREPAYMENT,),
            ),
            paper(
                "PTA/RTI/2026/141",
                date(2026, 10, 20),
                "Deputy Director (RTI)",
                "190 pages at Rs 50 a page, Rs 9,500, to be paid before copies are made.",
            ),
        ),
        block="pk-tiktok-2021-07",
    ),
    "pk-transfer": _filed(
        "pk-cabinet-division",
        noticed(
            Transferred(on=DaySpan.on(date(2026, 10, 15)), to="pk-interior"),
            paper(
                "F. 9-6/2026-RTI",
                date(2026, 10, 14),
                "Section Officer (RTI)",
                "The application is passed on to the Ministry of Interior, being the concerned "
                "Ministry.",
            ),
        ),
    ),
}


ABROAD = Abroad(
    sent=date(2026, 6, 1),
    received=date(2026, 6, 3),
    decided=date(2026, 6, 16),
    filed=date(2026, 6, 25),
    filed_after_silence=date(2026, 7, 22),
    services={
        "gb": "Ferrymail",
        "eu": "Kitevideo",
        "us": "Larkroom",
        "in": "Kitevideo",
        "lk": "Larkroom",
        "bd": "Ferrymail",
    },
    since=date(2026, 1, 12),
    until=date(2026, 4, 17),
    number="2026/0617-R",
    dated=date(2026, 6, 15),
    post="Records Officer",
    channels=(Channel.COURIER,),
)


ANSWERED_ABROAD = {
    "gb-dsit": ABROAD.answer(
        "refused",
        "All the information is exempt under section 24 and section 35(1)(a).",
        outcome(Outcome.REFUSED, "s24", "s35"),
        lacking=("why-it-applies", "public-interest"),
    ),
    "eu-commission": ABROAD.answer(
        "refused",
        "Access to all documents is refused under the third indent of Article 4(2).",
        outcome(Outcome.REFUSED, "art4-2-investigations"),
    ),
    "us-doj": ABROAD.answer(
        "refused",
        "All records are withheld in full under exemptions 5 and 7(A).",
        outcome(Outcome.REFUSED, "b5", "b7-A"),
        lacking=("foreseeable-harm", "segregation", "volume", "dispute-resolution", "allocation"),
        on=date(2026, 6, 15),  # the law counts from the date that the decision bears
    ),
    "in-trai": ABROAD.answer(
        "refused",
        "The information is exempt under section 8(1)(d) and (h).",
        outcome(Outcome.REFUSED, "s8-1-d", "s8-1-h"),
        lacking=("reasons", "severance"),
    ),
    "lk-trcsl": ABROAD.answer(
        "refused",
        "The request is refused under section 5(1)(b)(i) of the Act.",
        outcome(Outcome.REFUSED, "s5-1-b-i"),
        lacking=("appeal-right", "severance"),
    ),
    "bd-ncsa": ABROAD.answer(
        "refused",
        "The information cannot be given under section 7(a) and (m).",
        outcome(Outcome.REFUSED, "s7-a", "s7-m"),
        lacking=("reasons", "prior-approval"),
    ),
}
SCENES_SCORED |= dict(ABROAD.scenes(ANSWERED_ABROAD))
