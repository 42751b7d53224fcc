"""The order of names by their letters."""

from tracker.domain.words.alphabet import by_letters


def test_urdu_names_are_in_the_order_of_its_alphabet() -> None:
    """By code points, پ, چ, ک and ہ would come after ن and ی."""
    names = [
        "یوگنڈا",
        "ہسپانیہ",
        "نیپال",
        "معلومات",
        "کینیا",
        "چلی",
        "پنجاب",
        "پاکستان",
        "آئرلینڈ",
    ]

    assert sorted(names, key=by_letters) == names[::-1]


def test_vowel_signs_accents_and_capitals_do_not_change_the_place() -> None:
    assert by_letters("اُردُو") == by_letters("اردو")
    assert by_letters("كينيا") == by_letters("کینیا")
    assert by_letters("État") == by_letters("etat")
