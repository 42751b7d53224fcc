"""Erasing the applicant, permanently."""

from werkzeug.wrappers import Response
from wtforms import StringField

from tracker.services.cases.erasing import also_asked_by, erase_person
from tracker.web.base.access import Access, Pages, by
from tracker.web.base.confirming import requires_confirmation
from tracker.web.base.forms import PageForm, told_on
from tracker.web.base.language import gettext, lazy_gettext
from tracker.web.base.site_config import the_office
from tracker.web.desk.base.actions import action_page, done

PAGES = Pages("desk_erasing", Access.DESK, "/desk/requests/<reference>")


class ErasingForm(PageForm):
    """The reference, typed by hand, so that nobody erases by mistake."""

    typed = StringField(
        lazy_gettext("Reference of this request"),
        description=lazy_gettext(
            "Type it exactly as shown above. What is erased cannot be recovered."
        ),
    )

    def names(self, reference: str) -> bool:
        """Return whether the right reference was typed; if not, show an error at its field."""
        meant = (self.typed.data or "").strip().lower() == reference
        if not meant:
            self.complain(
                "typed", gettext("Enter the reference of this request to erase the personal data.")
            )
        return meant


@PAGES.route("/erase", methods=["GET", "POST"])
@requires_confirmation
def person(reference: str) -> Response | tuple[str, int]:
    """Erase the applicant and every document of a request."""
    form = ErasingForm()
    with told_on(form):
        if form.sent() and form.names(reference):
            erase_person(the_office(), reference, by=by())
            return done(
                reference,
                gettext(
                    "Erased. Ask the operator to destroy earlier backups: they still contain the "
                    "key."
                ),
            )
    drafts = {draft.reference for draft in the_office().drafts.all()}
    others = [(each, each in drafts) for each in also_asked_by(the_office(), reference)]
    return action_page("erase", form, reference, others=others)
