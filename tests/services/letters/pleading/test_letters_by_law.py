"""Each law has a request, a letter for each remedy, and a form for each clock event."""

import pytest

from tests.offices import the_library
from tests.services.letters.letters_of_every_law import letters_of, remedies_of, rows_of
from tools.letters_by_law import DOCUMENT, line, rows_of_enforcement
from tracker.domain.law.readings import remedy_was_read

LAWS = sorted(the_library().laws)


@pytest.mark.samples("pk-raia-2017")
@pytest.mark.parametrize("key", LAWS)
def test_each_law_has_its_letters_and_the_document_lists_them(key: str) -> None:
    found = letters_of(the_library().laws[key])

    assert found.pages == {2}, "a request has two pages"
    assert found.core >= 2, "each role is asked for core records"
    read = {e.key for e in remedies_of(found.law) if remedy_was_read(found.law, e)}
    assert set(found.remedies) == read
    assert {"fee-noticed", "fee-paid", "clarification-asked", "transferred"} <= set(found.events)
    written = DOCUMENT.read_text(encoding="utf-8")
    missing = [row for row in rows_of(found) if line(row) not in written]
    assert not missing, "run tools/letters_by_law.py"


def test_the_document_lists_the_laws_of_the_library() -> None:
    rows = DOCUMENT.read_text(encoding="utf-8").splitlines()
    named = {row.split("|")[1].strip() for row in rows if row.startswith("| ")} - {"Law"}

    assert named == set(LAWS)


def test_the_document_lists_the_laws_with_an_application_for_enforcement() -> None:
    written = DOCUMENT.read_text(encoding="utf-8")
    rows = dict(rows_of_enforcement())

    assert all(line(row) in written for row in rows.items())
    applied = {law for law, provision in rows.items() if not provision.startswith("none")}
    assert applied == {"gb-foia-2000", "pk-raia-2017"}
