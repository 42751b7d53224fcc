"""Remedies in the United Kingdom, the European Union and the United States, as counsel signs them.

Each scene is written while its time runs, and once after it has passed.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.abroad import asked_abroad, letters_of_remedies, library_abroad
from tests.offices import an_office, the_library
from tests.services.letters.letters_of_every_law import letters_in_words
from tests.services.letters.scenes import answered, one_line, outcome
from tests.services.letters.scenes_to_score import CHECKED, SCENES_TO_SCORE, paper, said
from tests.services.letters.scenes_to_score import written as letters_of
from tests.services.letters.scenes_west import (
    ASKED,
    BODIES,
    DECIDED,
    SCENES,
    SECURITY,
    TOO_LATE,
    WRITTEN,
    after_the_first_remedy,
    plain,
    request_of,
    written,
)
from tests.services.letters.test_pleadings_abroad import letters
from tracker.domain.law.law import LetterKind, ReadIn
from tracker.domain.law.outcome import Outcome
from tracker.domain.law.pleas import Circumstance
from tracker.domain.library import Library
from tracker.domain.words.pleading import PleadingPart
from tracker.services.core.office import Office
from tracker.services.letters.letter_facts import Writer
from tracker.translations import locale

LAWS = {"gb": "gb-foia-2000", "eu": "eu-1049-2001", "us": "us-foia"}
# Words of a page in print: a letter of two pages with its table, one of three with exemptions.
MOST_OF_A_LETTER = 1400
# An American appeal answers each exemption in three parts, and names what the notice leaves out.
MOST_OF_AN_APPEAL = 1870
# What belongs before a forum, and not in a letter.
OF_A_PLEADING = ("versus", "Respondent", "appellant", "Respectfully submitted", "Verification")


@pytest.fixture
def office_library() -> Library:
    return library_abroad()


def paragraphs(of: Writer) -> list[str]:
    """The numbered paragraphs of a letter, in order."""
    found = re.findall(r"^(\d+)\. ", plain(of), flags=re.MULTILINE)
    assert found == [str(n) for n in range(1, len(found) + 1)]
    return found


@pytest.mark.parametrize("scene", SCENES)
@pytest.mark.parametrize("country", BODIES)
def test_each_remedy_is_a_letter_or_a_note_for_counsel(
    office: Office, country: str, scene: str
) -> None:
    for of in written(office, country, scene):
        words = one_line(of)
        assert of.plea
        if of.plea.remedy.opened.stage.by_suit:
            assert "Note for counsel" in words
            assert "is not a pleading and is not filed" in words
            assert not re.search("Before the|versus|Respectfully submitted|No\\. ____", words)
        else:
            assert of.kind is LetterKind.INTERNAL_REVIEW
            assert not [each for each in OF_A_PLEADING if each in words]
            assert "requester asks" not in words
        most = MOST_OF_AN_APPEAL if country == "us" else MOST_OF_A_LETTER
        assert len(words.split()) <= most
        assert not re.search(r"[{}]|\(\)| ,|\.\.|\[State|state the reasons here", words)
        assert paragraphs(of)


@pytest.mark.parametrize("scene", SCENES)
@pytest.mark.parametrize("country", BODIES)
def test_every_item_at_issue_is_answered_in_words_of_the_law(
    office: Office, country: str, scene: str
) -> None:
    for of in written(office, country, scene):
        assert of.pleading
        law = of.law
        for item in of.pleading.items:
            assert bool(item.grounds) is item.in_issue
        rows = of.pleading.parts[PleadingPart.GROUNDS]
        cited = {key for row in rows for key in row.rests_on.provisions}
        assert cited
        read = {law.provisions[key].source.read_in for key in cited}
        assert read <= {ReadIn.OFFICIAL_COPY, ReadIn.OFFICIAL_TEXT}


@pytest.mark.parametrize("scene", SCENES)
@pytest.mark.parametrize("country", BODIES)
def test_time_is_pleaded_by_one_date(office: Office, country: str, scene: str) -> None:
    for of in written(office, country, scene):
        assert of.pleading
        rows = of.pleading.parts[PleadingPart.TIME]
        days = [day for row in rows for day in re.findall(r"\d+ \w+ 2026", row.words)]
        # The day that the time runs from or ended, and the day of the letter.
        assert len(set(days)) == (1 if len(days) == 1 else 2)
        assert not any(re.search("between|cautious", row.words) for row in rows)


@pytest.mark.parametrize("country", BODIES)
def test_a_letter_after_the_time_never_says_that_it_is_in_time(
    office: Office, country: str
) -> None:
    (of,) = written(office, country, "exemption", on=TOO_LATE)
    words = one_line(of)

    assert not re.search(r"within (15|40) working days of (it|its receipt)", words)
    assert "within 90 days of it" not in words
    fallback = {
        "gb": "The Act sets no time within which a review must be asked for",
        "eu": "be registered as a new application under Article 6",
        "us": "be treated as a new request",
    }
    assert fallback[country] in words


def test_a_british_review_attacks_each_limb(office: Office) -> None:
    (review,) = written(office, "gb", "exemption")
    words = one_line(review)

    assert "I ask for an internal review of the decision (received on 10 September 2026)" in words
    assert "by a person who took no part in the first one" in words
    # 40 working days from 11 September 2026 end on 5 November 2026.
    assert "within 40 working days of its receipt (code of practice under section 45)" in words
    assert "(i) Does the notice show for each record which exemption applies, and why" in words
    assert "(iii) Is each record to be sent, in whole or without what alone is exempt" in words
    assert "the likely prejudice where the exemption needs one (section 17(1))" in words
    assert "Section 24(1) applies where exemption is “required for the purpose of" in words
    assert "to list the records held under each item" in words
    # Each item was refused under an exemption, so nothing is left to confirm or to advise on.
    assert "which files, mailboxes and systems were searched" not in words
    assert "advice and assistance (section 16)" not in words


# A duty of each law, as a letter says that a notice does not meet it.
MISSING = {
    "why-it-applies": "The notice does not state why the exemption applies (section 17(1)).",
    "reasons": "The reply does not state in writing the reasons for the total or partial refusal",
}


@pytest.mark.parametrize(
    ("country", "duty", "title"),
    [
        ("gb", "why-it-applies", "The notice does not state why an exemption applies"),
        ("eu", "reasons", "The reply states no reasons"),
    ],
)
def test_a_notice_may_name_an_exemption_and_give_no_reasons(
    office: Office, country: str, duty: str, title: str
) -> None:
    spoken = replace(office, locale=locale)
    reference = asked_abroad(spoken, BODIES[country], ASKED)
    named = outcome(Outcome.REFUSED, SECURITY[country])
    answered(spoken, reference, "refused", DECIDED, named, lacking=frozenset({duty}))
    (of,) = letters_of_remedies(spoken, reference, WRITTEN)
    words = one_line(of)

    assert title in words
    assert "none named" not in words
    assert MISSING[duty] in words


def test_a_complaint_to_the_commissioner_takes_delay_as_a_separate_issue(
    office: Office,
) -> None:
    (complaint,) = written(office, "gb", "silence")
    words = one_line(complaint)

    assert complaint.plea
    assert complaint.plea.stage == "complaint"
    assert words.index("I apply under section 50(1)") < words.index("Delay: section 10(1)")
    # Received on Tuesday 1 September 2026: the twentieth working day is Tuesday 29 September.
    assert "had ended by 29 September 2026 (section 10(1))" in words
    assert "to decide that the authority did not comply with section 10(1)" in words
    assert "a decision notice that requires the authority" in words
    assert "section 50(2)(a)" not in words
    assert "within 35 calendar days of the notice" in words
    assert "a fees notice (section 9(1))" in words
    assert "at once to preserve the records in items (1) to (9)" in words


def test_a_confirmatory_application_takes_each_document_and_asks_for_a_list(
    office: Office,
) -> None:
    (of,) = written(office, "eu", "exemption")
    words = one_line(of)

    assert words.index("This is a confirmatory application") < words.index("Grounds")
    assert "request for review" not in words
    assert "within 15 working days of its receipt (Article 7(2))" in words
    assert "so the test is to be applied strictly: a risk that is specific to the content" in words
    assert words.count("An overriding public interest in disclosure is claimed") == 1
    assert "The Secretariat-General European Commission" in words
    assert "I make it as a citizen of the Union" in words
    assert "to list the documents held under each item" in words
    assert "the remaining parts shall be released (Article 4(6))" in words


def test_a_confirmatory_application_after_silence_rests_on_the_lapse_of_time(
    office: Office,
) -> None:
    (of,) = written(office, "eu", "silence")
    words = one_line(of)

    assert "The application is made under Article 7(4)" in words
    assert "No exception of Article 4 has been relied on" in words


def test_an_american_appeal_pleads_foreseeable_harm_and_segregation(office: Office) -> None:
    (appeal,) = written(office, "us", "exemption")
    words = one_line(appeal)

    assert "an administrative appeal under 5 U.S.C. 552(a)(6)(A)(i)(III)(aa)" in words
    assert "within 90 days of it" in words
    assert "only if it reasonably foresees that disclosure would harm" in words
    assert "Any reasonably segregable portion of a record shall be provided" in words
    assert "“in fact properly classified pursuant to such Executive order”" in words
    assert "I reserve that review" in words
    assert "Vaughn" not in words


def test_an_american_appeal_against_not_held_contests_the_search(office: Office) -> None:
    (appeal,) = written(office, "us", "not-held")
    words = one_line(appeal)

    assert "The adequacy of the search is contested" in words
    assert "to search again for what was not found" in words
    assert "to reverse the determination" not in words
    assert "is to be segregated" not in words


@pytest.mark.parametrize("silent", [False, True])
@pytest.mark.parametrize("country", BODIES)
def test_the_next_remedy_states_the_outcome_of_the_first(
    office: Office, country: str, silent: bool
) -> None:
    found = after_the_first_remedy(office, country, silent=silent)

    assert {each.plea.stage for each in found if each.plea} == {
        "gb": {"complaint"},
        "eu": {"court", "ombudsman"},
        "us": {"court"},
    }[country]
    for of in found:
        words = one_line(of)
        # The law of the United States counts from the date of a decision, the others from its
        # receipt.
        which = "of 10 September 2026" if country == "us" else "(received on 10 September 2026)"
        assert f"By its decision {which} the public body refused the request." in words
        assert "to set the decision" not in words
        assert ("dismissed" in words) is not silent
        assert paragraphs(of)
        suit = of.plea is not None and of.plea.remedy.opened.stage.by_suit
        assert ("Note for counsel" in words) is suit
        assert ("Respectfully submitted" in words) is False


def test_a_complaint_after_a_review_names_the_review_by_its_own_word(office: Office) -> None:
    (complaint,) = after_the_first_remedy(office, "gb", silent=False)
    words = one_line(complaint)

    assert "the decision of 14 October 2026 on my request for an internal review" in words
    assert "It concerns my request of 1 September 2026" in words
    assert "to decide, as a separate issue, whether the authority complied" in words


def test_a_review_under_a_law_without_words_for_it_asks_the_body_itself() -> None:
    law = the_library().laws["pk-punjab-rti-2013"]
    words = letters_in_words(law, ("refusal",))["internal-review"]

    assert "I ask for a review of the decision" in words
    assert "A refusal is to be justified for each record" in words
    assert "to make a new decision on the records in items (1) to (8)" in words
    assert "to state which remedy is open to me after this one" in words
    assert not re.search("the requester|[Tt]he respondent", words)


def test_a_german_objection_asks_for_access_or_for_a_decision_on_the_objection(
    office: Office,
) -> None:
    (objection, *_) = letters(office, "de", silent=False)
    words = one_line(objection)

    assert objection.kind is LetterKind.INTERNAL_REVIEW
    assert "I lodge an objection (Widerspruch)." in words
    assert "to give me access to the records in items (1) to (9) within 1 month" in words
    assert "to serve on me a decision on it that states its reasons" in words
    assert not re.search("the requester|[Tt]he respondent", words)


@pytest.mark.parametrize("country", BODIES)
def test_reliefs_fit_the_stage(office: Office, country: str) -> None:
    for scene in SCENES:
        for of in written(office, country, scene):
            assert of.pleading
            asked = " ".join(row.words for row in of.pleading.parts[PleadingPart.RELIEF])
            assert of.plea
            if of.plea.remedy.to == of.drafted.body:
                assert not re.search(r"\bto (order|direct|penal|set the decision)", asked)
                assert "the respondent" not in asked
            assert not re.search("penalty|fine|costs of this", asked)


@pytest.mark.parametrize("country", BODIES)
def test_a_request_says_what_it_is_in_words_of_its_law(office: Office, country: str) -> None:
    words = one_line(request_of(office, written(office, country, "silence")[0]))
    own = {
        "gb": ("Freedom of information request", "section 17(1) and (3)", "narrowed (section 16)"),
        "eu": ("Application for access to documents", "the day of registration", "Article 4(6)"),
        "us": (
            "Freedom of Information Act request",
            "the tracking number",
            "Please waive or reduce fees (5 U.S.C. 552(a)(4)(A)(iii))",
        ),
    }

    for each in own[country]:
        assert each in words
    assert len(words.split()) <= 850


@pytest.mark.parametrize("country", BODIES)
def test_the_law_has_words_for_each_cause_and_nothing_from_memory(country: str) -> None:
    law = library_abroad().law(LAWS[country])
    pleaded = {point.when for point in law.points if point.letter is LetterKind.APPEAL}

    for cause in (
        Circumstance.SILENCE,
        Circumstance.REFUSED,
        Circumstance.PARTLY_ANSWERED,
        Circumstance.PASSED_OVER,
        Circumstance.NOT_HELD,
        Circumstance.REFERRED_ELSEWHERE,
        Circumstance.LATE,
        Circumstance.FEE_DEMANDED,
        Circumstance.EXTENSION_DOUBTFUL,
        Circumstance.NO_CLAUSE_NAMED,
        Circumstance.NO_EXEMPTION_OF_THE_LAW,
        Circumstance.ALWAYS,
    ):
        assert cause in pleaded
    # What a notice of this law must say, and a letter says where it leaves that out.
    assert {each.raises for each in law.refusal_duties if each.raises} <= pleaded
    assert {LetterKind.EXTENSION_CHALLENGED, LetterKind.FEE_DISPUTED, LetterKind.REMINDER} <= {
        point.letter for point in law.points
    }
    used = [
        *(key for point in law.points for key in point.sources),
        *(key for each in law.exemptions for key in each.sources),
        *(key for each in law.refusal_duties for key in each.sources),
        *(key for each in law.forums for key in each.sources),
    ]
    read = {law.provisions[key].source.read_in for key in used}
    assert read <= {ReadIn.OFFICIAL_COPY, ReadIn.OFFICIAL_TEXT}
    reliefs = {key: law.provisions[key] for each in law.reliefs for key in each.sources}
    assert {key for key, each in reliefs.items() if each.source.read_in is ReadIn.SECONDARY} <= {
        "s45-code"
    }
    assert all(exemption.words and exemption.missing for exemption in law.exemptions)


NUMBERED = (
    "The General Secretariat has identified 11 documents.",
    "Access is given to documents 1 and 2, which concern item 1.",
    "Documents 3 to 6, which concern items 2 and 3, contain opinions of the Legal Service and are "
    "refused under the second indent of Article 4(2).",
    "Documents 7 to 11, which concern items 4 to 8, are refused in their entirety under the third "
    "indent of Article 4(1)(a).",
)


def confirmatory(folder: Path, words: str, checked: Sequence[str] = CHECKED) -> str:
    """The confirmatory application after a reply that gives item 1 and refuses the others."""
    legal, relations = (
        outcome(Outcome.REFUSED, each) for each in ("art4-2-legal", "art4-1-a-relations")
    )
    outcomes = (outcome(Outcome.DISCLOSED), legal, legal, *[relations] * 5)
    decided = date(2026, 7, 14)
    details = paper("26/1102", decided, "Head of Unit", words)
    happened = said("partly-answered", decided, *outcomes, details=details)
    scene = replace(SCENES_TO_SCORE["eu-refused"], happened=happened)
    with an_office(folder, library=scene.library()) as (office, clock):
        *_, (stage, writer) = letters_of(office, clock, scene, checked)
        assert stage == "confirmatory"
        return one_line(writer)


def test_documents_that_a_reply_takes_together_are_asked_for_one_by_one(tmp_path: Path) -> None:
    words = confirmatory(tmp_path, " ".join(NUMBERED))

    assert "a reason that is given for several documents together does not show" in words
    assert "name documents together" not in words
    assert "So far as a document is withheld as a whole" in words
    assert "That a document comes from a legal service, or contains an opinion" in words


def test_documents_that_are_not_numbered_are_not_counted(tmp_path: Path) -> None:
    words = confirmatory(tmp_path, "The Commission has identified several documents.")

    assert "The documents that were found are to be listed, and each is to be assessed" in words
    assert "name documents together" not in words


def test_the_law_behind_the_right_stands_once_in_a_confirmatory_application(
    tmp_path: Path,
) -> None:
    decisions = ("eu-02", "eu-03", "eu-04", "eu-05")
    words = confirmatory(tmp_path, " ".join(NUMBERED), (*CHECKED, *decisions))

    assert words.count("Article 42 of the Charter of Fundamental Rights") == 1
    assert "Article 15(3) of the Treaty on the Functioning of the European Union" in words
    for number in ("T-529/09", "C-350/12 P", "C-39/05 P", "C-57/16 P"):
        assert number in words


def test_no_decision_is_cited_in_a_confirmatory_application_before_it_was_checked(
    tmp_path: Path,
) -> None:
    words = confirmatory(tmp_path, " ".join(NUMBERED))

    assert "Court of Justice of the European Union" not in words
    assert "T-529/09" not in words
