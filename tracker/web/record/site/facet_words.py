"""The facets of a search in words: what it can be narrowed to, with numbers and addresses."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from tracker.domain.case.case_status import Phase
from tracker.domain.law.questions import Outcome
from tracker.domain.library import Library
from tracker.domain.words.alphabet import by_letters
from tracker.services.core.naming import OUTCOMES, PUBLIC_PHASES
from tracker.services.public.facets import REQUEST_KIND, Facet, Facets
from tracker.services.public.library_pages import LibraryPages
from tracker.web.base.card_answers import CardAnswer
from tracker.web.base.language import gettext, lazy_gettext, page_locale, worded
from tracker.web.record.words.list_answers import commonest
from tracker.web.record.words.words import name_of

_NAMES = {
    Facet.KIND: lazy_gettext("Kind"),
    Facet.COUNTRY: lazy_gettext("Country"),
    Facet.BODY: lazy_gettext("Public body"),
    Facet.LAW: lazy_gettext("Law"),
    Facet.PHASE: lazy_gettext("Status"),
    Facet.OUTCOME: lazy_gettext("Outcome of an item"),
    Facet.YEAR: lazy_gettext("Year of the request"),
    Facet.SILENT: lazy_gettext("No response"),
    Facet.WINDOW: lazy_gettext("Appeal window"),
}
_KINDS = {
    REQUEST_KIND: lazy_gettext("Requests"),
    LibraryPages.BLOCK: lazy_gettext("Blocks"),
    LibraryPages.BODY: lazy_gettext("Public bodies"),
    LibraryPages.LAW: lazy_gettext("Laws"),
    LibraryPages.POWER: lazy_gettext("Powers to block"),
    LibraryPages.STATEMENT: lazy_gettext("Statements"),
    LibraryPages.PROVISION: lazy_gettext("Provisions"),
}
_BY_LETTER = (Facet.COUNTRY, Facet.BODY, Facet.LAW)
_AT_ONCE = 6


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value: its address narrows the search to it, or widens it again if it is `chosen`."""

    words: str
    number: int | None
    address: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class FacetShown:
    """One facet: the values shown at once, and those in a fold. None are shown at once where no
    value has a number."""

    name: str
    first: tuple[FacetValue, ...]
    others: tuple[FacetValue, ...]

    @property
    def chosen(self) -> FacetValue | None:
        """Return the value that is chosen, None if none is."""
        return next((value for value in self.first if value.chosen), None)


def shown_facets(
    library: Library, facets: Facets, chosen: Mapping[str, str], address: Callable[..., str]
) -> Iterator[FacetShown]:
    """Yield the facets by which the results can be narrowed, and those by which they are."""
    total = sum(number or 0 for number in facets.get(Facet.KIND, {}).values())
    for facet, name in _NAMES.items():
        own = chosen.get(facet.value, "")
        numbers = {own: None} if own else facets.get(facet, {})
        if not own and list(numbers.values()) in ([], [total]):
            continue
        values = [
            FacetValue(
                words=_words(library, facet, value),
                number=number,
                address=address(**{facet.value: "" if value == own else value}),
                chosen=value == own,
            )
            for value, number in numbers.items()
        ]
        values.sort(key=_order(facet))
        at_once = _AT_ONCE if own or values[0].number is not None else 0
        yield FacetShown(str(name), tuple(values[:at_once]), tuple(values[at_once:]))


def facet_answer(library: Library, facets: Facets, facet: Facet) -> CardAnswer:
    """Return the values of a facet that most results have, with their numbers; a dash if nothing
    was counted."""
    values = facets.get(facet, {}).items()
    found = [(_words(library, facet, value), number) for value, number in values if number]
    # The items of one request may have several outcomes.
    return commonest(str(_NAMES[facet]), found, once=facet is not Facet.OUTCOME)


def _order(facet: Facet) -> Callable[[FacetValue], tuple[int, int, tuple[int, ...]]]:
    """Return the order of values: years latest first, others by number, and names by letter."""

    def place(value: FacetValue) -> tuple[int, int, tuple[int, ...]]:
        year = int(value.words) if facet is Facet.YEAR else 0
        name = by_letters(value.words) if facet in _BY_LETTER else ()
        return -year, -(value.number or 0), name

    return place


def _words(library: Library, facet: Facet, value: str) -> str:
    if facet is Facet.KIND:
        return str(_KINDS[value])
    if facet is Facet.COUNTRY:
        return page_locale().country(value)
    if facet is Facet.BODY:
        return name_of(library, value)
    if facet is Facet.LAW:
        return worded(library.laws[value].title) if value in library.laws else value
    if facet is Facet.PHASE:
        return gettext(PUBLIC_PHASES[Phase(value)])
    if facet is Facet.OUTCOME:
        return gettext(OUTCOMES[Outcome(value)])
    if facet is Facet.SILENT:
        return gettext("No response in the time allowed")
    if facet is Facet.WINDOW:
        return gettext("Still open")
    return value
