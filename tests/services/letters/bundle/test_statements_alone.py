"""A full answer that gives only statements in place of the records, under every law on file: the
letter of each remedy that it opens, and the papers beside it, concede nothing.

Asked and received on Tuesday 1 September 2026, answered on 10 September, written on 12 September.
"""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.abroad import letters_of_remedies
from tests.offices import BY, a_paper, a_request, an_office, received, the_library
from tests.services.letters.pleading.test_refusals_under_every_law import (
    BLOCK,
    LAWS,
    REFUSED,
    SENT,
    WRITTEN,
    body_of,
    library_for,
    questions_of,
)
from tests.services.letters.scenes import one_line
from tracker.domain.base.days import DaySpan
from tracker.domain.base.terms import GivenAs
from tracker.domain.law.outcome import Outcome, QuestionOutcome
from tracker.services.cases.receiving import Response, take_reply
from tracker.services.letters.bundle.court_papers import CourtPapers
from tracker.translations import locale


@pytest.mark.samples("pk-raia", "in-rti", "eu-1049")
@pytest.mark.parametrize("key", LAWS)
def test_a_full_answer_of_statements_opens_a_remedy_that_does_not_call_it_full(
    tmp_path: Path, key: str
) -> None:
    law = the_library().laws[key]
    body = body_of(law)
    assert body
    with an_office(tmp_path, library=library_for(law)) as (plain, _):
        office = replace(plain, locale=locale)
        kind = next(iter(law.eligibility.kinds))
        reference = a_request(
            office, block=BLOCK, body=body.key, law=law.key, on=SENT, eligibility=kind
        )
        received(office, reference, SENT)
        found = tuple(
            QuestionOutcome(each.key, Outcome.DISCLOSED, given_as=GivenAs.STATEMENT)
            for each in questions_of(office, reference)
        )
        answer = Response("answered", DaySpan.on(REFUSED), found, [a_paper("said.txt")])
        take_reply(office, reference, answer, by=BY)
        letters = letters_of_remedies(office, reference, WRITTEN)

        assert letters, f"{key} opens no remedy against an answer of statements"
        for of in letters:
            with office.cases.look(reference) as case:
                dates = CourtPapers(of).dates(case.history, (), {})
            papers = [one_line(of), office.documents.plain(dates)]
            if of.pleading:
                counted = CourtPapers(of).count_of_time()
                papers.append(office.documents.plain(counted))
            for words in papers:
                assert "full answer" not in words.casefold(), of.kind
            assert of.pleading is None or len(of.pleading.items) == len(found)
