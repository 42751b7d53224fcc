"""Words of two directions are cut where the direction changes, and nothing is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.documents.scripts import marked, stretches


def cut(words: str, right_to_left: bool) -> list[str]:
    return [
        f"<{part.words}>" if part.right_to_left is not right_to_left else part.words
        for part in stretches(words, right_to_left)
    ]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("دفعہ 17(4) کے تحت", ["دفعہ ", "<17(4)>", " کے تحت"]),
        ("سروس X (formerly Twitter) ہے", ["سروس ", "<X (formerly Twitter)>", " ہے"]),
        ("اتھارٹی (PTA)۔", ["اتھارٹی (", "<PTA>", ")۔"]),
        ("فون +92 51 000", ["فون ", "<+92 51 000>"]),
        ("50% تک", ["<50%>", " تک"]),
        ("حکم E003-11/20، مورخہ", ["حکم ", "<E003-11/20>", "، مورخہ"]),
        ("۱۷ فروری", ["۱۷ فروری"]),
        ("اردو", ["اردو"]),
        ("Only English.", ["<Only English.>"]),
        ("ایک\nOnly English (as it is).\nتین", ["ایک\n", "<Only English (as it is).>", "\nتین"]),
        ("دفعہ 17(4).", ["دفعہ ", "<17(4)>", "."]),
        ("ایک\nTwo\nthree", ["ایک\n", "<Two>", "\n", "<three>"]),
    ],
)
def test_latin_within_urdu_is_one_stretch(words: str, expected: list[str]) -> None:
    assert cut(words, right_to_left=True) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Signed by آمنہ مثال, today", ["Signed by ", "<آمنہ مثال>", ", today"]),
        ("under دفعہ 54 کے تحت now", ["under ", "<دفعہ 54 کے تحت>", " now"]),
        ("Section 17(4)", ["Section 17(4)"]),
    ],
)
def test_urdu_within_english_is_one_stretch(words: str, expected: list[str]) -> None:
    assert cut(words, right_to_left=False) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("17(4)", "\u200e17(4)\u200e"),
        ("+92 51 000", "\u200e+92 51 000\u200e"),
        ("X (formerly Twitter)", "\u200eX (formerly Twitter)\u200e"),
        ("amina@example.org", "amina@example.org"),
        ("F-5/1", "F-5/1"),
        ("A whole sentence.", "\u200eA whole sentence.\u200e"),
        ("1996", "1996"),
    ],
)
def test_marks_are_put_only_where_the_signs_would_change_places(words: str, expected: str) -> None:
    assert [marked(part, True) for part in stretches(words, True)] == [expected]


@given(st.text(alphabet="ab1 (),.+%/اردو،۔\n"), st.booleans())
def test_no_letter_is_lost_and_no_stretch_is_empty(words: str, right_to_left: bool) -> None:
    parts = list(stretches(words, right_to_left))
    assert "".join(part.words for part in parts) == words
    assert all(part.words for part in parts)
