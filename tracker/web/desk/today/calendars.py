"""Private calendars: secret addresses for calendar programs, created and revoked here."""

from flask import flash, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms import BooleanField, RadioField, StringField
from wtforms.validators import InputRequired, Length

from tracker.services.reminders import calendars
from tracker.services.reminders.calendars import LONGEST_CALENDAR_NAME, CalendarDay
from tracker.web.base.access import Access, Pages, the_person
from tracker.web.base.confirming import requires_confirmation
from tracker.web.base.forms import PageForm, told_on
from tracker.web.base.language import gettext, lazy_gettext
from tracker.web.base.site_config import site_config, the_office, whole_office
from tracker.web.record.deadlines.almanac import MarkedDay, almanac

PAGES = Pages("desk_calendars", Access.DESK, "/desk/calendars")
FEED = Pages("calendar_feed", Access.PUBLIC, "/calendar")


class CalendarForm(PageForm):
    """A new address."""

    name = StringField(
        lazy_gettext("Name of the calendar"),
        [
            InputRequired(
                lazy_gettext(
                    "Enter a name, so that you recognise the calendar when you revoke it."
                )
            ),
            Length(
                max=LONGEST_CALENDAR_NAME,
                message=lazy_gettext(
                    "Name must be {most} characters or fewer.", most=LONGEST_CALENDAR_NAME
                ),
            ),
        ],
        description=lazy_gettext("For example: my phone."),
    )
    whose = RadioField(
        lazy_gettext("Which requests"),
        choices={
            "own": lazy_gettext("Requests assigned to me"),
            "all": lazy_gettext("All requests I can see"),
        },
        default="own",
    )
    bare = BooleanField(
        lazy_gettext("Dates and references only"),
        description=lazy_gettext("No body, block or law. For a calendar that others can see."),
    )


@PAGES.route("", methods=["GET", "POST"])
@requires_confirmation
def page() -> tuple[str, int]:
    """Show one's own calendars, and add one. A new calendar's address is shown once."""
    office, form, address = the_office(), CalendarForm(), ""
    with told_on(form):
        if form.sent():
            token = calendars.add_feed(
                office,
                the_person(),
                str(form.name.data),
                own=form.whose.data == "own",
                bare=bool(form.bare.data),
            )
            address = _whole(url_for("calendar_feed.feed", token=token))
    feeds = office.people.feeds.of(the_person().id)
    shown = render_template("desk/calendars.html", form=form, address=address, feeds=feeds)
    return shown, form.code


@PAGES.post("/<digest>/revoke")
def revoke(digest: str) -> Response:
    """Revoke the address of a calendar."""
    the_office().people.feeds.revoke(the_person().id, digest)
    flash(gettext("Calendar revoked. Its address no longer works."))
    return redirect(url_for(".page"))


@FEED.get("/<token>.ics")
def feed(token: str) -> Response:
    """Return the calendar at a secret address."""
    office = whole_office()
    known, account = calendars.feed_of(office, token)
    days = (_marked(day) for day in calendars.calendar_days(office, known, account))
    answer = make_response(almanac(days, _whole(url_for("desk.morning")), office.now()))
    answer.headers["Content-Type"] = "text/calendar; charset=utf-8"
    answer.headers["X-Robots-Tag"] = "noindex"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _marked(day: CalendarDay) -> MarkedDay:
    page = _whole(url_for("desk_requests.request_page", reference=day.reference))
    return MarkedDay(day.on, day.title, day.says, day.until, page, day.kind)


def _whole(path: str) -> str:
    return site_config().public_url.rstrip("/") + path
