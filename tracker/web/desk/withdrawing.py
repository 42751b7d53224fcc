"""Giving a request up."""

from werkzeug.wrappers import Response

from tracker.services.withdrawing import withdraw
from tracker.web.desk.actions import action_page, done
from tracker.web.doors import Door, Pages, by
from tracker.web.forms import PageForm, told_on
from tracker.web.house import the_office
from tracker.web.language import say

PAGES = Pages("desk_withdrawing", Door.DESK, "/desk/requests/<reference>")


@PAGES.route("/withdraw", methods=["GET", "POST"])
def withdrawal(reference: str) -> Response | tuple[str, int]:
    """Record that the requester gave the request up."""
    form = PageForm()
    with told_on(form):
        if form.sent():
            withdraw(the_office(), reference, by=by())
            return done(reference, say("The request is withdrawn."))
    return action_page("withdraw", form, reference)
