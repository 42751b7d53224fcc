"""Published records of each kind, made through the use cases, for tests of the public pages."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from functools import partial
from itertools import product
from typing import Any

import lxml.html
from flask.testing import FlaskClient

from tests.offices import AYESHA, BY, a_paper, a_request, received, told
from tests.ready_made import made_once, ready_made
from tests.web.browser import PUBLIC_URL, an_app
from tracker.domain.base.days import DaySpan
from tracker.domain.base.terms import Channel, WithheldBecause
from tracker.domain.case.case_state import case_state_of
from tracker.domain.case.request import Applicant, Filing
from tracker.domain.law.outcome import GroundCategory, QuestionOutcome, TypedSection, VagueGround
from tracker.domain.law.questions import Outcome
from tracker.domain.library import Library
from tracker.services.cases.appealing import file_appeal
from tracker.services.cases.receiving import Response, correct, note_extension, take_reply
from tracker.services.cases.silence import sweep
from tracker.services.core.office import Office
from tracker.services.core.recording import SendingDetails
from tracker.services.publishing.publishing import (
    Publication,
    publish_entries,
    publishable,
    withhold,
)
from tracker.web.record.body.body import body_page

TOLD = date(2024, 5, 2)


@ready_made
def show(
    office: Office,
    reference: str,
    texts: Sequence[tuple[str, str]] = (),
    on: date | None = TOLD,
) -> str:
    """Send the notices on a day, and publish everything of a request that can be shown; its
    reference."""
    if on:
        told(office, reference, on)
    with office.cases.look(reference) as case:
        entries = tuple(entry.seq for entry in publishable(case.history))
    publish_entries(office, reference, Publication(entries, list(texts), True), by=BY)
    return reference


def replied(
    office: Office,
    reference: str,
    kind: str,
    on: date,
    choose: Callable[[int], Outcome],
    exemptions: tuple[str, ...] = (),
    lacking: frozenset[str] = frozenset(),
) -> None:
    """A reply on a day, with one outcome for each question."""
    outcomes = tuple(
        QuestionOutcome(key, choose(place), exemptions if choose(place) is Outcome.REFUSED else ())
        for place, key in enumerate(questions(office, reference))
    )
    response = Response(kind, DaySpan.on(on), outcomes, [a_paper("reply.txt")], lacking)
    take_reply(office, reference, response, by=BY)


def questions(office: Office, reference: str) -> tuple[str, ...]:
    """The keys of what a request asks."""
    with office.cases.look(reference) as case:
        drafted = case_state_of(case.history).drafted
    assert drafted is not None
    return tuple(asked.key for asked in drafted.questions)


@ready_made
def a_silence(office: Office, applicant: Applicant = AYESHA) -> str:
    """Received on 18 March 2024 and never answered: overdue and silent, shown."""
    reference = a_request(office, on=date(2024, 3, 15), applicant=applicant)
    received(office, reference, date(2024, 3, 18))
    sweep(office)
    return show(office, reference)


@ready_made
def a_refusal(office: Office) -> str:
    """Received on 18 March 2024, refused on 29 March with one exemption for everything."""
    reference = a_request(office, body="pk-interior", on=date(2024, 3, 15))
    received(office, reference, date(2024, 3, 18))
    replied(office, reference, "refused", date(2024, 3, 29), lambda _: Outcome.REFUSED, ("s7-e",))
    return show(office, reference, [("Refusal of the Ministry", "The record is classified.")])


def a_vague_refusal(office: Office) -> str:
    """Received on 18 March 2024, refused on 29 March under "section 7", without its clause."""
    reference = a_request(office, body="pk-interior", on=date(2024, 3, 15))
    received(office, reference, date(2024, 3, 18))
    vague = VagueGround(GroundCategory.SECTION, "section 7 of the Act")
    outcomes = tuple(
        QuestionOutcome(key, Outcome.REFUSED, vague=vague) for key in questions(office, reference)
    )
    response = Response("refused", DaySpan.on(date(2024, 3, 29)), outcomes, [a_paper("reply.txt")])
    take_reply(office, reference, response, by=BY)
    return show(office, reference, [("Refusal of the Ministry", "Refused.")])


def a_refusal_under_a_typed_section(office: Office) -> str:
    """Received on 18 March 2024, refused on 29 March under a section that no law file lists."""
    reference = a_request(office, body="pk-interior", on=date(2024, 3, 15))
    received(office, reference, date(2024, 3, 18))
    section = TypedSection("section 99(9)", "public <tranquillity>")
    outcomes = tuple(
        QuestionOutcome(key, Outcome.REFUSED, section=section)
        for key in questions(office, reference)
    )
    response = Response("refused", DaySpan.on(date(2024, 3, 29)), outcomes, [a_paper("reply.txt")])
    take_reply(office, reference, response, by=BY)
    return show(office, reference, [("Refusal of the Ministry", "Refused.")])


def a_quoted_refusal(
    office: Office,
    words: Callable[[int, int], str],
    texts: Sequence[tuple[str, str]] = (),
    times: int = 1,
    **asked: object,
) -> str:
    """Refused late, once or more often, with the words of each refusal on each question, which
    are shown."""
    reference = a_request(office, on=date(2024, 3, 15), **asked)  # type: ignore[arg-type]
    received(office, reference, date(2024, 3, 18))
    sweep(office)
    keys = questions(office, reference)
    for time in range(times):
        outcomes = tuple(QuestionOutcome(key, Outcome.REFUSED, ("s7-e",)) for key in keys)
        said = {key: words(time, place) for place, key in enumerate(keys)}
        on, papers = DaySpan.on(date(2024, 5, 6) + timedelta(days=time)), [a_paper("reply.txt")]
        take_reply(
            office, reference, Response("refused", on, outcomes, papers, quotes=said), by=BY
        )
    told(office, reference, TOLD)
    with office.cases.look(reference) as case:
        entries = tuple(entry.seq for entry in publishable(case.history))
        quotes = [(e.seq, k) for e in case.history if e.event.kind == "refused" for k in keys]
    publish_entries(
        office, reference, Publication(entries, list(texts), True, quotes=quotes), by=BY
    )
    return reference


BODIES = ("pk-pta", "pk-interior", "pk-moitt", "pk-cabinet-division")
OFTEN = 11


def _outcome_in_turn(time: int, place: int) -> Outcome:
    """Return the outcome of an item in each of several replies: another one each time."""
    return list(Outcome)[(place + time) % len(Outcome)]


@made_once
def a_much_asked_block(office: Office) -> None:
    """Four bodies, asked eleven times each for all that fits: ten times they answer with every
    outcome that there is, and else they are silent."""
    on, library = date(2024, 3, 15), office.library
    for time, body in product(range(OFTEN), BODIES):
        fitting = library.questions_for(library.block("pk-x-2024"), library.body(body), on)
        keys = tuple(question.key for question in fitting)
        reference = a_request(office, body=body, on=on, questions=keys)
        received(office, reference, date(2024, 3, 18))
        if time < len(Outcome):
            choose = partial(_outcome_in_turn, time)
            found = {choose(place) for place in range(len(keys))}
            given = found & {Outcome.DISCLOSED, Outcome.PARTLY_DISCLOSED}
            kind = "partly-answered" if given else "refused"
            replied(office, reference, kind, date(2024, 3, 29), choose, ("s7-e",))
        else:
            sweep(office)
        show(office, reference)


@ready_made
def a_request_in_urdu(office: Office) -> str:
    """Asked in Urdu of the Cabinet Division, and still waited for."""
    reference = a_request(office, body="pk-cabinet-division", on=date(2026, 11, 18), language="ur")
    received(office, reference, date(2026, 11, 20))
    return show(office, reference)


@ready_made
def a_late_answer(office: Office) -> str:
    """Answered in part after the silence, with other parts passed over; two kinds of outcome."""
    reference = a_request(office, body="pk-moitt", on=date(2024, 3, 15))
    received(office, reference, date(2024, 3, 18))
    sweep(office)
    some = (Outcome.DISCLOSED, Outcome.PASSED_OVER, Outcome.REFUSED)
    replied(
        office, reference, "partly-answered", date(2024, 5, 6), lambda n: some[n % 3], ("s7-b",)
    )
    return show(office, reference)


@ready_made
def a_corrected_silence(office: Office) -> str:
    """A silence that was shown, and then struck with its receipt."""
    reference = a_silence(office)
    strike(office, reference, "received", "The stamp on the card is of another office.")
    return reference


@ready_made
def a_silence_after_an_extension(office: Office) -> str:
    """Received on 18 March 2024, extended by a notice of 27 March, and never answered."""
    reference = a_request(office, on=date(2024, 3, 15))
    received(office, reference, date(2024, 3, 18))
    on, papers = DaySpan.on(date(2024, 3, 27)), [a_paper("notice.txt")]
    note_extension(office, reference, on, "consultation", papers, by=BY)
    sweep(office)
    return show(office, reference)


@ready_made
def a_defective_refusal(office: Office) -> str:
    """Refused in time, on a paper that does not speak of the right to appeal."""
    reference = a_request(office, body="pk-interior", on=date(2024, 3, 15))
    received(office, reference, date(2024, 3, 18))
    replied(
        office,
        reference,
        "refused",
        date(2024, 3, 29),
        lambda _: Outcome.REFUSED,
        ("s7-e",),
        frozenset({"appeal-right"}),
    )
    return show(office, reference)


def body_results(office: Office, body: str) -> dict[str, int]:
    """What the page of a body counts of the requests to it."""
    return {
        body_result.value: number
        for body_result, number in body_page(office, body).card.asked.body_results.items()
    }


def an_appeal(office: Office, reference: str, on: date) -> None:
    """The appeal that stands open is filed on a day."""
    papers = [a_paper("receipt.txt")]
    dispatch = SendingDetails(on, Channel.COURIER, Filing("CN-1"), papers, a_paper("appeal.txt"))
    file_appeal(office, reference, dispatch, by=BY)


def strike(office: Office, reference: str, kind: str, why: str) -> None:
    """The first entry of a kind is corrected, for a reason."""
    with office.cases.look(reference) as case:
        wrong = next(entry for entry in case.history if entry.event.kind == kind)
    correct(office, reference, wrong.seq, why, by=BY)


@ready_made
def a_withheld_record(office: Office) -> str:
    """A silence that was shown, and then taken from the public side."""
    reference = a_silence(office)
    withhold(office, reference, WithheldBecause.SAFETY, by=BY)
    return reference


def serve(office: Office, public_url: str = PUBLIC_URL) -> FlaskClient:
    """A reader of the office's pages."""
    changes = {} if public_url == PUBLIC_URL else {"public_url": public_url}
    return an_app(office, **changes).test_client()


def list_with(reader: FlaskClient, block: str, prefix: str = "") -> str:
    """The page of the list of blocks that has this block."""
    address = f"{prefix}/blocks"
    while True:
        text = reader.get(address).text
        tree: Any = lxml.html.fromstring(text)
        if tree.xpath(f"//section[@id='sources']//a[@href='{prefix}/blocks/{block}']"):
            return text
        (address,) = tree.xpath("//a[@rel='next']/@href")


def law_pages(library: Library) -> Iterator[str]:
    """The pages of every law; of examples only where some are on file."""
    for key, law in library.laws.items():
        yield from (f"/laws/{key}", f"/laws/{key}/sources")
        if any(stage.examples for stage in law.stages.values()):
            yield f"/laws/{key}/examples"


def addresses(office: Office) -> Iterator[str]:
    """Every public page of the office, and every file that a page leads to."""
    library, records = office.library, office.records
    yield from ("/", "/blocks", "/bodies", "/requests", "/laws", "/about", "/log")
    yield from (f"/blocks/{key}" for key in library.blocks)
    yield from (f"/bodies/{key}" for key in library.bodies)
    yield from law_pages(library)
    yield from (f"/powers/{key}" for key in library.powers)
    yield from (f"/statements/{key}" for key in library.statements)
    for line in records.lines():
        yield f"/requests/{line.reference}"
        yield f"/requests/{line.reference}.json"
        for release in records.record(line.reference).releases:
            yield f"/requests/{line.reference}/texts/{release.digest}.txt"
