"""Answers of IMAP servers in their several forms, and from a server that lies."""

import pytest

from tracker.mail.imap.answers import copied_to, folder_names


def test_folders_into_which_mail_may_arrive_are_named_in_every_form() -> None:
    told = [
        rb'(\HasNoChildren) "." INBOX',
        rb'(\HasNoChildren \Junk) "/" "Junk mail"',
        rb'(\HasChildren) NIL "with \"quotes\""',
        (rb'(\HasNoChildren) "/" {6}', b"Litera"),
        rb'(\HasChildren \Noselect) "/" "[Gmail]"',
        rb'(\HasNoChildren \Sent) "/" "Sent"',
        rb'(\All \HasNoChildren) "/" "All mail"',
        b"nonsense",
        None,
    ]

    assert list(folder_names(told)) == ["INBOX", "Junk mail", 'with "quotes"', "Litera"]


@pytest.mark.parametrize(
    ("told", "asked", "moved"),
    [
        (b"COPYUID 7 4 9", [4], [(4, 7, 9)]),
        (b"[COPYUID 7 4:5,9 1:2,5] Moved.", [4, 5, 9], [(4, 7, 1), (5, 7, 2), (9, 7, 5)]),
        (b"COPYUID 7 6:4 3:1", [4, 5, 6], [(4, 7, 1), (5, 7, 2), (6, 7, 3)]),
        (b"COPYUID 7 4,6 1:2", [4, 5, 6], [(4, 7, 1), (6, 7, 2)]),
    ],
)  # fmt: skip
def test_each_mail_has_the_number_that_stands_in_its_place(
    told: bytes, asked: list[int], moved: list[tuple[int, int, int]]
) -> None:
    assert list(copied_to([b"OK", told], asked)) == moved


@pytest.mark.parametrize(
    "told",
    [
        b"COPYUID 7 1:4294967295 1:4294967295",
        b"COPYUID 7 4,5 1:4294967295",
        b"COPYUID 7 4:6 1:3",
        b"COPYUID 7 4,5 1",
        b"COPYUID 7 * 1",
        b"COPYUID 7 4,,5 1,2",
        b"COPYUID 7 4:5:6 1:2:3",
        b"COPYUID 7 : 1",
        b"Done.",
    ],
)
def test_an_answer_that_does_not_fit_says_nothing(told: bytes) -> None:
    assert list(copied_to([told], [4, 5])) == []
