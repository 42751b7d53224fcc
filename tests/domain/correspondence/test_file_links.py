"""Links that seem to lead to files are found, with the day until which they seem to work."""

from datetime import date

import pytest

from tests.domain.correspondence.read_mails import read_mail
from tracker.domain.correspondence.file_links import FileLinks, file_links

CAME = date(2026, 11, 30)
LINK = "https://authority-my.sharepoint.com/personal/x"


def found(text: str, links: tuple[str, ...] = ()) -> FileLinks | None:
    return file_links(read_mail(text, links=links), CAME)


@pytest.mark.parametrize(
    ("sentence", "until"),
    [
        ("The link is valid until 15 December 2026.", date(2026, 12, 15)),
        ("Download it by 15th Dec 2026.", date(2026, 12, 15)),
        ("It expires on December 15, 2026.", date(2026, 12, 15)),
        ("It is available until 2026-12-15.", date(2026, 12, 15)),
        ("Please download before 15/12/2026.", date(2026, 12, 15)),
        # Of two ways to read it, the earlier day.
        ("Please download before 02.01.2027.", date(2027, 1, 2)),
        ("Please download before 01.02.2027.", date(2027, 1, 2)),
        # The fourteenth day after 30 November is 14 December; two weeks are as long.
        ("This link will expire in 14 days.", date(2026, 12, 14)),
        ("The files are available for 2 weeks.", date(2026, 12, 14)),
        ("یہ لنک 15 دسمبر 2026 تک کھلے گا۔", date(2026, 12, 15)),
        ("فائلیں 7 دن تک دستیاب ہیں۔", date(2026, 12, 7)),
        # Neither a date of something else nor a past date is an end.
        ("Your application of 15 December 2026 is answered.", None),
        ("It was available until 1 November 2026.", None),
        ("Please download the files.", None),
        ("It is valid until 31 February 2027.", None),
    ],
)
def test_the_last_day_of_a_link_is_found(sentence: str, until: date | None) -> None:
    links = found(f"The record is at {LINK}\n\n{sentence}")

    assert links is not None
    assert (links.hosts, links.until) == (("authority-my.sharepoint.com",), until)
    assert links.words == (sentence if until else "")


def test_of_several_days_the_earliest_counts() -> None:
    links = found(f"{LINK} is valid until 20 December 2026.\n\nDownload by 10 December 2026.")

    assert links is not None
    assert links.until == date(2026, 12, 10)


@pytest.mark.parametrize(
    ("text", "hosts"),
    [
        ("See https://pta.gov.pk/order.pdf?x=1", ("pta.gov.pk",)),
        ("Download here: https://files.example/abc", ("files.example",)),
        ("https://we.tl/t-1 and https://WE.TL/t-2", ("we.tl",)),
        ("Visit https://pta.gov.pk/en", None),
        ("https://sharepoint.com.example.net/x", None),
        ("> https://we.tl/t-1 is in a quoted line", None),
        ("Refused.", None),
    ],
)
def test_only_links_that_seem_to_lead_to_files_count(
    text: str, hosts: tuple[str, ...] | None
) -> None:
    links = found(text)

    assert (links.hosts if links else None) == hosts


def test_the_addresses_behind_words_of_html_count() -> None:
    links = found("Open the folder.", links=(LINK,))

    assert links is not None
    assert links.hosts == ("authority-my.sharepoint.com",)
