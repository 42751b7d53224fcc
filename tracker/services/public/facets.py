"""Facets: how many of the results there are of each kind, country, body, law, status and year."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum

from tracker.domain.law.questions import Outcome
from tracker.domain.library import Library
from tracker.domain.record.tally import Counts, Scope, What, total
from tracker.services.core.office import Office
from tracker.services.ports.search import FacetRow
from tracker.services.public.library_pages import LibraryPage, LibraryPages

REQUEST_KIND = "request"


class Facet(StrEnum):
    """One way to narrow a search; the value is its name in an address."""

    KIND = "kind"
    COUNTRY = "country"
    BODY = "body"
    LAW = "law"
    PHASE = "phase"
    OUTCOME = "outcome"
    YEAR = "year"
    SILENT = "silent"
    WINDOW = "window"


# How many results have each value. A value without a number was not counted.
Facets = Mapping[Facet, Mapping[str, int | None]]


def facet_counts(
    pages: Iterable[LibraryPage], rows: Sequence[FacetRow], latest_today: date
) -> Facets:
    """Return the facets of library pages and records that were found."""
    found: dict[Facet, Counter[str]] = {facet: Counter() for facet in Facet}
    found[Facet.KIND][REQUEST_KIND] = len(rows)
    for page in pages:
        found[Facet.KIND][page.shelf.value] += 1
        found[Facet.COUNTRY].update(page.countries)
        found[Facet.BODY].update(page.bodies)
        found[Facet.LAW].update(page.laws)
    for row in rows:
        found[Facet.COUNTRY][row.country] += 1
        found[Facet.BODY].update(row.bodies)
        found[Facet.LAW][row.law] += 1
        found[Facet.PHASE][row.phase] += 1
        found[Facet.OUTCOME].update(row.outcomes)
        found[Facet.YEAR][str(row.year or "")] += 1
        found[Facet.SILENT]["1"] += row.silent
        found[Facet.WINDOW]["1"] += bool(row.open_until and row.open_until >= latest_today)
    return {
        facet: {value: number for value, number in numbers.items() if value and number}
        for facet, numbers in found.items()
    }


def recorded_counts(office: Office) -> Counts:
    """Return the number of public records, by phase and year."""
    return office.records.tally(Scope.ALL, [What.RECORDS], "").get(("", What.RECORDS), {})


def recorded_number(office: Office) -> int:
    """Return the number of public records."""
    return total(recorded_counts(office))


def all_facet_values(library: Library, recorded: Counts) -> Facets:
    """Return every value that a search can be narrowed to, without numbers: of the library and of
    the public records."""
    shelves = (library.blocks.values(), library.bodies.values(), library.laws.values())
    known: dict[Facet, Iterable[str]] = {
        Facet.KIND: (REQUEST_KIND, *(each.value for each in LibraryPages)),
        Facet.COUNTRY: {each.country for shelf in shelves for each in shelf},
        Facet.BODY: library.bodies,
        Facet.LAW: library.laws,
        Facet.PHASE: (phase for phase, _ in recorded),
        Facet.OUTCOME: (each.value for each in Outcome),
        Facet.YEAR: (str(year) for _, year in recorded),
        Facet.SILENT: ("1",),
        Facet.WINDOW: ("1",),
    }
    return {facet: dict.fromkeys(values) for facet, values in known.items()}
