"""The office that a person names for a remedy: in the head, in the sentence and in the relief."""

import pytest

from tests.abroad import library_abroad
from tests.offices import the_library
from tracker.domain.words.pleading import PleadingPart
from tracker.domain.words.pleading_edits import PleadingEdits, RowEdit
from tracker.services.letters.appeal_words import (
    ADDRESSED_KEY,
    ADDRESSED_PARTY_KEY,
    addressed_values,
    with_sentence,
)
from tracker.translations import locale

EN = locale("en")
AGENCY = "Federal Communications Commission"
COUNSEL = f"the Office of General Counsel, {AGENCY}, 45 L Street NE, Washington, DC 20554"
US, IN = library_abroad().law("us-foia"), the_library().law("in-rti-2005")
MINISTRY = "Ministry of Electronics and Information Technology"
OF_US = {"appeal_body_name": AGENCY, "appeal_body_address": "Washington, DC 20554"}
OF_IN = {"appeal_body_name": MINISTRY, "appeal_body_address": "6 CGO Complex\nNew Delhi"}


def _typed(words: str) -> RowEdit:
    return RowEdit(ADDRESSED_KEY, PleadingPart.FACTS, words=words)


def american(words: str) -> dict[str, str]:
    return addressed_values({ADDRESSED_KEY: words}, OF_US, US, US.stage("appeal"), EN)


def indian(words: str) -> dict[str, str]:
    return addressed_values({ADDRESSED_PARTY_KEY: words}, OF_IN, IN, IN.stage("appeal"), EN)


@pytest.mark.parametrize(
    "words",
    [
        f"It is addressed to {COUNSEL}.",
        f"It is addressed to {COUNSEL}, with which the decision says that it is filed.",
        f"It is addressed to {COUNSEL}; the rules of the agency name it.",
        f"It is addressed to {COUNSEL}, as the rules of the agency have it.",
    ],
)
def test_the_office_in_the_sentence_is_that_of_the_head_and_of_the_relief(words: str) -> None:
    found = american(words)

    assert found["appeal_body_to"] == "Office of General Counsel"
    assert found["appeal_body_address"] == "45 L Street NE, Washington, DC 20554"
    assert found["appeal_forum"] == f"the Office of General Counsel, {AGENCY}"
    assert found["remedy_title"] == "Freedom of Information Act Appeal"


@pytest.mark.parametrize(
    ("words", "to", "name"),
    [
        ("the Office of Appeals, United States Department of Justice", "Office of Appeals", True),
        ("the Appeals Officer of the Department of Justice", "Appeals Officer", False),
        ("the Office of Appeals, Department of Justice", "Office of Appeals", False),
    ],
)
def test_words_between_a_comma_and_the_name_of_a_body_belong_to_its_name(
    words: str, to: str, name: bool
) -> None:
    of = OF_US | {"appeal_body_name": "Department of Justice"}
    said = {ADDRESSED_KEY: f"It is addressed to {words}, 441 G Street NW, Washington, DC 20530."}
    found = addressed_values(said, of, US, US.stage("appeal"), EN)

    assert found["appeal_body_to"] == to
    assert found.get("appeal_body_name", "") == (
        "United States Department of Justice" if name else ""
    )
    assert found["appeal_forum"].endswith(
        ", United States Department of Justice" if name else f"{to}, Department of Justice"
    )


def test_the_title_is_what_the_decision_calls_the_remedy() -> None:
    words = f"It is addressed to {COUNSEL}, with which an application for review is filed."

    assert american(words)["remedy_title"] == "Application for review"


def test_an_office_without_a_place_keeps_the_address_of_the_body() -> None:
    found = american("It is addressed to the FOIA Appeals Officer.")

    assert found["appeal_body_to"] == "FOIA Appeals Officer"
    assert found["appeal_body_address"] == "Washington, DC 20554"


def test_the_lines_after_an_office_that_was_typed_are_its_address() -> None:
    typed = "FOIA Appeals Officer\n45 L Street NE\nWashington, DC 20554"
    (row,) = with_sentence(PleadingEdits(rows=(_typed(typed),)), EN).rows
    assert row.words == (
        "It is addressed to FOIA Appeals Officer, 45 L Street NE, Washington, DC 20554."
    )

    for words, address in (
        (row.words, "45 L Street NE, Washington, DC 20554"),
        (f"It is addressed to {typed}.", "45 L Street NE\nWashington, DC 20554"),
    ):
        found = american(words or "")
        assert found["appeal_body_to"] == "FOIA Appeals Officer"
        assert found["appeal_body_address"] == address


def test_an_office_of_another_body_is_not_said_to_be_one_of_the_body() -> None:
    found = american("It is addressed to the Secretary, Department of State, Washington, DC.")

    assert found["appeal_forum"] == "the Secretary"


def test_a_semicolon_within_the_office_leaves_its_post_and_address() -> None:
    found = indian(
        "It is addressed to the Appellate Authority; Director (RTI), Electronics Niketan, "
        "New Delhi."
    )

    assert "Director (RTI)" in found["appeal_body_to"]
    assert found["appeal_body_address"] == "Electronics Niketan, New Delhi"


def test_a_sentence_that_ends_after_the_office_leaves_only_the_office() -> None:
    urdu, typed = locale("ur"), "ڈائریکٹر (آر ٹی آئی)، الیکٹرانکس نکیتن"
    (row,) = with_sentence(PleadingEdits(rows=(_typed(typed),)), urdu).rows
    assert row.words == "یہ ڈائریکٹر (آر ٹی آئی)، الیکٹرانکس نکیتن کے نام ہے۔"
    again = with_sentence(PleadingEdits(rows=(row,)), urdu)
    assert again.rows == (row,)

    said = {ADDRESSED_PARTY_KEY: row.words}
    found = addressed_values(said, OF_IN, IN, IN.stage("appeal"), urdu)
    assert "کے نام ہے" not in " ".join(found.values())
    assert "ڈائریکٹر (آر ٹی آئی)" in found["appeal_body_to"]
    assert found["appeal_body_address"] == "الیکٹرانکس نکیتن"


def test_a_head_never_names_another_office_than_a_sentence_of_its_own() -> None:
    found = american("This appeal goes to the office that the decision names.")

    assert found == {"appeal_body_to": "", "appeal_body_address": ""}


@pytest.mark.parametrize(
    "words",
    [
        "It is addressed to the First Appellate Authority, the Group Coordinator (Cyber Laws), "
        "Electronics Niketan, New Delhi.",
        "It is addressed to the Group Coordinator (Cyber Laws), Electronics Niketan, New Delhi.",
    ],
)
def test_a_pleading_keeps_the_authority_of_the_law_beside_the_post(words: str) -> None:
    found = indian(words)

    assert found["appeal_body_to"] == "First Appellate Authority, Group Coordinator (Cyber Laws)"
    assert found["appeal_body_address"] == "Electronics Niketan, New Delhi"
    assert "appeal_forum" not in found


def test_the_words_of_the_law_change_nothing() -> None:
    for law, values in ((US, american), (IN, indian)):
        (offered,) = [each.addressed for each in law.forums if each.stage == "appeal"]
        assert offered is not None
        assert values(offered.in_language("en")) == {}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (COUNSEL, f"It is addressed to {COUNSEL}."),
        (f"It is addressed to {COUNSEL}.", f"It is addressed to {COUNSEL}."),
        ("This goes to the office named.", "This goes to the office named."),
        ("It lies to the Secretary.", "It lies to the Secretary."),
        ("The appeal should go to the Secretary.", "The appeal should go to the Secretary."),
        ("IT Wing, New Delhi", "It is addressed to IT Wing, New Delhi."),
        ("I Division, New Delhi", "It is addressed to I Division, New Delhi."),
        ("The Appeal Authority, Delhi", "It is addressed to The Appeal Authority, Delhi."),
        ("The Application Section", "It is addressed to The Application Section."),
    ],
)
def test_an_office_that_was_typed_alone_stands_in_a_sentence(typed: str, said: str) -> None:
    edit = _typed(typed)
    other = RowEdit("facts:opening", PleadingPart.FACTS, words=COUNSEL)

    kept = with_sentence(PleadingEdits(rows=(edit, other)), EN)

    assert [row.words for row in kept.rows] == [said, COUNSEL]
