"""Alerts by email: the form to ask for them, and the pages that their email links to.

No cookie is set and forms have no token: readers have no session that another site could misuse.
The form only sends one email to the typed address, however often it is submitted; links are
authorised by the secret in their address. Opening a page changes nothing, so programs that open
the links of an email neither confirm nor cancel.
"""

from collections.abc import Mapping

from flask import Response, make_response, render_template, request
from wtforms import EmailField
from wtforms.validators import InputRequired

from tracker.domain.base.errors import BadInput
from tracker.domain.record.alerts import EVERYTHING, LINK_LASTS, LONGEST_ADDRESS, Followed, Subject
from tracker.services.ports.alerts import Subscription
from tracker.services.public import alerting
from tracker.services.public.following import followed_title, require_followed
from tracker.web.base.forms import PageForm, told_on
from tracker.web.base.language import lazy_gettext, page_language, page_locale, refused
from tracker.web.base.networks import reader_network
from tracker.web.base.security import keep_secret
from tracker.web.base.site_config import office_named, site_config, the_office

HOURS = LINK_LASTS.days * 24
_GONE = 404


class AlertForm(PageForm):
    """The email address for alerts."""

    email = EmailField(
        lazy_gettext("Email address"),
        [InputRequired(lazy_gettext("Enter your email address."))],
        render_kw={"maxlength": 2 * LONGEST_ADDRESS},
    )


def alerts_offered() -> bool:
    """Return whether pages offer alerts. Copies and machines for readers alone take no address."""
    config = site_config()
    if config.a_copy or config.readers_only or (named := office_named()) is None:
        return False
    return alerting.alerts_offered_by(the_office().post, live=named.live)


def show_alerts() -> Response:
    """Show the form for alerts on the subject named in the address or the form, and accept it.

    Raises NotOnFile for an unknown subject.
    """
    office, form, subject = the_office(), AlertForm(), _subject(request.values)
    require_followed(subject, office.library, office.records)
    title, asked = followed_title(subject, office.library, page_locale()), ""
    with told_on(form):
        if form.sent() and _asked(form, subject):
            asked = str(form.email.data).strip()
    page = render_template(
        "record/alerts.html",
        form=form,
        subject=subject,
        title=title,
        asked=asked,
        hours=HOURS,
        feed=_feed(subject),
    )
    answer = make_response(page, form.code)
    return keep_secret(answer) if request.method == "POST" else answer


def _asked(form: AlertForm, subject: Subject) -> bool:
    """Send the email that asks for confirmation; return False if the address is malformed.

    Raises NotAllowed after too many tries.
    """
    typed, key = str(form.email.data), site_config().failure_key
    try:
        network = reader_network().name
        alerting.ask(the_office(), typed, subject, page_language(), network=network, key=key)
    except BadInput as refusal:
        form.complain("email", refused(refusal))
        return False
    return True


def confirm_alerts(token: str) -> Response:
    """Show the subscription to confirm, or confirm it."""
    if request.method == "POST":
        return _told("confirmed", alerting.confirm_subscription(the_office(), token), token)
    found = alerting.asked_with(the_office(), token)
    return _told("confirmed" if found and found.confirmed else "confirm", found, token)


def leave_alerts(token: str) -> Response:
    """Show the subscription to end, or end it: by the button, or by one click in a mail program
    (RFC 8058), which sends no cookie and no form token."""
    office = the_office()
    found = alerting.asked_with(office, token)
    if request.method != "POST":
        return _told("leave", found, token)
    alerting.end_subscription(office, token)
    return keep_secret(make_response(_link_page("left", None, token)))


def _told(state: str, found: Subscription | None, token: str) -> Response:
    page = _link_page(state if found else "gone", found, token)
    return keep_secret(make_response(page, 200 if found else _GONE))


def _link_page(state: str, found: Subscription | None, token: str) -> str:
    title = followed_title(found.subject, the_office().library, page_locale()) if found else ""
    return render_template(
        "record/alert_link.html", state=state, title=title, token=token, hours=HOURS
    )


def _subject(values: Mapping[str, str]) -> Subject:
    if reference := values.get(Followed.REQUEST.value, ""):
        return Subject(Followed.REQUEST, reference.strip().lower())
    for about in (Followed.BLOCK, Followed.BODY, Followed.OUTCOME):
        if key := values.get(about.value, ""):
            return Subject(about, key)
    return EVERYTHING


def _feed(subject: Subject) -> tuple[str, dict[str, str]]:
    """Return the feed on the same subject: its endpoint and the values of its address."""
    if subject.about is Followed.ALL:
        return "record.feed", {}
    name = "reference" if subject.about is Followed.REQUEST else "key"
    return f"record.{subject.about.value}_feed", {name: subject.key}
