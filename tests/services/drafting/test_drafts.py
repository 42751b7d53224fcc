"""Drafts: what is proposed, what is missing, and two people at one draft."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.offices import AYESHA, BY, Clock, a_request, an_office, received
from tracker.domain.base.errors import BadInput, NoLimitOnFile, NotAllowed, NotOnFile, Refusal
from tracker.domain.base.terms import Channel
from tracker.domain.case.case_state import case_state_of
from tracker.domain.case.request import (
    NOT_ELIGIBLE,
    Applicant,
    Draft,
    OwnQuestion,
    Recipient,
    RequestRelations,
)
from tracker.domain.law.body import CopiedAddress, Role
from tracker.domain.law.law import ReadIn, Source
from tracker.domain.law.questions import Element
from tracker.domain.words.letter import Letter
from tracker.domain.words.question_checks import opinion_in
from tracker.services.cases.silence import sweep
from tracker.services.core.office import Office
from tracker.services.drafting.choosing import earlier, propose, stated
from tracker.services.drafting.draft_letters import preview_draft
from tracker.services.drafting.drafting_together import fill_together, settle_together
from tracker.services.drafting.drafts import (
    lacks,
    repeat,
    save,
    settle,
    start,
    start_alike,
    start_together,
)
from tracker.services.ports.cases import ChangedMeanwhile


def test_the_law_that_binds_the_body_is_proposed_with_the_core_of_the_questions(
    office: Office,
) -> None:
    proposal = propose(office, "pk-x-2024", "pk-pta")
    draft = start(office, "pk-x-2024", "pk-pta", by=BY)

    assert proposal.law.key == "pk-raia-2017"
    assert draft.questions == tuple(q.key for q in proposal.questions if q.core)
    assert len(draft.questions) == 8
    assert len(proposal.questions) > 8


def test_an_unknown_block_is_told_with_near_ones(office: Office) -> None:
    with pytest.raises(NotOnFile, match="pk-x-2024"):
        propose(office, "pk-x-2042", "pk-pta")


def test_no_other_law_is_taken_for_a_body_that_none_binds(office: Office) -> None:
    body = replace(office.library.body("pk-pta"), laws=())
    bodies = dict(office.library.bodies) | {"pk-pta": body}
    bare = replace(office, library=replace(office.library, bodies=bodies))
    without = replace(office, library=replace(bare.library, petitions={}))

    assert propose(bare, "pk-x-2024", "pk-pta").law.petition
    with pytest.raises(NoLimitOnFile, match=r"We know of no law that applied to"):
        propose(without, "pk-x-2024", "pk-pta")


def test_a_new_draft_lacks_its_applicant_and_says_where(office: Office) -> None:
    draft = start(office, "pk-x-2024", "pk-pta", by=BY)

    assert [lack.field for lack in lacks(office, draft, Applicant())] == [
        "eligibility",
        "name",
        "address",
        "contact",
    ]
    with pytest.raises(BadInput, match=r"Choose the capacity.*Enter the applicant’s name"):
        settle(office, draft.reference, draft.version, by=BY)
    # Nothing was lost by the refusal: the draft stands as it was.
    assert office.drafts.draft(draft.reference) == draft


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("The file in which Ayesha is named.", "the applicant’s name"),
        ("The letter to House 7, Street 9.", "the applicant’s address"),
        ("The reply to caller 0300-7654321.", "a phone number"),
    ],
)
def test_a_record_in_own_words_names_nobody_since_it_outlives_an_erasure(
    office: Office, words: str, found: str
) -> None:
    draft = replace(
        start(office, "pk-x-2024", "pk-pta", by=BY),
        eligibility="citizen",
        own_questions=(
            OwnQuestion(Element.ORDER, "The order of 17 February 2024."),
            OwnQuestion(Element.REASONS, words),
        ),
    )
    saved = save(office, draft, AYESHA, by=BY)

    (lack,) = lacks(office, saved, AYESHA)
    assert lack.field == "own_questions-1-words"
    with pytest.raises(BadInput, match=found):
        settle(office, saved.reference, saved.version, by=BY)

    better = replace(saved, own_questions=saved.own_questions[:1])
    settle(office, saved.reference, save(office, better, AYESHA, by=BY).version, by=BY)


def test_the_second_of_two_editors_is_told_and_loses_nothing(office: Office) -> None:
    draft = start(office, "pk-x-2024", "pk-pta", by=BY)
    mine, theirs = replace(draft, supporters=("bolo-bhi",)), replace(draft, language="ur")
    save(office, theirs, AYESHA, by="colleague")

    with pytest.raises(ChangedMeanwhile) as told:
        save(office, mine, AYESHA, by=BY)

    assert told.value.theirs.language == "ur"
    assert told.value.theirs.changed_by == "colleague"
    over = replace(mine, version=told.value.theirs.version)
    assert save(office, over, AYESHA, by=BY).supporters == ("bolo-bhi",)


def test_settling_an_older_version_is_refused(office: Office) -> None:
    draft = start(office, "pk-x-2024", "pk-pta", by=BY)
    save(office, draft, AYESHA, by="colleague")

    with pytest.raises(ChangedMeanwhile):
        settle(office, draft.reference, draft.version, by=BY)


def a_draft(office: Office) -> Draft:
    """A draft to PTA about X, for a citizen."""
    return replace(start(office, "pk-x-2024", "pk-pta", by=BY), eligibility="citizen")


def test_what_was_settled_is_what_the_preview_showed(office: Office) -> None:
    own = (OwnQuestion(Element.ORDER, "A copy of the {file} register with $braces"),)
    draft = replace(a_draft(office), own_questions=own)
    draft = save(office, draft, AYESHA, by=BY)
    shown = office.documents.plain(preview_draft(office, draft, AYESHA))

    settle(office, draft.reference, draft.version, by=BY)

    with office.cases.look(draft.reference) as case:
        drafted = case_state_of(case.history).drafted
        assert case.applicant().name == AYESHA.name
    assert drafted
    assert drafted.questions[-1].words == own[0].words
    flat = " ".join(shown.split())
    assert all(" ".join(asked.words.split()) in flat for asked in drafted.questions)
    with pytest.raises(NotOnFile):
        office.drafts.draft(draft.reference)


def test_a_live_office_cannot_finalise_wording_not_taken_on(
    tmp_path: Path,
) -> None:
    with an_office(tmp_path, live=True) as (office, _):
        draft = replace(a_draft(office), language="ur")
        draft = save(office, draft, AYESHA, by=BY)

        with pytest.raises(NotAllowed, match="native speaker"):
            settle(office, draft.reference, draft.version, by=BY)


def test_a_consent_is_stamped_when_it_changes_and_not_after(office: Office) -> None:
    draft = start(office, "pk-x-2024", "pk-pta", by=BY)
    draft = save(office, draft, AYESHA, by=BY)
    first = office.drafts.applicant_of(draft.reference).consent_changed_at

    save(office, draft, replace(AYESHA, contact="other@example.org"), by=BY)

    assert first
    assert office.drafts.applicant_of(draft.reference).consent_changed_at == first


def test_a_request_settled_on_paper_bears_the_day_of_the_paper(office: Office) -> None:
    draft = save(office, a_draft(office), AYESHA, by=BY)

    settle(office, draft.reference, draft.version, by=BY, on=date(2024, 2, 19))

    with office.cases.look(draft.reference) as case:
        assert case.history[0].event.on.earliest == date(2024, 2, 19)


@pytest.mark.parametrize(
    ("on", "said"),
    [
        # It is 24 November 2026.
        (
            date(2026, 11, 25),
            r"^25 November 2026 is still in the future .* \(24 November 2026",
        ),
        (date(2016, 1, 1), "came into force later, on 12 October 2017"),
    ],
)
def test_a_day_of_settling_that_cannot_be_is_refused_and_the_draft_stays(
    office: Office, on: date, said: str
) -> None:
    draft = save(office, a_draft(office), AYESHA, by=BY)

    with pytest.raises(Refusal, match=said):
        settle(office, draft.reference, draft.version, by=BY, on=on)

    assert office.drafts.draft(draft.reference) == draft


def test_no_question_of_the_catalogue_asks_for_a_view(office: Office) -> None:
    asked = [
        text.in_language(language)
        for question in office.library.questions.values()
        for text in question.wording.values()
        for language in ("en", "ur")
    ]

    assert len(asked) > 50
    assert [words for words in asked if opinion_in(words)] == []


def test_the_law_is_proposed_with_the_section_by_which_it_binds_the_body(office: Office) -> None:
    (binding,) = propose(office, "pk-x-2024", "pk-pta").binding

    assert "set up, owned or funded by the Federal Government" in binding.says
    assert binding.cite == "section 2(ix)"
    assert binding.read_in.verified


def test_where_no_section_says_whom_a_law_binds_none_is_named(office: Office) -> None:
    law = replace(office.library.law("pk-raia-2017"), facts=())

    assert stated(law, "binds", date(2026, 11, 24)) == ()


def test_a_person_who_may_not_ask_is_told_so_with_the_section(office: Office) -> None:
    draft = replace(a_draft(office), eligibility=NOT_ELIGIBLE)
    draft = save(office, draft, AYESHA, by=BY)

    (lack,) = lacks(office, draft, AYESHA)

    assert lack.field == "eligibility"
    assert "this applicant cannot make a request (section 2(ii), section 11(1))" in str(lack.why)
    with pytest.raises(BadInput, match="cannot make a request"):
        settle(office, draft.reference, draft.version, by=BY)


def test_a_letter_has_no_address_that_others_copied_but_one_that_a_person_entered(
    office: Office,
) -> None:
    source = Source("a directory", ReadIn.SECONDARY)
    copied = CopiedAddress(Channel.POST, ("7 Copied Road", "Islamabad"), source, date(2026, 11, 1))
    body = replace(office.library.body("pk-pta"), address=(), copied=(copied,))
    bodies = dict(office.library.bodies) | {"pk-pta": body}
    office = replace(office, library=replace(office.library, bodies=bodies))
    draft = save(office, a_draft(office), AYESHA, by=BY)

    assert not lacks(office, draft, AYESHA)
    letter = office.documents.plain(preview_draft(office, draft, AYESHA))
    assert "Copied Road" not in letter
    own = replace(AYESHA, recipient=Recipient("", "8 Seen Road\nIslamabad", "its own page"))
    letter = office.documents.plain(preview_draft(office, draft, own))
    assert "8 Seen Road" in letter
    assert "Copied Road" not in letter


def a_batch(office: Office, *bodies: str) -> tuple[Draft, ...]:
    """Drafts about X to bodies of the Federation, by a citizen."""
    citizen = {"pk-raia-2017": "citizen"}
    return tuple(start_together(office, "pk-x-2024", bodies, AYESHA, citizen, by=BY))


def test_several_bodies_get_a_draft_each_in_the_words_for_their_role(office: Office) -> None:
    interior, pta = sorted(a_batch(office, "pk-pta", "pk-interior"), key=lambda d: d.body)

    assert (interior.body, pta.body) == ("pk-interior", "pk-pta")
    assert {interior.eligibility, pta.eligibility} == {"citizen"}
    relations = office.related_requests.of(pta.reference)
    assert relations.together == (interior.reference,)
    for draft in (interior, pta):
        assert not lacks(office, draft, office.drafts.applicant_of(draft.reference))
    letters = [
        office.documents.plain(preview_draft(office, draft, AYESHA)) for draft in (interior, pta)
    ]
    assert "Ministry of Interior" in letters[0]
    assert "Pakistan Telecommunication Authority" in letters[1]
    wording = office.library.question("reasons-recorded").wording
    assert wording[Role.REGULATOR] != wording[Role.MINISTRY]


def test_a_question_of_another_law_is_not_put_to_a_body(office: Office) -> None:
    # A body of the province is asked under its own law; words on the federal Act are not for it.
    federal = {q.key for q in propose(office, "pk-x-2024", "pk-pta").questions}
    named = {q.key for q in office.library.questions.values() if q.laws == {"pk-raia-2017"}}
    (key, *_) = (
        body.key for body in office.library.bodies.values() if "pk-punjab-rti-2013" in body.laws
    )
    provincial = {q.key for q in propose(office, "pk-x-2024", key).questions}

    assert named & federal
    assert not named & provincial


def test_all_drafts_of_a_batch_are_begun_or_none(office: Office) -> None:
    with pytest.raises(BadInput, match="“de-bmi” cannot be asked"):
        a_batch(office, "pk-pta", "de-bmi")
    with pytest.raises(BadInput, match="Choose a public body"):
        a_batch(office)

    assert office.drafts.all() == ()


def test_a_batch_is_settled_as_a_whole_or_not_at_all(office: Office) -> None:
    drafts = a_batch(office, "pk-pta", "pk-interior")
    versions = {draft.reference: draft.version for draft in drafts}
    stale = versions | {drafts[1].reference: 7}
    with pytest.raises(ChangedMeanwhile):
        settle_together(office, stale, by=BY)
    assert len(office.drafts.all()) == 2

    settle_together(office, versions, by=BY)

    assert office.drafts.all() == ()
    for draft in drafts:
        with office.cases.look(draft.reference) as case:
            assert [entry.event.kind for entry in case.history] == ["drafted"]
            assert case.applicant().name == AYESHA.name
        assert len(office.related_requests.of(draft.reference).together) == 1


def test_the_same_for_more_bodies_joins_the_batch(office: Office) -> None:
    drafts = a_batch(office, "pk-pta", "pk-interior")

    (more,) = start_alike(
        office, drafts[0], AYESHA, ["pk-moitt"], beside=drafts[0].reference, by=BY
    )

    assert len(office.related_requests.of(more.reference).together) == 2


def silent(office: Office, clock: Clock) -> str:
    """A request whose longest time is over.

    Received Monday 26 February 2024: twenty working days end on 25 March (section 14).
    """
    own = (OwnQuestion(Element.ORDER, "The register of blocks of 2024."),)
    reference = a_request(office, own_questions=own, questions=("blocking-order",))
    received(office, reference, date(2024, 2, 26))
    clock.set(date(2024, 3, 26))
    sweep(office)
    return reference


def test_a_request_that_was_ignored_is_asked_again_with_a_clock_of_its_own(
    office: Office, clock: Clock
) -> None:
    clock.set(date(2024, 2, 27))
    reference = silent(office, clock)

    again = repeat(office, reference, by=BY)

    assert again.reference != reference
    assert office.related_requests.of(again.reference) == RequestRelations(repeats=reference)
    assert office.related_requests.of(reference).repeated_by == (again.reference,)
    assert again.questions == ("blocking-order",)
    assert again.own_questions[0].words == "The register of blocks of 2024."
    assert again.eligibility == "citizen"
    assert office.drafts.applicant_of(again.reference).name == AYESHA.name
    settle(office, again.reference, again.version, by=BY)
    with office.cases.look(again.reference) as case:
        assert case_state_of(case.history).received is None
    with office.cases.look(reference) as case:
        assert [entry.event.kind for entry in case.history][-1] == "fell-silent"


def test_a_request_that_may_still_be_answered_in_time_is_not_repeated(
    office: Office, clock: Clock
) -> None:
    clock.set(date(2024, 2, 27))
    reference = a_request(office)
    received(office, reference, date(2024, 2, 26))

    with pytest.raises(NotAllowed, match="You can repeat a request only after it"):
        repeat(office, reference, by=BY)

    assert office.drafts.all() == ()


def test_earlier_requests_about_the_block_are_found_those_to_the_body_first(
    office: Office,
) -> None:
    interior = a_request(office, body="pk-interior")
    pta = a_request(office)

    found = [row.reference for row in earlier(office, "pk-x-2024", "pk-pta")]

    assert found == [pta, interior]
    assert [row.reference for row in earlier(office, "pk-x-2024", "pk-interior")] == [
        interior,
        pta,
    ]
    assert earlier(office, "pk-wikipedia-2023") == ()


def test_what_is_the_same_in_all_is_filled_in_where_it_is_empty(office: Office) -> None:
    known, bodies = Applicant(name="Known"), ["pk-pta", "pk-interior"]
    begun = start_together(office, "pk-x-2024", bodies, known, {}, by=BY)
    versions = {draft.reference: draft.version for draft in begun}

    changed = fill_together(office, versions, AYESHA, {"pk-raia-2017": "citizen"}, by=BY)

    assert changed == len(begun)
    for draft in office.drafts.all():
        who = office.drafts.applicant_of(draft.reference)
        assert (who.name, who.address, who.contact) == ("Known", AYESHA.address, AYESHA.contact)
        assert not who.consents_to_publication, "nobody consents for an applicant"
        assert draft.eligibility == "citizen"
    now = {draft.reference: draft.version for draft in office.drafts.all()}
    assert fill_together(office, now, AYESHA, {}, by=BY) == 0
    assert now == {draft.reference: draft.version for draft in office.drafts.all()}


def test_a_draft_that_someone_else_changed_keeps_all_from_being_filled_in(office: Office) -> None:
    bodies = ["pk-pta", "pk-interior"]
    one, other = start_together(office, "pk-x-2024", bodies, Applicant(), {}, by=BY)
    save(office, other, Applicant(name="Theirs"), by="a-colleague")

    versions = {one.reference: one.version, other.reference: other.version}

    with pytest.raises(ChangedMeanwhile):
        fill_together(office, versions, AYESHA, {}, by=BY)

    names = [office.drafts.applicant_of(draft.reference).name for draft in (one, other)]
    assert names == ["", "Theirs"]


def test_another_address_applies_to_one_letter_only(office: Office) -> None:
    """The library and the letters of other requests keep the usual address."""
    draft = start(office, "pk-x-2024", "pk-pta", by=BY)
    own = Recipient("The Deputy Director (Law)", "Zonal Office\nLahore", "its notice of 3 May")
    person = replace(AYESHA, recipient=own)

    saved = save(office, draft, person, by=BY)
    letter = _words(office, preview_draft(office, saved, person))

    assert "The Deputy Director (Law)" in letter
    assert "Zonal Office Lahore" in letter
    usual = _words(office, preview_draft(office, saved, AYESHA))
    body = office.library.body("pk-pta")
    assert str(body.address_to) in usual
    assert str(body.address_to) not in letter
    assert "PTA Headquarters" in usual
    assert "PTA Headquarters" not in letter
    assert own.source not in letter
    (other,) = start_alike(office, saved, person, ["pk-interior"], beside=draft.reference, by=BY)
    assert office.drafts.applicant_of(other.reference).recipient == Recipient()


def _words(office: Office, letter: Letter) -> str:
    """The words of a letter on one line."""
    return " ".join(office.documents.plain(letter).split())


def test_another_address_needs_its_source(office: Office) -> None:
    draft = start(office, "pk-x-2024", "pk-pta", by=BY)
    person = replace(AYESHA, recipient=Recipient(address="Lahore"))

    with pytest.raises(BadInput, match="Enter the source of the other address"):
        save(office, draft, person, by=BY)
