"""The mark of a check mail: only its key can make it, and nothing else counts as a mark."""

from datetime import UTC, datetime

from tracker.domain.correspondence.check_marks import CheckMarks

OURS, OTHERS = CheckMarks(b"k" * 32), CheckMarks(b"o" * 32)
AT = datetime(2026, 11, 29, 9, 30, tzinfo=UTC)
MARK = OURS.mark(AT, bytes(8))


def test_a_mark_says_when_it_was_made_wherever_it_stands() -> None:
    mail = f"Message-ID: <{MARK}@rti.office.example>\r\n\r\nwords".encode()
    report = f"--edge\r\nOriginal-Envelope-Id: {MARK}\r\n".encode()

    assert (OURS.made_at(mail), OURS.made_at(report)) == (AT, AT)
    assert MARK.isascii()


def test_two_marks_of_one_moment_differ() -> None:
    assert OURS.mark(AT, b"12345678") != MARK


def test_a_mark_of_another_key_or_a_changed_mark_does_not_count() -> None:
    assert OTHERS.made_at(MARK.encode()) is None
    later = MARK.replace(f"{int(AT.timestamp())}", f"{int(AT.timestamp()) + 1}")
    assert OURS.made_at(later.encode()) is None
    assert OURS.made_at(MARK[:-1].encode()) is None
    assert OURS.made_at(b"") is None


def test_words_that_look_like_marks_do_not_hide_one() -> None:
    forged = OTHERS.mark(AT, bytes(8)).encode()
    assert OURS.made_at(forged * 20 + MARK.encode()) == AT
