"""The number of private leaves takes few values, and padding looks like the leaf of an entry."""

import re
from datetime import date
from hashlib import sha256
from json import loads

from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.record.leaf import Opening, sealed_leaf
from tracker.ledger.padding import (
    LARGEST_BATCH,
    MOST_PRIVATE,
    SMALLEST_BATCH,
    padded_number,
    with_padding,
)
from tracker.services.ports.log import LeafSource, Pending

DAY = date(2024, 4, 20)
LADDER = (16, 64, 256, 1024, 4096, 16_384)


def entries(number: int, first: int = 0) -> list[Pending]:
    return [_entry(n) for n in range(first, first + number)]


def _entry(n: int) -> Pending:
    opening = Opening(sha256(b"%d" % n).digest(), b"words of an entry")
    return Pending(LeafSource.ENTRY, "k7m2p9qx", n, sealed_leaf(opening.commitment), opening)


@given(st.integers(0, MOST_PRIVATE))
def test_every_number_of_entries_leads_to_the_next_step_of_the_ladder(number: int) -> None:
    padded = padded_number(number)
    assert padded in LADDER
    assert padded > number
    assert all(step <= number for step in LADDER if step < padded)


def test_the_ladder_has_six_steps() -> None:
    assert {padded_number(number) for number in range(LARGEST_BATCH)} == set(LADDER)


@given(st.integers(0, 300))
def test_a_batch_holds_every_entry_once_and_padding_that_names_no_request(number: int) -> None:
    private = entries(number)
    batch = with_padding(private, DAY)
    padding = [each for each in batch if each.source is LeafSource.PADDING]
    assert len(batch) == padded_number(number)
    assert [each for each in batch if each.opening] == sorted(private, key=lambda e: e.leaf)
    assert len(padding) + number == len(batch)
    assert sorted(each.number for each in padding) == [*range(1, len(padding) + 1)]
    assert {each.request for each in padding} == {"2024-04-20"}


@given(st.integers(0, 100))
def test_all_leaves_of_a_batch_have_one_form_and_one_length(number: int) -> None:
    leaves = [each.leaf for each in with_padding(entries(number), DAY)]
    told = [loads(leaf) for leaf in leaves]
    assert {len(leaf) for leaf in leaves} == {len(entries(1)[0].leaf)}
    assert {tuple(each) for each in told} == {tuple(loads(entries(1)[0].leaf))}
    assert {(each["form"], each["leaf"]) for each in told} == {(1, "entry")}
    assert all(re.fullmatch("[0-9a-f]{64}", each["commitment"]) for each in told)
    assert leaves == sorted(leaves)
    assert len(set(leaves)) == len(leaves)


def test_the_leaf_of_an_entry_may_be_at_every_position_of_its_batch() -> None:
    """Missing a position in 600 batches has a chance below 1 in 10 to the power of 15."""
    positions = set()
    for n in range(600):
        batch = with_padding(entries(1, first=n), DAY)
        positions |= {at for at, each in enumerate(batch) if each.opening}
    assert positions == set(range(SMALLEST_BATCH))


def test_padding_is_never_the_same_twice() -> None:
    assert not {each.leaf for each in with_padding([], DAY)} & {
        each.leaf for each in with_padding([], DAY)
    }
