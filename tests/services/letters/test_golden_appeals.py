"""Appeals as they come out of what happened, compared with texts that a person has read.

Received on Monday 26 February 2024: ten working days end on Monday 11 March. In the Punjab a
review asked for on Monday 11 March is decided in fourteen working days, by Friday 29 March: four
of that week, and five of each of the next two, for the holiday of 23 March is a Saturday. After a
wanted change:
`WRITE_GOLDEN=1 make test`, then read the difference before it is committed.
"""

import os
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from lxml import etree

from tests.abroad import by_hand, case_status
from tests.documents.reading import W, as_lines, root_of
from tests.offices import BY, Clock, a_paper, a_request, received
from tests.services.letters.test_letter_facts import replied
from tracker.domain.base.terms import DecisionOutcome
from tracker.domain.case.request import OwnQuestion
from tracker.domain.law.law import LetterKind
from tracker.domain.law.questions import Element, Outcome
from tracker.services.cases.appealing import file_appeal, record_decision
from tracker.services.cases.silence import sweep
from tracker.services.core.office import Office
from tracker.services.letters.letter_facts import compose
from tracker.services.letters.remedies import RemedyPlace, opened
from tracker.translations import locale

GOLDEN = Path(__file__).parents[2] / "documents" / "golden"
ON = date(2024, 3, 12)


ASKED = {
    "en": "The order by which access to X was restricted.",
    "ur": "وہ حکم جس کے ذریعے ایکس تک رسائی محدود کی گئی۔",
}


def silence(office: Office, reference: str) -> None:
    sweep(office, ON)


def bare_exemption(office: Office, reference: str) -> None:
    lacking = frozenset({"exact-exception", "appeal-right", "severance"})
    replied(office, reference, "refused", date(2024, 3, 8), Outcome.REFUSED, lacking=lacking)


def referral(office: Office, reference: str) -> None:
    found = (Outcome.REFERRED_ELSEWHERE, Outcome.NOT_HELD)
    replied(office, reference, "not-held", date(2024, 3, 8), *found)


def partial(office: Office, reference: str) -> None:
    found = (Outcome.DISCLOSED, Outcome.PARTLY_DISCLOSED, Outcome.PASSED_OVER)
    replied(office, reference, "partly-answered", date(2024, 3, 8), *found)


def reviewed(office: Office, reference: str) -> RemedyPlace:
    """Refused on Friday 8 March; where the review that was asked for on the Monday opens a
    complaint."""
    replied(office, reference, "refused", date(2024, 3, 8), Outcome.REFUSED)
    found = opened(case_status(office, reference), office.library)
    where = next(each.place for each in found if each.place[0] == "internal-review")
    filed = file_appeal(office, reference, by_hand(date(2024, 3, 11)), remedy=where, by=BY)
    return "complaint", filed.seq


def after_silence(office: Office, reference: str) -> RemedyPlace:
    where = reviewed(office, reference)
    sweep(office, date(2024, 4, 1))
    return where


def after_decision(office: Office, reference: str) -> RemedyPlace:
    reviewed(office, reference)
    papers = [a_paper("decision.txt")]
    dismissed = DecisionOutcome.DISMISSED
    on = date(2024, 3, 22)
    return "complaint", record_decision(office, reference, on, dismissed, papers, by=BY).seq


# Another body than the federal one, and the day of the letter.
ELSEWHERE = {
    "second-after-silence": ("pk-punjab-home", date(2024, 4, 2)),
    "second-after-decision": ("pk-sindh-home", date(2024, 3, 25)),
}
CASES: dict[str, Callable[[Office, str], RemedyPlace | None]] = {
    "silence": silence,
    "bare-exemption": bare_exemption,
    "referral": referral,
    "partial": partial,
    "second-after-silence": after_silence,
    "second-after-decision": after_decision,
}


def appeal(office: Office, clock: Clock, case: str, language: str) -> bytes:
    spoken = replace(office, locale=locale)
    body, day = ELSEWHERE.get(case, ("pk-pta", ON))
    own = () if body == "pk-pta" else (OwnQuestion(Element.ORDER, ASKED[language]),)
    reference = a_request(
        spoken, body=body, language=language, on=date(2024, 2, 19), own_questions=own
    )
    received(spoken, reference, date(2024, 2, 26))
    clock.set(day)
    where = CASES[case](spoken, reference)
    with spoken.cases.look(reference) as case_file:
        letter = compose(spoken, case_file, LetterKind.APPEAL, where)
    return spoken.documents.docx(letter, day)


@pytest.mark.parametrize("language", ["en", "ur"])
@pytest.mark.parametrize("case", CASES)
def test_an_appeal_reads_as_accepted(
    office: Office, clock: Clock, case: str, language: str
) -> None:
    docx = appeal(office, clock, case, language)
    if folder := os.environ.get("KEEP_LETTERS"):
        (Path(folder) / f"{case}-{language}.docx").write_bytes(docx)
    path, found = GOLDEN / f"{language}-appeal-{case}.docx.txt", as_lines(docx)
    if os.environ.get("WRITE_GOLDEN"):
        path.write_text(found, encoding="utf-8")
    assert found == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("language", ["en", "ur"])
@pytest.mark.parametrize("case", CASES)
def test_no_paragraph_is_empty_but_the_rule_to_sign_on_and_the_gap_under_months(
    office: Office, clock: Clock, case: str, language: str
) -> None:
    body = root_of(appeal(office, clock, case, language), "word/document.xml")[0]
    empty = [p for p in body if p.tag == f"{W}p" and not _words(p)]
    assert {_style(p) for p in empty} <= {"LetterSignatureRule", "LetterNote"}


@pytest.mark.parametrize("case", CASES)
def test_an_english_word_in_an_urdu_appeal_is_a_name_or_the_english_of_the_law(
    office: Office, clock: Clock, case: str
) -> None:
    docx = appeal(office, clock, case, "ur")
    body = root_of(docx, "word/document.xml")[0]
    # An address is as the body itself writes it.
    for paragraph in (each for each in body if _style(each) != "LetterAddress"):
        said = _words(paragraph)
        # The applicant of these tests has a Latin name and address; codes and X are as they are.
        known = (
            r"Ayesha|Namoona|House|Street|Islamabad|ayesha|example|org|Headquarters|Sector|viii"
        )
        left = re.sub(known, "", said)
        assert not re.findall(r"[a-z]{4,}", left), said


def _words(paragraph: etree._Element) -> str:
    return "".join(node.text or "" for node in paragraph.iter(f"{W}t")).strip()


def _style(paragraph: etree._Element) -> str:
    found = paragraph.find(f"{W}pPr/{W}pStyle")
    return str(found.get(f"{W}val")) if found is not None else ""


def test_a_notice_calls_what_was_not_decided_in_time_by_its_own_name(
    office: Office, clock: Clock
) -> None:
    clock.set(date(2024, 4, 2))
    reference = a_request(office, body="pk-punjab-home", on=date(2024, 2, 19))
    received(office, reference, date(2024, 2, 26))
    _, filed = after_silence(office, reference)
    with office.cases.look(reference) as case_file:
        place = ("internal-review-decision", filed)
        notice = compose(office, case_file, LetterKind.NOTICE, place)
    said = " ".join(office.documents.plain(notice).split())
    assert "The request for review under the Punjab Transparency" in said
    assert "was filed with the Home Department of the Government of the Punjab on Monday" in said
    assert "The last day to decide the request for review was Friday 29 March 2024." in said
    assert "appeal" not in said
