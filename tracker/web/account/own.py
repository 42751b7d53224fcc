"""The page of one's own account, with the password and the sessions."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tracker.domain.base.errors import BadInput
from tracker.services.people import accounts, sessions
from tracker.services.people.sessions import handle_of
from tracker.services.ports.people import Session
from tracker.web.account.sign_in import NewPasswordForm, password_page, strength_shown
from tracker.web.base.access import Access, Pages, session_token, the_person
from tracker.web.base.confirming import requires_confirmation
from tracker.web.base.forms import only_dry_run, told_on
from tracker.web.base.language import gettext
from tracker.web.base.session_cookies import is_desk
from tracker.web.base.site_config import the_office, whole_office
from tracker.web.desk.base.words import ROLE_NAMES

PAGES = Pages("account", Access.DESK, "/desk/account")


@PAGES.get("")
def page() -> str:
    """Show the signed-in person's account."""
    office, account = the_office(), the_person()
    people = office.people
    return render_template(
        "account/account.html",
        account=account,
        role=ROLE_NAMES[account.role],
        codes=people.codes.codes_of(account.id) is not None,
        recovery_left=people.recovery_codes.recovery_left(account.id),
        passkeys=people.passkeys.passkeys_of(account.id),
        opening=whole_office().person_keys.ways(account.id),
        sessions=[(handle_of(each), each) for each in sessions.open_sessions(office, account)],
        here=_is_here,
        languages=office.languages,
    )


@PAGES.route("/password", methods=["GET", "POST"])
@requires_confirmation
def password() -> Response:
    """Change the password."""
    form = NewPasswordForm(the_person())
    if only_dry_run():
        return strength_shown(form)
    with told_on(form):
        if form.sent():
            accounts.change_password(
                the_office(), the_person(), str(form.password.data), session_token()
            )
            flash(gettext("Password changed. You are signed out everywhere else."))
            return redirect(url_for("account.page"))
    return password_page("account/password.html", form)


@PAGES.post("/language")
def language() -> Response:
    """Change the language of the workspace, and go back to the page the change was made on."""
    office = the_office()
    chosen, back = request.form.get("language", ""), request.form.get("back", "")
    if chosen not in office.languages:
        raise BadInput("That language is not available. Choose one from the list.")
    accounts.change_language(office, the_person(), chosen)
    return redirect(back if is_desk(back) else url_for("account.page"))


@PAGES.post("/sessions/end")
def end_session() -> Response:
    """End one of the listed sessions."""
    office, handle = the_office(), request.form.get("session", "")
    sessions.end_session(office, the_person(), handle)
    flash(gettext("Session ended."))
    return redirect(url_for("account.page"))


@PAGES.post("/sessions/end-others")
def end_others() -> Response:
    """End every session except the current one."""
    sessions.end_other_sessions(the_office(), the_person(), session_token())
    flash(gettext("You are signed out everywhere else."))
    return redirect(url_for("account.page"))


def _is_here(session: Session) -> bool:
    return session.token_digest == sessions.digest(session_token())
