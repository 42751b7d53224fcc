"""The progress of a bundle, as another request to the server sees it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.offices import BY, Clock, a_request, received
from tracker.domain.base.errors import BadInput
from tracker.domain.law.bundle import BundlePart
from tracker.domain.words.letter import LetterChoices
from tracker.services.cases.silence import sweep
from tracker.services.core.office import Office
from tracker.services.letters.bundle.bundle_plan import BundleChoices
from tracker.services.letters.bundle.court_bundle import court_bundle
from tracker.services.letters.bundle.progress import (
    LONGEST_STEP,
    BundleProgress,
    BundleStep,
    ProgressNotes,
    progress_of,
)
from tracker.services.ports.documents import BoundPart, FittedPdf

CHOSEN = BundleChoices(LetterChoices(), (BundlePart.PLEADING, BundlePart.ANNEXES))


class Watched:
    """A binder that draws nothing, and notes the progress of the bundle at each step."""

    def __init__(self, *, refuses: bool = False) -> None:
        self.office: Office | None = None
        self.reference = ""
        self.seen: list[BundleProgress | None] = []
        self.refuses = refuses

    def fit(self, data: bytes, media: str, most_pages: int) -> FittedPdf:
        self._look()
        return FittedPdf(b"", 1)

    def typed(self, texts: Sequence[tuple[bytes, str]]) -> Sequence[bytes]:
        return [b"%PDF" for _ in texts]

    def printed(self, letters: Sequence[bytes]) -> Sequence[FittedPdf]:
        self._look()
        return [FittedPdf(b"", 1) for _ in letters]

    def bind(self, parts: Sequence[BoundPart], title: str, language: str) -> bytes:
        self._look()
        if self.refuses:
            raise BadInput("The bundle is too large.")
        return b"%PDF"

    def _look(self) -> None:
        assert self.office
        self.seen.append(progress_of(self.office, self.reference, BY))


class Prints:
    """The press of an office that can print."""

    prints = True

    def __init__(self, press: object) -> None:
        self._press = press

    def __getattr__(self, name: str) -> object:
        return getattr(self._press, name)


def watched(office: Office, clock: Clock, binder: Watched) -> Office:
    reference = a_request(office)
    received(office, reference, date(2024, 2, 26))
    clock.set(date(2024, 3, 12))
    sweep(office)
    documents = Prints(office.documents)
    binder.office = replace(office, binder=binder, documents=documents)  # type: ignore[arg-type]
    binder.reference = reference
    return binder.office


def test_the_document_that_is_being_drawn_is_counted_until_the_bundle_is_made(
    office: Office, clock: Clock
) -> None:
    binder = Watched()
    court_bundle(watched(office, clock, binder), binder.reference, None, CHOSEN, by=BY)

    said = [(each.step, each.done, each.total) for each in binder.seen if each]
    # The request and its receipt, then the proof of delivery.
    assert said[:3] == [(BundleStep.DRAWING, n, 3) for n in range(3)]
    steps = list(dict.fromkeys(step for step, _, _ in said))
    assert [BundleStep.READING, *steps] == list(BundleStep)
    assert progress_of(office, binder.reference, BY) is None


def test_a_refused_bundle_leaves_no_progress(office: Office, clock: Clock) -> None:
    binder = Watched(refuses=True)
    with pytest.raises(BadInput, match="too large"):
        court_bundle(watched(office, clock, binder), binder.reference, None, CHOSEN, by=BY)
    assert binder.seen
    assert progress_of(office, binder.reference, BY) is None


def test_the_bundle_of_a_killed_process_is_said_to_have_stopped(
    office: Office, clock: Clock
) -> None:
    ProgressNotes(office, "r0000001", BY).note(BundleStep.DRAWING, 2, 9)
    left = progress_of(office, "r0000001", BY)

    assert left
    assert not left.stopped(office.now())
    clock.moment += LONGEST_STEP + timedelta(seconds=1)
    assert left.stopped(office.now())
    assert progress_of(office, "r0000001", "another") is None
