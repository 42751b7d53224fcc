"""The letter of a remedy is composed from its rows as a lawyer edited them.

Received on Monday 26 February 2024 in Pakistan and not answered. A partial refusal comes late, on
Saturday 20 April 2024.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

import pytest

from tests.abroad import case_status, refused
from tests.offices import BY, Clock, a_paper
from tests.services.letters.filled_places import fill_all
from tests.services.letters.scenes import silent_request
from tracker.domain.base.days import DaySpan
from tracker.domain.base.errors import BadInput, NotAllowed
from tracker.domain.law.law import LetterKind
from tracker.domain.law.outcome import Outcome, QuestionOutcome
from tracker.domain.words.letter import LetterChoices
from tracker.domain.words.pleading import PleadingPart, RowForm, at_annex
from tracker.domain.words.pleading_edits import (
    NO_EDITS,
    EditedPleading,
    EditedRow,
    PleadingEdits,
    RowState,
    add_own_row,
    leave_row_out,
    move_row,
)
from tracker.services.cases.receiving import Response, take_reply
from tracker.services.core.office import Office
from tracker.services.letters.editing import (
    OpenPleading,
    PleadingChange,
    TypedRow,
    change_pleading,
    keep_number,
    new_words,
    open_pleading,
    own_row,
    reword,
    row_reader,
)
from tracker.services.letters.frozen_letters import finalise_letter
from tracker.services.letters.remedies import unused
from tracker.services.ports.drafts import EditedMeanwhile
from tracker.services.ports.people import AuditAct, TrailFilter

HOSTILE = "<script>alert(1)</script> {known} {annex:nothing} ::: when x\n**b** \u202e [x](y)"
GROUNDS, FACTS = PleadingPart.GROUNDS, PleadingPart.FACTS


@pytest.fixture
def silent(office: Office, clock: Clock) -> str:
    return silent_request(office, clock)


@contextmanager
def opened(office: Office, reference: str) -> Iterator[OpenPleading]:
    place = unused(case_status(office, reference), office.library)[0].place
    with office.cases.look(reference) as case:
        yield open_pleading(office, case, place)


def changed(office: Office, reference: str, change: PleadingChange) -> PleadingEdits:
    with opened(office, reference) as found:
        place, version = found.place, found.edits.version
    return change_pleading(office, reference, place, version, change, by=BY)


def reworded(office: Office, reference: str, key: str, words: str) -> PleadingEdits:
    return changed(office, reference, lambda now, edits: new_words(row_of(now, key), edits, words))


def refused_for_security(office: Office, reference: str) -> None:
    """A late refusal of everything as a classified matter of national security."""
    drafted = case_status(office, reference).case_state.drafted
    assert drafted
    outcomes = tuple(QuestionOutcome(q.key, Outcome.REFUSED, ("s7-f",)) for q in drafted.questions)
    response = Response(
        "refused", DaySpan.on(date(2024, 4, 20)), outcomes, [a_paper("refusal.txt")]
    )
    take_reply(office, reference, response, by=BY)


def row_of(now: EditedPleading, key: str) -> EditedRow:
    row = now.row(key)
    assert row
    return row


def leave_out(office: Office, reference: str, key: str) -> None:
    changed(office, reference, lambda now, edits: leave_row_out(row_of(now, key), edits))


def plain(office: Office, reference: str) -> str:
    with opened(office, reference) as found:
        return office.documents.plain(found.writer.letter())


def flat(words: str) -> str:
    return " ".join(words.split())


def keys(found: OpenPleading, part: PleadingPart) -> list[str]:
    return [each.row.key for each in found.now.parts[part]]


def test_every_row_has_a_key_of_its_own(office: Office, silent: str) -> None:
    with opened(office, silent) as found:
        rows = [each.row.key for each in found.now.rows()]

    assert len(rows) == len(set(rows))


def test_the_letter_has_the_words_of_the_lawyer(office: Office, silent: str) -> None:
    with opened(office, silent) as found:
        key = keys(found, FACTS)[0]

    reworded(office, silent, key, "The request went out by courier.")

    assert ". The request went out by courier." in flat(plain(office, silent))


def test_hostile_words_are_words(office: Office, silent: str) -> None:
    with opened(office, silent) as found:
        key = keys(found, GROUNDS)[1]
    reworded(office, silent, key, HOSTILE)

    with opened(office, silent) as found:
        letter = found.writer.letter()
        html = office.documents.html(letter, str)
        word = office.documents.docx(letter, found.writer.today)

    assert "<script>" not in html
    assert "<script>alert(1)</script>" in flat(office.documents.plain(letter))
    assert word


def test_paragraphs_and_grounds_are_numbered_again_after_any_change(
    office: Office, silent: str
) -> None:
    with opened(office, silent) as found:
        headings = [
            each.row for each in found.now.parts[GROUNDS] if each.row.form.value == "heading"
        ]
    last = headings[-1]
    assert len(headings) > 1
    first = re.compile(rf"(?<![IVX])I\. {re.escape(last.words)}")
    assert not first.search(flat(plain(office, silent)))

    for _ in headings[1:]:
        changed(office, silent, lambda now, edits: move_row(now, edits, last.key, up=True))

    assert first.search(flat(plain(office, silent)))


def test_facts_that_a_person_added_or_changed_are_sworn_apart(office: Office, silent: str) -> None:
    apart = r" How I know the facts in paragraphs? ([\w ,]+) \(my own knowledge, or information"
    assert not re.search(apart, flat(plain(office, silent)))
    with opened(office, silent) as found:
        own = own_row(found, TypedRow(FACTS, "A thing was seen.", entry=1), by=BY, may_cite=True)
        changed_key = next(
            r.row.key for r in found.now.parts[PleadingPart.FACTS] if not r.row.rests_on.reported
        )
    changed(office, silent, lambda now, edits: add_own_row(edits, own))
    reworded(office, silent, changed_key, "The request says something else.")
    reworded(office, silent, f"{keys_of_grounds(office, silent)}", "An argument, not a fact.")

    words = flat(plain(office, silent))
    numbers = [
        re.search(rf"(\d+)\. {said}", words)
        for said in ("The request says something else", "A thing was seen")
    ]
    first, last = (int(each.group(1)) for each in numbers if each)
    sworn = re.search(apart, words)
    assert sworn
    assert sworn.group(1) == f"{first} and {last}"
    known = re.search(r"paragraphs ([\w ,]+) are true to my knowledge", words)
    assert known
    assert {first, last}.isdisjoint(expanded(known.group(1)))


def keys_of_grounds(office: Office, reference: str) -> str:
    """The key of the first paragraph of the grounds."""
    with opened(office, reference) as found:
        rows = (each.row for each in found.now.parts[GROUNDS] if each.in_letter)
        return next(row.key for row in rows if row.form is RowForm.PARAGRAPH)


def expanded(words: str) -> set[int]:
    """Every number that a list such as “1, 3 to 5 and 8” names."""
    found: set[int] = set()
    for first, last in re.findall(r"(\d+)(?: to (\d+))?", words):
        found |= set(range(int(first), int(last or first) + 1))
    return found


def test_an_added_ground_is_in_the_letter_with_its_authority_as_an_annex(
    office: Office, silent: str
) -> None:
    typed = TypedRow(
        GROUNDS,
        "The delay is a refusal.",
        "Delay",
        authority="Doe v. State, 2019",
        read_at="https://court.example/doe",
        opened=True,
    )

    with opened(office, silent) as found:
        own = own_row(found, typed, by=BY, may_cite=True)
    changed(office, silent, lambda now, edits: add_own_row(edits, own))

    words = flat(plain(office, silent))
    assert ". Delay" in words
    assert "The delay is a refusal. (Doe v. State, 2019) (Annex E)" in words
    assert at_annex(own.key) not in words


@pytest.mark.samples("0-", "4-", "6-")
@pytest.mark.parametrize(
    ("typed", "why"),
    [
        (TypedRow(FACTS, " "), "Enter the words"),
        (TypedRow(FACTS, "So it was."), "Say on which entry, section or source this row rests"),
        (TypedRow(FACTS, "So it was.", entry=99), "Say on which entry"),
        (TypedRow(FACTS, "So it was.", provision="none"), "Say on which entry"),
        (TypedRow(GROUNDS, "Held.", authority="Doe v. State"), "Say where this authority can be"),
        (TypedRow(GROUNDS, "Held.", read_at="https://x.example"), "Enter the citation"),
        (
            TypedRow(GROUNDS, "Held.", authority="Doe", read_at="https://x.example"),
            "only after you opened it",
        ),
        (TypedRow(FACTS, "a" * 6_001, source="file"), "6,000 characters or fewer"),
    ],
)
def test_a_row_of_ones_own_is_refused_in_one_sentence(
    office: Office, silent: str, typed: TypedRow, why: str
) -> None:
    with opened(office, silent) as found, pytest.raises(BadInput, match=why):
        own_row(found, typed, by=BY, may_cite=True)


def test_only_a_lawyer_cites_an_authority_of_ones_own(office: Office, silent: str) -> None:
    typed = TypedRow(GROUNDS, "Held.", authority="D", read_at="https://x.example", opened=True)

    with opened(office, silent) as found, pytest.raises(BadInput, match="Only a lawyer"):
        own_row(found, typed, by=BY, may_cite=False)


def test_of_two_people_who_edit_at_once_the_later_is_told(office: Office, silent: str) -> None:
    with opened(office, silent) as found:
        place, key = found.place, keys(found, FACTS)[0]
    reworded(office, silent, key, "First.")

    with pytest.raises(EditedMeanwhile) as told:
        change_pleading(office, silent, place, 0, lambda now, edits: edits, by="other")

    assert told.value.theirs.rows[0].words == "First."


def test_edits_stand_when_a_late_refusal_is_logged_and_the_paper_stays_consistent(
    office: Office, clock: Clock, silent: str
) -> None:
    with opened(office, silent) as found:
        fact, ground = keys(found, FACTS)[0], keys(found, GROUNDS)[1]
        summary = keys(found, PleadingPart.SUMMARY)[0]
    reworded(office, silent, fact, "The request went out by courier.")
    reworded(office, silent, ground, "Silence is no answer.")
    reworded(office, silent, summary, "Nobody answered.")

    clock.set(date(2024, 4, 22))
    refused(office, silent, date(2024, 4, 20))

    with opened(office, silent) as found:
        states = {each.row.key: each.state for each in found.now.rows()}
        words = {each.row.key: each.row.words for each in found.now.rows()}
    assert words[fact] == "The request went out by courier."
    assert words[ground] == "Silence is no answer."
    assert states[summary] is RowState.REDRAFTED
    letter = flat(plain(office, silent))
    assert "The request went out by courier." in letter
    assert "{" not in letter


def test_a_row_of_ones_own_is_left_out_and_put_back(office: Office, silent: str) -> None:
    with opened(office, silent) as found:
        own = own_row(
            found, TypedRow(FACTS, "Own words.", source="our file"), by=BY, may_cite=True
        )
    changed(office, silent, lambda now, edits: add_own_row(edits, own))

    leave_out(office, silent, own.key)
    assert "Own words" not in plain(office, silent)

    changed(
        office, silent, lambda now, edits: leave_row_out(row_of(now, own.key), edits, out=False)
    )
    assert "Own words" in plain(office, silent)


def test_a_report_left_out_takes_its_annex_along(
    office: Office, clock: Clock, silent: str
) -> None:
    clock.set(date(2024, 4, 22))
    refused_for_security(office, silent)
    with opened(office, silent) as found:
        told = [each for each in found.now.rows() if each.row.rests_on.reported]
        before = {each.key for each in (found.writer.pleading or found.now.drafted).annexes}
    facts = [each for each in told if each.part is FACTS]
    assert facts

    for each in told:
        leave_out(office, silent, each.row.key)

    with opened(office, silent) as found:
        assert found.writer.pleading
        after = {each.key for each in found.writer.pleading.annexes}
    assert before - after == {key for key in before if key.startswith("fact-")}
    assert len(before - after) == len(facts) - 1  # two of the facts are from one report


def test_the_trail_says_who_edited_and_no_word(office: Office, silent: str) -> None:
    with opened(office, silent) as found:
        key = keys(found, FACTS)[0]
    reworded(office, silent, key, "Zarmina went there.")

    entries, _ = office.people.trail.entries(TrailFilter(act=AuditAct.LETTER_EDITED), 0, 9)

    assert [(each.who, each.about) for each in entries] == [(BY, silent)]
    assert "Zarmina" not in repr(entries)


def test_edits_of_one_language_are_not_in_the_letter_of_another(
    office: Office, silent: str
) -> None:
    with opened(office, silent) as found:
        key, place = keys(found, FACTS)[0], found.place
    reworded(office, silent, key, "The request went out by courier.")

    with office.cases.look(silent) as case:
        urdu = open_pleading(
            office, case, (place.stage, place.opening), LetterChoices(language="ur")
        )
        assert urdu.edits == NO_EDITS
        assert {each.state for each in urdu.now.rows()} == {RowState.DRAFTED}


def test_the_file_number_is_in_the_reference_of_each_letter(office: Office, silent: str) -> None:
    keep_number(office, silent, " 17/2024\n-B ", by=BY)

    assert "(our file 17/2024 -B)" in flat(plain(office, silent))


def test_a_reference_in_edited_words_follows_the_row_that_it_names(
    office: Office, silent: str
) -> None:
    with opened(office, silent) as found:
        fact, other, *_ = keys(found, FACTS)
        ground = keys(found, GROUNDS)[1]
    reworded(office, silent, ground, f"It was sent{{see:{fact}}} and not answered.")
    before = number_in(office, silent)

    changed(office, silent, lambda now, edits: move_row(now, edits, fact, up=False))
    assert number_in(office, silent) == before + 1

    leave_out(office, silent, other)
    assert number_in(office, silent) == before

    leave_out(office, silent, fact)
    assert "It was sent and not answered." in flat(plain(office, silent))


@pytest.mark.parametrize(
    "stray", ["{see:annex:B}", "{see:facts:nonsense}", "{annex B}", "{ground:}", "{}"]
)
def test_a_reference_to_nothing_is_refused_when_it_is_typed(
    office: Office, silent: str, stray: str
) -> None:
    says = f"“{re.escape(stray)}” refers to nothing in this letter.* such as “{{annex:entry-"
    with opened(office, silent) as found:
        key = keys(found, GROUNDS)[1]
        with pytest.raises(BadInput, match=says):
            reword(found, key, f"It was sent{stray} and not answered.")
        typed = TypedRow(GROUNDS, f"It was sent{stray}.", source="A letter")
        with pytest.raises(BadInput, match=says):
            own_row(found, typed, by=BY, may_cite=False)
        title = replace(typed, words="It was sent.", title=stray)
        with pytest.raises(BadInput, match=says):
            own_row(found, title, by=BY, may_cite=False)


def test_what_the_letter_has_can_be_referred_to(office: Office, silent: str) -> None:
    with opened(office, silent) as found:
        fact, key = keys(found, FACTS)[0], keys(found, GROUNDS)[1]
        words = f"It was sent{{see:{fact}}}{{annex:count}}. All of {{known}} is known."
        change = reword(found, key, words)
    changed(office, silent, change)

    assert re.search(r"It was sent \(paragraph \d+\) \(Annex C\)\.", flat(plain(office, silent)))


def test_a_letter_is_not_finalised_with_a_reference_that_came_to_nothing(
    office: Office, silent: str
) -> None:
    fill_all(office, silent)
    with opened(office, silent) as found:
        fact, key = keys(found, FACTS)[0], keys(found, GROUNDS)[1]
        change = reword(found, key, f"It was sent{{see:{fact}}} and not answered.")
    changed(office, silent, change)
    leave_out(office, silent, fact)
    with opened(office, silent) as found:
        sign = row_reader(found).row(found.row(key).row).sign

    says = rf"“{{see:{fact}}}” in row {sign} refers to nothing in this letter\. Edit the row"
    with pytest.raises(NotAllowed, match=says):
        finalise_letter(office, silent, LetterKind.APPEAL, by=BY)

    reworded(office, silent, key, "It was sent and not answered.")
    assert finalise_letter(office, silent, LetterKind.APPEAL, by=BY).event.evidence


def number_in(office: Office, reference: str) -> int:
    found = re.search(r"It was sent \(paragraph (\d+)\)", flat(plain(office, reference)))
    assert found
    return int(found[1])
