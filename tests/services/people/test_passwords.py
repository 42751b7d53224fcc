"""What a new password must be: long, not common, and not made of what a stranger knows."""

import gzip
from importlib import resources

import pytest

from tracker.domain.base.errors import BadInput
from tracker.services.core.office import Office
from tracker.services.people import passwords
from tracker.services.people.passwords import (
    SHORTEST_PASSWORD,
    STRONG_ENOUGH,
    STRONGEST,
    own_words,
    require_good_password,
    review_password,
)
from tracker.services.ports.people import Account, RoleName

LENA = Account(
    "account-1", "Lena.Advani@lawyers-pakistan.example", "Lena Sample Advani", RoleName.LAWYER
)


def words_of(office: Office, password: str) -> str:
    """Why a password is refused; empty if it is not."""
    problem = review_password(office, LENA, password).problem
    return str(problem or "")


def common() -> list[str]:
    file = resources.files(passwords.__package__).joinpath("common_passwords.txt.gz")
    return gzip.decompress(file.read_bytes()).decode().split()


@pytest.mark.parametrize(
    "password",
    [
        "four words make one",
        "correct horse battery staple",
        "چار لفظ ایک قطار میں",
        "только строчные буквы здесь",
        "日本語の文章はここにある言葉",
        "k9!Vq#2mZ@7p",
        "gate plum 🐢 anchor mild",
        "a sentence of many words " * 20,
    ],
)
def test_any_characters_and_any_length_will_do(office: Office, password: str) -> None:
    assert words_of(office, password) == ""
    require_good_password(office, LENA, password)


def test_the_shortest_has_twelve_characters(office: Office) -> None:
    assert "at least 12 characters" in words_of(office, "k9!Vq#2mZ@7")
    with pytest.raises(BadInput, match="at least 12 characters"):
        require_good_password(office, LENA, "short")
    assert SHORTEST_PASSWORD == 12


def test_the_list_has_the_top_three_thousand_of_that_length_and_more() -> None:
    """OWASP ASVS 5.0, 6.2.4."""
    listed = common()

    assert len(set(listed)) == len(listed) == 43_804
    assert min(map(len, listed)) >= SHORTEST_PASSWORD
    assert listed == sorted(listed)


@pytest.mark.parametrize(
    "password", ["1qaz2wsx3edc", "QWERTY123456", "LeaveMeAlone", "sojdlg123aljg", "jamesbond007"]
)
def test_a_common_password_is_refused_in_any_case(office: Office, password: str) -> None:
    assert "common password" in words_of(office, password)


def test_everything_on_the_list_is_refused(office: Office) -> None:
    listed = common()[::1000]

    assert [word for word in listed if "common password" not in words_of(office, word)] == []


@pytest.mark.parametrize(
    ("password", "word"),
    [
        ("lena.advani@lawyers-pakistan.example", "pakistan"),
        ("LenaAdvani2024!", "advani"),
        ("Advani-Sample-99", "advani"),
        ("record.example", "example"),
        ("Test Office 2026", "office"),
        ("legal basis tracker", "tracker"),
        ("password-request-1", "password"),
        ("ＬＥＮＡ ａｄｖａｎｉ １", "advani"),
    ],
)
def test_words_of_the_site_and_of_the_person_do_not_make_a_password(
    office: Office, password: str, word: str
) -> None:
    assert f"Without “{word}”" in words_of(office, password)


def test_such_words_may_be_part_of_a_strong_password(office: Office) -> None:
    assert words_of(office, "Lena's turtle swims through plum jam") == ""


def test_the_words_of_another_person_are_not_those_of_this_one(office: Office) -> None:
    other = Account("account-2", "o@x.example", "Omar Specimen", RoleName.LAWYER)

    assert "advani" in own_words(office, LENA)
    assert "advani" not in own_words(office, other)


@pytest.mark.parametrize("password", ["ababababababababab", "abcabcabcabcabc", "19991999199919"])
def test_what_is_long_and_easy_to_guess_is_refused(office: Office, password: str) -> None:
    assert "easy to guess" in words_of(office, password)


def test_strength_is_told_from_weak_to_strong(office: Office) -> None:
    strengths = [
        review_password(office, LENA, password).strength
        for password in ("", "aaaaaaaaaaaa", "leavemealone", "four words make one")
    ]

    assert strengths == [0, 0, 0, STRONGEST]
    for password in ("LenaAdvani2024!", "k9!Vq", "1qaz2wsx3edc"):
        assert review_password(office, LENA, password).strength < STRONG_ENOUGH
