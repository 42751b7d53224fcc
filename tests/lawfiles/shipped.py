"""The library that is shipped, read and checked once for all tests that only look at it."""

from functools import cache

from tracker.domain.library import Library
from tracker.lawfiles import examine_library
from tracker.lawfiles.checks import Examined
from tracker.translations import languages


@cache
def examined() -> Examined:
    """The library, and what the check complains of."""
    return examine_library(pages_in=languages())


def shipped() -> Library:
    """The library alone."""
    return examined().library
