"""Alerts for readers: one mail to confirm, then what the public record tells, and only once."""

import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.mail.servers import Postmaster, a_post, a_server
from tests.offices import BY, Clock, Pigeonhole, a_request, an_office, received
from tests.web import record_scenes as scenes
from tracker.domain.base.errors import BadInput, NotAllowed, NotOnFile
from tracker.domain.base.terms import WithheldBecause
from tracker.domain.case.request import OwnQuestion
from tracker.domain.law.questions import Element
from tracker.domain.record.alerts import EVERYTHING, MOST_LINES, MOST_REFUSED, Followed, Subject
from tracker.services.cases.silence import sweep
from tracker.services.core.office import Office
from tracker.services.public import alerting
from tracker.services.public.alerting import (
    ASKED_FROM_ALL,
    ASKED_FROM_ONE,
    ask,
    confirm_subscription,
    end_subscription,
    tell,
)
from tracker.services.publishing.publishing import withhold
from tracker.services.reminders.posting import Round, carry
from tracker.translations import locale

KEY = b"f" * 32
READER = "reader@example.org"
BLOCK, OTHER_BLOCK = Subject(Followed.BLOCK, "pk-x-2024"), Subject(Followed.BLOCK, "pk-vpn-2024")
PTA, MINISTRY = Subject(Followed.BODY, "pk-pta"), Subject(Followed.BODY, "pk-interior")


@pytest.fixture
def post(office: Office) -> Pigeonhole:
    assert isinstance(office.post, Pigeonhole)
    return office.post


def asked(office: Office, subject: Subject = BLOCK, email: str = READER, **more: str) -> None:
    language, network = more.get("language", "en"), more.get("network", "192.0.2.0/24")
    ask(office, email, subject, language, network=network, key=KEY)


def token_in(words: str, way: str) -> str:
    found = re.search(rf"/alerts/([\w-]+)/{way}", words)
    assert found is not None, words
    return found[1]


def follows(office: Office, subject: Subject = BLOCK, email: str = READER, **more: str) -> str:
    """A reader asks for alerts and confirms; return the token of the links."""
    asked(office, subject, email, **more)
    carry(office)
    kept: Pigeonhole = office.post  # type: ignore[assignment]
    to, mail = kept.kept.pop()
    assert to == email
    token = token_in(mail.words, "confirm")
    assert confirm_subscription(office, token) is not None
    return token


def a_morning_later(office: Office, clock: Clock) -> list[str]:
    """What is sent once another day has begun, each mail as its words."""
    office.log_upkeep.append()
    clock.moment += timedelta(days=1)
    kept: Pigeonhole = office.post  # type: ignore[assignment]
    kept.kept.clear()
    tell(office)
    carry(office)
    return [mail.words for _, mail in kept.kept]


def told_of(words: str) -> list[str]:
    return re.findall(r"/requests/(\w+)\n?", words)


def test_one_mail_asks_to_confirm_and_nothing_else_is_sent_before(
    office: Office, post: Pigeonhole, clock: Clock
) -> None:
    asked(office)
    carry(office)
    scenes.a_silence(office)

    ((to, mail),) = post.kept
    assert (to, mail.subject) == (
        READER,
        "[Demonstration] Confirm: Requests about the block of X in Pakistan",
    )
    # Asked at 09:00 on 24 November 2026, a Tuesday; 48 hours later it is Thursday.
    assert "If it was you, open this page before 09:00 (UTC) on Thursday" in mail.words
    assert mail.leave == ""
    assert a_morning_later(office, clock) == []


def test_an_alert_tells_of_what_changed_since_it_was_confirmed_and_only_once(
    office: Office, post: Pigeonhole, clock: Clock
) -> None:
    before = scenes.a_refusal(office)
    office.log_upkeep.append()
    token = follows(office)
    silence = scenes.a_silence(office)

    (words,) = a_morning_later(office, clock)

    assert told_of(words) == [silence]
    assert before not in words
    ((to, mail),) = post.kept
    assert (to, mail.subject) == (
        READER,
        "[Demonstration] Requests about the block of X in Pakistan: 1 change",
    )
    assert mail.leave == f"{office.public_url}/alerts/{token}/leave"
    assert mail.leave in words
    assert a_morning_later(office, clock) == []


def test_alerts_tell_of_the_records_of_the_feed_about_the_same(
    office: Office, clock: Clock
) -> None:
    refused, held = Subject(Followed.OUTCOME, "refused"), Subject(Followed.OUTCOME, "not-held")
    silent = Subject(Followed.OUTCOME, "silent")
    subjects = (EVERYTHING, BLOCK, OTHER_BLOCK, PTA, MINISTRY, refused, held, silent)
    for number, subject in enumerate(subjects):
        follows(office, subject, f"{number}@example.org")
    silence, refusal = scenes.a_silence(office), scenes.a_refusal(office)

    sent = a_morning_later(office, clock)

    kept: Pigeonhole = office.post  # type: ignore[assignment]
    told = {to: set(told_of(mail.words)) for to, mail in kept.kept}
    assert len(sent) == 6
    assert told == {
        "0@example.org": {silence, refusal},
        "1@example.org": {silence, refusal},
        "3@example.org": {silence},
        "4@example.org": {refusal},
        "5@example.org": {refusal},
        "7@example.org": {silence},
    }


def test_readers_who_got_a_silence_get_its_correction(office: Office, clock: Clock) -> None:
    follows(office, Subject(Followed.OUTCOME, "silent"))
    silence = scenes.a_silence(office)
    (words,) = a_morning_later(office, clock)
    assert told_of(words) == [silence]

    scenes.strike(office, silence, "fell-silent", "It was answered in time.")
    (words,) = a_morning_later(office, clock)
    assert told_of(words) == [silence]
    assert "- Corrected and no longer listed here: To the Pakistan Telecomm" in words
    assert "Silent" not in words
    assert a_morning_later(office, clock) == []


def test_followers_of_an_appeal_body_are_told_of_a_corrected_appeal(
    office: Office, clock: Clock
) -> None:
    follows(office, Subject(Followed.BODY, "pk-pic"))
    silence = scenes.a_silence(office)
    scenes.an_appeal(office, silence, date(2024, 4, 22))
    scenes.show(office, silence)
    (words,) = a_morning_later(office, clock)
    assert "Corrected" not in words

    scenes.strike(office, silence, "appeal-filed", "It went to another court.")
    (words,) = a_morning_later(office, clock)
    assert told_of(words) == [silence]
    assert "- Corrected and no longer listed here: " in words
    assert a_morning_later(office, clock) == []


def test_followers_of_an_appeal_body_are_told_of_appeals_to_it(
    office: Office, clock: Clock
) -> None:
    follows(office, Subject(Followed.BODY, "pk-pic"))
    silence = scenes.a_silence(office)
    assert a_morning_later(office, clock) == []

    scenes.an_appeal(office, silence, date(2024, 4, 22))
    scenes.show(office, silence)
    (words,) = a_morning_later(office, clock)
    assert told_of(words) == [silence]
    assert a_morning_later(office, clock) == []


def test_news_of_a_body_that_answers_and_hears_appeals_come_in_the_order_of_the_log(
    office: Office, clock: Clock
) -> None:
    """Asked of the Commission itself before and after an appeal came to it."""
    follows(office, Subject(Followed.BODY, "pk-pic"))
    asks = OwnQuestion(Element.ORDER, "Certified copies of every order about X.")
    shown = []
    for body in ("pk-pic", "pk-pta", "pk-pic"):
        reference = a_request(office, body=body, on=date(2024, 3, 15), own_questions=(asks,))
        received(office, reference, date(2024, 3, 18))
        if body == "pk-pta":
            sweep(office)
            scenes.an_appeal(office, reference, date(2024, 4, 22))
        shown.append(scenes.show(office, reference))
        office.log_upkeep.append()

    (words,) = a_morning_later(office, clock)
    assert told_of(words) == shown


def test_a_day_brings_one_mail_whatever_happens_on_it(office: Office, clock: Clock) -> None:
    follows(office)
    scenes.a_silence(office)
    assert len(a_morning_later(office, clock)) == 1
    scenes.a_refusal(office)
    office.log_upkeep.append()

    assert tell(office) == 0
    clock.moment += timedelta(hours=12)
    assert tell(office) == 0
    assert len(a_morning_later(office, clock)) == 1


def test_a_record_that_changed_twice_is_told_once_as_it_is_now(
    office: Office, clock: Clock
) -> None:
    follows(office)
    silence = scenes.a_corrected_silence(office)

    (words,) = a_morning_later(office, clock)

    assert told_of(words) == [silence]


def test_a_record_that_changes_again_is_told_again(office: Office, clock: Clock) -> None:
    follows(office)
    silence = scenes.a_silence(office)
    assert len(a_morning_later(office, clock)) == 1
    scenes.strike(office, silence, "received", "The stamp on the card is of another office.")

    (words,) = a_morning_later(office, clock)

    assert told_of(words) == [silence]


def test_what_is_withheld_is_not_told_of_even_where_the_mail_waits_already(
    office: Office, post: Pigeonhole, clock: Clock
) -> None:
    follows(office)
    silence, refusal = scenes.a_silence(office), scenes.a_refusal(office)
    office.log_upkeep.append()
    clock.moment += timedelta(days=1)
    assert tell(office) == 1
    withhold(office, silence, WithheldBecause.SAFETY, by=BY)

    carry(office)

    ((_, mail),) = post.kept
    assert told_of(mail.words) == [refusal]
    withhold(office, refusal, WithheldBecause.SAFETY, by=BY)
    assert a_morning_later(office, clock) == []


def test_a_mail_whose_only_record_was_withheld_meanwhile_does_not_go(
    office: Office, post: Pigeonhole, clock: Clock
) -> None:
    follows(office)
    silence = scenes.a_silence(office)
    office.log_upkeep.append()
    clock.moment += timedelta(days=1)
    tell(office)
    withhold(office, silence, WithheldBecause.SAFETY, by=BY)

    assert carry(office) == Round(sent=0, failed=0)
    assert post.kept == []


def test_a_record_that_changed_while_the_mail_waited_is_told_by_the_next_one(
    office: Office, post: Pigeonhole, clock: Clock
) -> None:
    follows(office)
    silence = scenes.a_silence(office)
    office.log_upkeep.append()
    clock.moment += timedelta(days=1)
    tell(office)
    scenes.strike(office, silence, "received", "The stamp on the card is of another office.")

    carry(office)
    assert post.kept == []
    (words,) = a_morning_later(office, clock)
    assert told_of(words) == [silence]


def test_what_has_no_place_in_the_log_yet_is_told_once_it_has(
    office: Office, clock: Clock
) -> None:
    follows(office)
    scenes.a_silence(office)
    clock.moment += timedelta(days=1)

    assert tell(office) == 0
    assert len(a_morning_later(office, clock)) == 1


def test_days_on_which_no_program_ran_are_made_up_for_by_one_mail(
    office: Office, clock: Clock
) -> None:
    follows(office)
    first, second = scenes.a_silence(office), scenes.a_refusal(office)
    office.log_upkeep.append()
    clock.moment += timedelta(days=9)

    (words,) = a_morning_later(office, clock)

    assert set(told_of(words)) == {first, second}


def test_a_reader_who_left_gets_no_mail_not_even_a_waiting_one(
    office: Office, post: Pigeonhole, clock: Clock
) -> None:
    token = follows(office)
    scenes.a_silence(office)
    office.log_upkeep.append()
    clock.moment += timedelta(days=1)
    assert tell(office) == 1

    end_subscription(office, token)
    end_subscription(office, token)

    assert carry(office) == Round(sent=0, failed=0)
    assert post.kept == []
    assert confirm_subscription(office, token) is None


def test_an_address_that_is_not_confirmed_in_time_is_deleted_and_its_link_dead(
    office: Office, post: Pigeonhole, clock: Clock
) -> None:
    asked(office)
    carry(office)
    token = token_in(post.kept.pop()[1].words, "confirm")
    clock.moment += timedelta(hours=48)

    assert confirm_subscription(office, token) is None
    tell(office)
    assert office.subscriptions.by_token(token) is None
    asked(office)
    assert carry(office) == Round(sent=1, failed=0)


def test_a_confirming_mail_that_is_too_late_is_not_sent(
    office: Office, post: Pigeonhole, clock: Clock
) -> None:
    asked(office)
    clock.moment += timedelta(hours=48)

    assert carry(office) == Round(sent=0, failed=0)
    assert post.kept == []


def test_an_address_is_asked_once_at_a_time_and_not_at_all_for_what_it_gets(
    office: Office, post: Pigeonhole
) -> None:
    for subject in (BLOCK, BLOCK, PTA):
        asked(office, subject)
    carry(office)
    assert len(post.kept) == 1
    confirm_subscription(office, token_in(post.kept.pop()[1].words, "confirm"))

    asked(office)
    carry(office)
    assert post.kept == []
    follows(office, PTA)


def test_a_network_asks_so_often_and_all_of_them_together_so_often(
    office: Office, clock: Clock
) -> None:
    for number in range(ASKED_FROM_ONE):
        asked(office, email=f"{number}@example.org")
    with pytest.raises(NotAllowed, match="Too many alert requests"):
        asked(office, email="more@example.org")

    for number in range(ASKED_FROM_ALL - ASKED_FROM_ONE):
        asked(office, email=f"all-{number}@example.org", network=f"10.{number}.0.0/24")
    with pytest.raises(NotAllowed, match="Too many alert requests"):
        asked(office, email="more@example.org", network="203.0.113.0/24")
    clock.moment += timedelta(minutes=15)
    asked(office, email="more@example.org")


def test_nothing_is_kept_for_an_address_or_a_subject_that_is_none(office: Office) -> None:
    with pytest.raises(BadInput):
        asked(office, email="one@example.org\r\nBcc: two@example.org")
    for about in (Followed.BLOCK, Followed.BODY):
        with pytest.raises(NotOnFile):
            asked(office, Subject(about, "none"))

    assert carry(office) == Round(sent=0, failed=0)


def test_a_live_office_without_a_mail_server_takes_no_address(tmp_path: Path) -> None:
    with an_office(tmp_path, live=True) as (office, _):
        with pytest.raises(NotAllowed, match="Follow the feed"):
            asked(office)
        assert tell(office) == 0


@pytest.mark.parametrize("subject", [PTA, Subject(Followed.OUTCOME, "silent")])
def test_an_alert_in_urdu_is_urdu_from_its_subject_to_its_addresses(
    office: Office, post: Pigeonhole, clock: Clock, subject: Subject
) -> None:
    office = replace(office, locale=locale)
    token = follows(office, subject, language="ur")
    silence = scenes.a_silence(office)

    (words,) = a_morning_later(office, clock)

    assert f"{office.public_url}/ur/requests/{silence}" in words
    assert f"{office.public_url}/ur/alerts/{token}/leave" in words
    urls = re.compile(r"https?://\S+")
    assert not re.search("[A-Za-z]{3}", urls.sub("", words + post.kept[0][1].subject))


def test_a_long_list_ends_with_where_the_rest_is(
    office: Office, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert MOST_LINES > 1
    monkeypatch.setattr(alerting, "MOST_LINES", 1)
    follows(office)
    first = scenes.a_silence(office)
    office.log_upkeep.append()
    scenes.a_refusal(office)

    (words,) = a_morning_later(office, clock)

    assert told_of(words) == [first]
    assert (
        f"There were more changes than are listed here: {office.public_url}/blocks/pk-x-2024"
        in words
    )


@pytest.fixture
def master() -> Postmaster:
    return Postmaster()


@pytest.fixture
def mailed(office: Office, master: Postmaster) -> Iterator[Office]:
    with a_server(master) as server:
        yield replace(office, post=a_post(server, timeout=0.5))


def test_one_click_is_offered_to_mail_programs_in_one_line(
    mailed: Office, office: Office, master: Postmaster, clock: Clock
) -> None:
    token = follows(office)
    scenes.a_silence(office)
    office.log_upkeep.append()
    clock.moment += timedelta(days=1)
    tell(mailed)
    carry(mailed)

    (message,) = master.kept
    assert message["List-Unsubscribe"] == f"<{office.public_url}/alerts/{token}/leave>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_an_address_that_is_refused_for_good_is_deleted_and_no_log_names_it(
    mailed: Office,
    office: Office,
    master: Postmaster,
    clock: Clock,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    token = follows(office)
    for day in range(MOST_REFUSED):
        scenes.a_silence(office)
        office.log_upkeep.append()
        clock.moment += timedelta(days=1)
        assert tell(mailed) == 1, f"day {day}"
        master.answers = [f"550 <{READER}> nobody here"]
        assert carry(mailed) == Round(sent=0, failed=1)
        assert mailed.outbox.troubled() == ()

    assert office.subscriptions.by_token(token) is None
    said = [each.getMessage() for each in caplog.records if each.name.startswith("tracker")]
    assert any("refused permanently" in words for words in said)
    assert not any(READER in words for words in said)


def test_a_server_that_is_busy_is_asked_again_and_tells_the_desk_no_address(
    mailed: Office, office: Office, master: Postmaster, clock: Clock
) -> None:
    master.answers = [f"451 <{READER}> later"]
    asked(mailed)

    assert carry(mailed) == Round(sent=0, failed=1)
    (waiting,) = mailed.outbox.troubled()
    assert READER not in f"{waiting}"
    clock.set(date(2026, 11, 24), 10)
    assert carry(mailed) == Round(sent=1, failed=0)
