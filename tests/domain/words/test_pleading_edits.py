"""The edits of a lawyer in a pleading: none is lost, and none changes what it is not about."""

from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.words.pleading import (
    Pleading,
    PleadingBasis,
    PleadingPart,
    PleadingRow,
    RowForm,
)
from tracker.domain.words.pleading_edits import (
    NO_EDITS,
    AddedRow,
    OwnAuthority,
    PartOrder,
    PleadingEdits,
    RowEdit,
    RowState,
    add_own_row,
    edited,
    keep_row,
    leave_row_out,
    move_row,
    restore_row,
    rewrite_row,
)
from tracker.domain.words.word_changes import ChangeKind, word_changes

FACTS, GROUNDS = PleadingPart.FACTS, PleadingPart.GROUNDS
HEADING, PARAGRAPH, ITEM = RowForm.HEADING, RowForm.PARAGRAPH, RowForm.LETTER


def facts(*rows: tuple[str, str]) -> Pleading:
    return Pleading({FACTS: tuple(PleadingRow(key, words) for key, words in rows)})


def grounds(*rows: tuple[str, RowForm]) -> Pleading:
    return Pleading({GROUNDS: tuple(PleadingRow(key, f"on {key}", form) for key, form in rows)})


SENT = facts(("sent", "Sent on 2 March."), ("received", "Received on 5 March."))
TWO_GROUNDS = grounds(
    ("late", HEADING),
    ("late:1", PARAGRAPH),
    ("late:a", ITEM),
    ("severed", HEADING),
    ("severed:1", PARAGRAPH),
)


def letter_keys(pleading: Pleading, edits: PleadingEdits, part: PleadingPart) -> list[str]:
    return [row.key for row in edited(pleading, edits).pleading().parts[part]]


def reworded(pleading: Pleading, key: str, words: str, edits: PleadingEdits) -> PleadingEdits:
    row = edited(pleading, edits).row(key)
    assert row
    return rewrite_row(row, edits, words)


def test_an_edit_keeps_the_words_that_it_replaced() -> None:
    edits = reworded(SENT, "sent", "Posted on 2 March.", NO_EDITS)

    row = edited(SENT, edits).row("sent")

    assert row
    assert (row.row.words, row.state) == ("Posted on 2 March.", RowState.EDITED)
    assert (row.base, row.drafted) == ("Sent on 2 March.", "Sent on 2 March.")


OFFERED = Pleading(
    {
        GROUNDS: (
            PleadingRow("late", "It is late.", HEADING),
            PleadingRow("late:1", "It came after the time."),
            PleadingRow("late:pk-25", "See a decision.", offered=True),
        )
    }
)


def put(key: str, edits: PleadingEdits, *, out: bool) -> PleadingEdits:
    row = edited(OFFERED, edits).row(key)
    assert row
    return leave_row_out(row, edits, out=out)


def test_an_offered_row_is_in_the_letter_once_a_person_puts_it_in() -> None:
    assert letter_keys(OFFERED, NO_EDITS, GROUNDS) == ["late", "late:1"]
    row = edited(OFFERED).row("late:pk-25")
    assert row
    assert row.state is RowState.OFFERED

    put_in = put("late:pk-25", NO_EDITS, out=False)
    assert letter_keys(OFFERED, put_in, GROUNDS) == ["late", "late:1", "late:pk-25"]
    taken_out = put("late:pk-25", put_in, out=True)
    assert letter_keys(OFFERED, taken_out, GROUNDS) == ["late", "late:1"]


def test_new_words_for_an_offered_row_put_it_in_and_the_draft_restored_leaves_it_there() -> None:
    edits = reworded(OFFERED, "late:pk-25", "See also a decision.", NO_EDITS)
    assert letter_keys(OFFERED, edits, GROUNDS)[-1] == "late:pk-25"

    row = edited(OFFERED, edits).row("late:pk-25")
    assert row
    restored = edited(OFFERED, restore_row(row, edits)).row("late:pk-25")
    assert restored
    assert restored.in_letter
    assert restored.row.words == "See a decision."


def test_when_the_facts_change_the_lawyers_words_stay_and_the_row_says_so() -> None:
    edits = reworded(SENT, "sent", "Posted on 2 March.", NO_EDITS)

    row = edited(facts(("sent", "Sent on 3 March.")), edits).row("sent")

    assert row
    assert (row.row.words, row.state) == ("Posted on 2 March.", RowState.REDRAFTED)
    assert (row.base, row.drafted) == ("Sent on 2 March.", "Sent on 3 March.")


def test_words_kept_against_a_new_draft_are_compared_with_that_draft_from_then_on() -> None:
    changed = facts(("sent", "Sent on 3 March."))
    edits = reworded(SENT, "sent", "Posted on 2 March.", NO_EDITS)
    row = edited(changed, edits).row("sent")
    assert row

    again = edited(changed, keep_row(row, edits)).row("sent")

    assert again
    assert (again.row.words, again.state) == ("Posted on 2 March.", RowState.EDITED)


def test_an_edited_row_whose_fact_is_gone_is_out_of_the_letter_until_a_person_keeps_it() -> None:
    gone = facts(("received", "Received on 5 March."))
    edits = reworded(SENT, "sent", "Posted on 2 March.", NO_EDITS)
    row = edited(gone, edits).row("sent")
    assert row
    assert row.state is RowState.UNSUPPORTED
    assert letter_keys(gone, edits, FACTS) == ["received"]

    assert letter_keys(gone, keep_row(row, edits), FACTS) == ["received", "sent"]
    assert edited(gone, restore_row(row, edits)).row("sent") is None


def test_restoring_gives_back_the_drafted_words_and_leaves_no_edit() -> None:
    edits = reworded(SENT, "sent", "Posted on 2 March.", NO_EDITS)
    row = edited(SENT, edits).row("sent")
    assert row

    assert restore_row(row, edits).rows == ()


def test_the_drafted_words_typed_again_are_no_edit() -> None:
    edits = reworded(SENT, "sent", "Posted.", NO_EDITS)

    assert reworded(SENT, "sent", "Sent on 2 March.", edits).rows == ()


def test_a_row_left_out_keeps_its_edited_words_for_when_it_is_put_back() -> None:
    edits = reworded(SENT, "sent", "Posted on 2 March.", NO_EDITS)
    row = edited(SENT, edits).row("sent")
    assert row

    out = leave_row_out(row, edits)
    assert letter_keys(SENT, out, FACTS) == ["received"]

    again = edited(SENT, out).row("sent")
    assert again
    back = leave_row_out(again, out, out=False)
    assert edited(SENT, back).pleading().parts[FACTS][0].words == "Posted on 2 March."


def test_a_ground_is_left_out_with_all_that_is_under_its_heading() -> None:
    row = edited(TWO_GROUNDS).row("late")
    assert row

    assert letter_keys(TWO_GROUNDS, leave_row_out(row, NO_EDITS), GROUNDS) == [
        "severed",
        "severed:1",
    ]


def test_a_ground_moves_with_all_that_is_under_its_heading() -> None:
    edits = move_row(edited(TWO_GROUNDS), NO_EDITS, "severed", up=True)

    keys = letter_keys(TWO_GROUNDS, edits, GROUNDS)

    assert keys == ["severed", "severed:1", "late", "late:1", "late:a"]
    again = move_row(edited(TWO_GROUNDS, edits), edits, "severed", up=False)
    assert letter_keys(TWO_GROUNDS, again, GROUNDS) == [r.key for r in TWO_GROUNDS.rows()]


@pytest.mark.parametrize(("key", "up"), [("late", True), ("late:1", True), ("severed", False)])
def test_a_row_at_the_end_of_its_part_stays_there(key: str, up: bool) -> None:
    edits = move_row(edited(TWO_GROUNDS), NO_EDITS, key, up=up)

    assert letter_keys(TWO_GROUNDS, edits, GROUNDS) == [r.key for r in TWO_GROUNDS.rows()]


def test_a_paragraph_moves_into_the_ground_before_it() -> None:
    edits = move_row(edited(TWO_GROUNDS), NO_EDITS, "severed:1", up=True)

    keys = letter_keys(TWO_GROUNDS, edits, GROUNDS)

    assert keys == ["late", "late:1", "late:a", "severed:1", "severed"]


def test_a_new_row_of_the_draft_follows_the_row_that_it_follows_in_the_draft() -> None:
    order = PartOrder(FACTS, ("received", "sent"))
    now = facts(("sent", "S"), ("asked", "A"), ("received", "R"), ("answered", "B"))

    keys = letter_keys(now, PleadingEdits(orders=(order,)), FACTS)

    assert keys == ["received", "answered", "sent", "asked"]


def test_an_added_ground_has_a_heading_and_a_paragraph_with_its_authority() -> None:
    authority = OwnAuthority(
        "Doe v. State, 2019", "https://example.org/doe", "a1", date(2024, 3, 1)
    )
    own = AddedRow("own:1", GROUNDS, "No part was severed.", "Severance", authority=authority)
    edits = add_own_row(NO_EDITS, own)

    rows = edited(TWO_GROUNDS, edits).pleading().parts[GROUNDS][-2:]

    assert [row.form for row in rows] == [HEADING, PARAGRAPH]
    assert rows[1].words == "No part was severed. (Doe v. State, 2019){annex:own:1}"
    assert own.founded


def test_a_row_that_names_nothing_it_rests_on_is_not_founded() -> None:
    assert not AddedRow("own:1", FACTS, "The ministry said so.").founded
    assert AddedRow("own:1", FACTS, "Said so.", rests_on=PleadingBasis(entries=(3,))).founded


def test_the_difference_of_two_texts_is_told_by_words() -> None:
    found = word_changes("Sent on 2 March by post.", "Sent on 3 March by post.")

    assert [(each.kind, each.words) for each in found] == [
        (ChangeKind.SAME, "Sent on"),
        (ChangeKind.REMOVED, " 2"),
        (ChangeKind.ADDED, " 3"),
        (ChangeKind.SAME, " March by post."),
    ]


KEYS = st.sampled_from(["a", "b", "c", "d", "e", "f"])
FORMS = st.sampled_from([HEADING, PARAGRAPH, ITEM])
WORDS = st.sampled_from(["one", "two", "three"]) | st.text(max_size=8)


@st.composite
def pleadings(draw: st.DrawFn) -> Pleading:
    keys = draw(st.lists(KEYS, unique=True))
    rows = [PleadingRow(key, draw(WORDS), draw(FORMS)) for key in keys]
    split = draw(st.integers(0, len(rows)))
    return Pleading({FACTS: tuple(rows[:split]), GROUNDS: tuple(rows[split:])})


@st.composite
def edit_sets(draw: st.DrawFn) -> PleadingEdits:
    keys = draw(st.lists(KEYS, unique=True))
    parts = st.sampled_from([FACTS, GROUNDS])
    words = st.none() | WORDS
    rows = [
        RowEdit(
            key, draw(parts), draw(FORMS), draw(words), draw(WORDS), left_out=draw(st.booleans())
        )
        for key in keys
    ]
    own = [
        AddedRow(f"own:{n}", draw(parts), draw(WORDS), draw(st.sampled_from(["", "T"])))
        for n in range(draw(st.integers(0, 2)))
    ]
    order = draw(st.lists(KEYS | st.just("own:0"), max_size=6))
    return PleadingEdits(1, "", None, tuple(rows), tuple(own), (PartOrder(FACTS, tuple(order)),))


@given(pleadings())
def test_without_edits_a_pleading_is_as_drafted(pleading: Pleading) -> None:
    now = edited(pleading)

    assert now.pleading() == pleading
    assert {row.state for row in now.rows()} <= {RowState.DRAFTED}


@given(pleadings(), edit_sets())
def test_no_change_of_the_facts_loses_a_word_of_the_lawyer(
    pleading: Pleading, edits: PleadingEdits
) -> None:
    words = {each.row.key: each.row.words for each in edited(pleading, edits).rows()}

    assert {e.key: e.words for e in edits.rows if e.words is not None}.items() <= words.items()
    assert {own.key: own.words for own in edits.added}.items() <= words.items()


@given(pleadings(), edit_sets(), st.lists(st.tuples(KEYS, st.booleans()), max_size=5))
def test_moving_rows_changes_their_order_and_nothing_else(
    pleading: Pleading, edits: PleadingEdits, moves: Sequence[tuple[str, bool]]
) -> None:
    before = edited(pleading, edits)
    for key, up in moves:
        edits = move_row(edited(pleading, edits), edits, key, up=up)
    after = edited(pleading, edits)

    for part in (FACTS, GROUNDS):
        rows = [each.row for each in before.parts.get(part, ())]
        assert sorted(rows, key=str) == sorted(
            (each.row for each in after.parts.get(part, ())), key=str
        )


@given(st.text(max_size=40), st.text(max_size=40))
def test_the_difference_holds_both_texts(before: str, after: str) -> None:
    found = word_changes(before, after)

    first = "".join(each.words for each in found if each.kind is not ChangeKind.ADDED)
    second = "".join(each.words for each in found if each.kind is not ChangeKind.REMOVED)
    assert (first, second) == (before, after)
