"""Scenes of requests in the United Kingdom, the European Union and the United States.

Asked and received on Tuesday 1 September 2026, answered on Thursday 10 September or left
unanswered, and written on Monday 28 September (a decision) or Friday 9 October (silence): on each
day every time limit of the three laws still runs.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from tests.abroad import asked_abroad, by_hand, case_status, letters_of_remedies, noted
from tests.offices import BY, a_paper
from tests.services.letters.scenes import answered, outcome
from tracker.domain.base.terms import DecisionOutcome
from tracker.domain.law.law import LetterKind
from tracker.domain.law.outcome import GroundCategory, Outcome, VagueGround
from tracker.services.cases.appealing import file_appeal, record_decision
from tracker.services.cases.silence import sweep
from tracker.services.core.office import Office
from tracker.services.letters.letter_facts import Writer, writer_of
from tracker.services.letters.remedies import opened
from tracker.translations import locale

BODIES = {"gb": "gb-ofcom", "eu": "eu-commission", "us": "us-fcc"}
SECURITY = {"gb": "s24", "eu": "art4-1-a-security", "us": "b1"}
DELIBERATION = {"gb": "s35", "eu": "art4-3-2", "us": "b5"}
ASKED, DECIDED = date(2026, 9, 1), date(2026, 9, 10)
WRITTEN, WRITTEN_AFTER_SILENCE = date(2026, 9, 28), date(2026, 10, 9)
TOO_LATE = date(2026, 12, 21)


def silence(office: Office, reference: str, country: str) -> None:
    if country == "eu":
        noted(office, reference, "registered", date(2026, 9, 2))
    sweep(office, WRITTEN_AFTER_SILENCE)


def exemption(office: Office, reference: str, country: str) -> None:
    found = outcome(Outcome.REFUSED, SECURITY[country])
    other = outcome(Outcome.REFUSED, DELIBERATION[country])
    answered(office, reference, "refused", DECIDED, found, other)


def bare(office: Office, reference: str, country: str) -> None:
    law = office.library.law(office.library.body(BODIES[country]).laws[0])
    lacking = frozenset(each.key for each in law.refusal_duties if each.raises)
    vague = outcome(
        Outcome.REFUSED, vague=VagueGround(GroundCategory.CONFIDENTIAL, "confidential")
    )
    refused = outcome(Outcome.REFUSED)
    answered(office, reference, "refused", DECIDED, refused, vague, lacking=lacking)


def partial(office: Office, reference: str, country: str) -> None:
    part = replace(outcome(Outcome.PARTLY_DISCLOSED), page="2")
    found = (outcome(Outcome.DISCLOSED), part, outcome(Outcome.PASSED_OVER))
    answered(office, reference, "partly-answered", DECIDED, *found)


def not_held(office: Office, reference: str, country: str) -> None:
    if country == "eu":
        # Whether such a reply alone opens a confirmatory application is not known.
        found = (Outcome.NOT_HELD, Outcome.DISCLOSED)
        answered(office, reference, "partly-answered", DECIDED, *map(outcome, found))
    else:
        answered(office, reference, "not-held", DECIDED, outcome(Outcome.NOT_HELD))


SCENES: dict[str, Callable[[Office, str, str], None]] = {
    "silence": silence,
    "exemption": exemption,
    "bare": bare,
    "partial": partial,
    "not-held": not_held,
}


def written(office: Office, country: str, scene: str, on: date | None = None) -> list[Writer]:
    """Return the letter of each remedy that is open in a scene."""
    spoken = replace(office, locale=locale)
    reference = asked_abroad(spoken, BODIES[country], ASKED)
    SCENES[scene](spoken, reference, country)
    day = on or (WRITTEN_AFTER_SILENCE if scene == "silence" else WRITTEN)
    return letters_of_remedies(office, reference, day)


def after_the_first_remedy(office: Office, country: str, *, silent: bool) -> list[Writer]:
    """Return the letter of each remedy after a first one was dismissed, or was not answered."""
    spoken = replace(office, locale=locale)
    reference = asked_abroad(spoken, BODIES[country], ASKED)
    exemption(spoken, reference, country)
    known = opened(case_status(spoken, reference), spoken.library)
    file_appeal(spoken, reference, by_hand(WRITTEN), remedy=known[0].place, by=BY)
    if silent:
        if country == "eu":
            noted(spoken, reference, "registered", date(2026, 9, 29))
        sweep(spoken, TOO_LATE)
    else:
        paper = [a_paper("outcome.txt")]
        dismissed = DecisionOutcome.DISMISSED
        record_decision(spoken, reference, date(2026, 10, 14), dismissed, paper, by=BY)
    day = TOO_LATE if silent else date(2026, 10, 27)
    with spoken.cases.look(reference) as case:
        return [
            writer_of(spoken, case, LetterKind.APPEAL, each.place, on=day)
            for each in opened(case_status(spoken, reference), spoken.library)
            if each.place != known[0].place and each.opened.opens_earliest <= day
        ]


def request_of(office: Office, of: Writer) -> Writer:
    """Return the request of which a letter speaks."""
    spoken = replace(office, locale=locale)
    with spoken.cases.look(of.case.reference) as case:
        return writer_of(spoken, case, LetterKind.REQUEST, on=ASKED)


def plain(of: Writer) -> str:
    """Return a letter as plain text."""
    return of.office.documents.plain(of.letter())
