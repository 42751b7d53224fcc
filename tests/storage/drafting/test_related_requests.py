"""Requests that belong together, on both databases: all begun or none, and what links them."""

from dataclasses import replace

import pytest
import sqlalchemy as sa

from tests.storage.samples import APPLICANT, OTHER, REFERENCE, draft, file_request
from tracker.domain.base.errors import NotOnFile
from tracker.domain.case.request import Draft, RequestRelations
from tracker.services.ports.cases import ChangedMeanwhile
from tracker.storage.opening import Storage

THIRD = "p4n8s2vk"


def drafts(*references: str) -> list[tuple[Draft, object]]:
    return [(replace(draft(), reference=each), APPLICANT) for each in references]


def begin(storage: Storage, *references: str, **links: str) -> None:
    storage.drafts.begin(drafts(*references), **links)  # type: ignore[arg-type]


def test_drafts_that_are_begun_together_know_each_other(storage: Storage) -> None:
    begin(storage, REFERENCE, OTHER)

    assert storage.related_requests.of(REFERENCE) == RequestRelations(
        batch=REFERENCE, together=(OTHER,)
    )
    assert storage.related_requests.of(OTHER) == RequestRelations(
        batch=REFERENCE, together=(REFERENCE,)
    )
    assert storage.related_requests.batch(REFERENCE) == (REFERENCE, OTHER)
    assert storage.drafts.applicant_of(OTHER) == APPLICANT
    assert storage.drafts.draft(OTHER).version == 1


def test_one_draft_belongs_to_nothing(storage: Storage) -> None:
    begin(storage, REFERENCE)

    assert storage.related_requests.of(REFERENCE) == RequestRelations()
    with pytest.raises(NotOnFile, match="was not found"):
        storage.related_requests.batch(REFERENCE)


def test_all_drafts_of_a_batch_are_begun_or_none(storage: Storage) -> None:
    storage.drafts.save(replace(draft(), reference=OTHER), APPLICANT)

    with pytest.raises(ChangedMeanwhile):
        begin(storage, REFERENCE, OTHER, THIRD)

    assert [left.reference for left in storage.drafts.all()] == [OTHER]
    assert storage.related_requests.of(OTHER) == RequestRelations()
    with storage.transactions.reading() as session:
        count = session.connection().execute(sa.text("SELECT count(*) FROM request"))
        assert count.scalar_one() == 1


def test_a_draft_joins_the_batch_of_another_and_makes_one_where_there_was_none(
    storage: Storage,
) -> None:
    file_request(storage)

    begin(storage, OTHER, beside=REFERENCE)
    begin(storage, THIRD, beside=OTHER)

    assert storage.related_requests.batch(REFERENCE) == (REFERENCE, THIRD, OTHER)
    assert storage.related_requests.of(THIRD).together == (REFERENCE, OTHER)


def test_a_request_that_asks_another_again_is_linked_both_ways(storage: Storage) -> None:
    file_request(storage)

    begin(storage, OTHER, repeats=REFERENCE)

    assert storage.related_requests.of(OTHER) == RequestRelations(repeats=REFERENCE)
    assert storage.related_requests.of(REFERENCE) == RequestRelations(repeated_by=(OTHER,))


def test_what_repeats_another_keeps_that_in_a_batch(storage: Storage) -> None:
    file_request(storage)
    begin(storage, OTHER, repeats=REFERENCE)

    begin(storage, THIRD, beside=OTHER)

    assert storage.related_requests.of(OTHER) == RequestRelations(
        batch=OTHER, together=(THIRD,), repeats=REFERENCE
    )


def test_a_draft_that_is_thrown_away_leaves_its_batch(storage: Storage) -> None:
    begin(storage, REFERENCE, OTHER)

    storage.drafts.discard(REFERENCE, 1)

    assert storage.related_requests.batch(REFERENCE) == (OTHER,)
    assert storage.related_requests.of(OTHER).together == ()


def test_requests_that_followed_from_another_are_linked_both_ways(storage: Storage) -> None:
    file_request(storage)
    file_request(storage, OTHER)

    storage.related_requests.link(OTHER, REFERENCE)
    begin(storage, THIRD, comes_from=REFERENCE)

    assert storage.related_requests.of(OTHER) == RequestRelations(comes_from=REFERENCE)
    assert storage.related_requests.of(THIRD) == RequestRelations(comes_from=REFERENCE)
    assert storage.related_requests.of(REFERENCE) == RequestRelations(led_to=(THIRD, OTHER))


def test_a_part_that_joins_a_batch_keeps_where_it_came_from(storage: Storage) -> None:
    file_request(storage)
    file_request(storage, OTHER)
    storage.related_requests.link(OTHER, REFERENCE)

    begin(storage, THIRD, beside=OTHER)

    relations = storage.related_requests.of(OTHER)
    assert relations == RequestRelations(batch=OTHER, together=(THIRD,), comes_from=REFERENCE)
