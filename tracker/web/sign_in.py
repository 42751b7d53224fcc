"""Accounts at the door: signing in and out, and the one-time link that sets a password."""

from urllib.parse import urlsplit

from flask import redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response
from wtforms import EmailField, PasswordField
from wtforms.validators import InputRequired, ValidationError

from tracker.services import people
from tracker.services.people import SHORTEST_PASSWORD
from tracker.web.doors import DESK, Door, Pages, cookie_name, person
from tracker.web.forms import PageForm, told_on
from tracker.web.house import the_house, the_office

PAGES = Pages("sign_in", Door.PUBLIC)
LEAVING = Pages("leaving", Door.DESK, "/desk")


def pages() -> list[Pages]:
    """The pages at the door, which is open, and the way out, which is inside."""
    return [PAGES, LEAVING]


class SignInForm(PageForm):
    """Who comes in."""

    email = EmailField("E-mail address", [InputRequired("Enter your e-mail address.")])
    password = PasswordField("Password", [InputRequired("Enter your password.")])


class WelcomeForm(PageForm):
    """A new password, typed twice."""

    password = PasswordField(
        "New password",
        [InputRequired("Choose a password.")],
        description=f"At least {SHORTEST_PASSWORD} characters, for example four words.",
    )
    password_again = PasswordField(
        "The same password again", [InputRequired("Type it a second time.")]
    )

    def validate_password_again(self, field: PasswordField) -> None:
        """A slip of the finger is found before it locks somebody out."""
        if field.data != self.password.data:
            raise ValidationError("The two passwords differ: type both again.")


@PAGES.route("/sign-in", methods=["GET", "POST"])
def form() -> Response | tuple[str, int]:
    """Sign in with address and password."""
    if request.method == "GET" and person():
        return redirect(_next())
    sign_in = SignInForm()
    with told_on(sign_in):
        if sign_in.sent():
            email, password = str(sign_in.email.data), str(sign_in.password.data)
            key = the_house().failure_key
            return _let_in(people.sign_in(the_office(), email, password, key=key))
    return render_template("sign_in/sign_in.html", form=sign_in), sign_in.code


@PAGES.route("/welcome/<token>", methods=["GET", "POST"])
def welcome(token: str) -> Response | tuple[str, int]:
    """Set a password through a one-time link. Looking at the page does not use it up."""
    account = people.invited(the_office(), token)
    new = WelcomeForm()
    with told_on(new):
        if new.sent():
            return _let_in(people.set_password(the_office(), token, str(new.password.data)))
    return render_template("sign_in/welcome.html", form=new, account=account), new.code


@LEAVING.post("/sign-out")
def out() -> Response:
    """End the session here and in the database."""
    people.sign_out(the_office(), request.cookies.get(cookie_name(), ""))
    session.clear()
    answer = redirect(url_for("sign_in.form"))
    answer.delete_cookie(cookie_name(), path="/", secure=the_house().secure_cookies)
    return answer


def _let_in(token: str) -> Response:
    # A form that was opened before must not be sent by whoever comes in now.
    session.clear()
    answer = redirect(_next())
    answer.set_cookie(
        cookie_name(),
        token,
        path="/",
        httponly=True,
        samesite="Lax",
        secure=the_house().secure_cookies,
    )
    return answer


def _next() -> str:
    """The page that was asked for before signing in, where it is one of the desk's."""
    wanted = request.args.get("next", "")
    return wanted if _is_desk(wanted) else url_for("desk.listing")


def _is_desk(address: str) -> bool:
    """Whether an address leads to a page of the desk, however a browser may read it."""
    if "\\" in address or not address.isprintable():
        return False
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    inside = parts.path == DESK or parts.path.startswith(f"{DESK}/")
    return inside and not parts.scheme and not parts.netloc
