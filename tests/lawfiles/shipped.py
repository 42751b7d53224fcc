"""The library that is shipped, read and checked once for all tests that only look at it."""

from functools import cache

from tracker.domain.library import Library
from tracker.lawfiles.checks import Examined, examine_library
from tracker.settings import templates_folder
from tracker.translations import spoken_languages


@cache
def examined() -> Examined:
    """The library, and what the check complains of."""
    return examine_library(spoken=spoken_languages(templates_folder() / "letters"))


def shipped() -> Library:
    """The library alone."""
    return examined().library
