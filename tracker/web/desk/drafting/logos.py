"""Logos of the organisations that sign a draft: adding, replacing and removing them."""

from io import BytesIO

from flask import flash, redirect, render_template, send_file, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response
from wtforms import HiddenField, RadioField
from wtforms.validators import InputRequired

from tracker.domain.base.errors import BadInput
from tracker.domain.case.request import Applicant, Draft
from tracker.domain.words.letter import Letter, Picture
from tracker.services.core.evidence import MEDIA_TYPES
from tracker.services.core.office import Office
from tracker.services.drafting.logos import put_logo
from tracker.services.letters.cosigning import logo, organisation_name
from tracker.web.base.access import Access, Pages, by
from tracker.web.base.forms import PageForm, Papers, told_on
from tracker.web.base.language import gettext, lazy_gettext
from tracker.web.base.site_config import the_office
from tracker.web.desk.base.unfinished_forms import draft_of

PAGES = Pages("desk_logos", Access.DESK, "/desk/drafts/<reference>/logos")
SHOWN = Pages("desk_logo", Access.DESK, "/desk/logos")


class LogoForm(PageForm):
    """The logo of one organisation."""

    version = HiddenField()
    place = RadioField(
        lazy_gettext("Whose logo?"),
        [InputRequired(lazy_gettext("Choose the organisation."))],
        coerce=int,
    )
    logo = Papers(
        lazy_gettext("Logo"),
        single=True,
        only=".png,.jpg,.jpeg",
        description=lazy_gettext("PNG or JPEG, up to 1 MB. Without a file, the logo is removed."),
    )

    def __init__(self, office: Office, draft: Draft, applicant: Applicant) -> None:
        super().__init__(version=str(draft.version))
        self.place.choices = [
            (number, organisation_name(office, each, "en"))
            for number, each in enumerate(applicant.cosigners)
        ]

    def typed_version(self) -> int:
        """Return the draft version that the page showed. Raises BadInput if it is missing."""
        words = self.version.data or ""
        if not words.isascii() or not words.isdigit():
            raise BadInput("The form is damaged. Open the draft again.")
        return int(words)


@PAGES.route("", methods=["GET", "POST"])
def logos(reference: str) -> Response | tuple[str, int]:
    """Show who has a logo, and set or remove one."""
    office = the_office()
    draft, applicant = draft_of(office, reference)
    form = LogoForm(office, draft, applicant)
    with told_on(form):
        if form.sent():
            version, first = form.typed_version(), form.logo.first
            put_logo(office, reference, version, form.place.data, first, by=by())
            flash(gettext("Logo added to the letter.") if first else gettext("Logo removed."))
            return redirect(url_for(".logos", reference=reference))
    hints = {n: gettext("has a logo") for n, each in enumerate(applicant.cosigners) if each.logo}
    page = render_template("desk/logos.html", form=form, draft=draft, hints=hints)
    return page, form.code


@SHOWN.get("/<name>.jpg")
def picture(name: str) -> Response:
    """Return a logo, for the letters that show it."""
    return send_file(BytesIO(logo(the_office(), name)), MEDIA_TYPES["jpg"])


def letter_with_logos(office: Office, letter: Letter) -> Markup:
    """Return a letter as HTML, with its logos."""
    return Markup(office.documents.html(letter, _address))  # noqa: S704 - it escapes what it sets


def _address(shown: Picture) -> str:
    return url_for("desk_logo.picture", name=shown.name)
