"""What `tracker doctor` says of correspondence by email, and work that needs no person."""

from dataclasses import replace
from datetime import datetime, timedelta
from unittest.mock import Mock

import pytest

from tests.offices import BY, Clock, a_request, withdraw
from tests.services.correspondence.mail_scenes import (
    a_prepared_mail,
    a_waiting_mail,
    box_of,
    by_email,
)
from tracker.domain.base.errors import BadInput
from tracker.domain.correspondence.mail_token import token_from
from tracker.services.core.office import Office
from tracker.services.correspondence.mail_state import (
    copies_that_stay,
    correspondence_problems,
    mailbox_line,
)
from tracker.services.correspondence.outgoing.addressing import request_sender
from tracker.services.correspondence.outgoing.handing_over import hand_over_letters
from tracker.services.correspondence.storing import arrival_of, store
from tracker.services.ports.correspondence.letters import NoAnswer, RefusedForGood
from tracker.services.ports.correspondence.received import (
    MailFolder,
    MailPlace,
    MailTrouble,
    SeenMail,
)


@pytest.fixture
def office(plain_office: Office) -> Office:
    """An office without a mailbox."""
    return plain_office


def test_an_office_without_mail_has_no_problems(office: Office) -> None:
    assert correspondence_problems(office) == []
    assert mailbox_line(office) == "none is fetched"


def test_trouble_of_a_mailbox_is_told_while_it_is_fetched(office: Office, clock: Clock) -> None:
    source, boxes = Mock(), office.incoming.mailboxes
    source.name = "main"
    fetching = replace(office, incoming=replace(office.incoming, sources=(source,)))
    assert mailbox_line(fetching) == "main, last fetched never"

    for trouble in (None, MailTrouble.SIGN_IN):
        boxes.lease("main", clock(), clock() + timedelta(minutes=15), "one")
        boxes.release("main", "one", clock(), trouble)

    assert mailbox_line(fetching) == f"main, last fetched {clock():%Y-%m-%d %H:%M} UTC"
    (told,) = correspondence_problems(fetching)
    assert "(sign-in)" in told
    assert correspondence_problems(office) == []


def test_copies_that_stay_at_the_host_without_a_backup_are_told(
    office: Office, clock: Clock
) -> None:
    source = Mock()
    source.name = "main"
    backups: list[datetime] = []
    incoming = replace(
        office.incoming,
        sources=(source,),
        backed_up_by=lambda moment: max((b for b in backups if b <= moment), default=None),
    )
    office = replace(office, incoming=incoming)
    incoming.mailboxes.lease("main", clock(), clock(), "one")
    place = MailPlace("main", MailFolder.FILED, 1, 1)
    arrival = arrival_of(incoming, b"Subject: x\r\n\r\nWords.\r\n", clock())
    store(office, arrival, place, SeenMail(9, clock()))
    clock.moment += timedelta(days=8)
    assert correspondence_problems(office) == []

    clock.moment += timedelta(days=1)
    (told,) = correspondence_problems(office)
    assert "keeps copies of 1 email for longer than 7 days" in told
    assert copies_that_stay(office) == {"main": 1}
    backups.append(clock() - timedelta(hours=1))
    assert correspondence_problems(office) == []


@pytest.mark.parametrize(
    ("trouble", "words"),
    [
        (NoAnswer("It did not answer."), "The hand-over of 1 letter is uncertain"),
        (RefusedForGood("550 no"), "The mail server refused 1 letter"),
    ],
)
def test_letters_that_wait_for_a_person_are_told(
    office: Office, clock: Clock, trouble: Exception, words: str
) -> None:
    office = by_email(office)
    a_waiting_mail(office, clock)
    box_of(office).troubles.append(trouble)
    hand_over_letters(office)

    (told,) = correspondence_problems(office)
    assert words in told


def test_the_token_of_a_closed_request_is_retired_and_still_matched(
    office: Office, clock: Clock
) -> None:
    closed, other = a_request(office), a_request(office)
    tokens = [token_from(10**14 + number) for number in range(2)]
    for reference, token in zip((closed, other), tokens, strict=True):
        office.request_addresses.add_token(reference, token, clock())
    withdraw(office, closed)

    assert office.request_addresses.retire_closed(clock()) == 1
    assert office.request_addresses.retire_closed(clock()) == 0
    owners = office.mail_reading.sent.tokens()
    assert [(owners[t].request, owners[t].retired) for t in tokens] == [
        (closed, True), (other, False),
    ]  # fmt: skip
    assert request_sender(office, other).startswith(tokens[1])
    assert not request_sender(office, closed).startswith(tokens[0])


@pytest.mark.parametrize(
    ("pattern", "recipient", "ours"),
    [
        ("*@rti.office.example", "info@rti.office.example", True),
        ("*@rti.office.example", "info@sub.rti.office.example", True),
        ("office+*@mail.example", "office+anything@mail.example", True),
        ("office+*@mail.example", "ministry@mail.example", False),
        ("office+*@mail.example", "info@rti.office.example", True),
    ],
)
def test_no_letter_goes_to_an_address_of_the_office(
    office: Office, pattern: str, recipient: str, ours: bool
) -> None:
    """A body may have its address with the same provider as an office with plus addresses."""
    post = box_of(office)
    addresses = type(post.addresses)(pattern)  # type: ignore[misc]
    domains = frozenset({"rti.office.example", pattern.partition("@")[2]})
    office = replace(
        by_email(office),
        letter_post=replace(post, addresses=addresses),
        incoming=replace(office.incoming, domains=domains),
    )
    if ours:
        with pytest.raises(BadInput, match="address of this office"):
            a_prepared_mail(office, recipient=recipient)
    else:
        assert a_prepared_mail(office, recipient=recipient).prepared_by == BY
