"""Signing in and out: password, code, passkey, and the one-time link for setting a password."""

from typing import Any

from flask import make_response, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response
from wtforms import EmailField, HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired, ValidationError

from tracker.domain.base.text import SOURCE
from tracker.services.people import accounts, passkeys, sessions, signing_in
from tracker.services.people.passwords import SHORTEST_PASSWORD, PasswordReview, review_password
from tracker.services.people.sign_in_turns import HasToWait
from tracker.services.people.signing_in import Admitted, CodeWanted
from tracker.services.ports.people import Account
from tracker.web.base.access import Access, Pages, person, session_token
from tracker.web.base.forms import PageForm, only_dry_run, told_on
from tracker.web.base.language import (
    ASKED,
    asked_language,
    gettext,
    lazy_gettext,
    page_language,
    refused,
)
from tracker.web.base.networks import reader_network
from tracker.web.base.passkey_form import PasskeyForm
from tracker.web.base.security import scripted
from tracker.web.base.session_cookies import (
    HALF,
    browser,
    forget_session,
    known_device,
    let_in,
    where_to,
)
from tracker.web.base.site_config import site_config, the_office

PAGES = Pages("sign_in", Access.PUBLIC)
LEAVING = Pages("sign_out", Access.SELF, "/desk")


@PAGES.url_defaults
def _in_its_language(_: str, values: dict[str, Any]) -> None:
    """Keep the requested language in links between the sign-in pages."""
    if asked := asked_language():
        values.setdefault(ASKED, asked)


def pages() -> list[Pages]:
    """Return the blueprints for signing in, which anyone may open, and for signing out."""
    return [PAGES, LEAVING]


class SignInForm(PageForm):
    """The email address and password of a person who signs in."""

    email = EmailField(
        lazy_gettext("Email address"), [InputRequired(lazy_gettext("Enter your email address."))]
    )
    password = PasswordField(
        lazy_gettext("Password"), [InputRequired(lazy_gettext("Enter your password."))]
    )
    ticket = HiddenField()


class CodeForm(PageForm):
    """A typed second-factor code."""

    one_time_code = StringField(
        lazy_gettext("Code"),
        [InputRequired(lazy_gettext("Enter the code."))],
        description=lazy_gettext("The 6-digit code on your phone, or one of your recovery codes."),
    )


class NewPasswordForm(PageForm):
    """A new password of a person, typed twice."""

    password = PasswordField(
        lazy_gettext("New password"),
        [InputRequired(lazy_gettext("Enter a new password."))],
        description=lazy_gettext(
            "At least {number} characters, for example four words.", number=SHORTEST_PASSWORD
        ),
    )
    password_again = PasswordField(
        lazy_gettext("Repeat the password"),
        [InputRequired(lazy_gettext("Enter it again."))],
    )

    def __init__(self, account: Account) -> None:
        super().__init__()
        self.account = account

    @property
    def review(self) -> PasswordReview | None:
        """Return the strength of what was typed; None if nothing was."""
        typed = str(self.password.data or "")
        return review_password(the_office(), self.account, typed) if typed else None

    def validate_password(self, _: PasswordField) -> None:
        """Refuse a short, common or easily guessed password beside its field."""
        if self.review and self.review.problem:
            raise ValidationError(refused(self.review.problem))

    def validate_password_again(self, field: PasswordField) -> None:
        """Refuse two passwords that differ, so that a typing error locks nobody out."""
        if field.data != self.password.data:
            raise ValidationError(gettext("The passwords do not match. Enter both again."))


def password_page(template: str, form: NewPasswordForm) -> Response:
    """Return the page of a new password, whose script shows the strength while it is typed."""
    page = render_template(
        template, form=form, account=form.account, review=form.review, reason=""
    )
    return scripted(page, form.code, fetches=True)


def strength_shown(form: NewPasswordForm) -> Response:
    """Return the fragment that shows how strong the typed password is."""
    review = form.review
    reason = refused(review.problem) if review and review.problem else ""
    return make_response(render_template("account/_strength.html", review=review, reason=reason))


@PAGES.route("/sign-in", methods=["GET", "POST"])
def form() -> Response | tuple[str, int]:
    """Sign in with an email address and password."""
    if request.method == "GET" and person():
        return redirect(where_to())
    sign_in = SignInForm()
    with told_on(sign_in):
        if sign_in.sent():
            return let_in(_entry(sign_in))
    return render_template("sign_in/sign_in.html", form=sign_in), sign_in.code


def _entry(sign_in: SignInForm) -> Admitted | CodeWanted:
    """Check the password. If it has to wait, the form keeps the ticket of its turn."""
    ticket, sign_in.ticket.data = str(sign_in.ticket.data or ""), ""
    try:
        return signing_in.sign_in(
            the_office(),
            str(sign_in.email.data),
            str(sign_in.password.data),
            key=site_config().failure_key,
            device=known_device(),
            network=reader_network(),
            ticket=ticket,
            browser=browser(),
        )
    except HasToWait as wait:
        sign_in.ticket.data = wait.ticket
        raise


@PAGES.route("/sign-in/code", methods=["GET", "POST"])
def code() -> Response | tuple[str, int]:
    """Check the second factor after the password."""
    office, token = the_office(), str(session.get(HALF, ""))
    account = signing_in.half_in(office, token)
    typed = CodeForm()
    with told_on(typed):
        if typed.sent():
            given, key = str(typed.one_time_code.data), site_config().failure_key
            return let_in(
                signing_in.sign_in_by_code(office, token, given, key=key, browser=browser())
            )
    people = office.people
    return render_template(
        "sign_in/code.html",
        form=typed,
        has_codes=people.codes.codes_of(account.id) is not None,
        has_key=bool(people.passkeys.passkeys_of(account.id)),
    ), typed.code


@PAGES.route("/sign-in/passkey", methods=["GET", "POST"])
def passkey() -> Response:
    """Sign in with a passkey alone."""
    office, site = the_office(), site_config().site
    given = PasskeyForm()
    with told_on(given):
        if given.sent():
            answer = str(given.answer.data or "")
            return let_in(
                passkeys.sign_in_by_passkey(office, site, answer, browser(), prf=given.prf)
            )
    options = passkeys.ask_to_enter(office, site)
    page = render_template("sign_in/passkey.html", form=given, options=options)
    return scripted(page, given.code)


@PAGES.route("/welcome/<token>", methods=["GET", "POST"])
def welcome(token: str) -> Response:
    """Set a password through a one-time link. Opening the page does not use up the link."""
    account = accounts.invited(the_office(), token)
    new = NewPasswordForm(account)
    if only_dry_run():
        return strength_shown(new)
    with told_on(new):
        if new.sent():
            password = str(new.password.data)
            return let_in(accounts.set_password(the_office(), token, password, browser()))
    return password_page("sign_in/welcome.html", new)


@LEAVING.post("/sign-out")
def out() -> Response:
    """End the session in the browser and in the database."""
    spoken = page_language()
    sessions.sign_out(the_office(), session_token())
    answer = redirect(url_for("sign_in.form", language=None if spoken == SOURCE else spoken))
    forget_session(answer)
    return answer
