"""The search index of the public records: the words of each record page, nothing else."""

import logging
from collections.abc import Iterator

from tracker.domain.base.errors import Refusal
from tracker.domain.base.text import Text
from tracker.domain.events.clock.extension_noticed import ExtensionNoticed
from tracker.domain.events.event import Event
from tracker.domain.events.request.corrected import Corrected
from tracker.domain.events.responses.reply import Reply
from tracker.domain.law.block import Block
from tracker.domain.record.record import Record
from tracker.services.core.naming import CORRECTIONS, ELEMENTS, OUTCOMES, PUBLIC_PHASES
from tracker.services.core.office import Office
from tracker.services.core.word_index import INDEX_FORM
from tracker.services.ports.search import Passage, SearchEntry

_LOG = logging.getLogger(__name__)

# Most characters indexed for one record, about sixty pages. The rest cannot be searched.
_LONGEST = 150_000
_BATCH = 200


def edition(office: Office) -> str:
    """Return the version of the index: the form of its words, and the library."""
    return f"{INDEX_FORM} {office.library.public.digest}"


def index(office: Office, record: Record, *, removed: bool = False) -> None:
    """Update the index for the current version of a record; delete one that is taken down.

    Call this in the transaction that publishes the record. `removed` says that words were removed.
    """
    if record.withheld:
        office.records.index.drop(record.reference)
    else:
        office.records.index.put(entry_of(office, record), removed=removed)


def refresh(office: Office, limit: int = _BATCH) -> int:
    """Index up to `limit` records whose entry is out of date; return how many.

    Does nothing if this process has another library version than the office.
    """
    if not _is_current(office):
        return 0
    indexed = 0
    for reference in office.records.index.behind(edition(office), limit):
        try:
            with office.cases.open(reference):
                index(office, office.records.record(reference))
        except Refusal as refusal:
            _LOG.error("the record of %s was not indexed: %s", reference, refusal)
            continue
        indexed += 1
    return indexed


def rebuild_index(office: Office) -> None:
    """Clear the index and index every record.

    Does nothing if this process has another library version than the office.
    """
    if _is_current(office):
        office.records.index.clear()
        while refresh(office):
            pass


def _is_current(office: Office) -> bool:
    return office.premises.state().edition == office.library.digest


def entry_of(office: Office, record: Record) -> SearchEntry:
    """Return the index entry of a record that is shown."""
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
    """Return the latest outcome of each item, without duplicates."""
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
    bodies = (record.body, *record.transferred_to, *record.criticised)
    for body in filter(None, map(library.bodies.get, dict.fromkeys(bodies))):
        yield from (*in_all_languages(body.name), body.short_name, *body.also_called)
    if law := library.instrument(record.law):
        yield from in_all_languages(law.title)
    if country := _country(office, record, block):
        yield from (office.locale(each).country(country) for each in office.languages)


def _passages(office: Office, record: Record) -> Iterator[Passage]:
    """Yield the record's own words, then those of the library and the program."""
    for asked in record.questions:
        yield Passage(asked.words, record.language)
    texts = office.records.texts([release.digest for release in record.releases])
    for release in record.releases:
        yield Passage(release.title, record.language)
        yield Passage(texts[release.digest].words, record.language)
    for copy in record.copies:
        yield Passage(copy.title, record.language)
    for entry in record.entries:
        for words in filter(None, _own_words(entry.event)):
            yield Passage(words, record.language)
    yield from _relied_on(office, record)
    for key in record.supporters:
        organisation = office.library.organisations.get(key)
        yield from _in_languages(organisation.name) if organisation else ()
    yield from _state_words(office, record)


def _own_words(event: Event) -> Iterator[str]:
    """Yield the words typed for an entry."""
    if isinstance(event, ExtensionNoticed):
        yield event.ground
    if isinstance(event, Corrected):
        yield CORRECTIONS.get(event.because, event.why)
    if isinstance(event, Reply):
        yield from event.own_words


def _relied_on(office: Office, record: Record) -> Iterator[Passage]:
    """Yield the exemptions that the answers relied on: the provision, and what it covers."""
    law = office.library.instrument(record.law)
    outcomes = (each for question in record.answered for each in question.outcomes)
    relied = {key for outcome in outcomes for key in outcome.exemptions}
    for exemption in law.exemptions if law else ():
        if exemption.key in relied:
            for language, cite in exemption.cite.words.items():
                covers = exemption.covers.words.get(language, "")
                yield Passage(f"{cite}: {covers}" if covers else cite, language)


def _state_words(office: Office, record: Record) -> Iterator[Passage]:
    """Yield the status, items and outcomes, in every page language."""
    parts = (each for asked in record.questions for each in asked.elements)
    elements = dict.fromkeys(ELEMENTS[each] for each in parts)
    outcomes = [OUTCOMES[each] for each in OUTCOMES if each.value in outcomes_of(record)]
    for language in office.languages:
        say = office.locale(language).say
        words = map(say, (PUBLIC_PHASES[record.phase], *outcomes, *elements))
        yield Passage(" · ".join(words), language)


def _in_languages(text: Text) -> Iterator[Passage]:
    return (Passage(words, language) for language, words in text.words.items())


def in_all_languages(text: Text) -> tuple[str, ...]:
    """Return a library text in all its languages."""
    return tuple(text.words.values())


def _country(office: Office, record: Record, block: Block | None) -> str:
    law = office.library.instrument(record.law)
    return block.country if block else law.country if law else ""


def _cut(passages: Iterator[Passage]) -> Iterator[Passage]:
    left = _LONGEST
    for passage in passages:
        if left > 0:
            yield passage._replace(words=passage.words[:left])
        left -= len(passage.words)
