"""What remedies under the laws of other countries make of words in a reply, and what they say of
each kind of record that is withheld.

The American request was received on 1 July 2026 and answered on 14 July, the Kenyan one answered
on 20 July.
"""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.offices import an_office, the_library
from tests.services.letters.pleading.test_american_appeals import answered, appeal, refused
from tests.services.letters.pleading.test_words_of_replies import last_letter
from tests.services.letters.scenes_of_petitions import SCENES_OF_PETITIONS
from tests.services.letters.scenes_to_score import (
    ABROAD,
    CHECKED,
    SCENES_TO_SCORE,
    outcome,
    paper,
    said,
    silent,
    written,
)
from tracker.domain.law.law import LetterKind
from tracker.domain.law.outcome import Outcome, QuestionOutcome
from tracker.domain.law.pleas import ReliefLevel

NOT_HELD = outcome(Outcome.NOT_HELD)
PARTS_IN_EVERY_LETTER = ("us-foia", "ke-atia-2016", "in-rti-2005", "lk-rti-2016", "gb-foia-2000")


def kenyan(folder: Path, kind: str, words: str, *outcomes: QuestionOutcome) -> str:
    details = paper("CA/LEG/2026/120", date(2026, 7, 17), "Director, Legal Services", words)
    happened = said(kind, date(2026, 7, 20), *outcomes, details=details)
    scene = replace(SCENES_OF_PETITIONS["09-kenya-national-security"], happened=happened)
    return last_letter(scene, folder)[1]


def abroad(folder: Path, scene: str, words: str, *outcomes: QuestionOutcome) -> str:
    """The first remedy after a refusal in these words, in one line."""
    found = replace(SCENES_TO_SCORE[scene], happened=ABROAD.answer("refused", words, *outcomes))
    with an_office(folder, library=found.library()) as (office, clock):
        _, (_, writer), *_ = written(office, clock, found)
        return " ".join(office.documents.plain(writer.letter()).split())


@pytest.mark.parametrize(
    "words",
    [
        "We reasonably foresee harm to the interests that these exemptions protect.",
        "We have considered the foreseeable harm standard.",
    ],
)
def test_a_harm_in_general_words_is_quoted_and_asked_for_each_record(
    tmp_path: Path, words: str
) -> None:
    found = appeal(tmp_path, answered(refused("b5"), words=f"Withheld. {words}")).words

    assert f"On the harm the notice says: “{words[:-1]}”. So far as these words speak" in found
    assert "what in this record would cause the harm if it were disclosed now" in found
    assert found.count("foreseeable harm is to be shown concretely") == 1


def test_a_notice_that_says_nothing_of_harm_is_not_met_so(tmp_path: Path) -> None:
    found = appeal(tmp_path, answered(refused("b5"))).words

    assert "On the harm the notice says" not in found


def test_that_another_agency_administers_the_law_is_no_search(tmp_path: Path) -> None:
    words = "We have no responsive records, as the Act is not administered by this agency."
    happened = answered(NOT_HELD, kind="not-held", words=words)
    found = appeal(tmp_path, happened, (*CHECKED, "us-04")).words

    assert f"The notice says: “{words[:-1]}”. Which agency administers a law" in found
    assert "So far as these words stand in place of a search" in found
    assert "United States Department of Justice v. Tax Analysts, 492 U.S. 136" in found
    assert "that it controls when the request is made" in found


def test_a_search_that_found_nothing_is_not_met_so(tmp_path: Path) -> None:
    happened = answered(NOT_HELD, kind="not-held", words="No responsive records were located.")

    assert "Which agency administers a law" not in appeal(tmp_path, happened).words


def test_presidential_communications_are_met_as_such(tmp_path: Path) -> None:
    words = "Withheld under the presidential communications privilege."
    happened = answered(refused("b5"), words=words)
    found = appeal(tmp_path, happened, (*CHECKED, "us-05")).words

    assert "So far as the notice relies on presidential communications" in found
    assert "365 F.3d 1108" in found


def test_each_kind_of_record_has_its_own_parts_in_an_american_appeal(tmp_path: Path) -> None:
    part = outcome(Outcome.PARTLY_DISCLOSED, "b6")
    happened = answered(
        NOT_HELD, refused("b5"), refused("b5"), refused("b5"), part, kind="partly-answered"
    )
    found = appeal(tmp_path, happened).words

    assert (
        "In any case there can be given: of the records in items (2) and (3), the date, author’s "
        "office, addressee and subject; of the records in item (4), the date, the offices present "
        "and the decision."
    ) in found
    assert "Of the records in items (5) to (8), of which a part was given, each removal" in found
    assert "operative part" not in found


@pytest.mark.parametrize("law", [*PARTS_IN_EVERY_LETTER, "eu-1049-2001"])
def test_no_law_has_a_list_of_its_own_beside_the_shared_one(law: str) -> None:
    points = [each for each in the_library().laws[law].points if each.letter is LetterKind.APPEAL]
    said_of_parts = [each for each in points if "{parts}" in each.says.in_language("en")]

    assert len(said_of_parts) == 1
    assert not any("can be given in any case" in each.says.in_language("en") for each in points)


def test_every_order_of_an_american_appeal_has_its_time() -> None:
    """What follows from the law itself, the time of the appeal, is the last."""
    timed = ("{time}", "within the same time", "with the decision", "with this appeal")
    of_the_act = ("in-time", "no-search-fees", "preserve")
    for order in the_library().laws["us-foia"].reliefs:
        words = order.says.in_language("en")
        if order.stages == ("appeal",) and order.key not in of_the_act:
            listed = order.level is ReliefLevel.ALTERNATIVE
            assert listed or any(each in words for each in timed), order.key


def test_that_nothing_was_issued_does_not_say_that_nothing_is_held(tmp_path: Path) -> None:
    words = "No directive to disconnect the internet was issued by the Ministry."
    found = kenyan(tmp_path, "not-held", words, NOT_HELD)

    assert f"The decision says: “{words[:-1]}”. So far as these words tell what" in found
    assert "What a decision is to state is whether the information is held" in found


def test_a_kenyan_partial_answer_pleads_the_duty_to_disclose(tmp_path: Path) -> None:
    security = outcome(Outcome.REFUSED, "s6-1-a")
    words = "Item 2 is withheld under section 6(1)(a)."
    found = kenyan(tmp_path, "partly-answered", words, outcome(Outcome.DISCLOSED), security)

    assert "only in circumstances exempted under section 6 (section 4(4))" in found
    assert "A review lies against access in edited form as well (section 14(1)(b))" in found
    assert "to require a report of compliance within 20 days of the order" in found


@pytest.mark.parametrize(
    ("clause", "words", "met"),
    [
        ("s6-1-a", "These are strategies of security organs", "describe a kind of information"),
        ("s6-1-e", "The annexes are trade secrets", "which trade they serve"),
        ("s6-1-g", "The deliberations were not concluded", "they do not say that the matter"),
    ],
)
def test_kenyan_limits_are_met_with_the_words_of_the_reply(
    tmp_path: Path, clause: str, words: str, met: str
) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    section = f"section 6(1)({clause[-1]})"
    refusal = outcome(Outcome.REFUSED, clause)

    assert met in kenyan(tmp_path / "a", "refused", f"{words}, {section}.", refusal)
    assert met not in kenyan(tmp_path / "b", "refused", f"Declined, {section}.", refusal)


def test_the_kenyan_offence_is_not_to_refuse_what_is_asked() -> None:
    offence = the_library().laws["ke-atia-2016"].provisions["s28-3"].says.in_language("en")

    assert "refuses to accept a request" in offence
    assert "refuses a request" not in offence


def test_the_kenyan_officer_is_to_be_heard_after_silence_alone(tmp_path: Path) -> None:
    """A request that is declined in time is no offence."""
    (tmp_path / "silent").mkdir()
    (tmp_path / "declined").mkdir()
    found = replace(SCENES_OF_PETITIONS["09-kenya-national-security"], happened=silent)
    asks = "to hear the chief executive officer of the respondent on why no response was given"

    late = replace(found, filed=date(2026, 8, 31))
    assert asks in last_letter(late, tmp_path / "silent")[1]
    declined = outcome(Outcome.REFUSED, "s6-1-a")
    assert asks not in kenyan(tmp_path / "declined", "refused", "Declined.", declined)


def test_what_one_indian_officer_has_is_not_all_that_is_held(tmp_path: Path) -> None:
    words = "Information is not available with the undersigned CPIO."
    found = abroad(tmp_path, "in-refused", words, NOT_HELD)

    assert f"The decision says: “{words[:-1]}”. So far as these words speak of what one" in found
    assert "may seek the assistance of any other officer (section 5(4))" in found


def test_section_7_9_of_india_is_about_the_form(tmp_path: Path) -> None:
    words = "Collection would disproportionately divert resources, sections 8(1)(a) and 7(9)."
    found = abroad(tmp_path, "in-refused", words, outcome(Outcome.REFUSED, "s8-1-a"))

    assert f"The decision says: “{words[:-1]}”. By section 7(9) information is" in found
    assert "access is asked for in another form" in found


@pytest.mark.parametrize(
    ("words", "met"),
    [
        ("A general presumption of confidentiality applies.", "A general presumption is to be"),
        ("The documents are marked LIMITE.", "A marking alone brings no document under"),
        ("The documents are internal.", ""),
        ("Access is limited to the staff.", ""),
    ],
)
def test_a_presumption_and_a_marking_are_met_only_if_the_reply_has_them(
    tmp_path: Path, words: str, met: str
) -> None:
    refusal = outcome(Outcome.REFUSED, "art4-1-a-security")
    found = abroad(tmp_path, "eu-refused", words, refusal)

    assert (met in found) if met else ("A marking" not in found and "A general pres" not in found)
