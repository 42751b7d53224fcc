"""A pending publication: exactly what it would show, and its confirmation by a second person."""

from flask import request
from werkzeug.wrappers import Response
from wtforms import BooleanField, HiddenField
from wtforms.validators import InputRequired

from tracker.domain.base.errors import BadInput, NotAllowed
from tracker.domain.base.messages import Message
from tracker.services.ports.publishing import Waiting
from tracker.services.publishing import pending_publications
from tracker.services.publishing.copying import copyable_of, files_of
from tracker.services.publishing.publishing import Preview
from tracker.web.base.access import Access, Pages, by, the_person
from tracker.web.base.confirming import requires_confirmation
from tracker.web.base.forms import PageForm, told_on
from tracker.web.base.language import gettext, lazy_gettext, refused, worded
from tracker.web.base.site_config import the_office
from tracker.web.desk.base.actions import action_page, done
from tracker.web.desk.publishing.previewing import as_readers_get, record_preview

PAGES = Pages("desk_pending_publications", Access.DESK, "/desk/requests/<reference>/waiting")


class ConfirmationForm(PageForm):
    """The confirmation by a second person; `seen` is the digest of what they looked at."""

    seen = HiddenField()
    looked = BooleanField(
        lazy_gettext("I have checked the page as readers will see it, and every copy"),
        [InputRequired(lazy_gettext("Check the page and every copy first, then confirm here."))],
    )


class CallOffForm(PageForm):
    """An empty form: pressing the button is enough."""


@PAGES.route("", methods=["GET", "POST"])
@requires_confirmation
def page(reference: str) -> Response | tuple[str, int]:
    """Show the pending publication, and confirm it or call it off."""
    office = the_office()
    calling_off = request.form.get("action") == "call-off"
    form: PageForm = CallOffForm() if calling_off else ConfirmationForm()
    with told_on(form):
        if form.sent() and calling_off:
            pending_publications.call_off(office, reference, by=by())
            return done(reference, gettext("Cancelled. None of it will be published."))
        if form.sent():
            public = pending_publications.confirm_publication(
                office, reference, str(form["seen"].data), the_person()
            )
            said = (
                gettext("Published.")
                if public
                else gettext("Confirmed. It will be published on its date.")
            )
            return done(reference, said)
    return _page(reference, form)


@PAGES.get("/page")
def readers_page(reference: str) -> str:
    """Return the very page that readers will get."""
    return as_readers_get(pending_publications.look(the_office(), reference)[1])


def _page(reference: str, form: PageForm) -> Response:
    office = the_office()
    waits, seen, trouble = _looked(reference)
    prepared_by = office.people.account(waits.prepared_by)
    confirmed_by = office.people.account(waits.confirmed_by) if waits.confirmed_by else None
    return action_page(
        "waiting",
        form,
        reference,
        waits=waits,
        files=files_of(copyable_of(office, reference)),
        seen=record_preview(seen) if seen else None,
        digest=seen.seen if seen else "",
        trouble=trouble or worded(Message(waits.trouble)),
        prepared_by=prepared_by.name if prepared_by else "",
        confirmed_by=confirmed_by.name if confirmed_by else "",
        own=waits.needs_second and waits.prepared_by == by(),
        settled=waits.settled and not waits.trouble,
    )


def _looked(reference: str) -> tuple[Waiting, Preview | None, str]:
    """Return the pending publication with what it would show, or why it can no longer be shown."""
    try:
        return *pending_publications.look(the_office(), reference), ""
    except (BadInput, NotAllowed) as refusal:
        return (
            pending_publications.waiting_publication(the_office(), reference),
            None,
            refused(refusal),
        )
