"""Keeps the words of the public records to be found: of each what its page says, and no more."""

from collections.abc import Iterator

from tracker.domain.base.text import Text
from tracker.domain.events.clock.extension_noticed import ExtensionNoticed
from tracker.domain.events.event import Event
from tracker.domain.events.request.corrected import Corrected
from tracker.domain.law.block import Block
from tracker.domain.record.record import Record
from tracker.domain.words.folding import FOLDING_FORM
from tracker.services.core.naming import CORRECTIONS, ELEMENTS, OUTCOMES, PUBLIC_PHASES
from tracker.services.core.office import Office
from tracker.services.ports.search import SearchEntry

# Of a record, as much as some sixty pages say; the rest of a longer text is read, and not sought.
_LONGEST = 150_000
_BATCH = 200


def edition(office: Office) -> str:
    """By what the names and the folding of the words are told from those of another time."""
    return f"{FOLDING_FORM} {office.library.digest}"


def index(office: Office, record: Record, *, removed: bool = False) -> None:
    """Have the current version of a record be found, or a withheld one no more; within the
    transaction that publishes it. `removed` says that words were taken from it."""
    if record.withheld:
        office.records.index.drop(record.reference)
    else:
        office.records.index.put(entry_of(office, record), removed=removed)


def refresh(office: Office, limit: int = _BATCH) -> int:
    """Index some of the records that are not found as they are shown; how many that was.

    A process whose library is not that of the office leaves it to another.
    """
    if not _is_current(office):
        return 0
    behind = office.records.index.behind(edition(office), limit)
    for reference in behind:
        with office.cases.open(reference):
            index(office, office.records.record(reference))
    return len(behind)


def rebuild_index(office: Office) -> None:
    """Forget all that is kept to be found, and index every record anew; by the library that the
    office has, or not at all."""
    if _is_current(office):
        office.records.index.clear()
        while refresh(office):
            pass


def _is_current(office: Office) -> bool:
    return office.premises.state().edition == office.library.digest


def entry_of(office: Office, record: Record) -> SearchEntry:
    """What is kept of a record that is shown."""
    block = office.library.blocks.get(record.block)
    return SearchEntry(
        record=record,
        edition=edition(office),
        names=tuple(_names(office, record, block)),
        passages=tuple(_cut(_passages(office, record))),
        country=_country(office, record, block),
        outcomes=outcomes_of(record),
    )


def outcomes_of(record: Record) -> tuple[str, ...]:
    """What became of its questions, by the last answer to each, every outcome once."""
    last = (asked.outcomes[-1].outcome.value for asked in record.answered if asked.outcomes)
    return tuple(dict.fromkeys(last))


def _names(office: Office, record: Record, block: Block | None) -> Iterator[str]:
    library = office.library
    yield record.reference
    if block:
        yield from (
            *in_all_languages(block.title),
            *in_all_languages(block.service),
            *in_all_languages(block.where),
        )
    bodies = (record.body, *record.handed_on, *record.criticised)
    for body in filter(None, map(library.bodies.get, dict.fromkeys(bodies))):
        yield from (*in_all_languages(body.name), body.short_name, *body.also_called)
    if law := library.laws.get(record.law):
        yield from in_all_languages(law.title)
    if country := _country(office, record, block):
        yield from (office.locale(each).country(country) for each in office.languages)


def _passages(office: Office, record: Record) -> Iterator[str]:
    """Its own words first, then those of the program."""
    yield from (asked.words for asked in record.questions)
    for release in record.releases:
        yield release.title
        yield office.records.text(release.digest).words
    yield from (copy.title for copy in record.copies)
    for entry in record.entries:
        yield from filter(None, _said_in(entry.event))
    for key in record.supporters:
        organisation = office.library.organisations.get(key)
        yield from in_all_languages(organisation.name) if organisation else ()
    yield " · ".join(_worded(office, record))


def _said_in(event: Event) -> Iterator[str]:
    """What an entry says in words of its own."""
    if isinstance(event, ExtensionNoticed):
        yield event.ground
    if isinstance(event, Corrected):
        yield CORRECTIONS.get(event.because, event.why)


def _worded(office: Office, record: Record) -> Iterator[str]:
    """Where it stands, what was asked for and what came of it, in every language of the pages."""
    elements = dict.fromkeys(ELEMENTS[asked.element] for asked in record.questions)
    outcomes = [OUTCOMES[each] for each in OUTCOMES if each.value in outcomes_of(record)]
    for language in office.languages:
        say = office.locale(language).say
        yield from map(say, (PUBLIC_PHASES[record.phase], *outcomes, *elements))


def in_all_languages(text: Text) -> tuple[str, ...]:
    """A text of the library in all its languages."""
    return tuple(text.words.values())


def _country(office: Office, record: Record, block: Block | None) -> str:
    law = office.library.laws.get(record.law)
    return block.country if block else law.country if law else ""


def _cut(passages: Iterator[str]) -> Iterator[str]:
    left = _LONGEST
    for passage in passages:
        if left > 0:
            yield passage[:left]
        left -= len(passage)
