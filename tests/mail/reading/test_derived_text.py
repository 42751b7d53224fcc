"""HTML becomes text: hidden words are marked, and nothing is loaded."""

import pytest

from tests.mail.reading.raw_mails import html, mixed
from tracker.domain.correspondence.read_mail import MailDefect, ReadMail, TextRole
from tracker.mail.reading.mail_reader import read_mail


def hidden(read: ReadMail) -> str:
    return "\n".join(piece.words for piece in read.pieces if piece.role is TextRole.HIDDEN)


def test_words_links_and_counts_come_out_and_no_tag_does() -> None:
    read = read_mail(
        html(
            "<head><title>t</title><base href='https://example.net'>"
            "<meta http-equiv=refresh content='0;url=https://example.net'></head>"
            "<p>It is <b>refused</b>.<script>alert(1)</script></p>"
            "<form action='https://example.net'><input value='x'><button>Pay</button></form>"
            "<img src='https://example.net/a.png'><img src='//example.net/b'><img src='cid:1'>"
            "<a href='https://example.net/files'>Files</a> <a href='javascript:alert(1)'>No</a>"
            "<p dir=rtl>مسترد</p>"
        )
    )

    assert read.new_text == ("It is refused.\n\nFiles <https://example.net/files> No\nمسترد")
    assert read.remote_pictures == 2
    assert read.links == ("https://example.net/files",)
    # A mail program draws these words, and the text has no place for them.
    assert hidden(read) == "x Pay"


@pytest.mark.parametrize(
    "shown",
    [
        "<svg><text>It is refused.</text></svg>",
        "<textarea>It is refused.</textarea>",
        "<button>It is refused.</button>",
        "<object>It is refused.</object>",
        "<input value='It is refused.'>",
        "<img alt='It is refused.' src='data:image/png;base64,iVBOR'>",
        "<style>p:after{content:'It is refused.'}</style>",
    ],
)
def test_words_that_only_a_mail_program_draws_are_kept_as_hidden(shown: str) -> None:
    read = read_mail(html(f"<p>We are away.</p>{shown}"))

    assert (read.new_text, hidden(read)) == ("We are away.", "It is refused.")
    assert MailDefect.HIDDEN_TEXT in read.defects


@pytest.mark.parametrize(
    "page",
    [
        "<p style='background:url(https://example.net/a.png)'>Away</p>",
        "<table background='//example.net/a.png'><td>Away</table>",
        '<style>p{background:url("https://example.net/a.png")}</style><p>Away</p>',
    ],
)
def test_a_picture_behind_the_words_is_counted(page: str) -> None:
    assert read_mail(html(page)).remote_pictures == 1


def test_words_of_the_html_that_the_text_beside_it_leaves_out_are_kept_as_hidden() -> None:
    away = b"We are out of office until Monday, and will read your application then."

    def hidden_beside(page: bytes) -> str:
        parts = b"Content-Type: text/plain\r\n\r\n" + away, b"Content-Type: text/html\r\n\r\n"
        return hidden(read_mail(mixed(parts[0], parts[1] + page, kind="multipart/alternative")))

    assert hidden_beside(b"<p>Your application is refused.</p>") == "is refused."
    assert hidden_beside(b"<p>" + away.replace(b"Monday", b"<b>Mon</b>day") + b"</p>") == ""


def test_html_that_is_cut_is_said_to_be() -> None:
    page = html("<p>Away</p><!--" + "x" * 5_000_000 + "--><p>Refused</p>")

    assert MailDefect.TEXT_CUT in read_mail(page).defects


@pytest.mark.parametrize(
    "style",
    [
        "display:none", "DISPLAY : NONE", "visibility:hidden", "font-size:0", "font-size:0px",
        "opacity:0", "max-height:0", "mso-hide:all", "text-indent:-9999px", "color:#ffffff",
        "color: white", "color:transparent",
    ],
)  # fmt: skip
def test_hidden_text_is_marked_and_is_not_read_as_new(style: str) -> None:
    read = read_mail(html(f"<p>Received.<span style='{style}'>It is refused.</span> Thanks.</p>"))

    assert read.new_text == "Received. Thanks."
    assert hidden(read) == "It is refused."
    assert MailDefect.HIDDEN_TEXT in read.defects


@pytest.mark.parametrize(
    "style",
    ["font-size:0.9em", "opacity:0.8", "color:#fff;background:#000", "background-color:white"],
)
def test_visible_text_is_not_called_hidden(style: str) -> None:
    assert hidden(read_mail(html(f"<p style='{style}'>It is refused.</p>"))) == ""


def test_text_that_a_style_sheet_hides_is_marked() -> None:
    read = read_mail(html("<style>.x{display:none}</style><p>Yes</p><p class='a x'>no</p>"))

    assert (read.new_text, hidden(read)) == ("Yes", "no")


def test_quotes_in_html_are_quoted() -> None:
    read = read_mail(html("<p>Received.</p><blockquote>It is refused.</blockquote><p>Thanks</p>"))

    assert read.new_text.split() == ["Received.", "Thanks"]


def test_of_two_forms_of_one_text_the_plain_one_is_shown() -> None:
    words = b"The whole text of the answer, as a person wrote it out in words at the body."
    plain = b"Content-Type: text/plain\r\n\r\n" + words
    other = b"Content-Type: text/html\r\n\r\n<p>The same.</p>"

    read = read_mail(mixed(plain, other, kind="multipart/alternative"))

    assert read.new_text == words.decode()


@pytest.mark.parametrize("words", ["", "<", "<p", "<!doctype html>", "\0", "<p>" * 5000 + "x"])
def test_broken_html_gives_text_or_a_mark(words: str) -> None:
    read = read_mail(html(words))

    assert (
        read.pieces or not words.strip("<p!doctyehml>\0 ") or MailDefect.TEXT_CUT in read.defects
    )
