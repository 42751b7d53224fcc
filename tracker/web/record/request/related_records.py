"""The records related to one: the record that its items came from, and those from its items."""

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.domain.case.case_status import Phase
from tracker.domain.record.record import Record
from tracker.services.core.naming import PUBLIC_PHASES
from tracker.services.core.office import Office
from tracker.web.base.language import gettext, ngettext, page_locale
from tracker.web.record.words.words import name_of


@dataclass(frozen=True, slots=True)
class RelatedRecord:
    """A record that came from the items of another: its body, its items in words, its status."""

    reference: str
    body: str
    items: str
    status: str


@dataclass(frozen=True, slots=True)
class RelatedRecords:
    """The records related to one. `origin` is the reference of the record from which its items
    came, `items` are those items in words, and `led_to` are the records from its own items."""

    origin: str
    items: str
    led_to: tuple[RelatedRecord, ...]


def related_records(office: Office, record: Record, *, led: bool) -> RelatedRecords:
    """Return the records that are related to one; without `led`, none came from its items."""
    found = _from_items(office, record.reference) if led else ()
    return RelatedRecords(
        record.comes_from,
        items_named(record.numbers),
        tuple(_related(office, each) for each in found),
    )


def _from_items(office: Office, reference: str) -> Sequence[Record]:
    lines = office.records.led_to(reference).get(reference, ())
    return office.records.current([line.reference for line in lines])


def _related(office: Office, record: Record) -> RelatedRecord:
    return RelatedRecord(
        record.reference,
        name_of(office.library, record.state.holder),
        items_named(record.numbers),
        gettext(PUBLIC_PHASES[Phase(record.phase)]),
    )


def items_named(numbers: tuple[int, ...]) -> str:
    """Return items by their numbers in the letter; empty for none."""
    if not numbers:
        return ""
    said = page_locale().listed([str(number) for number in numbers])
    return ngettext("Item {items}", "Items {items}", len(numbers), items=said)
