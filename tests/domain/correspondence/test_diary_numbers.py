"""Numbers of letters in a mail."""

import pytest

from tests.domain.correspondence.read_mails import read_mail
from tracker.domain.correspondence.diary_numbers import MOST_NUMBERS, diary_numbers


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Your letter No. 12-3/2024/RTI is under process.", ("12-3/2024/RTI",)),
        ("F.No.1-5/2024(RTI) refers.", ("1-5/2024(RTI)",)),
        ("نمبر ۱۲-۳/۲۰۲۴ ملاحظہ ہو", ("۱۲-۳/۲۰۲۴",)),
        ("Diary 41/2024 and 41/2024 again", ("41/2024",)),
        # Dates, short numbers, addresses and sections are not numbers of letters.
        ("On 12/03/2024, 12-3-2024 and 2024/03/12", ()),
        ("Section 7(f) and 2/3 of the pages", ()),
        ("See https://pta.gov.pk/rti/forms", ()),
        ("", ()),
    ],
)
def test_numbers_of_letters_are_found(text: str, numbers: tuple[str, ...]) -> None:
    assert diary_numbers(read_mail(text)) == numbers


def test_quoted_numbers_do_not_count_and_only_a_few_are_found() -> None:
    quoted = read_mail("Seen.\n\nOn Monday, A wrote:\n> No. 12-3/2024/RTI")
    many = read_mail(" ".join(f"{number}-1/2024" for number in range(1, 9)))

    assert diary_numbers(quoted) == ()
    assert len(diary_numbers(many)) == MOST_NUMBERS
