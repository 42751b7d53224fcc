"""People who do at one moment what cannot both stand: one of them is told, and nobody is named."""

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from tests.offices import a_request, an_office, consented, took_back
from tracker.domain.base.errors import NotOnFile, Refusal
from tracker.domain.case.request import Applicant
from tracker.domain.events.publication.published import Published
from tracker.services.core.office import Office
from tracker.services.people.accounts import add_account
from tracker.services.ports.people import Account, RoleName
from tracker.services.publishing.pending_publications import (
    confirm_publication,
    look,
    prepare_publication,
)
from tracker.services.publishing.publishing import Publication, publish_entries

DAY = date(2024, 3, 8)
WORDS = Publication((1,), texts=[("Note", "Words of the office.")])
Offices = tuple[Office, Office]


@pytest.fixture
def offices(founded_live: str, tmp_path: Path) -> Iterator[Offices]:
    """Two processes on one live office."""
    with ExitStack() as opened:
        both = [opened.enter_context(an_office(tmp_path, url=founded_live)) for _ in range(2)]
        for _, clock in both:
            clock.set(DAY)
        yield both[0][0], both[1][0]


def people(office: Office) -> list[Account]:
    return [
        add_account(office, f"{name}@example.org", name, RoleName.LAWYER)
        for name in ("lena", "adam", "omar")
    ]


def at_once(*acts: Callable[[], object]) -> list[str]:
    """What each act came to, begun together: the kind of its refusal, or nothing."""
    ready = threading.Barrier(len(acts))
    told: dict[int, str] = {}

    def do(number: int, act: Callable[[], object]) -> None:
        ready.wait()
        try:
            act()
            told[number] = ""
        except Refusal as refusal:
            told[number] = type(refusal).__name__

    threads = [threading.Thread(target=do, args=each) for each in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [told[number] for number in range(len(acts))]


def published(office: Office, reference: str) -> int:
    with office.cases.look(reference) as case:
        return sum(isinstance(entry.event, Published) for entry in case.history)


@pytest.mark.samples("sqlite")
def test_two_confirmations_at_once_publish_once(offices: Offices) -> None:
    one, other = offices
    lena, adam, omar = people(one)
    reference = consented(one, a_request(one))
    prepare_publication(one, reference, WORDS, by=lena.id)
    seen = look(one, reference)[1].seen

    told = at_once(
        partial(confirm_publication, one, reference, seen, adam),
        partial(confirm_publication, other, reference, seen, omar),
    )

    assert sorted(told) == ["", "NotOnFile"]
    assert published(one, reference) == 1


@pytest.mark.samples("sqlite")
def test_what_is_confirmed_while_consent_is_taken_back_is_not_shown(offices: Offices) -> None:
    one, other = offices
    lena, adam, _ = people(one)
    for _ in range(3):
        reference = consented(one, a_request(one))
        prepare_publication(one, reference, WORDS, by=lena.id)
        seen = look(one, reference)[1].seen

        told = at_once(
            partial(confirm_publication, one, reference, seen, adam),
            partial(took_back, other, reference),
        )

        assert told[1] == ""
        try:
            assert one.records.record(reference).withheld
        except NotOnFile:
            assert told[0] != ""


@pytest.mark.samples("sqlite")
def test_a_person_who_is_erased_while_something_is_shown_is_gone(
    offices: Offices, tmp_path: Path
) -> None:
    one, other = offices
    lena, _, _ = people(one)
    for _ in range(3):
        reference = consented(one, a_request(one))

        told = at_once(
            partial(publish_entries, one, reference, Publication((1,)), by=lena.id),
            partial(other.cases.erase_person, reference),
        )

        # If the file was being read all the while, that is said, and the erasure is tried again.
        assert told[1] in ("", "StorageTrouble")
        other.cases.erase_person(reference)
        assert told[0] in ("", "NotAllowed")
        with one.cases.look(reference) as case:
            assert case.applicant() == Applicant()
            assert case.waiting() is None
        assert list((tmp_path / "evidence").glob(f"*/*-{reference}")) == []
