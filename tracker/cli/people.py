"""`tracker invite`, `people`, `leave`, `reopen`, `unsubscribe`: people and readers."""

import argparse
import json

from tracker.app.assembly import open_office
from tracker.cli.offices import welcome
from tracker.domain.base.errors import BadInput
from tracker.domain.record.alerts import mail_address
from tracker.services.core.audit import OPERATOR
from tracker.services.people.accounts import account_at, by_address, invite, link_for
from tracker.services.people.handover import (
    close_account,
    leave_office,
    reopen_account,
    requests_counted,
)
from tracker.services.ports.people import RoleName
from tracker.settings import read_settings

LINK_WITHOUT_KEY = (
    "The link opens no private words: a colleague gives access to them in the workspace, under "
    "Team, or the recovery key does, by `tracker recovery give-access`."
)

HAS_AN_ACCOUNT = (
    "{email} already has an account: {name}, {role}. Its name, role and organisation stay as they "
    "are. An administrator can change its role and organisation in the workspace, under Team."
)


def invite_person(chosen: argparse.Namespace) -> int:
    """Print a one-time link for a person, who may already have an account."""
    settings = read_settings()
    with open_office(settings) as office:
        known = account_at(office, chosen.email)
        token = invite(
            office,
            chosen.email,
            chosen.name,
            RoleName(chosen.role),
            organisation=chosen.organisation,
            frees=chosen.lost_factor,
        )
        carries_key = office.key_opening.may_open()
    if known:
        print(HAS_AN_ACCOUNT.format(email=known.email, name=known.name, role=known.role.value))
    print(f"{chosen.email} sets a password once at {welcome(settings, token)}")
    if not carries_key:
        print(LINK_WITHOUT_KEY)
    if chosen.lost_factor:
        print("With it the second factor is removed, and a new one is to be set up.")
    return 0


def list_people(chosen: argparse.Namespace) -> int:
    """Print every account: key, role, state, address."""
    with open_office(read_settings()) as office:
        factors = office.people.factors.with_factor()
        people = [
            {
                "id": account.id,
                "name": account.name,
                "email": account.email,
                "role": account.role.value,
                "organisation": account.organisation,
                "active": account.active,
                "second_factor": account.id in factors,
                "in_charge_of": office.people.shares.charges_of(account.id),
            }
            for account in office.people.accounts()
        ]
    if chosen.json:
        print(json.dumps(people, ensure_ascii=False, indent=2))
        return 0
    for each in people:
        state = "open" if each["active"] else "closed"
        factor = "second factor" if each["second_factor"] else "no second factor"
        print(f"{each['id']}  {each['role']}  {state}, {factor}  {each['email'] or each['name']}")
    return 0


def leave_command(chosen: argparse.Namespace) -> int:
    """Hand over a person's requests, and close the account."""
    if chosen.stays and not chosen.to:
        raise BadInput("Say who takes the requests over: add --to EMAIL.")
    with open_office(read_settings()) as office:
        leaver = by_address(office, chosen.email)
        if chosen.to:
            taker = by_address(office, chosen.to).id
            number = leave_office(
                office,
                leaver.id,
                taker,
                closes=not chosen.stays,
                forgets=chosen.forget_name,
                by=OPERATOR,
            )
            print(f"{requests_counted(number)} handed to {chosen.to}.")
        else:
            close_account(office, leaver.id, forgets=chosen.forget_name, by=OPERATOR)
    if not chosen.stays:
        print(f"The account of {leaver.name} ({leaver.id}) is closed.")
    return 0


def reopen_command(chosen: argparse.Namespace) -> int:
    """Reopen a closed account, and print a one-time link for it."""
    settings = read_settings()
    with open_office(settings) as office:
        account = reopen_account(office, chosen.id, chosen.email, by=OPERATOR)
        token = link_for(office, account)
        carries_key = office.key_opening.may_open()
    print(f"{chosen.email} sets a password once at {welcome(settings, token)}")
    if not carries_key:
        print(LINK_WITHOUT_KEY)
    return 0


def unsubscribe(chosen: argparse.Namespace) -> int:
    """Delete a reader's address and everything it follows."""
    with open_office(read_settings()) as office:
        number = office.subscriptions.forget(mail_address(chosen.address))
    print(f"{number} deleted. Backups made before now hold the address, encrypted.")
    return 0
