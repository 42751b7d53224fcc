"""The search of the library and the public records, by words and by state of the request."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from difflib import get_close_matches

from tracker.domain.record.tally import Scope, What
from tracker.domain.words.folding import pieces
from tracker.domain.words.search_query import (
    LONGEST_QUERY,
    Query,
    QueryPiece,
    excerpt,
    named_by,
    query_of,
)
from tracker.services.core.office import Office
from tracker.services.ports.search import Hit, Wanted
from tracker.services.ports.sought import RecordLine, Sought
from tracker.services.public.library_pages import LibraryPage, pages_of

HITS_ON_A_PAGE = 20
# Upper limit on results counted and paged.
MOST = 1000
MOST_PAGES_ON_FILE = 12
MOST_MEANT, LONGEST_MEANT = 4, 24


@dataclass(frozen=True, slots=True)
class SearchForm:
    """A reader's search, as typed and chosen."""

    typed: str = ""
    country: str = ""
    body: str = ""
    law: str = ""
    outcome: str = ""
    silent: bool = False
    window: bool = False
    year: int = 0
    page: int = 1

    @property
    def of_requests(self) -> bool:
        """Return whether a filter is set that only requests can match."""
        return bool(self.outcome or self.silent or self.window or self.year)

    @property
    def filtered(self) -> bool:
        """Return whether any filter is set."""
        return bool(self.country or self.body or self.law or self.of_requests)


@dataclass(frozen=True, slots=True)
class OnFile:
    """A library page that was found, with an excerpt around the words."""

    page: LibraryPage
    excerpt: tuple[QueryPiece, ...]


@dataclass(frozen=True, slots=True)
class OnRecord:
    """A record that was found, with an excerpt around the words."""

    line: RecordLine
    excerpt: tuple[QueryPiece, ...]


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The result of a search.

    `count` is at most `MOST`. If nothing was found, `meant` is a suggestion, and `without_filters`
    is how many records match the words alone.
    """

    on_file: tuple[OnFile, ...] = ()
    on_record: tuple[OnRecord, ...] = ()
    count: int = 0
    number: int = 1
    last: int = 1
    too_long: bool = False
    meant: str = ""
    without_filters: int = 0

    @property
    def nothing(self) -> bool:
        """Return whether neither a page nor a record was found."""
        return not self.on_file and not self.count


def search(office: Office, asked: SearchForm) -> SearchResult | None:
    """Return one page of search results, None if the search is empty."""
    query = query_of(asked.typed)
    if not query and not asked.filtered:
        return None
    wanted = _wanted(office, query, asked)
    number = min(max(asked.page, 1), MOST // HITS_ON_A_PAGE)
    hits, count = office.records.index.found(
        wanted, (number - 1) * HITS_ON_A_PAGE, HITS_ON_A_PAGE, MOST
    )
    last = max(-(-count // HITS_ON_A_PAGE), 1)
    if number > last:
        return search(office, replace(asked, page=last))
    found = SearchResult(
        on_file=tuple(_on_file(office, query, asked)) if number == 1 else (),
        on_record=tuple(_on_record(query, hit) for hit in hits),
        count=count,
        number=number,
        last=last,
        too_long=len(asked.typed) > LONGEST_QUERY,
    )
    return _with_advice(office, query, asked, found) if found.nothing else found


def _wanted(office: Office, query: Query, asked: SearchForm) -> Wanted:
    return Wanted(
        query=query,
        among=Sought(
            body=asked.body,
            laws=frozenset(filter(None, (asked.law,))),
            silent=asked.silent,
            # A window counts as closed once its last day is over at any body.
            open_on=office.latest_today() if asked.window else None,
            year=asked.year,
            outcome=asked.outcome,
            country=asked.country,
        ),
    )


def years(office: Office) -> tuple[int, ...]:
    """Return the years with public requests, latest first."""
    counts = office.records.tally(Scope.ALL, [What.RECORDS], "").values()
    return tuple(sorted({year for each in counts for _, year in each}, reverse=True))


def _on_record(query: Query, hit: Hit) -> OnRecord:
    return OnRecord(hit.line, excerpt(query, hit.passages))


def _on_file(office: Office, query: Query, asked: SearchForm) -> Iterator[OnFile]:
    """Yield the library pages with the words, those with them in a name first."""
    if not query.wanted or asked.of_requests:
        return
    found = [
        page
        for page in pages_of(office.library)
        if (not asked.country or asked.country in page.countries)
        and (not asked.body or asked.body in page.bodies)
        and (not asked.law or asked.law in page.laws)
        and page.holds(query)
    ]
    found.sort(key=lambda page: not named_by(query, page.name_words))
    for page in found[:MOST_PAGES_ON_FILE]:
        yield OnFile(page, excerpt(query, page.passages))


def _with_advice(
    office: Office, query: Query, asked: SearchForm, found: SearchResult
) -> SearchResult:
    alone = office.records.index.count(Wanted(query), MOST) if asked.filtered and query else 0
    return replace(found, meant=_meant(office, asked.typed), without_filters=alone)


def _meant(office: Office, typed: str) -> str:
    """Return the typed text with similar names of the library in place of unknown words."""
    known = {word for page in pages_of(office.library) for word in page.name_words}
    said, changed = [], 0
    for piece, words in pieces(typed[:LONGEST_QUERY]):
        near = _near(words[0], known) if len(words) == 1 and changed < MOST_MEANT else ""
        changed += bool(near)
        said.append(near or piece)
    return " ".join(said) if changed else ""


def _near(word: str, known: set[str]) -> str:
    if word in known or len(word) > LONGEST_MEANT:
        return ""
    return next(iter(get_close_matches(word, sorted(known), n=1, cutoff=0.75)), "")
