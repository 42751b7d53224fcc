"""The four answers at the top of a record, its lanes, and its first page as a picture."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from PIL import Image

from tests.offices import a_request, an_office
from tests.web import record_scenes as scenes
from tracker.domain.base.errors import NotOnFile
from tracker.domain.case.request import OwnQuestion
from tracker.domain.law.questions import Element
from tracker.domain.record.stage_times import StageResult, days_without, stage_times
from tracker.services.cases.silence import sweep
from tracker.services.core.office import Office
from tracker.translations import locale
from tracker.web.record.request.first_page import THUMB_HIGH, THUMB_WIDE, first_page
from tracker.web.record.request.requests import request_page


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """An office whose pages speak both languages."""
    with an_office(tmp_path) as (opened, _):
        yield replace(opened, locale=locale)


def page_of(office: Office, reference: str, prefix: str = "") -> Any:
    return html.fromstring(scenes.serve(office).get(f"{prefix}/requests/{reference}").text)


def answers(page: Any) -> dict[str, str]:
    """The four questions of the card, each with its answer."""
    return {
        each.xpath("string(dt)"): " ".join(each.xpath("string(dd)").split())
        for each in page.xpath("//dl[@class='answers']/div")
    }


def test_days_without_a_response_end_on_the_last_day_that_a_person_confirmed(
    office: Office,
) -> None:
    record = office.records.record(scenes.a_silence(office))
    reply, appeal = stage_times(record)

    assert record.confirmed_on == date(2026, 11, 24)
    assert (reply.result, appeal.result) == (StageResult.SILENT, StageResult.UNUSED)
    assert reply.two_limits
    assert reply.missed is not None
    # From 18 April 2024, the maximum limit: 730 days to 18 April 2026, 220 more to 24 November.
    assert days_without(record, reply.missed) == 950


def test_a_sweep_confirms_nothing(office: Office) -> None:
    reference = scenes.a_refusal(office)
    scenes.an_appeal(office, reference, date(2024, 4, 2))
    before = office.records.record(reference)

    sweep(office)
    scenes.show(office, reference, on=date(2024, 7, 1))
    record = office.records.record(reference)

    assert before.confirmed_on == record.confirmed_on == date(2026, 11, 24)
    silent = [entry for entry in record.entries if entry.kind == "fell-silent"]
    assert all(entry.entered_on <= record.confirmed_on for entry in silent)


def test_a_silence_answers_the_four_questions(office: Office) -> None:
    found = answers(page_of(office, scenes.a_silence(office)))

    assert list(found) == [
        "What happened?",
        "Is it late?",
        "What did they say?",
        "Where is the document?",
    ]
    assert found["What happened?"] == "No responseReceived on 18 March 2024"
    assert found["Is it late?"] == "Yes, by 950 daysPTA: the maximum limit was 18 April 2024"
    assert found["What did they say?"].startswith("0 of ")
    assert found["Where is the document?"] == "None recorded"


def test_an_answer_is_late_only_after_the_maximum_limit(office: Office) -> None:
    late = office.records.record(scenes.a_late_answer(office))
    in_time = office.records.record(scenes.a_refusal(office))

    # The maximum limit ended on Thursday 18 April 2024, the answer came on 6 May.
    assert stage_times(late)[0].late_days == 18
    found = answers(page_of(office, late.reference))
    assert found["Is it late?"].startswith("It was, by 18 days")
    # 29 March 2024 is the ninth working day after 18 March.
    found = answers(page_of(office, in_time.reference))
    assert found["Is it late?"].startswith("No")
    assert "working day 9 of 10" in found["Is it late?"]


def test_each_lane_says_in_words_what_it_shows(office: Office) -> None:
    page = page_of(office, scenes.a_late_answer(office))
    reply, *appeals, axis = page.xpath("//figure[@class='lanes']/div")

    assert "18 days after the maximum limit" in reply.text_content()
    assert reply.xpath(".//*[contains(@class, 'mark late')]")
    assert reply.xpath(".//rect[@class='f-ext']")
    assert appeals
    for appeal in appeals:
        assert "Requester to file" in " ".join(appeal.text_content().split())
    assert axis.xpath(".//text")
    assert not page.xpath("//main//@style | //main//script")


def test_a_struck_silence_is_nobodys_lateness(office: Office) -> None:
    page = page_of(office, scenes.a_corrected_silence(office))

    assert answers(page)["Is it late?"] == "No time is counted"
    assert not page.xpath("//section[@id='clock']//figure")
    assert page.xpath("//ol[@class='timeline']/li[contains(@class, 'struck')]")


@pytest.mark.parametrize("prefix", ["", "/ur"], ids=["english", "urdu"])
def test_two_hundred_questions_and_a_long_name_stand_on_one_page(
    office: Office, prefix: str
) -> None:
    asked = tuple(OwnQuestion(Element.ORDER, f"{n} {'order ' * 60}") for n in range(40))
    reference = scenes.show(
        office, a_request(office, on=date(2024, 3, 15), questions=(), own_questions=asked)
    )
    record = office.records.record(reference)
    many = replace(
        record,
        questions=tuple(
            replace(record.questions[0], key=f"own-{n}", words="x" * 300) for n in range(200)
        ),
    )
    with scenes.serve(office).application.test_request_context(f"{prefix}/"):
        page = request_page(office, many)

    assert len(page.answers.questions) == 200
    assert {question.name for question in page.answers.questions} == {"x" * 300}
    assert sum(not question.brief for question in page.answers.questions) == 24


def test_the_first_page_of_a_copy_is_small_and_holds_no_other_data() -> None:
    large = BytesIO()
    Image.new("RGB", (1240, 1754), "white").save(large, "JPEG")
    written = large.getvalue()
    copy = b"%%PDF-1.4\n<< /Filter /DCTDecode /Length %d >>\nstream\n%b\nendstream" % (
        len(written),
        written,
    )

    with Image.open(BytesIO(first_page(copy))) as small:
        assert small.format == "JPEG"
        assert small.width <= THUMB_WIDE
        assert small.height <= THUMB_HIGH
        assert not small.getexif()
    with pytest.raises(NotOnFile):
        first_page(b"%PDF-1.4\nno picture")
