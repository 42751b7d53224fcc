"""The demonstration office: filled once, never in a live office, and saying what it is."""

from pathlib import Path

import pytest

from tests.offices import an_office
from tracker.domain.errors import NotAllowed
from tracker.services.demonstrating import PEOPLE, SCENES, seed_demonstration
from tracker.services.office import Office
from tracker.services.ports import Filter
from tracker.services.ports_record import Sought


def test_the_demonstration_shows_every_way_a_request_can_go(office: Office) -> None:
    assert seed_demonstration(office) == len(SCENES)

    rows, _ = office.cases.rows(Filter(), 0, 100)
    phases = {row.phase for row in rows}
    assert phases == {
        "appeal-silent",
        "refused",
        "not-held",
        "partly-answered",
        "answered",
        "decided",
        "awaiting",
        "sent",
    }
    assert len(office.cases.drafts()) == 1
    assert len(office.records.listed(Sought(), 0, 100)) == 11


def test_a_second_seeding_adds_nothing(office: Office) -> None:
    seed_demonstration(office)

    assert seed_demonstration(office) == 0


def test_the_invented_people_are_on_no_record(office: Office) -> None:
    seed_demonstration(office)

    for line in office.records.lines():
        content = office.records.record(line.reference).to_bytes().decode()
        for person in PEOPLE:
            assert person.name not in content
            assert person.contact not in content


def test_a_live_office_is_never_seeded(tmp_path: Path) -> None:
    with an_office(tmp_path, live=True) as (office, _), pytest.raises(NotAllowed, match="live"):
        seed_demonstration(office)
