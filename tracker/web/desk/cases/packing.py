"""The appeal pack as one file, and the identity number that a letter may need."""

from flask import request
from werkzeug.wrappers import Response
from wtforms import BooleanField, SelectField, SelectMultipleField, StringField
from wtforms.validators import Length

from tracker.domain.base.errors import NotAllowed
from tracker.domain.law.law import LetterKind
from tracker.domain.words.letter import Declaration, LetterChoices
from tracker.services.cases.identifying import keep_identity
from tracker.services.core.office import Office
from tracker.services.letters.appeal_pack import appeal_pack
from tracker.web.base.access import Door, Pages, by
from tracker.web.base.confirming import requires_confirmation
from tracker.web.base.filters import language_name
from tracker.web.base.forms import PageForm, told_on
from tracker.web.base.language import gettext, lazy_gettext
from tracker.web.base.site_config import the_office
from tracker.web.base.unlocking import kept_open
from tracker.web.desk.base.actions import action_page, done
from tracker.web.desk.base.dossier import Dossier, open_dossier
from tracker.web.desk.base.places import place_in
from tracker.web.desk.base.words import DECLARED
from tracker.web.desk.cases.next_steps import NextLetter, letters
from tracker.web.desk.letters.letters import written_in

PAGES = Pages("desk_packing", Door.DESK, "/desk/requests/<reference>")
LONGEST_NUMBER = 60


class PackForm(PageForm):
    """The choices for the pack of one remedy."""

    language = SelectField(lazy_gettext("Language of the letter"))
    declares = SelectMultipleField(
        lazy_gettext("Declarations in the letter"),
        choices={each.value: words for each, words in DECLARED.items()},
        description=lazy_gettext("Only what the person signing knows to be true."),
    )
    identity = BooleanField(lazy_gettext("Print the applicant’s identity number"))
    with_pdf = BooleanField(
        lazy_gettext("Include each letter as a PDF"),
        description=lazy_gettext("This takes about 15 seconds. Select the button once and wait."),
    )

    def __init__(self, office: Office, dossier: Dossier) -> None:
        super().__init__(language=dossier.drafted.language)
        known = written_in(office, dossier, LetterKind.APPEAL)
        self.language.choices = {key: language_name(key) for key in known}
        if not dossier.applicant.identity:
            del self.identity
        if not office.documents.prints:
            del self.with_pdf

    @property
    def chosen(self) -> LetterChoices:
        """Return the choices for the letter."""
        return LetterChoices(
            language=self.language.data,
            declares=tuple(map(Declaration, self.declares.data or ())),
            identity="identity" in self and bool(self.identity.data),
        )

    @property
    def wants_pdf(self) -> bool:
        """Return whether the letters are added as PDF."""
        return "with_pdf" in self and bool(self.with_pdf.data)


class IdentityForm(PageForm):
    """The number of an identity card, for laws that want it in a letter."""

    identity = StringField(
        lazy_gettext("Identity number"),
        [
            Length(
                max=LONGEST_NUMBER,
                message=lazy_gettext("Number must be 60 characters or fewer."),
            )
        ],
        description=lazy_gettext("Leave it empty to remove it."),
    )


@PAGES.route("/pack", methods=["GET", "POST"])
@requires_confirmation
def pack(reference: str) -> Response | tuple[str, int]:
    """Return the letter of a remedy with everything that goes with it, as one ZIP file."""
    office = the_office()
    dossier = open_dossier(office, reference)
    step = _step(office, dossier)
    form = PackForm(office, dossier)
    with told_on(form):
        if form.sent():
            place = place_in(step.remedy)
            made = appeal_pack(
                office, reference, place, form.chosen, with_pdf=form.wants_pdf, by=by()
            )
            answer = Response(kept_open(made.chunks), mimetype="application/zip")
            answer.headers.set("Content-Disposition", "attachment", filename=made.name)
            return answer
    return action_page("pack", form, reference, words=step.words)


@PAGES.route("/identity", methods=["GET", "POST"])
def identity(reference: str) -> Response | tuple[str, int]:
    """Save an identity number, or remove it."""
    dossier = open_dossier(the_office(), reference)
    form = IdentityForm(identity=dossier.applicant.identity)
    with told_on(form):
        if form.sent():
            keep_identity(the_office(), reference, form.identity.data or "")
            return done(reference, gettext("Identity number saved."))
    return action_page("identity", form, reference)


def _step(office: Office, dossier: Dossier) -> NextLetter:
    """Return the letter of the remedy in the address, or of the first one.

    Raises NotAllowed if there is none.
    """
    found = [step for step in letters(office, dossier) if step.kind is LetterKind.APPEAL]
    if not found:
        raise NotAllowed("There is no bundle yet: no right to a remedy has arisen.")
    named = request.args.get("remedy", "")
    return next((step for step in found if step.remedy == named), found[0])
