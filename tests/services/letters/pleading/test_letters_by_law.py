"""Each law has a request, a letter for each remedy, and a form for each clock event."""

import pytest

from tests.offices import the_library
from tests.services.letters.letters_of_every_law import (
    DISMISSED,
    application_to_enforce,
    letters_of,
    remedies_of,
    rows_of,
)
from tools.letters_by_law import DOCUMENT, line, rows_of_enforcement
from tracker.domain.law.readings import remedy_was_read

LAWS = sorted(the_library().laws)
# The way to the order of each law, the provision on its enforcement, and what is asked for.
ENFORCED = {
    "ee-avts-2000": (("refusal",), "challenge", "section 51", "to act under it"),
    "gb-foisa-2002": (
        ("refusal", "internal-review", DISMISSED),
        "commissioner",
        "section 53",
        "to certify to the Court of Session that the respondent has failed to comply",
    ),
    "in-rti-2005": (
        ("refusal", "appeal", DISMISSED),
        "second-appeal",
        "section 19(7) and (8)",
        "to hear the officer responsible on a penalty",
    ),
    "ke-atia-2016": (("refusal",), "complaint", "section 20(1)", "to act under it"),
    "lk-rti-2016": (
        ("refusal", "appeal", DISMISSED),
        "second-appeal",
        "section 39(1)(e) and (4)",
        "to prosecute those responsible",
    ),
    "mx-lgtaip-2025": (
        ("refusal",),
        "appeal",
        "article 193",
        "to notify the superior of the person responsible",
    ),
    "np-rti-2007": (
        ("refusal", "complaint", DISMISSED),
        "appeal",
        "section 19",
        "to act under it",
    ),
}


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
    assert applied == {"gb-foia-2000", "pk-raia-2017", *ENFORCED}


@pytest.mark.parametrize("key", ENFORCED)
def test_the_body_that_made_an_order_is_asked_to_enforce_it(key: str) -> None:
    """In the words of the law, with a title that names the provision and an order sought."""
    way, stage, provision, asked = ENFORCED[key]

    words = " ".join(application_to_enforce(the_library().laws[key], way, stage).split())

    assert f"Application under {provision} for enforcement of the " in words
    assert f"({provision}). 17. The order is such a decision (paragraph 6)." in words
    assert asked in words
    assert "{" not in words
