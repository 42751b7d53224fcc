"""Passkeys: adding, naming and removing them."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from tracker.services.people import passkeys, second_factor
from tracker.services.people.passkeys import LONGEST_PASSKEY_NAME
from tracker.services.people.sessions import private_key_of
from tracker.web.base.access import Access, Pages, session_token, the_person
from tracker.web.base.confirming import requires_confirmation
from tracker.web.base.forms import told_on
from tracker.web.base.language import gettext, lazy_gettext
from tracker.web.base.passkey_form import PasskeyForm
from tracker.web.base.security import scripted
from tracker.web.base.site_config import site_config, the_office

PAGES = Pages("passkeys", Access.SELF, "/desk/account/passkeys")


class _NewPasskeyForm(PasskeyForm):
    """A new passkey and the name its owner gives it."""

    name = StringField(
        lazy_gettext("Name of the passkey"),
        [
            InputRequired(lazy_gettext("Enter a name you will recognise later.")),
            Length(
                max=LONGEST_PASSKEY_NAME,
                message=lazy_gettext("Name must be {most} or fewer.", most=LONGEST_PASSKEY_NAME),
            ),
        ],
        description=lazy_gettext("For example the device it is on: office laptop, blue key."),
    )


@PAGES.route("/new", methods=["GET", "POST"])
@requires_confirmation
def new() -> Response:
    """Add a passkey. If it is the first second factor, show the recovery codes once.

    Asks for the password first where private words are locked, so that the passkey can open them.
    """
    office, account = the_office(), the_person()
    private = private_key_of(office, session_token())
    site, form = site_config().site, _NewPasskeyForm()
    with told_on(form):
        if form.sent():
            name, answer = str(form.name.data), str(form.answer.data or "")
            codes = passkeys.add_passkey(
                office, site, account, name, answer, prf=form.prf, private=private
            )
            flash(gettext("Passkey added. You can use it now."))
            if not codes:
                return redirect(url_for("account.page"))
            return scripted(render_template("account/recovery_codes.html", codes=codes))
    options = passkeys.ask_to_add(office, site, account)
    page = render_template(
        "account/passkey.html",
        form=form,
        options=options,
        demanded=second_factor.demanded(office, account),
    )
    return scripted(page, form.code)


@PAGES.post("/remove")
@requires_confirmation
def remove() -> Response:
    """Remove one passkey."""
    passkeys.remove_passkey(the_office(), the_person(), request.form.get("passkey", ""))
    flash(gettext("Passkey removed."))
    return redirect(url_for("account.page"))
