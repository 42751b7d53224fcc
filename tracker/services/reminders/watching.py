"""The people who are reminded of a request, and how each of them wants it."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict

from tracker.domain.base.errors import BadInput
from tracker.domain.case.case_state import CaseState
from tracker.domain.case.reminders import Reminded
from tracker.domain.events.request.approved import Approved
from tracker.services.core.i18n import Locale
from tracker.services.core.office import Office
from tracker.services.ports.people import Account, RoleName
from tracker.services.ports.reminders import OFFICE, ReminderChoice

# Two people are reminded, so that one sees what the other overlooks.
WATCHERS = 2


class Staff:
    """The people of the office who may be reminded, and their choices, read once for a round."""

    def __init__(self, office: Office) -> None:
        self._choices = office.reminder_choices.choices()
        accounts = office.people.accounts()
        self.accounts = {a.id: a for a in accounts if a.active and not a.organisation}
        self.digest = self._digest(accounts)

    @property
    def admins(self) -> tuple[str, ...]:
        """Return the administrators."""
        return tuple(a.id for a in self.accounts.values() if a.role is RoleName.ADMIN)

    def choice(self, account: str) -> ReminderChoice:
        """Return a person's choice, or else the office's, or else the default."""
        return self._choices.get(account) or self._choices.get(OFFICE) or ReminderChoice()

    def locale(self, office: Office, account: str) -> Locale:
        """Return the language that a person chose for the workspace."""
        return office.locale(self.accounts[account].language)

    def reminded(self, accounts: Sequence[str]) -> tuple[Reminded, ...]:
        """Return these people with the steps of their reminders."""
        return tuple(Reminded(each, self.choice(each).rungs) for each in accounts)

    def _digest(self, accounts: Sequence[Account]) -> str:
        """Return a digest that changes with anything that decides who is reminded, and when."""
        people = [[a.id, a.active, a.role.value, a.organisation] for a in accounts]
        choices = {whose: asdict(choice) for whose, choice in self._choices.items()}
        state = json.dumps([sorted(people), choices], sort_keys=True)
        return hashlib.sha256(state.encode()).hexdigest()[:16]


def watchers_of(
    office: Office, reference: str, case_state: CaseState, staff: Staff
) -> tuple[str, ...]:
    """Return the accounts that are reminded of a request.

    These are the person to whom it is assigned and those chosen; if nobody was chosen, those who
    drafted and approved it. Administrators are added until there are two people.
    """
    charges: Mapping[str, str] = office.people.shares.in_charge([reference])
    chosen = [a for a in office.watchers.chosen_watchers(reference) if a in staff.accounts]
    usual = [
        entry.entered_by
        for entry in case_state.entries
        if entry.event == case_state.drafted or isinstance(entry.event, Approved)
    ]
    first = [charges.get(reference, ""), *(chosen or usual)]
    found = dict.fromkeys(account for account in first if account in staff.accounts)
    most = WATCHERS + 1 if chosen else WATCHERS
    named = tuple(found)[:most]
    others = tuple(account for account in staff.admins if account not in named)
    return named + others[: max(WATCHERS - len(named), 0)]


def choose_watchers(office: Office, reference: str, accounts: Sequence[str]) -> None:
    """Choose who is reminded beside the person to whom the request is assigned.

    With no accounts, the usual people are reminded. Raises BadInput for more than two, or for
    someone who is not of the office.
    """
    wanted = tuple(dict.fromkeys(account for account in accounts if account))
    staff = Staff(office)
    if len(wanted) > WATCHERS:
        raise BadInput("Choose up to two people.")
    if any(account not in staff.accounts for account in wanted):
        raise BadInput("Choose staff members with an open account.")
    with office.cases.open(reference):
        office.watchers.choose_watchers(reference, wanted)
