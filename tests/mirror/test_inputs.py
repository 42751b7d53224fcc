"""What pages declare to be made from is all that they are made from: whatever changes, a copy that
is brought up to date is the copy that is made at once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.mirror.copied import files_in
from tests.offices import BY, Clock, a_paper, a_request, the_library
from tests.web import record_scenes as scenes
from tests.web.browser import a_site_config
from tests.witness import AWitness
from tracker.copies import CopiedSite
from tracker.domain.base.days import DaySpan
from tracker.domain.base.terms import AuthorshipCheck, WithheldBecause
from tracker.domain.base.text import Text
from tracker.domain.library import Library
from tracker.ledger.signed_log import SignedLog
from tracker.mirror.making import make_copy
from tracker.services.core.office import Office
from tracker.services.office_data.law_watch import sign_law
from tracker.services.people.accounts import add_account
from tracker.services.ports.people import RoleName
from tracker.services.publishing.publishing import withhold
from tracker.services.publishing.right_of_reply import BodyStatement, log_statement
from tracker.web.record.words import pagination as leafing

X, STANDING = "pk-x-2024", "pk-wikipedia-2023"
SILENCE, REFUSAL, ANSWER = "r0000001", "r0000002", "r0000003"


def a_small_part(library: Library) -> Library:
    """One block that ended and one that stands, with all that these name: a copy of it is made in
    a moment."""
    case_status = replace(library.block(STANDING), until=None, last_confirmed=None)
    blocks = {X: library.block(X), STANDING: case_status}
    return replace(
        library,
        blocks=blocks,
        bodies={key: body for key, body in library.bodies.items() if body.country == "pk"},
        laws={key: law for key, law in library.laws.items() if law.country == "pk"},
        powers={key: library.powers[key] for block in blocks.values() for key in block.powers},
        statements={
            key: each
            for key, each in library.statements.items()
            if blocks.keys() >= {*each.blocks}
        },
    )


@pytest.fixture
def office_library() -> Library:
    return a_small_part(the_library())


def publishes(office: Office, _: Clock) -> Office:
    scenes.a_request_in_urdu(office)
    return office


def corrects(office: Office, _: Clock) -> Office:
    scenes.strike(office, REFUSAL, "refused", "It was of another request.")
    return office


def appeals(office: Office, _: Clock) -> Office:
    scenes.an_appeal(office, SILENCE, date(2024, 5, 2))
    scenes.show(office, SILENCE)
    return office


def states(office: Office, _: Clock) -> Office:
    on, papers = DaySpan.on(date(2024, 5, 6)), [a_paper("statement.txt")]
    said = BodyStatement("pk-pta", on, "We answered.", AuthorshipCheck.CALLED_BACK, papers)
    log_statement(office, SILENCE, said, by=BY)
    scenes.show(office, SILENCE)
    return office


def releases_a_text(office: Office, _: Clock) -> Office:
    scenes.show(office, ANSWER, [("Letter", "Ask the Zollernamt.")])
    return office


def takes_down(office: Office, _: Clock) -> Office:
    withhold(office, SILENCE, WithheldBecause.SAFETY, by=BY)
    return office


def enters_in_private(office: Office, _: Clock) -> Office:
    a_request(office)
    return office


def is_witnessed(office: Office, _: Clock) -> Office:
    log, witness = office.log, AWitness()
    assert isinstance(log, SignedLog)
    log.attested.trust(str(witness.key), log.keys())
    note = log.newest()
    assert note
    log.attested.take_note(witness.signed(note, office.now().replace(microsecond=0)))
    return office


def changes_the_library(office: Office, _: Clock) -> Office:
    block = replace(office.library.block(X), note=Text({"en": "Another note."}))
    blocks = {**office.library.blocks, X: block}
    return replace(office, library=replace(office.library, blocks=blocks, digest="9" * 64))


def signs_a_law(office: Office, _: Clock) -> Office:
    key = next(iter(office.library.laws))
    digest_of_text = office.library.laws[key].digest
    reader = add_account(office, "nadia@example.org", "Nadia", RoleName.LAWYER).id
    sign_law(office, key, digest_of_text, "Nadia Reader", "Advocate, Clinic", by=reader)
    return office


def waits_a_day(office: Office, clock: Clock) -> Office:
    """Blocks stand a day longer, and what was entered in private gets its place in the log."""
    clock.moment += timedelta(days=1)
    return office


CHANGES: tuple[Callable[[Office, Clock], Office], ...] = (
    publishes,
    corrects,
    appeals,
    states,
    releases_a_text,
    enters_in_private,
    waits_a_day,
    is_witnessed,
    takes_down,
    signs_a_law,
    changes_the_library,
    waits_a_day,
)


@pytest.mark.slow
def test_whatever_changes_a_copy_brought_up_to_date_is_the_one_made_at_once(
    office: Office, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # So that a few records fill pages of lists.
    monkeypatch.setattr(leafing, "LINES_ON_A_PAGE", 2)
    for scene in (scenes.a_silence, scenes.a_refusal, scenes.a_late_answer):
        scene(office)
    before, stamp = dict[str, bytes](), dict[str, str]()
    for number, change in enumerate((publishes, *CHANGES)):
        office = change(office, clock)
        # An application of its own for each step, as each export has.
        site = CopiedSite(office, a_site_config())
        made, whole = (
            make_copy(site, tmp_path / name / "copy", tmp_path / f"{name}.json")
            for name in ("kept", f"rebuilt-{number}")
        )

        files = files_in(tmp_path / "kept")
        assert files == files_in(tmp_path / f"rebuilt-{number}"), change
        # What is private is in no copy, until it has its place in the log.
        assert (files != before) == (change is not enters_in_private), change
        assert number == 0 or made.rendered < whole.rendered or change is changes_the_library
        # With the same stamp, an export would not look at the pages.
        assert (site.stamp == stamp) == (change is enters_in_private), change
        before, stamp = files, dict(site.stamp or {})
