"""What is private by its type reaches no public byte: a canary in every private field of every
kind of event is seen in no record, leaf or row of data."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, get_type_hints

import pytest

from tests.domain.a_ladder import ENTERED, a_library
from tests.every_kind import bare, canary, every_kind, private_of, whole
from tracker.domain.base.canonical import canonical
from tracker.domain.base.days import DaySpan
from tracker.domain.case.case_status import case_status_of
from tracker.domain.case.history import Entry, History, write
from tracker.domain.events import KINDS
from tracker.domain.events.correspondence.acknowledged import Acknowledged
from tracker.domain.events.event import Event
from tracker.domain.events.publication.published import Published
from tracker.domain.events.request.corrected import Corrected
from tracker.domain.events.request.drafted import Drafted
from tracker.domain.events.responses.reply import Reply
from tracker.domain.record.leaf import leaf_opening, record_leaf, sealed_leaf
from tracker.domain.record.record import Record, record_of
from tracker.services.public.data_rows import record_rows
from tracker.services.public.data_schema import public_schema

LIBRARY = a_library()
WORD, NUMBER = "canary-7f3a", 987_654_321
REASON = "A reason that names somebody."


def entries(*events: Event) -> History:
    return tuple(
        Entry(seq, event, ENTERED, "tester", bytes(32), write(event, ENTERED, "tester"))
        for seq, event in enumerate(events, 1)
    )


def with_canaries(event: Event) -> Event:
    """The event with something to be seen in each of its private fields."""
    hints = get_type_hints(type(event))
    private: dict[str, Any] = {
        name: canary(hints[name], WORD, NUMBER) for name in private_of(type(event))
    }
    return replace(event, **private)


def a_history() -> History:
    """Everything that can happen, the draft first, and all of it published."""
    events = [with_canaries(each) for each in every_kind() if not ends(each)]
    events.sort(key=lambda event: not isinstance(event, Drafted))
    return published(entries(*events))


def ends(event: Event) -> bool:
    """Whether it would take the record down, or strike an entry of it."""
    return event.kind in ("withheld", "removed", "corrected")


def published(history: History) -> History:
    chosen = tuple(each.seq for each in history if each.event.publicity == "chosen")
    shown = with_canaries(Published(on=history[0].event.on, entries=chosen))
    return entries(*(each.event for each in history), shown)


def public_of(history: History) -> Record:
    case_status = case_status_of(history, LIBRARY)
    return record_of(
        "abcd2345",
        1,
        history,
        case_status,
        as_of=history[0].event.on.latest,
        library_version="version",
        demonstration=True,
    )


@dataclass(frozen=True)
class Shown:
    """Everything that leaves the office of one history."""

    record: Record
    history: History

    def bytes(self) -> Iterator[bytes]:
        yield self.record.to_bytes()
        yield record_leaf(self.record, "d" * 64)
        for entry in self.history:
            yield sealed_leaf(leaf_opening("abcd2345", entry).commitment)
        for shown in self.record.entries:
            yield leaf_opening("abcd2345", self.history[shown.seq - 1]).said
        yield canonical(dict(record_rows(self.record, "d" * 64, LIBRARY)))


def test_what_is_in_a_private_field_is_in_no_public_byte() -> None:
    history = a_history()
    record = public_of(history)

    assert WORD.encode() in b"".join(entry.body for entry in history)
    assert str(NUMBER).encode() in b"".join(entry.body for entry in history)
    for data in Shown(record, history).bytes():
        assert WORD.encode() not in data
        assert str(NUMBER).encode() not in data


def test_a_record_shows_every_kind_that_a_person_may_publish_and_no_other() -> None:
    shown = {entry.kind for entry in public_of(a_history()).entries}

    assert shown == {
        name
        for name, kind in KINDS.items()
        if kind.publicity == "chosen" or name in ("deadlines-recalculated", "proof-relabelled")
    }


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_no_reader_can_see_that_a_private_field_exists(kind: str) -> None:
    (event,) = (each for each in every_kind() if each.kind == kind)
    public = canonical(event, public=True)

    assert "evidence" in private_of(type(event))
    assert not set(json.loads(public)) & set(private_of(type(event)))
    # What is read of the public form has the private fields at their defaults.
    if (read := event.public()) is not None:
        assert canonical(read, public=True) == public
        assert read.evidence == ()


def test_the_private_reason_of_a_correction_is_shown_once_it_is_published() -> None:
    """The correction takes effect at once, and its leaf opens with its reason."""
    draft = next(each for each in every_kind() if isinstance(each, Drafted))
    on = DaySpan.on(draft.on.latest)
    came, wrong = Acknowledged(on=on), Corrected(on=on, entry=2, why=REASON, private=True)
    show, show_reason = Published(on=on, entries=(1, 2)), Published(on=on, entries=(4,))

    hidden = public_of(entries(draft, came, show, wrong))
    shown = public_of(entries(draft, came, show, wrong, show_reason))

    assert [entry.corrected for entry in hidden.entries] == [False, True, False]
    ((_, waits),) = hidden.state.of(Corrected)
    assert (waits.why, waits.reason_waits) == ("", True)
    assert REASON.encode() not in hidden.to_bytes()
    ((_, told),) = shown.state.of(Corrected)
    assert (told.why, told.reason_waits) == (REASON, False)
    said = json.loads(leaf_opening("abcd2345", entries(draft, came, show, wrong)[3]).said)
    assert said["event"] == json.loads(canonical(told, public=True))


@pytest.mark.parametrize("kind", sorted(k for k in KINDS if issubclass(KINDS[k], Reply)))
def test_the_schema_requires_of_an_outcome_what_each_one_has(kind: str) -> None:
    """A field that a kind got later is left out where it says nothing."""
    schema = public_schema(KINDS[kind])["properties"]["outcomes"]["items"]
    written = [json.loads(canonical(made(KINDS[kind]), public=True)) for made in (bare, whole)]
    (of_bare,), (of_whole,) = (each["outcomes"] for each in written)

    assert set(schema["required"]) == set(of_bare)
    assert set(schema["properties"]) == set(of_whole)
    assert set(of_whole) - set(of_bare) == {"section"}
