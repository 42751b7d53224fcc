"""The application to a forum for enforcement of its order.

Pakistan: the Commission ordered on Monday 28 September 2026 that records be supplied by Monday 12
October. Nothing came. Thirty days from 29 September end on Wednesday 28 October.
"""

import os
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.abroad import asked_abroad, case_status, library_abroad
from tests.documents.reading import as_lines
from tests.offices import BY, Clock, a_paper, a_request, an_office, received, the_library
from tests.services.letters.scenes import one_line
from tests.services.letters.scenes_of_petitions import (
    AFTER_ORDER as EARLY,
)
from tests.services.letters.scenes_of_petitions import (
    ORDERED,
    RECEIVED,
    SCENES_OF_PETITIONS,
    SENT,
    appealed,
    decided,
)
from tests.services.letters.scenes_to_score import silent
from tracker.domain.base.days import DaySpan
from tracker.domain.base.errors import NotAllowed
from tracker.domain.base.terms import DecisionOutcome
from tracker.domain.case.paper_details import PaperDetails
from tracker.domain.law.law import LetterKind
from tracker.domain.words.letter import LetterChoices
from tracker.domain.words.pleading import PleadingRow
from tracker.services.cases.compliance import comply
from tracker.services.core.office import Office
from tracker.services.correspondence.outgoing.mail_files import files_beside
from tracker.services.correspondence.outgoing.mailable import fixed_letter
from tracker.services.letters.editing import change_pleading, open_pleading
from tracker.services.letters.enforcing.overdue import ways_to_enforce
from tracker.services.letters.enforcing.time_allowed import names_day, time_allowed
from tracker.services.letters.enforcing.time_to_enforce import (
    stage_to_challenge,
    time_to_challenge,
)
from tracker.services.letters.filling import fill_places, places_to_fill
from tracker.services.letters.frozen_letters import finalise_letter
from tracker.services.letters.letter_facts import Writer, writer_of
from tracker.services.letters.offering import fitting
from tracker.translations import locale

SCENE = SCENES_OF_PETITIONS["03-petition-after-partial-order"]
GOLDEN = Path(__file__).parents[3] / "documents" / "golden"
AFTER_ORDER = date(2026, 11, 2)
LAST_DAY, LAST_TO_CHALLENGE = date(2026, 10, 12), date(2026, 10, 28)


@pytest.fixture
def spoken(office: Office) -> Office:
    return replace(office, locale=locale)


@pytest.fixture
def reference(spoken: Office, clock: Clock) -> str:
    clock.set(AFTER_ORDER)
    found = a_request(spoken, block=SCENE.block, body=SCENE.body, on=SENT, eligibility="citizen")
    received(spoken, found, RECEIVED)
    SCENE.happened(spoken, found)
    return found


def application(
    office: Office, reference: str, on: date = AFTER_ORDER, language: str = "en"
) -> Writer:
    chosen = LetterChoices(language=language)
    with office.cases.look(reference) as case:
        return writer_of(office, case, LetterKind.ENFORCEMENT, None, chosen, on)


def rows(of: Writer) -> Iterator[PleadingRow]:
    assert of.pleading
    return iter(of.pleading.rows())


@pytest.mark.parametrize("language", ["en", "ur"])
def test_it_reads_as_accepted(spoken: Office, reference: str, language: str) -> None:
    letter = application(spoken, reference, language=language).letter()
    found = as_lines(spoken.documents.docx(letter, AFTER_ORDER))
    path = GOLDEN / f"{language}-enforcement-overdue.docx.txt"
    if os.environ.get("WRITE_GOLDEN"):
        path.write_text(found, encoding="utf-8")
    assert found == path.read_text(encoding="utf-8")


def offers(office: Office, reference: str, on: date) -> set[LetterKind]:
    status = case_status(office, reference)
    return {each.kind for each in fitting(status, office.library, on)}


def decision_of(office: Office, reference: str) -> int:
    return case_status(office, reference).case_state.decisions[-1].seq


def test_it_is_offered_once_the_order_cannot_be_challenged_any_more(
    spoken: Office, reference: str
) -> None:
    for day in (LAST_DAY, LAST_DAY + timedelta(days=1), EARLY, LAST_TO_CHALLENGE):
        assert LetterKind.ENFORCEMENT not in offers(spoken, reference, day)
    assert LetterKind.ENFORCEMENT in offers(spoken, reference, date(2026, 10, 29))
    with pytest.raises(NotAllowed, match="no overdue order"):
        application(spoken, reference, LAST_DAY)
    with pytest.raises(NotAllowed, match=r"apply for enforcement from .*29 October 2026"):
        application(spoken, reference, EARLY)


@pytest.mark.parametrize(
    ("decided", "last"),
    [
        # Thirty days from 3 January end on Thursday 1 February.
        (date(2024, 1, 2), date(2024, 2, 1)),
        # 10 April was Eid-ul-Fitr; the next open day was Monday 15 April.
        (date(2024, 3, 11), date(2024, 4, 15)),
    ],
)
def test_the_time_to_challenge_an_order_ends_by_the_later_count(
    spoken: Office, reference: str, decided: date, last: date
) -> None:
    law = spoken.library.law("pk-raia-2017")
    stage = stage_to_challenge(law, ways_to_enforce(law, AFTER_ORDER))

    assert stage
    deadline = time_to_challenge(law, spoken.library, stage, decided)
    assert deadline
    assert deadline.latest == last


def test_it_counts_the_time_that_the_order_allows_on_each_reading(
    spoken: Office, reference: str
) -> None:
    """Ten working days from 29 September end on Monday 12 October, or on Wednesday 14 October if
    offices close on Fridays. 15 October to 2 November are 19 days."""
    words = one_line(application(spoken, reference))

    assert "The order allows 10 working days (paragraph 6)" in words
    assert "all of them were over by 14 October 2026 on every count of the days on which" in words
    assert "12 October 2026, or" not in words
    assert "overdue since 15 October 2026, and this application is made 19 days after" in words
    assert "the 30 days of section 20(2) had ended by 28 October 2026" in words


@pytest.mark.parametrize(
    ("words", "by", "length", "last"),
    [
        # 14 days to 31 August, 7 more to Monday 7 September.
        ("The records shall be given within twenty-one days.", date(2026, 9, 7), 21, (7, 7)),
        # 18 to 21 August, 24, 25, 27, 28 and 31 August, 1 September; 26 August is closed. With
        # Fridays closed: 18 to 20, 24, 25, 27 and 31 August, 1 to 3 September.
        (
            "Items 1 to 8: within 10 (ten) working days of this order.",
            date(2026, 9, 1),
            10,
            (1, 3),
        ),
        ("Items 1 to 8: within ten working days of this order.", date(2026, 9, 4), 0, (0, 0)),
        ("Supply them within 21 days, duly certified.", date(2026, 9, 7), 21, (7, 7)),
        (
            "Supply them within ten working days of receipt of this order.",
            date(2026, 9, 1),
            0,
            (0, 0),
        ),
        ("Reply within seven days, and supply within 21 days.", date(2026, 9, 7), 0, (0, 0)),
        ("The appeal is allowed.", date(2026, 9, 7), 0, (0, 0)),
    ],
)
def test_a_time_is_counted_only_if_it_leads_to_the_day_that_a_person_logged(
    words: str, by: date, length: int, last: tuple[int, int]
) -> None:
    library = the_library()
    law = library.law("pk-raia-2017")
    stage = stage_to_challenge(law, ways_to_enforce(law, AFTER_ORDER))
    found = time_allowed(words, date(2026, 8, 17), by, law, library, stage)

    assert (found.length if found else 0) == length
    if found:
        assert (found.earliest, found.latest) == tuple(date(2026, 9, day) for day in last)


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("They are due by 7 September 2026.", True),
        ("They are due by September 7, 2026.", True),
        ("They are due by 17 September 2026.", False),
        ("They are due before 7 September 2026.", False),
    ],
)
def test_a_day_that_the_order_names_is_found(words: str, named: bool) -> None:
    assert names_day(words, date(2026, 9, 7)) is named


def test_without_a_time_in_the_order_the_last_day_is_that_of_the_person_who_counts(
    spoken: Office, clock: Clock
) -> None:
    clock.set(AFTER_ORDER)
    found = a_request(spoken, block=SCENE.block, body=SCENE.body, on=SENT, eligibility="citizen")
    received(spoken, found, RECEIVED)
    details = PaperDetails("Appeal No. 4424-08/26", ORDERED, "", "The appeal is allowed.")
    appealed(silent, decided(DecisionOutcome.ALLOWED, details, LAST_DAY))(spoken, found)
    words = one_line(application(spoken, found))

    assert "In Appeal No. 4424-08/26" in words
    assert "As the appellant counts the time that the order sets, its last day was 12 Oct" in words
    assert "Appeal No. ____" not in words


def test_in_britain_it_asks_that_the_court_be_told(tmp_path: Path) -> None:
    """35 days from 17 August: 14 to 31 August, 21 more to Monday 21 September."""
    with an_office(tmp_path, library=library_abroad()) as (office, clock):
        clock.set(date(2026, 10, 6))
        spoken = replace(office, locale=locale)
        found = asked_abroad(spoken, "gb-dsit", date(2026, 5, 14))
        notice = "Within 35 calendar days of the date of this notice, communicate the information."
        details = PaperDetails("IC-271828", date(2026, 8, 17), "", notice)
        decision = decided(DecisionOutcome.ALLOWED, details, date(2026, 9, 21))
        appealed(silent, decision)(spoken, found)
        words = one_line(application(spoken, found, date(2026, 10, 6)))

    assert (
        "Application under section 54 for enforcement of the decision notice No. IC-271828"
        in words
    )
    assert "made its decision notice No. IC-271828 of 17 August 2026" in words
    assert words.count("It is called “the order” below.") == 1
    assert "The decision notice No. IC-271828 of 17 August 2026 has not been complied" in words
    assert "The order allows 35 days (paragraph 6)" in words
    assert "overdue since 22 September 2026, and this application is made 15 days after" in words
    assert "to certify to the court that the respondent has failed to comply" in words


def test_it_names_the_order_its_deadline_the_items_outstanding_and_the_prayers(
    spoken: Office, reference: str
) -> None:
    words = one_line(application(spoken, reference))

    title = "Application under section 20(2) for enforcement of the order No. 4423-08/26 of 28"
    assert title in words
    assert "The request was received on 2 July 2026 (Annex B)." in words
    assert "the respondent answered the request in part (Annex C)." in words
    assert "The appeal was filed on 10 August 2026 (Annex D-1)." in words
    assert "made its order No. 4423-08/26 of 28 September 2026 (Annex D-2)" in words
    assert "“The Ministry shall supply items 6, 7 and 8 within ten working days." in words
    assert "From the date of the order to 2 November 2026, the appellant received" in words
    assert "Notice and hearing (item 6)" in words
    assert "the Body" not in words
    assert "has not been complied with (b)" in words
    assert "the time that the order set, to direct the Secretary to supply the records" in words
    assert "within 7 working days of the direction, as the order requires" in words
    assert "to direct the Secretary at once to preserve the records" in words
    assert "on an early date" in words
    assert "State here any other proceeding on this request" in words
    assert "to issue notice under section 20(1)(f)" in words
    assert "(item 1)" not in words  # disclosed with the reply
    assert "may be dealt with in the same way as contempt of court" in words
    assert "to proceed under section 20(2)" in words
    assert "D-1: Appeal to the Information Commission, as filed" in words
    assert "D-2: Order No. 4423-08/26 of 28 September 2026" in words
    assert not re.search(r"\d+ rupees|Rs|fine of|[{}]", words)


def test_each_row_rests_on_an_entry_or_a_provision_that_was_read(
    spoken: Office, reference: str
) -> None:
    of = application(spoken, reference)
    for row in rows(of):
        assert row.rests_on.entries or row.rests_on.provisions, row
    (law,) = (row for row in rows(of) if row.key == "ground:law:1")
    assert law.rests_on.provisions == ("s20-2",)


def test_partial_compliance_is_stated_and_after_full_compliance_it_is_not_offered(
    spoken: Office, reference: str
) -> None:
    seq, day = decision_of(spoken, reference), DaySpan.on(ORDERED + timedelta(days=10))
    comply(spoken, reference, seq, day, [a_paper("part.txt")], in_part=True, by=BY)
    words = one_line(application(spoken, reference))

    assert "The respondent complied in part on 8 October 2026 (Annex" in words
    assert "no further record and no further document" in words
    assert "Document of 8 October 2026 on what was done under the order" in words
    assert "Compliance in part (paragraph 11) is not compliance with the order" in words
    assert "has not been complied with in full" in words

    comply(spoken, reference, seq, DaySpan.on(AFTER_ORDER), [a_paper("all.txt")], by=BY)
    assert LetterKind.ENFORCEMENT not in offers(spoken, reference, AFTER_ORDER)


@pytest.mark.parametrize(
    ("filed", "said"),
    [
        # Thirty days from 8 October end on Saturday 7 November. Monday 9 November is Iqbal Day, so
        # where a closed last day moves they end on Tuesday 10 November.
        (date(2026, 11, 10), False),
        (date(2026, 11, 11), True),
    ],
)
def test_compliance_in_part_shows_receipt_once_no_challenge_can_follow_from_it(
    spoken: Office, reference: str, filed: date, said: bool
) -> None:
    seq, day = decision_of(spoken, reference), DaySpan.on(ORDERED + timedelta(days=10))
    comply(spoken, reference, seq, day, [a_paper("part.txt")], in_part=True, by=BY)

    (row,) = (
        row for row in rows(application(spoken, reference, filed)) if row.key == "order:received"
    )

    assert ("had the order by 8 October 2026 at the latest" in row.instead) is said
    assert ("Counted from that day, too, the time for an appeal" in row.instead) is said
    assert ("does not know on which day" in row.instead) is not said


def test_it_is_final_only_once_the_lawyer_has_filled_in_its_places(
    spoken: Office, reference: str
) -> None:
    place = (LetterKind.ENFORCEMENT.value, decision_of(spoken, reference))
    with spoken.cases.look(reference) as case:
        found = open_pleading(spoken, case, place)
    places = {each.key: each.words for each in places_to_fill(found)}
    assert set(places) == {
        "order:received",
        "order:challenged",
        "compliance:items",
        "proceedings",
    }
    with pytest.raises(NotAllowed):
        finalise_letter(spoken, reference, LetterKind.ENFORCEMENT, by=BY)

    change = fill_places({key: {0: "No appeal is known."} for key in places})
    change_pleading(spoken, reference, found.place, found.edits.version, change, by=BY)
    entry = finalise_letter(spoken, reference, LetterKind.ENFORCEMENT, by=BY)

    assert entry.event.letter is LetterKind.ENFORCEMENT  # type: ignore[attr-defined]
    assert "No appeal is known." in one_line(application(spoken, reference))


def leave_out_of_the_list(office: Office, reference: str, number: int) -> None:
    """Take an item off the list of the records that are still to be supplied."""
    place = (LetterKind.ENFORCEMENT.value, decision_of(office, reference))
    with office.cases.look(reference) as case:
        found = open_pleading(office, case, place)
    change = fill_places({}, [f"compliance:item:{number}"])
    change_pleading(office, reference, found.place, found.edits.version, change, by=BY)


def test_it_asks_for_the_records_that_the_lawyer_leaves_in_its_list(
    spoken: Office, reference: str
) -> None:
    leave_out_of_the_list(spoken, reference, 6)
    words = one_line(application(spoken, reference))

    assert "Still to be supplied: the records in items (7) and (8)." in words
    assert "to supply the records in items (7) and (8) within 7 working days" in words
    assert "to preserve the records in items (7) and (8)" in words


def test_what_was_supplied_of_an_item_gives_up_no_further_record(
    spoken: Office, reference: str
) -> None:
    seq, day = decision_of(spoken, reference), DaySpan.on(ORDERED + timedelta(days=10))
    comply(spoken, reference, seq, day, [a_paper("part.txt")], in_part=True, by=BY)
    kept = "So far as the records in item (6) were not supplied complete and in the form"
    assert kept not in one_line(application(spoken, reference))

    leave_out_of_the_list(spoken, reference, 6)
    assert kept in one_line(application(spoken, reference))


def test_it_goes_to_the_forum_by_email_with_its_annexes(spoken: Office, reference: str) -> None:
    place = (LetterKind.ENFORCEMENT.value, decision_of(spoken, reference))
    with spoken.cases.look(reference) as case:
        found = open_pleading(spoken, case, place)
    places = {each.key: {0: "None."} for each in places_to_fill(found)}
    change_pleading(
        spoken, reference, found.place, found.edits.version, fill_places(places), by=BY
    )
    finalise_letter(spoken, reference, LetterKind.ENFORCEMENT, by=BY)

    fixed = fixed_letter(spoken, case_status(spoken, reference).case_state, LetterKind.ENFORCEMENT)
    with spoken.cases.look(reference) as case:
        names = [each.name for each in files_beside(spoken, case, fixed)]

    assert fixed.to == "pk-pic"
    assert fixed.remedy is None
    assert {name.partition(".")[0][:9] for name in names} == {
        "ANNEX-A-0",
        "ANNEX-B",
        "ANNEX-C",
        "ANNEX-D-1",
        "ANNEX-D-2",
    }


def test_in_urdu_no_sentence_is_english(spoken: Office, reference: str) -> None:
    of = application(spoken, reference, language="ur")
    own = [row for row in rows(of) if not row.key.startswith("compliance:item:")]
    english = [row.key for row in own if re.search(r"[a-z]{4,} [a-z]{4,} [a-z]{4,}", row.words)]
    assert english == ["order:decision"]  # the quoted words of the order


def test_a_law_that_says_nothing_on_enforcement_has_no_such_letter(
    spoken: Office, reference: str
) -> None:
    law = spoken.library.law("pk-raia-2017")
    facts = tuple(each for each in law.facts if each.topic != "enforcement")
    laws = {**spoken.library.laws, law.key: replace(law, facts=facts)}
    silent = replace(spoken.library, laws=laws)

    offered = fitting(case_status(spoken, reference), silent, AFTER_ORDER)
    assert LetterKind.ENFORCEMENT not in {each.kind for each in offered}
