"""Everybody of the office is written to in the language that they chose for the desk.

PTA received the request on Monday 26 February 2024: ten working days end on Monday 11 March
(section 14(1) of the Act), which is three days after Friday the 8th.
"""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.offices import Clock, an_office
from tests.services.reminded import CHIEF, LAWYER, a_received_request, at, pigeonhole, two_people
from tracker.services.core.office import Office
from tracker.services.drafting.drafts import start
from tracker.services.people.accounts import add_account
from tracker.services.people.handover import take_over
from tracker.services.ports.people import RoleName
from tracker.services.ports.reminders import Mail
from tracker.services.reminders.morning_summary import send_digests
from tracker.services.reminders.posting import carry
from tracker.translations import locale

# What is called the same in every language, and addresses.
NAMES = re.compile(r"https://\S+|PTA|R0\d+")


@pytest.fixture
def spoken(office: Office) -> Office:
    """An office with the catalogues, whose lawyer reads Urdu and whose administrator English."""
    two_people(office)
    lawyer = office.people.account(LAWYER)
    assert lawyer
    office.people.save_account(replace(lawyer, language="ur"))
    return replace(office, locale=locale)


def mails(office: Office, kind: str) -> dict[str, str]:
    """The subject and the words of the one mail of a kind that each person got."""
    carry(office)
    kept = [mail for _, mail in pigeonhole(office).kept if mail.once.startswith(kind)]
    assert sorted(mail.account for mail in kept) == sorted([CHIEF, LAWYER])
    return {mail.account: f"{mail.subject}\n{mail.words}" for mail in kept}


def english_in(words: str) -> list[str]:
    return re.findall("[A-Za-z]{2,}", NAMES.sub("", words))


def test_a_reminder_is_in_the_language_of_its_reader(spoken: Office, clock: Clock) -> None:
    reference = a_received_request(spoken, clock)

    at(spoken, clock, date(2024, 3, 8))

    told = mails(spoken, "reminder")
    assert "PTA must act by 11 March 2024: 3 days left" in told[CHIEF]
    assert (
        "پاکستان ٹیلی کمیونیکیشن اتھارٹی کو 11 مارچ 2024 تک عمل کرنا ہے: 3 دن باقی" in told[LAWYER]
    )
    assert f"https://record.example/desk/requests/{reference}" in told[LAWYER]
    assert english_in(told[LAWYER]) == []


def test_a_digest_is_in_the_language_of_its_reader(spoken: Office, clock: Clock) -> None:
    reference = a_received_request(spoken, clock)
    at(spoken, clock, date(2024, 3, 11))

    send_digests(spoken)

    told = mails(spoken, "digest")
    assert told[CHIEF].startswith("[Demonstration] Monday 11 March 2024: 2 things to do")
    assert told[LAWYER].startswith("[نمائشی نسخہ] پیر 11 مارچ 2024: دیکھنے کی 2 چیزیں")
    assert "آخری دن آج (1)" in told[LAWYER]
    assert reference.upper() in told[LAWYER]
    assert english_in(told[LAWYER]) == []


def test_a_demonstration_says_so_in_the_language_of_the_reader(
    spoken: Office, clock: Clock
) -> None:
    a_received_request(spoken, clock)
    at(spoken, clock, date(2024, 3, 8))
    told = mails(spoken, "reminder")

    assert told[CHIEF].startswith("[Demonstration] PTA must act by")
    assert "\nDemonstration: no request here was really filed.\n\n" in told[CHIEF]
    assert told[LAWYER].startswith(
        "[نمائشی نسخہ] پاکستان ٹیلی کمیونیکیشن اتھارٹی کو 11 مارچ 2024 تک عمل کرنا ہے"
    )
    assert "\nنمائشی نسخہ: اس میں درج درخواستیں حقیقتاً دائر نہیں کی گئیں۔\n\n" in told[LAWYER]


def test_a_live_office_marks_no_mail(tmp_path: Path) -> None:
    with an_office(tmp_path, live=True) as (office, _):
        account = add_account(office, "l@office.example", "Lena Lawyer", RoleName.LAWYER)
        office.outbox.put(Mail("test:1", "<1@office.example>", account.id, "S", "W", office.now()))
        carry(office)

        assert [(mail.subject, mail.words) for _, mail in pigeonhole(office).kept] == [("S", "W")]


def test_who_is_told_of_a_draft_that_was_taken_over_reads_it_so(spoken: Office) -> None:
    draft = start(spoken, "pk-x-2024", "pk-pta", by=LAWYER)

    take_over(spoken, draft.reference, by=CHIEF)

    told = mails(spoken, "taken-over")
    assert "is now assigned to you." in told[CHIEF]
    assert "اب ایک ساتھی کے ذمے ہے۔" in told[LAWYER]
    assert english_in(told[LAWYER]) == []
