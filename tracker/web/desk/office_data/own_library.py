"""The pages of the office's own library: new blocks and bodies, corrections, a second reading."""

from collections.abc import Sequence
from io import BytesIO

from flask import flash, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from tracker.domain.base.errors import BadInput, NotOnFile
from tracker.domain.base.text import SOURCE
from tracker.domain.law.block import Block
from tracker.services.cases.revising import revise_at_once
from tracker.services.core.current_library import with_current_library
from tracker.services.core.office import Office
from tracker.services.office_data.corrections import entry_to_change
from tracker.services.office_data.countries import is_country
from tracker.services.office_data.entry_files import add_file, template_of
from tracker.services.office_data.made_entries import blocks_alike
from tracker.services.office_data.new_entries import (
    add_block,
    add_body,
    add_days,
    add_organisation,
)
from tracker.services.office_data.own_entries import (
    changed_lines,
    known_entries,
    known_entry,
    may_verify,
    read_entry,
    save_entry,
    verify_entry,
    withdraw_entry,
)
from tracker.services.ports.own_library import EntryName
from tracker.web.base.access import Access, Pages, by
from tracker.web.base.forms import PageForm, told_on
from tracker.web.base.language import gettext, lazy_gettext, ngettext, page_locale, worded
from tracker.web.base.site_config import the_office, whole_office
from tracker.web.desk.office_data.correcting import FOLDERS_WITH_FORM
from tracker.web.desk.office_data.days_form import DaysForm, OrganisationForm
from tracker.web.desk.office_data.entry_facts import facts_of
from tracker.web.desk.office_data.entry_forms import BlockForm, BodyForm
from tracker.web.desk.office_data.sourced_forms import (
    CountryForm,
    EntryTextForm,
    WhyForm,
    country_choices,
    other_countries,
)

PAGES = Pages("desk_library", Access.DESK, "/desk/library")
FOLDER_NAMES = {
    "blocks": lazy_gettext("Blocks"),
    "bodies": lazy_gettext("Public bodies"),
    "laws": lazy_gettext("Laws"),
    "calendars": lazy_gettext("Calendars"),
    "powers": lazy_gettext("Powers"),
    "questions": lazy_gettext("Items"),
    "organisations": lazy_gettext("Organisations"),
    "statements": lazy_gettext("Statements"),
    "authorities": lazy_gettext("Authorities"),
    "announced": lazy_gettext("Announced days"),
    "petitions": lazy_gettext("Petitions"),
    "judgments": lazy_gettext("Judgments"),
    "precedents": lazy_gettext("Requests by others that succeeded"),
}

_NEW_FILES = {
    "laws": lazy_gettext("Add a law"),
    "powers": lazy_gettext("Add a power"),
    "calendars": lazy_gettext("Add a calendar"),
    "petitions": lazy_gettext("Add a petition of one country"),
}
# Verifying these recalculates open requests at once, so that their timelines say it at once.
_MOVING_DATES = ("announced", "calendars", "laws")


@PAGES.get("")
def listing() -> str:
    """Show the entries of the office's own library, and the shipped ones that can be corrected."""
    office = the_office()
    return render_template(
        "desk/library.html",
        entries=known_entries(office),
        folders=FOLDER_NAMES,
        with_form=FOLDERS_WITH_FORM,
        new_files=_NEW_FILES,
        shipped={folder: titles_in(office, folder) for folder in FOLDER_NAMES},
        names=office.people_names,
    )


@PAGES.route("/new/block", methods=["GET", "POST"])
def new_block() -> Response | tuple[str, int]:
    """Add a block: the country first, then what is known."""
    office, country = the_office(), request.values.get("country", "")
    if not country:
        return country_page(".new_block", gettext("Add a block"))
    _require_country(office, country)
    form = BlockForm(office, country)
    alike: tuple[Block, ...] = ()
    with told_on(form):
        if form.sent():
            alike = () if form.another.data else blocks_alike(office, form.typed_block())
            if alike:
                raise BadInput("A similar block is already in the library. Compare it first.")
            name = add_block(office, form.typed_block(), str(form.why.data), by=by())
            return _added(name, gettext("Block added. You can already ask about it."))
    return _new("desk/library_block.html", form, country, alike)


@PAGES.route("/new/body", methods=["GET", "POST"])
def new_body() -> Response | tuple[str, int]:
    """Add a public body: the country first, then what is known."""
    office, country = the_office(), request.values.get("country", "")
    if not country:
        return country_page(".new_body", gettext("Add a public body"))
    _require_country(office, country)
    form = BodyForm(office, country)
    with told_on(form):
        if form.sent():
            name = add_body(office, form.typed_body(), str(form.why.data), by=by())
            if not form.chosen_laws():
                said = gettext("Public body added. It can already be sent a petition.")
                return _added(name, said)
            return _added(name, gettext("Public body added. It can already be asked."))
    return _new("desk/library_body.html", form, country)


@PAGES.route("/new/days", methods=["GET", "POST"])
def new_days() -> Response | tuple[str, int]:
    """Add a closure or a holiday that was announced: the country first, then what is known."""
    office, country = the_office(), request.values.get("country", "")
    if not country:
        return country_page(".new_days", gettext("Add a closure or holiday"), every=False)
    require_calendar(office, country)
    form = DaysForm(office, country)
    with told_on(form):
        if form.sent():
            name = add_days(office, form.typed_days(), str(form.why.data), by=by())
            return _added(name, gettext("Added. Until it is verified, the day is uncertain."))
    return _new("desk/library_days.html", form, country)


@PAGES.route("/new/organisation", methods=["GET", "POST"])
def new_organisation() -> Response | tuple[str, int]:
    """Add an organisation that supports requests."""
    office, form = the_office(), OrganisationForm()
    with told_on(form):
        if form.sent():
            typed, why = {SOURCE: str(form.name.data)}, str(form.why.data)
            name = add_organisation(office, typed, form.typed_source(), why, by=by())
            return _added(name, gettext("Organisation added. It can already support requests."))
    return render_template("desk/library_organisation.html", form=form), form.code


@PAGES.route("/new/file/<folder>", methods=["GET", "POST"])
def new_file(folder: str) -> Response | tuple[str, int]:
    """Add a law, a power, a calendar or a petition as a file, from a template."""
    office = the_office()
    form = EntryTextForm(text=template_of(folder))
    with told_on(form):
        if form.sent():
            name = add_file(office, folder, _file_text(form), str(form.why.data), by=by())
            return _added(name, gettext("Saved. Someone else has to compare the sources."))
    shown = render_template("desk/library_file.html", form=form, title=_NEW_FILES[folder])
    return shown, form.code


@PAGES.get("/<folder>/<key>")
def entry(folder: str, key: str) -> str:
    """Show an entry, its versions, and what can be done with it."""
    office, name = the_office(), _name(folder, key)
    known = known_entry(office, name)
    shipped = office.library_reader.shipped(name)
    return render_template(
        "desk/library_entry.html",
        known=known,
        differing=changed_lines(shipped, known.written.text) if shipped else (),
        may_verify=may_verify(office, known.newest, by()),
        facts=facts_of(read_entry(office, known.written), office.library),
        title=titles_in(office, folder).get(key, key),
        folders=FOLDER_NAMES,
        with_form=FOLDERS_WITH_FORM,
        versions=office.own_library.versions(name),
        shipped=shipped,
        form=PageForm(),
        names=office.people_names,
    )


@PAGES.route("/<folder>/<key>/change", methods=["GET", "POST"])
def change(folder: str, key: str) -> Response | tuple[str, int]:
    """Change an entry of the office, or correct a shipped one."""
    office, name = the_office(), _name(folder, key)
    form = EntryTextForm(text=entry_to_change(office, name).text)
    with told_on(form):
        if form.sent():
            save_entry(office, name, _file_text(form), str(form.why.data), by=by())
            return _added(name, gettext("Saved. Someone else has to compare the sources."))
    shown = render_template(
        "desk/library_change.html",
        form=form,
        name=name,
        title=titles_in(office, folder).get(key, key),
        corrects=not office.own_library.versions(name),
        has_form=folder in FOLDERS_WITH_FORM,
    )
    return shown, form.code


@PAGES.post("/<folder>/<key>/verify")
def verify(folder: str, key: str) -> Response:
    """Note that a second person compared the sources."""
    number = request.form.get("number", default=0, type=int)
    office, name = the_office(), _name(folder, key)
    ends = known_entry(office, name).newest.asks_withdrawal
    verify_entry(office, name, number, by=by())
    if ends:
        flash(gettext("Entry withdrawn."))
        return redirect(url_for(".listing"))
    flash(gettext("Verified. The public can see this entry."))
    if folder in _MOVING_DATES:
        flash(_moved(revise_at_once(with_current_library(whole_office()))))
    return redirect(url_for(".entry", folder=folder, key=key))


def _moved(number: int | None) -> str:
    """Return a sentence on the number of requests in which a date moved."""
    if number is None:
        return gettext("Open deadlines are being recalculated. Timelines then say what moved.")
    if not number:
        return gettext("No date of an open request moved.")
    return ngettext(
        "Dates of {number} open request moved. Its timeline says so.",
        "Dates of {number} open requests moved. Their timelines say so.",
        number,
    )


@PAGES.route("/<folder>/<key>/withdraw", methods=["GET", "POST"])
def withdraw(folder: str, key: str) -> Response | tuple[str, int]:
    """Withdraw an entry of the office, or ask a second person to confirm the withdrawal."""
    office, name = the_office(), _name(folder, key)
    known, form = known_entry(office, name), WhyForm()
    with told_on(form):
        if form.sent():
            number = request.form.get("number", default=0, type=int)
            if withdraw_entry(office, name, number, str(form.why.data), by=by()):
                flash(gettext("Entry withdrawn."))
                return redirect(url_for(".listing"))
            return _added(name, gettext("A second person has to confirm the withdrawal."))
    shown = render_template(
        "desk/library_withdraw.html",
        form=form,
        known=known,
        title=titles_in(office, folder).get(key, key),
    )
    return shown, form.code


@PAGES.get("/<folder>/<key>.toml")
def file(folder: str, key: str) -> Response:
    """Return the newest version as a file, to send to those who maintain the library."""
    text = known_entry(the_office(), _name(folder, key)).written.text
    return send_file(
        BytesIO(text.encode()),
        mimetype="application/toml",
        as_attachment=True,
        download_name=f"{key}.toml",
    )


def _name(folder: str, key: str) -> EntryName:
    if folder not in FOLDER_NAMES:
        raise NotOnFile("There is no folder “{folder}” in the library.", folder=folder)
    return EntryName(folder, key)


def titles_in(office: Office, folder: str) -> dict[str, str]:
    """Return the titles of the entries of a folder that have one, by key."""
    shelf = getattr(office.library, folder, {})
    titled = {
        key: getattr(each, "title", getattr(each, "name", None)) for key, each in shelf.items()
    }
    return {key: worded(title) if title else key for key, title in titled.items()}


def _file_text(form: EntryTextForm) -> str:
    return f"{str(form.text.data).strip()}\n"


def country_page(endpoint: str, title: str, *, every: bool = True) -> tuple[str, int]:
    """Return the page on which the country of a new entry is chosen.

    Unless `every`, only countries of the library are offered.
    """
    office = the_office()
    shown = render_template(
        "desk/library_country.html",
        endpoint=endpoint,
        title=title,
        countries=country_choices(office),
        others=other_countries(office) if every else (),
    )
    return shown, 200


def require_calendar(office: Office, country: str) -> None:
    """Raise NotOnFile for a country without a calendar in the library."""
    if not office.library.calendars_of(country):
        raise NotOnFile("The library has no calendar of “{country}”.", country=country)


def _require_country(office: Office, country: str) -> None:
    if not is_country(country, office.library):
        raise NotOnFile("“{country}” is not the code of a country.", country=country)


def _new(
    template: str, form: CountryForm, country: str, alike: Sequence[Block] = ()
) -> tuple[str, int]:
    known = page_locale().country(country)
    shown = render_template(
        template,
        form=form,
        alike=[(worded(each.title), _page_of(each.key)) for each in alike],
        country=country,
        country_name=known,
        other_language=form.language_name,
    )
    return shown, form.code


def _page_of(block: str) -> str:
    """Return the address of a block. An unverified block has only a page in the workspace."""
    if ("blocks", block) in the_office().library.unverified:
        return url_for(".entry", folder="blocks", key=block)
    return url_for("record.block", key=block)


def _added(name: EntryName, said: str) -> Response:
    flash(said)
    return redirect(url_for(".entry", folder=name.folder, key=name.key))
