"""Every public page is light as it is sent, in each language and with the heaviest records: with
its sheets, and with its pictures too."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from flask.testing import FlaskClient
from lxml import html

from tests.offices import an_office, demonstrated
from tests.web import record_scenes as scenes
from tests.web.record.weight import HEAVIEST, sent, weight
from tracker.domain.case.request import OwnQuestion
from tracker.domain.law.questions import Element
from tracker.translations import locale

# Bytes of a page with its sheets and pictures.
HEAVIEST_WITH_ALL = 50_000
WORDS = "یہ ریکارڈ دفعہ 7(e) کے تحت قومی سلامتی سے متعلق ہے اور فراہم نہیں کیا جا سکتا۔ "
# What is no page of the record but a file or a door, and what a reader asks of a page.
ELSEWHERE = re.compile(
    r"/(?:sign-in|desk|static)|/log/.|.*\.[a-z]+$|.*[?&](?:q|silent|stage)=|.*/search\?"
)


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """A reader of the demonstration and of records as heavy as can be, in either language."""
    with an_office(tmp_path_factory.mktemp("demonstration")) as (opened, _):
        demonstrated(opened)
        scenes.a_much_asked_block(opened)
        asked = tuple(OwnQuestion(Element.ORDER, f"{n}. {WORDS * 4}") for n in range(40))
        texts = [(f"{day} March", f"{day}. {WORDS * 60}") for day in range(1, 31)]
        scenes.a_quoted_refusal(
            opened, lambda *now: f"{now} {WORDS * 8}", texts, 3, language="ur", own_questions=asked
        )
        scenes.a_quoted_refusal(
            opened, lambda *now: f"{now} {WORDS}", times=70, questions=(), own_questions=asked[:1]
        )
        yield scenes.serve(replace(opened, locale=locale))


def pages(reader: FlaskClient) -> Iterator[tuple[str, bytes, list[str]]]:
    """Each page that a link leads to, with its pictures."""
    seen, wanted = {"/", "/ur/"}, ["/", "/ur/"]
    while wanted:
        address = wanted.pop()
        answer = reader.get(address)
        assert (answer.status_code, answer.mimetype) == (200, "text/html"), address
        page: Any = html.fromstring(answer.text)
        found = page.xpath("//img/@src")
        yield address, answer.data, found
        links = {link.partition("#")[0] for link in page.xpath("//a/@href")}
        fresh = {link for link in links - seen if link[:1] == "/" and not ELSEWHERE.match(link)}
        seen |= fresh
        wanted += fresh


@pytest.mark.slow
def test_every_page_of_a_full_office_is_light_in_each_language(reader: FlaskClient) -> None:
    @cache
    def picture(address: str) -> int:
        with reader.get(address) as answer:
            return sent(answer.data)

    weighed = 0
    for address, data, pictures in pages(reader):
        weighed += 1
        assert weight(data) < HEAVIEST, (address, weight(data))
        whole = weight(data) + sum(map(picture, pictures))
        assert whole < HEAVIEST_WITH_ALL, (address, whole)

    # In each language: 40 laws with three pages each, and a good deal besides.
    assert weighed > 300
