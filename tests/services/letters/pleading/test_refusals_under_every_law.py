"""A refusal under every law on file, under each of its exemptions and a section that it does not
list: the request, and the letter of each remedy that the refusal opens.

Asked and received on Tuesday 1 September 2026, refused on 10 September, written on 12 September.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.abroad import case_status, letters_of_remedies
from tests.offices import BY, a_paper, a_request, an_office, received, the_library
from tests.services.letters.scenes import one_line
from tracker.domain.base.days import DaySpan
from tracker.domain.law.body import PublicBody, Role
from tracker.domain.law.law import Law, LetterKind, ReadIn
from tracker.domain.law.outcome import Outcome, QuestionOutcome, TypedSection
from tracker.domain.law.questions import Asked
from tracker.domain.library import Library
from tracker.domain.words.pleading import PleadedItem
from tracker.services.cases.receiving import Response, take_reply
from tracker.services.core.office import Office
from tracker.services.letters.letter_facts import Writer, writer_of
from tracker.translations import locale

SENT, REFUSED, WRITTEN = date(2026, 9, 1), date(2026, 9, 10), date(2026, 9, 12)
BLOCK = "xx-test"
TYPED = TypedSection("section 99(9)", "public tranquillity")
LAWS = sorted(the_library().laws)


def body_of(law: Law) -> PublicBody | None:
    """A body that has to answer under a law."""
    bodies = the_library().bodies.values()
    asked = (each for each in bodies if law.key in each.laws)
    return next((each for each in asked if each.role is not Role.APPEAL_BODY), None)


def library_for(law: Law) -> Library:
    shipped = the_library()
    like = shipped.block("pk-x-2024")
    block = replace(like, key=BLOCK, country=law.country, bodies=())
    return replace(shipped, blocks=dict(shipped.blocks) | {BLOCK: block})


def questions_of(office: Office, reference: str) -> tuple[Asked, ...]:
    drafted = case_status(office, reference).case_state.drafted
    assert drafted
    return drafted.questions


def refused_under_all(office: Office, law: Law, body: PublicBody) -> str:
    """A request refused under every exemption in turn; the last item under a typed section."""
    capacity = next(iter(law.eligibility.kinds))
    reference = a_request(
        office, block=BLOCK, body=body.key, law=law.key, on=SENT, eligibility=capacity
    )
    received(office, reference, SENT)
    *first, last = (asked.key for asked in questions_of(office, reference))
    found = (*shared_out(law, first), QuestionOutcome(last, Outcome.REFUSED, section=TYPED))
    response = Response("refused", DaySpan.on(REFUSED), found, [a_paper("refusal.txt")])
    take_reply(office, reference, response, by=BY)
    return reference


def shared_out(law: Law, items: Sequence[str]) -> tuple[QuestionOutcome, ...]:
    """Every exemption of a law, each for one item."""
    keys = [each.key for each in law.exemptions]
    return tuple(
        QuestionOutcome(item, Outcome.REFUSED, tuple(keys[place :: len(items)]))
        for place, item in enumerate(items)
    )


def the_last(of: Writer) -> PleadedItem:
    assert of.pleading
    return of.pleading.items[-1]


@pytest.mark.samples("pk-raia", "in-rti")
@pytest.mark.parametrize("key", LAWS)
def test_a_refusal_under_every_exemption_and_a_typed_section_is_answered_in_each_remedy(
    tmp_path: Path, key: str
) -> None:
    law = the_library().laws[key]
    body = body_of(law)
    assert body, f"no body under {key} is on file, so that nobody can be asked"
    with an_office(tmp_path, library=library_for(law)) as (office, _):
        spoken = replace(office, locale=locale)
        reference = refused_under_all(spoken, law, body)
        with spoken.cases.look(reference) as case:
            request = one_line(writer_of(spoken, case, LetterKind.REQUEST))
        asked = questions_of(spoken, reference)
        assert all(" ".join(each.words.split()) in request for each in asked)
        letters = letters_of_remedies(spoken, reference, WRITTEN)

        assert letters, f"{key} opens no remedy against a refusal"
        for of in letters:
            words = one_line(of)
            for exemption in law.exemptions:
                assert exemption.cite.in_language("en") in words, (of.kind, exemption.key)
            # As the decision calls it, with its words, and nothing of what it provides.
            assert "The decision relies on what it calls “section 99(9)”." in words
            assert "It adds “public tranquillity”. So far as this claims an effect" in words
            assert the_last(of).named == "“section 99(9)”"
            assert the_last(of).grounds
            assert "none named" not in words
            assert "{" not in words


def letters_after_a_refusal(tmp_path: Path, key: str) -> list[str]:
    """The letters of the remedies against a refusal under every exemption of a law."""
    law = the_library().laws[key]
    body = body_of(law)
    assert body
    with an_office(tmp_path, library=library_for(law)) as (office, _):
        spoken = replace(office, locale=locale)
        reference = refused_under_all(spoken, law, body)
        return [one_line(of) for of in letters_of_remedies(spoken, reference, WRITTEN)]


def test_a_clause_without_an_answer_is_answered_from_its_terms(tmp_path: Path) -> None:
    """Section 3 no. 8 of the German Act is a class; no. 6 asks for harm to the interests named."""
    for words in letters_after_a_refusal(tmp_path, "de-ifg"):
        assert (
            "it applies. It covers no more than the intelligence services, and other bodies as "
            "far as they have security-sensitive tasks." in words
        )
        assert (
            "it applies. It applies only where disclosure is apt to impair fiscal interests of "
            "the Federation in commerce, or economic interests of social insurance." in words
        )
        # One with limits says what it concerns, so that “the interest” is named before them.
        assert (
            "relied on section 3 no. 1(c), which concerns information whose disclosure may have "
            "adverse effects on internal or external security. It applies only where" in words
        )


def test_nothing_is_said_of_a_clause_of_which_only_the_heading_was_read(tmp_path: Path) -> None:
    found = letters_after_a_refusal(tmp_path, "ng-foia-2011")

    assert found
    for words in found:
        assert "section 16" in words
        assert "privileges conferred by law" not in words


@pytest.mark.parametrize("key", LAWS)
def test_no_exemption_rests_on_memory(key: str) -> None:
    law = the_library().laws[key]

    for exemption in law.exemptions:
        for source in exemption.sources:
            read_in = law.provisions[source].source.read_in
            assert read_in is not ReadIn.MEMORY, (exemption.key, source)


def test_a_law_without_exemptions_on_file_says_so() -> None:
    """These files were written from sources that do not name their exemptions."""
    without = {key for key, law in the_library().laws.items() if not law.exemptions}

    assert without == {
        *("jo-atia-2007", "pk-balochistan-rti-2021", "pk-sindh-rti-2016"),
    }
    for key in without:
        law = the_library().laws[key]
        facts = (str(each.says) for each in law.facts if each.topic == "exemptions")
        said = " ".join((*map(str, law.not_known), *facts))
        assert "exemptions" in said or "exceptions" in said, key
