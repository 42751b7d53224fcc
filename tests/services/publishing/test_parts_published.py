"""A part of a request is published after the request, with its transfer, and counted once."""

from datetime import date

import pytest

from tests.abroad import asked_abroad, case_status, library_abroad
from tests.offices import BY
from tests.services.cases.test_splitting import FIRST, ONE_MORE, OTHER, SECOND, THIRD, transferred
from tests.web import record_scenes as scenes
from tracker.domain.base.errors import BadInput, NotAllowed
from tracker.domain.base.terms import ConsentBy
from tracker.domain.events.request.part_transferred import PartTransferred
from tracker.domain.library import Library
from tracker.domain.record.record import from_bytes
from tracker.domain.record.tally import Scope, What, by_key
from tracker.services.cases.receiving import correct
from tracker.services.core.office import Office
from tracker.services.ports.log import LeafSource
from tracker.services.publishing.consenting import ConsentGiven, record_consent
from tracker.services.publishing.publishing import Publication, publish_entries, publishable


@pytest.fixture
def office_library() -> Library:
    return library_abroad()


@pytest.fixture
def asked(office: Office) -> str:
    return asked_abroad(office, FIRST, date(2024, 7, 1))


def counted(office: Office, scope: Scope, subject: str, what: What) -> dict[str, int]:
    found = office.records.tally(scope, [what], subject).get((subject, what), {})
    return dict(by_key(found))


def test_a_part_is_published_after_the_request_and_with_its_transfer(
    office: Office, asked: str
) -> None:
    part = transferred(office, asked, OTHER, SECOND, 3)
    with pytest.raises(NotAllowed, match=f"part of request {asked.upper()}, which is not public"):
        scenes.show(office, part, on=None)

    scenes.show(office, asked, on=None)
    with office.cases.look(part) as case:
        seqs = [entry.seq for entry in publishable(case.history)]
    with pytest.raises(NotAllowed, match="Choose the transfer as well"):
        publish_entries(office, part, Publication(tuple(seqs[:-1]), [], True), by=BY)
    scenes.show(office, part, on=None)

    record = office.records.record(part)
    assert (record.comes_from, record.numbers) == (asked, (3,))
    assert from_bytes(office.records.published(part)) == record
    assert [line.reference for line in office.records.led_to(asked)[asked]] == [part]


def test_a_record_is_read_with_its_place_and_whether_others_came_from_its_items(
    office: Office, asked: str
) -> None:
    part = transferred(office, asked, OTHER, SECOND, 3)
    scenes.show(office, asked, on=None)
    alone = office.records.current_version(asked)
    assert (alone.led, alone.placed) == (False, None)
    assert office.log_proofs.place_shown(alone.placed) is None

    scenes.show(office, part, on=None)
    office.log_upkeep.append()

    found, led = office.records.current_version(asked), office.records.current_version(part)
    assert (found.led, led.led) == (True, False)
    for version in (found, led):
        record = version.record
        placed = office.log_proofs.placed(LeafSource.RECORD, record.reference, record.version)
        assert placed == office.log_proofs.place_shown(version.placed)
        assert placed is not None
        assert placed.size > placed.place


def test_a_record_that_was_taken_down_did_not_come_from_an_item(
    office: Office, asked: str
) -> None:
    part = transferred(office, asked, OTHER, SECOND, 3)
    scenes.show(office, asked, on=None)
    scenes.show(office, part, on=None)
    assert office.records.current_version(asked).led

    record_consent(office, part, ConsentGiven(False, date(2024, 7, 20), ConsentBy.SPOKEN), by=BY)

    assert not office.records.current_version(asked).led


def test_a_refusal_of_the_applicant_takes_down_the_parts_of_the_request_too(
    office: Office, asked: str
) -> None:
    part = transferred(office, asked, OTHER, SECOND, 3, 4)
    branch = transferred(office, part, ONE_MORE, THIRD, 4)
    for reference in (asked, part, branch):
        scenes.show(office, reference, on=None)
    refusal = ConsentGiven(False, date(2024, 7, 20), ConsentBy.SPOKEN)

    record_consent(office, asked, refusal, by=BY)

    for reference in (asked, part, branch):
        assert office.records.record(reference).withheld
        with pytest.raises(NotAllowed, match="has not agreed to publication"):
            scenes.show(office, reference, on=None)


def test_a_part_whose_transfer_was_corrected_is_not_published(office: Office, asked: str) -> None:
    part = transferred(office, asked, OTHER, SECOND, 3)
    scenes.show(office, asked, on=None)
    [(entry, _)] = case_status(office, asked).case_state.of(PartTransferred)
    correct(office, asked, entry.seq, "The notice names another request.", by=BY)

    with pytest.raises(NotAllowed, match=f"was corrected in request {asked.upper()}"):
        scenes.show(office, part, on=None)


def test_a_request_is_not_published_without_the_transfer_of_its_items(
    office: Office, asked: str
) -> None:
    """Otherwise the record would show the item twice, also at the body that transferred it."""
    scenes.show(office, asked, on=None)
    part = transferred(office, asked, OTHER, SECOND, 3)
    with pytest.raises(NotAllowed, match="Publish the transfer of these items in request"):
        scenes.show(office, part, on=None)

    [(entry, _)] = case_status(office, asked).case_state.of(PartTransferred)
    with office.cases.look(asked) as case:
        others = [each.seq for each in publishable(case.history) if each.seq != entry.seq]
    with pytest.raises(BadInput, match="Publish the transfer of the items as well"):
        publish_entries(office, asked, Publication(tuple(others), [], True), by=BY)

    scenes.show(office, asked, on=None)
    scenes.show(office, part, on=None)


def test_a_part_that_is_not_published_is_named_nowhere_in_public(
    office: Office, asked: str
) -> None:
    part = transferred(office, asked, OTHER, SECOND, 3)

    scenes.show(office, asked, on=None)

    assert part.encode() not in office.records.published(asked)
    assert part not in scenes.serve(office).get(f"/requests/{asked}").text
    assert office.records.led_to() == {}


def test_each_item_counts_once_for_the_body_that_has_it(office: Office, asked: str) -> None:
    """Nine items: one was transferred to each of two bodies, and seven stay with the first."""
    parts = [
        transferred(office, asked, OTHER, SECOND, 3),
        transferred(office, asked, ONE_MORE, THIRD, 4),
    ]
    for reference in (asked, *parts):
        scenes.show(office, reference, on=None)
    items = len(office.records.record(asked).questions)

    assert counted(office, Scope.BLOCK, "in-test", What.ITEM) == {"open": items}
    assert counted(office, Scope.BLOCK, "in-test", What.ASKED) == {FIRST: 1, OTHER: 1, ONE_MORE: 1}
    for body in (FIRST, OTHER, ONE_MORE):
        assert counted(office, Scope.BODY, body, What.FATE) == {"open": 1}
    cells = counted(office, Scope.BLOCK, "in-test", What.CELL)
    moved = {key: number for key, number in cells.items() if key.endswith("handed-on")}
    assert moved
    assert all(key.split()[1] == FIRST for key in moved)


def test_readers_see_the_tree_from_the_request_and_from_its_parts(
    office: Office, asked: str
) -> None:
    part = transferred(office, asked, OTHER, SECOND, 3)
    for reference in (asked, part):
        scenes.show(office, reference, on=None)
    reader = scenes.serve(office)

    whole, own = (reader.get(f"/requests/{each}").text for each in (asked, part))

    assert f'href="/requests/{part}"' in whole
    assert "Item 3" in whole
    assert f'href="/requests/{asked}"' in own
    assert "Request to the Ministry of Home Affairs" in own
