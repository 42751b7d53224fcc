"""The letter that a body sent under an order: its words, what came with it, and what did not.

The order is of Monday 28 September 2026, and the body says that it received it on Thursday 1
October. Ten working days from 2 October end on Thursday 15 October, or on Tuesday 20 October if
offices close on Fridays. Thirty days from 2 October end on Saturday 31 October; where a closed
last day moves, on Monday 2 November.
"""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.abroad import case_status
from tests.offices import BY, Clock, a_paper, a_request, received
from tests.services.letters.scenes import one_line
from tests.services.letters.scenes_of_petitions import (
    ORDERED,
    RECEIVED,
    REPLIED,
    SENT,
    Happened,
    appealed,
    decided,
)
from tests.services.letters.scenes_to_score import outcome, paper, said
from tracker.domain.base.days import DaySpan
from tracker.domain.base.errors import BadInput, NotAllowed
from tracker.domain.base.terms import DecisionOutcome, RequiredPaper
from tracker.domain.case.paper_details import PaperDetails
from tracker.domain.law.law import LetterKind
from tracker.domain.law.outcome import Outcome
from tracker.domain.words.letter import LetterChoices
from tracker.services.cases.compliance import PartDone, comply
from tracker.services.core.office import Office
from tracker.services.letters.enforcing.order_words import papers_required, search_ordered_on
from tracker.services.letters.letter_facts import Writer, writer_of
from tracker.translations import locale

COMPLIED, FILED = date(2026, 10, 20), date(2026, 11, 10)
ORDER = (
    "The appeal is allowed. The Secretary shall supply certified copies of items 1 to 6 within "
    "ten working days of receipt of this order, and shall file an affidavit on what is not held."
)
LETTER = PaperDetails(
    "8/40/2026-IS",
    date(2026, 10, 19),
    "Section Officer (RTI)",
    "Your order was received on 1 October 2026. Item 2 is enclosed. Items 1 and 3 do not exist. "
    "Item 4 is exempt under section 16(1)(e). Item 5 is confidential. No file on item 6 was "
    "found.",
)
PART = PartDone(("communications",), (RequiredPaper.AFFIDAVIT,), date(2026, 10, 1))


@pytest.fixture
def spoken(office: Office) -> Office:
    return replace(office, locale=locale)


def ordered(office: Office, clock: Clock, replied: Happened) -> str:
    """A request whose replies led to an order of the Commission."""
    clock.set(FILED)
    found = a_request(
        office, block="pk-x-2024", body="pk-interior", on=SENT, eligibility="citizen"
    )
    received(office, found, RECEIVED)
    order = PaperDetails("4424-08/26", ORDERED, "Information Commissioner", ORDER)
    appealed(replied, decided(DecisionOutcome.ALLOWED, order, date(2026, 10, 12)))(office, found)
    return found


@pytest.fixture
def reference(spoken: Office, clock: Clock) -> str:
    reply = said(
        "partly-answered",
        REPLIED,
        outcome(Outcome.NOT_HELD),
        outcome(Outcome.REFUSED, "s7-b"),
        outcome(Outcome.REFUSED, "s7-b"),
        outcome(Outcome.REFUSED, "s7-b"),
        outcome(Outcome.NOT_HELD),
        outcome(Outcome.PASSED_OVER),
        outcome(Outcome.DISCLOSED),
        details=paper("8/22/2026-IS", REPLIED, "Section Officer (RTI)", "See the list."),
    )
    return ordered(spoken, clock, reply)


def complied(
    office: Office, reference: str, part: PartDone = PART, details: PaperDetails = LETTER
) -> None:
    seq = case_status(office, reference).case_state.decisions[-1].seq
    papers, on = [a_paper("part.txt")], DaySpan.on(COMPLIED)
    comply(office, reference, seq, on, papers, in_part=True, part=part, details=details, by=BY)


def application(office: Office, reference: str, on: date = FILED, language: str = "en") -> Writer:
    chosen = LetterChoices(language=language)
    with office.cases.look(reference) as case:
        return writer_of(office, case, LetterKind.ENFORCEMENT, None, chosen, on)


def test_the_letter_of_the_body_is_quoted_and_what_came_leaves_the_list(
    spoken: Office, reference: str
) -> None:
    complied(spoken, reference)
    words = one_line(application(spoken, reference))

    assert (
        "complied in part by its letter No. 8/40/2026-IS of 19 October 2026, received on 20 "
        in (words)
    )
    assert "It reads: “Your order was received on 1 October 2026. Item 2 is enclosed." in words
    assert "With it, copies of the records in item (2) were received." in words
    assert "[State what was supplied" not in words
    assert "Still to be supplied: the records in items (1) and (3) to (6)." in words
    assert "Communications between authorities (item 2)" not in words
    assert "Letter No. 8/40/2026-IS of 19 October 2026 on what was done under the order" in words
    assert "So far as the records in item (2) were not supplied complete and in the form" in words


def test_each_sentence_is_held_against_the_reply(spoken: Office, reference: str) -> None:
    complied(spoken, reference)
    words = one_line(application(spoken, reference))

    assert "The reply to the request, too, answered the records in item (1) as absent" in words
    assert "The reply to the request withheld the records in item (3) (paragraph" in words
    assert "The letter now says: “Items 1 and 3 do not exist”" in words
    assert "meant as a reason for withholding them, the order leaves no room for it" in words
    assert "The reply to the request answered the records in item (5) as absent" in words
    assert "The letter now says: “Item 5 is confidential”" in words
    assert "Of the records in item (6) the letter says: “No file on item 6 was found”" in words
    assert not re.search("did not say|had not said|cannot be relied on", words)


def test_each_sentence_is_held_against_all_replies_and_not_against_the_last_alone(
    spoken: Office, clock: Clock
) -> None:
    """The last reply refused what the first said was not held, and the other way round."""
    absent, refused = outcome(Outcome.NOT_HELD), outcome(Outcome.REFUSED, "s7-b")
    details = paper("8/22/2026-IS", REPLIED, "Section Officer (RTI)", "See the list.")
    items = [absent, absent, absent, absent, refused, refused]
    first = said("refused", REPLIED, *items, details=details)
    items = [refused, refused, refused, refused, absent, outcome(Outcome.PASSED_OVER)]
    again = said("refused", REPLIED + timedelta(days=2), *items, details=details)

    def replies(office: Office, reference: str) -> None:
        first(office, reference)
        again(office, reference)

    reference = ordered(spoken, clock, replies)
    complied(spoken, reference)
    words = one_line(application(spoken, reference))

    assert "The reply to the request, too, answered the records in items (1) and (3)" in words
    assert "answered the records in item (5) as absent" not in words
    assert "Of the records in item (5) the letter says" in words
    assert "The reply to the request withheld the records in item (6) (paragraph" in words


def test_a_section_that_the_reply_named_is_not_called_new(spoken: Office, reference: str) -> None:
    same = replace(LETTER, words="Items 1, 3, 5 and 6 follow. Item 4 falls under section 7(b).")
    complied(spoken, reference, details=same)
    words = one_line(application(spoken, reference))

    assert "Of the records in item (4) the letter says: “Item 4" in words
    assert "how the two agree" not in words


def test_a_record_that_is_said_to_be_with_another_body_is_still_due(
    spoken: Office, reference: str
) -> None:
    sent_on = replace(LETTER, words="Item 4 is with the Ministry of Defence. The rest follow.")
    complied(spoken, reference, details=sent_on)
    words = one_line(application(spoken, reference))

    assert "The reply to the request withheld the records in item (4) (paragraph" in words
    assert "The letter now says: “Item 4 is with the Ministry of Defence” (paragraph" in words
    assert "to supply every original or copy that it holds, and to recover the rest." in words


@pytest.mark.parametrize(
    "said",
    [
        "Item 4 relates to the Ministry of Defence, which was requested to convey its consent",
        "For item 4 you may approach the Ministry of Defence",
    ],
)
def test_a_letter_that_points_to_another_body_does_not_say_that_a_record_went_there(
    spoken: Office, reference: str, said: str
) -> None:
    complied(spoken, reference, details=replace(LETTER, words=f"{said}. The rest follow."))
    words = one_line(application(spoken, reference))

    assert f"The letter now says: “{said}” (paragraph" in words
    assert "is no reason not to supply what the order requires." in words
    assert "to recover the rest" not in words
    assert "and to recover, by the same day" not in words


def test_a_record_with_blackened_paragraphs_is_supplied_in_part(
    spoken: Office, reference: str
) -> None:
    said = "Item 2 is enclosed, with paragraphs blackened where they concern operations."
    complied(spoken, reference, details=replace(LETTER, words=said))
    words = one_line(application(spoken, reference))

    assert "Of the records in item (2) the letter says: “Item 2 is" in words
    assert "is not carried out by a part of the record" in words


def test_what_the_order_requires_besides_the_records_is_a_breach_of_its_own(
    spoken: Office, reference: str
) -> None:
    complied(spoken, reference)
    words = one_line(application(spoken, reference))

    assert (
        "also requires the certificate of the copies and the affidavit on the records in" in words
    )
    assert (
        "By 10 November 2026 the appellant had not received the affidavit on the records in"
        in words
    )
    assert (
        "No copy of the affidavit on the records in items (1), (3) and (6) has reached the "
        "appellant (paragraph" in words
    )
    assert "Not received: the affidavit on the records in items (1), (3) and (6)." in words
    assert (
        "to direct the Secretary to give the affidavit on the records in items (1), (3) and (6) "
        "within the same time, as the order requires" in words
    )


def test_where_nobody_logged_what_is_missing_counsel_says_it(
    spoken: Office, reference: str
) -> None:
    complied(spoken, reference, replace(PART, missing=()))
    words = one_line(application(spoken, reference))

    assert "[State for each of these whether it came, and on which day.]" in words
    assert "It is for the respondent to show that it gave the certificate of the copies and" in (
        words
    )
    assert "to record that the respondent did not give" not in words


def test_without_any_compliance_all_that_is_required_is_missing(
    spoken: Office, reference: str
) -> None:
    words = one_line(application(spoken, reference))

    assert "had not received the certificate of the copies." in words
    assert "an affidavit on what is not held" in words


def test_the_time_runs_from_the_receipt_that_the_letter_states(
    spoken: Office, reference: str
) -> None:
    complied(spoken, reference)
    words = one_line(application(spoken, reference))

    assert "The respondent received the order on 1 October 2026, as its own document" in words
    assert "The order allows 10 working days from its receipt (paragraph 6)" in words
    assert (
        "Counted from the day after 1 October 2026, on which the respondent received it" in words
    )
    assert "all of them were over by 20 October 2026 on every count of the days" in words
    assert "15 October 2026" not in words
    assert "made 21 days after that last day" in words
    assert "[State on which day the respondent received" not in words
    assert "the 30 days of section 20(2) had ended by 2 November 2026." in words


def test_it_cannot_be_filed_while_the_order_may_be_challenged_from_its_receipt(
    spoken: Office, reference: str
) -> None:
    """Thirty days from 29 September end on Wednesday 28 October."""
    assert one_line(application(spoken, reference, date(2026, 10, 29)))
    complied(spoken, reference)

    with pytest.raises(NotAllowed, match=r"from .*3 November 2026"):
        application(spoken, reference, date(2026, 11, 2))
    assert one_line(application(spoken, reference, date(2026, 11, 3)))


def test_the_day_of_receipt_lies_between_the_order_and_the_letter(
    spoken: Office, reference: str
) -> None:
    for day in (date(2026, 9, 27), date(2026, 10, 21)):
        with pytest.raises(BadInput, match="cannot have received the order"):
            complied(spoken, reference, replace(PART, order_received=day))
    with pytest.raises(BadInput, match="Choose the items"):
        complied(spoken, reference, replace(PART, supplied=("another",)))


def test_full_compliance_has_nothing_missing(spoken: Office, reference: str) -> None:
    seq = case_status(spoken, reference).case_state.decisions[-1].seq
    with pytest.raises(BadInput, match="You logged compliance with everything"):
        comply(spoken, reference, seq, DaySpan.on(COMPLIED), [a_paper("p.txt")], part=PART, by=BY)


def test_in_urdu_no_sentence_of_it_is_english(spoken: Office, reference: str) -> None:
    complied(spoken, reference)
    of = application(spoken, reference, language="ur")
    assert of.pleading
    own = [row for row in of.pleading.rows() if not row.key.startswith("compliance:item:")]
    english = {
        row.key
        for row in own
        if re.search(r"[a-z]{4,} [a-z]{4,} [a-z]{4,}", re.sub("“[^”]*”", "", row.words))
    }
    assert english == set()


@pytest.mark.parametrize(
    ("words", "items"),
    [
        ("As to items 4 and 5 a certificate that a search was made shall be filed.", {4, 5}),
        ("It shall search for items 2 and 3 and file a certificate of search.", {2, 3}),
        ("It shall supply item 1, and file a certificate of search for item 2.", {2}),
        ("It shall supply certified copies of item 1 after a search.", set()),
        ("It shall supply item 1, with a statement of the search for item 2.", {2}),
        ("It shall supply item 1 and a statement of the search for item 2.", {2}),
        ("It shall supply items 1 and 2 together with a statement of the search.", set()),
        ("As to item 2 it shall file an affidavit and a certificate of search.", {2}),
        ("The respondent filed a certificate of search on item 2.", set()),
    ],
)
def test_the_items_on_which_an_order_requires_proof_of_a_search(
    words: str, items: set[int]
) -> None:
    assert search_ordered_on(words) == items


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("The Secretary shall supply certified copies.", ("certificate",)),
        ("It shall file a compliance report and an affidavit.", ("affidavit", "report")),
        ("The affidavit filed on the appeal was not enough.", ()),
        ("As to items 4 and 5 a certificate that a search was made shall be filed.", ("search",)),
        ("It shall certify that the record was searched for.", ("search",)),
        ("A statement of the search for item 2 shall be filed.", ("search",)),
        ("A bare statement that a search was made shall not be accepted.", ()),
        ("It shall file an affidavit of search for item 2.", ("affidavit",)),
        ("It shall supply certified copies, and search the file again.", ("certificate",)),
        ("It shall supply them within ten days of receipt of a certified copy of this order.", ()),
        ("It shall supply the records with the certificate of section 13(3).", ("certificate",)),
        ("Copies of items 1 to 3, duly certified, shall be supplied.", ("certificate",)),
        ("The records shall be supplied with a certificate.", ("certificate",)),
        (
            "It shall file a certificate of the copies, and a certificate of search for item 2.",
            ("certificate", "search"),
        ),
        ("اجزاء 4 اور 5 کی تلاش کا تصدیق نامہ داخل کیا جائے۔", ("search",)),
        ("حکم کی مصدقہ نقل ملنے پر ریکارڈ فراہم کیا جائے۔", ()),
        ("ریکارڈ کی مصدقہ نقول اور حلف نامہ دیا جائے۔", ("certificate", "affidavit")),
    ],
)
def test_the_documents_that_an_order_requires_are_found(
    words: str, named: tuple[str, ...]
) -> None:
    assert papers_required(words) == named
