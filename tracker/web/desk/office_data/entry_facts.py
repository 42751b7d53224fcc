"""An entry of the office's own library as facts, so that a person compares it with its sources."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from tracker.domain.base.days import DaySpan
from tracker.domain.base.text import Text
from tracker.domain.calendar.announced import AnnouncedDays
from tracker.domain.calendar.workdays import Calendar
from tracker.domain.law.block import Block
from tracker.domain.law.body import PublicBody
from tracker.domain.law.law import Law, Source
from tracker.domain.law.power import Power
from tracker.domain.law.statement import Organisation
from tracker.domain.library import Library
from tracker.services.core.naming import CHANNELS
from tracker.web.base.language import gettext, page_locale, worded
from tracker.web.desk.office_data.days_form import ANNOUNCEMENTS
from tracker.web.desk.office_data.filing_address_form import FILES_BY
from tracker.web.record.words.wording import (
    BLOCK_KINDS,
    BODY_ROLES,
    DESIGNATED_BY,
    POWER_SETTINGS,
)

_Named = PublicBody | Power | Law | Calendar


class EntryFact(NamedTuple):
    """A fact of an entry: its name, what is said of it, and the source of this fact alone."""

    name: str
    says: tuple[str, ...]
    source: Source | None = None


def facts_of(entry: object, library: Library) -> tuple[EntryFact, ...]:
    """Return the facts of a block, a body, announced days or an organisation; nothing for other
    entries, which are shown as text.

    A fact that is not known is left out.
    """
    if isinstance(entry, Block):
        found = _block(entry, library)
    elif isinstance(entry, PublicBody):
        found = _body(entry, library)
    elif isinstance(entry, AnnouncedDays):
        found = _announced(entry, library)
    elif isinstance(entry, Organisation):
        found = iter(
            (
                EntryFact(gettext("Name"), _every_word(entry.name)),
                EntryFact(gettext("Sources"), (), entry.source),
            )
        )
    else:
        return ()
    return tuple(each for each in found if any(each.says) or each.source)


def _block(block: Block, library: Library) -> Iterator[EntryFact]:
    locale = page_locale()
    yield EntryFact(gettext("Title"), _every_word(block.title))
    yield EntryFact(gettext("Kind"), (str(BLOCK_KINDS[block.kind]),))
    yield EntryFact(gettext("Service"), _every_word(block.service))
    yield EntryFact(gettext("Where"), _every_word(block.where))
    yield EntryFact(gettext("Codes of the places"), (", ".join(block.places),))
    yield EntryFact(gettext("First day"), (locale.day(block.since), _how_known(block)))
    if block.until:
        yield EntryFact(gettext("Day of restoration"), (locale.day(block.until),))
    if block.last_confirmed:
        last = gettext("Last day on which a source says that it was in force")
        yield EntryFact(last, (locale.day(block.last_confirmed),))
    asked = gettext("Public bodies that can be asked")
    yield EntryFact(asked, _names(block.bodies, library.bodies))
    yield EntryFact(gettext("Powers that could be used"), _names(block.powers, library.powers))
    for order in block.orders:
        on = locale.day(order.on) if order.on else ""
        says = (worded(order.by), on, *_every_word(order.says))
        yield EntryFact(gettext("Who ordered it"), says, order.source)
    for said in block.justifications:
        where = (worded(said.by), locale.day(said.on), str(POWER_SETTINGS[said.setting]))
        yield EntryFact(gettext("Reason given"), (*where, *_every_word(said.says)), said.source)
    yield EntryFact(gettext("Sources"), (), block.source)
    yield EntryFact(gettext("What is not known"), _every_word(block.note))


def _how_known(block: Block) -> str:
    if block.since_unknown:
        return gettext("Nobody says when it began; this is the day of the first report")
    if block.since_about:
        return gettext("It was about this day")
    return gettext("A source names this day")


def _body(body: PublicBody, library: Library) -> Iterator[EntryFact]:
    yield EntryFact(gettext("Name"), _every_word(body.name))
    yield EntryFact(gettext("Name within an English sentence"), _every_word(body.in_sentence))
    yield EntryFact(gettext("Short name"), (body.short_name,))
    yield EntryFact(gettext("Role"), (str(BODY_ROLES[body.role]),))
    yield EntryFact(gettext("Laws that bind it"), _names(body.laws, library.laws))
    calendar = gettext("Calendar of its working days")
    counted_by = [body.calendar] if body.calendar else []
    yield EntryFact(calendar, _names(counted_by, library.calendars))
    yield EntryFact(gettext("Letters are addressed to"), _every_word(body.address_to))
    yield EntryFact(gettext("Postal address"), body.address)
    yield EntryFact(gettext("Email address"), (body.email,))
    if given := body.designation:
        seen = page_locale().day_span(DaySpan.on(given.confirmed_on))
        says = (
            gettext(DESIGNATED_BY[given.designated_by]),
            gettext("Last seen {day:on}.", day=seen),
        )
        yield EntryFact(gettext("The body gives it for information requests"), says, given.source)
    if filing := body.filing_address:
        seen = page_locale().day_span(DaySpan.on(filing.confirmed_on))
        where = gettext(FILES_BY[filing.designated_by])
        last = gettext("Last seen {day:on}.", day=seen)
        told = (filing.email, where, last)
        yield EntryFact(gettext("Address for filing by email"), told, filing.source)
    yield EntryFact(gettext("Website"), (body.website,))
    ways = tuple(gettext(CHANNELS[each]) for each in body.channels if each in CHANNELS)
    yield EntryFact(gettext("Ways in which it takes requests"), ways)
    yield EntryFact(gettext("Sources"), (), body.source)
    yield EntryFact(gettext("What is not known"), _every_word(body.note))


def _announced(entry: AnnouncedDays, library: Library) -> Iterator[EntryFact]:
    locale = page_locale()
    yield EntryFact(gettext("Calendar"), _names([entry.calendar], library.calendars))
    yield EntryFact(gettext("Announcement"), (gettext(ANNOUNCEMENTS[entry.office_is]),))
    yield EntryFact(gettext("Days"), tuple(locale.day(day) for day in entry.days))
    yield EntryFact(gettext("Name of the day"), _every_word(entry.name))
    yield EntryFact(gettext("Announced by"), _every_word(entry.announced_by))
    bodies = _names(sorted(entry.binds), library.bodies)
    yield EntryFact(gettext("Only these public bodies"), bodies)
    yield EntryFact(gettext("Sources"), (), entry.source)
    yield EntryFact(gettext("What is not known"), _every_word(entry.note))


def _every_word(text: Text | None) -> tuple[str, ...]:
    """Return what a text says in each of its languages: each has to be compared."""
    return tuple(text.words.values()) if text else ()


def _names(keys: Iterable[str], shelf: Mapping[str, _Named]) -> tuple[str, ...]:
    """Return the names of entries of a folder of the library; the key of one that is not there."""
    return tuple(_name(shelf[key]) if key in shelf else key for key in keys)


def _name(entry: _Named) -> str:
    return worded(entry.name if isinstance(entry, PublicBody) else entry.title)
