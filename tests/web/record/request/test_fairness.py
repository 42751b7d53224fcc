"""What the public pages must not say of a body: no silence too early, nothing that was struck."""

import re
from dataclasses import replace
from datetime import date
from typing import Any

from lxml import html

from tests.offices import AYESHA, BY, a_paper, a_request, received, the_library, withdraw
from tests.web import record_scenes as scenes
from tests.web.record.weight import HEAVIEST, weight
from tracker.domain.base.days import DaySpan
from tracker.domain.base.terms import AuthorshipCheck, DecisionOutcome
from tracker.domain.law.questions import Outcome
from tracker.domain.record.record import Record
from tracker.services.cases.appealing import record_decision
from tracker.services.cases.silence import sweep
from tracker.services.drafting.drafts import save, settle, start
from tracker.services.publishing.right_of_reply import BodyStatement, log_statement
from tracker.web.record.request.counts import Sources, counts_of
from tracker.web.record.request.stage_words import said_stages
from tracker.web.record.request.status_text import public_status_text
from tracker.web.record.request.timeline import PublicItem, public_timeline

LIBRARY = the_library()


def marks(record: Record) -> dict[str, PublicItem]:
    return {mark.kind: mark for mark in public_timeline(record, LIBRARY, Sources())}


def stands(record: Record) -> str:
    return public_status_text(record, LIBRARY)


def test_what_was_only_sent_or_still_waits_is_in_no_share(office):
    scenes.a_silence(office)
    scenes.show(office, a_request(office, on=date(2024, 3, 15)))
    waiting = a_request(office, on=date(2026, 11, 18))
    received(office, waiting, date(2026, 11, 20))
    scenes.show(office, waiting)

    assert scenes.body_results(office, "pk-pta") == {"open": 2, "silent": 1}
    page = scenes.serve(office).get("/bodies/pk-pta").text
    assert "1 of 1" in page
    assert "1 of 3" not in page


def test_a_request_that_was_withdrawn_while_it_waited_accuses_nobody(office):
    reference = a_request(office, on=date(2026, 11, 18))
    received(office, reference, date(2026, 11, 20))
    withdraw(office, reference)
    scenes.show(office, reference)

    assert scenes.body_results(office, "pk-pta") == {"withdrawn": 1}


def test_a_body_that_may_still_take_the_longer_limit_is_not_counted_as_silent(office, clock):
    clock.set(date(2024, 4, 10))
    reference = a_request(office, on=date(2024, 3, 15))
    received(office, reference, date(2024, 3, 18))
    sweep(office)
    scenes.show(office, reference, on=date(2024, 4, 2))

    # Overdue since 1 April, but the law could allow until 18 April.
    assert scenes.body_results(office, "pk-pta") == {"open": 1}

    scenes.replied(
        office, reference, "refused", date(2024, 4, 9), lambda _: Outcome.REFUSED, ("s7-e",)
    )
    scenes.show(office, reference, on=date(2024, 4, 2))

    # Neither in time nor late: the body need not say that it takes the longer time.
    assert scenes.body_results(office, "pk-pta") == {"answer-in-doubt": 1}
    assert stands(office.records.record(reference)).endswith(
        "That was after the standard time limit: no response had been recorded by 1 April 2024."
    )


def test_a_defect_of_a_paper_makes_no_reply_late(office):
    reference = scenes.a_defective_refusal(office)

    assert office.records.record(reference).criticised == ("pk-interior",)
    assert scenes.body_results(office, "pk-interior") == {"in-time": 1}


def test_pages_explain_the_shares_and_show_none_before_anything_counts(office):
    scenes.show(office, a_request(office, on=date(2024, 3, 15)))
    reader = scenes.serve(office)

    for address in ("/", "/bodies", "/bodies/pk-pta", "/compare"):
        page = reader.get(address).text
        assert 'href="/method' in page
        assert "0 of 1" not in page
        assert "0 of 0" not in page


def test_an_appeal_says_that_no_answer_came_only_while_the_silence_stands(office):
    reference = scenes.a_silence(office)
    scenes.an_appeal(office, reference, date(2024, 4, 22))
    scenes.show(office, reference)
    before = office.records.record(reference)

    scenes.strike(office, reference, "received", "The stamp on the card is of another office.")
    after = office.records.record(reference)

    assert ", after no response came in time. No decision recorded by" in stands(before)
    assert marks(before)["appeal-filed"].details[0].endswith(", after no response came in time.")
    assert stands(after).startswith(
        "Appealed to the Pakistan Information Commission on Monday 22 April 2024"
    )
    assert marks(after)["appeal-filed"].details == (
        "To the Pakistan Information Commission.",
        "Sent by courier.",
    )


def test_of_a_struck_reply_only_its_title_and_the_reason_are_left(office):
    reference = scenes.a_defective_refusal(office)
    before = marks(office.records.record(reference))["refused"]
    page = scenes.serve(office).get(f"/requests/{reference}").text
    assert before.lacking
    assert before.lacking[0] in page

    scenes.strike(office, reference, "refused", "The paper answers another request.")
    after = marks(office.records.record(reference))["refused"]
    page = scenes.serve(office).get(f"/requests/{reference}").text

    assert (after.name, after.struck_because) == ("Refusal", "The paper answers another request.")
    assert (after.details, after.lacking, after.count) == ((), (), ())
    assert before.lacking[0] not in page
    assert "section 7(e)" not in page
    assert '<li class="late' not in page
    assert re.search(r"0 of \d+ answered", page)


def test_of_a_struck_silence_no_count_is_shown(office):
    found = marks(office.records.record(scenes.a_corrected_silence(office)))

    assert found["fell-silent"].name == "No response within the maximum time limit"
    assert (found["fell-silent"].details, found["fell-silent"].count) == ((), ())
    assert (found["received"].details, found["received"].struck) == ((), True)


def test_after_an_announced_extension_one_limit_passes_and_no_ordinary_one_is_named(office):
    record = office.records.record(scenes.a_silence_after_an_extension(office))
    page = scenes.serve(office).get(f"/requests/{record.reference}").text

    assert "overdue" not in marks(record)
    assert marks(record)["fell-silent"].name == "No response within the time allowed"
    assert stands(record).startswith(
        "No response recorded by 18 April 2024, when the time limit ended."
    )
    assert "ordinary" not in page
    assert "longest" not in page


def test_an_announced_extension_is_counted_once_and_called_announced(office):
    record = office.records.record(scenes.a_silence_after_an_extension(office))
    reply, appeal = counts_of(record, said_stages(record, LIBRARY), LIBRARY, Sources())

    assert reply.title == "Reply of the public body, with the extension that was announced"
    assert reply.opened == date(2024, 3, 18)
    # Ten working days end on 1 April and ten more on 18 April: Eid and a weekend took up the
    # days from 10 to 14 April 2024.
    assert reply.reads == "Deadline for the public body: Thursday 18 April 2024."
    assert appeal.title.startswith("Appeal to the Information Commission")


def test_the_one_limit_of_an_appeal_body_is_no_longest_one(office):
    reference = scenes.a_refusal(office)
    scenes.an_appeal(office, reference, date(2024, 4, 2))
    sweep(office)
    scenes.show(office, reference, on=date(2024, 7, 1))

    name = marks(office.records.record(reference))["fell-silent"].name

    assert name == "No decision within the time allowed"


def test_what_the_office_has_and_does_not_show_yet_is_not_said_to_be_missing(office, clock):
    """A silence was shown; then an answer of before its last day came to light."""
    reference = scenes.a_silence(office)
    clock.set(date(2026, 11, 27))
    scenes.replied(office, reference, "answered", date(2024, 3, 28), lambda _: Outcome.DISCLOSED)
    between = office.records.record(reference)
    scenes.show(office, reference)
    after = office.records.record(reference)

    assert stands(between) == (
        "Received by the Pakistan Telecommunication Authority on Monday 18 March 2024. The office "
        "has received a response that is not published yet."
    )
    assert (
        stands(after)
        == "The Pakistan Telecommunication Authority answered in full on Thursday 28 March 2024."
    )
    assert (between.answer_waits, after.answer_waits) == (True, False)


def test_a_decision_in_time_is_not_said_to_be_missing_before_it_is_shown(office):
    """Appealed on 22 April 2024: sixty days end on 21 June. It was decided on 20 June."""
    reference = scenes.a_silence(office)
    scenes.an_appeal(office, reference, date(2024, 4, 22))
    sweep(office)
    scenes.show(office, reference, on=date(2024, 8, 1))
    decision = (date(2024, 6, 20), DecisionOutcome.ALLOWED, [a_paper("order.txt")])
    record_decision(office, reference, *decision, by=BY)

    said = stands(office.records.record(reference))
    assert said == (
        "Appealed to the Pakistan Information Commission on Monday 22 April 2024. The office has "
        "received a decision that is not published yet."
    )


def test_a_request_that_is_not_on_record_as_sent_was_asked_of_nobody(office):
    draft = replace(start(office, "pk-x-2024", "pk-pta", by=BY), eligibility="citizen")
    draft = save(office, draft, AYESHA, by=BY)
    settle(office, draft.reference, draft.version, by=BY)
    scenes.show(office, draft.reference)

    reader = scenes.serve(office)
    assert scenes.body_results(office, "pk-pta") == {}
    block, nobody = (
        reader.get("/blocks/pk-x-2024").text,
        "No public body was asked for the legal basis",
    )
    assert nobody in block
    assert "asked for the legal basis" not in block.replace(nobody, "")
    assert "Sent to" not in reader.get("/").text
    page = reader.get(f"/requests/{draft.reference}").text
    assert "Not shown as sent" in page
    assert "not approved" not in page


def test_statements_of_a_body_stand_on_its_page_whole_or_from_their_beginning(office):
    """Of twelve long ones the page would be as heavy as a book, and nobody could open it."""
    short = "We answered by a letter of 1 March 2024."
    for number in range(12):
        reference = scenes.a_silence(office)
        words = short if number == 0 else f"{number}: " + "ہم نے جواب دیا۔ " * 1200
        stated = BodyStatement(
            "pk-pta",
            DaySpan.on(date(2024, 5, 6)),
            words,
            AuthorshipCheck.CALLED_BACK,
            [a_paper(f"{number}.txt")],
        )
        log_statement(office, reference, stated, by=BY)
        scenes.show(office, reference)

    for way in ("", "/ur"):
        page = scenes.serve(office).get(f"{way}/bodies/pk-pta")
        whole: Any = html.fromstring(page.text)
        shown = whole.xpath("//section[@id='statements']/article")
        assert len(shown) == 12
        assert weight(page.data) < HEAVIEST
        said = [" ".join(each.findtext("blockquote").split()) for each in shown]
        assert said.count(short) == 1
        assert sum(each.endswith(" …") for each in said) == 11
        assert all(each.xpath(".//a[contains(@href, '/texts/')]") for each in shown)
        assert not whole.xpath("//*[@role='region']")
