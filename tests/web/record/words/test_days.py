"""Days on the public pages are given as exactly as their sources give them, and no more so."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.offices import an_office, the_library
from tests.web import record_scenes as scenes
from tracker.domain.base.days import Span
from tracker.domain.base.text import Text
from tracker.domain.law.block import Block, DateCertainty, Happening, Justification, Setting
from tracker.domain.law.law import ReadIn, Source
from tracker.domain.law.power import Power
from tracker.web.record.block.force import force_of
from tracker.web.record.words.days import in_force_since, known_day

LIBRARY = the_library()
TODAY = date(2026, 11, 24)
X = replace(LIBRARY.block("pk-x-2024"), happenings=(), justifications=())
UNKNOWN = replace(X, since=date(2024, 3, 15), since_unknown=True, since_about=True)
PRESS = Source("A newspaper", ReadIn.SECONDARY)


@pytest.mark.parametrize(
    ("about", "said"),
    [
        (None, "1 March 2025"),
        (DateCertainty.MONTH, "March 2025"),
        (DateCertainty.MID_MONTH, "mid-March 2025"),
    ],
)
def test_a_day_is_given_as_its_source_gives_it(about, said):
    assert known_day(date(2025, 3, 1), about) == said


def test_a_power_is_in_force_since_a_day_or_since_about_a_year():
    power = next(iter(LIBRARY.powers.values()))
    exact = replace(power, in_force=Span(date(1997, 12, 31)), in_force_about=False)

    assert in_force_since(exact) == "since 31 December 1997"
    assert in_force_since(replace(exact, in_force_about=True)) == "since about 1997"
    ended = replace(exact, in_force=Span(date(1997, 12, 31), date(2002, 5, 3)))
    assert in_force_since(ended) == "from 31 December 1997 to 3 May 2002"


@pytest.mark.parametrize(
    ("block", "sentence"),
    [
        (
            replace(UNKNOWN, until=None, last_confirmed=date(2024, 4, 2)),
            "We do not know when it began. First reported about 15 March 2024. Last confirmed on "
            "2 April 2024. We do not know whether or when it ended.",
        ),
        (
            replace(UNKNOWN, until=None, last_confirmed=UNKNOWN.since),
            "We do not know when it began. First reported about 15 March 2024. We do not know "
            "whether or when it ended.",
        ),
        (
            replace(UNKNOWN, since_about=False, until=date(2024, 5, 1)),
            "We do not know when it began. First reported on 15 March 2024. It ended on 1 May "
            "2024.",
        ),
        (
            replace(UNKNOWN, until=None),
            "We do not know when it began. First reported about 15 March 2024.",
        ),
    ],
)
def test_of_a_block_whose_beginning_is_unknown_no_days_are_counted(block, sentence):
    force = force_of(block, TODAY)

    assert (force.days, force.sentence) == (0, sentence)


@pytest.fixture
def page(tmp_path: Path) -> Iterator[str]:
    """A block about which sources name months, a middle of a month and a day."""
    said, ministry = Text({"en": "Something was said."}), Text({"en": "A ministry"})
    block: Block = replace(
        UNKNOWN,
        happenings=(
            Happening(date(2024, 3, 15), said, PRESS, DateCertainty.MID_MONTH),
            Happening(date(2024, 7, 9), said, PRESS),
        ),
        justifications=(
            Justification(
                date(2025, 3, 1), ministry, Setting.PRESS, said, PRESS, DateCertainty.MONTH
            ),
        ),
    )
    powers: dict[str, Power] = {
        key: replace(power, in_force_about=True) for key, power in LIBRARY.powers.items()
    }
    library = replace(LIBRARY, blocks={**LIBRARY.blocks, block.key: block}, powers=powers)
    with an_office(tmp_path, library=library) as (office, _):
        reader = scenes.serve(office)
        story = reader.get(f"/blocks/{block.key}/chronology").text
        # What follows the power itself is of other blocks.
        power, _, _ = reader.get(f"/powers/{block.powers[0]}").text.partition("<h2")
        yield reader.get(f"/blocks/{block.key}").text + story + power


def test_the_page_of_a_block_names_no_day_that_no_source_names(page):
    assert '<time datetime="2024-03">mid-March 2024</time>' in page
    assert '<time datetime="2025-03">March 2025</time>' in page
    assert '<time datetime="2024-07-09">9 July 2024</time>' in page
    assert "1 March 2025" not in page
    assert "days in force" not in page
    assert "since about " in page
