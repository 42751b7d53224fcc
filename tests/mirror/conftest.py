"""An office for each test of copies, with a library of few pages."""

from dataclasses import replace
from functools import cache

import pytest

from tests.office_fixtures import clock as clock
from tests.office_fixtures import office as office
from tests.office_fixtures import office_and_clock as office_and_clock
from tests.one_country import library_of_one_country
from tracker.domain.library import Library

# One in force and one that ended. Each block has fourteen files, and two of them are drawn.
BLOCKS = ("pk-x-2024", "pk-wikipedia-2023")


@cache
def library_of_few_blocks() -> Library:
    library = library_of_one_country()
    return replace(library, blocks={key: library.blocks[key] for key in BLOCKS})


@pytest.fixture
def office_library() -> Library:
    """A library of fewer pages, which are of every kind."""
    return library_of_few_blocks()
