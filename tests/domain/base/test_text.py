"""Languages run the way that the Unicode Consortium's data say they do."""

from babel import Locale
from babel.localedata import locale_identifiers

from tracker.domain.base.text import RIGHT_TO_LEFT, direction


def test_every_language_that_runs_from_right_to_left_is_known() -> None:
    plain = (code for code in locale_identifiers() if "_" not in code)
    found = {code for code in plain if Locale.parse(code).text_direction == "rtl"}

    assert found == RIGHT_TO_LEFT
    assert {direction(code) for code in found} == {"rtl"}
    assert direction("ur-PK") == "rtl"
    assert direction("en") == direction("eo") == "ltr"
