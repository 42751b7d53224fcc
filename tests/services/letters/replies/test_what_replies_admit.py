"""What an appeal makes of a reply that says where a record is or how something was decided, and of
one that presumes, closes the matter, or finds an item unclear or already public; how often it says
a thing, and what it leaves at the desk.

The replies came on Tuesday 20 October 2026.
"""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.documents.reading import as_lines
from tests.offices import an_office
from tests.services.letters.pleading.test_words_of_replies import last_letter
from tests.services.letters.replies.test_what_letters_answer import pakistani
from tests.services.letters.scenes_to_score import (
    SCENES_TO_SCORE,
    Scene,
    outcome,
    paper,
    said,
    written,
)
from tracker.domain.law.outcome import GroundCategory, Outcome, QuestionOutcome, VagueGround
from tracker.domain.words.letter import LetterTable
from tracker.domain.words.pleading import PleadingPart
from tracker.services.letters.letter_facts import Writer

NOT_HELD, REFUSED = outcome(Outcome.NOT_HELD), outcome(Outcome.REFUSED)
GIVEN, NOTING = outcome(Outcome.DISCLOSED), outcome(Outcome.REFUSED, "s7-a", "s7-b")
SECURITY = outcome(Outcome.REFUSED, "s16-1-e")
SUSPENDED = "An order of the Commission to give minutes of the Central Selection Board"


def vaguely(words: str) -> QuestionOutcome:
    return replace(REFUSED, vague=VagueGround(GroundCategory.OTHER, words))


def scene_of(kind: str, words: str, *outcomes: QuestionOutcome) -> Scene:
    """A reply of the Telecommunication Authority with these words."""
    details = paper("No. 3-7/2026", date(2026, 10, 19), "Section Officer (RTI)", words)
    happened = said(kind, date(2026, 10, 20), *outcomes, details=details)
    sent, filed = date(2026, 10, 5), date(2026, 11, 12)
    return Scene("pk-pta", happened, sent=sent, received=date(2026, 10, 6), filed=filed)


def appealed(folder: Path, kind: str, words: str, *outcomes: QuestionOutcome) -> Writer:
    """The appeal after such a reply."""
    return last_letter(scene_of(kind, words, *outcomes), folder)[0]


def rows(writer: Writer, part: PleadingPart) -> list[str]:
    assert writer.pleading
    return [row.words for row in writer.pleading.parts[part] if not row.offered]


@pytest.mark.parametrize(
    ("words", "drawn"),
    [
        (
            "The decision on item 1 was conveyed by electronic mail.",
            "it is submitted that such a message is a record of it, as a letter would be",
        ),
        (
            "Operators were told by telephone, so no record was created.",
            "that the conversation left no record is not to say that none was made before",
        ),
        (
            "The file was handed over to the Ministry of Interior.",
            "what the respondent kept of it (a copy, a covering letter, an entry in a register",
        ),
        (
            "A copy is kept in the registry.",
            "the right reaches what a body holds or controls, no matter who made it (sections",
        ),
    ],
)
def test_what_a_reply_says_of_an_absent_record_is_quoted_and_accounted_for(
    words: str, drawn: str, tmp_path: Path
) -> None:
    found = pakistani(tmp_path, "pk-pta", "not-held", words, NOT_HELD)

    assert f"So far as the words “{words.rstrip('.')}” say that " in found
    assert drawn in found


@pytest.mark.parametrize(
    "words",
    [
        "No such record is held.",
        "We do not have a copy of it, and it is not in our possession.",
        "Your request received by email refers. Nothing is held.",
    ],
)
def test_nothing_is_drawn_from_words_that_admit_nothing(words: str, tmp_path: Path) -> None:
    found = pakistani(tmp_path, "pk-pta", "not-held", words, NOT_HELD)

    assert "say that a decision or a direction was conveyed" not in found
    assert "has a record or a copy of it" not in found
    assert "It has not been shown that the records are not held" in found


def test_a_body_that_has_a_copy_answers_for_it(tmp_path: Path) -> None:
    words = "The decision was the Authority’s; the Ministry has a copy, not its to hand out."
    found = pakistani(tmp_path, "pk-moitt", "refused", words, vaguely("not its to hand out"))

    assert "A body answers for what it holds, no matter who made it" in found
    assert "the Ministry has a copy, not its to hand out” say that the respondent has" in found
    assert "or is to hand it out, is no ground of section 13(2)(b)" in found


@pytest.mark.parametrize(
    ("words", "met"),
    [
        ("harm may be presumed", "none of these is proof"),
        ("it is apprehended that disorder would follow", "none of these is proof"),
        ("as a matter of policy such papers stay here", "Policies are themselves public record"),
        ("this office shall not revert on the subject", "close nothing that the Act gives"),
    ],
)
@pytest.mark.parametrize("kind", ["refused", "partly-answered"])
def test_weak_words_are_quoted_and_put_to_proof(
    words: str, met: str, kind: str, tmp_path: Path
) -> None:
    quoted = f"Refused under section 16(1)(e), as {words}."
    answers = (SECURITY,) if kind == "refused" else (GIVEN, SECURITY)
    found = pakistani(tmp_path, "pk-pta", kind, quoted, *answers)

    assert "A presumption, a policy or a last word is no ground of refusal" in found
    assert f"So far as the words “{quoted.rstrip('.')}”" in found
    assert met in found


def test_plain_words_are_not_called_weak(tmp_path: Path) -> None:
    words = "Refused under section 16(1)(e). An appeal lies to the Commission."
    found = pakistani(tmp_path, "pk-pta", "refused", words, SECURITY)

    assert "A presumption, a policy or a last word" not in found


def test_an_item_that_was_not_understood_is_no_reason_without_help(tmp_path: Path) -> None:
    words = "Item 8 was not understood; you may rephrase it."
    answers = (*[GIVEN] * 7, vaguely("was not understood; you may rephrase it"))
    found = pakistani(tmp_path, "pk-pta", "partly-answered", words, *answers)

    assert "So far as the words “was not understood; you may rephrase it” say that the" in found
    assert "only after help was offered (section 13(2)(b)(i))" in found
    assert "what kept it from locating the records in item (8)" in found


def test_what_is_said_to_be_public_is_asked_for_by_place_and_day(tmp_path: Path) -> None:
    public = outcome(Outcome.SAID_TO_BE_PUBLIC)
    answers = [pakistani(make(tmp_path / "a"), "pk-pta", "refused", "All is public.", public)]
    words = "The matter is in the public domain."
    vague = vaguely("in the public domain")
    answers.append(pakistani(make(tmp_path / "b"), "pk-pta", "refused", words, vague))

    for found in answers:
        assert "The records are not shown to be public already" in found
        assert "where and when it was published, and who published it (section 17(4))" in found
        assert "a copy is due of what was not published in full" in found


def make(folder: Path) -> Path:
    folder.mkdir()
    return folder


def test_a_reply_is_quoted_once_and_the_table_refers_to_it(tmp_path: Path) -> None:
    words = "Nothing was found on items 1 to 7. Item 8 is enclosed."
    writer = appealed(tmp_path, "partly-answered", words, *[NOT_HELD] * 7, GIVEN)

    assert writer.pleading
    (decision, *_) = rows(writer, PleadingPart.DECISION)
    assert words.rstrip(".") in decision
    assert all("Nothing was found" not in item.named for item in writer.pleading.items)
    assert writer.pleading.items[0].named.startswith("as quoted{see:decision:")


def test_orders_that_go_together_are_one_prayer(tmp_path: Path) -> None:
    words = "Item 1 was not found. Items 2 to 8 are noting, section 7(a) and 7(b)."
    writer = appealed(tmp_path, "refused", words, NOT_HELD, NOTING)
    prayers = rows(writer, PleadingPart.RELIEF)[1:]
    of_orders = " ".join(prayers)

    # Findings and setting aside, affidavit, supply, the rest, publication, show cause, report.
    assert len(prayers) == 7
    for wanted in (
        "has not shown that it does not hold the records in item (1) (section 17(4)); and to set",
        "for what was destroyed, the rule and the approval (sections 4(1) and 20(1)(d)); and "
        "should the affidavit leave it open whether a record is held, to inquire under section",
        "to supply the records in items (2) to (8) within 7 working days of the order, complete, "
        "with the certificate of section 13(3), and a copy of the covering letter",
        "and in the same form the records in item (1), so far as they are held or controlled, "
        "within 7 working days of the affidavit that says so",
        "in the alternative, to direct the Chairman to supply within the same time each record "
        "with the exempt passages alone removed, each removal marked with its clause (section "
        "16(1)(a)(i)); and failing that, to examine the records on inquiry",
        "to publish the records in item",
        "to issue notice under section 20(1)(f)",
        "to report on the records within 3 working days",
    ):
        assert wanted in of_orders
    assert "index stating for each record" in " ".join(rows(writer, PleadingPart.INTERIM))


def test_each_item_has_the_prayer_that_names_it(tmp_path: Path) -> None:
    words = "Item 1 was not found. Items 2 to 8 are noting, section 7(a) and 7(b)."
    writer = appealed(tmp_path, "refused", words, NOT_HELD, NOTING)

    assert writer.pleading
    first, second, *_ = writer.pleading.items
    # The records of item 1 are ordered after those of the others, in the same prayer.
    assert {"relief:search", "relief:supply-others"} <= set(first.relief)
    assert "relief:supply-others" in second.relief
    assert "relief:search" not in second.relief


@pytest.mark.parametrize(
    "words",
    [
        "The direction cannot be published in the present circumstances",
        "It is not clear that disclosure would serve anyone",
        "The request is vague and its answer would cause unrest",
    ],
)
def test_a_refusal_in_free_words_is_met_also_if_it_speaks_of_something_else(
    tmp_path: Path, words: str
) -> None:
    found = pakistani(tmp_path, "pk-pta", "refused", f"{words}.", vaguely(words))

    assert "are not the exact exception that section 13(2)(b)(iv) requires" in found
    assert "say that the information is public" not in found
    assert ("say that the request, or an item of it, is not clear" in found) == ("vague" in words)


def test_a_decision_is_cited_with_what_puts_it_in_doubt(tmp_path: Path) -> None:
    """The High Court suspended two orders on minutes, and its word binds the Commission."""
    writer, words = last_letter(SCENES_TO_SCORE["pk-silence"], make(tmp_path / "silent"))
    assert writer.pleading

    assert "Should section 7(a) to (c) be raised" in words
    assert words.count("draws attention to") == 1
    assert SUSPENDED in words
    assert any("pk-c5" in annex.key for annex in writer.pleading.annexes)

    claimed = pakistani(make(tmp_path / "claimed"), "pk-pta", "refused", "Section 7(b).", NOTING)
    assert SUSPENDED in claimed
    assert claimed.count("draws attention to") == 1


def test_a_long_list_of_annexes_stands_in_two_columns(tmp_path: Path) -> None:
    words = "Items 1 to 8 are noting, section 7(a) and 7(b)."
    scene = scene_of("refused", words, NOTING)
    with an_office(tmp_path, library=scene.library()) as (office, clock):
        *_, (_, writer) = written(office, clock, scene)
        letter = writer.letter()
        lines = as_lines(office.documents.docx(letter, writer.today))
    (listed,) = (b for b in letter.blocks if isinstance(b, LetterTable) and b.beside)
    first, half = listed.rows[0], listed.rows[(len(listed.rows) + 1) // 2]

    assert len(listed.rows) >= 8
    assert listed.small
    assert " | ".join((*first, *half)) in lines
