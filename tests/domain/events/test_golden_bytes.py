"""The bytes of each event, record and leaf, as files, and every value of an enum that they store.

They are never read otherwise: a program that writes or reads one of them in another way is wrong,
and its file stays as it is.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.every_kind import bare, every_kind, every_kind_bare, sample, stored_values, whole
from tracker.domain.base.canonical import canonical, from_plain
from tracker.domain.case.case_status import Phase
from tracker.domain.case.history import Entry, write
from tracker.domain.events import KINDS
from tracker.domain.events.event import Event
from tracker.domain.record.leaf import (
    capture_leaf,
    finding_leaf,
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
WHOLE_EVENTS = {kind: whole(made) for kind, made in KINDS.items()}
# Kinds with a field that they got after their bytes were fixed.
GREW = sorted(kind for kind, event in EVENTS.items() if WHOLE_EVENTS[kind] != event)
BARE_EVENTS = {event.kind: event for event in every_kind_bare()}


def golden(name: str, now: bytes) -> bytes:
    """The bytes in a file of that name, which it must have."""
    file = GOLDEN / name
    assert file.exists(), to_write(name, now.decode())
    return file.read_bytes().removesuffix(b"\n")


def to_write(name: str, content: str) -> str:
    """What a failed test says."""
    return f"not all bytes are fixed: write tests/golden/{name} with\n{content}"


def an_entry(event: Event, seq: int = 3) -> Entry:
    return Entry(seq, event, ENTERED, BY, bytes(32), write(event, ENTERED, BY))


def a_record() -> Record:
    """A record with an entry of each kind that its file names: a new kind changes no old file."""
    entries = tuple(
        sample(RecordedEntry, seq=seq, event=event, digest="d" * 64, corrected=seq == 2)
        for seq, event in enumerate(recorded("record.json", EVENTS), 1)
    )
    return sample(
        Record,
        reference="abcd2345",
        version=1,
        phase=Phase.SILENT,
        entries=entries,
        withheld=False,
        form=1,
    )


def a_bare_record() -> Record:
    """A record in which no field says more than it must, with the kinds that its file names."""
    entries = tuple(
        bare(RecordedEntry, seq=seq, event=event, digest="d" * 64)
        for seq, event in enumerate(recorded("bare_record.json", BARE_EVENTS), 1)
    )
    return bare(Record, reference="abcd2345", version=1, phase=Phase.SILENT, entries=entries)


def a_grown_record() -> Record:
    """The bare record with the fields that a record got after its bytes were fixed."""
    return replace(a_bare_record(), comes_from="efgh2345", numbers=(1, 3))


def recorded(name: str, events: Mapping[str, Event]) -> list[Event]:
    """The public forms of the events whose kinds that file names."""
    named = json.loads((GOLDEN / name).read_bytes())["entries"]
    public = [events[each["event"]["kind"]].public() for each in named]
    return [event for event in public if event]


def lines_of(event: Event) -> list[bytes]:
    """What is stored of an event: its entry in a history, and the words that its leaf seals."""
    return [write(event, ENTERED, BY), leaf_opening("abcd2345", an_entry(event)).said]


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_an_entry_of_each_kind_has_the_bytes_that_it_had(kind: str) -> None:
    """With a value in every field, and with none that can be left out."""
    full, empty = EVENTS[kind], BARE_EVENTS[kind]
    now = lines_of(full) + lines_of(empty)

    before = golden(f"events/{kind}.json", b"\n".join(now)).splitlines()

    assert now == before
    for event, (stored, sealed) in ((full, before[:2]), (empty, before[2:])):
        assert from_plain(Event, json.loads(stored)["event"]) == event
        assert json.loads(sealed)["event"] == json.loads(canonical(event, public=True))
        if public := event.public():
            assert from_plain(Event, json.loads(sealed)["event"]) == public


@pytest.mark.parametrize("kind", GREW)
def test_a_field_got_later_has_bytes_of_its_own_and_changes_none_from_before(kind: str) -> None:
    event = WHOLE_EVENTS[kind]
    now = lines_of(event)

    before = golden(f"later/{kind}.json", b"\n".join(now)).splitlines()

    assert now == before
    stored = json.loads(before[0])["event"]
    assert from_plain(Event, stored) == event
    assert from_plain(Event, json.loads(lines_of(EVENTS[kind])[0])["event"]) == EVENTS[kind]
    assert canonical(from_plain(Event, stored)) == canonical(event)


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("record.json", a_record),
        ("bare_record.json", a_bare_record),
        ("grown_record.json", a_grown_record),
    ],
)
def test_a_record_has_the_bytes_that_it_had(name: str, made: Callable[[], Record]) -> None:
    record = made()
    before = golden(name, record.to_bytes())

    assert record.to_bytes() == before
    assert from_bytes(before) == record


def test_a_value_that_is_stored_is_never_renamed_or_taken_away() -> None:
    """Of each enum that a field of an event or a record has; a leaf is made of these."""
    before = json.loads((GOLDEN / "values.json").read_bytes())
    now = stored_values([*KINDS.values(), Record])
    every = {
        name: sorted({*before.get(name, ()), *now.get(name, ())}) for name in sorted(before | now)
    }

    content = ",\n".join(f'"{name}":{json.dumps(values)}' for name, values in every.items())

    assert before == every, to_write("values.json", f"{{\n{content}\n}}")
    assert {name: sorted(values) for name, values in now.items()} == before


LEAVES = ("entry", "record", "library", "key", "finding", "capture")


def leaf(name: str) -> bytes:
    if name == "entry":
        return sealed_leaf(leaf_opening("abcd2345", an_entry(EVENTS["sent"])).commitment)
    if name == "record":
        return record_leaf(a_record(), "d" * 64)
    if name == "library":
        return library_leaf("e" * 64)
    if name == "capture":
        return capture_leaf("f" * 64)
    if name == "finding":
        return finding_leaf("xx-block-2024", "f" * 64, withdrawn=False)
    return key_leaf("newer", "older", "rotated", 12)


@pytest.mark.parametrize("name", LEAVES)
def test_a_leaf_of_each_kind_has_the_bytes_that_it_had(name: str) -> None:
    assert leaf(name) == golden(f"leaves/{name}.json", leaf(name))


def test_every_file_is_of_something_that_there_is() -> None:
    """A kind that is renamed or taken away would leave bytes that nothing can read."""
    assert {file.stem for file in (GOLDEN / "events").iterdir()} == set(KINDS)
    assert {file.stem for file in (GOLDEN / "later").iterdir()} == set(GREW)
    assert {file.stem for file in (GOLDEN / "leaves").iterdir()} == set(LEAVES)
    assert {file.name for file in GOLDEN.glob("*.json")} == {
        *("record.json", "bare_record.json", "grown_record.json", "values.json")
    }
