"""Many entries of the office's own library at once: a pasted table of public bodies, and one
verification of several entries."""

from collections.abc import Iterator
from typing import NamedTuple

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import HiddenField, SelectField, TextAreaField

from tracker.domain.law.law import ReadIn
from tracker.services.core.naming import CHANNELS
from tracker.services.core.office import Office
from tracker.services.office_data.bodies_table import (
    HEADINGS,
    MOST_PASTED_BODIES,
    ForAll,
    PlannedBody,
    add_bodies,
    plan_bodies,
)
from tracker.services.office_data.own_entries import (
    KnownEntry,
    known_entries,
    may_verify,
    read_entry,
    verify_entries,
)
from tracker.services.ports.own_library import EntryName
from tracker.web.base.access import Access, Pages, by
from tracker.web.base.forms import PageForm, plain_lines, told_on
from tracker.web.base.language import gettext, lazy_gettext, ngettext, page_locale
from tracker.web.base.site_config import the_office
from tracker.web.desk.office_data.entry_facts import EntryFact, facts_of
from tracker.web.desk.office_data.own_library import (
    FOLDER_NAMES,
    country_page,
    require_calendar,
    titles_in,
)
from tracker.web.desk.office_data.sourced_forms import (
    ReadForm,
    calendar_choices,
    law_choices,
    short_line,
)
from tracker.web.record.words.wording import BODY_ROLES

PAGES = Pages("desk_many_entries", Access.DESK, "/desk/library")


class ManyBodiesForm(ReadForm):
    """A pasted table of public bodies, and the facts that all of them share."""

    table = TextAreaField(
        lazy_gettext("Table"),
        filters=[plain_lines],
        description=lazy_gettext(
            "One line for each public body. Several sources: put “ / ” between."
        ),
    )
    addressed_to = short_line(
        lazy_gettext("Letters are addressed to"),
        needed=lazy_gettext("Enter to whom letters are addressed."),
        hint=lazy_gettext("Used for every line that names no addressee."),
    )
    calendar = SelectField(
        lazy_gettext("Calendar of public bodies without a law"),
        description=lazy_gettext("A public body with a law has the calendar of that law."),
    )

    def __init__(self, office: Office, country: str) -> None:
        super().__init__()
        self.country = country
        self.calendar.choices = calendar_choices(office, country)

    @property
    def for_all(self) -> ForAll:
        """Return the facts for every line."""
        return ForAll(
            self.country,
            self.addressed_to.data or "",
            self.calendar.data or "",
            ReadIn(self.read_in.data),
            str(self.why.data),
        )


class ToVerify(NamedTuple):
    """An entry that waits for a second person, as the page of several shows it."""

    known: KnownEntry
    title: str
    facts: tuple[EntryFact, ...]
    mine: bool

    @property
    def value(self) -> str:
        """Return the value of its box: the entry and the version that was read."""
        name = self.known.newest.name
        return f"{name.folder}/{name.key}/{self.known.newest.number}"


@PAGES.route("/many/bodies", methods=["GET", "POST"])
def bodies() -> Response | tuple[str, int]:
    """Check a pasted table of public bodies line by line, and add them all."""
    office, country = the_office(), request.values.get("country", "")
    if not country:
        return country_page(
            "desk_many_entries.bodies", gettext("Add many public bodies"), every=False
        )
    require_calendar(office, country)
    form, planned = ManyBodiesForm(office, country), tuple[PlannedBody, ...]()
    with told_on(form):
        if form.sent():
            roles = {role.value: str(words) for role, words in BODY_ROLES.items()}
            planned = plan_bodies(office, form.table.data or "", form.for_all, roles)
            if request.form.get("action") == "add":
                added = add_bodies(office, planned, form.for_all, by=by())
                flash(
                    ngettext(
                        "{number} public body added.", "{number} public bodies added.", len(added)
                    )
                )
                return redirect(url_for("desk_library.listing"))
    shown = render_template(
        "desk/library_bodies.html",
        form=form,
        planned=planned,
        country=country,
        country_name=page_locale().country(country),
        headings=HEADINGS,
        most=MOST_PASTED_BODIES,
        roles=BODY_ROLES,
        channels=CHANNELS,
        laws=dict(law_choices(office, country)),
    )
    return shown, form.code


class SeveralForm(PageForm):
    """The entries that a second person verifies together."""

    entry = HiddenField()


@PAGES.route("/verify", methods=["GET", "POST"])
def several() -> Response | tuple[str, int]:
    """Show the entries that wait for a second person, and verify those that were selected."""
    office, form = the_office(), SeveralForm()
    chosen = set(request.form.getlist("entry"))
    waiting = list(_waiting(office))
    with told_on(form):
        if form.sent():
            numbers = {
                one.known.newest.name: one.known.newest.number
                for one in waiting
                if one.value in chosen
            }
            verify_entries(office, numbers | _gone(chosen, waiting), by=by())
            flash(ngettext("{number} entry verified.", "{number} entries verified.", len(numbers)))
            return redirect(url_for("desk_library.listing"))
    shown = render_template(
        "desk/library_verify.html", form=form, waiting=waiting, chosen=chosen, folders=FOLDER_NAMES
    )
    return shown, form.code


def _waiting(office: Office) -> Iterator[ToVerify]:
    titles = {folder: titles_in(office, folder) for folder in FOLDER_NAMES}
    for known in known_entries(office):
        name = known.newest.name
        if known.verified or known.newest.asks_withdrawal or known.unused:
            continue
        if name in office.library.unverified:
            read = getattr(office.library, name.folder).get(name.key)
        else:
            read = read_entry(office, known.written)
        yield ToVerify(
            known,
            titles[name.folder].get(name.key, name.key),
            facts_of(read, office.library),
            mine=not may_verify(office, known.newest, by()),
        )


def _gone(chosen: set[str], waiting: list[ToVerify]) -> dict[EntryName, int]:
    """Return the selected versions that no longer wait. If there is one, none is verified."""
    gone = chosen - {one.value for one in waiting}
    parts = [each.split("/") for each in sorted(gone) if each.count("/") == 2]
    return {
        EntryName(folder, key): int(number)
        for folder, key, number in parts
        if number.isdecimal() and folder in FOLDER_NAMES
    }
