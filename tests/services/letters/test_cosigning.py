"""Organisations behind a request, and who signs for each: in the request alone."""

from dataclasses import replace

from tests.offices import AYESHA, BY
from tracker.domain.case.request import Cosigner
from tracker.services.core.office import Office
from tracker.services.drafting.draft_letters import preview_draft
from tracker.services.drafting.drafts import start
from tracker.services.letters.cosigning import supporting

DIRECTOR = Cosigner(organisation="bolo-bhi", signatory="Somebody Else", post="Director")
UNKNOWN = Cosigner(name="Society of Readers", signatory="Another Person")


def test_who_signs_stands_beside_the_organisation_and_each_is_named_once(office: Office) -> None:
    named = supporting(
        ("amnesty-international", "bolo-bhi"),
        (DIRECTOR, UNKNOWN),
        office.library.organisations,
        office.locale("en"),
    )

    assert named == (
        "Bolo Bhi, Somebody Else, Director",
        "Society of Readers, Another Person",
        "Amnesty International",
    )


def test_an_organisation_is_named_in_the_language_of_the_letter(office: Office) -> None:
    (named,) = supporting((), (DIRECTOR,), office.library.organisations, office.locale("ur"))

    assert named == "بولو بھی، Somebody Else، Director"


def test_the_request_names_who_signs_beside_the_applicant(office: Office) -> None:
    draft = start(office, "pk-x-2024", "pk-pta", by=BY)
    who = replace(AYESHA, cosigners=(UNKNOWN,))

    letter = office.documents.plain(preview_draft(office, draft, who))

    assert "Society of Readers, Another Person" in letter
    assert "They are not applicants" in " ".join(letter.split())
