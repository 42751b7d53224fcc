"""The office's own library at the desk: new blocks and bodies, corrections, a second reading."""

from io import BytesIO

from flask import flash, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from tracker.domain.base.errors import NotOnFile
from tracker.services.core.office import Office
from tracker.services.office_data.new_entries import add_block, add_body
from tracker.services.office_data.own_entries import (
    known_entries,
    known_entry,
    may_verify,
    read_entry,
    save_entry,
    verify_entry,
    withdraw_entry,
)
from tracker.services.ports.own_library import EntryName
from tracker.web.base.access import Door, Pages, by
from tracker.web.base.forms import PageForm, told_on
from tracker.web.base.language import gettext, lazy_gettext, page_locale, worded
from tracker.web.base.site_config import the_office
from tracker.web.desk.office_data.entry_facts import facts_of
from tracker.web.desk.office_data.entry_forms import (
    BlockForm,
    BodyForm,
    EntryTextForm,
    country_choices,
)

PAGES = Pages("desk_library", Door.DESK, "/desk/library")
_FOLDERS = {
    "blocks": lazy_gettext("Blocks"),
    "bodies": lazy_gettext("Public bodies"),
    "laws": lazy_gettext("Laws"),
    "calendars": lazy_gettext("Calendars"),
    "powers": lazy_gettext("Powers"),
    "questions": lazy_gettext("Items"),
    "organisations": lazy_gettext("Organisations"),
    "statements": lazy_gettext("Statements"),
    "authorities": lazy_gettext("Authorities"),
}


@PAGES.get("")
def listing() -> str:
    """Show the entries of the office's own library, and the shipped ones that can be corrected."""
    office = the_office()
    return render_template(
        "desk/library.html",
        entries=known_entries(office),
        folders=_FOLDERS,
        shipped={folder: _titles(office, folder) for folder in _FOLDERS},
        names=office.people_names,
    )


@PAGES.route("/new/block", methods=["GET", "POST"])
def new_block() -> Response | tuple[str, int]:
    """Add a block: the country first, then what is known."""
    office, country = the_office(), request.values.get("country", "")
    if not country:
        return _countries(".new_block", gettext("Add a block"))
    _require_country(office, country)
    form = BlockForm(office, country)
    with told_on(form):
        if form.sent():
            name = add_block(office, form.typed_block(), str(form.why.data), by=by())
            return _added(name, gettext("Block added. You can already ask about it."))
    return _new("desk/library_block.html", form, country)


@PAGES.route("/new/body", methods=["GET", "POST"])
def new_body() -> Response | tuple[str, int]:
    """Add a public body: the country first, then what is known."""
    office, country = the_office(), request.values.get("country", "")
    if not country:
        return _countries(".new_body", gettext("Add a public body"))
    _require_country(office, country)
    form = BodyForm(office, country)
    with told_on(form):
        if form.sent():
            name = add_body(office, form.typed_body(), str(form.why.data), by=by())
            return _added(name, gettext("Public body added. It can already be asked."))
    return _new("desk/library_body.html", form, country)


@PAGES.get("/<folder>/<key>")
def entry(folder: str, key: str) -> str:
    """Show an entry, its versions, and what can be done with it."""
    office, name = the_office(), _name(folder, key)
    known = known_entry(office, name)
    return render_template(
        "desk/library_entry.html",
        known=known,
        may_verify=may_verify(office, known.newest, by()),
        facts=facts_of(read_entry(office, known.newest), office.library),
        title=_titles(office, folder).get(key, key),
        folders=_FOLDERS,
        versions=office.own_library.versions(name),
        shipped=office.library_reader.shipped(name),
        form=PageForm(),
        names=office.people_names,
    )


@PAGES.route("/<folder>/<key>/change", methods=["GET", "POST"])
def change(folder: str, key: str) -> Response | tuple[str, int]:
    """Change an entry of the office, or correct a shipped one."""
    office, name = the_office(), _name(folder, key)
    versions = office.own_library.versions(name)
    kept = [each for each in versions if not each.withdrawn_at]
    text = kept[0].text if kept else office.library_reader.shipped(name)
    if not text:
        raise NotOnFile("There is no entry “{key}” in the library.", key=key)
    form = EntryTextForm(text=text)
    with told_on(form):
        if form.sent():
            typed = f"{str(form.text.data).strip()}\n"
            save_entry(office, name, typed, str(form.why.data), by=by())
            return _added(name, gettext("Saved. Someone else has to compare the sources."))
    shown = render_template(
        "desk/library_change.html",
        form=form,
        name=name,
        title=_titles(office, folder).get(key, key),
        corrects=not versions,
    )
    return shown, form.code


@PAGES.post("/<folder>/<key>/verify")
def verify(folder: str, key: str) -> Response:
    """Note that a second person compared the sources."""
    number = request.form.get("number", default=0, type=int)
    verify_entry(the_office(), _name(folder, key), number, by=by())
    flash(gettext("Verified. The public can see this entry."))
    return redirect(url_for(".entry", folder=folder, key=key))


@PAGES.post("/<folder>/<key>/withdraw")
def withdraw(folder: str, key: str) -> Response:
    """Withdraw an entry of the office."""
    withdraw_entry(the_office(), _name(folder, key), by=by())
    flash(gettext("Entry withdrawn."))
    return redirect(url_for(".listing"))


@PAGES.get("/<folder>/<key>.toml")
def file(folder: str, key: str) -> Response:
    """Return the newest version as a file, to send to those who maintain the library."""
    text = known_entry(the_office(), _name(folder, key)).newest.text
    return send_file(
        BytesIO(text.encode()),
        mimetype="application/toml",
        as_attachment=True,
        download_name=f"{key}.toml",
    )


def _name(folder: str, key: str) -> EntryName:
    if folder not in _FOLDERS:
        raise NotOnFile("There is no folder “{folder}” in the library.", folder=folder)
    return EntryName(folder, key)


def _titles(office: Office, folder: str) -> dict[str, str]:
    """Return the titles of the entries of a folder that have one, by key."""
    shelf = getattr(office.library, folder, {})
    titled = {
        key: getattr(each, "title", getattr(each, "name", None)) for key, each in shelf.items()
    }
    return {key: worded(title) if title else key for key, title in titled.items()}


def _countries(endpoint: str, title: str) -> tuple[str, int]:
    choices = country_choices(the_office())
    shown = render_template(
        "desk/library_country.html", endpoint=endpoint, title=title, countries=choices
    )
    return shown, 200


def _require_country(office: Office, country: str) -> None:
    if country not in dict(country_choices(office)):
        raise NotOnFile("No law of “{country}” is in the library.", country=country)


def _new(template: str, form: BlockForm | BodyForm, country: str) -> tuple[str, int]:
    known = page_locale().country(country)
    language = the_office().every_language.get(form.language)
    shown = render_template(
        template,
        form=form,
        country=country,
        country_name=known,
        other_language=language.name if language else form.language,
    )
    return shown, form.code


def _added(name: EntryName, said: str) -> Response:
    flash(said)
    return redirect(url_for(".entry", folder=name.folder, key=name.key))
