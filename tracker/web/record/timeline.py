"""A record's entries as a timeline: what happened, on which day, and what was corrected."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from tracker.domain.days import DaySpan
from tracker.domain.law import Law
from tracker.domain.library import Library
from tracker.domain.record import Record, RecordedEntry
from tracker.domain.record_facts import OVERTAKEN
from tracker.services.naming import (
    AUTHORSHIP,
    CHANNELS,
    CORRECTIONS,
    DECISIONS,
    DELIVERIES,
    DUTIES,
    RECEIPT_PROOFS,
)
from tracker.services.speaking import Speech
from tracker.services.telling import said_causes, said_shift
from tracker.web.record.counts import Sources, Step, steps_of
from tracker.web.record.entries import cause_of, entry_name
from tracker.web.record.lines import heard_by


@dataclass(frozen=True, slots=True)
class Mark:
    """One entry of the timeline; `struck_because` says why it counts no more, and nothing else is
    then said of it."""

    seq: int
    kind: str
    name: str
    on: DaySpan
    entered_on: date
    details: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    count: tuple[Step, ...] = ()
    struck: bool = False
    struck_because: str = ""


def timeline(
    record: Record, library: Library, sources: Sources, speech: Speech
) -> tuple[Mark, ...]:
    """The entries in the order of their days; those of one day in the order of entering."""
    entries = sorted(record.entries, key=lambda entry: (entry.on.earliest, entry.seq))
    law = library.laws.get(record.law)
    reasons = _reasons(record)
    return tuple(
        _struck(entry, record, reasons)
        if entry.corrected
        else Mark(
            seq=entry.seq,
            kind=entry.kind,
            name=entry_name(entry, record),
            on=entry.on,
            entered_on=entry.entered_on,
            details=tuple(_details(entry, law, library, record, speech)),
            lacking=tuple(_lacking(entry, law)),
            count=steps_of(entry.count, sources, speech),
        )
        for entry in entries
    )


def _struck(entry: RecordedEntry, record: Record, reasons: Mapping[int, str]) -> Mark:
    """A corrected entry: its title and why it was struck, for what it said was wrong."""
    return Mark(
        seq=entry.seq,
        kind=entry.kind,
        name=entry_name(entry, record),
        on=entry.on,
        entered_on=entry.entered_on,
        struck=True,
        struck_because=reasons.get(entry.seq, ""),
    )


IN_DOUBT = (
    "In doubt: a paper has come since which the office has not read yet, and it may be the "
    "answer. Once it is read, this entry stands again or is corrected."
)


def why_corrected(facts: Mapping[str, str]) -> str:
    """The reason of a correction as a sentence."""
    why = facts.get("why", "")
    return CORRECTIONS.get(why, why)


def _reasons(record: Record) -> dict[int, str]:
    """Why each corrected entry was struck, by its place."""
    return {
        int(entry.facts["entry"]): why_corrected(entry.facts)
        for entry in record.entries
        if entry.kind == "corrected"
    }


def _details(
    entry: RecordedEntry, law: Law | None, library: Library, record: Record, speech: Speech
) -> Iterator[str]:
    """What the record says of an entry besides its name and day."""
    facts = entry.facts
    if "channel" in facts:
        yield f"Channel: {CHANNELS.get(facts['channel'], facts['channel'])}."
    if "proof" in facts:
        yield f"Proof of receipt: {RECEIPT_PROOFS.get(facts['proof'], facts['proof'])}."
    if facts.get("ground"):
        yield f"Ground given: {_ground(law, facts)}."
    if said := _SAYS.get(entry.kind):
        yield said(entry, library, record, speech)
    yield from (said_shift(shift, law, speech) for shift in entry.shifts)
    yield from said_causes(entry.shifts, speech)


def _ground(law: Law | None, facts: Mapping[str, str]) -> str:
    stage = law.stages.get(facts.get("stage", "")) if law else None
    grounds = stage.extension.grounds if stage and stage.extension else ()
    return next((str(g.says) for g in grounds if g.key == facts["ground"]), facts["ground"])


def _lacking(entry: RecordedEntry, law: Law | None) -> Iterator[str]:
    """What the law makes a refusal show and this paper does not."""
    duties = {duty.key: str(duty.says) for duty in law.refusal_duties} if law else {}
    for key in filter(None, entry.facts.get("lacking", "").split(", ")):
        yield duties.get(key, key)


def _lapse(entry: RecordedEntry, library: Library, record: Record, speech: Speech) -> str:
    latest = speech.short_day(date.fromisoformat(entry.facts["latest"]))
    body = library.body_name(entry.facts.get("body", record.body))
    if OVERTAKEN in entry.facts:
        return IN_DOUBT
    said = f"Nothing from {body} was recorded by {latest}."
    return f"{said} The date is provisional." if entry.facts["provisional"] == "True" else said


def _appeal(entry: RecordedEntry, library: Library, record: Record, speech: Speech) -> str:
    if entry.facts["to"]:
        return f"To {library.body_name(entry.facts['to'])}{cause_of(entry, record)}."
    return f"{heard_by(entry.facts, record, library)}{cause_of(entry, record)}."


def _transfer(entry: RecordedEntry, library: Library, record: Record, speech: Speech) -> str:
    to = entry.facts["to"]
    return f"To {library.body_name(to)}." if to else "To a body that is not on file here."


def _decision(entry: RecordedEntry, library: Library, record: Record, speech: Speech) -> str:
    outcome = entry.facts["outcome"]
    said = [f"The appeal was {DECISIONS.get(outcome, outcome)}."]
    if by := entry.facts.get("comply_by"):
        said.append(f"The order is to be obeyed by {_day(by, speech)}.")
    for name in sorted(name for name in entry.facts if name.startswith("duty_")):
        kind, day, amount = entry.facts[name].split(", ")
        what = DUTIES.get(kind, kind) + (f", {amount}" if amount else "")
        said.append(f"To {what}{f', by {_day(day, speech)}' if day else ''}.")
    return " ".join(said)


def _day(day: str, speech: Speech) -> str:
    return speech.short_day(date.fromisoformat(day))


def _hearing(entry: RecordedEntry, library: Library, record: Record, speech: Speech) -> str:
    before = entry.facts["before"]
    said = f" before {library.body_name(before)}" if before else ""
    return f"For {_day(entry.facts['hearing'], speech)}{said}."


def _adjourned(entry: RecordedEntry, library: Library, record: Record, speech: Speech) -> str:
    to = entry.facts["to"]
    return f"To {_day(to, speech)}." if to else "No new day was said."


def _complied(entry: RecordedEntry, library: Library, record: Record, speech: Speech) -> str:
    whole = "a duty of it" if entry.facts["duty"] != "0" else "the whole order"
    return f"In part: {whole}." if entry.facts.get("in_part") else f"In full: {whole}."


def _enforcement(entry: RecordedEntry, library: Library, record: Record, speech: Speech) -> str:
    to = entry.facts["to"]
    return f"To {library.body_name(to)}." if to else "Filed with a court."


def _correction(entry: RecordedEntry, library: Library, record: Record, speech: Speech) -> str:
    place = int(entry.facts["entry"])
    wrong = next((found for found in record.entries if found.seq == place), None)
    named = f"“{entry_name(wrong, record)}”, entry {place}" if wrong else f"entry {place}"
    return f"Struck: {named}. {why_corrected(entry.facts)}"


def _delivery(entry: RecordedEntry, library: Library, record: Record, speech: Speech) -> str:
    return DELIVERIES.get(entry.facts["result"], entry.facts["result"])


def _noticed(entry: RecordedEntry, library: Library, record: Record, speech: Speech) -> str:
    by = _day(entry.facts["answer_by"], speech)
    return f"To {library.body_name(entry.facts['to'])}, with time to answer until {by}."


def _stated(entry: RecordedEntry, library: Library, record: Record, speech: Speech) -> str:
    checked = entry.facts["checked"]
    how = AUTHORSHIP.get(checked, checked)
    return f"Of {library.body_name(entry.facts['body'])}. Authorship: {how}."


_SAYS: dict[str, Callable[[RecordedEntry, Library, Record, Speech], str]] = {
    "overdue": _lapse,
    "fell-silent": _lapse,
    "appeal-filed": _appeal,
    "transferred": _transfer,
    "decided": _decision,
    "notice-sent": _noticed,
    "body-stated": _stated,
    "hearing-fixed": _hearing,
    "adjourned": _adjourned,
    "complied": _complied,
    "enforcement-sought": _enforcement,
    "delivery-reported": _delivery,
    "corrected": _correction,
}
