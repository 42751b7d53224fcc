"""Fragments repeated by the hundred on many pages, rendered once: weeks, steps of a count.

Each is a template macro that depends only on its arguments.
"""

from functools import lru_cache

from flask import Flask, get_template_attribute
from markupsafe import Markup

from tracker.services.deadlines.explaining import Explained
from tracker.services.deadlines.grid_words import Week
from tracker.web.base.language import page_language

SHOW = "macros/show.html"


def register(app: Flask) -> None:
    """Register the fragments as template filters."""
    app.jinja_env.filters["week_row"] = week_row
    app.jinja_env.filters["step_item"] = lambda step: step_item(step, page_language())


@lru_cache(maxsize=4096)
def week_row(week: Week) -> Markup:
    """Return one week of a count as a row of its table."""
    row: Markup = get_template_attribute(SHOW, "week_row")(week)
    return row


@lru_cache(maxsize=4096)
def step_item(step: Explained, language: str) -> Markup:
    """Return one step of a count as an item of a list, in the language of the page."""
    item: Markup = get_template_attribute(SHOW, "step_item")(step)
    return item
