"""The respondents of a petition beside the first two, the dates of a reply beside those of the
block, hearings, and what a reply gives or refuses only in part."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.offices import BY, an_office
from tests.services.letters.pleading.test_words_of_replies import (
    appeal,
    last_letter,
    petition,
    reply,
)
from tests.services.letters.scenes_of_petitions import (
    AFTER_ORDER,
    ORDERED,
    RECEIVED,
    REPLIED,
    SENT,
    appealed,
    decided,
    heard,
)
from tests.services.letters.scenes_to_score import CHECKED, Scene, outcome, said, written
from tracker.domain.base.days import DaySpan
from tracker.domain.base.terms import DecisionOutcome
from tracker.domain.case.paper_details import PaperDetails
from tracker.domain.events.proceedings.hearing_held import HearingHeld
from tracker.domain.law.outcome import Outcome
from tracker.domain.words.pleading_edits import EditedPleading, PleadingEdits, leave_row_out
from tracker.services.core.office import Office
from tracker.services.core.recording import record
from tracker.services.letters.editing import change_pleading, open_pleading
from tracker.services.letters.letter_facts import writer_of
from tracker.services.letters.pleading.petitions.on_days import days_named
from tracker.services.letters.pleading.petitions.on_joined_parties import REFERRED_KEY

DISCLOSED, REFUSED, REFERRED = Outcome.DISCLOSED, Outcome.REFUSED, Outcome.REFERRED_ELSEWHERE


def referring(body: str, to: str) -> Scene:
    """A petition in a vacancy after a reply of a body that refers two items to another."""
    words = "Items 1 and 4 are with the other body. The rest is enclosed."
    outcomes = (
        outcome(REFERRED, to=to),
        outcome(DISCLOSED),
        outcome(DISCLOSED),
        outcome(REFERRED, to=to),
        outcome(DISCLOSED),
    )
    scene = petition(words, *outcomes)
    return replace(scene, body=body)


def test_a_ministry_to_which_items_were_referred_is_a_capacity_of_the_federation(
    tmp_path: Path,
) -> None:
    """The Federation is joined for the Division charged with the appointment already."""
    _, words = last_letter(referring("pk-pta", "pk-moitt"), tmp_path)

    assert (
        "Federation of Pakistan (a) for the Division charged with the appointment of members of "
        "the Pakistan Information Commission, and (b) for the Ministry of Information Technology"
    ) in words
    assert "pro forma, for the records in items (1) and (4) Third respondent" in words
    assert "no record is asked of that Division" in words
    assert "no record is asked of it" not in words
    assert "Fourth respondent" not in words


def test_between_ministries_the_second_respondent_has_three_capacities(tmp_path: Path) -> None:
    _, words = last_letter(referring("pk-interior", "pk-moitt"), tmp_path)

    assert "Federation of Pakistan (a) for the Ministry of Interior, through its" in words
    assert "(b) for the Division charged with the appointment" in words
    assert ", and (c) for the Ministry of Information Technology" in words
    assert "Third respondent" not in words


def test_a_body_that_the_library_does_not_say_the_law_binds_is_no_party(tmp_path: Path) -> None:
    _, words = last_letter(referring("pk-pta", "National Cyber Crime Agency"), tmp_path)

    assert "referred to the National Cyber Crime Agency" in words
    assert "pro forma" not in words
    assert "Fourth respondent" not in words
    assert "notice of this petition" not in words


def test_without_its_paragraph_the_body_is_not_in_the_title(tmp_path: Path) -> None:
    scene = referring("pk-interior", "pk-pta")
    with an_office(tmp_path, library=scene.library()) as (office, clock):
        *_, (_, writer) = written(office, clock, scene, CHECKED)
        assert writer.plea
        reference, place = writer.case.reference, writer.plea.remedy.place
        with office.cases.look(reference) as case:
            found = open_pleading(office, case, place, on=scene.filed)

        def change(now: EditedPleading, edits: PleadingEdits) -> PleadingEdits:
            row = now.row(REFERRED_KEY)
            assert row
            return leave_row_out(row, edits)

        version = found.edits.version
        change_pleading(office, reference, found.place, version, change, by=BY)
        with office.cases.look(reference) as case:
            letter = writer_of(office, case, writer.kind, place, on=scene.filed).letter()
        words = " ".join(office.documents.plain(letter).split())

    assert "Third respondent" not in words
    assert "pro forma" not in words
    assert "to decide, after hearing the Pakistan Telecommunication Authority, which" in words


def test_referred_records_of_each_kind_are_met_by_whose_records_they_are(tmp_path: Path) -> None:
    scene = appeal(
        "pk-interior",
        "pk-wikipedia-2023",
        "Items 1 to 6 and 8 are the concern of the Authority.",
        *[outcome(REFERRED, to="pk-pta")] * 6,
        outcome(DISCLOSED),
        outcome(REFERRED, to="pk-pta"),
    )
    _, words = last_letter(scene, tmp_path)

    assert "items (5) and (6) are letters that the respondent itself sent" in words
    assert "item (2) are communications that came to the respondent" in words
    assert "item (2) are communications that the respondent itself sent" in words
    assert "items (1), (3) and (4) are orders, notes, approvals, minutes or replies" in words
    assert "item (8) are accounts that the respondent itself gave to a court" in words


def test_the_dates_of_a_reply_are_held_against_those_of_the_block(tmp_path: Path) -> None:
    """X was blocked from 17 February 2024 to 7 May 2025 by the file of the block."""
    scene = petition(
        "The meeting of 1 February 2024 (item 4) is exempt, section 7(b). The order of February "
        "17, 2024 and letters of 2 March 2024 and 7 May 2025 are enclosed. A note is of 9 June "
        "2025. The request of 30 June 2026 is answered.",
        outcome(DISCLOSED),
        outcome(DISCLOSED),
        outcome(DISCLOSED),
        outcome(REFUSED, "s7-b"),
        outcome(DISCLOSED),
    )
    about = scene.library().block(scene.block)
    assert about.since_about
    (tmp_path / "about").mkdir()
    (tmp_path / "exact").mkdir()
    _, doubtful = last_letter(scene, tmp_path / "about")
    _, words = last_letter(replace(scene, block="pk-x-2024"), tmp_path / "exact")

    assert (
        "In its words on the records in item (4) the reply has the dates of 1 February 2024 "
        "(paragraph {number}). The Restriction is reported from 17 February 2024."
    ).format(number=re.search(r"(\d+)\. By its reply", words)[1]) in words  # type: ignore[index]
    assert "So far as a record of 1 February 2024 prepared the Restriction, the decision" in words
    assert words.count("2 March 2024") == words.count("9 June 2025") == 1
    assert "The reply names" not in doubtful


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("On 3rd March 2024 and March 5, 2024.", (date(2024, 3, 3), date(2024, 3, 5))),
        ("On 31 February 2024, in May 2024, on 3.4.2024.", ()),
        ("Of 3 May 2024, and again of 3 May 2024.", (date(2024, 5, 3),)),
    ],
)
def test_dates_are_found_by_their_english_month(words: str, days: tuple[date, ...]) -> None:
    assert days_named(words) == days


def test_minutes_refused_leave_the_approval_due(tmp_path: Path) -> None:
    scene = petition(
        "The minutes (item 4) are exempt under section 7(b). The rest is enclosed.",
        outcome(DISCLOSED),
        outcome(DISCLOSED),
        outcome(DISCLOSED),
        outcome(REFUSED, "s7-b"),
        outcome(DISCLOSED),
    )
    _, words = last_letter(scene, tmp_path)

    assert (
        "So far as the records in item (4) are other than minutes, such as a written app" in words
    )


def test_a_record_given_without_its_annex_is_given_in_part(tmp_path: Path) -> None:
    scene = appeal(
        "pk-interior",
        "pk-wikipedia-2023",
        "The order (item 1) is enclosed without its annex. Items 2 and 3 are noting, section "
        "7(a). The rest is annexed.",
        outcome(Outcome.PARTLY_DISCLOSED),
        outcome(REFUSED, "s7-a"),
        outcome(REFUSED, "s7-a"),
        outcome(DISCLOSED),
    )
    _, words = last_letter(scene, tmp_path)

    assert "A record includes its annexes and each of its passages: for what was held" in words
    assert "held back of the records in item (1), too, a ground of section 13(2)(b)" in words


def held(office: Office, reference: str) -> None:
    """A hearing that was fixed for 10 September 2026 and held on that day."""
    heard(date(2026, 9, 1), date(2026, 9, 10))(office, reference)
    with office.cases.look(reference) as case:
        seq = case.history[-1].seq
    record(office, reference, HearingHeld(on=DaySpan.on(date(2026, 9, 10)), hearing=seq), by=BY)
    details = PaperDetails("4412-07/26", ORDERED, "", "The appeal is dismissed.")
    decided(DecisionOutcome.DISMISSED, details)(office, reference)


def test_a_hearing_and_its_outcome_are_facts_of_a_petition(tmp_path: Path) -> None:
    answered = said("refused", REPLIED, outcome(REFUSED, "s7-g"), details=reply("Section 7(g)."))
    scene = Scene("pk-pta", appealed(answered, held), sent=SENT, received=RECEIVED)
    _, words = last_letter(replace(scene, filed=AFTER_ORDER), tmp_path)

    assert "A hearing of the appeal was fixed for 10 September 2026" in words
    assert "It was held on 10 September 2026" in words
    # The papers of a hearing are told there, and not among the facts as well.
    assert "Notice of the hearing on" not in words
    assert "On 10 September 2026: Record" not in words


def test_a_source_without_a_year_leaves_its_day_to_counsel(tmp_path: Path) -> None:
    """The source of the scenes is a page without a date."""
    scene = petition(
        "Item 1 is exempt, section 7(b).", outcome(REFUSED, "s7-b"), outcome(DISCLOSED)
    )
    writer, words = last_letter(scene, tmp_path)
    assert writer.pleading
    (row,) = (each for each in writer.pleading.rows() if each.key == "steps:vacancy-day")

    assert (
        "petitioner does not know on which day each member was appointed and left office" in words
    )
    assert not row.rests_on.reported


def test_pending_proceedings_are_answered_without_orders_on_minutes(tmp_path: Path) -> None:
    order = PaperDetails("4412-07/26", ORDERED, "", "It is sub judice. The appeal is dismissed.")
    answered = said("refused", REPLIED, outcome(REFUSED, "s7-g"), details=reply("Section 7(g)."))
    happened = appealed(answered, decided(DecisionOutcome.DISMISSED, order))
    scene = Scene("pk-pta", happened, sent=SENT, received=RECEIVED, filed=AFTER_ORDER)
    _, words = last_letter(scene, tmp_path)

    assert "That proceedings are pending is no exception of the Act" in words
    assert "Central Selection Board" not in words


def test_danger_to_those_who_took_part_is_answered_by_what_the_reply_says(tmp_path: Path) -> None:
    for name, words in (
        ("said", "Item 4 would endanger persons who took part, section 16(1)(f)."),
        ("clause", "Item 4 is exempt, section 16(1)(f)."),
    ):
        scene = appeal(
            "pk-interior",
            "pk-wikipedia-2023",
            f"{words} The rest is enclosed.",
            *[outcome(DISCLOSED)] * 3,
            outcome(REFUSED, "s16-1-f"),
            outcome(DISCLOSED),
        )
        (tmp_path / name).mkdir()
        _, letter = last_letter(scene, tmp_path / name)
        assert ("That people took part in a decision" in letter) is (name == "said")
