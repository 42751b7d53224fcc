"""The search page, whose address holds the whole query and which needs no script."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from flask import render_template, request, url_for
from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from tracker.domain.law.questions import Outcome
from tracker.domain.library import Library
from tracker.services.core.naming import OUTCOMES
from tracker.services.core.office import Office
from tracker.services.public.library_pages import LibraryPages
from tracker.services.public.searching import MOST, SearchForm, SearchResult, search, years
from tracker.web.base.language import lazy_gettext, page_locale, worded
from tracker.web.record.words.lines import Line, shown_lines

# The name and endpoint of each kind of page.
_SHELVES = {
    LibraryPages.BLOCK: (lazy_gettext("Block"), "record.block"),
    LibraryPages.BODY: (lazy_gettext("Public body"), "record.body"),
    LibraryPages.LAW: (lazy_gettext("Law"), "record.law"),
    LibraryPages.STATEMENT: (lazy_gettext("Statement"), "record.statement"),
}
YEARS = range(1900, 2200)


@dataclass(frozen=True, slots=True)
class Choice:
    """One filter with its options."""

    name: str
    label: str
    chosen: str
    known: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class SearchPage:
    """The query, the possible filters, and the results; `found` is None before a search."""

    asked: SearchForm
    choices: tuple[Choice, ...]
    found: SearchResult | None
    lines: tuple[Line, ...]
    more: bool


def show_search(office: Office) -> str:
    """Show one page of search results."""
    asked = asked_by(request.args, office.library)
    found = search(office, asked)
    lines = [each.line for each in found.on_record] if found else []
    shown = SearchPage(
        asked=asked,
        choices=tuple(_choices(office, asked)),
        found=found,
        lines=shown_lines(office.library, lines),
        more=found is not None and found.count == MOST,
    )
    address = partial(_address, asked)
    return render_template("record/search.html", page=shown, shelves=_SHELVES, address=address)


def asked_by(args: MultiDict[str, str], library: Library) -> SearchForm:
    """Return the query in an address; unknown keys are left out, so that no address fails."""
    country, body, law = (args.get(name, "") for name in ("country", "body", "law"))
    outcome, year = args.get("outcome", ""), args.get("year", 0, type=int)
    return SearchForm(
        typed=args.get("q", "").strip()[:1000],
        country=country if country in _countries(library) else "",
        body=body if body in library.bodies else "",
        law=law if law in library.laws else "",
        outcome=outcome if outcome in {each.value for each in Outcome} else "",
        silent=args.get("silent") == "1",
        window=args.get("window") == "1",
        year=year if year in YEARS else 0,
        page=min(max(args.get("page", 1, type=int), 1), MOST),
    )


def _address(asked: SearchForm, **new: object) -> str:
    """Return the address of the same search with some changes; empty filters are left out."""
    said = {
        "q": asked.typed,
        "country": asked.country,
        "body": asked.body,
        "law": asked.law,
        "outcome": asked.outcome,
        "silent": int(asked.silent),
        "window": int(asked.window),
        "year": asked.year,
    }
    kept = {name: value for name, value in (said | new).items() if value}
    return url_for("record.search", **kept)  # type: ignore[arg-type]


def _choices(office: Office, asked: SearchForm) -> Iterator[Choice]:
    library = office.library
    countries = {key: page_locale().country(key) for key in _countries(library)}
    yield Choice("country", gettext("Country"), asked.country, _by_name(countries))
    bodies = {key: worded(body.name) for key, body in library.bodies.items()}
    yield Choice("body", gettext("Public body"), asked.body, _by_name(bodies))
    laws = {key: worded(law.title) for key, law in library.laws.items()}
    yield Choice("law", gettext("Law"), asked.law, _by_name(laws))
    outcomes = {outcome.value: gettext(said) for outcome, said in OUTCOMES.items()}
    yield Choice("outcome", gettext("Outcome of an item"), asked.outcome, outcomes)
    offered = {str(year): str(year) for year in years(office)}
    yield Choice("year", gettext("Year of the request"), str(asked.year or ""), offered)


def _by_name(names: Mapping[str, str]) -> dict[str, str]:
    return dict(sorted(names.items(), key=lambda each: each[1].casefold()))


def _countries(library: Library) -> frozenset[str]:
    """Return the countries of the library's blocks, bodies and laws."""
    shelves = (library.blocks.values(), library.bodies.values(), library.laws.values())
    return frozenset(each.country for shelf in shelves for each in shelf)
