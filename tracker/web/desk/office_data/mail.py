"""Unsent email: what went wrong, and another try. For administrators."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tracker.web.base.access import Access, Pages
from tracker.web.base.language import gettext
from tracker.web.base.site_config import the_office

PAGES = Pages("desk_mail", Access.ADMIN, "/desk/unsent")


@PAGES.get("")
def outbox() -> str:
    """Show email that failed: still waiting, or given up."""
    office = the_office()
    names = {account.id: account.email for account in office.people.accounts()}
    return render_template(
        "desk/mail.html", troubled=office.outbox.troubled(), names=names, post=office.post
    )


@PAGES.post("/again")
def again() -> Response:
    """Queue a given-up email again, or withdraw it."""
    office, once = the_office(), request.form.get("once", "")
    if request.form.get("action") == "withdraw":
        done = office.outbox.give_up(once)
        words = gettext("Email cancelled.")
    else:
        done = office.outbox.again(once, office.now())
        words = gettext("Email queued to be sent again.")
    flash(
        words if done else gettext("This email is no longer in the failed list. Check the list.")
    )
    return redirect(url_for("desk_mail.outbox"))
