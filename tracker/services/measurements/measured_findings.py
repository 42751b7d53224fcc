"""Findings: a sentence about others' measurements, drafted from figures and confirmed by people.

The program computes the figures and proposes words. A person looks at the source's own page,
edits the words, and confirms. In a live office of several people, someone else confirms.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date
from zoneinfo import ZoneInfo

from tracker.domain.base.errors import BadInput, NotAllowed
from tracker.domain.base.messages import Message
from tracker.domain.base.text import SOURCE
from tracker.domain.law.block import Block
from tracker.domain.measurements.answers import OutageRow, read_answer
from tracker.domain.measurements.findings import (
    FEWEST_NETWORKS,
    FEWEST_USABLE,
    MeasuredFinding,
    MeasuredSpan,
    RestsOn,
    days_of,
    measured_span,
)
from tracker.domain.measurements.queries import QueryKind, WatchQuery, query_at
from tracker.services.cases.four_eyes import has_second_person
from tracker.services.core.audit import note_act
from tracker.services.core.current_library import require_verified
from tracker.services.core.i18n import Locale
from tracker.services.core.office import Office
from tracker.services.measurements.finding_words import counted_words, outage_words
from tracker.services.measurements.snapshots import (
    counts_in,
    snapshot_reading,
    usable_snapshots,
)
from tracker.services.ports.measurements import MeasurementSnapshot, StoredFinding
from tracker.services.ports.people import AuditAct

LONGEST_SENTENCE = 600
# The level of IODA's alerts for what is as usual.
_NO_OUTAGE = "normal"


@dataclass(frozen=True, slots=True)
class ProposedFinding:
    """What can be said from the newest answers to a query and those beside it.

    `problem` says why no sentence is proposed. `says` has proposed words by language.
    """

    query: WatchQuery
    first_day: date
    last_day: date
    snapshots: tuple[MeasurementSnapshot, ...]
    figures: MeasuredSpan | None
    outages: tuple[OutageRow, ...]
    says: Mapping[str, str]
    problem: Message | None = None


@dataclass(frozen=True, slots=True)
class FindingWords:
    """What a person enters for a finding: the words by language, and whether letters may use it.

    `looked` says that they compared it with the source's own page.
    """

    says: Mapping[str, str]
    for_letters: bool
    looked: bool


def propose_finding(
    office: Office, block: str, address: str, days: tuple[date, date] | None = None
) -> ProposedFinding:
    """Return what the newest answer to a query allows to say about some days.

    Without `days`, those of the block are taken. Raises BadInput if there is no usable answer.
    """
    found, query = office.library.block(block), query_at(address)
    first, last = days or days_of(found)
    if last < first:
        raise BadInput("The last day is before the first. Swap them.")
    newest = usable_snapshots(office, block, query.kind, beside=query)
    snapshot = next((each for each in newest if each.address == address), None)
    if snapshot is None:
        raise BadInput("There is no usable answer to this query yet. Hand one in first.")
    proposed = ProposedFinding(query, first, last, (snapshot,), None, (), {})
    if query.kind is QueryKind.DAYS:
        return _from_counts(office, found, proposed)
    return _from_outages(office, found, proposed)


def draft_finding(
    office: Office, block: str, proposed: ProposedFinding, words: FindingWords, *, by: str
) -> StoredFinding:
    """Store a finding for confirmation. Nothing is public yet.

    Raises BadInput for missing or overlong words, NotAllowed if there are too few measurements or
    nobody compared them with the source.
    """
    if proposed.problem:
        raise NotAllowed(proposed.problem)
    if not words.looked:
        raise BadInput("Open the source’s own page, compare it, and select the box that says so.")
    finding = MeasuredFinding(
        block=block,
        source=proposed.query.source,
        first_day=proposed.first_day,
        last_day=proposed.last_day,
        says=_checked(words.says),
        rests_on=tuple(map(_rests_on, proposed.snapshots)),
        for_letters=words.for_letters,
        demonstration=not office.live,
        figures=proposed.figures,
    )
    drafted = StoredFinding(finding, by, office.now())
    office.measurements.draft(drafted)
    note_act(office, AuditAct.PREPARED, who=by, about=block, detail="finding")
    return drafted


def discard_finding(office: Office, digest: str, *, by: str) -> None:
    """Delete a draft. Raises NotOnFile if it is public or does not exist."""
    block = office.measurements.finding(digest).finding.block
    office.measurements.discard(digest)
    note_act(office, AuditAct.CALLED_OFF, who=by, about=block, detail="finding")


def confirm_finding(office: Office, digest: str, *, by: str) -> StoredFinding:
    """Publish a draft, and give it a leaf in the public log.

    Raises NotAllowed if another person must confirm it, if the block is not verified, or if a
    snapshot under it was changed.
    """
    drafted = office.measurements.finding(digest)
    if drafted.drafted_by == by and has_second_person(office):
        raise NotAllowed("You drafted this. Someone else in the office must confirm it.")
    require_verified(office, drafted.finding.block)
    _require_intact(office, drafted.finding)
    at = office.now()
    office.measurements.confirm(digest, by, at)
    note_act(office, AuditAct.PUBLISHED, who=by, about=drafted.finding.block, detail="finding")
    return replace(drafted, confirmed_by=by, confirmed_at=at)


def withdraw_finding(office: Office, digest: str, why: str, *, by: str) -> None:
    """Withdraw a public finding: readers see that, and why. Raises BadInput without a reason."""
    reason = " ".join(why.split())
    if not reason or len(reason) > LONGEST_SENTENCE:
        raise BadInput(
            "Enter a reason of at most {most} characters. Readers see it.", most=LONGEST_SENTENCE
        )
    block = office.measurements.finding(digest).finding.block
    office.measurements.withdraw(digest, by, office.now(), reason)
    note_act(office, AuditAct.REMOVED, who=by, about=block, detail="finding")


def is_contradicted(office: Office, stored: StoredFinding) -> bool:
    """Return whether newer answers show signs in less than half the share that was confirmed."""
    confirmed = stored.finding.figures
    if confirmed is None or not confirmed.during.usable:
        return False
    days = (stored.finding.first_day, stored.finding.last_day)
    address = stored.finding.rests_on[0].address
    now = propose_finding(office, stored.finding.block, address, days).figures
    if now is None:
        return False
    before = confirmed.during
    return 2 * now.during.with_signs * before.usable < before.with_signs * now.during.usable


def confirmed_on(office: Office, stored: StoredFinding) -> date:
    """Return the day on which a finding was confirmed, where the block's first body sits."""
    bodies = office.library.block(stored.finding.block).bodies
    zone = ZoneInfo(office.library.zone_of(bodies[0])) if bodies else UTC
    return (stored.confirmed_at or stored.drafted_at).astimezone(zone).date()


def _from_counts(office: Office, block: Block, proposed: ProposedFinding) -> ProposedFinding:
    networks = tuple(
        usable_snapshots(office, block.key, QueryKind.NETWORKS, beside=proposed.query)
    )
    first, last = proposed.first_day, proposed.last_day
    figures = measured_span(
        counts_in(office, proposed.snapshots), counts_in(office, networks), first, last
    )
    known = replace(proposed, snapshots=(*proposed.snapshots, *networks), figures=figures)
    if not figures.enough:
        return replace(
            known,
            problem=Message(
                "Too few measurements for a sentence. It takes {usable} usable ones during the "
                "block, {usable} before it, and {networks} networks.",
                usable=FEWEST_USABLE,
                networks=FEWEST_NETWORKS,
            ),
        )
    asked_on, days = known.snapshots[0].asked_on, (first, last)
    return replace(
        known,
        says=_in_each_language(
            office, lambda to: counted_words(to, block, asked_on, days, figures)
        ),
    )


def _from_outages(office: Office, block: Block, proposed: ProposedFinding) -> ProposedFinding:
    listed = snapshot_reading(office, proposed.snapshots[0]).outages
    # Such an alert says that an outage is over.
    outages = tuple(outage for outage in listed if outage.says != _NO_OUTAGE)
    if not outages:
        problem = Message("The source lists nothing here. That does not show access.")
        return replace(proposed, problem=problem)
    asked_on, source = proposed.snapshots[0].asked_on, proposed.query.source
    return replace(
        proposed,
        outages=outages,
        says=_in_each_language(
            office, lambda to: outage_words(to, block, source, asked_on, outages)
        ),
    )


def _in_each_language(office: Office, words: Callable[[Locale], str]) -> Mapping[str, str]:
    return {code: words(office.locale(code)) for code in office.languages}


def _checked(says: Mapping[str, str]) -> Mapping[str, str]:
    """Return the words on one line each, without languages that have none."""
    kept = {language: " ".join(words.split()) for language, words in says.items()}
    if not kept.get(SOURCE):
        raise BadInput("Enter the sentence in English.")
    if any(len(words) > LONGEST_SENTENCE for words in kept.values()):
        raise BadInput("A sentence has at most {most} characters.", most=LONGEST_SENTENCE)
    return {language: words for language, words in kept.items() if words}


def _rests_on(snapshot: MeasurementSnapshot) -> RestsOn:
    return RestsOn(snapshot.address, snapshot.asked_on, snapshot.sha256, snapshot.facts_sha256)


def _require_intact(office: Office, finding: MeasuredFinding) -> None:
    """Raise Damaged or NotAllowed unless every snapshot under a finding says what it said."""
    kept = office.measurements
    for each in finding.rests_on:
        content = kept.content(finding.block, each.address, each.sha256)
        if read_answer(query_at(each.address), content).facts_sha256 != each.facts_sha256:
            raise NotAllowed(
                "An answer under this sentence is read differently now. Draft it again."
            )
