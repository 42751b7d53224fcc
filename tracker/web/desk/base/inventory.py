"""The inventory of the parts of pages, for people who work on the program: each part in both
directions of writing and in dark."""

from datetime import date

from flask import render_template

from tracker.web.base.access import Door, Pages
from tracker.web.base.charts import Scale, Track, axis_ticks, shares

PAGES = Pages("desk_parts", Door.DESK, "/desk/parts")

# An invented year: the page shows shapes, not facts.
_YEAR = Scale(date(2024, 1, 1), date(2024, 12, 31))


@PAGES.get("")
def page() -> str:
    """Show every part once in each direction and in dark."""
    return render_template(
        "desk/parts.html",
        lanes=_lanes(),
        ticks=axis_ticks(_YEAR),
        shares=shares([("given", 5), ("part", 5), ("refused", 4), ("other", 3), ("none", 3)]),
    )


def _lanes() -> tuple[Track, Track, Track]:
    """Return a limit kept with an extension left over, a limit missed, and an end unknown."""
    received, limit, longest = date(2024, 2, 1), date(2024, 3, 14), date(2024, 4, 12)
    kept = _YEAR.track(
        [(received, limit, "allowed"), (limit, longest, "ext")],
        [(limit, "limit"), (date(2024, 3, 1), "good")],
    )
    missed = _YEAR.track(
        [(received, limit, "allowed"), (limit, date(2024, 10, 1), "none")],
        [(limit, "limit"), (date(2024, 10, 1), "now")],
    )
    unknown = _YEAR.track([(date(2024, 6, 1), date(2024, 6, 2), "stood")], [(limit, "open")])
    return kept, missed, unknown
