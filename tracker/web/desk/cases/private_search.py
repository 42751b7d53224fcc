"""Search of private words: applicants, names of documents, notes, quoted responses, and mail.

The search words are sent in a form and never in an address, because logs would keep them.
"""

from flask import render_template
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from tracker.services.core.office import Office
from tracker.services.core.search_query import query_of
from tracker.services.correspondence.searching_mail import FoundMail, search_mail
from tracker.services.ports.cases import RowFilter
from tracker.services.ports.correspondence.mail_search import MailFilter
from tracker.services.ports.search import PrivateHits
from tracker.web.base.access import Access, Pages
from tracker.web.base.forms import PageForm, told_on
from tracker.web.base.language import lazy_gettext
from tracker.web.base.site_config import the_office
from tracker.web.desk.base.listing import Listed, named_rows

PAGES = Pages("desk_private_search", Access.DESK, "/desk/requests/search")
MOST_HITS = 100
MOST_MAILS = 20


class PrivateSearchForm(PageForm):
    """The words to search for."""

    words = StringField(
        lazy_gettext("Words"),
        [
            DataRequired(lazy_gettext("Enter at least one word.")),
            Length(max=200, message=lazy_gettext("This must be 200 characters or fewer.")),
        ],
        description=lazy_gettext(
            "Finds requests that contain all of these words in the applicant’s details, notes, "
            "tasks, document names, quoted responses or pages of documents, and emails that "
            "contain them."
        ),
    )


@PAGES.route("", methods=["GET", "POST"])
def page() -> tuple[str, int]:
    """Search the private words of all requests."""
    office, form = the_office(), PrivateSearchForm()
    found: PrivateHits | None = None
    with told_on(form):
        if form.sent():
            found = _found(office, str(form.words.data))
    return render_template(
        "desk/private_search.html",
        form=form,
        found=found,
        mails=_mails(office, str(form.words.data)) if found else FoundMail(),
        listed=_listed(office, found) if found else (),
        most=MOST_HITS,
        reads_scans=office.scan_reader is not None and bool(office.scan_reader.languages),
        unread=office.scan_texts.count_unread(),
    ), form.code


def _found(office: Office, words: str) -> PrivateHits:
    query = query_of(words)
    return office.private_search.find(query, MOST_HITS) if query.wanted else PrivateHits(())


def _mails(office: Office, words: str) -> FoundMail:
    return search_mail(office, words, MailFilter(), MOST_MAILS)


def _listed(office: Office, found: PrivateHits) -> tuple[Listed, ...]:
    if not found.references:
        return ()
    shown = RowFilter(references=tuple(found.references))
    rows, _ = office.case_rows.rows(shown, 0, MOST_HITS)
    return tuple(named_rows(office, rows))
