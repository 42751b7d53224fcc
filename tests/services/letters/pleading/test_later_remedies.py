"""Remedies against the decision on a step before, or against its absence.

Pakistan: received on Monday 12 October 2026 and appealed on Monday 16 November. The sixty days of
section 17(3) begin on 17 November: fourteen in November, thirty-one in December, fifteen in
January. They end on Friday 15 January 2027, or on Monday the 18th where offices close on Fridays.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.abroad import asked_abroad, by_hand, case_status, library_abroad, refused
from tests.offices import BY, Clock, a_paper, a_request, an_office, received, with_body
from tests.services.letters.filled_places import fill_all
from tests.services.letters.scenes import (
    FILED,
    RECEIVED,
    answered,
    bare_refusal,
    national_security,
    outcome,
    partial,
    silence,
)
from tests.services.letters.scenes_west import ASKED, BODIES, WRITTEN
from tracker.domain.base.days import DaySpan, Span
from tracker.domain.base.errors import BadInput, NotAllowed, NotOnFile
from tracker.domain.base.terms import Cause, DecisionOutcome
from tracker.domain.base.text import Text
from tracker.domain.case.case_status import CaseStatus
from tracker.domain.case.paper_details import PaperDetails
from tracker.domain.events.proceedings.hearing_fixed import HearingFixed
from tracker.domain.events.responses.reply import Reply
from tracker.domain.law.body import BodyState, Condition
from tracker.domain.law.law import LetterKind
from tracker.domain.law.outcome import Outcome, QuestionOutcome
from tracker.domain.law.pleas import Circumstance
from tracker.domain.library import Library
from tracker.domain.words.letter import Paragraph
from tracker.domain.words.pleading import PleadingPart, PleadingRow
from tracker.services.cases.appealing import file_appeal, record_decision
from tracker.services.cases.silence import sweep
from tracker.services.core.office import Office
from tracker.services.core.recording import record
from tracker.services.letters.editing import change_pleading, leave_out_item, open_pleading
from tracker.services.letters.frozen_letters import finalise_letter
from tracker.services.letters.letter_facts import Writer, writer_of
from tracker.services.letters.remedies import RemedyPlace, opened, unused, usable
from tracker.translations import locale

ORDER_OF = date(2026, 12, 21)
ORDER = PaperDetails(
    "1204-11/26",
    ORDER_OF,
    "Chief Information Commissioner",
    "The records are exempt under section 16(1)(e). The appeal is dismissed.",
)
LATE_ORDER = date(2027, 1, 22)
AFTER_ORDER, AFTER_SILENCE = date(2026, 12, 28), date(2027, 1, 25)


@pytest.fixture
def office_library() -> Library:
    return library_abroad()


def place(office: Office, reference: str, stage: str) -> RemedyPlace:
    found = opened(case_status(office, reference), office.library)
    return next(each.place for each in reversed(found) if each.place[0] == stage)


def writer(office: Office, reference: str, where: RemedyPlace, on: date | None = None) -> Writer:
    with office.cases.look(reference) as case:
        return writer_of(office, case, LetterKind.APPEAL, where, on=on)


def row_of(of: Writer, key: str) -> PleadingRow:
    assert of.pleading
    return next(row for row in of.pleading.rows() if row.key == key)


def words(office: Office, of: Writer) -> str:
    return " ".join(office.documents.plain(of.letter()).split())


def appealed(
    office: Office, clock: Clock, happened: Callable[[Office, str], None], body: str = "pk-pta"
) -> str:
    clock.set(FILED)
    reference = a_request(office, body=body, on=date(2026, 10, 8))
    received(office, reference, RECEIVED)
    happened(office, reference)
    where = place(office, reference, "appeal")
    file_appeal(office, reference, by_hand(FILED), remedy=where, by=BY)
    return reference


def after_an_order(
    office: Office,
    clock: Clock,
    happened: Callable[[Office, str], None] = national_security,
    result: DecisionOutcome = DecisionOutcome.DISMISSED,
    order: PaperDetails = ORDER,
) -> Writer:
    """The petition after the Commission decided."""
    office = replace(office, locale=locale)
    reference = appealed(office, clock, happened)
    clock.set(AFTER_ORDER)
    papers = [a_paper("order.txt")]
    record_decision(office, reference, ORDER_OF, result, papers, details=order, by=BY)
    return writer(office, reference, place(office, reference, "court"))


def test_a_petition_against_an_order_that_allowed_the_appeal_asks_what_is_challenged(
    office: Office, clock: Clock
) -> None:
    allowed = words(office, after_an_order(office, clock, result=DecisionOutcome.ALLOWED))

    assert "[The decision allowed what was asked. State what of it is challenged" in allowed


def test_a_petition_against_a_dismissal_asks_no_such_thing(office: Office, clock: Clock) -> None:
    assert "State what of it is challenged" not in words(office, after_an_order(office, clock))


def after_no_order(
    office: Office, clock: Clock, happened: Callable[[Office, str], None] = silence
) -> Writer:
    """The petition after the Commission did not decide in time."""
    office = replace(office, locale=locale)
    reference = appealed(office, clock, happened)
    clock.set(AFTER_SILENCE)
    sweep(office, AFTER_SILENCE)
    return writer(office, reference, place(office, reference, "court"))


def test_the_petition_names_the_commission_and_the_body_and_attacks_the_order(
    office: Office, clock: Clock
) -> None:
    of = after_an_order(office, clock)
    said, values = words(office, of), of.facts().values

    # The forms of a bundle name the post of each respondent after its name.
    assert values["respondent_through"] == ""
    assert values["second_through"].startswith("through its Chairman")
    versus = said[said.index("versus") : said.index("Petition against")]
    assert versus.index("Pakistan Information Commission") < versus.index("First respondent")
    assert versus.index("Pakistan Telecommunication Authority") < versus.index("Second respondent")
    assert (
        "Petition against the decision of the Pakistan Information Commission No. 1204-11/26 of "
        "21 December 2026"
    ) in said
    assert "“The records are exempt under section 16(1)(e). The appeal is dismissed.”" in said
    assert "signed by the Chief Information Commissioner" in said


def test_a_petition_against_an_order_on_silence_counts_no_time_for_what_was_filed(
    office: Office, clock: Clock
) -> None:
    """The time of section 14(1) is that for the request, received on 12 October 2026: ten working
    days after it, or more where offices close on Saturdays. The appeal was filed later."""
    of = after_an_order(office, clock, silence)
    said = words(office, of)

    assert "for a decision on the" not in said
    assert "Time to answer the request: ended by" in said
    assert re.search(r"dismissed\. It reads: “[^”]*” No decision of the public body on", said)
    assert row_of(of, "time:filed").words.startswith("This petition is filed on 28 December 2026.")


def test_a_number_that_says_what_it_is_is_not_called_a_number_twice(
    office: Office, clock: Clock
) -> None:
    of = after_an_order(office, clock, order=replace(ORDER, number="Appeal No. 1204-11/26"))
    said = words(office, of)

    assert "Commission in Appeal No. 1204-11/26 of 21 December 2026" in said
    assert "the decision in Appeal No. 1204-11/26" in said
    assert "No. Appeal No." not in said


def test_the_petition_has_one_name_and_no_reference_to_nothing(
    office: Office, clock: Clock
) -> None:
    for of in (after_an_order(office, clock), after_no_order(office, clock, bare_refusal)):
        said = words(office, of)
        assert not re.search(r"\bapplication\b|appellant|complain", said, re.IGNORECASE)
        assert not re.search(r"[{}]|\(\)|\(Ground \)| ,|\.\.", said)
        # Each item at issue is asked for by the main order.
        assert of.pleading
        asked = {key for item in of.pleading.items if item.in_issue for key in item.relief}
        assert asked & {"relief:supply-by-court", "relief:decide-appeal"}


def test_the_petition_asks_to_set_the_order_aside_for_the_records_and_failing_that_a_remittal(
    office: Office, clock: Clock
) -> None:
    of = after_an_order(office, clock)
    assert of.pleading
    orders = [row.key for row in of.pleading.parts[PleadingPart.RELIEF]]

    declared, supplied = "relief:declare-order", "relief:supply-by-court"
    assert orders.index(declared) < orders.index(supplied) < orders.index("relief:remit")
    assert "relief:step-before" not in orders
    said = words(office, of)
    assert "(Article 199(1)(a)(ii))" in said
    assert "No other adequate remedy is provided by law" in said
    assert "to direct the Chairman of the second respondent to supply" in said


def test_what_the_order_leaves_unanswered_is_for_the_lawyer_to_name_among_the_grounds_filed(
    office: Office, clock: Clock
) -> None:
    row = row_of(after_an_order(office, clock), "ground:petition-unanswered:1")
    # The appeal was filed as a file of its own: nothing here knows its grounds.
    assert "[Name the grounds of the appeal that the order leaves unanswered, or" in row.words


def test_after_silence_the_petition_asks_for_a_decision_and_then_for_the_records(
    office: Office, clock: Clock
) -> None:
    of = after_no_order(office, clock)
    assert of.pleading
    orders = [row.key for row in of.pleading.parts[PleadingPart.RELIEF]]
    said = words(office, of)

    assert orders.index("relief:decide-appeal") < orders.index("relief:supply-failing-decision")
    assert not {"relief:declare-order", "relief:remit", "relief:supply-by-court"} & set(orders)
    assert "for a decision on the appeal had ended by 18 January 2027 (section 17(3))" in said
    assert "No decision of the public body on the request." in said
    assert "ground:petition-undecided" in {
        row.key for row in of.pleading.parts[PleadingPart.GROUNDS]
    }
    assert "The petitioner asks for a decision on the appeal within 30 days" in said


def test_a_hearing_that_is_fixed_is_stated_with_its_day(office: Office, clock: Clock) -> None:
    office = replace(office, locale=locale)
    reference = appealed(office, clock, silence)
    clock.set(AFTER_SILENCE)
    sweep(office, AFTER_SILENCE)
    on, heard = DaySpan.on(date(2027, 1, 20)), date(2027, 2, 3)
    fixed = HearingFixed(on=on, appeal=0, hearing=heard)
    record(office, reference, fixed, [a_paper("notice.txt")], by=BY)
    said = words(office, writer(office, reference, place(office, reference, "court")))

    assert "A hearing of the appeal was fixed for 3 February 2027 (Annex C)." in said
    assert "Notice of the hearing on 3 February 2027 (Annex C)" not in said  # told once


def test_where_the_commission_has_no_members_the_body_itself_is_to_be_directed(
    tmp_path: Path,
) -> None:
    library = library_abroad()
    body = library.bodies["pk-pic"]
    vacant = BodyState(
        Span(date(2027, 1, 10), None),
        Text({"en": "The Commission has no members.", "ur": "کمیشن میں کوئی رکن نہیں۔"}),
        body.source,
        Condition.WITHOUT_MEMBERS,
    )
    library = with_body(library, replace(body, states=(vacant,)))
    with an_office(tmp_path, library=library) as (office, clock):
        of = after_no_order(office, clock)
        said = words(office, of)

    assert Circumstance.STEP_WITHOUT_MEMBERS in of.pleaded
    assert "As reported, the first respondent has no members (paragraph" in said
    # New members may decide in place of the Court. A commission without members is asked nothing.
    (asked,) = re.findall(r"should members be appointed before the judgment (.{120})", said)
    assert "to direct the first respondent, in place of the supply, to decide" in asked
    assert "to direct the first respondent to decide" not in said
    assert "the Pakistan Information Commission has had no members since 10 January 2027" in said
    assert "to direct the Chairman of the second respondent to supply within 7 working" in said


def late(office: Office, clock: Clock, result: DecisionOutcome) -> tuple[Office, str]:
    """A petition after the Commission’s silence was open, and then a decision was received."""
    spoken = replace(office, locale=locale)
    reference = appealed(spoken, clock, silence)
    clock.set(AFTER_SILENCE)
    sweep(spoken, AFTER_SILENCE)
    details = replace(ORDER, dated=LATE_ORDER)
    papers = [a_paper("order.txt")]
    record_decision(spoken, reference, LATE_ORDER, result, papers, details=details, by=BY)
    return spoken, reference


@pytest.mark.parametrize("result", [DecisionOutcome.DISMISSED, DecisionOutcome.PARTLY_ALLOWED])
def test_a_late_decision_leaves_only_the_petition_against_it(
    office: Office, clock: Clock, result: DecisionOutcome
) -> None:
    spoken, reference = late(office, clock, result)
    status = case_status(spoken, reference)
    petitions = [each for each in usable(status, spoken.library) if each.place[0] == "court"]

    assert [each.opened.cause for each in petitions] == [Cause.DECISION]
    for_silence = place_of(status, spoken, Cause.SILENCE)
    assert for_silence in {each.place for each in unused(status, spoken.library)}
    with pytest.raises(NotAllowed, match="A decision has come since"):
        finalise_letter(spoken, reference, LetterKind.APPEAL, for_silence, by=BY)


def place_of(status: CaseStatus, office: Office, cause: Cause) -> RemedyPlace:
    found = (e for e in opened(status, office.library) if e.opened.cause is cause)
    return next(each.place for each in found if each.place[0] == "court")


def test_a_petition_that_was_filed_before_a_late_decision_can_still_be_logged(
    office: Office, clock: Clock
) -> None:
    spoken, reference = late(office, clock, DecisionOutcome.DISMISSED)
    for_silence = place_of(case_status(spoken, reference), spoken, Cause.SILENCE)
    filed_on = date(2027, 1, 21)
    file_appeal(spoken, reference, by_hand(filed_on), remedy=for_silence, by=BY)

    status = case_status(spoken, reference)
    assert status.case_state.appealed(*for_silence)
    assert place_of(status, spoken, Cause.DECISION) in {
        each.place for each in usable(status, spoken.library)
    }


def test_items_given_by_an_order_are_omitted_from_the_petition_with_their_grounds(
    office: Office, clock: Clock
) -> None:
    """Items 1 and 2 were disclosed. The reply does not address the last one, and the order gives
    it."""
    result = DecisionOutcome.PARTLY_ALLOWED
    spoken = replace(office, locale=locale)
    of = after_an_order(office, clock, partial, result)
    before = words(spoken, of)
    assert "[State for which items it was not allowed" in before
    place_now = (of.plea.stage, of.plea.opening.seq) if of.plea else ("", 0)
    passed = [
        asked.key
        for asked in of.drafted.questions
        if (found := answer_to(of, asked.key)) and found.outcome is Outcome.PASSED_OVER
    ]
    assert passed
    assert "Items were passed over" in before
    for key in passed:
        with spoken.cases.look(of.case.reference) as case:
            found_now = open_pleading(spoken, case, place_now)
        change = leave_out_item(found_now, key)
        version = found_now.edits.version
        change_pleading(spoken, case.reference, found_now.place, version, change, by=BY)

    after = writer(spoken, of.case.reference, place_now)
    said = words(spoken, after)

    assert after.pleading
    assert not set(passed) & {item.key for item in after.pleading.items}
    assert "This petition concerns the records in item" in said
    assert "Items were passed over" not in said
    assert "decide on the items that its reply passes over" not in said


def answer_to(of: Writer, key: str) -> QuestionOutcome | None:
    """The outcome of an item."""
    replies = (entry.event for entry in of.case_status.case_state.replies)
    given = (o for event in replies if isinstance(event, Reply) for o in event.outcomes)
    return next((o for o in given if o.question == key), None)


def test_the_last_item_at_issue_stays(office: Office, clock: Clock) -> None:
    of = after_an_order(office, clock, partial, DecisionOutcome.PARTLY_ALLOWED)
    assert of.plea
    where = (of.plea.stage, of.plea.opening.seq)
    with office.cases.look(of.case.reference) as case:
        found = open_pleading(office, case, where)
    *others, last = [each.key for each in found.now.drafted.items if each.in_issue]
    for key in others:
        with office.cases.look(of.case.reference) as case:
            found = open_pleading(office, case, where)
        change = leave_out_item(found, key)
        change_pleading(office, case.reference, found.place, found.edits.version, change, by=BY)
    with office.cases.look(of.case.reference) as case:
        found = open_pleading(office, case, where)

    with pytest.raises(BadInput, match="One item must stay"):
        leave_out_item(found, last)
    with pytest.raises(NotOnFile, match="no such item"):
        leave_out_item(found, "none")
    back = leave_out_item(found, others[0], out=False)(found.now, found.edits)
    assert others[0] not in back.items_out


def test_the_earlier_steps_name_the_reply_by_its_number_and_dates(
    office: Office, clock: Clock
) -> None:
    """Refused by a document of Wednesday 21 October 2026 that was received on Friday the 23rd."""
    said = words(office, after_an_order(office, clock))

    assert (
        "By its decision No. RTI-114/2026 of 21 October 2026 (received on 23 October 2026) the "
        "public body refused the request."
    ) in said


def test_an_urdu_petition_calls_itself_by_one_word(office: Office, clock: Clock) -> None:
    spoken = replace(office, locale=locale)
    clock.set(FILED)
    reference = a_request(spoken, on=date(2026, 10, 8), language="ur")
    received(spoken, reference, RECEIVED)
    national_security(spoken, reference)
    where = place(spoken, reference, "appeal")
    file_appeal(spoken, reference, by_hand(FILED), remedy=where, by=BY)
    clock.set(AFTER_ORDER)
    papers = [a_paper("order.txt")]
    record_decision(
        spoken, reference, ORDER_OF, DecisionOutcome.DISMISSED, papers, details=ORDER, by=BY
    )
    said = words(spoken, writer(spoken, reference, place(spoken, reference, "court")))

    assert "پٹیشن بخلاف فیصلہ" in said
    assert "پٹیشنر" in said
    assert "اپیل کنندہ" not in said


@pytest.mark.parametrize("silent", [True, False])
def test_where_the_law_names_no_respondent_the_letter_asks_or_leaves_it_to_counsel(
    office: Office, clock: Clock, silent: bool
) -> None:
    """The Tribunal in London hears appeals against decision notices of another body."""
    spoken = replace(office, locale=locale)
    reference = asked_abroad(spoken, BODIES["gb"], ASKED)
    refused(spoken, reference, date(2026, 9, 10))
    review = place(spoken, reference, "internal-review")
    file_appeal(spoken, reference, by_hand(WRITTEN), remedy=review, by=BY)
    papers = [a_paper("d.txt")]
    dismissed = DecisionOutcome.DISMISSED
    record_decision(spoken, reference, date(2026, 10, 14), dismissed, papers, by=BY)
    complaint = place(spoken, reference, "complaint")
    if silent:
        # No decider but the body itself: nothing is said of another respondent.
        of = writer(spoken, reference, complaint, date(2026, 10, 27))
        assert of.pleading
        assert "parties:decider" not in {row.key for row in of.pleading.rows()}
        return
    file_appeal(spoken, reference, by_hand(date(2026, 10, 27)), remedy=complaint, by=BY)
    record_decision(spoken, reference, date(2026, 11, 20), dismissed, papers, by=BY)
    clock.set(date(2026, 11, 24))
    said = words(spoken, writer(spoken, reference, place(spoken, reference, "tribunal")))

    assert "The decision at issue is that of the Information Commissioner" in said
    assert "Counsel checks whether the Information Commissioner" in said


def test_a_second_appeal_of_india_names_the_officer_whose_decision_is_attacked(
    office: Office, clock: Clock
) -> None:
    spoken = replace(office, locale=locale)
    reference = asked_abroad(spoken, "in-meity", ASKED)
    refused(spoken, reference, date(2026, 9, 10))
    first = place(spoken, reference, "appeal")
    file_appeal(spoken, reference, by_hand(WRITTEN), remedy=first, by=BY)
    papers = [a_paper("d.txt")]
    on, details = date(2026, 10, 15), PaperDetails(number="FAA/9", words="The appeal is rejected.")
    dismissed = DecisionOutcome.DISMISSED
    record_decision(spoken, reference, on, dismissed, papers, details=details, by=BY)
    second = place(spoken, reference, "second-appeal")
    said = words(spoken, writer(spoken, reference, second, date(2026, 10, 20)))

    assert (
        "Second appeal against the decision of the First Appellate Authority, Ministry of "
        "Electronics and Information Technology No. FAA/9 of 15 October 2026"
    ) in said
    assert "“The appeal is rejected.”" in said
    assert "is a respondent too" not in said


def test_each_other_proceeding_is_named_and_the_steps_are_told_apart(office: Office) -> None:
    """A complaint after silence, one against the late refusal, then the appeal against it."""
    spoken = replace(office, locale=locale)
    reference = asked_abroad(spoken, "in-meity", date(2024, 1, 10))
    sweep(spoken, date(2024, 2, 12))
    known = place(spoken, reference, "complaint")
    file_appeal(spoken, reference, by_hand(date(2024, 2, 12)), remedy=known, by=BY)
    refused(spoken, reference, date(2024, 2, 15))
    known = place(spoken, reference, "complaint")
    file_appeal(spoken, reference, by_hand(date(2024, 2, 16)), remedy=known, also=[], by=BY)
    appeal = place(spoken, reference, "appeal")
    of = writer(spoken, reference, appeal, date(2024, 2, 19))
    row = row_of(of, "proceedings")
    title = "“Complaint to the Central Information Commission”"
    assert f"{title} on 12 February 2024; {title} on 16 February 2024" in row.instead

    file_appeal(spoken, reference, by_hand(date(2024, 2, 19)), remedy=appeal, by=BY)
    papers = [a_paper("d.txt")]
    dismissed = DecisionOutcome.DISMISSED
    on = date(2024, 3, 4)
    filed = case_status(spoken, reference).case_state.appealed(*appeal)
    assert filed
    record_decision(spoken, reference, on, dismissed, papers, appeal=filed.seq, by=BY)
    second = place(spoken, reference, "second-appeal")
    of = writer(spoken, reference, second, date(2024, 3, 11))
    row = row_of(of, "proceedings")
    # The first appeal is a step to this one. The two complaints are not.
    assert row.instead.count(title) == 2
    assert "First appeal" not in row.instead


def test_after_its_steps_alone_a_petition_says_that_nothing_else_was_brought(
    office: Office, clock: Clock
) -> None:
    of = after_an_order(office, clock)
    row = row_of(of, "proceedings")
    assert row.instead.startswith("Apart from the steps set out above, the petitioner has brought")


@pytest.mark.parametrize(
    ("dated", "late"),
    [(date(2026, 10, 28), False), (date(2026, 10, 29), True), (date(2026, 11, 10), True)],
)
def test_a_reply_is_late_only_if_it_was_late_when_sent(
    office: Office, clock: Clock, dated: date, late: bool
) -> None:
    """Ten working days from 13 October 2026 end on Monday 26 October: 13 to 16, 19 to 23 and 26.
    Where Fridays are closed too, on Wednesday 28 October: 13 to 15, 19 to 22 and 26 to 28. The
    reply arrives on Thursday 12 November in each case."""
    clock.set(FILED)
    reference = a_request(office, on=date(2026, 10, 8))
    received(office, reference, RECEIVED)
    sweep(office, date(2026, 11, 11))
    details = PaperDetails("RTI-9", dated, "Director", "The request is refused.")
    found = outcome(Outcome.REFUSED, "s16-1-e")
    answered(office, reference, "refused", date(2026, 11, 12), found, details=details)

    of = writer(office, reference, place(office, reference, "appeal"))

    assert (Circumstance.LATE in of.pleaded) is late
    assert ("came after the ten working days" in words(office, of)) is late


@pytest.mark.parametrize(("happened", "settled"), [(silence, False), (national_security, True)])
def test_the_count_says_on_each_count_only_of_dates_that_are_not_provisional(
    office: Office, clock: Clock, happened: Callable[[Office, str], None], settled: bool
) -> None:
    """Thirty days from a receipt rest on no calendar. Those from the end of a time for a decision
    rest on that of 2026."""
    clock.set(FILED)
    reference = a_request(office, on=date(2026, 10, 8))
    received(office, reference, RECEIVED)
    happened(office, reference)
    of = writer(office, reference, place(office, reference, "appeal"))
    _, sheet = of.count_of_time()
    said = " ".join(
        run.words for each in sheet if isinstance(each, Paragraph) for run in each.runs
    )

    (window,) = of.case_status.windows
    assert window.closes.provisional is not settled
    assert ("in time on each count" in said) is settled
    assert ("in time by this count" in said) is not settled


def test_the_grounds_of_an_appeal_that_was_written_here_are_listed_to_choose_from(
    office: Office, clock: Clock
) -> None:
    office = replace(office, locale=locale)
    clock.set(FILED)
    reference = a_request(office, on=date(2026, 10, 8))
    received(office, reference, RECEIVED)
    national_security(office, reference)
    fill_all(office, reference)
    finalise_letter(office, reference, LetterKind.APPEAL, by=BY)
    where = place(office, reference, "appeal")
    file_appeal(office, reference, by_hand(FILED), remedy=where, by=BY)
    clock.set(AFTER_ORDER)
    papers = [a_paper("order.txt")]
    dismissed = DecisionOutcome.DISMISSED
    record_decision(office, reference, ORDER_OF, dismissed, papers, details=ORDER, by=BY)

    of = writer(office, reference, place(office, reference, "court"))

    row = row_of(of, "ground:petition-unanswered:1")
    assert (
        "unanswered (I. It is for the respondent to justify the refusal; II. The notice does not"
        in row.words
    )
