"""The page on what is recorded and how days are counted, with the library's edition and
calendars."""

from dataclasses import dataclass

from tracker.domain.calendar.workdays import Calendar
from tracker.domain.law.law import Law
from tracker.domain.words.alphabet import by_letters
from tracker.services.core.office import Office
from tracker.web.base.language import page_locale


@dataclass(frozen=True, slots=True)
class AboutPage:
    """The facts named on the page about the site."""

    edition: str
    laws: tuple[tuple[str, Law], ...]
    calendars: tuple[Calendar, ...]
    notice_days: int


def about_page(office: Office) -> AboutPage:
    """Return the page about the site."""
    library = office.library
    laws = ((page_locale().country(law.country), law) for law in library.laws.values())
    return AboutPage(
        edition=library.digest,
        laws=tuple(sorted(laws, key=lambda named: (by_letters(named[0]), named[1].key))),
        calendars=tuple(library.calendars.values()),
        notice_days=office.notice_days,
    )
