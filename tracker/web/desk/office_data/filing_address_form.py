"""The fields for the address at which a body takes appeals, complaints and reviews by email."""

from collections.abc import Iterator

from wtforms import Field, SelectField

from tracker.domain.law.law import ReadIn
from tracker.domain.law.request_email import DesignatedBy
from tracker.services.office_data.made_entries import NewBody
from tracker.services.office_data.read_sources import (
    NewDesignation,
    NewFilingAddress,
    ReadSource,
)
from tracker.web.base.forms import DayField, PageForm
from tracker.web.base.language import gettext, lazy_gettext
from tracker.web.desk.office_data.sourced_forms import long_text, short_line, typed_lines

FILES_BY = {
    DesignatedBy.NOTICE: lazy_gettext("In a notice of its own"),
    DesignatedBy.PAGE: lazy_gettext("On its page about appeals"),
    DesignatedBy.RULE: lazy_gettext("In a rule"),
}


class FilingAddressFields(PageForm):
    """The address for appeals, with where the body gives it and when someone saw it there."""

    filing_email = short_line(
        lazy_gettext("Email address for appeals, complaints and reviews"),
        hint=lazy_gettext("Only if the body itself says that these can be filed there by email."),
    )
    filing_by = SelectField(lazy_gettext("Where the body itself gives it for filing"))
    filing_in = long_text(
        lazy_gettext("Source of the address for filing"),
        hint=lazy_gettext("One on each line: name, day, and its full https:// address."),
    )
    filing_seen = DayField(
        lazy_gettext("Day on which you saw the address for filing there"), optional=True
    )

    def offer_filing_sources(self) -> None:
        """Fill the choices of where a body gives its address."""
        self.filing_by.choices = [
            ("", gettext("Nowhere, or not known")),
            *((key.value, str(words)) for key, words in FILES_BY.items()),
        ]

    def filing_faults(self) -> Iterator[tuple[Field, str]]:
        """Yield each empty field if another one is filled in."""
        needed = {
            self.filing_email: gettext("Enter the email address for filing."),
            self.filing_by: gettext("Select where the body gives the address."),
            self.filing_in: gettext("Enter at least one source."),
            self.filing_seen: gettext("Enter the day on which you saw the address there."),
        }
        if any(field.data for field in needed):
            yield from ((field, words) for field, words in needed.items() if not field.data)

    def typed_filing(self, read_in: str) -> NewFilingAddress | None:
        """Return what was typed; None without an address."""
        if not (self.filing_email.data and self.filing_by.data and self.filing_seen.data):
            return None
        source = ReadSource(typed_lines(self.filing_in.data), ReadIn(read_in))
        by = DesignatedBy(self.filing_by.data)
        given = NewDesignation(by, source, self.filing_seen.data)
        return NewFilingAddress(self.filing_email.data.strip(), given)


def filing_fields(facts: NewBody) -> dict[str, object]:
    """Return the values of these fields for a body."""
    known = facts.files_at
    given = known.given if known else None
    return {
        "filing_email": known.email if known else "",
        "filing_by": given.designated_by.value if given else "",
        "filing_in": "\n".join(given.source.named) if given else "",
        "filing_seen": given.confirmed_on if given else None,
    }
