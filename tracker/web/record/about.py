"""What is recorded and how days are counted, with the edition and the calendars in use."""

from dataclasses import dataclass

from tracker.domain.law import Law
from tracker.domain.workdays import Calendar
from tracker.services.office import Office


@dataclass(frozen=True, slots=True)
class AboutPage:
    """What the page on method needs to name."""

    edition: str
    laws: tuple[Law, ...]
    calendars: tuple[Calendar, ...]
    notice_days: int


def about_page(office: Office) -> AboutPage:
    """Gather the page on method."""
    library = office.library
    return AboutPage(
        edition=library.digest,
        laws=tuple(library.laws.values()),
        calendars=tuple(library.calendars.values()),
        notice_days=office.notice_days,
    )
