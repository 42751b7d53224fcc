"""The application to a forum for enforcement of its order.

Pakistan: the Commission ordered on Monday 28 September 2026 that records be supplied by Monday 12
October. Nothing came.
"""

import os
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.abroad import case_status
from tests.documents.reading import as_lines
from tests.offices import BY, Clock, a_paper, a_request, received
from tests.services.letters.scenes_of_petitions import (
    AFTER_ORDER,
    ORDERED,
    RECEIVED,
    SCENES_OF_PETITIONS,
    SENT,
)
from tracker.domain.base.days import DaySpan
from tracker.domain.base.errors import NotAllowed
from tracker.domain.law.law import LetterKind
from tracker.domain.words.letter import LetterChoices
from tracker.domain.words.pleading import PleadingRow
from tracker.services.cases.compliance import comply
from tracker.services.core.office import Office
from tracker.services.letters.editing import change_pleading, open_pleading
from tracker.services.letters.filling import fill_places, places_to_fill
from tracker.services.letters.frozen_letters import finalise_letter
from tracker.services.letters.letter_facts import Writer, writer_of
from tracker.services.letters.offering import fitting
from tracker.translations import locale

SCENE = SCENES_OF_PETITIONS["03-petition-after-partial-order"]
GOLDEN = Path(__file__).parents[3] / "documents" / "golden"
LAST_DAY = date(2026, 10, 12)


@pytest.fixture
def spoken(office: Office) -> Office:
    return replace(office, locale=locale)


@pytest.fixture
def reference(spoken: Office, clock: Clock) -> str:
    clock.set(AFTER_ORDER)
    found = a_request(spoken, block=SCENE.block, body=SCENE.body, on=SENT, eligibility="citizen")
    received(spoken, found, RECEIVED)
    SCENE.happened(spoken, found)
    return found


def application(
    office: Office, reference: str, on: date = AFTER_ORDER, language: str = "en"
) -> Writer:
    chosen = LetterChoices(language=language)
    with office.cases.look(reference) as case:
        return writer_of(office, case, LetterKind.ENFORCEMENT, None, chosen, on)


def said(of: Writer) -> str:
    return " ".join(of.office.documents.plain(of.letter()).split())


def rows(of: Writer) -> Iterator[PleadingRow]:
    assert of.pleading
    return iter(of.pleading.rows())


@pytest.mark.parametrize("language", ["en", "ur"])
def test_it_reads_as_accepted(spoken: Office, reference: str, language: str) -> None:
    letter = application(spoken, reference, language=language).letter()
    found = as_lines(spoken.documents.docx(letter, AFTER_ORDER))
    path = GOLDEN / f"{language}-enforcement-overdue.docx.txt"
    if os.environ.get("WRITE_GOLDEN"):
        path.write_text(found, encoding="utf-8")
    assert found == path.read_text(encoding="utf-8")


def offers(office: Office, reference: str, on: date) -> set[LetterKind]:
    status = case_status(office, reference)
    return {each.kind for each in fitting(status, office.library, on)}


def decision_of(office: Office, reference: str) -> int:
    return case_status(office, reference).case_state.decisions[-1].seq


def test_it_is_offered_once_the_day_to_comply_has_passed(spoken: Office, reference: str) -> None:
    assert LetterKind.ENFORCEMENT not in offers(spoken, reference, LAST_DAY)
    assert LetterKind.ENFORCEMENT in offers(spoken, reference, LAST_DAY + timedelta(days=1))
    with pytest.raises(NotAllowed, match="no overdue order"):
        application(spoken, reference, LAST_DAY)


def test_it_names_the_order_its_day_what_is_outstanding_and_what_is_asked(
    spoken: Office, reference: str
) -> None:
    words = said(application(spoken, reference))

    assert "made its decision No. 4423-08/26 of 28 September 2026 (Annex C-2)" in words
    assert "“The Ministry shall supply items 6, 7 and 8 within ten working days." in words
    assert "The last day to comply with the decision was 12 October 2026." in words
    assert "had been received by 19 October 2026" in words
    assert "Item 6: Notice and hearing." in words
    assert "Item 1:" not in words  # disclosed with the reply
    assert "may be dealt with like contempt of court" in words
    assert "as far as the conditions of section 20(2) are met" in words
    assert "C-1: Appeal to the Information Commission, as filed" in words
    assert not re.search(r"\d+ rupees|Rs|fine of|[{}]", words)


def test_each_row_rests_on_an_entry_or_a_provision_that_was_read(
    spoken: Office, reference: str
) -> None:
    of = application(spoken, reference)
    for row in rows(of):
        assert row.rests_on.entries or row.rests_on.provisions, row
    (law,) = (row for row in rows(of) if row.key == "ground:law:1")
    assert law.rests_on.provisions == ("s20-2",)


def test_partial_compliance_is_told_and_full_compliance_ends_it(
    spoken: Office, reference: str
) -> None:
    seq, day = decision_of(spoken, reference), DaySpan.on(ORDERED + timedelta(days=10))
    comply(spoken, reference, seq, day, [a_paper("part.txt")], in_part=True, by=BY)
    words = said(application(spoken, reference))

    assert "The respondent complied in part on 8 October 2026 (Annex" in words
    assert "Nothing that shows compliance" not in words

    comply(spoken, reference, seq, DaySpan.on(AFTER_ORDER), [a_paper("all.txt")], by=BY)
    assert LetterKind.ENFORCEMENT not in offers(spoken, reference, AFTER_ORDER)


def test_it_is_final_only_once_the_lawyer_has_filled_in_its_places(
    spoken: Office, reference: str
) -> None:
    place = (LetterKind.ENFORCEMENT.value, decision_of(spoken, reference))
    with spoken.cases.look(reference) as case:
        found = open_pleading(spoken, case, place)
    places = {each.key: each.words for each in places_to_fill(found)}
    assert set(places) == {"order:challenged", "compliance:items"}
    with pytest.raises(NotAllowed):
        finalise_letter(spoken, reference, LetterKind.ENFORCEMENT, by=BY)

    change = fill_places({key: {0: "No appeal is known."} for key in places})
    change_pleading(spoken, reference, found.place, found.edits.version, change, by=BY)
    entry = finalise_letter(spoken, reference, LetterKind.ENFORCEMENT, by=BY)

    assert entry.event.letter is LetterKind.ENFORCEMENT  # type: ignore[attr-defined]
    assert "No appeal is known." in said(application(spoken, reference))


def test_in_urdu_no_sentence_is_english(spoken: Office, reference: str) -> None:
    of = application(spoken, reference, language="ur")
    own = [row for row in rows(of) if not row.key.startswith("compliance:item:")]
    english = [row.key for row in own if re.search(r"[a-z]{4,} [a-z]{4,} [a-z]{4,}", row.words)]
    assert english == ["order:decision"]  # the quoted words of the order


def test_a_law_that_says_nothing_on_enforcement_has_no_such_letter(
    spoken: Office, reference: str
) -> None:
    law = spoken.library.law("pk-raia-2017")
    facts = tuple(each for each in law.facts if each.topic != "enforcement")
    laws = {**spoken.library.laws, law.key: replace(law, facts=facts)}
    silent = replace(spoken.library, laws=laws)

    offered = fitting(case_status(spoken, reference), silent, AFTER_ORDER)
    assert LetterKind.ENFORCEMENT not in {each.kind for each in offered}
