"""The rows of a pleading in another language have their English text below them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.abroad import asked_abroad, library_abroad
from tests.offices import an_office
from tests.services.letters.scenes import answered, outcome, silent_request
from tests.web.browser import Browser, an_app, signed_in, somebody
from tests.web.desk.letters.test_pleading_pages import at, keys
from tracker.domain.base.text import Text
from tracker.domain.law.questions import Outcome
from tracker.services.core.office import Office
from tracker.translations import locale


@pytest.fixture
def spoken(tmp_path: Path) -> Iterator[tuple[Office, Browser, str]]:
    """An office with the words of every language, a lawyer in it, and a silent request."""
    with an_office(tmp_path) as (bare, clock):
        office = replace(bare, locale=locale)
        reference = silent_request(office, clock)
        yield office, signed_in(an_app(office), office, somebody(office)), reference


def english(page: object, key: str) -> str:
    found = page.tree.xpath(f"//li[@id='row-{key}']//p[@lang='en']")  # type: ignore[attr-defined]
    return " ".join("".join(each.text_content() for each in found).split())


def test_each_row_in_urdu_has_its_english_text_below_it(
    spoken: tuple[Office, Browser, str],
) -> None:
    _, browser, silent = spoken
    own = browser.get(at(silent))

    page = browser.get(at(silent, language="ur"))

    for part in ("time", "facts", "grounds", "relief"):
        assert keys(page, part) == keys(own, part)
        for key in keys(page, part):
            (row,) = own.tree.xpath(f"//li[@id='row-{key}']//p[contains(@class, 'lines')]")
            assert english(page, key)
            assert english(page, key) in " ".join(row.text_content().split())
    assert not own.tree.xpath("//li//p[@lang='en']")
    assert "Below each row is its English text" in page.words
    assert "Below each row is its English text" not in own.words


def test_the_english_text_stays_as_drafted_when_a_row_is_edited_and_an_own_row_has_none(
    spoken: tuple[Office, Browser, str],
) -> None:
    _, browser, silent = spoken
    where = at(silent, language="ur")
    key = keys(browser.get(where), "facts")[0]
    before = english(browser.get(where), key)
    row = at(silent, "/row", language="ur", row=key)
    assert before in browser.get(row).words

    browser.submit(browser.get(row), {"words": "ہم نے لکھا۔"}, path=row)
    added = at(silent, "/add", language="ur", part="facts")
    browser.submit(browser.get(added), {"words": "ایک اور امر۔", "source": "ایک خط"}, path=added)

    page = browser.get(where)
    assert "ہم نے لکھا۔" in page.words
    assert english(page, key) == before
    (own,) = [each for each in keys(page, "facts") if each.startswith("own")]
    assert english(page, own) == ""


def test_items_are_in_the_english_text_below_a_row_in_turkish(tmp_path: Path) -> None:
    abroad = library_abroad()
    # Without reported facts, every sentence has words in Turkish.
    plain = replace(
        abroad.block("tr-test"),
        reported=(),
        until=None,
        where=Text({"en": "Türkiye", "tr": "Türkiye"}),
    )
    library = replace(abroad, blocks={**abroad.blocks, plain.key: plain})
    with an_office(tmp_path, library=library) as (bare, clock):
        clock.set(date(2025, 9, 12))
        office = replace(bare, locale=locale)
        reference = asked_abroad(office, "tr-btk", date(2025, 9, 3))
        answered(office, reference, "refused", date(2025, 9, 9), outcome(Outcome.REFUSED))
        browser = signed_in(an_app(office), office, somebody(office))

        page = browser.get(at(reference, language="tr"))

        told = [english(page, key) for part in ("facts", "relief") for key in keys(page, part)]
        assert all(told)
        assert told[0].startswith("On 3 September 2025 the claimant sent the request to")
        assert "(Annex A)" in told[0]
        assert any("so far as it concerns the records in items (1) to (9)" in row for row in told)
        assert "(Ek A)" in page.words
