"""The very page that readers would get, shown at the desk before anything is public."""

from typing import Any, cast

from flask import current_app, render_template

from tracker.services.publishing import Preview
from tracker.web.house import the_office
from tracker.web.record.requests import RequestPage, request_page


def laid_out(seen: Preview) -> RequestPage:
    """What a reader would be shown, ready to be laid out."""
    return request_page(the_office(), seen.record, words=seen.words)


def as_readers_get(seen: Preview) -> str:
    """The whole page, byte for byte."""
    return render_template("record/request.html", page=laid_out(seen), **_frame_of_the_record())


def _frame_of_the_record() -> dict[str, Any]:
    """What the public pages' templates name, which on the desk nobody gives them."""
    processors = current_app.template_context_processors["record"]
    given = (cast(dict[str, Any], gives()) for gives in processors)
    named = {name: value for each in given for name, value in each.items()}
    return named | {"here": "record.request"}
