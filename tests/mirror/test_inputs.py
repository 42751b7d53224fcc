"""What pages declare to be made from is all that they are made from: whatever changes, a copy that
is brought up to date is the copy that is made at once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.mirror.copied import copied, files_in
from tests.offices import BY, Clock, a_paper, a_request, the_library
from tests.web import record_scenes as scenes
from tests.witness import AWitness
from tracker.domain.days import DaySpan
from tracker.domain.library import Library
from tracker.domain.terms import AuthorshipCheck, WithheldBecause
from tracker.domain.text import Text
from tracker.ledger.signed_log import SignedLog
from tracker.services.office import Office
from tracker.services.publishing import withhold
from tracker.services.right_of_reply import Statement, log_statement
from tracker.web.record import leafing

X = "pk-x-2024"
SILENCE, REFUSAL, ANSWER = "r0000001", "r0000002", "r0000003"


def of_pakistan(library: Library) -> Library:
    """A part of the library, so that a copy is made in a moment."""
    here = {
        shelf: {key: each for key, each in getattr(library, shelf).items() if each.country == "PK"}
        for shelf in ("blocks", "bodies", "laws", "powers")
    }
    statements = {
        key: each
        for key, each in library.statements.items()
        if here["blocks"].keys() >= {*each.blocks}
    }
    return replace(library, statements=statements, **here)


@pytest.fixture
def office_library() -> Library:
    return of_pakistan(the_library())


def publishes(office: Office) -> Office:
    scenes.a_request_in_urdu(office)
    return office


def corrects(office: Office) -> Office:
    scenes.strike(office, REFUSAL, "refused", "It was of another request.")
    return office


def appeals(office: Office) -> Office:
    scenes.an_appeal(office, SILENCE, date(2024, 5, 2))
    scenes.show(office, SILENCE)
    return office


def states(office: Office) -> Office:
    on, papers = DaySpan.on(date(2024, 5, 6)), [a_paper("statement.txt")]
    said = Statement("pk-pta", on, "We answered.", AuthorshipCheck.CALLED_BACK, papers)
    log_statement(office, SILENCE, said, by=BY)
    scenes.show(office, SILENCE)
    return office


def releases_a_text(office: Office) -> Office:
    scenes.show(office, ANSWER, [("Letter", "Ask the Zollernamt.")])
    return office


def takes_down(office: Office) -> Office:
    withhold(office, SILENCE, WithheldBecause.SAFETY, by=BY)
    return office


def enters_in_private(office: Office) -> Office:
    a_request(office)
    return office


def is_witnessed(office: Office) -> Office:
    log, witness = office.log, AWitness()
    assert isinstance(log, SignedLog)
    log.attested.trust(str(witness.key), log.keys())
    note = log.newest()
    assert note
    log.attested.take_note(witness.signed(note, office.now().replace(microsecond=0)))
    return office


def changes_the_library(office: Office) -> Office:
    block = replace(office.library.block(X), note=Text({"en": "Another note."}))
    blocks = {**office.library.blocks, X: block}
    return replace(office, library=replace(office.library, blocks=blocks, digest="9" * 64))


CHANGES: tuple[Callable[[Office], Office], ...] = (
    publishes,
    corrects,
    appeals,
    states,
    releases_a_text,
    enters_in_private,
    is_witnessed,
    takes_down,
    changes_the_library,
)


def test_whatever_changes_a_copy_brought_up_to_date_is_the_one_made_at_once(
    office: Office, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # So that a few records fill pages of lists.
    monkeypatch.setattr(leafing, "PAGE", 2)
    for scene in (scenes.a_silence, scenes.a_refusal, scenes.a_late_answer):
        scene(office)
    kept = tmp_path / "kept"
    kept.mkdir()
    copied(office, kept)
    before = files_in(kept)

    for number, change in enumerate((*CHANGES, lambda office: office)):
        office = change(office)
        if number % 2:
            # Without a change of the record: what counts days, and what is sealed until then.
            clock.moment += timedelta(days=1)
        made = copied(office, kept)
        anew = tmp_path / f"anew-{number}"
        anew.mkdir()
        whole = copied(office, anew)

        assert files_in(kept) == files_in(anew), change
        assert files_in(kept) != before, change
        assert made.rendered < whole.rendered or change is changes_the_library
        before = files_in(kept)
