"""Choosing many bodies from pasted names and from groups, and items for many drafts at once."""

import time
from dataclasses import replace

import pytest

from tests.offices import AYESHA, BY
from tests.thirty_bodies import BLOCK, thirty_bodies
from tracker.domain.base.errors import BadInput, NotAllowed, NotOnFile
from tracker.domain.case.request import OwnQuestion
from tracker.domain.law.questions import Element
from tracker.domain.library import Library
from tracker.services.core.office import Office
from tracker.services.drafting.body_groups import save_group
from tracker.services.drafting.choosing import askable
from tracker.services.drafting.drafting_together import ask_together
from tracker.services.drafting.drafts import save, start_together
from tracker.services.drafting.pasted_bodies import PastedBodies, pasted_bodies
from tracker.services.people.accounts import add_account
from tracker.services.ports.people import RoleName


@pytest.fixture
def office_library() -> Library:
    return thirty_bodies()


def pasted(office: Office, text: str) -> PastedBodies:
    return pasted_bodies(text, askable(office, office.library.block(BLOCK)))


def test_bodies_are_known_by_name_short_name_key_and_in_any_language(office: Office) -> None:
    found = pasted(office, "PTA\n ministry of  INTERIOR \npk-moitt\nمثالی ضلعی دفتر 4\n\nPTA")

    assert found.bodies == ("pk-pta", "pk-interior", "pk-moitt", "pk-example-4")
    assert found.unknown == ()


def test_a_line_of_a_table_names_its_body_in_any_cell(office: Office) -> None:
    found = pasted(office, "1\tPTA\tIslamabad\n2;Cabinet Division;x\n3,Ministry of Interior,yes")

    assert found.bodies == ("pk-pta", "pk-cabinet-division", "pk-interior")


def test_every_body_named_on_a_line_is_added_and_other_words_are_reported(office: Office) -> None:
    found = pasted(
        office, "PTA; Cabinet Division, Ministry of Interior\n4\tpk-moitt\tMinstry of X"
    )

    assert found.bodies == ("pk-pta", "pk-cabinet-division", "pk-interior", "pk-moitt")
    assert found.beside == ("Minstry of X",)
    assert found.unknown == ()


def test_unrecognised_lines_stay_with_near_names(office: Office) -> None:
    found = pasted(office, "Ministry of Interier\n<script>alert(1)</script>\nPTA")

    assert found.bodies == ("pk-pta",)
    assert [(each.number, each.words) for each in found.unknown] == [
        (1, "Ministry of Interier"),
        (2, "<script>alert(1)</script>"),
    ]
    assert found.unknown[0].near[0] == "pk-interior"
    assert found.unknown[1].near == ()
    assert found.left == "Ministry of Interier\n<script>alert(1)</script>"


def test_a_name_shared_by_two_bodies_adds_neither(office: Office) -> None:
    library = office.library
    other = replace(library.body("pk-interior"), also_called=("PTA",))
    known = [other, library.body("pk-pta")]

    found = pasted_bodies("PTA", known)

    assert found.bodies == ()
    assert len(found.unknown) == 1


def test_five_thousand_lines_with_three_hundred_unknown_ones_are_read_soon(
    office: Office,
) -> None:
    lines = [
        f"Unknown Bureau of Nothing {place}" if place % 50 < 3 else f"Example {place % 20 + 1}"
        for place in range(5000)
    ]

    before = time.monotonic()
    found = pasted(office, "\n".join(lines))
    took = time.monotonic() - before

    assert len(found.unknown) == 300
    assert len(found.bodies) == 20
    assert found.left.count("\n") == 299
    assert took < 5


def test_too_long_a_text_is_refused(office: Office) -> None:
    with pytest.raises(BadInput, match="at most 5,000 lines"):
        pasted(office, "PTA\n" * 5001)


def test_a_group_has_a_name_of_its_own_and_bodies_of_the_library(office: Office) -> None:
    anna = add_account(office, "anna@example.org", "Anna Example", RoleName.LAWYER)
    saved = save_group(
        office, "  Home   departments ", ["pk-pta", "pk-pta", "pk-moitt"], by=anna.id
    )

    assert (saved.name, saved.bodies) == ("Home departments", ("pk-pta", "pk-moitt"))
    assert office.workbook.groups.all() == (saved,)
    with pytest.raises(NotAllowed, match="“home departments” exists already"):
        save_group(office, "home departments", ["pk-pta"], by=anna.id)
    with pytest.raises(BadInput, match="Enter a name"):
        save_group(office, " ", ["pk-pta"], by=anna.id)
    with pytest.raises(BadInput, match="80 characters"):
        save_group(office, "x" * 81, ["pk-pta"], by=anna.id)
    with pytest.raises(BadInput, match="Choose a public body"):
        save_group(office, "Nobody", [], by=anna.id)
    with pytest.raises(NotOnFile):
        save_group(office, "Somewhere", ["pk-nowhere"], by=anna.id)


def test_an_item_is_added_for_the_roles_that_it_fits(office: Office) -> None:
    bodies = ("pk-pta", "pk-interior", "pk-cabinet-division")
    begun = start_together(office, BLOCK, bodies, AYESHA, {}, by=BY)
    references = [draft.reference for draft in begun]
    known = {draft.body: set(draft.questions) for draft in begun}
    library = office.library
    only_regulator = next(
        question.key
        for question in library.questions.values()
        if not question.core
        and [
            draft.body
            for draft in begun
            if question
            in library.questions_for(
                library.block(BLOCK), library.body(draft.body), office.today_at(draft.body)
            )
        ]
        == ["pk-pta"]
    )
    dropped = next(iter(known["pk-cabinet-division"]))

    changed = ask_together(office, references, {only_regulator}, {dropped}, by=BY)

    after = {each.body: set(each.questions) for each in map(office.drafts.draft, references)}
    assert changed == 3
    assert after["pk-pta"] == (known["pk-pta"] | {only_regulator}) - {dropped}
    assert after["pk-interior"] == known["pk-interior"] - {dropped}
    assert after["pk-cabinet-division"] == known["pk-cabinet-division"] - {dropped}


def test_two_people_who_choose_at_once_both_get_what_they_chose(office: Office) -> None:
    begun = start_together(office, BLOCK, ("pk-pta", "pk-interior"), AYESHA, {}, by=BY)
    references = [draft.reference for draft in begun]
    first, *_, last = begun[0].questions
    # Anna edits one draft. Bilal opened the table before that, and saves it after her.
    own = OwnQuestion(Element.ORDER, "Each other order.")
    edited = replace(begun[0], own_questions=(own,), questions=begun[0].questions[1:])
    save(office, edited, AYESHA, by="anna")

    ask_together(office, references, (), {last}, by="bilal")

    draft = office.drafts.draft(references[0])
    assert draft.own_questions == (own,)
    assert first not in draft.questions
    assert last not in draft.questions
