"""What the scheduler does needs no private word: nobody has to be signed in for it.

Every private field of a request raises here, and so do the files of the office. Tried on both
databases.
"""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from tests.documents.papers import a_pdf
from tests.offices import BY, Clock, a_request, an_office, received
from tests.services.public.test_alerting import READER, follows
from tests.services.publishing.test_copying import answered, everything, ready
from tests.services.publishing.test_pending_publications import is_public, published
from tests.services.reminded import two_people
from tests.services.revisions import with_a_closure
from tracker.domain.events.lapses.fell_silent import FellSilent
from tracker.domain.record.alerts import Followed, Subject
from tracker.lawfiles.library_watch import Watch
from tracker.scheduler import Carrier, Jobs
from tracker.scheduler.handover import Handover
from tracker.services.cases.revising import is_current
from tracker.services.core.evidence import checked_upload, sha256_of
from tracker.services.core.office import Office
from tracker.services.core.shut import Shut
from tracker.services.ports.cases import PrivateFields
from tracker.services.publishing.copying import begin, finished
from tracker.services.publishing.pending_publications import (
    Due,
    look,
    prepare_publication,
    release_due,
)
from tracker.storage.db.engine import make_engine

MORNING, DAY = date(2024, 3, 8), date(2024, 3, 20)
TEXT, BEFORE = "Call […].", "Call 0300-1234567."

PRIVATE = {name for name in vars(PrivateFields) if not name.startswith("_")}
PRIVATE |= {"add_paper", "keep_waiting", "key", "papers", "take_draft", "waiting"}


class Opened(AssertionError):
    """Something private was read or stored."""


class LockedCase:
    """A request that is open while no key is."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner

    def __getattr__(self, name: str) -> Any:
        if name in PRIVATE:
            raise Opened(f"{name} of {self._inner.reference}")
        return getattr(self._inner, name)


class LockedCases:
    """The register of requests while no key is open."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner

    def __getattr__(self, name: str) -> Any:
        if name == "key":
            raise Opened(name)
        return getattr(self._inner, name)

    @contextmanager
    def open(self, reference: str, **more: Any) -> Iterator[LockedCase]:
        with self._inner.open(reference, **more) as case:
            yield LockedCase(case)

    @contextmanager
    def look(self, reference: str) -> Iterator[LockedCase]:
        with self._inner.look(reference) as case:
            yield LockedCase(case)

    @contextmanager
    def open_all(self, references: Sequence[str], **more: Any) -> Iterator[list[LockedCase]]:
        with self._inner.open_all(references, **more) as cases:
            yield [LockedCase(case) for case in cases]

    @contextmanager
    def look_all(self, references: Sequence[str]) -> Iterator[list[LockedCase]]:
        with self._inner.look_all(references) as cases:
            yield [LockedCase(case) for case in cases]


def locked(office: Office) -> Office:
    """The office as the scheduler has it: every private field and every file raises."""
    cases: Any = LockedCases(office.cases)
    archive: Any = Shut("archive", Opened)
    drafts: Any = Shut("drafts", Opened)
    return replace(office, cases=cases, archive=archive, drafts=drafts)


def damage(url: str, reference: str) -> None:
    """Change the bytes of a finished form in the database."""
    engine = make_engine(url)
    changed = sa.text("UPDATE finished_publication SET sealed = :other WHERE request = :of")
    with engine.begin() as connection:
        connection.execute(changed, {"other": b"\x01 other bytes", "of": reference})
    engine.dispose()


@pytest.fixture
def office_and_clock(founded: str, tmp_path: Path) -> Iterator[tuple[Office, Clock]]:
    with an_office(tmp_path, url=founded) as (office, clock):
        clock.set(MORNING)
        yield office, clock


@pytest.fixture
def prepared(office: Office) -> tuple[str, bytes]:
    """A response with its copy and a text that was blacked out, kept back until 20 March 2024;
    its reference, and the bytes of the copy."""
    reference, paper = answered(office, checked_upload("reply.pdf", a_pdf(pages=1)))
    begin(office, reference, paper, "Response from the body")
    ready(office, reference, paper)
    shown = everything(reference, paper)
    shown = replace(shown, texts=[("Note", TEXT)], originals=[BEFORE], not_before=DAY)
    prepare_publication(office, reference, shown, by=BY)
    return reference, finished(office, reference, paper)


@pytest.mark.samples("sqlite")
def test_what_was_prepared_is_released_on_its_day_without_a_key(
    office: Office, clock: Clock, prepared: tuple[str, bytes]
) -> None:
    reference, copy = prepared
    seen = look(office, reference)[1]
    assert release_due(locked(office)) == Due()
    clock.set(DAY)

    assert release_due(locked(office)) == Due((reference,))

    (event,) = published(office, reference)
    assert (event.on.earliest, event.kept_until) == (DAY, DAY)
    record = office.records.record(reference)
    assert (record.entries, record.releases) == (seen.record.entries, seen.record.releases)
    assert office.records.text(sha256_of(TEXT.encode())).words == TEXT
    assert office.records.copy(reference, record.copies[0].digest) == copy
    with office.cases.look(reference) as case:
        assert case.original(sha256_of(TEXT.encode())) == BEFORE


@pytest.mark.samples("sqlite")
def test_a_form_that_was_damaged_stops_its_publication_alone(
    office: Office, clock: Clock, prepared: tuple[str, bytes], founded: str
) -> None:
    reference, _ = prepared
    intact, paper = answered(office, checked_upload("reply.pdf", a_pdf(pages=1)))
    ready_to_show = replace(everything(intact, paper), copies=(), not_before=DAY)
    prepare_publication(office, intact, ready_to_show, by=BY)
    damage(founded, reference)
    clock.set(DAY)

    due = release_due(locked(office))

    assert due.published == (intact,)
    ((troubled, why),) = due.troubled
    assert (troubled, "cannot be opened" in why) == (reference, True)
    assert not is_public(office, reference)
    assert office.pending_publications.all()[0].trouble == why


@pytest.mark.samples("sqlite")
def test_whole_runs_of_the_scheduler_open_nothing_private(
    office: Office, clock: Clock, prepared: tuple[str, bytes]
) -> None:
    """Received on 26 February 2024: one request is answered and published, one is silent.

    People are reminded, a reader gets an alert, and a changed calendar has all counted again.
    """
    reference, _ = prepared
    two_people(office)
    silent = a_request(office)
    received(office, silent, date(2024, 2, 26))
    follows(office, Subject(Followed.BLOCK, "pk-x-2024"))
    told: Any = office.post
    before = len(told.kept)

    for moment, edition in ((DAY, office), (date(2024, 6, 3), with_a_closure(office))):
        clock.set(moment)
        own = locked(edition)
        Jobs(own, Handover(Watch(None)), None, threading.Event()).run_once()
        Carrier(own, threading.Event()).carry()
        assert office.premises.state().failed_steps == ()

    assert is_public(office, reference)
    with office.cases.look(silent) as case:
        assert any(isinstance(entry.event, FellSilent) for entry in case.history)
        assert case.prepared_letters()
    assert is_current(with_a_closure(office))
    subjects = [mail.subject for _, mail in told.kept[before:]]
    assert any(silent.upper() in subject for subject in subjects), "people are reminded"
    assert any(to == READER for to, _ in told.kept[before:]), "readers are told"
