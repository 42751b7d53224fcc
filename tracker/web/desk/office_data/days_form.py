"""The forms for announced days and for an organisation, in the office's own library."""

from wtforms import RadioField, SelectField, SelectMultipleField
from wtforms.validators import InputRequired

from tracker.domain.base.text import SOURCE
from tracker.domain.calendar.announced import Announcement
from tracker.services.core.office import Office
from tracker.services.office_data.made_entries import NewDays
from tracker.web.base.forms import DayField, day_of
from tracker.web.base.language import gettext, lazy_gettext
from tracker.web.desk.office_data.sourced_forms import (
    CountryForm,
    SourcedForm,
    bodies_in,
    calendar_choices,
    named_bodies,
    short_line,
)

ANNOUNCEMENTS = {
    Announcement.CLOSED: lazy_gettext("The offices are closed"),
    Announcement.PART_OF_DAY: lazy_gettext("They close for a part of the day"),
    Announcement.OPEN: lazy_gettext("They are open, although it is a day off"),
}


class DaysForm(CountryForm):
    """An announced closure, holiday or working day."""

    calendar = SelectField(lazy_gettext("Calendar"))
    office_is = RadioField(
        lazy_gettext("Announcement"),
        [InputRequired(lazy_gettext("Select the announcement."))],
        choices=lambda: [(key.value, gettext(words)) for key, words in ANNOUNCEMENTS.items()],
        default=Announcement.CLOSED.value,
    )
    first = DayField(lazy_gettext("First day"))
    last = DayField(lazy_gettext("Last day, if there are several"), optional=True)
    name = short_line(
        lazy_gettext("Name of the day"),
        needed=lazy_gettext("Enter the name of the day."),
        hint=lazy_gettext("As it appears in calculations, for example: Day of mourning."),
    )
    name_there = short_line(lazy_gettext("Name, in the other language of letters"))
    announced_by = short_line(
        lazy_gettext("Announced by"),
        needed=lazy_gettext("Enter the office that announced it."),
        hint=lazy_gettext("The office, such as the Cabinet Division. No private persons."),
    )
    bodies = SelectMultipleField(
        lazy_gettext("Only these public bodies"),
        description=lazy_gettext("If it closes all offices of the calendar, select none."),
    )

    def __init__(self, office: Office, country: str) -> None:
        super().__init__(office, country)
        self.calendar.choices = calendar_choices(office, country)
        self.bodies.choices = named_bodies(bodies_in(office, country))

    def typed_days(self) -> NewDays:
        """Return what was typed."""
        return NewDays(
            country=self.country,
            calendar=self.calendar.data or "",
            name=self.words_of(self.name, self.name_there),
            first=day_of(self.first),
            last=self.last.data,
            office_is=Announcement(self.office_is.data),
            announced_by={SOURCE: self.announced_by.data or ""},
            bodies=tuple(self.bodies.data or ()),
            source=self.typed_source(),
            note=self.note.data or "",
        )


class OrganisationForm(SourcedForm):
    """An organisation that supports requests."""

    name = short_line(
        lazy_gettext("Name"), needed=lazy_gettext("Enter the name of the organisation.")
    )

    def __init__(self) -> None:
        super().__init__()
        del self.note
