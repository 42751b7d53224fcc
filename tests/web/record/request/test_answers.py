"""What a record's page shows of its questions: the words of each answer beside the question, each
text once, and never more than a page can carry."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from lxml import html

from tests.offices import an_office
from tests.web import record_scenes as scenes
from tests.web.record.weight import HEAVIEST, weight
from tracker.domain.base.days import DaySpan
from tracker.domain.case.request import OwnQuestion
from tracker.domain.law.questions import Element, Outcome
from tracker.domain.record.record import RecordedOutcome, RecordedQuestion
from tracker.services.core.office import Office
from tracker.services.public.data_rows import record_rows
from tracker.translations import locale
from tracker.web.record.request.answers import LEAST, WORDS, beginnings
from tracker.web.record.request.record_parts import ANSWERS, pieces_of

BLANKET = "The records asked for touch national security, and nothing of them is given."
LONG = "Under section 7(e) this record touches the security of the state. "
URDU = "یہ ریکارڈ دفعہ 7(e) کے تحت قومی سلامتی سے متعلق ہے اور فراہم نہیں کیا جا سکتا۔ "
LANGUAGES = pytest.mark.parametrize("prefix", ["", "/ur"], ids=["english", "urdu"])


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """An office whose pages speak both languages."""
    with an_office(tmp_path) as (opened, _):
        yield replace(opened, locale=locale)


# The deadlines, and the titles of texts that are not the words of an answer.
COUNTED, TITLES = "//section[@id='deadlines']/table/tbody/tr", "//ul[@id='texts']/li//b/text()"


def rows(page: Any) -> list[Any]:
    """The rows of the questions."""
    found: list[Any] = page.xpath("//table[contains(@class, 'questions')]/tbody/tr")
    return found


def tree(reader: FlaskClient, address: str) -> Any:
    """A page that is light, and on which an anchor is found once."""
    answer = reader.get(address)
    assert answer.status_code == 200
    assert weight(answer.data) < HEAVIEST, (address, weight(answer.data))
    page: Any = html.fromstring(answer.text)
    anchors = page.xpath("//@id")
    assert len(anchors) == len(set(anchors)), address
    return page


def anchored(page: Any, anchor: str) -> Any:
    (found,) = page.xpath(f"//*[@id='{anchor}']")
    return found


def follow(reader: FlaskClient, page: Any, link: str) -> Any:
    """What a link on a page leads to."""
    address, _, anchor = link.partition("#")
    return anchored(tree(reader, address) if address else page, anchor)


def test_words_that_answer_many_questions_stand_once_and_name_them(office: Office) -> None:
    reference = scenes.a_quoted_refusal(office, lambda *_: BLANKET)
    reader = scenes.serve(office)
    page = tree(reader, f"/requests/{reference}")
    asked = rows(page)

    (article,) = page.xpath("//article")
    assert article.xpath("string(blockquote)") == BLANKET
    assert article.xpath("string(h3)").startswith("Words of the response on items 1, 2, 3")
    # The heading leads back to each question, and each leads to the words in one step.
    anchors = [each.xpath("string(.//*[starts-with(@id, 'question-')]/@id)") for each in asked]
    assert article.xpath("h3/a/@href") == [f"#{anchor}" for anchor in anchors]
    assert len(asked) == 8
    assert article in asked[0].iterdescendants()
    for each in asked[1:]:
        assert f"#{article.get('id')}" in each.xpath(".//a/@href")
        assert "Same text as for item 1" in each.text_content()


def test_each_question_has_its_own_words_beside_it(office: Office) -> None:
    reference = scenes.a_quoted_refusal(office, lambda _, n: f"On record {n}: " + LONG * 10)
    page = tree(scenes.serve(office), f"/requests/{reference}")

    asked = rows(page)
    assert len(asked) == 8
    for place, each in enumerate(asked):
        (article,) = each.xpath(".//article")
        begins = article.xpath("string(blockquote)")
        assert begins.startswith(f"On record {place}: Under section 7(e)")
        assert begins.endswith(" …")
        (file,) = article.xpath(".//a[contains(@href, '.txt')]")
        assert file.text.startswith("The whole text, 6")
    headings = page.xpath("//article//h3//text()")
    assert len(headings) == len(set(headings)), "each names its question"
    assert not page.xpath("//main//*[@role='region' or @tabindex]")


@pytest.mark.samples("urdu")
@LANGUAGES
@pytest.mark.parametrize(("own", "times"), [(0, 1), (8, 1), (12, 3)])
def test_however_much_is_quoted_each_word_is_found_from_a_light_page(
    office: Office, prefix: str, own: int, times: int
) -> None:
    def words(time: int, place: int) -> str:
        return f"{time}-{place} {URDU * 8}"

    further = tuple(OwnQuestion(Element.ORDER, f"{n}. {URDU * 3}") for n in range(own))
    reference = scenes.a_quoted_refusal(
        office, words, times=times, language="ur", own_questions=further
    )
    reader = scenes.serve(office)
    page = tree(reader, f"{prefix}/requests/{reference}")
    record = office.records.record(reference)

    for number, question in enumerate(record.questions):
        item = anchored(page, f"question-{question.key}")
        if not item.xpath("p[@class='asked']"):
            # The outcome is shown here too, and a link leads to all the rest.
            assert item.xpath("ancestor::tr//span[contains(@class, 'pill')]")
            item = follow(reader, page, item.get("href"))
        assert question.words in item.text_content()
        headings = item.xpath(".//article/h3")
        assert len({each.text_content() for each in headings}) == times, "each tells its day"
        files = item.xpath(".//article//a[contains(@href, '.txt')]/@href")
        assert len(files) == times
        assert [reader.get(file).text for file in files] == [
            words(time, number) for time in range(times)
        ]


def all_parts(reader: FlaskClient, address: str) -> Iterator[Any]:
    """A page and those that its links to the next one lead to."""
    while address:
        page = tree(reader, address)
        yield page
        address = next(iter(page.xpath("//a[@rel='next']/@href")), "")


def entries_on(page: Any) -> list[int]:
    return [int(each.partition("-")[2]) for each in page.xpath("//*/@id[contains(., 'entry-')]")]


@pytest.mark.samples("english")
@LANGUAGES
def test_a_story_too_long_for_its_page_stands_whole_on_further_ones(
    office: Office, prefix: str
) -> None:
    one = (OwnQuestion(Element.ORDER, "A copy of the order."),)
    reference = scenes.a_quoted_refusal(
        office, lambda time, _: f"{time} {LONG}", times=70, questions=(), own_questions=one
    )
    reader = scenes.serve(office)
    page = tree(reader, f"{prefix}/requests/{reference}")
    record = office.records.record(reference)

    shown = entries_on(page)
    hidden = len(record.entries) - len(shown)
    assert hidden > 0
    assert {record.entries[0].seq, record.entries[-1].seq} <= set(shown)
    counts = len(record.deadlines) - len(page.xpath(COUNTED))
    assert counts > 0
    (all_entries,) = page.xpath("//main//a[contains(@href, '=1#timeline')]")
    (all_counts,) = page.xpath("//main//a[contains(@href, '#deadlines') and contains(@href, '=')]")
    for link, all_of_them, left in (
        (all_entries, len(record.entries), hidden),
        (all_counts, len(record.deadlines), counts),
    ):
        assert str(all_of_them) in link.text
        assert str(left) in link.getparent().text_content()
        assert follow(reader, page, link.get("href")) is not None
    # Seventy answers to one question stand in parts.
    assert len(page.xpath("//*[@id='question-own-1']")) == 1
    parts = list(all_parts(reader, all_entries.get("href").partition("#")[0]))
    assert [seq for part in parts for seq in entries_on(part)] == [
        entry.seq for entry in sorted(record.entries, key=lambda e: (e.on.earliest, e.seq))
    ]
    told = [each for part in parts for each in part.xpath(COUNTED)]
    assert len(told) == len(record.deadlines)


@pytest.mark.samples("english")
@LANGUAGES
def test_a_long_question_is_shown_from_its_beginning_and_whole_one_link_further(
    office: Office, prefix: str
) -> None:
    words = URDU * 15
    asked = tuple(OwnQuestion(Element.ORDER, f"{n}. {words}") for n in range(30))
    reference = scenes.a_quoted_refusal(
        office, lambda *_: BLANKET, questions=(), own_questions=asked
    )
    reader = scenes.serve(office)
    page = tree(reader, f"{prefix}/requests/{reference}")
    record = office.records.record(reference)

    assert len(record.questions) == 30
    for question in record.questions:
        item = anchored(page, f"question-{question.key}")
        assert question.words not in item.text_content()
        (link,) = (each for each in item.xpath("descendant-or-self::a/@href") if "page=" in each)
        assert question.words in follow(reader, page, link).text_content()


@LANGUAGES
def test_released_texts_beyond_a_page_stand_on_the_next(office: Office, prefix: str) -> None:
    texts = [(f"Minutes of {day} March", f"Minutes {day}. " + LONG * 60) for day in range(1, 31)]
    reference = scenes.a_quoted_refusal(office, lambda *_: BLANKET, texts)
    reader = scenes.serve(office)
    page = tree(reader, f"{prefix}/requests/{reference}")

    titles = page.xpath(TITLES)
    (more,) = page.xpath("//a[contains(@href, '#texts')]")
    assert more.text.startswith(str(len(texts) - len(titles)))
    for part in all_parts(reader, more.get("href").partition("#")[0]):
        titles += part.xpath(TITLES)
    assert set(titles) == {title for title, _ in texts}


def test_parts_of_a_record_lead_to_each_other_and_to_its_page(office: Office) -> None:
    reference = scenes.a_quoted_refusal(office, lambda time, n: f"{time} {n} {LONG}", times=3)
    reader = scenes.serve(office)
    first = tree(reader, f"/requests/{reference}?page=1")
    (on,) = first.xpath("//a[@rel='next']/@href")

    assert tree(reader, on).xpath("//a[@rel='prev']/@href") == [f"/requests/{reference}?page=1"]
    assert f"/requests/{reference}" in first.xpath("//main//a/@href")
    for nonsense in ("0", "-1", "99", "x", "1e9"):
        page = tree(reader, f"/requests/{reference}?page={nonsense}")
        assert page.xpath("//*[@id='timeline']"), "the page of record"


def answers(*outcomes: Outcome) -> RecordedQuestion:
    on = DaySpan.on(date(2024, 5, 6))
    given = tuple(RecordedOutcome(seq, on, found) for seq, found in enumerate(outcomes))
    return RecordedQuestion("blocking-order", (Element.ORDER,), "The order?", given)


def test_of_many_answers_the_one_that_gave_most_and_the_last_stand_first() -> None:
    refused, given = Outcome.REFUSED, Outcome.DISCLOSED
    first, *others = pieces_of(answers(given, *[refused] * 59))

    assert [one.outcome for one in first.outcomes] == [given, *[refused] * (ANSWERS - 1)]
    assert first.outcomes[-1].seq == 59
    assert first.left == 60 - ANSWERS
    every = [one.seq for piece in (first, *others) for one in piece.outcomes]
    assert sorted(every) == list(range(60)), "each stands once"
    anchors = [piece.anchor for piece in (first, *others)]
    assert len(set(anchors)) == len(anchors)


@pytest.mark.parametrize(
    ("lengths", "shown"),
    [
        ({"a": 40}, {"a": 40}),
        ({"a": 9000}, {"a": 1500}),
        ({"a": 100, "b": 9000, "c": 9000}, {"a": 100, "b": 700, "c": 700}),
    ],
)
def test_short_texts_are_shown_whole_and_long_ones_share_what_is_left(
    lengths: dict[str, int], shown: dict[str, int]
) -> None:
    assert beginnings(lengths, 1500) == shown


def test_no_text_is_shown_from_less_than_a_line_and_all_together_keep_their_room() -> None:
    shown = beginnings({str(n): 680 for n in range(100)}, WORDS)

    # 3000 characters in lines of 60: 50 texts, and of the others nothing.
    assert set(shown.values()) == {LEAST, 0}
    assert sum(shown.values()) == WORDS


@LANGUAGES
def test_a_typed_section_is_shown_as_what_the_body_named_and_never_as_checked(
    office: Office, prefix: str
) -> None:
    """In the table of items, and in the data on outcomes."""
    reference = scenes.a_refusal_under_a_typed_section(office)
    reader = scenes.serve(office)

    page = tree(reader, f"{prefix}/requests/{reference}")

    said = {
        "": "“section 99(9)” (“public <tranquillity>”), as the body named it and not checked",
        "/ur": "جیسا ادارے نے بتایا، ہم نے اس کی جانچ نہیں کی",
    }[prefix]
    for row in rows(page):
        assert said in " ".join(row.xpath("string(td[last()])").split())
    record = office.records.record(reference)
    outcomes = record_rows(record, "d" * 64, office.library)["outcomes"]
    assert {(each["section_named"], each["section_words"]) for each in outcomes} == {
        ("section 99(9)", "public <tranquillity>")
    }
    assert {tuple(each["exemptions"]) for each in outcomes} == {()}
