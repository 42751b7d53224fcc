"""The common parts of the forms of the office's own library: sources, reasons, words, choices."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from wtforms import Field, Form, HiddenField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from tracker.domain.base.text import SOURCE
from tracker.domain.law.body import PublicBody
from tracker.domain.law.law import ReadIn
from tracker.services.core.office import Office
from tracker.services.office_data.countries import zones_by_country
from tracker.services.office_data.own_entries import LONGEST_GROUNDS
from tracker.services.office_data.read_sources import ReadSource
from tracker.web.base.forms import PageForm, plain_lines
from tracker.web.base.language import gettext, lazy_gettext, page_locale, worded

_LONGEST_LINE, _LONGEST_TEXT = 300, 3000
_LAST_ON_THE_PAGE = ("sources", "read_in", "note", "why")
# The ways in which a person can have read a source. Memory is not a source.
_READINGS = {
    ReadIn.SECONDARY: lazy_gettext("In the press, or on a page about it"),
    ReadIn.QUOTED: lazy_gettext("As quotations from the order or notice"),
    ReadIn.OFFICIAL_COPY: lazy_gettext("In a copy of the official document"),
    ReadIn.OFFICIAL_TEXT: lazy_gettext("In the official document itself"),
    ReadIn.TRANSLATION: lazy_gettext("In a translation"),
}


def short_line(label: str, *, needed: str = "", hint: str = "") -> StringField:
    """Return a field of one line. `needed` is the error if it is left empty."""
    checks: list[Any] = [Length(max=_LONGEST_LINE, message=_too_long(_LONGEST_LINE))]
    if needed:
        checks.insert(0, InputRequired(needed))
    return StringField(label, checks, description=hint, filters=[_stripped])


def long_text(label: str, *, needed: str = "", hint: str = "") -> TextAreaField:
    """Return a field of several lines. `needed` is the error if it is left empty."""
    checks: list[Any] = [Length(max=_LONGEST_TEXT, message=_too_long(_LONGEST_TEXT))]
    if needed:
        checks.insert(0, InputRequired(needed))
    return TextAreaField(label, checks, description=hint, filters=[plain_lines, _stripped])


def _stripped(typed: str | None) -> str | None:
    return typed.strip() if typed else typed


def _too_long(most: int) -> str:
    return lazy_gettext("Use {most} characters or fewer.", most=f"{most:,}")


class PartOfForm(Form):
    """Fields that a form repeats, such as those about one order. Left empty, they say nothing."""

    class Meta(PageForm.Meta):
        """The settings that all forms of the pages share."""

    @property
    def filled(self) -> bool:
        """Return whether anything was typed, or has an error."""
        return any(field.data or field.errors for field in self)


class WhyForm(PageForm):
    """The reason for a new version."""

    why = TextAreaField(
        lazy_gettext("What you compared"),
        [
            InputRequired(lazy_gettext("Say what the sources are, or what was wrong.")),
            Length(max=LONGEST_GROUNDS, message=_too_long(LONGEST_GROUNDS)),
        ],
        filters=[plain_lines],
        description=lazy_gettext(
            "For the person who verifies it. No names of private persons. Only the office sees "
            "this."
        ),
    )


class EntryTextForm(WhyForm):
    """An entry as the text of its file."""

    text = TextAreaField(
        lazy_gettext("The file"),
        [InputRequired(lazy_gettext("Enter the text of the file."))],
        filters=[plain_lines],
        description=lazy_gettext(
            "In TOML, in the same form as the files that come with the program. The README of the "
            "library explains each word."
        ),
    )


class ReadForm(WhyForm):
    """How the sources of new entries were read."""

    read_in = RadioField(
        lazy_gettext("How you read it"),
        [InputRequired(lazy_gettext("Select how you read it."))],
        choices=lambda: [(key.value, gettext(words)) for key, words in _READINGS.items()],
        default=ReadIn.SECONDARY.value,
    )


class SourcedForm(ReadForm):
    """What every new entry needs: sources, and how they were read."""

    sources = long_text(
        lazy_gettext("Sources"),
        needed=lazy_gettext("Enter at least one source."),
        hint=lazy_gettext("One on each line: name, day, and its full https:// address."),
    )
    note = long_text(
        lazy_gettext("What is not known"),
        hint=lazy_gettext("Shown to readers beside the facts. May be left empty."),
    )

    def typed_source(self) -> ReadSource:
        """Return the sources that were typed."""
        return ReadSource(typed_lines(self.sources.data), ReadIn(self.read_in.data))


class CountryForm(SourcedForm):
    """A new entry of one country, or one that is changed.

    `known` has the first values of its fields, and `filled_with` the digest of their entry.
    """

    filled_with = HiddenField()

    def __init__(self, office: Office, country: str, **known: Any) -> None:
        super().__init__(None, **known)
        # The parts of every entry are last on its page, and so in the summary of its errors.
        for name in _LAST_ON_THE_PAGE:
            self._fields[name] = self._fields.pop(name)
        self.is_new = True
        self.country, self.language = country, other_language(office, country)
        known_language = office.every_language.get(self.language)
        self.language_name = known_language.name if known_language else self.language

    def faults(self) -> Iterator[tuple[Field, str]]:
        """Yield each field that does not fit the others, with the reason."""
        yield from ()

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        """Return whether the form is complete and consistent. Errors are beside their fields."""
        fits = super().validate(extra_validators)
        faults = tuple(self.faults())
        for field, message in faults:
            field.errors = [*field.errors, message]
            self.code = 422
        return fits and not faults

    def words_of(self, english: StringField, other: StringField) -> Mapping[str, str]:
        """Return what was typed in English and in the other language."""
        return {SOURCE: english.data or ""} | {self.language: other.data or ""}


def typed_lines(typed: str | None) -> tuple[str, ...]:
    """Return the lines that have words."""
    return tuple(line.strip() for line in (typed or "").splitlines() if line.strip())


def other_language(office: Office, country: str) -> str:
    """Return the first language of a country's laws besides English; empty if there is none."""
    spoken = (
        language
        for law in office.library.laws.values()
        if law.country == country
        for language in law.languages
    )
    return next((each for each in spoken if each != SOURCE), "")


def named_bodies(bodies: list[PublicBody]) -> list[tuple[str, str]]:
    """Return the keys of bodies with their names."""
    return [(body.key, worded(body.name)) for body in bodies]


def country_choices(office: Office) -> list[tuple[str, str]]:
    """Return the countries with a law in the library, by name."""
    return _named({law.country for law in office.library.laws.values()})


def other_countries(office: Office) -> list[tuple[str, str]]:
    """Return every other country of ISO 3166, by name."""
    with_law = {law.country for law in office.library.laws.values()}
    return _named(zones_by_country().keys() - with_law)


def _named(codes: Iterable[str]) -> list[tuple[str, str]]:
    named = [(code, page_locale().country(code)) for code in codes]
    return sorted(named, key=lambda each: each[1])


def calendar_choices(office: Office, country: str) -> list[tuple[str, str]]:
    """Return the calendars of a country, by key."""
    library = office.library
    known = sorted(library.calendars_of(country))
    return [(key, worded(library.calendars[key].title)) for key in known]


def law_choices(office: Office, country: str) -> list[tuple[str, str]]:
    """Return the laws of a country, by key."""
    laws = office.library.laws.items()
    return [(key, worded(law.title)) for key, law in laws if law.country == country]


def bodies_in(office: Office, country: str) -> list[PublicBody]:
    """Return the public bodies of a country."""
    return [each for each in office.library.bodies.values() if each.country == country]
