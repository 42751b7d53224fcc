"""Parts of pages that each process makes once and shows on many pages.

The cells of a week and the steps of a count appear hundreds of times and depend only on their
values. `made_once` and, in templates, `{% call once(...) %}` are for parts that depend on the
library alone, such as the orders of a block or the links at the foot of a public page.
`made_by_values` and `{% call by_values(...) %}` are for parts that depend on the values named
there as well, such as the table of the items of a request.
"""

from collections.abc import Callable, Hashable
from functools import lru_cache
from typing import TypeVar, cast

from flask import Flask, current_app, get_template_attribute
from markupsafe import Markup

from tracker.domain.library import Library
from tracker.services.core.i18n import Locale
from tracker.services.deadlines.explaining import Explained
from tracker.services.deadlines.grid_words import DayCell, StripCell, Week
from tracker.web.base.addresses import PagePlace, place_of_page
from tracker.web.base.language import as_safe, page_locale, this_page, values_of_page
from tracker.web.base.lately_used import kept_in_application

PartMade = TypeVar("PartMade")

SHOW = "macros/show.html"
# A part usually has 3 KB, and at most 40 KB. All parts together take about 5 MB in each process.
_MOST_PARTS = 1000
# Tables and figures of records, with some 12 KB each: about 4 MB.
_MOST_BY_VALUES = 300


def register(app: Flask) -> None:
    """Register the fragments as template filters."""
    app.jinja_env.filters["week_cells"] = _week_cells
    app.jinja_env.filters["step_item"] = lambda step: step_item(step, page_locale())
    app.jinja_env.filters["noted_steps"] = lambda steps: _noted_steps(steps, page_locale())
    app.jinja_env.globals["once"] = _once
    app.jinja_env.globals["by_values"] = _by_values


def show_library(library: Library) -> None:
    """Set the library that this page and its shared parts show.

    A page without one makes every part itself.
    """
    values_of_page().library = library.digest


def made_once(make: Callable[[], PartMade], *key: Hashable) -> PartMade:
    """Return the result of `make`, called once for this key, this library and this language.

    The result must not depend on a record, on a day or on anything that a reader sent.
    """
    return _kept("parts_made_once", _MOST_PARTS, make, key)


def _kept(
    cache: str, most: int, make: Callable[[], PartMade], key: tuple[Hashable, ...]
) -> PartMade:
    page = this_page()
    try:
        edition = page.edition  # type: ignore[union-attr]
    except AttributeError:
        edition = _edition()
        if edition is None:
            return make()
    parts = page.caches.get(cache)  # type: ignore[union-attr]  # a page with an edition
    if parts is None:
        parts = kept_in_application(cache, most)
    whole = (edition, *key)
    part = parts.get(whole)
    if part is None:
        part = make()
        parts.keep(whole, part)
    return cast(PartMade, part)


def _edition() -> tuple[str, PagePlace] | None:
    """Return the edition of the library that this page shows, with the place of the page; None
    if it shows none."""
    values = this_page()
    library = getattr(values, "library", None)
    if values is None or library is None:
        return None
    values.edition, values.caches = (library, place_of_page()), current_app.extensions
    return values.edition


def made_by_values(make: Callable[[], PartMade], *key: Hashable) -> PartMade:
    """Return the result of `make`, called once for this key, this library and this language.

    The key must hold everything in the result that the library does not decide. Pages of the
    workspace, and previews of what is not public, show no library, so nothing of them is kept.
    """
    return _kept("parts_by_values", _MOST_BY_VALUES, make, key)


def _by_values(*key: Hashable, caller: Callable[[], Markup]) -> Markup:
    return made_by_values(caller, _by_values, *key)


def _once(*key: Hashable, caller: Callable[[], Markup]) -> Markup:
    return made_once(caller, _once, *key)


@lru_cache(maxsize=1024)
def _week_cells(week: Week) -> Markup:
    """Return the days of one week of a count as cells of its row."""
    return as_safe("".join(map(_week_cell, week)))


@lru_cache(maxsize=4096)
def _week_cell(cell: StripCell | DayCell | None) -> Markup:
    made: Markup = get_template_attribute(SHOW, "week_cell")(cell)
    return made


@lru_cache(maxsize=512)
def _noted_steps(steps: tuple[Hashable, ...], locale: Locale) -> Markup:
    """Return the steps of a count line by line, in the language of the page."""
    return as_safe("".join([f"{_noted_step(step, locale)}\n" for step in steps]))


@lru_cache(maxsize=4096)
def _noted_step(step: Hashable, locale: Locale) -> Markup:
    """Return one step with the numbers of its sources, in the language of the page."""
    line: Markup = get_template_attribute("record/_rows.html", "noted_step")(step)
    return line


@lru_cache(maxsize=4096)
def step_item(step: Explained, locale: Locale) -> Markup:
    """Return one step of a count as an item of a list, in the language of the page."""
    item: Markup = get_template_attribute(SHOW, "step_item")(step)
    return item
