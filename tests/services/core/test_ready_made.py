"""Scenes that tests start from are copied, and a copy is what the use cases would have made."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import date
from itertools import count
from pathlib import Path

import pytest

from tests.offices import AYESHA, Clock, a_request, an_office
from tests.ready_made import ready_made
from tests.web.record_scenes import a_silence
from tracker.domain.base.errors import NotOnFile
from tracker.domain.case.history import Entry
from tracker.domain.case.request import Applicant
from tracker.domain.events.correspondence.sent import Sent
from tracker.services.core.i18n import Locale
from tracker.services.core.office import Office
from tracker.translations import locale

NewOffice = Callable[[], AbstractContextManager[tuple[Office, Clock]]]


@pytest.fixture
def new_office(tmp_path: Path) -> NewOffice:
    """Opens an office in which nothing was done yet."""
    numbers = count(1)

    @contextmanager
    def opened() -> Iterator[tuple[Office, Clock]]:
        folder = tmp_path / str(next(numbers))
        folder.mkdir()
        with an_office(folder) as office_and_clock:
            yield office_and_clock

    return opened


def entries(office: Office, reference: str) -> list[Entry]:
    with office.cases.look(reference) as case:
        return list(case.history)


def test_a_copy_has_all_that_the_use_cases_gave(new_office: NewOffice) -> None:
    made = []
    for _ in range(3):
        with new_office() as (office, _clock):
            reference = a_silence(office)
            held = entries(office, reference)
            letters = [
                office.archive.read(reference, digest)
                for each in held
                if isinstance(each.event, Sent)
                for digest in each.event.evidence
            ]
            made.append(
                (held, letters, office.records.record(reference), office.log_upkeep.append())
            )
    (first, first_letters, *_), (second, *_), (third, third_letters, *_) = made

    assert made[1] == made[2]
    assert second == third
    assert [each.event.kind for each in first] == [each.event.kind for each in third]
    assert first_letters == third_letters
    assert third_letters


def test_a_scene_is_made_once_and_copied_from_then_on(new_office: NewOffice) -> None:
    calls = []

    @ready_made
    def asked(office: Office) -> str:
        calls.append(office)
        return a_request(office)

    for _ in range(4):
        with new_office() as (office, _clock):
            assert asked(office) == "r0000001"
            assert a_request(office) == "r0000002"
            assert [*office.cases.references()] == ["r0000001", "r0000002"]

    assert len(calls) == 1


def test_an_office_in_another_language_has_scenes_of_its_own(new_office: NewOffice) -> None:
    calls = []

    @ready_made
    def said(office: Office) -> str:
        calls.append(office)
        return office.locale("ur").say("Annexes")

    words = set()
    for _ in range(3):
        for locale_of in (locale, Locale):
            with new_office() as (office, _clock):
                words.add((locale_of, said(replace(office, locale=locale_of))))

    assert len(calls) == 2
    assert words == {(locale, locale("ur").say("Annexes")), (Locale, "Annexes")}
    assert locale("ur").say("Annexes") != "Annexes"


def test_an_office_of_which_more_was_changed_has_no_ready_made_scene(
    new_office: NewOffice,
) -> None:
    calls = []

    @ready_made
    def asked(office: Office) -> str:
        calls.append(office)
        return a_request(office)

    for _ in range(3):
        with new_office() as (office, _clock):
            asked(replace(office, notice_days=8))

    assert len(calls) == 3


def test_another_moment_and_another_applicant_make_another_scene(
    new_office: NewOffice,
) -> None:
    other = Applicant("Bilal Namoona", "House 8, Street 9\nIslamabad", "bilal@example.org", True)
    for _ in range(3):
        for day, applicant in ((24, AYESHA), (25, AYESHA), (24, other)):
            with new_office() as (office, clock):
                clock.set(date(2026, 11, day))
                reference = a_request(office, applicant=applicant)

                assert office.drafts.applicant_of(reference).name == applicant.name
                assert {each.entered_at.day for each in entries(office, reference)} == {day}


def test_no_copy_takes_the_place_of_what_a_test_did(new_office: NewOffice) -> None:
    for erases in (False, False, False, False, True):
        with new_office() as (office, _clock):
            first = a_request(office)
            if erases:  # which leaves nothing in the log of what was written
                office.cases.erase_person(first)
            second = a_request(office)

            assert [*office.cases.references()] == [first, second]
            with pytest.raises(
                NotOnFile, match="permanently erased" if erases else "was not found"
            ):
                office.archive.read(first, "0" * 64)
