"""The forms of a new block and a new public body of the office's own library."""

from collections.abc import Iterator
from typing import Any

from wtforms import (
    BooleanField,
    Field,
    FieldList,
    FormField,
    RadioField,
    SelectField,
    SelectMultipleField,
)
from wtforms.validators import InputRequired

from tracker.domain.law.block import BlockKind, is_place_of
from tracker.domain.law.body import Role
from tracker.domain.law.law import ReadIn
from tracker.domain.law.request_email import DesignatedBy
from tracker.services.core.naming import CHANNELS
from tracker.services.core.office import Office
from tracker.services.office_data.countries import NewCalendar, zones_by_country
from tracker.services.office_data.made_entries import FirstDayKnownBy, NewBlock, NewBody, OrderedBy
from tracker.services.office_data.read_sources import NewDesignation, ReadSource
from tracker.services.office_data.reasons_given import ReasonGiven
from tracker.web.base.forms import DayField, day_of
from tracker.web.base.language import gettext, lazy_gettext, page_locale, worded
from tracker.web.desk.office_data.filing_address_form import FilingAddressFields
from tracker.web.desk.office_data.order_form import MOST_ORDERS, OrderForm, faults_of_same
from tracker.web.desk.office_data.reason_form import MOST_REASONS, GivenReasonForm
from tracker.web.desk.office_data.sourced_forms import (
    CountryForm,
    bodies_in,
    calendar_choices,
    law_choices,
    long_text,
    named_bodies,
    short_line,
    typed_lines,
)
from tracker.web.record.words.wording import BLOCK_KINDS, BODY_ROLES, DESIGNATED_BY

_FIRST_DAYS = {
    FirstDayKnownBy.EXACTLY: lazy_gettext("A source names this day"),
    FirstDayKnownBy.ABOUT: lazy_gettext("It was about this day"),
    FirstDayKnownBy.FIRST_REPORTED: lazy_gettext(
        "Nobody says when it began; this is the day of the first report"
    ),
}


class BlockForm(CountryForm):
    """A new block of one country."""

    kind = RadioField(
        lazy_gettext("Kind"),
        choices=lambda: [(key.value, str(words)) for key, words in BLOCK_KINDS.items()],
        default=BlockKind.BLOCK.value,
    )
    service = short_line(
        lazy_gettext("Service"),
        needed=lazy_gettext("Enter the name of the service."),
        hint=lazy_gettext("For example: Signal. For a shutdown: mobile internet."),
    )
    service_there = short_line(lazy_gettext("Service, in the other language of letters"))
    where = short_line(
        lazy_gettext("Where"),
        needed=lazy_gettext("Enter where it was blocked."),
        hint=lazy_gettext("As a letter says it: the country, or a part of it."),
    )
    where_there = short_line(lazy_gettext("Where, in the other language of letters"))
    places = short_line(
        lazy_gettext("Codes of the places"),
        hint=lazy_gettext(
            "ISO 3166, separated by commas, for example PK-PB. Empty means the whole country."
        ),
    )
    another = BooleanField(lazy_gettext("It is another block"))
    since = DayField(lazy_gettext("First day"))
    known = RadioField(
        lazy_gettext("How the first day is known"),
        choices=lambda: [(key.value, gettext(words)) for key, words in _FIRST_DAYS.items()],
        default=FirstDayKnownBy.EXACTLY.value,
    )
    until = DayField(lazy_gettext("Day of restoration"), optional=True)
    last_confirmed = DayField(
        lazy_gettext("Last day on which a source says that it was in force"), optional=True
    )
    bodies = SelectMultipleField(
        lazy_gettext("Public bodies that can be asked"),
        [InputRequired(lazy_gettext("Select at least one public body."))],
    )
    powers = SelectMultipleField(
        lazy_gettext("Powers that could be used"),
        description=lazy_gettext("They are named as possible, never as used."),
    )
    orders = FieldList(
        FormField(OrderForm),
        lazy_gettext("Who ordered it"),
        min_entries=3,
        max_entries=MOST_ORDERS,
    )
    reasons = FieldList(
        FormField(GivenReasonForm),
        lazy_gettext("Reasons given in public"),
        min_entries=2,
        max_entries=MOST_REASONS,
    )

    def __init__(self, office: Office, country: str, **known: Any) -> None:
        super().__init__(office, country, **known)
        self.latest_day = office.latest_today()
        local = bodies_in(office, country)
        asked = [each for each in local if each.role is not Role.APPEAL_BODY]
        self.bodies.choices = named_bodies(asked)
        for order in self.orders:
            order.form.offer(named_bodies(local))
        for reason in self.reasons:
            reason.form.offer(named_bodies(local))
        self.powers.choices = [
            (key, worded(power.title))
            for key, power in office.library.powers.items()
            if power.country == country
        ]

    def allow_no_body(self) -> None:
        """Let the block name no public body, as an entry that has none does."""
        self.bodies.validators = ()
        self.bodies.flags.required = False

    def typed_block(self) -> NewBlock:
        """Return what was typed."""
        return NewBlock(
            kind=BlockKind(self.kind.data),
            country=self.country,
            service=self.words_of(self.service, self.service_there),
            where=self.words_of(self.where, self.where_there),
            places=self._places(),
            since=day_of(self.since),
            known=FirstDayKnownBy(self.known.data),
            until=self.until.data,
            last_confirmed=self.last_confirmed.data,
            bodies=tuple(self.bodies.data or ()),
            powers=tuple(self.powers.data or ()),
            orders=self._orders(),
            source=self.typed_source(),
            note=self.note.data or "",
            reasons=self._reasons(),
        )

    def faults(self) -> Iterator[tuple[Field, str]]:
        """Yield each field that does not fit the others, with the reason."""
        yield from self._faults_of_words()
        yield from self._faults_of_days()
        yield from self._faults_of_places()
        for told in (*self.orders, *self.reasons):
            yield from told.form.faults()
        yield from faults_of_same(self.orders)

    def _faults_of_words(self) -> Iterator[tuple[Field, str]]:
        # An unknown name of a service is the same in most languages. That of a place is not.
        if self.is_new and self.language and not self.where_there.data:
            said = gettext("Enter the place in this language too: every letter in it names it.")
            yield self.where_there, said

    def _faults_of_days(self) -> Iterator[tuple[Field, str]]:
        since, until, last = self.since.data, self.until.data, self.last_confirmed.data
        told_on = (each.form.on for each in (*self.orders, *self.reasons))
        for field in (self.since, self.until, self.last_confirmed, *told_on):
            if field.data and field.data > self.latest_day:
                day = page_locale().short_day(field.data)
                said = gettext("{day} is in the future. Enter a day that has begun.", day=day)
                yield field, said
        for field in (self.until, self.last_confirmed):
            if since and field.data and field.data < since:
                yield (
                    field,
                    gettext(
                        "“{label}” is before the first day, {day}.",
                        label=str(field.label.text),
                        day=page_locale().short_day(since),
                    ),
                )
        if until and last:
            said = gettext("Leave this empty, because you entered a day of restoration.")
            yield self.last_confirmed, said

    def _faults_of_places(self) -> Iterator[tuple[Field, str]]:
        for place in self._places():
            if not is_place_of(place, self.country):
                said = gettext(
                    "“{place}” is not the code of a place in this country. Enter {country}, or a "
                    "part of it such as {country}-XX.",
                    place=place,
                    country=self.country.upper(),
                )
                yield self.places, said

    def _places(self) -> tuple[str, ...]:
        return tuple(filter(None, (each.strip() for each in (self.places.data or "").split(","))))

    def _orders(self) -> tuple[OrderedBy, ...]:
        read_in = ReadIn(self.read_in.data)
        return tuple(filter(None, (each.form.typed(read_in) for each in self.orders)))

    def _reasons(self) -> tuple[ReasonGiven, ...]:
        read_in = ReadIn(self.read_in.data)
        return tuple(filter(None, (each.form.typed(read_in) for each in self.reasons)))


class BodyForm(CountryForm, FilingAddressFields):
    """A new public body of one country."""

    name = short_line(
        lazy_gettext("Name"), needed=lazy_gettext("Enter the name of the public body.")
    )
    name_there = short_line(lazy_gettext("Name, in the other language of letters"))
    in_sentence = short_line(
        lazy_gettext("Name within an English sentence"),
        hint=lazy_gettext("Such as “the Ministry of Justice”. Empty means “the” and the name."),
    )
    short_name = short_line(lazy_gettext("Short name"), hint=lazy_gettext("Such as an acronym."))
    role = RadioField(
        lazy_gettext("Role"),
        [InputRequired(lazy_gettext("Select its role."))],
        choices=lambda: [(key.value, str(words)) for key, words in BODY_ROLES.items()],
        description=lazy_gettext(
            "The items of a request follow the role. For police, a security service or a "
            "provincial authority, select Ministry: it is asked for its own orders, notes and "
            "approvals."
        ),
    )
    laws = SelectMultipleField(
        lazy_gettext("Laws that bind it"),
        description=lazy_gettext(
            "Leave this empty if none does. It is then sent a petition, which has no time limit."
        ),
    )
    calendar = SelectField(lazy_gettext("Calendar of its working days"))
    zone = SelectField(lazy_gettext("Time zone"))
    weekend = SelectMultipleField(
        lazy_gettext("Closed each week"),
        coerce=int,
        description=lazy_gettext(
            "The library has no calendar of this country. One is added with these days and "
            "without public holidays, which are not known."
        ),
    )
    address_to = short_line(
        lazy_gettext("Letters are addressed to"),
        needed=lazy_gettext("Enter to whom letters are addressed."),
        hint=lazy_gettext("For example: The Public Information Officer."),
    )
    address_to_there = short_line(lazy_gettext("Addressed to, in the other language of letters"))
    head = short_line(
        lazy_gettext("Post at its head"),
        hint=lazy_gettext("For example: Chairman. Never the name of a person."),
    )
    review_to = short_line(
        lazy_gettext("A review of its own decision is addressed to"),
        hint=lazy_gettext("Only if a law says that it reviews its own decisions."),
    )
    address = long_text(
        lazy_gettext("Postal address"), hint=lazy_gettext("Only as a source gives it.")
    )
    email = short_line(lazy_gettext("Email address"))
    designated_by = SelectField(
        lazy_gettext("Where the body itself gives it for information requests"),
        description=lazy_gettext(
            "Letters go by email only to such an address. An address for complaints is not one."
        ),
    )
    designated_in = long_text(
        lazy_gettext("Source of this designation"),
        hint=lazy_gettext("One on each line: name, day, and its full https:// address."),
    )
    confirmed_on = DayField(
        lazy_gettext("Day on which you saw the address there"),
        optional=True,
        description=lazy_gettext(
            "The address is used for 90 days after this day. Then someone has to check it again."
        ),
    )
    website = short_line(lazy_gettext("Website"))
    channels = SelectMultipleField(lazy_gettext("Ways in which it takes requests"))

    def __init__(self, office: Office, country: str, **known: Any) -> None:
        super().__init__(office, country, **known)
        self.laws.choices = law_choices(office, country)
        self.calendar.choices = calendar_choices(office, country)
        if not self.laws.choices:
            del self.laws
        if self.calendar.choices:
            del self.zone, self.weekend
        else:
            del self.calendar
            self.zone.choices = [(zone, zone) for zone in zones_by_country().get(country, ())]
            self.weekend.choices = list(enumerate(page_locale().weekdays()))
        self.offer_filing_sources()
        self.designated_by.choices = [
            ("", gettext("Nowhere, or not known")),
            *((key.value, gettext(words)) for key, words in DESIGNATED_BY.items()),
        ]
        self.channels.choices = [(key, gettext(words)) for key, words in CHANNELS.items()]

    def leave_without_calendar(self) -> None:
        """Ask for no calendar: that of a body for which nothing is counted is not asked again."""
        for name in {"calendar", "zone", "weekend"} & set(self._fields):
            del self[name]

    def typed_body(self) -> NewBody:
        """Return what was typed."""
        return NewBody(
            country=self.country,
            name=self.words_of(self.name, self.name_there),
            in_sentence=self.in_sentence.data or "",
            short_name=self.short_name.data or "",
            role=Role(self.role.data),
            laws=self.chosen_laws(),
            calendar=self.calendar.data or "" if "calendar" in self else "",
            address_to=self.words_of(self.address_to, self.address_to_there),
            address=typed_lines(self.address.data),
            email=self.email.data or "",
            website=self.website.data or "",
            channels=tuple(self.channels.data or ()),
            source=self.typed_source(),
            note=self.note.data or "",
            head=self.head.data or "",
            review_to=self.review_to.data or "",
            new_calendar=self._new_calendar(),
            designated=self._designated(),
            files_at=self.typed_filing(self.read_in.data),
        )

    def faults(self) -> Iterator[tuple[Field, str]]:
        """Yield each field about an email address that does not fit the others."""
        yield from self.filing_faults()
        source, day = self.designated_in, self.confirmed_on
        if not self.designated_by.data:
            if source.data or day.data:
                yield self.designated_by, gettext("Select where the body gives the address.")
            return
        if not self.email.data:
            yield self.email, gettext("Enter the email address that the body gives for requests.")
        if not source.data:
            yield source, gettext("Enter at least one source.")
        if not day.data:
            yield day, gettext("Enter the day on which you saw the address there.")

    def _designated(self) -> NewDesignation | None:
        if not (self.designated_by.data and self.confirmed_on.data):
            return None
        source = ReadSource(typed_lines(self.designated_in.data), ReadIn(self.read_in.data))
        by = DesignatedBy(self.designated_by.data)
        return NewDesignation(by, source, self.confirmed_on.data)

    def chosen_laws(self) -> tuple[str, ...]:
        """Return the laws that bind the body, none in a country without a law."""
        return tuple(self.laws.data or ()) if "laws" in self else ()

    def _new_calendar(self) -> NewCalendar | None:
        if "zone" not in self:
            return None
        return NewCalendar(self.zone.data or "", frozenset(self.weekend.data or ()))
