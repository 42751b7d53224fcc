"""The document of the body in a pleading: its number, date, receipt, signatory and words.

The scenes have a reply received on Friday 23 October 2026 that is dated two days earlier.
"""

import re
from dataclasses import replace
from datetime import date

import pytest

from tests.abroad import asked_abroad, library_abroad, noted
from tests.offices import BY, Clock, a_paper, a_request, received
from tests.services.letters.scenes import (
    FILED,
    ON_TIME,
    RECEIVED,
    answered,
    one_line,
    outcome,
    received_request,
    said,
)
from tracker.domain.base.days import DaySpan
from tracker.domain.case.paper_details import NO_DETAILS, PaperDetails
from tracker.domain.events.clock.fee_noticed import FeeNoticed
from tracker.domain.events.clock.transferred import Transferred
from tracker.domain.law.law import LetterKind
from tracker.domain.law.questions import Outcome
from tracker.domain.library import Library
from tracker.domain.words.pleading import Pleading, PleadingPart, as_text
from tracker.domain.words.quotations import quoted
from tracker.services.cases.clock_events import record_clock_event
from tracker.services.cases.receiving import note_extension
from tracker.services.cases.silence import sweep
from tracker.services.core.office import Office
from tracker.services.letters.bundle.bundle_annexes import bundle_annexes
from tracker.services.letters.bundle.bundle_source import bundle_source
from tracker.services.letters.bundle.court_papers import CourtPapers
from tracker.services.letters.letter_facts import DEFAULT, Writer, writer_of
from tracker.translations import locale

DATED = date(2026, 10, 21)


@pytest.fixture
def office_library() -> Library:
    """It has blocks in other countries."""
    return library_abroad()


def writer(
    office: Office,
    clock: Clock,
    details: PaperDetails,
    what: Outcome = Outcome.REFUSED,
    *,
    kind: str = "refused",
    language: str = "en",
    body: str = "",
) -> Writer:
    """The writer of the appeal against a reply with these details, on the day of filing."""
    spoken = replace(office, locale=locale)
    if body:
        reference = asked_abroad(spoken, body, RECEIVED)
    else:
        reference = a_request(spoken, language=language, on=date(2026, 10, 8))
        received(spoken, reference, RECEIVED)
    clock.set(FILED)
    answered(spoken, reference, kind, ON_TIME, outcome(what), details=details)
    with spoken.cases.look(reference) as case:
        return writer_of(spoken, case, LetterKind.APPEAL)


def pleading(of: Writer) -> Pleading:
    assert of.pleading
    return of.pleading


def rows(of: Writer, part: PleadingPart) -> str:
    return " ".join(row.words for row in pleading(of).parts[part])


@pytest.mark.parametrize(
    ("details", "which"),
    [
        (NO_DETAILS, "(received on 23 October 2026)"),
        (PaperDetails(number="9/2026"), "No. 9/2026 (received on 23 October 2026)"),
        (PaperDetails(dated=DATED), "of 21 October 2026 (received on 23 October 2026)"),
        (
            PaperDetails("9/2026", DATED),
            "No. 9/2026 of 21 October 2026 (received on 23 October 2026)",
        ),
        (PaperDetails("9/2026", ON_TIME), "No. 9/2026 of 23 October 2026"),
    ],
)
def test_the_decision_is_identified_by_what_is_known_of_it(
    office: Office, clock: Clock, details: PaperDetails, which: str
) -> None:
    of = writer(office, clock, details)

    short = which.partition(" (")[0] if details.dated else which
    assert f"against the decision {short} on the request of 8 October 2026" in one_line(of)
    assert f"Refusal {which}." in rows(of, PleadingPart.SUMMARY)
    assert f"By its reply {which} the respondent refused the request" in rows(
        of, PleadingPart.DECISION
    )
    assert "was received on 23 October 2026" in rows(of, PleadingPart.TIME)


def test_signatory_and_words_are_pleaded_where_they_were_read(
    office: Office, clock: Clock
) -> None:
    of = writer(office, clock, said("The request is regretted."))

    decision = rows(of, PleadingPart.DECISION)
    assert "The document is signed by the Director (Coordination)." in decision
    assert "It reads: “The request is regretted.”" in decision
    assert "[" not in decision
    assert ": “The request is regretted.”" in rows(of, PleadingPart.SUMMARY)
    (annex,) = [each for each in pleading(of).annexes if each.letter == "C"]
    assert (annex.title, str(annex.day)) == (
        "Refusal No. RTI-114/2026",
        "21 October 2026 (received on 23 October 2026)",
    )


def test_words_that_nobody_read_leave_a_place_and_no_statement(
    office: Office, clock: Clock
) -> None:
    of = writer(office, clock, NO_DETAILS)

    assert "It reads: “[Quote the operative words from Annex C.]”." in one_line(of)
    assert "signed" not in rows(of, PleadingPart.DECISION)
    assert "does not" not in rows(of, PleadingPart.DECISION)


def test_an_answer_that_gave_everything_it_answered_needs_no_quotation(
    office: Office, clock: Clock
) -> None:
    spoken = replace(office, locale=locale)
    reference = received_request(spoken, clock)
    found = (outcome(Outcome.DISCLOSED), outcome(Outcome.PASSED_OVER))
    answered(spoken, reference, "partly-answered", ON_TIME, *found)

    with spoken.cases.look(reference) as case:
        of = writer_of(spoken, case, LetterKind.APPEAL)

    assert "[Quote" not in rows(of, PleadingPart.DECISION)


@pytest.mark.parametrize("language", ["en", "ur"])
def test_long_and_foreign_words_are_quoted_whole_in_each_language(
    office: Office, clock: Clock, language: str
) -> None:
    urdu = "درخواست منظور نہیں کی جا سکتی۔"
    long = f"{urdu} {'The records are exempt. ' * 40}"[:1000].strip()
    of = writer(office, clock, said(long), language=language)

    assert as_text(long) in rows(of, PleadingPart.DECISION)
    assert as_text(long) not in rows(of, PleadingPart.SUMMARY)
    assert "RTI-114/2026" in one_line(of)
    assert of.office.documents.docx(of.letter(), FILED)


def test_typed_braces_refer_to_nothing(office: Office, clock: Clock) -> None:
    hostile = "{annex:entry-3} {relief:main} <b>x</b> **y**"
    of = writer(office, clock, PaperDetails(hostile, None, hostile, hostile))

    said_of_it = "(annex:entry-3) (relief:main) <b>x</b> **y**"
    assert rows(of, PleadingPart.DECISION).count(said_of_it) == 3
    assert one_line(of).count("<b>x</b> **y**") >= 4


def test_a_reply_that_did_several_things_is_called_a_reply(office: Office, clock: Clock) -> None:
    spoken = replace(office, locale=locale)
    reference = received_request(spoken, clock)
    found = (outcome(Outcome.NOT_HELD), outcome(Outcome.REFERRED_ELSEWHERE, to="pk-interior"))
    answered(spoken, reference, "not-held", ON_TIME, *found)

    with spoken.cases.look(reference) as case:
        of = writer_of(spoken, case, LetterKind.APPEAL)

    assert "does not hold the records" not in rows(of, PleadingPart.SUMMARY)
    assert [a.title for a in pleading(of).annexes if a.letter == "C"] == ["Reply"]


def test_another_document_of_the_body_is_identified_and_quoted_among_the_facts(
    office: Office, clock: Clock
) -> None:
    spoken = replace(office, locale=locale)
    reference = received_request(spoken, clock)
    noted(spoken, reference, "clarification-asked", ON_TIME)
    with spoken.cases.open(reference) as case:
        seq = case.history[-1].seq
        case.keep_paper_details(seq, said("Kindly specify the records."))
    answered(spoken, reference, "refused", date(2026, 10, 26), outcome(Outcome.REFUSED))

    with spoken.cases.look(reference) as case:
        of = writer_of(spoken, case, LetterKind.APPEAL)

    facts = rows(of, PleadingPart.FACTS)
    assert "No. RTI-114/2026 of 21 October 2026 (received on 23 October 2026)" in facts
    assert "It reads: “Kindly specify the records.”" in facts


def test_where_time_runs_from_the_date_of_the_decision_its_receipt_is_not_pleaded(
    office: Office, clock: Clock
) -> None:
    of = writer(office, clock, PaperDetails(number="2026-F-114"), body="us-doj")

    assert "No. 2026-F-114 of 23 October 2026" in one_line(of)
    assert "received on 23 October 2026" not in one_line(of)


def test_a_letter_that_names_the_body_leaves_its_quoted_words_as_they_are(
    office: Office, clock: Clock
) -> None:
    words = "Here the respondent is the office, the appellant asks it."
    of = writer(office, clock, said(words), body="us-doj")

    assert f"“{words}”" in one_line(of)
    assert one_line(of).count("the respondent") == one_line(of).count("Here the respondent")


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Refused", "“Refused”."),
        ("Refused.", "“Refused.”"),
        ("“Refused.”", "“Refused.”"),
        ('"Refused"', "“Refused”."),
        ("‘Refused’", "“Refused”."),
        ("منظور نہیں۔", "“منظور نہیں۔”"),
        ("one\r\ntwo", "“one two”."),
        ("“", "“‘”."),
        ("It is “secret” here", "“It is ‘secret’ here”."),
        (
            "The request [of the party] is […] refused.",
            "“The request (of the party) is […] refused.”",
        ),
    ],
)
def test_words_stand_in_one_pair_of_marks_with_one_full_stop(typed: str, shown: str) -> None:
    assert quoted(typed) == shown


def test_a_letter_about_a_fee_names_the_notice_as_it_is_known(
    office: Office, clock: Clock
) -> None:
    spoken = replace(office, locale=locale)
    reference = received_request(spoken, clock)
    seq = noted(spoken, reference, "fee-noticed", ON_TIME).seq

    with spoken.cases.open(reference) as case:
        bare = one_line(writer_of(spoken, case, LetterKind.FEE_DISPUTED))
        case.keep_paper_details(seq, said("Rs 4,000 are to be deposited."))
        known = one_line(writer_of(spoken, case, LetterKind.FEE_DISPUTED))

    assert "By a notice (received on 23 October 2026) the public body asks" in bare
    assert (
        "By a notice No. RTI-114/2026 of 21 October 2026 (received on 23 October 2026) the public "
        "body asks" in known
    )


NOTICES = {
    "fee-noticed": FeeNoticed(on=DaySpan.on(ON_TIME)),
    "transferred": Transferred(on=DaySpan.on(ON_TIME), to="pk-interior"),
}
REPLIES = {
    "refused": Outcome.REFUSED,
    "partly-answered": Outcome.PARTLY_DISCLOSED,
    "not-held": Outcome.NOT_HELD,
}


@pytest.mark.parametrize("kind", [*NOTICES, "extension-noticed", *REPLIES])
def test_a_document_has_its_own_date_wherever_a_letter_or_the_bundle_names_it(
    office: Office, clock: Clock, kind: str
) -> None:
    """Dated Wednesday 21 October 2026 and received on Friday 23 October 2026."""
    spoken = replace(office, locale=locale)
    reference = received_request(spoken, clock)
    details = said("It is so decided.")
    if kind in NOTICES:
        papers = [a_paper("notice.txt")]
        record_clock_event(spoken, reference, NOTICES[kind], papers, details, by=BY)
        sweep(spoken, FILED)
    elif kind == "extension-noticed":
        papers = [a_paper("notice.txt")]
        note_extension(spoken, reference, DaySpan.on(ON_TIME), "", papers, details, by=BY)
    else:
        answered(spoken, reference, kind, ON_TIME, outcome(REPLIES[kind]), details=details)
    with spoken.cases.look(reference) as case:
        of = writer_of(spoken, case, LetterKind.APPEAL)
        papers_of_court = CourtPapers(of)
        annexes = bundle_annexes(spoken, bundle_source(spoken, case, None, DEFAULT), case)
        dates = spoken.documents.plain(papers_of_court.dates(case.history, annexes, {}))

    texts = [one_line(of), " ".join(dates.split())]
    texts += [" | ".join(row) for row in of.facts().tables["chronology"].rows]
    found = [text for text in texts if "RTI-114/2026" in text]
    assert len(found) >= 3
    for text in found:
        for after in text.split("RTI-114/2026")[1:]:
            assert re.match(r"( of|,|\s*Date:) 21 October 2026", after), after[:60]
    (annex,) = [each for each in annexes if "RTI-114/2026" in each.title]
    assert annex.day.startswith("21 October 2026")


def test_the_table_says_where_a_ground_is_quoted_if_no_clause_was_logged_for_an_item(
    office: Office, clock: Clock
) -> None:
    of = writer(office, clock, said("The records are exempt under section 16."))
    assert all(each.named.startswith("as quoted{see:decision:") for each in pleading(of).items)
    (quoted_in,) = re.findall(r"(\d+)\. By its reply", one_line(of))
    assert f"as quoted (paragraph {quoted_in})" in one_line(of)
    unread = writer(office, clock, NO_DETAILS)
    assert {each.named for each in pleading(unread).items} == {"–"}


def test_what_is_quoted_of_other_items_is_no_ground_for_an_item(
    office: Office, clock: Clock
) -> None:
    of = writer(office, clock, said("Items 1 and 2 are not held. Item 2 was never made."))
    named = [each.named for each in pleading(of).items]
    assert named[2].startswith("see {letter:")
    assert "as quoted" not in " ".join(named[2:])


@pytest.mark.parametrize("page", ["", "3"])
def test_an_item_given_in_part_says_where_or_leaves_a_place_for_what_came(
    office: Office, clock: Clock, page: str
) -> None:
    part = replace(outcome(Outcome.PARTLY_DISCLOSED), page=page)
    spoken = replace(office, locale=locale)
    reference = received_request(spoken, clock)
    given = outcome(Outcome.DISCLOSED)
    answered(spoken, reference, "partly-answered", ON_TIME, given, part)
    with spoken.cases.look(reference) as case:
        of = writer_of(spoken, case, LetterKind.APPEAL)

    words = rows(of, PleadingPart.DECISION)
    place = "[State what was given of each of these items, and what is missing.]"
    assert (place in words) is (page == "")
    assert (
        "The part of the records in item (2) that was given is at page 3 of the reply." in words
    ) is (page == "3")
