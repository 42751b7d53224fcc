"""Each ground is pleaded for the items that it reaches, and for no other.

The ten scenes ask the same eight items: (1) orders, (2) communications, (3) notes for decision,
(4) minutes, (5) directions, (6) notice and hearing, (7) review, (8) accounts given.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from tests.offices import BY, Clock, a_paper, a_request, received
from tests.services.letters.scenes import (
    FILED,
    LATE,
    ON_TIME,
    RECEIVED,
    answered,
    brought,
    outcome,
    silence,
)
from tracker.domain.base.days import DaySpan
from tracker.domain.case.request import OwnQuestion
from tracker.domain.law.law import LetterKind
from tracker.domain.law.outcome import GroundCategory, Outcome, VagueGround
from tracker.domain.law.pleas import Exemption
from tracker.domain.law.questions import Element
from tracker.domain.words.pleading import Pleading, PleadingPart
from tracker.services.cases.receiving import note_extension
from tracker.services.cases.silence import sweep
from tracker.services.core.office import Office
from tracker.services.letters.authority_checks import CheckStatement, check_authority
from tracker.services.letters.letter_facts import writer_of
from tracker.services.people.accounts import add_account
from tracker.services.ports.people import RoleName
from tracker.services.ports.workbook import OpenedDocument, StayState
from tracker.translations import locale

PUBLIC, NOTES, ACCOUNTS, REST = (
    "ground:appeal-public-record",
    "ground:appeal-notes",
    "ground:appeal-accounts-given",
    "ground:appeal-severance",
)
UNNAMED = "ground:appeal-notes-unnamed"


def pleaded(office: Office, reference: str) -> Pleading:
    spoken = replace(office, locale=locale)
    with spoken.cases.look(reference) as case:
        found = writer_of(spoken, case, LetterKind.APPEAL).pleading
    assert found
    return found


def reached(pleading: Pleading, ground: str) -> list[int]:
    """The numbers of the items to which the table opposes a ground."""
    return [item.number for item in pleading.items if ground in item.grounds]


def said(pleading: Pleading, part: PleadingPart = PleadingPart.GROUNDS) -> str:
    return " ".join(row.words for row in pleading.parts[part])


def scene(
    office: Office, clock: Clock, happens: Callable[[Office, str], None], **asked: object
) -> Pleading:
    reference = a_request(office, on=date(2026, 10, 8), **asked)  # type: ignore[arg-type]
    received(office, reference, RECEIVED)
    clock.set(FILED)
    happens(office, reference)
    return pleaded(office, reference)


def refused_under(*words: str) -> Callable[[Office, str], None]:
    found = [
        outcome(Outcome.REFUSED, vague=VagueGround(GroundCategory.SECTION, each)) for each in words
    ]
    return lambda office, reference: answered(office, reference, "refused", ON_TIME, *found)


def test_after_silence_each_ground_reaches_the_records_that_it_is_true_of(
    office: Office, clock: Clock
) -> None:
    found = pleaded(office, brought(office, clock, "silence"))

    assert reached(found, PUBLIC) == [1, 5, 7]
    assert reached(found, NOTES) == [3, 4]
    assert reached(found, ACCOUNTS) == [6, 8]  # what others were given, and a provider
    assert reached(found, "ground:appeal-produced-in-court") == [2]
    assert reached(found, REST) == list(range(1, 9))
    assert "So far as the records in items (1), (5) and (7) are orders" in said(found)


def test_no_ground_of_the_catalogue_reaches_a_question_of_ones_own(
    office: Office, clock: Clock
) -> None:
    own = (OwnQuestion(Element.ORDER, "The diary of the office for 17 February 2024."),)
    found = scene(office, clock, silence, questions=(), own_questions=own)

    assert [item.number for item in found.items] == [1]
    assert found.items[0].grounds == (
        "ground:appeal-silence",
        "ground:appeal-no-exception",
        REST,
        "ground:appeal-inspection",
    )
    assert PUBLIC not in {row.key for row in found.parts[PleadingPart.GROUNDS]}
    assert "relief:publish" not in {row.key for row in found.parts[PleadingPart.RELIEF]}


def test_a_known_record_answers_only_the_item_that_it_belongs_to(
    office: Office, clock: Clock
) -> None:
    found = pleaded(office, brought(office, clock, "not-held"))

    assert reached(found, "ground:appeal-known-record") == [2]
    assert "A report speaks of a record that is part of the records in item (2)" in said(found)
    assert reached(found, REST) == []  # nobody claims that a record is exempt


@pytest.mark.parametrize(("words", "spent"), [("section 7", [3, 4]), ("section 16", [])])
def test_notes_withheld_under_section_7_meet_the_end_of_its_exclusions(
    office: Office, clock: Clock, words: str, spent: list[int]
) -> None:
    found = scene(office, clock, refused_under(words))

    assert reached(found, UNNAMED) == spent
    assert ("Section 7(a) to (c) excludes" in said(found)) is bool(spent)
    assert "16(1)(b)" not in said(found)  # a clause that nobody relied on


def test_each_vague_ground_is_met_for_the_items_that_were_refused_under_it(
    office: Office, clock: Clock
) -> None:
    found = pleaded(office, brought(office, clock, "late"))

    assert reached(found, "ground:appeal-public-order") == [2, 5, 8]
    assert reached(found, "ground:appeal-no-clause-named") == [3, 6]
    assert reached(found, UNNAMED) == [3]
    assert reached(found, PUBLIC) == [5]  # (1) and (7) were disclosed
    assert "is no exception of the Act (items (2), (5) and (8))" in said(found)


def test_severance_names_its_provisions_and_no_section_that_nobody_claimed(
    office: Office, clock: Clock
) -> None:
    words = said(pleaded(office, brought(office, clock, "national-security")))

    assert "Should any exception reach a part of a record" in words
    assert "the remainder provided (section 16(1)(a)(i))" in words
    assert "Should section 7" not in words
    assert "section 3(1) forbids the denial of what no exception covers" in words


def test_items_passed_over_have_a_gate_of_their_own_once_the_time_has_ended(
    office: Office, clock: Clock
) -> None:
    reference = brought(office, clock, "partial")
    found = pleaded(office, reference)
    time = said(found, PleadingPart.TIME)
    clock.set(date(2026, 10, 26))  # the time may end on the 28th

    early = said(pleaded(office, reference), PleadingPart.TIME)

    assert "On the records in items (3) and (6) no decision has been communicated." in time
    assert reached(found, "ground:appeal-notes-passed-over") == [3]
    assert "had ended by 28 October 2026" in time
    assert "no decision has been communicated" not in early


def test_of_what_was_given_in_part_it_is_said_that_a_part_came(
    office: Office, clock: Clock
) -> None:
    decision = said(pleaded(office, brought(office, clock, "partial")), PleadingPart.DECISION)

    assert "Of the records in items (2), (5) and (8) a part came with it" in decision


def test_a_fact_about_records_of_other_bodies_is_not_stated(office: Office, clock: Clock) -> None:
    library = office.library
    block = library.block("pk-x-2024")
    elsewhere = tuple(
        replace(each, bodies=("pk-interior",)) if each.items else each for each in block.reported
    )
    blocks = dict(library.blocks) | {block.key: replace(block, reported=elsewhere)}
    office = replace(office, library=replace(library, blocks=blocks))

    found = pleaded(office, brought(office, clock, "not-held"))

    assert reached(found, "ground:appeal-known-record") == []
    stated = {key for row in found.parts[PleadingPart.FACTS] for key in row.rests_on.reported}
    of_the_block = {each.key for each in block.reported if not each.items}
    assert stated <= of_the_block, "the days of the block are told, and no record of others"


def test_the_reason_of_the_body_is_not_volunteered(office: Office, clock: Clock) -> None:
    facts = said(pleaded(office, brought(office, clock, "national-security")), PleadingPart.FACTS)

    assert "argued that the ban on X infringed Article 19 of the Constitution" in facts
    assert "national security" not in facts


def test_facts_of_one_report_share_its_annex(office: Office, clock: Clock) -> None:
    found = pleaded(office, brought(office, clock, "national-security"))
    reports = [each.letter for each in found.annexes if each.letter.startswith("E")]

    assert len([row for row in found.parts[PleadingPart.FACTS] if row.rests_on.reported]) == 4
    assert reports == ["E-1", "E-2", "E-3"]


@pytest.mark.parametrize(
    ("body", "through", "bound"),
    [
        ("pk-pta", "through its Chairman (principal officer", "section 2(ix)(b)"),
        ("pk-interior", "through its Secretary (principal officer", "section 2(ix)(a)"),
        ("pk-cabinet-division", "through its Secretary (principal officer", "section 2(ix)(a)"),
    ],
)
def test_the_respondent_appears_through_the_post_at_its_head(
    office: Office, clock: Clock, body: str, through: str, bound: str
) -> None:
    spoken = replace(office, locale=locale)
    reference = a_request(spoken, body=body, on=date(2026, 10, 8))
    received(spoken, reference, RECEIVED)
    clock.set(FILED)
    silence(spoken, reference)
    with spoken.cases.look(reference) as case:
        letter = writer_of(spoken, case, LetterKind.APPEAL).letter()
    words = " ".join(spoken.documents.plain(letter).split())

    assert through in words
    assert bound in words
    assert f"to direct the {through.split()[2]} under section 20(1)(e)" in words


def test_a_decision_is_explained_once_and_named_again(office: Office, clock: Clock) -> None:
    reference = brought(office, clock, "silence")
    lawyer = add_account(office, "lawyer@example.org", "Lawyer", RoleName.LAWYER).id
    stated = CheckStatement(
        OpenedDocument.ITSELF, True, StayState.NOT_FOUND, office.latest_today()
    )
    for key in ("pk-01", "pk-c5", "pk-c6", "in-01"):
        check_authority(office, key, stated, by=lawyer)

    found = pleaded(office, reference)
    words = said(found)

    # A ground cites only the proposition that it needs.
    assert words.count("The notes and minutes of the meeting that decided a ban") == 1
    assert words.count("The correspondence with the provider on a ban") == 1
    assert "numbers of complaints" not in words
    # The decision on minutes is cited with the orders that put such decisions in doubt.
    assert words.count("draws attention to") == 1
    assert said(found, PleadingPart.PROCEEDINGS).count("is known to the appellant") == 1
    behind = said(found, PleadingPart.LAW_BEHIND)
    assert "See, as persuasive, Supreme Court of India" in behind


def test_what_a_notice_does_not_show_is_asked_of_the_respondent(office: Office) -> None:
    def texts(each: Exemption) -> list[str]:
        known = (each.title, each.words, each.missing, each.remainder)
        return [str(text) for text in known if text]

    for exemption in office.library.law("pk-raia-2017").exemptions:
        for text in texts(exemption):
            assert not re.search(r"[Tt]he (decision|notice) (names|shows|states)", text), text


def test_a_late_decision_is_appealed_through_both_gates(office: Office, clock: Clock) -> None:
    lies = said(pleaded(office, brought(office, clock, "late")), PleadingPart.PARTIES)

    assert "No decision was communicated within the time fixed, and the appellant is not" in lies
    assert "This appeal lies under section 17(1) on both grounds." in lies


def test_each_exemption_is_answered_in_its_words_what_is_to_be_shown_and_the_rest(
    office: Office,
) -> None:
    exemptions = office.library.law("pk-raia-2017").exemptions
    answers = {each.key for each in exemptions if not each.answered_by}
    assert {each.answered_by for each in exemptions} - {""} <= answers
    for each in (each for each in exemptions if each.key in answers):
        assert all((each.title, each.words, each.missing, each.remainder)), each.key


def test_like_clauses_are_answered_once_for_the_records_refused_under_any(
    office: Office, clock: Clock
) -> None:
    notes, minutes = outcome(Outcome.REFUSED, "s7-a", "s7-c"), outcome(Outcome.REFUSED, "s7-b")

    def happens(here: Office, reference: str) -> None:
        answered(here, reference, "refused", ON_TIME, notes, minutes)

    found = scene(office, clock, happens)
    grounds = [row.key for row in found.parts[PleadingPart.GROUNDS]]

    assert reached(found, "ground:s7-a") == list(range(1, 9))
    assert not {"ground:s7-b", "ground:s7-c"} & set(grounds)
    assert said(found).count("“subject to a final decision by the public body”") == 1


@pytest.mark.parametrize(("body", "explains"), [("pk-moitt", True), ("pk-interior", False)])
def test_what_the_law_makes_of_one_ministry_is_pleaded_against_it_alone(
    office: Office, clock: Clock, body: str, explains: bool
) -> None:
    def happens(here: Office, reference: str) -> None:
        answered(here, reference, "not-held", ON_TIME, outcome(Outcome.NOT_HELD))

    found = scene(office, clock, happens, body=body)

    assert bool(reached(found, "ground:appeal-telecom-ministry")) is explains
    # A letter from one Ministry to the regulator does not show what another Ministry holds.
    assert bool(reached(found, "ground:appeal-known-record")) is not explains
    # An order that is to be published is to be kept: what is said not to be held is reached too.
    assert reached(found, PUBLIC) == [1, 5, 7]


def test_a_search_is_asked_for_on_oath_before_what_is_found_and_who_has_the_rest(
    office: Office, clock: Clock
) -> None:
    found = pleaded(office, brought(office, clock, "not-held"))
    orders = [row.key for row in found.parts[PleadingPart.RELIEF]]

    assert "relief:supply" not in orders
    assert orders.index("relief:search") < orders.index("relief:supply-held")
    assert "which other body is known to hold it" in said(found, PleadingPart.RELIEF)


def test_the_index_is_asked_for_before_the_hearing_and_not_in_the_final_order(
    office: Office, clock: Clock
) -> None:
    found = pleaded(office, brought(office, clock, "silence"))

    assert "and before the hearing, an index" in said(found, PleadingPart.INTERIM)
    assert "before the hearing" not in said(found, PleadingPart.RELIEF)


def test_that_no_extension_was_told_is_not_pleaded_against_one_that_was(
    office: Office, clock: Clock
) -> None:
    def happens(here: Office, reference: str) -> None:
        on = DaySpan.on(date(2026, 10, 20))
        note_extension(here, reference, on, "consultation", [a_paper()], by=BY)
        sweep(here, date(2026, 11, 11))
        answered(here, reference, "refused", LATE, outcome(Outcome.REFUSED, "s7-f"))

    told = said(scene(office, clock, happens))
    silent = said(pleaded(office, brought(office, clock, "late")))

    assert "no notice of an extension had been received" in silent
    assert "no notice of an extension had been received" not in told
