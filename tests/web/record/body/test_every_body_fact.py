"""Every fact that the library has of a public body is on its page, folded or not."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient
from lxml import html

from tests.offices import the_library
from tests.web.record.empty_record import office as office
from tests.web.record.empty_record import reader as reader
from tracker.domain.law.body import PublicBody
from tracker.domain.law.law import Source
from tracker.domain.words.source_links import source_parts
from tracker.services.core.naming import CHANNELS
from tracker.web.record.words.wording import BODY_ROLES

LIBRARY = the_library()
# Letters alone say how the name stands in a sentence, who is at the head, to whom a review is
# addressed and where an appeal is filed by email. A search knows the other names; a count knows
# the calendar and the zone.
ELSEWHERE = {
    *("in_sentence", "head", "review_to", "filing_address", "also_called", "calendar", "zone"),
}


def words_of(body: PublicBody) -> Iterator[str]:
    """What the page says of a body."""
    yield body.name.in_language("en")
    yield from (words for key, words in body.name.words.items() if key not in ("en", "ur"))
    yield from (body.short_name, str(BODY_ROLES[body.role]))
    yield from (LIBRARY.laws[law].title.in_language("en") for law in body.laws)
    yield from (body.address_to.in_language("en"), *body.address)
    yield from (CHANNELS[channel] for channel in body.channels)
    yield from filter(None, (body.email, body.website))
    yield from ([body.note.in_language("en")] if body.note else [])
    yield from (state.says.in_language("en") for state in body.states)
    for copied in body.copied:
        yield from copied.lines
    days = [body.checked_on, *(copied.read_on for copied in body.copied)]
    days += [body.designation.confirmed_on] if body.designation else []
    yield from (f"{day.day} {day:%B %Y}" for day in days if day)


def sources_of(body: PublicBody) -> Iterator[Source]:
    """Where the facts of a body were read."""
    yield body.source
    yield from (state.source for state in body.states)
    yield from (copied.source for copied in body.copied)


def links_of(body: PublicBody) -> Iterator[str]:
    """Where its page leads."""
    yield from (f"/laws/{law}" for law in body.laws)
    yield from (
        f"/blocks/{key}" for key, block in LIBRARY.blocks.items() if body.key in block.bodies
    )
    yield from filter(None, (body.website,))


@pytest.mark.parametrize("key", LIBRARY.bodies)
def test_every_fact_of_a_body_is_on_its_page(reader: FlaskClient, key: str) -> None:
    body = LIBRARY.bodies[key]
    page: Any = html.fromstring(reader.get(f"/bodies/{key}").text)
    said = " ".join(page.text_content().split())
    links = set(page.xpath("//main//a/@href"))

    missing = [words for words in words_of(body) if " ".join(words.split()) not in said]
    missing += [link for link in links_of(body) if link not in links]
    for source in sources_of(body):
        for part, address in source_parts(source.where):
            if address and address not in links:
                missing.append(address)
            if not address and part.strip() not in said:
                missing.append(part)
    assert missing == []


def test_no_fact_of_a_body_is_forgotten_here() -> None:
    """A new field of a body is looked for on its page, or is named above with its reason."""
    asked = {
        *("key", "name", "short_name", "role", "country", "laws", "address_to", "address"),
        *("source", "channels", "email", "website", "checked_on", "states", "note"),
        *("designation", "copied"),
    }
    assert set(PublicBody.__dataclass_fields__) == asked | ELSEWHERE
