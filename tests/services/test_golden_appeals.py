"""Appeals as they come out of what happened, compared with texts that a person has read.

Received on Monday 26 February 2024: ten working days end on Monday 11 March. After a wanted
change:
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

from tests.documents.reading import W, as_lines, root_of
from tests.offices import Clock, a_request, received
from tests.services.test_lettering import replied
from tracker.documents import speech
from tracker.domain.law import LetterKind
from tracker.domain.questions import Outcome
from tracker.services.lettering import letter_bytes
from tracker.services.office import Office
from tracker.services.silence import sweep

GOLDEN = Path(__file__).parents[1] / "documents" / "golden"
ON = date(2024, 3, 12)


def silence(office: Office, reference: str) -> None:
    sweep(office)


def bare_exemption(office: Office, reference: str) -> None:
    lacking = frozenset({"exact-exception", "appeal-right", "severance"})
    replied(office, reference, "refused", date(2024, 3, 8), Outcome.REFUSED, lacking=lacking)


def referral(office: Office, reference: str) -> None:
    found = (Outcome.REFERRED_ELSEWHERE, Outcome.NOT_HELD)
    replied(office, reference, "not-held", date(2024, 3, 8), *found)


def partial(office: Office, reference: str) -> None:
    found = (Outcome.DISCLOSED, Outcome.PARTLY_DISCLOSED, Outcome.PASSED_OVER)
    replied(office, reference, "partly-answered", date(2024, 3, 8), *found)


CASES: dict[str, Callable[[Office, str], None]] = {
    "silence": silence,
    "bare-exemption": bare_exemption,
    "referral": referral,
    "partial": partial,
}


def appeal(office: Office, clock: Clock, case: str, language: str) -> bytes:
    spoken = replace(office, speech=speech)
    reference = a_request(spoken, language=language, on=date(2024, 2, 19))
    received(spoken, reference, date(2024, 2, 26))
    clock.set(ON)
    CASES[case](spoken, reference)
    with spoken.cases.look(reference) as opened:
        return letter_bytes(spoken, opened, LetterKind.APPEAL)


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
    for paragraph in body:
        said = _words(paragraph)
        # The applicant of these tests has a Latin name and address; codes and X are as they are.
        known = r"Ayesha|Namoona|House|Street|Islamabad|ayesha|example|org|Headquarters|Sector"
        left = re.sub(known, "", said)
        assert not re.findall(r"[a-z]{4,}", left), said


def _words(paragraph: etree._Element) -> str:
    return "".join(node.text or "" for node in paragraph.iter(f"{W}t")).strip()


def _style(paragraph: etree._Element) -> str:
    found = paragraph.find(f"{W}pPr/{W}pStyle")
    return str(found.get(f"{W}val")) if found is not None else ""
