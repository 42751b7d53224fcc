"""Recording the applicant's consent to publication: how, when, and how far."""

from datetime import date

from werkzeug.wrappers import Response
from wtforms import RadioField
from wtforms.validators import InputRequired, Optional, ValidationError

from tracker.domain.base.terms import ConsentBy, ConsentScope
from tracker.services.publishing import consenting
from tracker.services.publishing.consenting import ConsentGiven
from tracker.web.base.access import Access, Pages, by
from tracker.web.base.forms import DayField, PageForm, Papers, day_of, told_on
from tracker.web.base.language import gettext, lazy_gettext
from tracker.web.base.site_config import the_office
from tracker.web.desk.base.actions import action_page, done
from tracker.web.desk.base.dossier import open_dossier
from tracker.web.desk.base.words import CONSENTED, SCOPES

PAGES = Pages("desk_consenting", Access.DESK, "/desk/requests/<reference>")


class ConsentForm(PageForm):
    """The applicant's consent or refusal."""

    consents = RadioField(
        lazy_gettext("Does the applicant agree to publication?"),
        [InputRequired(lazy_gettext("Choose whether the applicant agrees."))],
        choices={
            "yes": lazy_gettext("Yes"),
            "no": lazy_gettext("No. Take the record down now"),
        },
    )
    on = DayField(lazy_gettext("Date the applicant said so"))
    how = RadioField(
        lazy_gettext("How did the applicant say so?"),
        [Optional()],
        choices={each.value: words for each, words in CONSENTED.items()},
    )
    scope = RadioField(
        lazy_gettext("What does the consent cover?"),
        choices={each.value: words for each, words in SCOPES.items()},
        default=ConsentScope.EVERYTHING.value,
    )
    paper = Papers(
        lazy_gettext("The signed form or message"),
        single=True,
        description=lazy_gettext("Encrypted, never published."),
    )

    def __init__(self, today: date) -> None:
        super().__init__(on=today)

    def validate_consents(self, field: RadioField) -> None:
        """Require a yes to say how it was given; a no takes effect without it."""
        if field.data == "yes" and not self.how.data:
            raise ValidationError(gettext("Choose how the applicant said so."))

    def said(self) -> ConsentGiven:
        """Return the consent as typed."""
        return ConsentGiven(
            given=self.consents.data == "yes",
            on=day_of(self.on),
            how=ConsentBy(self.how.data or ConsentBy.SPOKEN),
            scope=ConsentScope(self.scope.data),
            paper=self.paper.first,
        )


@PAGES.route("/consent", methods=["GET", "POST"])
def consent(reference: str) -> Response | tuple[str, int]:
    """Record the applicant's consent, or its withdrawal."""
    form = ConsentForm(open_dossier(the_office(), reference).today)
    with told_on(form):
        if form.sent():
            consenting.record_consent(the_office(), reference, form.said(), by=by())
            return done(reference, gettext("The applicant’s answer has been saved."))
    return action_page("consent", form, reference, consented=CONSENTED, scopes=SCOPES)
