"""Drafts and the two people who edit one, on both databases."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
import sqlalchemy as sa

from tests.storage.samples import APPLICANT, AT, BY, REFERENCE, draft, drafted
from tracker.domain.base.errors import NotAllowed, NotOnFile
from tracker.domain.case.request import (
    Applicant,
    DocumentKind,
    OwnDocument,
    OwnQuestion,
    Recipient,
)
from tracker.domain.events.request.drafted import Enclosure, EnclosureKind
from tracker.domain.law.questions import Element
from tracker.services.ports.cases import ChangedMeanwhile
from tracker.storage.opening import Storage

EDITORS = 6


def test_a_draft_comes_back_as_it_was_typed(storage: Storage) -> None:
    typed = replace(
        draft(),
        language="ur",
        eligibility="citizen",
        questions=("order", "reasons"),
        own_questions=(OwnQuestion(Element.SCOPE, "The list of addresses."),),
        supporters=("an-organisation",),
        urgent=True,
    )

    saved = storage.drafts.save(typed, APPLICANT)

    assert saved == replace(typed, version=1)
    assert storage.drafts.draft(REFERENCE) == saved
    assert storage.drafts.all() == (replace(saved, own_questions=()),)
    assert storage.drafts.applicant_of(REFERENCE) == APPLICANT


def test_documents_of_ones_own_are_sealed_with_the_draft_until_it_is_discarded(
    storage: Storage,
) -> None:
    own = OwnDocument(
        "d" * 64, "a" * 64, "cutting.pdf", 900, 2, DocumentKind.ORDER, "سماعت", "Office", AT.date()
    )
    enclosed = replace(draft(), enclosures=(Enclosure(EnclosureKind.DOCUMENT, own.digest),))

    saved = storage.drafts.save(enclosed, replace(APPLICANT, documents=(own,)))

    assert storage.drafts.draft(REFERENCE).enclosures == enclosed.enclosures
    assert storage.drafts.applicant_of(REFERENCE).documents == (own,)
    with storage.transactions.reading() as session:
        (chosen,) = session.connection().execute(sa.text("SELECT chosen FROM draft")).one()
    assert "cutting" not in chosen
    assert "Office" not in chosen
    storage.drafts.discard(REFERENCE, saved.version)
    with pytest.raises(NotOnFile):
        storage.drafts.draft(REFERENCE)


def test_the_second_of_two_editors_is_told_and_shown_what_stands(storage: Storage) -> None:
    first = storage.drafts.save(draft(), APPLICANT)
    theirs = storage.drafts.save(replace(first, body="their-body", changed_by="them"), APPLICANT)
    mine = replace(first, body="my-body")

    with pytest.raises(ChangedMeanwhile, match="version 2") as told:
        storage.drafts.save(mine, Applicant(name="Somebody Else"))

    assert told.value.theirs == theirs
    assert storage.drafts.draft(REFERENCE) == theirs
    assert storage.drafts.applicant_of(REFERENCE) == APPLICANT
    again = storage.drafts.save(replace(mine, version=told.value.theirs.version), APPLICANT)
    assert (again.version, again.body) == (3, "my-body")


def test_of_many_who_save_the_same_version_at_once_one_gets_through(storage: Storage) -> None:
    first = storage.drafts.save(draft(), APPLICANT)
    ready = threading.Barrier(EDITORS)

    def type_on(number: int) -> str:
        mine = replace(first, changed_by=f"editor-{number}")
        ready.wait()
        try:
            storage.drafts.save(mine, Applicant(name=f"Typed by {number}"))
        except ChangedMeanwhile as told:
            return told.theirs.changed_by
        return "saved"

    with ThreadPoolExecutor(EDITORS) as pool:
        told = list(pool.map(type_on, range(EDITORS)))

    winner = told.index("saved")
    assert told == [f"editor-{winner}"] * winner + ["saved"] + [f"editor-{winner}"] * (
        EDITORS - winner - 1
    )
    kept = storage.drafts.draft(REFERENCE)
    assert (kept.version, kept.changed_by) == (2, f"editor-{winner}")
    assert storage.drafts.applicant_of(REFERENCE).name == f"Typed by {winner}"


def test_a_draft_is_begun_once(storage: Storage) -> None:
    storage.drafts.save(draft(), APPLICANT)

    with pytest.raises(ChangedMeanwhile):
        storage.drafts.save(draft(), APPLICANT)


def test_saving_over_a_discarded_draft_is_refused_in_words(storage: Storage) -> None:
    saved = storage.drafts.save(draft(), APPLICANT)
    storage.drafts.discard(REFERENCE, saved.version)

    with pytest.raises(NotOnFile, match=r"was not found\. It was sent, discarded"):
        storage.drafts.save(saved, APPLICANT)


def test_a_discarded_draft_leaves_nothing_behind(storage: Storage) -> None:
    saved = storage.drafts.save(draft(), APPLICANT)

    storage.drafts.discard(REFERENCE, saved.version)
    storage.drafts.discard(REFERENCE, saved.version)

    assert storage.drafts.all() == ()
    with storage.transactions.reading() as session:
        for table in ("request", "sealed_field"):
            count = session.connection().execute(sa.text(f"SELECT count(*) FROM {table}"))  # noqa: S608
            assert count.scalar_one() == 0


def test_a_draft_that_changed_meanwhile_is_not_discarded(storage: Storage) -> None:
    saved = storage.drafts.save(draft(), APPLICANT)
    theirs = storage.drafts.save(saved, APPLICANT)

    with pytest.raises(ChangedMeanwhile):
        storage.drafts.discard(REFERENCE, saved.version)

    assert storage.drafts.draft(REFERENCE) == theirs


def test_a_draft_becomes_a_request_in_one_step(storage: Storage) -> None:
    saved = storage.drafts.save(draft(), APPLICANT)
    with pytest.raises(NotOnFile), storage.cases.open(REFERENCE):
        pass

    with storage.cases.open_new(REFERENCE) as case:
        taken, applicant = case.take_draft(saved.version)
        case.enter(drafted(), at=AT, by=BY)
        case.keep_applicant(applicant)

    assert taken == saved
    assert storage.drafts.all() == ()
    with storage.cases.look(REFERENCE) as case:
        assert case.applicant() == APPLICANT
    assert storage.drafts.applicant_of(REFERENCE) == APPLICANT


def test_nothing_private_is_kept_for_an_erased_draft(storage: Storage) -> None:
    saved = storage.drafts.save(draft(), APPLICANT)
    storage.cases.erase_person(REFERENCE)

    assert storage.drafts.all() == ()
    with pytest.raises(NotAllowed, match="permanently erased"):
        storage.drafts.save(replace(saved, version=0), APPLICANT)
    assert storage.drafts.all() == ()


def test_the_address_of_one_letter_is_kept_sealed_with_the_draft(storage: Storage) -> None:
    own = replace(APPLICANT, recipient=Recipient("سیکریٹری", "Lahore", "a notice"))

    storage.drafts.save(draft(), own)

    assert storage.drafts.applicant_of(REFERENCE) == own
