"""Assignment of requests, handover in one step, and closing of accounts."""

from collections.abc import Sequence
from dataclasses import replace

from tracker.domain.base.errors import NotAllowed
from tracker.domain.base.messages import Message
from tracker.domain.case.request import Draft
from tracker.services.core.audit import note_act
from tracker.services.core.office import Office
from tracker.services.people.accounts import (
    colleagues,
    person_of,
    require_address,
    require_another_admin,
)
from tracker.services.people.private_access import replace_left_keys
from tracker.services.ports.people import Account, AuditAct
from tracker.services.ports.reminders import Mail

IN_YOUR_CHARGE = Message("Draft {about} is now assigned to you.")
IN_THAT_OF_A_COLLEAGUE = Message("Draft {about} is now assigned to a colleague.")


def put_in_charge(office: Office, reference: str, account: str, *, by: str) -> None:
    """Assign a request to a person.

    Raises NotAllowed unless the person is of the office with an open account.
    """
    _require_colleague(office, account)
    office.people.shares.put_in_charge(reference, account, office.now())
    note_act(office, AuditAct.PUT_IN_CHARGE, who=by, about=reference, detail=account)


def take_charge(office: Office, reference: str, *, by: str) -> None:
    """Assign a request to the person who begins or finalises it, unless it is assigned already."""
    known = {account.id for account in colleagues(office)}
    if by in known and not office.people.shares.in_charge([reference]):
        office.people.shares.put_in_charge(reference, by, office.now())


def take_over(office: Office, reference: str, *, by: str) -> None:
    """Assign a draft that a colleague left to `by`, note it in the trail and mail both people.

    A draft already assigned to `by` stays so. Raises NotOnFile if there is no such draft, and
    NotAllowed unless `by` is of the office.
    """
    _require_colleague(office, by)
    with office.cases.together():
        draft = office.drafts.draft(reference)
        before = in_charge_of(office, reference) or office.people.account(draft.changed_by)
        if before and before.id == by:
            take_charge(office, reference, by=by)
            return
        put_in_charge(office, reference, by, by=by)
        told = [person_of(office, by), *([before] if before and before.active else [])]
        for account in told:
            office.outbox.put(_taken_over(office, draft, account, taken=account.id == by))


def _taken_over(office: Office, draft: Draft, account: Account, *, taken: bool) -> Mail:
    """Return a mail that names nobody. The desk shows to whom the draft is assigned."""
    at, say = office.now(), office.locale(account.language).say
    now = IN_YOUR_CHARGE if taken else IN_THAT_OF_A_COLLEAGUE
    subject = say(now, about=draft.reference.upper())
    changed = say("It was taken over in the workspace. The text has not changed.")
    return Mail(
        once=f"taken-over:{draft.reference}:{account.id}:{at.isoformat()}",
        message_id=office.new_message_id(),
        account=account.id,
        subject=subject,
        words=f"{subject}\n\n{changed}\n\n{office.public_url}/desk/drafts/{draft.reference}\n",
        made_at=at,
    )


def in_charge_of(office: Office, reference: str) -> Account | None:
    """Return the person to whom a request is assigned, None if it is unassigned."""
    account = office.people.shares.in_charge([reference]).get(reference)
    return office.people.account(account) if account else None


def names_in_charge(office: Office, references: Sequence[str]) -> dict[str, str]:
    """Return the names of the people to whom these requests are assigned, by reference.

    A request of someone whose account cannot be read counts as unassigned.
    """
    charges = office.people.shares.in_charge(references)
    names = office.people_names
    return {each: names[account] for each, account in charges.items() if account in names}


def hand_over(office: Office, giver: str, taker: str, *, by: str) -> int:
    """Assign all requests and open tasks of one person to another; return how many requests.

    Raises NotAllowed if the taker is not of the office, or is the giver.
    """
    if giver == taker:
        raise NotAllowed("Choose another person to take over the requests.")
    _require_colleague(office, taker)
    number = office.people.shares.hand_over(giver, taker, office.now())
    office.workbook.tasks.hand_over(giver, taker)
    note_act(office, AuditAct.HANDED_OVER, who=by, about=giver, detail=taker)
    return number


def leave_office(
    office: Office, leaver: str, taker: str, *, closes: bool, forgets: bool = False, by: str
) -> int:
    """Hand over everything assigned to a person, and close the account if `closes` is set.

    Returns how many requests were handed over. Raises NotAllowed as both steps do, and then does
    neither.
    """
    with office.people.one_at_a_time():
        number = hand_over(office, leaver, taker, by=by)
        if closes:
            close_account(office, leaver, forgets=forgets, by=by)
    return number


def close_account(office: Office, id: str, *, forgets: bool = False, by: str) -> None:
    """End an account: delete sessions, links, key, second factors and address.

    The keys that this person could open are replaced, at once where they are open, else later.

    The name stays, so that a timeline can say who entered what, unless `forgets` is set. Raises
    NotAllowed for the only administrator, and while requests are assigned to this person.
    """
    with office.people.one_at_a_time():
        account = person_of(office, id)
        require_another_admin(office, account)
        if number := office.people.shares.charges_of(id):
            raise NotAllowed(
                "{account} has {number} assigned. Hand them over first.",
                account=account.name,
                number=requests_counted(number),
            )
        name = f"Former {account.role.value}" if forgets else account.name
        closed = replace(account, active=False, email="", name=name)
        office.people.save_account(closed)
        office.people.sessions.end_all(id)
        office.people.invitations.withdraw(id)
        office.people.devices.forget(id)
        office.people.factors.drop_all(id)
        office.person_keys.forget_person(id)
        replace_left_keys(office)
        for feed in office.people.feeds.of(id):
            office.people.feeds.revoke(id, feed.digest)
        note_act(office, AuditAct.CLOSED, who=by, about=id)


def reopen_account(office: Office, id: str, email: str, name: str = "", *, by: str) -> Account:
    """Open a closed account under an address. The person still needs a one-time link.

    Raises BadInput for a malformed address, NotAllowed if another account has it.
    """
    account = person_of(office, id)
    called = name.strip() or account.name
    account = replace(account, active=True, email=require_address(email), name=called)
    office.people.save_account(account)
    note_act(office, AuditAct.REOPENED, who=by, about=id)
    return account


def requests_counted(number: int) -> str:
    """Return a number of requests in words."""
    return f"{number:,} request{'' if number == 1 else 's'}"


def _require_colleague(office: Office, account: str) -> None:
    if account not in {each.id for each in colleagues(office)}:
        raise NotAllowed("Choose a staff member with an open account.")
