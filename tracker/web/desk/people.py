"""The people of the office: accounts, and one-time links for new ones. For administrators."""

from flask import render_template, url_for
from wtforms import EmailField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from tracker.services import people
from tracker.services.people import INVITATION_LASTS
from tracker.services.ports import RoleName
from tracker.web.desk.words import ROLES
from tracker.web.doors import Door, Pages
from tracker.web.forms import PageForm, told_on
from tracker.web.house import the_house, the_office

PAGES = Pages("desk_people", Door.ADMIN, "/desk/people")


class InvitationForm(PageForm):
    """Somebody who shall have an account."""

    email = EmailField("E-mail address", [InputRequired("Enter the e-mail address.")])
    name = StringField("Name", [Length(max=200, message="Shorten the name.")])
    role = SelectField("Role", choices={role.value: words for role, words in ROLES.items()})


@PAGES.route("", methods=["GET", "POST"])
def accounts() -> tuple[str, int]:
    """Everybody with an account. An invitation shows its link once, on this page alone."""
    office, form, link = the_office(), InvitationForm(), ""
    with told_on(form):
        if form.sent():
            role = RoleName(form.role.data)
            token = people.invite(office, str(form.email.data), str(form.name.data or ""), role)
            link = the_house().public_url.rstrip("/") + url_for("sign_in.welcome", token=token)
    return render_template(
        "desk/people.html",
        form=form,
        link=link,
        days=INVITATION_LASTS.days,
        accounts=office.people.accounts(),
        roles=ROLES,
    ), form.code
