"""Alerts by e-mail: the form that asks for them, and the pages to which their mail leads.

No cookie is set and no key of a form is asked for: who has no session here cannot be made to act
in it. The form does nothing but have one mail sent to the address typed into it, however often it
is sent; what is done by a link rests on the secret in its address. Looking at a page changes
nothing, so that programs which open the links of a mail neither confirm nor leave.
"""

from collections.abc import Mapping
from ipaddress import ip_address, ip_network

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
from tracker.web.base.site_config import office_named, the_house, the_office

HOURS = LINK_LASTS.days * 24
# What belongs to one customer of a provider, as a rule.
NETWORK = {4: 24, 6: 48}
_GONE = 404


class AlertForm(PageForm):
    """To which address mail goes."""

    email = EmailField(
        lazy_gettext("E-mail address"),
        [InputRequired(lazy_gettext("Enter your e-mail address."))],
        render_kw={"maxlength": 2 * LONGEST_ADDRESS},
    )


def alerts_offered() -> bool:
    """Whether a page can offer alerts. A copy of the record asks nobody for an address."""
    if the_house().a_copy or (named := office_named()) is None:
        return False
    return alerting.alerts_offered_by(the_office().post, live=named.live)


def show_alerts() -> Response:
    """Ask for alerts about what the address of the page, or the form, names. Raises NotOnFile."""
    office, form, subject = the_office(), AlertForm(), _subject(request.values)
    require_followed(subject, office.library)
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
    return _kept_by_nobody(answer) if request.method == "POST" else answer


def _asked(form: AlertForm, subject: Subject) -> bool:
    """Have the mail sent that asks to confirm; False where it is no address. Raises NotAllowed."""
    typed, key = str(form.email.data), the_house().failure_key
    try:
        alerting.ask(the_office(), typed, subject, page_language(), network=_network(), key=key)
    except BadInput as refusal:
        form.complain("email", refused(refusal))
        return False
    return True


def confirm_alerts(token: str) -> Response:
    """Look at what is to be confirmed, or confirm it."""
    if request.method == "POST":
        return _told("confirmed", alerting.confirm_subscription(the_office(), token), token)
    found = alerting.asked_with(the_office(), token)
    return _told("confirmed" if found and found.confirmed else "confirm", found, token)


def leave_alerts(token: str) -> Response:
    """Look at what is to be ended, or end it: by the button, or by one click in a mail program
    (RFC 8058), which sends no cookie and nothing that it found on a page."""
    office = the_office()
    found = alerting.asked_with(office, token)
    if request.method != "POST":
        return _told("leave", found, token)
    alerting.end_subscription(office, token)
    return _kept_by_nobody(make_response(_link_page("left", None, token)))


# What a form of another site may send here; each says above why.
WITHOUT_KEY = (show_alerts, confirm_alerts, leave_alerts)


def _told(state: str, found: Subscription | None, token: str) -> Response:
    page = _link_page(state if found else "gone", found, token)
    return _kept_by_nobody(make_response(page, 200 if found else _GONE))


def _link_page(state: str, found: Subscription | None, token: str) -> str:
    title = followed_title(found.subject, the_office().library, page_locale()) if found else ""
    return render_template(
        "record/alert_link.html", state=state, title=title, token=token, hours=HOURS
    )


def _kept_by_nobody(answer: Response) -> Response:
    """The address of the page opens it, or what it shows was typed: it stays where it is."""
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    return answer


def _subject(values: Mapping[str, str]) -> Subject:
    for about in (Followed.BLOCK, Followed.BODY, Followed.OUTCOME):
        if key := values.get(about.value, ""):
            return Subject(about, key)
    return EVERYTHING


def _feed(subject: Subject) -> tuple[str, dict[str, str]]:
    """The feed that tells of the same: its endpoint and what its address takes."""
    if subject.about is Followed.ALL:
        return "record.feed", {}
    return f"record.{subject.about.value}_feed", {"key": subject.key}


def _network() -> str:
    """The network that asks, of which no more than a keyed digest is counted."""
    try:
        address = ip_address(request.remote_addr or "")
    except ValueError:
        return ""
    return str(ip_network(f"{address}/{NETWORK[address.version]}", strict=False))
