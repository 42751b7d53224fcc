"""The search page, whose address holds the whole query and which needs no script."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from flask import render_template, request, url_for
from werkzeug.datastructures import MultiDict

from tracker.domain.base.text import Text
from tracker.domain.case.case_status import Phase
from tracker.domain.law.questions import Outcome
from tracker.domain.library import Library
from tracker.domain.record.tally import Counts, total
from tracker.services.core.excerpts import Excerpt, QueryPiece
from tracker.services.core.office import Office
from tracker.services.core.search_query import LONGEST_QUERY
from tracker.services.public.facets import REQUEST_KIND, Facet, all_facet_values, recorded_counts
from tracker.services.public.library_pages import LibraryPage, LibraryPages
from tracker.services.public.searching import (
    MOST,
    OnFile,
    OnRecord,
    SearchForm,
    SearchResult,
    search,
)
from tracker.web.base.card_answers import CardAnswer
from tracker.web.base.language import gettext, lazy_gettext, page_language, page_locale
from tracker.web.record.site.facet_words import FacetShown, facet_answer, shown_facets
from tracker.web.record.words.days import about_day
from tracker.web.record.words.lines import Line, shown_lines
from tracker.web.record.words.words import record_words

# The name and endpoint of each kind of page.
_SHELVES = {
    LibraryPages.BLOCK: (lazy_gettext("Block"), "record.block"),
    LibraryPages.BODY: (lazy_gettext("Public body"), "record.body"),
    LibraryPages.LAW: (lazy_gettext("Law"), "record.law"),
    LibraryPages.POWER: (lazy_gettext("Power to block"), "record.power"),
    LibraryPages.STATEMENT: (lazy_gettext("Statement"), "record.statement"),
    LibraryPages.PROVISION: (lazy_gettext("Provision"), "record.law_sources"),
}
_YEARS = range(1900, 2200)
# Of library pages, so many come before the requests.
_ABOVE_REQUESTS = 3


@dataclass(frozen=True, slots=True)
class MarkedExcerpt:
    """An excerpt with its `lang` and `dir` attributes; `lang` is empty if unknown."""

    pieces: tuple[QueryPiece, ...]
    lang: str
    dir: str


@dataclass(frozen=True, slots=True)
class LibraryHit:
    """A library page in the results; `besides` is the country of a law or a provision, or
    the first day of a block; empty for the rest."""

    address: str
    title: Text
    besides: str
    kind: str
    excerpt: MarkedExcerpt


@dataclass(frozen=True, slots=True)
class RecordHit:
    """A request in the results."""

    line: Line
    excerpt: MarkedExcerpt


@dataclass(frozen=True, slots=True)
class Hits:
    """The results of both kinds."""

    library: tuple[LibraryHit, ...] = ()
    requests: tuple[RecordHit, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchPage:
    """The query, the ways to narrow it, and the results; `found` is None before a search.

    `answers` say what was found or, before a search, what there is; none if nothing was found.
    `at_once` library pages are shown outside of a fold.
    """

    asked: SearchForm
    chosen: Mapping[str, str]
    facets: tuple[FacetShown, ...]
    found: SearchResult | None
    answers: tuple[CardAnswer, ...]
    hits: Hits
    near: Hits
    at_once: int
    more: bool


def show_search(office: Office) -> str:
    """Show one page of search results."""
    asked = asked_by(request.args, office.library)
    found = search(office, asked)
    address = partial(_address, asked)
    near = found.near if found else None
    recorded = {} if found else recorded_counts(office)
    facets = found.facets if found else all_facet_values(office.library, recorded)
    shown = SearchPage(
        asked=asked,
        chosen=_chosen(asked),
        facets=tuple(shown_facets(office.library, facets, _chosen(asked), address)),
        found=found,
        answers=tuple(_found(office.library, found) if found else _there_is(office, recorded)),
        hits=_hits(office, found.on_file, found.on_record) if found else Hits(),
        near=_hits(office, near.on_file, near.on_record) if near else Hits(),
        at_once=_ABOVE_REQUESTS if found and found.count else MOST,
        more=found is not None and found.count == MOST,
    )
    return render_template("record/search.html", page=shown, address=address)


def asked_by(args: MultiDict[str, str], library: Library) -> SearchForm:
    """Return the query in an address; unknown keys are left out, so that no address fails."""
    body, law, year = args.get("body", ""), args.get("law", ""), args.get("year", 0, type=int)
    return SearchForm(
        typed=args.get("q", "").strip()[:1000],
        kind=_among(args.get("kind", ""), (REQUEST_KIND, *LibraryPages)),
        country=_among(args.get("country", ""), _countries(library)),
        body=body if body in library.bodies else "",
        law=law if law in library.laws else "",
        phase=_among(args.get("phase", ""), Phase),
        outcome=_among(args.get("outcome", ""), Outcome),
        silent=args.get("silent") == "1",
        window=args.get("window") == "1",
        year=year if year in _YEARS else 0,
        page=min(max(args.get("page", 1, type=int), 1), MOST),
        language=page_language(),
    )


def _among(key: str, known: Iterable[str]) -> str:
    return key if key in {str(each) for each in known} else ""


def _countries(library: Library) -> frozenset[str]:
    """Return the countries of the library's blocks, bodies and laws."""
    shelves = (library.blocks.values(), library.bodies.values(), library.laws.values())
    return frozenset(each.country for shelf in shelves for each in shelf)


def _chosen(asked: SearchForm) -> dict[str, str]:
    """Return the chosen value of each facet, as an address has it."""
    values = {facet.value: getattr(asked, facet.value) for facet in Facet}
    return {name: str(int(v) if v is True else v) for name, v in values.items() if v}


def _address(asked: SearchForm, **new: object) -> str:
    """Return the address of the same search with some changes; empty filters are left out."""
    said = {"q": asked.typed[:LONGEST_QUERY], **_chosen(asked)} | new
    kept = {name: value for name, value in said.items() if value}
    return url_for("record.search", **kept)  # type: ignore[arg-type]


def _there_is(office: Office, recorded: Counts) -> Iterator[CardAnswer]:
    """Yield what a search can find: the number of each kind, which leads to all of that kind."""
    library = office.library
    for name, number, endpoint in (
        (gettext("Requests"), total(recorded), "record.requests"),
        (gettext("Blocks"), len(library.blocks), "record.blocks"),
        (gettext("Public bodies"), len(library.bodies), "record.bodies"),
        (gettext("Laws"), len(library.laws), "record.laws"),
    ):
        yield CardAnswer(name, str(number), address=url_for(endpoint))


def _found(library: Library, found: SearchResult) -> Iterator[CardAnswer]:
    """Yield how much was found, and the commonest statuses and outcomes of the requests."""
    if found.nothing:
        return
    yield CardAnswer(gettext("Requests"), f"{MOST}+" if found.count == MOST else str(found.count))
    yield CardAnswer(gettext("Blocks, public bodies and laws"), str(found.pages))
    for facet in (Facet.PHASE, Facet.OUTCOME):
        yield facet_answer(library, found.facets, facet)


def _hits(office: Office, pages: Sequence[OnFile], records: Sequence[OnRecord]) -> Hits:
    lines = shown_lines(office.library, [each.line for each in records])
    found = zip(lines, records, strict=True)
    return Hits(
        library=tuple(_library_hit(office.library, each) for each in pages),
        requests=tuple(RecordHit(line, _marked(each.excerpt)) for line, each in found),
    )


def _library_hit(library: Library, hit: OnFile) -> LibraryHit:
    kind, endpoint = _SHELVES[hit.page.shelf]
    address = url_for(endpoint, key=hit.page.key, _anchor=hit.page.place or None)
    return LibraryHit(
        address, hit.page.title, _besides(library, hit.page), kind, _marked(hit.excerpt)
    )


def _besides(library: Library, page: LibraryPage) -> str:
    law, block = library.laws.get(page.key), library.blocks.get(page.key)
    if page.shelf in (LibraryPages.LAW, LibraryPages.PROVISION) and law:
        return page_locale().country(law.country)
    if page.shelf is LibraryPages.BLOCK and block:
        return about_day(block.since, block.since_about)
    return ""


def _marked(excerpt: Excerpt) -> MarkedExcerpt:
    said = record_words("".join(piece.said for piece in excerpt.pieces), excerpt.language)
    return MarkedExcerpt(excerpt.pieces, said.lang, said.dir)
