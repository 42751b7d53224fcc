"""Sharing a request with other organisations, and assigning it."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Length

from tracker.domain.base.errors import NotOnFile
from tracker.services.core.office import Office
from tracker.services.people import accounts, handover
from tracker.services.people import sharing as request_sharing
from tracker.web.base.access import Access, Pages, by
from tracker.web.base.confirming import requires_confirmation
from tracker.web.base.forms import PageForm, told_on
from tracker.web.base.language import gettext, lazy_gettext
from tracker.web.base.site_config import the_office

PAGES = Pages("desk_sharing", Access.DESK, "/desk/sharing/<reference>")


class ShareForm(PageForm):
    """An organisation that is to see the request."""

    organisation = StringField(
        lazy_gettext("Organisation"),
        [
            InputRequired(lazy_gettext("Choose an organisation to share with.")),
            Length(max=60, message=lazy_gettext("This must be 60 characters or fewer.")),
        ],
        description=lazy_gettext(
            "The organisation’s key in the law library, or the name its people have in their "
            "accounts."
        ),
        render_kw={"list": "organisations"},
    )


class ChargeForm(PageForm):
    """The person in charge."""

    account = SelectField(lazy_gettext("Assign the request"))


@PAGES.route("", methods=["GET", "POST"])
@requires_confirmation
def sharing(reference: str) -> Response | tuple[str, int]:
    """Show whom a request or draft is shared with; start or stop sharing it."""
    office, form = the_office(), ShareForm()
    draft = _is_draft(office, reference)
    if request.form.get("stop"):
        request_sharing.stop_sharing(office, reference, request.form["stop"], by=by())
        flash(gettext("Sharing stopped."))
        return redirect(url_for("desk_sharing.sharing", reference=reference))
    with told_on(form):
        if form.sent():
            request_sharing.share(office, reference, str(form.organisation.data), by=by())
            flash(gettext("Shared."))
            return redirect(url_for("desk_sharing.sharing", reference=reference))
    return render_template(
        "desk/sharing.html",
        form=form,
        reference=reference,
        draft=draft,
        shared=office.people.shares.shared_with(reference),
        organisations=request_sharing.known_organisations(office),
    ), form.code


@PAGES.route("/charge", methods=["GET", "POST"])
def charge(reference: str) -> Response | tuple[str, int]:
    """Assign a request to a person."""
    office = the_office()
    draft = _is_draft(office, reference)
    now = handover.in_charge_of(office, reference)
    form = ChargeForm(account=now.id if now else by())
    form.account.choices = {each.id: each.name for each in accounts.colleagues(office)}
    with told_on(form):
        if form.sent():
            handover.put_in_charge(office, reference, str(form.account.data), by=by())
            flash(gettext("Request assigned."))
            return redirect(url_for("desk_sharing.charge", reference=reference))
    page = render_template(
        "desk/charge.html", form=form, reference=reference, draft=draft, now=now
    )
    return page, form.code


def _is_draft(office: Office, reference: str) -> bool:
    """Return whether it is still a draft.

    Raises NotOnFile if it is neither a draft nor a request.
    """
    try:
        with office.cases.look(reference):
            return False
    except NotOnFile:
        office.drafts.draft(reference)
        return True
