"""Scenes from which tests write letters of every kind, and what a scene is.

Pakistan: sent on Monday 3 August 2026, received on Wednesday 5 August. Ten working days from 6
August end on Thursday 20 August, as offices are closed on the 14th. Filed on 15 September.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache

from tests.abroad import CAPACITIES, library_abroad
from tests.offices import BY, Clock, a_paper, a_request, received, the_library
from tests.ready_made import ready_made
from tests.services.letters.filled_places import answers
from tracker.domain.base.days import DaySpan
from tracker.domain.base.terms import Channel, FeeCalculation, FeeCharge
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
from tracker.services.letters.editing import change_pleading, leave_out_item, open_pleading
from tracker.services.letters.filling import fill_places
from tracker.services.letters.letter_facts import Writer, writer_of
from tracker.services.letters.remedies import RemedyPlace, unused
from tracker.services.people.accounts import add_account
from tracker.services.ports.people import RoleName
from tracker.services.ports.workbook import OpenedDocument, StayState
from tracker.translations import locale

SENT, RECEIVED, FILED = date(2026, 8, 3), date(2026, 8, 5), date(2026, 9, 15)
DECIDED, LATE = date(2026, 8, 18), date(2026, 9, 11)
CHECKED = (
    *("pk-01", "pk-02", "pk-03", "pk-04", "pk-05", "pk-06", "pk-08", "pk-10", "pk-11", "pk-12"),
    *(
        "pk-13",
        "pk-14",
        "pk-23",
        "pk-25",
        "pk-costs",
        "pk-c5",
        "pk-c6",
        "in-01",
        "in-02",
        "in-04",
        "lk-01",
        "gb-01",
    ),
    *("us-01", "int-02"),
)


@dataclass(frozen=True, slots=True)
class InventedBlock:
    """The block of a scene abroad: a service, and the first and the last day."""

    service: str
    since: date
    until: date


@dataclass(frozen=True, slots=True)
class Scene:
    """One request and its history.

    `happened` is called after receipt. `filled` has the words that a lawyer fills in, by the key
    of the row, and `without_items` the numbers of the items that the lawyer leaves out of the
    letter.
    """

    body: str
    happened: Callable[[Office, str], None]
    block: str = "pk-x-2024"
    sent: date = SENT
    received: date = RECEIVED
    filed: date = FILED
    eligibility: str = "citizen"
    channels: tuple[Channel, ...] = ()
    invented: InventedBlock | None = None
    filled: Mapping[str, str] = field(default_factory=dict)
    without_items: tuple[int, ...] = ()

    def library(self) -> Library:
        """Return the library, with the block of a scene abroad."""
        if self.invented is None:
            return the_library()
        return _library_abroad(self.block, self.invented)


_PLACES = {
    "gb": "the United Kingdom",
    "eu": "the European Union",
    "us": "the United States",
    "in": "India",
    "lk": "Sri Lanka",
    "bd": "Bangladesh",
}


@cache
def _library_abroad(key: str, invented: InventedBlock) -> Library:
    library, service, place = library_abroad(), invented.service, _PLACES[key[:2]]
    titled = Text({"en": f"{service} in {place}"})
    block = replace(
        library.blocks[key],
        title=Text({"en": f"{service[0].upper()}{service[1:]} in {place}"}),
        in_sentence=Text({"en": f"the block of {titled.in_language('en')}"}),
        service=Text({"en": service}),
        where=Text({"en": place}),
        since=invented.since,
        until=invented.until,
        orders=(),
        justifications=(),
        powers=(),
        happenings=(),
        measurements=(),
        watches=(),
        reported=(),
        note=None,
    )
    return replace(library, blocks=dict(library.blocks) | {key: block})


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


SENSITIVE = VagueGround(GroundCategory.OTHER, "secret")
SECURITY = VagueGround(GroundCategory.OTHER, "reasons of state security")
SECTION_16 = VagueGround(GroundCategory.SECTION, "section 16")
SECTION_7_OF_BD = VagueGround(GroundCategory.SECTION, "section 7")

SCENES_TO_SCORE: dict[str, Scene] = {
    "pk-silence": Scene("pk-interior", silent),
    "pk-bare-refusal": Scene(
        "pk-cabinet-division",
        said(
            "refused",
            DECIDED,
            outcome(Outcome.REFUSED, vague=SENSITIVE),
            details=paper(
                "F. 6-3/2026-RTI",
                date(2026, 8, 14),
                "Section Officer (RTI)",
                "I am directed to state that the record is secret and cannot be shared.",
            ),
            lacking=frozenset({"exact-exception", "appeal-right", "severance"}),
        ),
        block="pk-wikipedia-2023",
    ),
    "pk-national-security": Scene(
        "pk-pta",
        said(
            "refused",
            DECIDED,
            outcome(Outcome.REFUSED, "s16-1-e", "s7-e"),
            details=paper(
                "LE-212/2026",
                date(2026, 8, 17),
                "Director (Law)",
                "The request is declined under sections 7(e) and 16(1)(e).",
            ),
            lacking=frozenset({"severance", "appeal-right"}),
        ),
    ),
    "pk-partial": Scene(
        "pk-moitt",
        said(
            "partly-answered",
            DECIDED,
            outcome(Outcome.DISCLOSED),
            outcome(Outcome.DISCLOSED),
            outcome(Outcome.REFUSED, "s7-a"),
            outcome(Outcome.REFUSED, "s7-b"),
            outcome(Outcome.PASSED_OVER),
            outcome(Outcome.REFUSED, "s7-h"),
            outcome(Outcome.PASSED_OVER),
            outcome(Outcome.DISCLOSED),
            details=paper(
                "3-21/2026-RTI",
                date(2026, 8, 18),
                "Section Officer (RTI)",
                "The notes and minutes are exempt under section 7(a) and (b), and correspondence "
                "with the company under section 7(h).",
            ),
        ),
    ),
    "pk-not-held": Scene(
        "pk-cabinet-division",
        said(
            "not-held",
            DECIDED,
            outcome(Outcome.NOT_HELD),
            details=paper(
                "F. 6-4/2026-RTI",
                date(2026, 8, 18),
                "Section Officer (RTI)",
                "The requested record is not available with this Division.",
            ),
        ),
    ),
    "pk-referred": Scene(
        "pk-moitt",
        said(
            "not-held",
            DECIDED,
            outcome(Outcome.REFERRED_ELSEWHERE, to="pk-pta"),
            outcome(Outcome.NOT_HELD),
            outcome(Outcome.REFERRED_ELSEWHERE, to="pk-pta"),
            outcome(Outcome.REFERRED_ELSEWHERE, to="pk-pta"),
            outcome(Outcome.REFERRED_ELSEWHERE, to="pk-pta"),
            outcome(Outcome.REFERRED_ELSEWHERE, to="pk-pta"),
            outcome(Outcome.NOT_HELD),
            details=paper(
                "3-22/2026-RTI",
                date(2026, 8, 17),
                "Section Officer (RTI)",
                "Items 2, 7 and 8 are not held here. As to the rest, the applicant may approach "
                "the Pakistan Telecommunication Authority.",
            ),
        ),
    ),
    "pk-sub-judice": Scene(
        "pk-pta",
        said(
            "refused",
            DECIDED,
            outcome(Outcome.REFUSED, "s16-1-i"),
            details=paper(
                "LE-214/2026",
                date(2026, 8, 18),
                "Director (Law)",
                "The subject is before the superior courts; section 16(1)(i) is attracted.",
            ),
            lacking=frozenset({"severance"}),
        ),
    ),
    "pk-late": Scene(
        "pk-interior",
        said(
            "partly-answered",
            LATE,
            outcome(Outcome.DISCLOSED),
            outcome(Outcome.REFUSED, "s7-f"),
            outcome(Outcome.REFUSED, vague=SECTION_16),
            outcome(Outcome.REFUSED, vague=SECURITY),
            details=paper(
                "1/60/2026-PE",
                date(2026, 9, 9),
                "Deputy Secretary (Internal Security)",
                "Item 1 is enclosed. Item 2 is classified under section 7(f). Item 3 is covered "
                "by section 16, and the rest is withheld for reasons of state security.",
            ),
            lacking=frozenset({"severance", "appeal-right"}),
        ),
    ),
    "pk-fee": Scene(
        "pk-moitt",
        noticed(
            FeeNoticed(
                on=DaySpan.on(date(2026, 8, 17)),
                sum="Rs 7,450",
                calculation=FeeCalculation.SHOWN,
                charges=(FeeCharge.PREPAYMENT,),
            ),
            paper(
                "3-20/2026-RTI",
                date(2026, 8, 13),
                "Section Officer (RTI)",
                "149 pages at Rs 50 each, Rs 7,450, payable in advance.",
            ),
        ),
    ),
    "pk-transfer": Scene(
        "pk-pta",
        noticed(
            Transferred(on=DaySpan.on(date(2026, 8, 12)), to="pk-interior"),
            paper(
                "LE-209/2026",
                date(2026, 8, 10),
                "Director (Law)",
                "The request has been forwarded to the Ministry of Interior for disposal.",
            ),
        ),
    ),
}


@dataclass(frozen=True, slots=True)
class Abroad:
    """Scenes abroad: their days, an invented service for each country, and what every answer has:
    a number, a date and the post that signed it."""

    sent: date
    received: date
    decided: date
    filed: date
    filed_after_silence: date
    services: Mapping[str, str]
    since: date
    until: date
    number: str
    dated: date
    post: str
    channels: tuple[Channel, ...] = ()

    def answer(
        self,
        kind: str,
        words: str,
        *outcomes: QuestionOutcome,
        lacking: tuple[str, ...] = (),
        on: date | None = None,
    ) -> Callable[[Office, str], None]:
        """A reply with these words, on the usual day unless another is given."""
        details = paper(self.number, self.dated, self.post, words)
        came = on or self.decided
        return said(kind, came, *outcomes, details=details, lacking=frozenset(lacking))

    def scenes(
        self, answered: Mapping[str, Callable[[Office, str], None]]
    ) -> Iterator[tuple[str, Scene]]:
        """Yield for each body a scene with its answer, and one in which nothing came."""
        for body, happened in answered.items():
            yield f"{body[:2]}-refused", self._scene(body, happened, self.filed)
            yield f"{body[:2]}-silence", self._scene(body, silent, self.filed_after_silence)

    def _scene(self, body: str, happened: Callable[[Office, str], None], filed: date) -> Scene:
        country = body[:2]
        return Scene(
            body,
            happened,
            f"{country}-test",
            self.sent,
            self.received,
            filed,
            CAPACITIES[country],
            self.channels,
            InventedBlock(self.services[country], self.since, self.until),
        )


ABROAD = Abroad(
    sent=date(2026, 6, 29),
    received=date(2026, 7, 1),
    decided=date(2026, 7, 14),
    filed=date(2026, 7, 23),
    filed_after_silence=date(2026, 8, 12),
    services={
        "gb": "an online forum",
        "eu": "a news website",
        "us": "a video service",
        "in": "a social network",
        "lk": "a messaging service",
        "bd": "a social network",
    },
    since=date(2026, 2, 9),
    until=date(2026, 3, 20),
    number="RTI/2026/77",
    dated=date(2026, 7, 13),
    post="Head of the information unit",
)


ANSWERED_ABROAD = {
    "gb-dsit": ABROAD.answer(
        "refused",
        "The information is exempt under section 24.",
        outcome(Outcome.REFUSED, "s24"),
        lacking=("why-it-applies", "public-interest"),
    ),
    "eu-commission": ABROAD.answer(
        "refused",
        "Access is refused under the second subparagraph of Article 4(3).",
        outcome(Outcome.REFUSED, "art4-3-2"),
    ),
    "us-doj": ABROAD.answer(
        "refused",
        "The records are withheld in full under exemption 5.",
        outcome(Outcome.REFUSED, "b5"),
        lacking=("foreseeable-harm", "segregation"),
        on=date(2026, 7, 13),  # the law counts from the date that the decision bears
    ),
    "in-mha": ABROAD.answer(
        "refused",
        "Exempt under section 8(1)(a) and (h) of the RTI Act.",
        outcome(Outcome.REFUSED, "s8-1-a", "s8-1-h"),
        lacking=("appeal-right",),
    ),
    "lk-mod": ABROAD.answer(
        "refused",
        "Refused under section 5(1)(b), national security.",
        outcome(Outcome.REFUSED, "s5-1-b"),
        lacking=("appeal-right",),
    ),
    "bd-moha": ABROAD.answer(
        "refused",
        "The information cannot be given under section 7.",
        outcome(Outcome.REFUSED, vague=SECTION_7_OF_BD),
        lacking=("reasons", "prior-approval"),
    ),
}
SCENES_TO_SCORE |= dict(ABROAD.scenes(ANSWERED_ABROAD))


@ready_made
def authorities_checked(office: Office, keys: tuple[str, ...], on: date) -> None:
    """A lawyer who checked the authorities with these keys on a day."""
    lawyer = add_account(office, "lawyer@example.org", "Lawyer", RoleName.LAWYER).id
    stated = CheckStatement(OpenedDocument.ITSELF, True, StayState.NOT_FOUND, on)
    for key in keys:
        check_authority(office, key, stated, by=lawyer)


def written(
    office: Office, clock: Clock, scene: Scene, checked: Sequence[str] = CHECKED
) -> Iterator[tuple[str, Writer]]:
    """Yield the request, and the letter of each remedy that is open on the day of filing, with
    the name of each. What the desk asks before a letter is finalised is answered, and a lawyer has
    checked the authorities with these keys."""
    spoken = replace(office, locale=locale)
    clock.set(scene.filed)
    authorities_checked(spoken, tuple(checked), scene.filed)
    reference = a_request(
        spoken,
        block=scene.block,
        body=scene.body,
        on=scene.sent,
        eligibility=scene.eligibility,
        channels=scene.channels,
    )
    received(spoken, reference, scene.received)
    scene.happened(spoken, reference)
    sweep(spoken, scene.filed)
    with spoken.cases.look(reference) as case:
        yield "request", writer_of(spoken, case, LetterKind.REQUEST, on=scene.sent)
        status = case_status_of(case.history, spoken.library)
    # One appeal may lie both for silence and against a decision.
    stages = {each.place[0]: each for each in unused(status, spoken.library)}
    for stage, each in stages.items():
        if each.opened.opens_earliest <= scene.filed:
            yield stage, _finished(spoken, reference, each.place, scene)


def _finished(office: Office, reference: str, place: RemedyPlace, scene: Scene) -> Writer:
    """Return the letter of a remedy, without the omitted items and with its places filled in."""
    on = scene.filed
    for number in scene.without_items:
        with office.cases.look(reference) as case:
            found = open_pleading(office, case, place, on=on)
        without = found.writer.drafted.questions[number - 1].key
        change = leave_out_item(found, without)
        change_pleading(office, reference, found.place, found.edits.version, change, by=BY)
    with office.cases.look(reference) as case:
        found = open_pleading(office, case, place, on=on)
    if said := answers(found, "That is not known to the person who files."):
        known = {
            key: {at: scene.filled.get(key, w) for at, w in said[key].items()} for key in said
        }
        change = fill_places(known)
        change_pleading(office, reference, found.place, found.edits.version, change, by=BY)
    with office.cases.look(reference) as case:
        return writer_of(office, case, LetterKind.APPEAL, place, on=on)
