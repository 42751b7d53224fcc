"""Drafts: what is proposed, what is missing, and two people at one draft."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.offices import AYESHA, BY, an_office
from tracker.domain.errors import BadInput, NoLimitOnFile, NotAllowed, NotOnFile
from tracker.domain.questions import Element
from tracker.domain.request import Applicant, Draft, OwnQuestion
from tracker.domain.situation import situation_of
from tracker.services.drafting import lacks, propose, save, settle, start
from tracker.services.lettering import preview_draft
from tracker.services.office import Office
from tracker.services.ports import ChangedMeanwhile


def test_the_law_that_binds_the_body_is_proposed_with_all_fitting_questions(
    office: Office,
) -> None:
    proposal = propose(office, "pk-x-2024", "pk-pta")
    draft = start(office, "pk-x-2024", "pk-pta", by=BY)

    assert proposal.law.key == "pk-raia-2017"
    assert draft.questions == tuple(q.key for q in proposal.questions)
    assert len(draft.questions) >= 14


def test_an_unknown_block_is_told_with_near_ones(office: Office) -> None:
    with pytest.raises(NotOnFile, match="pk-x-2024"):
        propose(office, "pk-x-2042", "pk-pta")


def test_no_other_law_is_taken_for_a_body_that_none_binds(office: Office) -> None:
    body = replace(office.library.body("pk-pta"), laws=())
    bodies = dict(office.library.bodies) | {"pk-pta": body}
    bare = replace(office, library=replace(office.library, bodies=bodies))

    with pytest.raises(NoLimitOnFile, match="No law on file bound"):
        propose(bare, "pk-x-2024", "pk-pta")


def test_a_new_draft_lacks_its_applicant_and_says_where(office: Office) -> None:
    draft = start(office, "pk-x-2024", "pk-pta", by=BY)

    assert [lack.field for lack in lacks(office, draft, Applicant())] == [
        "eligibility",
        "name",
        "address",
        "contact",
    ]
    with pytest.raises(BadInput, match=r"in which capacity.*name of the applicant"):
        settle(office, draft.reference, draft.version, by=BY)
    # Nothing was lost by the refusal: the draft stands as it was.
    assert office.cases.draft(draft.reference) == draft


def test_the_second_of_two_editors_is_told_and_loses_nothing(office: Office) -> None:
    draft = start(office, "pk-x-2024", "pk-pta", by=BY)
    mine, theirs = replace(draft, urgent=True), replace(draft, language="ur")
    save(office, theirs, AYESHA, by="colleague")

    with pytest.raises(ChangedMeanwhile) as told:
        save(office, mine, AYESHA, by=BY)

    assert told.value.theirs.language == "ur"
    assert told.value.theirs.changed_by == "colleague"
    over = replace(mine, version=told.value.theirs.version)
    assert save(office, over, AYESHA, by=BY).urgent


def test_settling_an_older_version_is_refused(office: Office) -> None:
    draft = start(office, "pk-x-2024", "pk-pta", by=BY)
    save(office, draft, AYESHA, by="colleague")

    with pytest.raises(ChangedMeanwhile):
        settle(office, draft.reference, draft.version, by=BY)


def a_draft(office: Office) -> Draft:
    """A draft to PTA about X of somebody who is a citizen."""
    return replace(start(office, "pk-x-2024", "pk-pta", by=BY), eligibility="citizen")


def test_what_was_settled_is_what_the_preview_showed(office: Office) -> None:
    own = (OwnQuestion(Element.ORDER, "A copy of the {file} register with $braces"),)
    draft = replace(a_draft(office), own_questions=own)
    draft = save(office, draft, AYESHA, by=BY)
    shown = office.documents.plain(preview_draft(office, draft, AYESHA))

    settle(office, draft.reference, draft.version, by=BY)

    with office.cases.look(draft.reference) as case:
        drafted = situation_of(case.history).drafted
        assert case.applicant().name == AYESHA.name
    assert drafted
    assert drafted.questions[-1].words == own[0].words
    flat = " ".join(shown.split())
    assert all(" ".join(asked.words.split()) in flat for asked in drafted.questions)
    with pytest.raises(NotOnFile):
        office.cases.draft(draft.reference)


def test_a_live_office_cannot_settle_wording_that_nobody_reviewed(tmp_path: Path) -> None:
    with an_office(tmp_path, live=True) as (office, _):
        draft = replace(a_draft(office), language="ur")
        draft = save(office, draft, AYESHA, by=BY)

        with pytest.raises(NotAllowed, match="native reader"):
            settle(office, draft.reference, draft.version, by=BY)


def test_a_consent_is_stamped_when_it_changes_and_not_after(office: Office) -> None:
    draft = start(office, "pk-x-2024", "pk-pta", by=BY)
    draft = save(office, draft, AYESHA, by=BY)
    first = office.cases.applicant_of(draft.reference).consent_changed_at

    save(office, draft, replace(AYESHA, contact="other@example.org"), by=BY)

    assert first
    assert office.cases.applicant_of(draft.reference).consent_changed_at == first


def test_a_request_settled_on_paper_bears_the_day_of_the_paper(office: Office) -> None:
    draft = save(office, a_draft(office), AYESHA, by=BY)

    settle(office, draft.reference, draft.version, by=BY, on=date(2024, 2, 19))

    with office.cases.look(draft.reference) as case:
        assert case.history[0].event.on.earliest == date(2024, 2, 19)


@pytest.mark.parametrize(
    ("on", "said"),
    [
        # It is 24 November 2026.
        (date(2026, 11, 25), r"^25 November 2026 has not come yet .* \(24 November 2026 there\)"),
        (date(2016, 1, 1), "was not in force on 1 January 2016"),
    ],
)
def test_a_day_of_settling_that_cannot_be_is_refused_and_the_draft_stays(
    office: Office, on: date, said: str
) -> None:
    draft = save(office, a_draft(office), AYESHA, by=BY)

    with pytest.raises(BadInput, match=said):
        settle(office, draft.reference, draft.version, by=BY, on=on)

    assert office.cases.draft(draft.reference) == draft
