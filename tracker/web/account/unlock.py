"""The page on which a signed-in person opens private words with the password."""

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from tracker.web.base.access import Access, Pages
from tracker.web.base.forms import told_on
from tracker.web.base.session_cookies import is_desk
from tracker.web.base.unlocking import UnlockForm, unlock, unlock_page

PAGES = Pages("unlocking", Access.SELF, "/desk/account/unlock")


@PAGES.route("", methods=["GET", "POST"])
def page() -> Response | tuple[str, int]:
    """Check the password, then return to the page that needed it."""
    form = UnlockForm()
    with told_on(form):
        if form.sent():
            unlock(form)
            wanted = request.args.get("next", "")
            return redirect(wanted if is_desk(wanted) else url_for("desk.morning"))
    return unlock_page(form, [])
