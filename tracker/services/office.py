"""The office: the ports, the library and the clock, in one frozen bundle."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from tracker.domain.library import Library
from tracker.services.ports import Archive, Cases, Documents, People, Premises, Records
from tracker.services.speaking import Speech


@dataclass(frozen=True)
class Office:
    """Everything a use case may touch. `now` gives an aware moment; nothing else asks the time."""

    cases: Cases
    records: Records
    people: People
    archive: Archive
    documents: Documents
    premises: Premises
    library: Library
    now: Callable[[], datetime]
    new_reference: Callable[[], str]
    speech: Callable[[str], Speech]
    notice_days: int
    unreviewed_languages: frozenset[str]

    def today_at(self, body: str) -> date:
        """The day it is now where a public body sits."""
        calendar = self.library.calendars[self.library.body(body).calendar]
        return self.now().astimezone(ZoneInfo(calendar.zone)).date()

    def latest_today(self) -> date:
        """The latest day that it is anywhere among the bodies on file."""
        now = self.now()
        zones = {calendar.zone for calendar in self.library.calendars.values()}
        return max(now.astimezone(ZoneInfo(zone)).date() for zone in zones)
