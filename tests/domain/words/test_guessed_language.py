"""An undeclared language of a text is named only if its letters or words show it."""

import pytest

from tracker.domain.words.guessed_language import guessed_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The record of the order is enclosed.", "en"),
        ("آپ کی درخواست موصول ہو گئی ہے۔", "ur"),
        ("آپ کی درخواست R-2026 موصول ہو گئی", "ur"),
        ("تم استلام الطلب", ""),
        ("Ihr Antrag wird abgelehnt.", ""),
        ("Order 41", ""),
        ("", ""),
    ],
)
def test_a_language_is_guessed_from_letters_and_words(text: str, language: str) -> None:
    assert guessed_language(text) == language
