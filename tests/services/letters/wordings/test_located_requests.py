"""What locates the records of a request: the reports of the days of a block, and facts."""

from dataclasses import replace
from datetime import date

import pytest

from tests.domain.a_ladder import drafted as a_draft
from tests.offices import the_library
from tracker.domain.base.text import Text
from tracker.domain.case.request import Recipient
from tracker.services.letters.letter_steps import named_values
from tracker.services.letters.request_facts import fact_that_locates
from tracker.translations import locale

EN, LATER = locale("en"), date(2026, 11, 1)


@pytest.mark.parametrize(
    ("block", "day", "reports"),
    [
        # Each fact that names a day of the block has its own report.
        (
            "al-tiktok-2025",
            LATER,
            "UNN, 14 March 2025; Reuters at The Straits Times, 12 March 2026",
        ),
        # The end was not known yet, and the report of it was not published.
        ("al-tiktok-2025", date(2025, 4, 1), "UNN, 14 March 2025"),
        ("al-tiktok-2025", date(2025, 3, 13), ""),
        # No fact names the first day: the reports of the block itself, once all are there.
        ("us-tiktok-2025", LATER, "AFP at The Nation, 22 January 2025; The Nest, 31 January 2025"),
        ("us-tiktok-2025", date(2025, 1, 25), ""),
        # Reports with a remark in brackets would need an explanation.
        ("et-social-2023", LATER, ""),
        (
            "pk-pubg-2020",
            LATER,
            "The News, 25 July 2020; UrduPoint, 24 July 2020; IBTimes, 31 July 2020",
        ),
    ],
)
def test_the_days_of_a_block_have_the_reports_that_tell_them(
    block: str, day: date, reports: str
) -> None:
    assert the_library().block(block).reports_of_days(day) == reports


def test_more_reports_than_fit_two_pages_are_left_out() -> None:
    block = the_library().block("us-tiktok-2025")
    where = "; ".join(f"Paper {n}, 2{n} January 2025" for n in range(1, 5))
    source = replace(block.source, where=where)

    assert replace(block, source=source, reported=()).reports_of_days(LATER) == ""


def test_a_fact_from_at_least_a_day_does_not_tell_the_first() -> None:
    block = the_library().block("al-tiktok-2025")
    first, *rest = block.reported
    says = Text({"en": "TikTok was blocked in Albania from at least 13 March 2025"})

    assert replace(block, reported=(first, *rest)).reports_of_days(LATER)
    hedged = replace(block, reported=(replace(first, says=says), *rest))
    assert hedged.reports_of_days(LATER) == ""


def test_a_fact_on_what_is_asked_is_told_with_its_source() -> None:
    block, items = the_library().block("us-tiktok-2025"), ["blocking-order"]

    assert fact_that_locates(block, "us-doj", items, EN, LATER) == (
        "As reported, an Act signed on 24 April 2024 (Public Law 118-50, division H) forbids app "
        "stores and hosting services to distribute or maintain TikTok unless it is divested "
        "(Thompson Hine, April 2024)."
    )
    assert fact_that_locates(block, "us-doj", ["oversight-reports"], EN, LATER) == ""
    assert fact_that_locates(block, "us-doj", items, EN, date(2024, 4, 1)) == ""
    assert fact_that_locates(block, "us-doj", items, locale("es"), LATER) == ""


def test_a_fact_on_an_item_that_names_its_record_is_not_told_beside_it() -> None:
    """The request to the regulator names the Interior Letter in the item on communications."""
    block = the_library().block("pk-x-2024")

    assert fact_that_locates(block, "pk-pta", ["communications"], EN, LATER) == ""


@pytest.mark.parametrize(
    ("block", "service"),
    [("ke-protest-2024-06", "the internet (Kenya)"), ("pk-x-2024", "X (formerly Twitter)")],
)
def test_the_subject_says_where_networks_were_restricted(block: str, service: str) -> None:
    """A platform has a name of its own; the internet is everywhere."""
    library, known = the_library(), the_library().block(block)
    body = library.body(known.bodies[0])
    law = library.law(body.laws[0])
    drafted = replace(a_draft(), block=block, body=body.key, law=law.key)
    named = named_values(library, law, drafted, body.key, Recipient(), EN, True)

    assert named["service"] == service


def test_an_order_to_preserve_locates_the_records_of_a_kenyan_request() -> None:
    block = the_library().block("ke-protest-2024-06")
    told = fact_that_locates(block, "ke-ict", ["communications"], EN, LATER)

    assert "directed the respondents to a petition to preserve all directions" in told
    assert "(The Kenya Times, 14 May 2025)" in told
