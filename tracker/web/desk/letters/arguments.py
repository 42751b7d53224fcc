"""The office's library of arguments: list, versions, and a form for each."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional

from tracker.domain.base.errors import BadInput
from tracker.services.core.office import Office
from tracker.services.letters.office_arguments import (
    TypedArgument,
    archive_argument,
    argument_versions,
    save_argument,
)
from tracker.services.ports.workbook import ArgumentChanged, OfficeArgument
from tracker.web.base.access import Access, Pages, by
from tracker.web.base.forms import PageForm, plain_lines, told_on
from tracker.web.base.language import gettext, lazy_gettext, worded
from tracker.web.base.site_config import the_office

PAGES = Pages("desk_arguments", Access.DESK, "/desk/arguments")


class ArgumentForm(PageForm):
    """One argument of the office."""

    version = HiddenField()
    title = StringField(lazy_gettext("Title"))
    words = TextAreaField(lazy_gettext("Words"), filters=[plain_lines])
    source = StringField(
        lazy_gettext("Source or authority"),
        description=lazy_gettext("The section, decision or page on which it rests."),
    )
    law = SelectField(lazy_gettext("Law"), [Optional()])
    answers = StringField(
        lazy_gettext("What it answers"),
        description=lazy_gettext("A section, a ground of refusal, or a non-response."),
    )

    def typed(self) -> TypedArgument:
        """Return the argument as typed."""
        return TypedArgument(
            self.title.data or "",
            self.words.data or "",
            self.source.data or "",
            self.law.data or "",
            self.answers.data or "",
        )

    def based_on(self) -> int:
        """Return the version on which the form is based. Raises BadInput."""
        said = self.version.data or ""
        if not (said.isascii() and said.isdigit() and len(said) < 10):
            raise BadInput("This form does not say what it changes. Reload the page.")
        return int(said)


@PAGES.route("", methods=["GET", "POST"])
def arguments() -> Response | tuple[str, int]:
    """List the arguments, and add one."""
    office = the_office()
    form = _form(office, None)
    with told_on(form):
        if form.sent():
            saved = save_argument(office, form.typed(), by=by())
            flash(gettext("Argument saved. It is offered in each letter that it fits."))
            return redirect(url_for(".argument", id=saved.id))
    latest = office.workbook.arguments.latest()
    page = render_template(
        "desk/arguments.html",
        form=form,
        known=[each for each in latest if not each.archived],
        archived=[each for each in latest if each.archived],
        laws=office.library.laws,
        names=office.people_names,
    )
    return page, form.code


@PAGES.route("/<id>", methods=["GET", "POST"])
def argument(id: str) -> Response | tuple[str, int]:
    """Show an argument with its versions, and save the next one."""
    office = the_office()
    versions = argument_versions(office, id)
    form = _form(office, versions[0])
    theirs: OfficeArgument | None = None
    with told_on(form):
        try:
            if form.sent():
                save_argument(office, form.typed(), id=id, version=form.based_on(), by=by())
                flash(gettext("Argument saved as a new version."))
                return redirect(url_for(".argument", id=id))
        except ArgumentChanged as refusal:
            theirs = refusal.theirs
            form.version.data = str(theirs.version)
            raise
    page = render_template(
        "desk/argument.html",
        form=form,
        latest=versions[0],
        versions=versions,
        theirs=theirs,
        laws=office.library.laws,
        names=office.people_names,
    )
    return page, form.code


@PAGES.post("/<id>/archive")
def archive(id: str) -> Response:
    """Stop offering an argument, or offer it again."""
    office = the_office()
    latest = argument_versions(office, id)[0]
    archive_argument(office, id, latest.version, archived=not latest.archived, by=by())
    said = gettext("Argument offered again.") if latest.archived else gettext("Argument archived.")
    flash(said)
    return redirect(url_for(".argument", id=id))


def _form(office: Office, latest: OfficeArgument | None) -> ArgumentForm:
    form = ArgumentForm(
        version=str(latest.version if latest else 0),
        title=latest.title if latest else "",
        words=latest.words if latest else "",
        source=latest.source if latest else "",
        law=latest.law if latest else "",
        answers=latest.answers if latest else "",
    )
    laws = sorted((worded(law.title), key) for key, law in office.library.laws.items())
    form.law.choices = {"": gettext("Any law")} | {key: title for title, key in laws}
    return form
