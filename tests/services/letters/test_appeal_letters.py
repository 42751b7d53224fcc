"""An appeal letter is that of the remedy chosen: its name, addressee, ground and last day.

Pakistan, received on Monday 26 February 2024: ten working days end on Monday 11 March, and thirty
days from there on Wednesday 10 April. Refused late, on Saturday 20 April: thirty days end on
Monday 20 May. India, refused on Wednesday 31 January 2024: thirty days end on Friday 1 March.
"""

from dataclasses import replace
from datetime import date

import pytest

from tests.abroad import asked_abroad, by_hand, case_status, library_abroad, noted, refused
from tests.offices import BY, a_paper, a_request, received, the_library
from tracker.domain.base.terms import DecisionOutcome
from tracker.domain.law.law import Actor, LetterKind
from tracker.domain.library import Library
from tracker.services.cases.appealing import file_appeal, record_decision
from tracker.services.cases.silence import sweep
from tracker.services.core.office import Office
from tracker.services.letters.letter_facts import compose
from tracker.services.letters.remedies import RemedyPlace, opened, unused
from tracker.translations import locale


@pytest.fixture
def office_library() -> Library:
    return library_abroad()


@pytest.fixture
def indian(office: Office) -> str:
    reference = asked_abroad(office, "in-meity", date(2024, 1, 10))
    refused(office, reference, date(2024, 1, 31))
    return reference


def lines(office: Office, reference: str, remedy: RemedyPlace | None = None) -> list[str]:
    with office.cases.look(reference) as case:
        letter = compose(office, case, LetterKind.APPEAL, remedy)
    return office.documents.plain(letter).splitlines()


def words(office: Office, reference: str, remedy: RemedyPlace | None = None) -> str:
    return " ".join(" ".join(lines(office, reference, remedy)).split())


def place(office: Office, reference: str, stage: str) -> RemedyPlace:
    found = opened(case_status(office, reference), office.library)
    return next(each.place for each in found if each.place[0] == stage)


def addressee(office: Office, reference: str, stage: str) -> list[str]:
    """The lines between the date of the letter and the forum, or the subject of a review."""
    said = lines(office, reference, place(office, reference, stage))
    start = next(n for n, line in enumerate(said) if line.endswith("2026"))
    end = next(n for n, line in enumerate(said) if line.startswith(("Before the", "Request for")))
    return [line for line in said[start + 1 : end] if line]


def test_two_open_windows_of_one_stage_have_each_their_own_letter(office: Office) -> None:
    reference = a_request(office)
    received(office, reference, date(2024, 2, 26))
    sweep(office, date(2024, 3, 27))
    refused(office, reference, date(2024, 4, 20))
    by_silence, by_refusal = unused(case_status(office, reference), office.library)

    silent = words(office, reference, by_silence.place)
    refusal = words(office, reference, by_refusal.place)

    # The appeal against the silence covers the late refusal as well, and is in time by it alone.
    assert (
        "against the failure to decide in time, and the decision (received on 20 April 2024)"
        in silent
    )
    assert (
        "The decision came after the ten working days, and a ground for more is to be shown"
        in silent
    )
    assert "To the day of filing" not in silent
    assert "It is for the respondent to justify the refusal" in silent
    assert "and the decision (received on 20 April 2024), on the request" in refusal
    assert "C: Refusal" in refusal


def test_a_complaint_beside_an_appeal_pleads_nothing_of_the_appeal(
    office: Office, indian: str
) -> None:
    complaint = words(office, indian, place(office, indian, "complaint"))
    appeal = words(office, indian, place(office, indian, "appeal"))

    assert "Complaint No. ________ of 2026 under section 18(1)" in complaint
    assert "section 19(1)" not in complaint.split(" Grounds ")[1]
    assert "within 30 days" not in complaint
    assert (
        "By its reply (received on 31 January 2024) the respondent refused the request (Annex C)."
        in complaint
    )
    assert "First Appeal No. ________ of 2026 under section 19(1)" in appeal
    assert "The appellant is aggrieved by the decision" in appeal
    assert "under section 19(1)" in appeal


def test_a_review_goes_to_the_office_that_the_law_or_the_body_names(
    office: Office, indian: str
) -> None:
    british = asked_abroad(office, "gb-ofcom", date(2024, 1, 3))
    refused(office, british, date(2024, 1, 24))

    assert " ".join(addressee(office, indian, "appeal")) == (
        "First Appellate Authority, Ministry of Electronics and Information Technology"
    )
    assert addressee(office, indian, "complaint") == ["Central Information Commission"]
    assert " ".join(addressee(office, british, "internal-review")) == (
        "The officer who reviews decisions on requests under the Freedom of Information Act 2000 "
        "Office of Communications"
    )
    assert "Dear Sir or Madam" in words(office, british)


def test_a_court_that_is_no_body_on_file_is_named_all_the_same(office: Office) -> None:
    reference = a_request(office)
    received(office, reference, date(2024, 2, 26))
    sweep(office, date(2024, 3, 12))
    file_appeal(office, reference, by_hand(date(2024, 4, 8)), by=BY)
    sweep(office, date(2024, 9, 2))

    said = words(office, reference, place(office, reference, "court"))

    assert addressee(office, reference, "court") == ["High Court"]
    assert (
        "Petition against the failure of the Pakistan Information Commission to decide in time "
        "the appeal filed on 8 April 2024"
    ) in said
    assert said.count("To the day of filing the petitioner has received none of the") == 1


def test_a_second_appeal_is_against_the_silence_on_the_first(office: Office, indian: str) -> None:
    first = place(office, indian, "appeal")
    file_appeal(office, indian, by_hand(date(2024, 2, 15)), remedy=first, by=BY)
    sweep(office, date(2024, 5, 1))

    second = words(office, indian, place(office, indian, "second-appeal"))

    assert (
        "Second appeal against the failure of the First Appellate Authority, Ministry of "
        "Electronics and Information Technology to decide in time the appeal filed on 15 "
        "February 2024"
    ) in second
    assert (
        "to find that no decision on the appeal filed on 15 February 2024 was received" in second
    )
    assert "against the decision" not in second


def test_what_came_after_the_silence_is_told_among_the_steps_before_a_later_remedy(
    office: Office,
) -> None:
    reference = a_request(office)
    received(office, reference, date(2024, 2, 26))
    sweep(office, date(2024, 3, 27))
    file_appeal(office, reference, by_hand(date(2024, 4, 8)), by=BY)
    refused(office, reference, date(2024, 4, 20))
    sweep(office, date(2024, 9, 2))

    said = words(office, reference, place(office, reference, "court"))

    assert (
        "No answer to the request was received in time: the time for it had ended by 11 March "
        "2024 (section 14(1)). Later received: Refusal (received on 20 April 2024)."
    ) in said
    # Thirty days from 12 March 2024 end on 10 April, two days after that filing, and sixty from
    # Tuesday 9 April on Friday 7 June.
    assert (
        "Appeal to the Information Commission (section 17(1)): it was filed on 8 April "
        "2024 with the Pakistan Information Commission. It was filed within 30 days of 11 "
        "March 2024, by which that time had ended. No decision was received in time: the time for "
        "it had ended by 7 June 2024 (section 17(3)). None has been received"
    ) in said
    # A refusal came, so that it cannot be said that nothing did.
    assert "received none of the following" not in said


def test_a_decision_that_was_allowed_in_part_is_to_be_set_aside_so_far_alone(
    office: Office, indian: str
) -> None:
    first = place(office, indian, "appeal")
    file_appeal(office, indian, by_hand(date(2024, 2, 15)), remedy=first, by=BY)
    partly = DecisionOutcome.PARTLY_ALLOWED
    record_decision(office, indian, date(2024, 2, 29), partly, [a_paper("d.txt")], by=BY)

    said = words(office, indian, place(office, indian, "second-appeal"))

    assert "Decision of 29 February 2024: allowed in part." in said
    assert "to set the decision of 29 February 2024 aside so far as it did not allow" in said
    assert "The steps before" not in words(office, indian, first)


def test_once_every_remedy_was_used_the_letter_is_that_of_the_last(
    office: Office, indian: str
) -> None:
    for stage in ("complaint", "appeal"):
        where = place(office, indian, stage)
        file_appeal(office, indian, by_hand(date(2024, 2, 15)), remedy=where, by=BY)

    assert "First appeal, to the senior officer" in words(office, indian)


def test_the_respondent_is_the_body_that_had_to_answer(office: Office) -> None:
    reference = asked_abroad(office, "in-meity", date(2024, 1, 10))
    noted(office, reference, "transferred", date(2024, 1, 12), to="in-mha")
    refused(office, reference, date(2024, 1, 31))

    said = words(office, reference, place(office, reference, "appeal"))

    assert "versus Ministry of Home Affairs through its Central Public Information" in said
    assert (
        "addressed to the Ministry of Electronics and Information Technology, which transferred it"
        in said
    )


def test_an_urdu_letter_names_the_law_and_its_number_in_urdu(office: Office) -> None:
    office = replace(office, locale=locale)
    reference = a_request(office, language="ur")
    received(office, reference, date(2024, 2, 26))
    sweep(office, date(2024, 3, 12))

    said = words(office, reference)

    assert "ایکٹ نمبر XXXIV بابت 2017" in said
    assert "Act XXXIV" not in said


# Who hears each remedy for which no receiver is on file, by the title or note of its stage.
# "" is the body itself: German objections, confirmatory applications and British reviews go back
# to the authority that decided.
HEARD = {
    "al-119-2014": {"court": "Administrative court of first instance"},
    "ar-laip-2016": dict.fromkeys(
        ("court", "court-after-decision"),
        "competent federal court of first instance (administrative matters)",
    ),
    "bd-rti-2009": {"appeal": "Appellate Authority"},
    "br-lai-2011": {
        "complaint": "Monitoring authority",
        "appeal": "Superior of the officer who decided",
        "second-appeal": "Head of the body",
    },
    "cl-laip-2008": {"court": "Court of Appeal of the requester’s domicile"},
    "co-ltaip-2014": {
        "reposition": "",
        "tribunal": "administrative court of the place where the documents are",
        "insistence": "Authority that invokes the reserve",
        "tutela": "competent judge",
    },
    "au-foia-1982": {
        "internal-review": "",
        "tribunal": "Administrative Review Tribunal",
        "court": "Federal Court of Australia",
    },
    "de-ifg": {"objection": "", "objection-no-instruction": ""},
    "ee-avts-2000": dict.fromkeys(
        ("court", "court-after-silence", "court-after-challenge"), "administrative court"
    ),
    "es-ltaibg-2013": {
        "court": "competent administrative court",
        "court-after-silence": "competent administrative court",
    },
    "eu-1049-2001": {"confirmatory": ""},
    "fr-crpa": {"court": "administrative court"},
    "gb-foia-2000": {"internal-review": ""},
    "gb-foisa-2002": {"internal-review": "", "court": "Court of Session"},
    "gh-rti-2019": {"internal-review": "Head of the public institution", "court": "High Court"},
    "id-kip-2008": {
        "objection": "Superior of the information officer (PPID)",
        "court": "Administrative or district court (PTUN or PN)",
        "cassation": "Supreme Court",
    },
    "ie-foi-2014": {"internal-review": "", "court": "High Court"},
    "in-rti-2005": {"appeal": "First Appellate Authority"},
    "jo-atia-2007": {"court": "Administrative Court"},
    "ke-atia-2016": {"court": "High Court"},
    "lk-rti-2016": {"appeal": "Designated Officer", "court": "Court of Appeal"},
    "mx-lgtaip-2025": {
        "amparo": "Judges and courts of the Federation specialised in transparency",
    },
    "ng-foia-2011": {"court": "Court"},
    "nl-woo-2021": {
        "objection": "",
        "court": "district court (rechtbank)",
        "court-after-silence": "district court (rechtbank)",
    },
    "nz-oia-1982": {"court": "High Court"},
    "np-rti-2007": {"complaint": "Chief of the body", "court": "Competent court"},
    "ph-eo2-2016": {"appeal": "Next higher office", "court": "Competent court"},
    "pk-kp-rti-2013": {"court": "District and Sessions Judge"},
    "pk-punjab-rti-2013": {"internal-review": "Head of the body"},
    "pk-raia-2017": {"court": "High Court"},
    "pk-sindh-rti-2016": {"internal-review": "Head of the department"},
    "pl-udip-2001": {
        "review": "",
        "court": "voivodeship administrative court",
        "court-after-refusal": "voivodeship administrative court",
        "court-after-silence": "voivodeship administrative court",
    },
    "pt-lada-2016": dict.fromkeys(
        ("court", "court-after-report"), "competent administrative court"
    ),
    "tn-22-2016": {"internal-review": "Head of the body", "court": "Administrative court"},
    "tr-4982-2003": {
        "court-after-refusal": "Administrative court",
        "court": "Administrative court",
    },
    "tz-atia-2016": {"internal-review": "Head of the institution", "court": "High Court"},
    "ua-2939-2011": {
        "complaint": "Head of the body",
        "court": "district administrative court",
        "court-after-complaint": "district administrative court",
        "court-after-silent-complaint": "district administrative court",
    },
    "ug-atia-2005": {"court": "High Court"},
    "uy-daip-2008": {"court": "competent court of first instance"},
    "us-foia": {"appeal": "Head of the agency", "court": "District court"},
    "za-paia-2000": {"appeal": "Relevant authority", "court": "Competent court"},
    "zm-atia-2023": {"court": "High Court"},
}
REMEDY = {"answered", "partly-answered", "refused", "not-held", "decided"}


def test_every_remedy_without_a_receiver_says_who_hears_it() -> None:
    found: dict[str, dict[str, str]] = {}
    for law in the_library().laws.values():
        for stage in law.stages.values():
            remedy = stage.opened_by_silence_of or REMEDY & set(stage.counts_from)
            if stage.actor is Actor.REQUESTER and remedy and not stage.receiver:
                heard = stage.court or stage.office or ""
                found.setdefault(law.key, {})[stage.key] = str(heard)

    assert found == HEARD


def test_a_court_is_never_an_office_of_the_body() -> None:
    """What follows a decision of the last instance of the ladder, or is named a court, is none."""
    courts = {
        (law.key, stage.key)
        for law in the_library().laws.values()
        for stage in law.stages.values()
        if stage.court
    }

    assert {stage for _, stage in courts} == {
        "amparo",
        "court",
        "court-after-challenge",
        "court-after-complaint",
        "court-after-decision",
        "court-after-refusal",
        "court-after-report",
        "court-after-silence",
        "court-after-silent-complaint",
        "cassation",
        "tribunal",
        "tutela",
    }
    assert all(HEARD[law][stage] for law, stage in courts)
