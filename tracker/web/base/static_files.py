"""What stands outside the pages: the style sheet, and the answer for a supervisor."""

from flask import jsonify
from werkzeug.wrappers import Response

from tracker.web.base.access import Door, Pages
from tracker.web.base.site_config import the_house


def pages() -> Pages:
    """The style sheet and icon under `/static`, and `/healthz`."""
    shelf = Pages("shelf", Door.PUBLIC, static_folder="static")
    shelf.add_url_rule("/healthz", view_func=healthz)
    # A part of the program, which is an input of every page.
    shelf.declared["static"] = lambda of, filename: ()
    return shelf


def healthz() -> tuple[Response, int]:
    """Whether the program can do its work, in JSON: 200 if so, else 503."""
    health = the_house().health()
    swept = health.last_sweep_at
    answer = jsonify(
        well=health.well,
        database=health.database,
        migration=health.migration,
        last_sweep_at=swept.isoformat() if swept else None,
        problems=list(health.problems),
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer, 200 if health.well else 503
