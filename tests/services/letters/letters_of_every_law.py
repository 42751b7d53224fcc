"""Every letter under every law of the library: a request to each role, and each remedy.

Received on Wednesday 3 September 2025, and without a response or refused on the 9th. Each remedy
is then filed, and is dismissed or not decided, as far as the law has a next one. Today is Tuesday
24 November 2026.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.abroad import by_hand, case_status, refused
from tests.offices import BY, a_paper, a_request, an_office, received, the_library
from tests.services.letters.requests_of_all import ROLES, press, request_to
from tests.services.letters.scenes import answered, outcome
from tools.letter_messages import kinds_worded_in
from tracker.domain.base.days import DaySpan
from tracker.domain.base.terms import DecisionOutcome
from tracker.domain.case.paper_details import PaperDetails
from tracker.domain.events.clock.clock_event import ClockEvent
from tracker.domain.events.event import kinds_of
from tracker.domain.law.body import PublicBody, Role
from tracker.domain.law.law import Actor, Law, LetterKind, Stage
from tracker.domain.law.limits import TransferEffect
from tracker.domain.law.questions import Outcome
from tracker.domain.law.readings import remedy_was_read
from tracker.domain.library import Library
from tracker.domain.words.letter import LetterChoices
from tracker.services.cases.appealing import file_appeal, record_decision
from tracker.services.cases.clock_events import notable, record_clock_event
from tracker.services.cases.silence import sweep
from tracker.services.core.office import Office
from tracker.services.letters.letter_facts import Writer, writer_of
from tracker.services.letters.letter_length import length_of
from tracker.services.letters.remedies import Remedy, unused
from tracker.translations import locale

BLOCK = "xx-test"
RECEIVED, REFUSED, TODAY = date(2025, 9, 3), date(2025, 9, 9), date(2026, 11, 24)
SILENT, DISMISSED = "no decision", "dismissed"
_ORDERED = "The records are to be supplied within 15 days of the date of this order."
# The way to a remedy: the response of the body, then each earlier remedy and its outcome.
Way = tuple[str, ...]
# The ways that are followed through later remedies. The first is the response of the body.
_FOLLOWED = ("silence", "refusal", "partial")
_IN_PART = (Outcome.DISCLOSED, Outcome.PARTLY_DISCLOSED, Outcome.REFUSED)


@dataclass(frozen=True)
class RemedyLetter:
    """The form of a remedy, and the number of words of its letter."""

    form: str
    words: int


@dataclass
class LettersOfLaw:
    """The letters and clock events of a law.

    Pages and words are those of its requests to all roles, and `core` is the fewest core records
    that a role is asked for. Remedies are by stage, and so are the languages in which each letter
    of the simple path is written. Events are the kinds that can be logged once the request was
    received.
    """

    law: Law
    pages: set[int] = field(default_factory=set)
    words: set[int] = field(default_factory=set)
    core: int = 99
    remedies: dict[str, RemedyLetter] = field(default_factory=dict)
    languages: dict[str, tuple[str, ...]] = field(default_factory=dict)
    events: tuple[str, ...] = ()


def remedies_of(law: Law) -> tuple[Stage, ...]:
    """The stages of a law that are remedies. Other steps of a requester have no letter."""
    return tuple(
        stage for stage in law.stages.values() if stage.actor is Actor.REQUESTER and stage.remedy
    )


def body_of(law: Law) -> PublicBody:
    bodies = (body for body in the_library().bodies.values() if law.key in body.laws)
    return next(body for body in bodies if body.role is not Role.APPEAL_BODY)


def library_for(law: Law) -> Library:
    shipped = the_library()
    like = shipped.block("pk-x-2024")
    block = replace(like, key=BLOCK, country=law.country, bodies=(), until=None)
    return replace(shipped, blocks=dict(shipped.blocks) | {BLOCK: block})


def letters_of(law: Law) -> LettersOfLaw:
    """Write every letter under a law."""
    found = LettersOfLaw(law)
    for role in ROLES:
        written = request_to(law, role, "en")
        letter, found.core = written.letter, min(found.core, len(written.asked))
        found.pages.add(length_of(letter).pages)
        found.words.add(len(press().plain(letter).split()))
    library = library_for(law)
    with TemporaryDirectory() as folder, an_office(Path(folder), library=library) as (office, _):
        spoken = replace(office, locale=locale)
        reference = asked_in_a_way(spoken, law, ("silence",))
        found.events = tuple(_events(spoken, reference, law))
        _walk(spoken, law, found)
    found.languages = _languages(law)
    return found


def _languages(law: Law) -> dict[str, tuple[str, ...]]:
    """The languages in which the letter of each remedy is written, by stage."""
    found: dict[str, dict[str, bool]] = {}
    for language in law.languages:
        if not locale(language).letters_alone:
            for stage in remedies_of(law):
                found.setdefault(stage.key, {})[language] = True
        elif LetterKind.APPEAL in kinds_worded_in(language):
            for _, stage, writer in remedies_in(law, language):
                whole = found.setdefault(stage.key, {})
                whole[language] = whole.get(language, True) and not writer.instead
    return {key: tuple(each for each in whole if whole[each]) for key, whole in found.items()}


def remedies_in(law: Law, language: str) -> Iterator[tuple[Way, Stage, Writer]]:
    """Write the letter of each remedy in a language: after silence, after a refusal without a
    ground and with each exemption that the law lists, and after a partial answer."""
    library = library_for(law)
    block = replace(library.block(BLOCK), reported=(), places=(law.country.upper(),))
    library = replace(library, blocks=dict(library.blocks) | {BLOCK: block})
    with TemporaryDirectory() as folder, an_office(Path(folder), library=library) as (office, _):
        spoken = replace(office, locale=locale)
        ways: list[Way] = [("silence",), ("refusal",), ("partial",)]
        ways += [(each.key,) for each in law.exemptions]
        seen: set[Way] = set()
        for way in ways:
            reference = asked_in_a_way(spoken, law, way, language)
            for remedy, writer in open_letters(spoken, reference, language):
                stage = remedy.opened.stage
                yield way, stage, writer
                for end in (SILENT, DISMISSED):
                    step = (*way[:1], stage.key, end)
                    if step not in seen and _leads_on(law, stage) and way[0] in _FOLLOWED:
                        seen.add(step)
                        ways.append((*way, stage.key, end))


def _walk(office: Office, law: Law, found: LettersOfLaw) -> None:
    """Follow each way to a remedy that was not seen before, once for each outcome."""
    ways: list[Way] = [("silence",), ("refusal",)]
    seen: set[Way] = set()
    while ways:
        way = ways.pop(0)
        reference = asked_in_a_way(office, law, way)
        for stage in _written(office, reference, found):
            for end in (SILENT, DISMISSED):
                step = (stage.key, end)
                if step not in seen and _leads_on(law, stage):
                    seen.add(step)
                    ways.append((*way, stage.key, end))


def rows_of(found: LettersOfLaw) -> tuple[tuple[str, ...], ...]:
    """The rows of the document about a law: its requests, each remedy, and its clock events."""
    law, listed = found.law, len(found.law.exemptions)
    exemptions = str(listed) if listed else "none, a section is typed"
    request = (
        law.key,
        _least_to_most(found.pages),
        _least_to_most(found.words),
        str(found.core),
        exemptions,
    )
    remedies = (_row_of_remedy(found, stage) for stage in remedies_of(law))
    return request, *remedies, (law.key, _days(law), _fee(found), _transfer(found))


def _row_of_remedy(found: LettersOfLaw, stage: Stage) -> tuple[str, ...]:
    law, letter = found.law, found.remedies.get(stage.key)
    own = any(forum.stage == stage.key for forum in law.forums)
    pleas = "of this law" if own else "neutral, over the provisions of the file"
    title = stage.title.in_language("en")
    if not remedy_was_read(law, stage):
        return law.key, title, "none: the provision on it was not read", "", "", ""
    if letter is None:
        return law.key, title, "none: no course of a request opens it", "", "", ""
    languages = ", ".join(found.languages.get(stage.key, ()))
    return law.key, title, letter.form, str(letter.words), languages, pleas


def _least_to_most(numbers: set[int]) -> str:
    least, most = min(numbers), max(numbers)
    return str(least) if least == most else f"{least} to {most}"


def _days(law: Law) -> str:
    return "known" if law.first_stage().limits else "not known, so no non-response is logged"


def _fee(found: LettersOfLaw) -> str:
    own = [p for p in found.law.first_stage().pauses if p.begins_with == "fee-noticed"]
    if "fee-noticed" not in found.events:
        return "cannot be logged"
    return f"{own[0].effect.value}, by the file" if own else "no rule known: counted both ways"


def _transfer(found: LettersOfLaw) -> str:
    rule = found.law.first_stage().transfer
    if "transferred" not in found.events:
        return "cannot be logged"
    if rule is None:
        return "no rule known: counted both ways"
    if rule.effect is TransferEffect.NONE:
        return "the law has none: a new request is offered"
    return f"{rule.effect.value}, by the file"


def _leads_on(law: Law, stage: Stage) -> bool:
    return any(law.stages[key].leads_to for key in stage.leads_to)


def asked_in_a_way(office: Office, law: Law, way: Way, language: str = "en") -> str:
    """A request with the history of that way."""
    capacity = next(iter(law.eligibility.kinds), "")
    reference = a_request(
        office,
        block=BLOCK,
        body=body_of(law).key,
        law=law.key,
        on=RECEIVED,
        eligibility=capacity,
        language=language,
    )
    received(office, reference, RECEIVED)
    _begun(office, reference, law)
    if way[0] == "refusal":
        refused(office, reference, REFUSED)
    elif way[0] == "partial":
        answered(office, reference, "partly-answered", REFUSED, *map(outcome, _IN_PART))
    elif way[0] == "silence":
        sweep(office, TODAY)
    else:
        answered(office, reference, "refused", REFUSED, outcome(Outcome.REFUSED, way[0]))
    for stage, end in zip(way[1::2], way[2::2], strict=True):
        _taken(office, reference, stage, end)
    return reference


def _begun(office: Office, reference: str, law: Law) -> None:
    """Log the event that starts the time, if receipt does not."""
    status = case_status(office, reference)
    if status.turn is None:
        for known in notable(status, law):
            if known.event.starts_time and law.first_stage() in known.starts:
                event = kinds_of(ClockEvent)[known.kind](on=DaySpan.on(RECEIVED))
                record_clock_event(office, reference, event, [a_paper("registered.txt")], by=BY)
                return


def _taken(office: Office, reference: str, stage: str, end: str) -> None:
    """File a remedy, and let it be dismissed or stay undecided."""
    remedy = next(r for r in _open(office, reference) if r.opened.stage.key == stage)
    filed = _day_of(remedy)
    file_appeal(office, reference, by_hand(filed), remedy=remedy.place, by=BY)
    if end == DISMISSED:
        paper = [a_paper(f"decision-{stage}.txt")]
        day = filed + timedelta(days=5)
        record_decision(office, reference, day, DecisionOutcome.DISMISSED, paper, by=BY)
    else:
        sweep(office, TODAY)


def letters_in_words(law: Law, way: Way) -> dict[str, str]:
    """The words of the letter of each remedy that is open after a way, by stage."""
    library = library_for(law)
    with TemporaryDirectory() as folder, an_office(Path(folder), library=library) as (office, _):
        spoken = replace(office, locale=locale)
        written = open_letters(spoken, asked_in_a_way(spoken, law, way), "en")
        return {
            remedy.opened.stage.key: " ".join(office.documents.plain(writer.letter()).split())
            for remedy, writer in written
        }


def application_to_enforce(law: Law, way: Way, stage: str) -> str:
    """The words of the application for an order in a remedy, sixty days after it was made.

    The order allows fifteen days, and nothing came since.
    """
    library = library_for(law)
    with TemporaryDirectory() as folder, an_office(Path(folder), library=library) as (office, _):
        spoken = replace(office, locale=locale)
        reference = asked_in_a_way(spoken, law, way)
        remedy = next(r for r in _open(spoken, reference) if r.opened.stage.key == stage)
        filed = _day_of(remedy)
        file_appeal(spoken, reference, by_hand(filed), remedy=remedy.place, by=BY)
        made = filed + timedelta(days=5)
        last = made + timedelta(days=15)
        record_decision(
            spoken,
            reference,
            made,
            DecisionOutcome.ALLOWED,
            [a_paper("order.txt")],
            last,
            details=PaperDetails("C-7/2025", made, "", _ORDERED),
            by=BY,
        )
        with spoken.cases.look(reference) as case:
            kind, chosen, on = LetterKind.ENFORCEMENT, LetterChoices(), made + timedelta(days=60)
            writer = writer_of(spoken, case, kind, None, chosen, on)
        return spoken.documents.plain(writer.letter())


def _open(office: Office, reference: str) -> tuple[Remedy, ...]:
    return unused(case_status(office, reference), office.library)


def _day_of(remedy: Remedy) -> date:
    return min(remedy.opened.opens_earliest + timedelta(days=3), TODAY)


def open_letters(office: Office, reference: str, language: str) -> Iterator[tuple[Remedy, Writer]]:
    """Write the letter of each remedy that is open."""
    for remedy in _open(office, reference):
        stage, drafted = remedy.opened.stage, case_status(office, reference).case_state.drafted
        assert drafted
        if stage.remedy is None or not remedy_was_read(office.library.law(drafted.law), stage):
            continue
        chosen, place = LetterChoices(language=language), remedy.place
        with office.cases.look(reference) as case:
            yield (
                remedy,
                writer_of(office, case, LetterKind.APPEAL, place, chosen, _day_of(remedy)),
            )


def _written(office: Office, reference: str, found: LettersOfLaw) -> Iterator[Stage]:
    """Write the letter of each remedy that is open, and yield its stage."""
    for remedy, writer in open_letters(office, reference, "en"):
        stage = remedy.opened.stage
        words = office.documents.plain(writer.letter())
        assert "{" not in words, (stage.key, words)
        assert writer.pleading, stage.key
        letter = RemedyLetter(form_of(stage), len(words.split()))
        found.remedies.setdefault(stage.key, letter)
        yield stage


def form_of(stage: Stage) -> str:
    """The form of a remedy."""
    if stage.by_suit:
        return "note for counsel"
    return "letter" if stage.by_letter else "pleading"


def _events(office: Office, reference: str, law: Law) -> Iterator[str]:
    """The kinds of clock events that can be logged now, each followed by its answer."""
    status = case_status(office, reference)
    for known in notable(status, law):
        yield known.kind
        if answer := known.event.answered_by:
            yield answer.kind
