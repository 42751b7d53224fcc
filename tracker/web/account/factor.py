"""One-time codes as the second factor: setting them up, and the recovery codes."""

from flask import flash, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from tracker.services.people import second_factor
from tracker.services.people.second_factor import RECOVERY_CODES
from tracker.web.account.sign_in import CodeForm
from tracker.web.base.access import Access, Pages, the_person
from tracker.web.base.confirming import requires_confirmation
from tracker.web.base.forms import told_on
from tracker.web.base.language import gettext
from tracker.web.base.site_config import site_config, the_office

# Reachable before a second factor exists, because a live office opens nothing else without one.
PAGES = Pages("second_factor", Access.SELF, "/desk/account/second-factor")


@PAGES.route("", methods=["GET", "POST"])
@requires_confirmation
def page() -> Response | tuple[str, int]:
    """Set up one-time codes on a phone. The response shows the recovery codes, once only."""
    office, account = the_office(), the_person()
    form = CodeForm()
    with told_on(form):
        if form.sent():
            given, key = str(form.one_time_code.data), site_config().failure_key
            return _shown_once(second_factor.set_up_codes(office, account, given, key=key))
    secret = second_factor.proposed_secret(office, account)
    address = second_factor.factor_address(office, account, secret)
    return render_template(
        "account/second_factor.html",
        form=form,
        secret=" ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
        address=address,
        picture=_picture(address),
        demanded=second_factor.demanded(office, account),
        replacing=office.people.codes.codes_of(account.id) is not None,
    ), form.code


@PAGES.route("/recovery", methods=["GET", "POST"])
@requires_confirmation
def recovery() -> Response | tuple[str, int]:
    """Replace the recovery codes with new ones."""
    office, account = the_office(), the_person()
    if not office.people.factors.any_factor(account.id):
        return redirect(url_for("second_factor.page"))
    if request.method == "POST":
        return _shown_once(second_factor.new_recovery_codes(office, account))
    left = office.people.recovery_codes.recovery_left(account.id)
    return render_template("account/recovery.html", left=left, number=RECOVERY_CODES), 200


@PAGES.route("/remove", methods=["GET", "POST"])
@requires_confirmation
def remove() -> Response | tuple[str, int]:
    """Remove the one-time codes."""
    if request.method == "POST":
        second_factor.remove_codes(the_office(), the_person())
        flash(gettext("Phone codes are no longer required."))
        return redirect(url_for("account.page"))
    return render_template("account/remove_codes.html"), 200


def _shown_once(codes: tuple[str, ...]) -> tuple[str, int]:
    return render_template("account/recovery_codes.html", codes=codes), 200


def _picture(address: str) -> Markup:
    """Return the QR code as SVG, drawn here so that no other site learns the secret."""
    import segno

    drawn = segno.make(address, error="m").svg_inline(
        scale=5,
        light="#fff",
        dark="#000",
        title=gettext("QR code with the secret, for your phone"),
    )
    return Markup(drawn)  # noqa: S704 - made of an address that was just made here
