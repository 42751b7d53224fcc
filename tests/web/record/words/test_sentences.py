"""What the public pages say: sentences from state that stay true, shares that claim no more."""

from dataclasses import replace
from datetime import date

import pytest

from tests.offices import BY, a_paper, a_request, received, the_library
from tests.web import record_scenes as scenes
from tracker.domain.base.terms import DecisionOutcome
from tracker.domain.base.text import Text
from tracker.domain.events.lapses.missed_deadline import MissedDeadline
from tracker.domain.record.record import Record
from tracker.domain.record.scorecard import Share
from tracker.services.cases.appealing import record_decision
from tracker.services.cases.silence import sweep
from tracker.services.core.office import Office
from tracker.web.base.marking import as_markup
from tracker.web.record.block.force import force_of
from tracker.web.record.law.laws import law_page
from tracker.web.record.request.counts import Sources, counts_of
from tracker.web.record.request.question_states import tally
from tracker.web.record.request.requests import request_page
from tracker.web.record.request.stage_words import said_stages
from tracker.web.record.request.status_text import public_status_text
from tracker.web.record.request.timeline import public_timeline
from tracker.web.record.words.figures import of
from tracker.web.record.words.words import record_words

LIBRARY = the_library()
TODAY = date(2026, 11, 24)


def stands(office: Office, reference: str) -> str:
    return public_status_text(office.records.record(reference), office.library)


def test_an_ended_block_has_its_days_and_they_do_not_grow():
    x = LIBRARY.block("pk-x-2024")

    early, late = force_of(x, TODAY), force_of(x, date(2036, 1, 1))

    # 17 February 2024 to 6 May 2025: 319 days of 2024 and 126 of 2025.
    assert (early.days, early.phrase) == (445, "445 days in force")
    assert early.sentence.startswith("17 February 2024 to 7 May 2025.")
    assert early == late


def test_a_block_without_a_known_end_is_counted_to_its_last_confirmation():
    bluesky = force_of(LIBRARY.block("pk-bluesky-2024"), TODAY)

    assert bluesky.phrase == "about day 5 when last confirmed"
    assert bluesky.around == ("about day", "when last confirmed")
    assert bluesky.sentence == (
        "Since about 19 November 2024. Last confirmed on 23 November 2024. We do not know "
        "whether or when it ended."
    )


def test_a_block_that_stands_is_counted_today_and_the_page_names_the_day():
    case_status = replace(LIBRARY.block("pk-x-2024"), until=None)

    force = force_of(case_status, date(2024, 2, 18))

    assert force.phrase == "day 2 in force"
    assert force.sentence == "Since 17 February 2024, as of 18 February 2024."


def test_who_carried_a_block_out_is_said_where_a_source_tells():
    tunisia = force_of(LIBRARY.block("tn-ati-2011"), TODAY)
    bluesky = force_of(LIBRARY.block("pk-bluesky-2024"), TODAY)

    assert "It was carried out only in part. Carried out by: Tunisian Internet Agency (ATI)" in (
        tunisia.sentence
    )
    assert "Carried out by" not in bluesky.sentence


def test_days_that_are_not_certain_are_said_to_be_about():
    wikipedia = force_of(LIBRARY.block("pk-wikipedia-2023"), TODAY)

    assert wikipedia.phrase == "about 3 days in force"
    assert "about 6 February 2023" in wikipedia.sentence


@pytest.mark.parametrize(
    ("part", "whole", "words"),
    [(2, 3, "2 of 3"), (4, 4, "4 of 4"), (2, 5, "2 of 5 (40%)"), (0, 7, "0 of 7 (0%)")],
)
def test_a_share_of_fewer_than_five_is_no_percentage(part, whole, words):
    assert of(Share(part, whole)) == words


def test_after_the_ordinary_limit_the_longer_one_is_said_too(office, clock):
    clock.set(date(2024, 4, 10))
    reference = a_request(office, on=date(2024, 3, 15))
    received(office, reference, date(2024, 3, 18))
    sweep(office)
    scenes.show(office, reference, on=date(2024, 4, 2))

    assert stands(office, reference) == (
        "No response recorded by 1 April 2024, when the standard time limit ended. Maximum time "
        "limit: 18 April 2024. Last checked on 10 April 2024."
    )


def test_silence_is_said_to_the_longest_limit_and_with_the_day_of_the_check(office):
    assert stands(office, scenes.a_silence(office)) == (
        "No response recorded by 18 April 2024, the maximum time limit under the law. Last "
        "checked on 24 November 2026."
    )


def test_while_the_time_runs_nobody_is_accused(office):
    sentence = stands(office, scenes.a_request_in_urdu(office))

    assert sentence.startswith(
        "Received by the Cabinet Division on Friday 20 November 2026. No response recorded by 24 "
        "November 2026. The time limit runs to a day between "
    )


def test_without_proof_of_receipt_no_time_is_counted(office):
    reference = scenes.show(office, a_request(office, on=date(2024, 3, 15)))

    assert stands(office, reference) == (
        "Sent to the Pakistan Telecommunication Authority on Friday 15 March 2024. There is no "
        "proof of receipt, so no deadline is counted. Last checked on 24 November 2026."
    )


def test_a_refusal_in_time_is_not_called_late_and_one_after_it_is(office):
    in_time, late = scenes.a_refusal(office), scenes.a_late_answer(office)

    assert stands(office, in_time) == "The Ministry of Interior refused on Friday 29 March 2024."
    assert stands(office, late) == (
        "The Ministry of Information Technology and Telecommunication answered in part on Monday "
        "6 May 2024. That was after the time limit: no response had been recorded by 18 April "
        "2024."
    )


def test_an_appeal_is_told_with_its_cause_and_its_decision(office):
    waiting, decided = scenes.a_refusal(office), scenes.a_refusal(office)
    for reference in (waiting, decided):
        scenes.an_appeal(office, reference, date(2024, 4, 2))
    record_decision(
        office, decided, date(2024, 5, 20), DecisionOutcome.ALLOWED, [a_paper()], by=BY
    )
    for reference in (waiting, decided):
        scenes.show(office, reference)

    assert stands(office, waiting) == (
        "Appealed to the Pakistan Information Commission on Tuesday 2 April 2024, against the "
        "body’s decision. No decision recorded by 24 November 2026."
    )
    assert stands(office, decided).startswith("Appeal decided on Monday 20 May 2024: allowed.")


def test_the_silence_of_an_appeal_body_is_not_laid_at_the_door_of_the_body_asked(office):
    reference = scenes.a_refusal(office)
    scenes.an_appeal(office, reference, date(2024, 4, 2))
    sweep(office)
    scenes.show(office, reference, on=date(2024, 7, 1))

    # Sixty days after 2 April 2024 end on Saturday 1 June; the office may have until Monday.
    assert "No decision recorded by 3 June 2024." in stands(office, reference)
    assert scenes.body_results(office, "pk-interior") == {"in-time": 1}


def test_a_body_is_counted_by_reply_silence_and_lateness(office):
    scenes.a_silence(office)
    late = scenes.a_late_answer(office)

    assert scenes.body_results(office, "pk-pta") == {"silent": 1}
    assert scenes.body_results(office, "pk-moitt") == {"late": 1}
    assert office.records.record(late).body == "pk-moitt"


def test_a_correction_strikes_the_entry_and_the_silences_counted_from_it(office):
    record = office.records.record(scenes.a_corrected_silence(office))
    marks = {mark.kind: mark for mark in public_timeline(record, LIBRARY, Sources())}

    assert marks["received"].struck_because == "The stamp on the card is of another office."
    assert marks["fell-silent"].struck
    assert marks["fell-silent"].struck_because == ""
    assert not marks["sent"].struck
    assert marks["corrected"].details == (
        "Corrected: “Receipt of the request”, entry 4. The stamp on the card is of another "
        "office.",
    )


def test_every_deadline_is_explained_with_sources_named_once(office):
    record, sources = office.records.record(scenes.a_silence(office)), Sources()
    counts = counts_of(record, said_stages(record, LIBRARY), LIBRARY, sources)
    reply, longest, appeal = counts

    assert (reply.title, reply.opened) == ("Reply of the public body", date(2024, 3, 18))
    assert reply.reads == "Deadline for the public body: Monday 1 April 2024."
    assert reply.section == "section 14(1)"
    assert longest.reads == "Deadline for the public body: Thursday 18 April 2024."
    assert "with the extension that the law allows" in longest.title
    assert appeal.reads == (
        "Deadline for the requester: between Wednesday 1 May 2024 and Thursday 2 May 2024. The "
        "receiving body was last certainly open before it on Tuesday 30 April 2024."
    )
    assert [step.day.day for step in reply.steps] == [18, 23, 24, 30, 31, 1]
    cited = {number for count in counts for step in count.steps for number in step.notes}
    assert cited == set(range(1, len(list(sources)) + 1))
    assert all(step.notes for count in counts for step in count.steps)


def test_a_refusal_is_shown_question_by_question_with_what_its_clause_covers(office):
    record = office.records.record(scenes.a_refusal(office))
    page = request_page(office, record)

    refused = len(record.questions)
    assert tally(record) == (("refused", refused),)
    assert page.legend == (("refused", f"Refused: {refused}"),)
    for question in page.answers.questions:
        (found,) = question.outcomes
        (named,) = found.exemptions
        assert named.cite == "section 7(e)"
        assert (named,) == page.exemptions
    assert page.exemptions[0].covers.startswith("records on defence forces")


def test_a_record_outlives_the_keys_of_the_library(office):
    record = office.records.record(scenes.a_refusal(office))
    gone = replace(record, block="gone", body="gone", law="gone", supporters=("gone",))

    others = {key: each for key, each in office.library.bodies.items() if key != record.body}
    without = replace(office, library=replace(office.library, bodies=others))
    page = request_page(without, gone)

    assert page.title == f"Request to {record.body} about gone"
    assert not page.about.law_known
    assert page.about.supporters == ("gone",)
    assert page.answers.questions[0].outcomes[0].exemptions[0].cite == "s7-e"


def test_provisional_dates_are_marked_in_words(office):
    record = office.records.record(scenes.a_silence(office))
    doubtful = _provisional(record)

    assert "The date is provisional." in public_status_text(doubtful, LIBRARY)
    assert any(
        "The date is provisional." in detail
        for mark in public_timeline(doubtful, LIBRARY, Sources())
        for detail in mark.details
    )


def _provisional(record: Record) -> Record:
    entries = tuple(
        replace(entry, event=replace(entry.event, provisional=True))
        if isinstance(entry.event, MissedDeadline)
        else entry
        for entry in record.entries
    )
    return replace(record, entries=entries)


def test_words_carry_the_language_that_their_script_agrees_with():
    assert (record_words("حکم کی نقل", "ur").lang, record_words("حکم کی نقل", "ur").dir) == (
        "ur",
        "rtl",
    )
    assert (record_words("A copy", "ur").lang, record_words("A copy", "ur").dir) == ("", "ltr")
    assert (record_words("", "ur").lang, record_words("", "ur").dir) == ("ur", "rtl")
    assert (
        str(as_markup(Text({"ur": "<حکم>"}), "en")) == '<bdi lang="ur" dir="rtl">&lt;حکم&gt;</bdi>'
    )


def test_the_law_in_short_gives_each_limit_with_section_and_reading(office):
    page = law_page(office, "pk-raia-2017")
    reply = next(shown for shown in page.stages if shown.stage.key == "reply")

    assert reply.limits[0].length == "10 working days"
    assert reply.limits[0].footing.section == "section 14(1)"
    assert reply.limits[0].footing.how_read == "read in an official copy"
    assert reply.expedited[0].length == "3 working days"
    assert reply.extension is not None
    assert not reply.extension.must_be_announced
    assert reply.silence_means == "You can appeal."
