"""A record's entries as a timeline: what happened, on which day, and what was corrected."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from tracker.domain.days import DaySpan
from tracker.domain.law import Law
from tracker.domain.library import Library
from tracker.domain.record import Record, RecordedEntry
from tracker.domain.record_facts import OVERTAKEN, overtaken_on
from tracker.services.naming import (
    AUTHORSHIP,
    CHANNELS,
    CORRECTIONS,
    DECISIONS,
    DELIVERIES,
    DUTIES,
    RECEIPT_PROOFS,
)
from tracker.services.telling import said_causes, said_shift
from tracker.web.language import say, speech, worded
from tracker.web.record.counts import Sources, Step, steps_of
from tracker.web.record.entries import cause_of, entry_name, heard_by
from tracker.web.record.words import name_of


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


def timeline(record: Record, library: Library, sources: Sources) -> tuple[Mark, ...]:
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
            details=tuple(_details(entry, law, library, record)),
            lacking=tuple(_lacking(entry, law)),
            count=steps_of(entry.count, sources),
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


def why_corrected(facts: Mapping[str, str]) -> str:
    """The reason of a correction as a sentence."""
    why = facts.get("why", "")
    return say(CORRECTIONS[why]) if why in CORRECTIONS else why


def _reasons(record: Record) -> dict[int, str]:
    """Why each corrected entry was struck, by its place."""
    return {
        int(entry.facts["entry"]): why_corrected(entry.facts)
        for entry in record.entries
        if entry.kind == "corrected"
    }


def _details(
    entry: RecordedEntry, law: Law | None, library: Library, record: Record
) -> Iterator[str]:
    """What the record says of an entry besides its name and day."""
    facts = entry.facts
    if "channel" in facts:
        yield say("Channel: {channel}.", channel=_named(CHANNELS, facts["channel"]))
    if "proof" in facts:
        yield say("Proof of receipt: {proof}.", proof=_named(RECEIPT_PROOFS, facts["proof"]))
    if facts.get("ground"):
        yield say("Ground given: {ground}.", ground=_ground(law, facts))
    if said := _SAYS.get(entry.kind):
        yield said(entry, library, record)
    yield from (said_shift(shift, law, speech()) for shift in entry.shifts)
    yield from said_causes(entry.shifts, speech())


def _named(names: Mapping[str, str], key: str) -> str:
    return say(names[key]) if key in names else key


def _ground(law: Law | None, facts: Mapping[str, str]) -> str:
    stage = law.stages.get(facts.get("stage", "")) if law else None
    grounds = stage.extension.grounds if stage and stage.extension else ()
    return next((worded(g.says) for g in grounds if g.key == facts["ground"]), facts["ground"])


def _lacking(entry: RecordedEntry, law: Law | None) -> Iterator[str]:
    """What the law makes a refusal show and this paper does not."""
    duties = {duty.key: worded(duty.says) for duty in law.refusal_duties} if law else {}
    for key in filter(None, entry.facts.get("lacking", "").split(", ")):
        yield duties.get(key, key)


def _lapse(entry: RecordedEntry, library: Library, record: Record) -> str:
    if came := overtaken_on(entry.facts):
        return say(
            "In doubt: a paper came ({day}) that the office has not read yet, and it may be the "
            "answer. Once it is read, this entry stands again or is corrected.",
            day=speech().day_span(came),
        )
    if OVERTAKEN in entry.facts:
        return say(
            "In doubt: a paper has come since which the office has not read yet, and it may be "
            "the answer. Once it is read, this entry stands again or is corrected."
        )
    body = name_of(library, entry.facts.get("body", record.body))
    said = say(
        "Nothing from {body} was recorded by {latest}.",
        body=body,
        latest=_day(entry.facts["latest"]),
    )
    if entry.facts["provisional"] == str(True):
        return f"{said} {say('The date is provisional.')}"
    return said


def _appeal(entry: RecordedEntry, library: Library, record: Record) -> str:
    to, cause = heard_by(entry.facts, record, library), cause_of(entry, record)
    if not entry.facts["to"]:
        return say("{to}, {cause}.", to=to, cause=cause) if cause else f"{to}."
    if cause:
        return say("To {body}, {cause}.", body=to, cause=cause)
    return say("To {body}.", body=to)


def _transfer(entry: RecordedEntry, library: Library, record: Record) -> str:
    if to := entry.facts["to"]:
        return say("To {body}.", body=name_of(library, to))
    return say("To a body that is not on file here.")


def _decision(entry: RecordedEntry, library: Library, record: Record) -> str:
    outcome = _named(DECISIONS, entry.facts["outcome"])
    said = [say("The appeal was {outcome}.", outcome=outcome)]
    if by := entry.facts.get("comply_by"):
        said.append(say("The order is to be obeyed by {day}.", day=_day(by)))
    for name in sorted(name for name in entry.facts if name.startswith("duty_")):
        said.append(_duty(*entry.facts[name].split(", ")))
    return " ".join(said)


def _duty(kind: str, day: str, amount: str) -> str:
    what = _named(DUTIES, kind)
    if amount:
        what = speech().listed((what, amount))
    if day:
        return say("To {what}, by {day}.", what=what, day=_day(day))
    return say("To {what}.", what=what)


def _day(day: str) -> str:
    return speech().short_day(date.fromisoformat(day))


def _hearing(entry: RecordedEntry, library: Library, record: Record) -> str:
    day = _day(entry.facts["hearing"])
    if before := entry.facts["before"]:
        return say("For {day} before {body}.", day=day, body=name_of(library, before))
    return say("For {day}.", day=day)


def _adjourned(entry: RecordedEntry, library: Library, record: Record) -> str:
    to = entry.facts["to"]
    return say("To {day}.", day=_day(to)) if to else say("No new day was said.")


def _complied(entry: RecordedEntry, library: Library, record: Record) -> str:
    duty = entry.facts["duty"] != "0"
    if entry.facts.get("in_part"):
        return say("In part: a duty of it.") if duty else say("In part: the whole order.")
    return say("In full: a duty of it.") if duty else say("In full: the whole order.")


def _enforcement(entry: RecordedEntry, library: Library, record: Record) -> str:
    if to := entry.facts["to"]:
        return say("To {body}.", body=name_of(library, to))
    return say("Filed with a court.")


def _correction(entry: RecordedEntry, library: Library, record: Record) -> str:
    place = int(entry.facts["entry"])
    why = why_corrected(entry.facts)
    wrong = next((found for found in record.entries if found.seq == place), None)
    if wrong is None:
        return f"{say('Struck: entry {number}.', number=place)} {why}"
    name = entry_name(wrong, record)
    return f"{say('Struck: “{name}”, entry {number}.', name=name, number=place)} {why}"


def _delivery(entry: RecordedEntry, library: Library, record: Record) -> str:
    return _named(DELIVERIES, entry.facts["result"])


def _noticed(entry: RecordedEntry, library: Library, record: Record) -> str:
    return say(
        "To {body}, with time to answer until {day}.",
        body=name_of(library, entry.facts["to"]),
        day=_day(entry.facts["answer_by"]),
    )


def _stated(entry: RecordedEntry, library: Library, record: Record) -> str:
    return say(
        "Of {body}. Authorship: {how}.",
        body=name_of(library, entry.facts["body"]),
        how=_named(AUTHORSHIP, entry.facts["checked"]),
    )


_SAYS: dict[str, Callable[[RecordedEntry, Library, Record], str]] = {
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
