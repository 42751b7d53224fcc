"""Translations of documents, with their translators."""

from werkzeug.wrappers import Response
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from tracker.services.letters.bundle.translations import (
    LONGEST_CERTIFICATE,
    LONGEST_TRANSLATOR,
    TRANSLATION,
    Translation,
    keep_translation,
)
from tracker.web.base.access import Access, Pages, by
from tracker.web.base.forms import PageForm, Papers, told_on
from tracker.web.base.language import gettext, lazy_gettext
from tracker.web.base.site_config import the_office
from tracker.web.desk.base.actions import action_page, done
from tracker.web.desk.base.dossier import Dossier, open_dossier
from tracker.web.desk.base.words import purpose_name

PAGES = Pages("desk_translating", Access.DESK, "/desk/requests/<reference>")


class TranslationForm(PageForm):
    """A translation: its file, its original, its translator and what the certificate says."""

    of = SelectField(
        lazy_gettext("Document that was translated"),
        [InputRequired(lazy_gettext("Choose the document that was translated."))],
    )
    translation = Papers(
        lazy_gettext("The translation"),
        single=True,
        needed=lazy_gettext("Attach the translation."),
    )
    translator = StringField(
        lazy_gettext("Translator"),
        [
            InputRequired(lazy_gettext("Enter the translator.")),
            Length(max=LONGEST_TRANSLATOR, message=lazy_gettext("At most 200 characters.")),
        ],
        description=lazy_gettext("Stored encrypted, and printed only in the certificate."),
    )
    says = TextAreaField(
        lazy_gettext("Statement in the certificate"),
        [
            InputRequired(lazy_gettext("Enter the statement.")),
            Length(max=LONGEST_CERTIFICATE, message=lazy_gettext("At most 2,000 characters.")),
        ],
    )

    def __init__(self, dossier: Dossier) -> None:
        super().__init__(
            says=gettext(
                "I know both languages. The translation is complete and accurate to the best of "
                "my knowledge."
            )
        )
        self.of.choices = {
            paper.digest: f"{paper.name} ({purpose_name(paper.purpose)})"
            for paper in dossier.papers.values()
            if paper.purpose != TRANSLATION
        }


@PAGES.route("/translation", methods=["GET", "POST"])
def translation(reference: str) -> Response | tuple[str, int]:
    """Add a translation to a document of the request."""
    form = TranslationForm(open_dossier(the_office(), reference))
    with told_on(form):
        if form.sent() and (upload := form.translation.first):
            told = Translation(form.of.data, form.translator.data or "", form.says.data or "")
            keep_translation(the_office(), reference, upload, told, by=by())
            return done(reference, gettext("Translation saved. The bundle has it."))
    return action_page("translation", form, reference)
