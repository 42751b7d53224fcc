"""Search in received mail by subject, sender, text and names of files. Counts of suggestions.

The search words are sent in a form and never in an address, because logs would keep them.
"""

from flask import render_template
from werkzeug.wrappers import Response
from wtforms import SelectField, StringField
from wtforms.validators import Length

from tracker.domain.correspondence.mail_kinds import MailKind
from tracker.services.core.office import Office
from tracker.services.correspondence.searching_mail import FoundMail, search_mail
from tracker.services.correspondence.suggestion_counts import MOST_COUNTED, suggestion_counts
from tracker.services.ports.correspondence.mail_desk import MailTab
from tracker.services.ports.correspondence.mail_search import MailFilter
from tracker.web.base.forms import PageForm, told_on
from tracker.web.base.language import lazy_gettext
from tracker.web.base.security import scripted
from tracker.web.base.site_config import the_office
from tracker.web.desk.correspondence.mail_page import PAGES as PAGES
from tracker.web.desk.correspondence.mail_words import MAIL_KINDS, REPLY_KINDS, TABS

MAILS_SHOWN = 50
_ANY = {"": lazy_gettext("Any")}


class MailSearchForm(PageForm):
    """The words to search for in mail, and which mail."""

    words = StringField(
        lazy_gettext("Words"),
        [Length(max=200, message=lazy_gettext("This must be 200 characters or fewer."))],
        description=lazy_gettext(
            "Finds emails with all of these words in the subject, sender, text or names of files. "
            "Leave it empty to list all emails of your choice."
        ),
    )
    body = SelectField(lazy_gettext("Public body"), validate_choice=True)
    kind = SelectField(
        lazy_gettext("Type"),
        choices=_ANY | {each.value: words for each, words in MAIL_KINDS.items()},
    )
    tab = SelectField(
        lazy_gettext("Status"),
        choices=_ANY | {each.value: words for each, words in TABS.items()},
    )

    def wanted(self) -> MailFilter:
        """Return which mail is searched."""
        tab, kind = self.tab.data, self.kind.data
        return MailFilter(
            MailTab(tab) if tab else None, MailKind(kind) if kind else None, self.body.data or ""
        )


@PAGES.route("/search", methods=["GET", "POST"])
def search() -> Response:
    """Search received mail, or list the mail of one body, type and status."""
    office, form = the_office(), MailSearchForm()
    form.body.choices = _ANY | _bodies(office)
    found: FoundMail | None = None
    with told_on(form):
        if form.sent():
            found = search_mail(office, form.words.data or "", form.wanted(), MAILS_SHOWN)
    page = render_template("desk/mail_search.html", form=form, found=found, most=MAILS_SHOWN)
    return scripted(page, form.code)


@PAGES.get("/rules")
def rules() -> str:
    """Show how often each suggestion was right."""
    counts = suggestion_counts(the_office())
    return render_template(
        "desk/mail_rules.html", counts=counts, kinds=REPLY_KINDS, most=MOST_COUNTED
    )


def _bodies(office: Office) -> dict[str, str]:
    known = office.mail_reading.search.bodies()
    named = ((key, office.library.body_short_name(key)) for key in known)
    return dict(sorted(named, key=lambda each: each[1]))
