"""The page on which a signed-in person confirms who they are."""

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from tracker.web.base.access import Access, Pages
from tracker.web.base.confirming import ConfirmForm, confirm_page, prove
from tracker.web.base.forms import told_on
from tracker.web.base.session_cookies import is_desk

PAGES = Pages("confirming", Access.SELF, "/desk/account/confirm")


@PAGES.route("", methods=["GET", "POST"])
def page() -> Response:
    """Check the proof that was given, then return to the page that asked for it."""
    form = ConfirmForm()
    if request.method == "POST":
        with told_on(form):
            prove(form)
            wanted = request.args.get("next", "")
            return redirect(wanted if is_desk(wanted) else url_for("account.page"))
    return confirm_page(form, [])
