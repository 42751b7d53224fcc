"""Accounts and one-time links: who may sign in, and in which role."""

import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from tracker.domain.base.errors import BadInput, NotAllowed, NotOnFile
from tracker.services.core.audit import OPERATOR, note_act
from tracker.services.core.office import Office
from tracker.services.people.passwords import require_good_password
from tracker.services.people.private_access import (
    give_access,
    group_key_for,
    keep_password,
    new_person_key,
    open_by_token,
    replace_left_keys,
    seal_for_token,
    stretch,
    take_access_from_link,
)
from tracker.services.people.sessions import digest, private_key_of
from tracker.services.people.signing_in import Admitted, CodeWanted, admit
from tracker.services.ports.people import Account, AuditAct, Invitation, RoleName

INVITATION_LASTS = timedelta(days=3)
_LINK = "one-time link"


def add_account(
    office: Office, email: str, name: str, role: RoleName, organisation: str = ""
) -> Account:
    """Return the account for an email address, creating it if needed.

    Raises BadInput for a malformed address.
    """
    account = account_at(office, email)
    if account is None:
        email = require_address(email)
        called = name.strip() or email
        account = Account(
            secrets.token_hex(8), email, called, role, organisation=organisation.strip()
        )
        office.people.save_account(account)
    return account


def account_at(office: Office, email: str) -> Account | None:
    """Return the account of an email address, if any. Raises BadInput for a malformed one."""
    return office.people.account_by_email(require_address(email))


def require_address(email: str) -> str:
    """Return the address as it is stored. Raises BadInput for a malformed one."""
    email = email.strip().lower()
    if "@" not in email or any(char.isspace() for char in email):
        raise BadInput("“{email}” is not an email address.", email=email)
    return email


def invite(
    office: Office,
    email: str,
    name: str,
    role: RoleName,
    *,
    organisation: str = "",
    by: str = OPERATOR,
    frees: bool = False,
) -> str:
    """Create an account if needed, and return the token of a one-time link for it.

    An account that the address has already keeps its name, role and organisation.
    """
    account = add_account(office, email, name, role, organisation)
    return link_for(office, account, by=by, frees=frees)


def link_for(office: Office, account: Account, *, by: str = OPERATOR, frees: bool = False) -> str:
    """Return a token with which this person can set a password once.

    If `frees` is set, using it also removes lost second factors. Where the key of the person's
    group is open, the link carries it, so that its reader can open private words at once. Raises
    NotAllowed for a closed account.
    """
    if not account.active:
        raise NotAllowed(
            "The account of {account} is closed. Reopen it first.", account=account.name
        )
    token = secrets.token_urlsafe(32)
    expires = office.now() + INVITATION_LASTS
    key = seal_for_token(office, token, group_key_for(office, account), _LINK)
    office.people.invitations.add(Invitation(digest(token), account.id, expires, frees, key))
    note_act(office, AuditAct.INVITED, who=by, about=account.id)
    return token


def invited(office: Office, token: str) -> Account:
    """Return the person that a one-time link is for.

    Raises NotAllowed if the link was used or has expired.
    """
    return _invited(office, token)[0]


def set_password(
    office: Office, token: str, password: str, browser: str = ""
) -> Admitted | CodeWanted:
    """Use up a one-time link, set the password, and sign in.

    The person gets a new key, which opens private words if the link carries the key of their
    group; otherwise a colleague has to give access. All sessions and other links of this person
    end, and known browsers are forgotten. Raises BadInput for a password that will not do,
    NotAllowed for a link that was used or has expired.
    """
    account, invitation = _invited(office, token)
    require_good_password(office, account, password)
    stretched = stretch(office, password)
    # All or nothing: a link that is used up has led to a key.
    with office.people.one_at_a_time():
        if office.people.invitations.take(digest(token)) is None:
            raise NotAllowed("This link has been used or has expired. Ask for a new one.")
        private = new_person_key(office, account.id, stretched)
        if key := open_by_token(office, token, invitation.sealed_key, _LINK):
            take_access_from_link(office, account, key)
        office.people.invitations.withdraw(account.id)
    office.people.sessions.end_all(account.id)
    office.people.devices.forget(account.id)
    note_act(office, AuditAct.PASSWORD_SET, who=account.id, about=account.id)
    if invitation.frees:
        office.people.factors.drop_all(account.id)
        note_act(office, AuditAct.FACTOR_RESET, who=account.id, about=account.id)
    return admit(office, account, private, browser)


def change_password(office: Office, account: Account, password: str, token: str) -> None:
    """Set a new password and end all other sessions of this person.

    Raises BadInput for a password that will not do, and Locked while the person's key is locked in
    this session.
    """
    require_good_password(office, account, password)
    stretched = stretch(office, password)
    keep_password(office, account.id, stretched, private_key_of(office, token))
    office.people.invitations.withdraw(account.id)
    office.people.sessions.end_all(account.id, but=digest(token))
    note_act(office, AuditAct.PASSWORD_SET, who=account.id, about=account.id)


def change_language(office: Office, account: Account, language: str) -> None:
    """Set the language in which a person reads the workspace."""
    with office.people.one_at_a_time():
        office.people.save_account(replace(person_of(office, account.id), language=language))


def change_role(
    office: Office, id: str, role: RoleName, organisation: str = "", *, by: str
) -> None:
    """Give a person another role, or move them to another organisation.

    Raises NotAllowed if nobody could administer the office then, and if a person with assigned
    requests is to leave the office itself.
    """
    with office.people.one_at_a_time():
        account = person_of(office, id)
        changed = replace(account, role=role, organisation=organisation.strip())
        if not administers(changed):
            require_another_admin(office, account)
        if changed.organisation and office.people.shares.charges_of(id):
            raise NotAllowed(
                "{account} has requests assigned. Hand them over first.", account=account.name
            )
        office.people.save_account(changed)
        if changed.organisation != account.organisation:
            office.key_holders.withdraw(id)
            if office.key_opening.may_open() and office.person_keys.has_key(id):
                give_access(office, changed, by=by)
            replace_left_keys(office)
        note_act(office, AuditAct.ROLE_CHANGED, who=by, about=id, detail=role.value)


def person_of(office: Office, id: str) -> Account:
    """Return the account with an id. Raises NotOnFile if there is none."""
    account = office.people.account(id)
    if account is None:
        raise NotOnFile("That person was not found. Check the team list.")
    return account


def by_address(office: Office, email: str) -> Account:
    """Return the account with an email address. Raises NotOnFile if there is none."""
    account = office.people.account_by_email(email)
    if account is None:
        raise NotOnFile(
            "No account uses {strip}. `tracker people` lists all accounts.", strip=email.strip()
        )
    return account


def administers(account: Account) -> bool:
    """Return whether this person administers the office."""
    return account.active and account.role is RoleName.ADMIN and not account.organisation


def require_another_admin(office: Office, account: Account) -> None:
    """Raise NotAllowed if nobody else administers the office."""
    others = (each for each in office.people.accounts() if each.id != account.id)
    if administers(account) and not any(map(administers, others)):
        raise NotAllowed(
            "This is the office’s only administrator. Make someone else an administrator first."
        )


def colleagues(office: Office) -> Sequence[Account]:
    """Return everyone of the office itself whose account is open."""
    return [each for each in office.people.accounts() if each.active and not each.organisation]


def _invited(office: Office, token: str) -> tuple[Account, Invitation]:
    invitation = office.people.invitations.get(digest(token))
    account = office.people.account(invitation.account) if invitation else None
    over = invitation is None or invitation.expires_at < office.now()
    if invitation is None or account is None or over or not account.active:
        raise NotAllowed("This link has been used or has expired. Ask for a new one.")
    return account, invitation
