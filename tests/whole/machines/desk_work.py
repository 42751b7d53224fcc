"""What people do at one machine: publish requests and enter responses with a document, one after
the other. Run by `python -m` with the references, and killed at any moment by the tests.

Each line that it prints says what was entered before it: nothing of that may be lost.
"""

import sys
import time
from datetime import timedelta

from tests.offices import BY, kinds_of
from tracker.app.assembly import open_office
from tracker.domain.base.days import DaySpan
from tracker.domain.base.errors import Refusal
from tracker.domain.case.case_state import case_state_of
from tracker.domain.law.outcome import QuestionOutcome
from tracker.domain.law.questions import Outcome
from tracker.services.cases.receiving import Response, take_reply
from tracker.services.core.evidence import checked_upload
from tracker.services.core.office import Office
from tracker.services.ports.publishing import Publication
from tracker.services.publishing.publishing import publish_entries
from tracker.settings import read_settings

PAUSE_SECONDS = 0.5


def words_of(reference: str) -> bytes:
    """The document that answers a request."""
    return f"This answers the request {reference}.\n".encode()


def answer(office: Office, reference: str) -> None:
    """Enter the response, dated ten days before today."""
    with office.cases.look(reference) as case:
        drafted = case_state_of(case.history).drafted
    assert drafted
    outcomes = tuple(QuestionOutcome(each.key, Outcome.DISCLOSED) for each in drafted.questions)
    on = DaySpan.on(office.today_at("pk-pta") - timedelta(days=10))
    papers = [checked_upload("answer.txt", words_of(reference))]
    take_reply(office, reference, Response("answered", on, outcomes, papers), by=BY)


def work(references: list[str]) -> None:
    """Do both for each request, unless its timeline has them; say what is done. What is refused
    is done again later, as people do."""
    with open_office(read_settings()) as office:
        left = references
        while left:
            left = [reference for reference in left if not is_done(office, reference)]
            time.sleep(PAUSE_SECONDS if left else 0)


def is_done(office: Office, reference: str) -> bool:
    done = True
    for kind, act in (
        ("published", lambda o, r: publish_entries(o, r, Publication((1,)), by=BY)),
        ("answered", answer),
    ):
        try:
            if kind not in kinds_of(office, reference):
                act(office, reference)
            print(f"done {kind} {reference}", flush=True)
        except Refusal as refusal:
            print(f"refused {kind} {reference}: {refusal}", flush=True)
            done = False
    return done


if __name__ == "__main__":
    work(sys.argv[1:])
