"""Which parts of a law file were read: remedies, ways to enforce an order, kinds of facts."""

from collections.abc import Iterable, Mapping
from datetime import date

from tracker.domain.law.forums import forum_of
from tracker.domain.law.law import Fact, Law, ReadIn, Stage
from tracker.domain.law.law_file import LawFact
from tracker.domain.law.limits import Limit

# The topic of a law's statements on how an order is enforced.
ENFORCEMENT = "enforcement"


def was_read(law: Law, sources: Iterable[str]) -> bool:
    """Return whether any of these provisions is known from more than memory."""
    readings = (law.provisions[key].source.read_in for key in sources)
    return any(each is not ReadIn.MEMORY for each in readings)


def limits_by_place(stage: Stage) -> Mapping[str, tuple[Limit, ...]]:
    """Return every limit of a stage, by its place in the file: the ordinary ones, those of urgent
    requests, and those of a body to which a request was transferred."""
    handed_on = stage.transfer.limits if stage.transfer else ()
    return {"limit": stage.limits, "expedited": stage.expedited, "transfer.limit": handed_on}


def remedy_was_read(law: Law, stage: Stage) -> bool:
    """Return whether a source says that a remedy exists: a provision that creates it, or that sets
    one of its time limits, or one on which its pleas rest."""
    limits = (key for limit in (*stage.limits, *stage.expedited) for key in limit.sources)
    return was_read(law, (*stage.sources, *limits, *forum_of(law, stage.key).sources))


def enforcement_in(law: Law, day: date) -> tuple[Fact, ...]:
    """Return the law's statements on how an order is enforced, as in force on a date."""
    return tuple(
        fact
        for fact in law.facts
        if fact.topic == ENFORCEMENT
        and (fact.since is None or fact.since <= day)
        and (fact.until is None or day <= fact.until)
    )


def facts_held(law: Law) -> frozenset[LawFact]:
    """Return the kinds of facts that a law's file holds. A fact from memory is none.
    Effect, test and interest are held if each clause has them, an end or approval if one has."""
    first, clauses = law.first_stage(), [each.terms for each in law.exemptions]
    elsewhere = {
        LawFact.LANGUAGE: law.languages_stated,
        LawFact.PAUSES: any(stage.pauses for stage in law.stages.values()),
        LawFact.TRANSFER: first.transfer,
        LawFact.EXTENSION: first.extension,
        LawFact.SILENCE: first.silence,
        LawFact.REMEDIES: any(stage.remedy for stage in law.stages.values()),
        LawFact.EXEMPTIONS: law.exemptions,
        LawFact.EFFECT: clauses and all(terms.effect for terms in clauses),
        LawFact.TEST: clauses and all(terms.test for terms in clauses),
        LawFact.INTEREST: clauses and all(terms.interest_told for terms in clauses),
        LawFact.ENDS: any(terms.ends for terms in clauses),
        LawFact.APPROVAL: any(terms.approval for terms in clauses),
        LawFact.REFUSAL: law.refusal_duties,
    }
    stated = {fact.topic for fact in law.facts if was_read(law, fact.sources)}
    return frozenset(kind for kind in LawFact if elsewhere.get(kind) or kind in stated)
