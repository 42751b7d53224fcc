"""Languages run the way that the Unicode Consortium's data say they do."""

import pytest
from babel import Locale
from babel.localedata import locale_identifiers

from tracker.domain.base.text import RIGHT_TO_LEFT, direction


@pytest.mark.parametrize("code", ["ur", "ur-PK", "ar", "fa", "he", "sd"])
def test_urdu_and_its_neighbours_run_from_right_to_left(code: str) -> None:
    assert direction(code) == "rtl"
    assert direction("en") == direction("eo") == "ltr"


@pytest.mark.slow
def test_every_language_that_runs_from_right_to_left_is_known() -> None:
    """It reads the data of every language, which takes a second."""
    plain = (code for code in locale_identifiers() if "_" not in code)
    found = {code for code in plain if Locale.parse(code).text_direction == "rtl"}

    assert found == RIGHT_TO_LEFT
    assert {direction(code) for code in found} == {"rtl"}
