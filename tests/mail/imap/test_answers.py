"""Answers of IMAP servers in their several forms."""

from tracker.mail.imap.answers import folder_names


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
