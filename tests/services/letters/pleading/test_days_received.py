"""The day that a document bears and the day on which it came, where letters name either of them.

Received on Monday 12 October 2026, with the longest time never announced. Ten working days end on
Monday 26 October, or on Wednesday 28 October if Fridays are closed. Ten more end on Tuesday 10
November, as Monday 9 November is Iqbal Day; with closed Fridays they are 29 October, 2, 3, 4, 5,
10, 11, 12, 16 and 17 November. Thirty days from a notice of 20 October end on 19 November.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.abroad import library_abroad, noted, sent_abroad
from tests.offices import BY, Clock, a_paper, a_request, an_office, received, the_library
from tests.services.letters.scenes import FILED
from tests.services.letters.test_notice_pleadings import IN_TIME, NUMBERED, appeal, fee_notice
from tests.services.letters.test_pleadings import body, pleading
from tracker.domain.base.days import DaySpan
from tracker.domain.case.paper_details import PaperDetails
from tracker.domain.events.clock.transferred import Transferred
from tracker.domain.law.law import LetterKind
from tracker.domain.law.pleas import Bearing
from tracker.domain.words.pleading import PleadingPart
from tracker.services.cases.clock_events import record_clock_event
from tracker.services.core.office import Office
from tracker.services.letters.letter_facts import Writer, writer_of
from tracker.services.letters.notice_circumstances import time_to_pay
from tracker.translations import locale

ASKED = (PleadingPart.RELIEF, PleadingPart.INTERIM)
PASSED_ON = PaperDetails("4-2/2026", date(2026, 10, 14), "Section Officer", "Passed on to PTA.")


def of_a_fee(here: Office, reference: str) -> None:
    fee_notice(here, reference, IN_TIME, NUMBERED)


def of_a_transfer(here: Office, reference: str) -> None:
    """A notice of 14 October, of which the copy came on 16 October."""
    event = Transferred(on=DaySpan.on(date(2026, 10, 16)), to="pk-interior")
    record_clock_event(here, reference, event, [a_paper("notice.txt")], PASSED_ON, by=BY)


def sheet(of: Writer) -> str:
    """The count of time as plain text, on one line."""
    _, blocks = of.count_of_time()
    letter = replace(of.letter(), blocks=tuple(blocks))
    return " ".join(of.office.documents.plain(letter).split())


def request_letter(office: Office, reference: str) -> str:
    with office.cases.look(reference) as case:
        writer = writer_of(office, case, LetterKind.REQUEST)
    return " ".join(office.documents.plain(writer.letter()).split())


def test_a_request_stays_addressed_to_the_body_asked_after_a_transfer(office: Office) -> None:
    spoken = replace(office, locale=locale)
    reference = a_request(spoken, on=date(2026, 10, 8))
    received(spoken, reference, date(2026, 10, 12))
    before = request_letter(spoken, reference)

    of_a_transfer(spoken, reference)

    assert request_letter(spoken, reference) == before
    assert "Pakistan Telecommunication Authority" in before.partition("Dear")[0]


def test_a_request_stays_addressed_to_the_body_asked_under_a_law_with_transfers(
    tmp_path: Path,
) -> None:
    with an_office(tmp_path, library=library_abroad()) as (bare, _):
        office = replace(bare, locale=locale)
        reference = sent_abroad(office, "in-meity", date(2026, 10, 8))
        before = request_letter(office, reference)
        received(office, reference, date(2026, 10, 12))
        noted(office, reference, "transferred", date(2026, 10, 14), to="in-mha")

        assert request_letter(office, reference) == before


@pytest.mark.parametrize(
    ("scene", "row"),
    [
        (of_a_fee, "20 October 2026: Body asked for a fee: RTI-77/2026 of 19 October 2026"),
        (
            of_a_transfer,
            "16 October 2026: Transferred to another body: 4-2/2026 of 14 October 2026",
        ),
    ],
)
def test_the_count_names_the_day_that_a_notice_bears_and_the_day_on_which_it_came(
    office: Office, clock: Clock, scene: Callable[[Office, str], None], row: str
) -> None:
    said = sheet(appeal(office, clock, scene)).replace("No. ", "")

    assert row in said
    assert "decided by a notice on this day" not in said
    assert "transferred to another body on this day" not in said


def test_the_logged_day_of_a_transfer_is_not_told_as_that_of_its_notice(
    office: Office, clock: Clock
) -> None:
    said = body(appeal(office, clock, of_a_transfer))

    assert "4-2/2026 of 14 October 2026 the first respondent said that it had passed" in said
    assert "4-2/2026 of 14 October 2026 (received" not in said


@pytest.mark.parametrize(
    ("filed", "premature_on_none"),
    [(FILED, False), (date(2026, 11, 17), False), (date(2026, 11, 18), True)],
)
def test_a_filing_is_premature_on_no_count_only_after_the_longest_time_of_each(
    office: Office, clock: Clock, filed: date, premature_on_none: bool
) -> None:
    """The letter pleads, in the alternative, that the notice is no decision."""
    said = sheet(appeal(office, clock, of_a_fee, filed=filed))

    assert "in time by this count" in said or "in time on each count" in said
    assert ("premature" in said) is premature_on_none


def test_a_time_that_may_be_extended_without_limit_is_over_on_no_day(
    office: Office, clock: Clock
) -> None:
    """The day is the first one on which the time with an extension of ten days is over."""
    law = office.library.law("pk-raia-2017")
    reply = law.stages["reply"]
    assert reply.extension
    endless = replace(reply, extension=replace(reply.extension, length=None))
    law = replace(law, stages={**law.stages, "reply": endless})
    laws = {**office.library.laws, law.key: law}
    unlimited = replace(office, library=replace(office.library, laws=laws))
    said = sheet(appeal(unlimited, clock, of_a_fee, filed=date(2026, 11, 18)))

    assert "in time by this count" in said or "in time on each count" in said
    assert "premature" not in said


def test_both_ends_of_the_time_pleaded_in_the_alternative_stand_in_the_count(
    office: Office, clock: Clock
) -> None:
    of = appeal(office, clock, of_a_fee)

    assert "had by the count in Annex D ended by 28 October 2026" in body(of)
    assert (
        "between 26 October 2026 and 28 October 2026: Last day, should the fee notice be found "
        "to be no decision: Reply of the public body"
    ) in sheet(of)


@pytest.mark.parametrize(
    ("shows", "told"),
    [
        ((Bearing.ENDED,), "APP, 18 January 2016; AMEinfo, January 2016"),
        ((Bearing.KNOWN,), "Dawn, 17 January 2016; APP, 18 January 2016; AMEinfo, January 2016"),
    ],
)
def test_a_report_from_before_the_end_of_a_block_is_not_annexed_for_its_end(
    shows: tuple[Bearing, ...], told: str
) -> None:
    """YouTube was unblocked on 18 January 2016."""
    block = the_library().block("pk-youtube-2012")
    fact = next(each for each in block.reported if each.key == "restored")
    where = "Dawn, 17 January 2016; APP, 18 January 2016; AMEinfo, January 2016"
    fact = replace(fact, shows=shows, source=replace(fact.source, where=where))

    assert block.reports_of(fact) == told


def test_the_only_report_of_an_end_stays_although_it_is_older() -> None:
    block = the_library().block("pk-youtube-2012")
    fact = next(each for each in block.reported if each.key == "restored")
    fact = replace(fact, source=replace(fact.source, where="Dawn, 17 January 2016"))

    assert block.reports_of(fact) == "Dawn, 17 January 2016"


FIFTEEN_DAYS = "The deposit slip may be sent to this Directorate within fifteen days."


@pytest.mark.parametrize(
    ("words", "sets"),
    [
        (f"Rs 21,600 are to be deposited beforehand. {FIFTEEN_DAYS}", FIFTEEN_DAYS),
        ("Pay Rs 400 by 3 November 2026.", "Pay Rs 400 by 3 November 2026."),
        ("The record will be supplied within 7 days of the payment.", ""),
        ("Rs 4,000 are payable, for the work by 2 officials.", ""),
        ("Rs 4,000 are to be paid. The office is closed for ten days.", ""),
        ("فیس سات دن کے اندر جمع کرائی جائے۔", "فیس سات دن کے اندر جمع کرائی جائے۔"),
        ("", ""),
    ],
)
def test_a_time_to_pay_is_read_from_the_words_of_a_notice_and_a_time_to_supply_is_none(
    words: str, sets: str
) -> None:
    assert time_to_pay(words) == sets


def of_words(words: str) -> Callable[[Office, str], None]:
    def scene(here: Office, reference: str) -> None:
        fee_notice(here, reference, IN_TIME, replace(NUMBERED, words=words))

    return scene


def test_the_time_that_a_fee_notice_sets_is_quoted_and_met(office: Office, clock: Clock) -> None:
    said = body(appeal(office, clock, of_words(f"Rs 4,000 are to be deposited. {FIFTEEN_DAYS}")))

    assert "sets no time for the payment" in said
    assert f"The notice says: “{FIFTEEN_DAYS}”" in said
    assert "sets no time for the payment" not in body(appeal(office, clock, of_a_fee))


def test_of_a_notice_it_is_not_said_that_it_claims_nothing(office: Office, clock: Clock) -> None:
    said = body(appeal(office, clock, of_words("Pay Rs 4,000.")))

    assert "It claims no exception" not in said


def test_whether_the_sum_was_paid_is_a_place_to_fill_in_while_no_payment_was_logged(
    office: Office, clock: Clock
) -> None:
    (row,) = (
        row
        for row in pleading(appeal(office, clock, of_a_fee)).parts[PleadingPart.FACTS]
        if row.key == "facts:paid"
    )

    assert row.words.startswith("[State whether the sum")
    assert row.instead == "The appellant has not paid the sum of the notice."


def test_an_appeal_on_a_fee_asks_for_a_list_with_pages_for_publication_and_a_notice(
    office: Office, clock: Clock
) -> None:
    of = appeal(office, clock, of_a_fee)
    asked = {row.key for part in ASKED for row in pleading(of).parts[part]}

    assert {"relief:list-for-fee", "relief:publish", "relief:show-cause"} <= asked


def test_each_question_about_a_transfer_is_asked_on_its_own(office: Office, clock: Clock) -> None:
    of = appeal(office, clock, of_a_transfer)
    asked = [row.words for row in pleading(of).parts[PleadingPart.QUESTIONS]]

    assert "Does the Act allow a request to be transferred?" in asked
    assert "Which respondent holds each record?" in asked


@pytest.mark.parametrize("scene", [of_a_fee, of_a_transfer])
def test_a_summary_fits_five_lines(
    office: Office, clock: Clock, scene: Callable[[Office, str], None]
) -> None:
    """A line of a page has about 105 characters."""
    (summary,) = pleading(appeal(office, clock, scene)).parts[PleadingPart.SUMMARY]

    assert len(summary.words) <= 5 * 105
    assert summary.words.endswith(".")
