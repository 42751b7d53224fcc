"""The bytes of each event, record and leaf, as files.

They are never read otherwise: a program that writes or reads one of them in another way is wrong,
and its file stays as it is.
"""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.every_kind import every_kind, sample
from tracker.domain.base.canonical import canonical, from_plain
from tracker.domain.case.case_status import Phase
from tracker.domain.case.history import Entry, write
from tracker.domain.events import KINDS
from tracker.domain.events.event import Event
from tracker.domain.record.leaf import (
    key_leaf,
    leaf_opening,
    library_leaf,
    record_leaf,
    sealed_leaf,
)
from tracker.domain.record.record import Record, RecordedEntry, from_bytes

GOLDEN = Path(__file__).parents[2] / "golden"
ENTERED = datetime(2024, 3, 6, 9, 30, tzinfo=UTC)
BY = "0123456789abcdef"
EVENTS = {event.kind: event for event in every_kind()}


def golden(name: str, now: bytes) -> bytes:
    """The bytes in a file of that name, which it must have."""
    file = GOLDEN / name
    assert file.exists(), (
        f"no bytes are fixed for this: write tests/golden/{name} with\n{now.decode()}"
    )
    return file.read_bytes().removesuffix(b"\n")


def an_entry(event: Event, seq: int = 3) -> Entry:
    return Entry(seq, event, ENTERED, BY, bytes(32), write(event, ENTERED, BY))


def a_record() -> Record:
    """A record with an entry of each kind that its file names: a new kind changes no old file."""
    named = json.loads((GOLDEN / "record.json").read_bytes())["entries"]
    events = (EVENTS[each["event"]["kind"]] for each in named)
    entries = tuple(_recorded(seq, event) for seq, event in enumerate(events, 1))
    return sample(
        Record,
        reference="abcd2345",
        version=1,
        phase=Phase.SILENT,
        entries=entries,
        withheld=False,
        form=1,
    )


def _recorded(seq: int, event: Event) -> RecordedEntry:
    public = event.public()
    assert public
    return sample(RecordedEntry, seq=seq, event=public, digest="d" * 64, corrected=seq == 2)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_an_entry_of_each_kind_has_the_bytes_that_it_had(kind: str) -> None:
    """As a history stores it, and as the words that its leaf seals."""
    event = EVENTS[kind]
    stored, sealed = write(event, ENTERED, BY), leaf_opening("abcd2345", an_entry(event)).said

    before = golden(f"events/{kind}.json", stored + b"\n" + sealed)

    assert stored + b"\n" + sealed == before
    stored, sealed = before.splitlines()
    assert from_plain(Event, json.loads(stored)["event"]) == event
    assert json.loads(sealed)["event"] == json.loads(canonical(event, public=True))
    if public := event.public():
        assert from_plain(Event, json.loads(sealed)["event"]) == public


def test_a_record_has_the_bytes_that_it_had() -> None:
    record = a_record()
    before = golden("record.json", record.to_bytes())

    assert record.to_bytes() == before
    assert from_bytes(before) == record


LEAVES = ("entry", "record", "library", "key")


def leaf(name: str) -> bytes:
    if name == "entry":
        return sealed_leaf(leaf_opening("abcd2345", an_entry(EVENTS["sent"])).commitment)
    if name == "record":
        return record_leaf(a_record(), "d" * 64)
    if name == "library":
        return library_leaf("e" * 64)
    return key_leaf("newer", "older", "rotated", 12)


@pytest.mark.parametrize("name", LEAVES)
def test_a_leaf_of_each_kind_has_the_bytes_that_it_had(name: str) -> None:
    assert leaf(name) == golden(f"leaves/{name}.json", leaf(name))


def test_every_file_is_of_something_that_there_is() -> None:
    """A kind that is renamed or taken away would leave bytes that nothing can read."""
    assert {file.stem for file in (GOLDEN / "events").iterdir()} == set(KINDS)
    assert {file.stem for file in (GOLDEN / "leaves").iterdir()} == set(LEAVES)
