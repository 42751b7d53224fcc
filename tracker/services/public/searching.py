"""The search of the library and the public records, by words and by what narrows them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from tracker.domain.words.citations import CITED
from tracker.services.core.excerpts import Excerpt, beginning, excerpt
from tracker.services.core.office import Office
from tracker.services.core.search_query import (
    LONGEST_QUERY,
    query_of,
    tier_of,
)
from tracker.services.ports.search import Found, Hit, Query, Tier, Wanted
from tracker.services.ports.sought import RecordLine, Sought
from tracker.services.public.corrected_query import corrected_words
from tracker.services.public.facets import (
    REQUEST_KIND,
    Facets,
    all_facet_values,
    facet_counts,
    recorded_counts,
)
from tracker.services.public.library_pages import LibraryPage, LibraryPages, library_index

HITS_ON_A_PAGE = 20
# Upper limit on results facet_counts and paged.
MOST = 1000
MOST_PAGES_ON_FILE = 12
MOST_NEAR = 5
_PROVISIONS = (LibraryPages.POWER, LibraryPages.PROVISION)
_ORDER = tuple(LibraryPages)
_TIERS = tuple(Tier)


@dataclass(frozen=True, slots=True)
class SearchForm:
    """A reader's search, as typed and chosen, and the language of the reader's page."""

    typed: str = ""
    kind: str = ""
    country: str = ""
    body: str = ""
    law: str = ""
    phase: str = ""
    outcome: str = ""
    silent: bool = False
    window: bool = False
    year: int = 0
    page: int = 1
    language: str = ""

    @property
    def of_requests(self) -> bool:
        """Return whether a filter is set that only requests can match."""
        narrowed = self.phase or self.outcome or self.silent or self.window or self.year
        return bool(narrowed) or self.kind == REQUEST_KIND

    @property
    def of_library(self) -> bool:
        """Return whether a kind of library page is chosen."""
        return bool(self.kind) and self.kind != REQUEST_KIND

    @property
    def filtered(self) -> bool:
        """Return whether any filter is set."""
        return bool(self.kind or self.country or self.body or self.law or self.of_requests)


@dataclass(frozen=True, slots=True)
class OnFile:
    """A library page that was found, with an excerpt around the words."""

    page: LibraryPage
    excerpt: Excerpt


@dataclass(frozen=True, slots=True)
class OnRecord:
    """A record that was found, with an excerpt around the words."""

    line: RecordLine
    excerpt: Excerpt


@dataclass(frozen=True, slots=True)
class NearResults:
    """Results for words that are nearly those typed: `meant` is the corrected search.

    Without `meant`, they have some of the words and not all.
    """

    meant: str = ""
    on_file: tuple[OnFile, ...] = ()
    on_record: tuple[OnRecord, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.meant or self.on_file or self.on_record)


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The result of a search.

    `count` is the number of records, at most `MOST`, and `pages` that of library pages. If nothing
    was found, `near` is what may have been meant, and `without_filters` is how many records match
    the words alone.
    """

    on_file: tuple[OnFile, ...] = ()
    on_record: tuple[OnRecord, ...] = ()
    count: int = 0
    pages: int = 0
    number: int = 1
    last: int = 1
    too_long: bool = False
    facets: Facets = field(default_factory=dict)
    near: NearResults = NearResults()
    without_filters: int = 0

    @property
    def nothing(self) -> bool:
        """Return whether neither a page nor a record was found."""
        return not self.pages and not self.count


def search(office: Office, asked: SearchForm) -> SearchResult | None:
    """Return one page of search results, None if the search is empty."""
    query = query_of(asked.typed)
    if not query and not asked.filtered:
        return None
    pages = list(_pages(office, query, asked))
    number = min(max(asked.page, 1), MOST // HITS_ON_A_PAGE)
    first = (number - 1) * HITS_ON_A_PAGE
    there = Found((), 0)
    if not asked.of_library:
        wanted = _wanted(office, query, asked)
        there = office.records.index.found(wanted, first, HITS_ON_A_PAGE, MOST)
    last = max(-(-(len(pages) if asked.of_library else there.count) // HITS_ON_A_PAGE), 1)
    if number > last:
        return search(office, replace(asked, page=last))
    found = SearchResult(
        on_file=tuple(_on_file(query, each, asked) for each in _shown(pages, asked, first)),
        on_record=tuple(_on_record(query, hit, asked) for hit in there.hits),
        count=there.count,
        pages=len(pages),
        number=number,
        last=last,
        too_long=len(asked.typed) > LONGEST_QUERY,
        facets=_facets(office, pages, there),
    )
    return _with_advice(office, query, asked, found) if found.nothing else found


def _facets(office: Office, pages: Sequence[LibraryPage], there: Found) -> Facets:
    if there.count >= MOST:
        return all_facet_values(office.library, recorded_counts(office))
    return facet_counts(pages, there.rows, office.latest_today())


def _wanted(office: Office, query: Query, asked: SearchForm) -> Wanted:
    return Wanted(
        query=query,
        among=Sought(
            body=asked.body,
            laws=frozenset(filter(None, (asked.law,))),
            phases=frozenset(filter(None, (asked.phase,))),
            silent=asked.silent,
            # A window counts as closed once its last day is over at any body.
            open_on=office.latest_today() if asked.window else None,
            year=asked.year,
            outcome=asked.outcome,
            country=asked.country,
        ),
    )


def _on_record(query: Query, hit: Hit, asked: SearchForm) -> OnRecord:
    return OnRecord(hit.line, excerpt(query, hit.passages, asked.language))


def _on_file(query: Query, page: LibraryPage, asked: SearchForm) -> OnFile:
    """Return a hit; a provision that was cited is shown by what it says first of all."""
    passages = page.passages
    if page.shelf in _PROVISIONS and tier_of(query, page.name_words, page.words) is Tier.NAMES:
        return OnFile(page, beginning(query, passages, asked.language))
    return OnFile(page, excerpt(query, passages, asked.language))


def _shown(pages: Sequence[LibraryPage], asked: SearchForm, first: int) -> Sequence[LibraryPage]:
    """Return the library pages of one page of results: of all kinds, only the best."""
    if asked.of_library:
        return pages[first : first + HITS_ON_A_PAGE]
    return pages[:MOST_PAGES_ON_FILE] if first == 0 else ()


def _pages(office: Office, query: Query, asked: SearchForm) -> Iterator[LibraryPage]:
    """Yield the library pages that match, best first.

    Provisions are found where one is cited or where they alone are asked for: each law has dozens.
    """
    if asked.of_requests or not (query.wanted or asked.of_library):
        return
    cited = any(term.row[0].startswith(CITED) for term in query.wanted)
    found = list[tuple[int, int, LibraryPage]]()
    for page in library_index(office.library).pages:
        if not _among(page, asked):
            continue
        if page.shelf is LibraryPages.PROVISION and not (cited or asked.of_library):
            continue
        if tier := tier_of(query, page.name_words, page.words):
            found.append((_TIERS.index(tier), _ORDER.index(page.shelf), page))
    found.sort(key=lambda each: each[:2])
    yield from (page for _, _, page in found)


def _among(page: LibraryPage, asked: SearchForm) -> bool:
    return (
        (not asked.kind or asked.kind == page.shelf)
        and (not asked.country or asked.country in page.countries)
        and (not asked.body or asked.body in page.bodies)
        and (not asked.law or asked.law in page.laws)
    )


def _with_advice(
    office: Office, query: Query, asked: SearchForm, found: SearchResult
) -> SearchResult:
    alone = office.records.index.count(Wanted(query), MOST) if asked.filtered and query else 0
    return replace(found, near=_near(office, query, asked), without_filters=alone)


def _near(office: Office, query: Query, asked: SearchForm) -> NearResults:
    """Return results of the search with its spelling corrected, or else with any of its words."""
    meant = corrected_words(office, query, asked.typed)
    near = query_of(meant) if meant else query
    if meant:
        found = _near_results(office, near, asked, meant)
        if found.on_file or found.on_record or len(near.wanted) < 2:
            return found
    if len(near.wanted) < 2:
        return NearResults()
    return _near_results(office, replace(near, any_of=True), asked)


def _near_results(office: Office, near: Query, asked: SearchForm, meant: str = "") -> NearResults:
    """Return the first results of a query that is near the one typed."""
    hits: Sequence[Hit] = ()
    if not asked.of_library:
        wanted = _wanted(office, near, asked)
        hits = office.records.index.found(wanted, 0, MOST_NEAR, MOST_NEAR).hits
    pages = list(_pages(office, near, asked))[:MOST_NEAR]
    return NearResults(
        meant=meant,
        on_file=tuple(_on_file(near, page, asked) for page in pages),
        on_record=tuple(_on_record(near, hit, asked) for hit in hits),
    )
