"""The team: accounts, one-time links, roles and leaving. For administrators."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms import BooleanField, EmailField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from tracker.services.people import accounts as people
from tracker.services.people import handover
from tracker.services.people.accounts import INVITATION_LASTS
from tracker.services.people.private_access import give_access, without_access
from tracker.services.people.sharing import known_organisations
from tracker.services.ports.people import Account, RoleName
from tracker.web.base.access import Access, Pages, by
from tracker.web.base.confirming import requires_confirmation
from tracker.web.base.forms import PageForm, told_on
from tracker.web.base.language import gettext, lazy_gettext, ngettext
from tracker.web.base.site_config import site_config, the_office
from tracker.web.desk.base.words import ROLE_NAMES

PAGES = Pages("desk_people", Access.ADMIN, "/desk/people")
_LONGEST = Length(max=60, message=lazy_gettext("This must be 60 characters or fewer."))


class RoleForm(PageForm):
    """A person's role and organisation."""

    role = SelectField(
        lazy_gettext("Role"), choices={role.value: words for role, words in ROLE_NAMES.items()}
    )
    organisation = StringField(
        lazy_gettext("Partner organisation"),
        [_LONGEST],
        description=lazy_gettext(
            "Leave empty for staff of this office. People from a partner organisation can read "
            "only what is shared with it."
        ),
        render_kw={"list": "organisations"},
    )


class InvitationForm(RoleForm):
    """A person to invite."""

    email = EmailField(
        lazy_gettext("Email address"), [InputRequired(lazy_gettext("Enter an email address."))]
    )
    name = StringField(
        lazy_gettext("Name"), [Length(max=200, message=lazy_gettext("Use a shorter name."))]
    )


class LinkForm(PageForm):
    """A new one-time link for an existing account."""

    frees = BooleanField(
        lazy_gettext("The second factor is lost too. Remove it when the link is used")
    )


class LeaveForm(PageForm):
    """A person who leaves, and who takes over."""

    taker = SelectField(lazy_gettext("Who takes over the requests"))
    closes = BooleanField(lazy_gettext("Also close the account"))
    forgets = BooleanField(
        lazy_gettext("Also delete the name. Timelines then show a former colleague by role")
    )

    def __init__(self, leaver: Account) -> None:
        super().__init__(closes=True)
        others = people.colleagues(the_office())
        self.taker.choices = {each.id: each.name for each in others if each.id != leaver.id}


class ReopenForm(PageForm):
    """A person who returns."""

    email = EmailField(
        lazy_gettext("Email address"), [InputRequired(lazy_gettext("Enter an email address."))]
    )
    name = StringField(
        lazy_gettext("Name"),
        [Length(max=200, message=lazy_gettext("Use a shorter name."))],
        description=lazy_gettext("Leave empty to keep it."),
    )


@PAGES.get("")
def accounts() -> tuple[str, int]:
    """Show everyone with an account."""
    return _everybody(InvitationForm())


@PAGES.post("")
@requires_confirmation
def invite() -> tuple[str, int]:
    """Invite a person. The link is shown once, on the response page."""
    office, form, link, known = the_office(), InvitationForm(), "", None
    with told_on(form):
        if form.sent():
            known = people.account_at(office, str(form.email.data))
            token = people.invite(
                office,
                str(form.email.data),
                str(form.name.data or ""),
                RoleName(form.role.data),
                organisation=str(form.organisation.data or ""),
                by=by(),
            )
            link = _address(token)
    return _everybody(form, link, known)


def _everybody(
    form: InvitationForm, link: str = "", known: Account | None = None
) -> tuple[str, int]:
    office = the_office()
    return render_template(
        "desk/people.html",
        form=form,
        link=link,
        known=known,
        days=INVITATION_LASTS.days,
        accounts=office.people.accounts(),
        with_factor=office.people.factors.with_factor(),
        with_key=office.person_keys.with_key(),
        waiting=without_access(office),
        organisations=known_organisations(office),
        roles=ROLE_NAMES,
    ), form.code


@PAGES.get("/<key>")
def person_page(key: str) -> str:
    """Show one person, and what an administrator can do with the account."""
    office = the_office()
    return render_template(
        "desk/person.html",
        account=people.person_of(office, key),
        role=ROLE_NAMES[people.person_of(office, key).role],
        charges=office.people.shares.charges_of(key),
        has_factor=office.people.factors.any_factor(key),
        has_key=office.person_keys.has_key(key),
    )


@PAGES.post("/<key>/access")
@requires_confirmation
def access(key: str) -> Response:
    """Give a person access to private words."""
    office = the_office()
    account = people.person_of(office, key)
    give_access(office, account, by=by())
    flash(gettext("{name} can now open private data.", name=account.name))
    return redirect(url_for("desk_people.accounts"))


@PAGES.route("/<key>/role", methods=["GET", "POST"])
@requires_confirmation
def role(key: str) -> Response | tuple[str, int]:
    """Change a person's role."""
    office = the_office()
    account = people.person_of(office, key)
    form = RoleForm(role=account.role.value, organisation=account.organisation)
    with told_on(form):
        if form.sent():
            organisation = str(form.organisation.data or "")
            people.change_role(office, key, RoleName(form.role.data), organisation, by=by())
            return _done(key, gettext("Role changed. It applies from the next page."))
    known = known_organisations(office)
    return _page("role", form, account, organisations=known)


@PAGES.route("/<key>/link", methods=["GET", "POST"])
@requires_confirmation
def link(key: str) -> Response | tuple[str, int]:
    """Make a new one-time link, after a lost password or a lost second factor."""
    office, form, shown = the_office(), LinkForm(), ""
    account = people.person_of(office, key)
    with told_on(form):
        if form.sent():
            token = people.link_for(office, account, by=by(), frees=bool(form.frees.data))
            shown = _address(token)
    return _page("link", form, account, link=shown, days=INVITATION_LASTS.days)


@PAGES.route("/<key>/leave", methods=["GET", "POST"])
@requires_confirmation
def leave(key: str) -> Response | tuple[str, int]:
    """Hand over a person's requests, and close the account."""
    office = the_office()
    account = people.person_of(office, key)
    form = LeaveForm(account)
    with told_on(form):
        if form.sent():
            taker, closes = str(form.taker.data), bool(form.closes.data)
            forgets = bool(form.forgets.data)
            number = handover.leave_office(
                office, key, taker, closes=closes, forgets=forgets, by=by()
            )
            said = ngettext(
                "{number} request handed over.", "{number} requests handed over.", number
            )
            return _done(key, f"{said} {gettext('Account closed.')}" if closes else said)
    return _page("leave", form, account, charges=office.people.shares.charges_of(key))


@PAGES.route("/<key>/reopen", methods=["GET", "POST"])
@requires_confirmation
def reopen(key: str) -> Response | tuple[str, int]:
    """Reopen a closed account."""
    office, form = the_office(), ReopenForm()
    account = people.person_of(office, key)
    with told_on(form):
        if form.sent():
            name = str(form.name.data or "")
            handover.reopen_account(office, key, str(form.email.data), name, by=by())
            return _done(key, gettext("Account reopened. Create a one-time link for it."))
    return _page("reopen", form, account)


def _page(name: str, form: PageForm, account: Account, **more: object) -> tuple[str, int]:
    page = render_template(f"desk/person_{name}.html", form=form, account=account, **more)
    return page, form.code


def _done(key: str, words: str) -> Response:
    flash(words)
    return redirect(url_for("desk_people.person_page", key=key))


def _address(token: str) -> str:
    return site_config().public_url.rstrip("/") + url_for("sign_in.welcome", token=token)
