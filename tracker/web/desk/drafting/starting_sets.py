"""Items to start a draft from: the core, all that fit, those of an earlier request, none."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from flask import request

from tracker.domain.case.request import Draft
from tracker.domain.events.request.drafted import Drafted
from tracker.services.core.office import Office
from tracker.services.ports.cases import RowFilter
from tracker.web.base.language import gettext, page_language
from tracker.web.desk.base.offering import Offered

# Requests to the same body that are looked at for the latest one.
_EARLIER = 5
# Buttons that select a starting set of items.
_STARTING = "start-"


@dataclass(frozen=True, slots=True)
class StartingSet:
    """Items that one button selects: the button's action, its words and the keys of the items."""

    action: str
    label: str
    keys: tuple[str, ...]


def starting_sets(
    office: Office, draft: Draft, offered: tuple[Offered, ...]
) -> tuple[StartingSet, ...]:
    """Return the sets that this draft can start from."""
    if not offered:
        return ()
    core = [one.asked.key for one in offered if not one.optional]
    every = [one.asked.key for one in offered]
    return sets_of(core, every, _before(office, draft, offered))


def starting_action() -> str:
    """Return the action of the pressed button if it selects a starting set; otherwise empty."""
    action = request.form.get("action", "")
    return action if action.startswith(_STARTING) else ""


def sets_of(
    core: Sequence[str], every: Sequence[str], more: Iterable[StartingSet] = ()
) -> tuple[StartingSet, ...]:
    """Return the sets with items, and one without any. `core` items together cover each part of
    the legal basis once."""
    sets = (
        StartingSet("start-core", gettext("Core ({number})", number=len(core)), tuple(core)),
        StartingSet("start-all", gettext("All {number}", number=len(every)), tuple(every)),
        *more,
    )
    none = StartingSet("start-none", gettext("Clear all"), ())
    return (*(each for each in sets if each.keys), none)


def _before(office: Office, draft: Draft, offered: tuple[Offered, ...]) -> Iterator[StartingSet]:
    """Yield the items of the latest request to the same body, as far as they fit here."""
    rows, _ = office.case_rows.rows(RowFilter(body=draft.body), 0, _EARLIER)
    with office.cases.look_all([row.reference for row in rows]) as cases:
        events = [entry.event for case in cases for entry in case.history]
    asked = [event for event in events if isinstance(event, Drafted)]
    if not asked:
        return
    latest = max(asked, key=lambda drafted: drafted.on.latest)
    keys = {each.key for each in latest.questions}
    block = office.library.block_title(latest.block, page_language())
    yield StartingSet(
        "start-before",
        gettext("As last requested: {block}", block=block),
        tuple(one.asked.key for one in offered if one.asked.key in keys),
    )
