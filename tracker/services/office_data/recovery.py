"""The recovery keys: what the operator changes, tries, and gives back with them.

A recovery key opens backups and archives, and the private words of the office.
"""

from datetime import timedelta

from tracker.domain.base.errors import NotAllowed, Refusal
from tracker.domain.base.messages import Message
from tracker.services.core.audit import note_act
from tracker.services.core.office import Office
from tracker.services.people.private_access import give_access
from tracker.services.ports.keys import OFFICE_GROUP, key_holder
from tracker.services.ports.people import Account, AuditAct
from tracker.services.ports.recovery import RecoveryKey

RECOVERY = "recovery"
_DRILL_EVERY = timedelta(days=365)


def add_recovery_key(office: Office, key: str, name: str, *, by: str) -> None:
    """Encrypt later backups and archives to this key too, and let it open private words.

    Raises BadInput if it cannot be used, or was added before, and Locked unless the private words
    of the office are open.
    """
    added = RecoveryKey(key.strip(), name.strip())
    office.recovery.add(added)
    try:
        office.key_holders.give(OFFICE_GROUP, key_holder(office.recovery.public_key(added.key)))
    except Refusal:
        office.recovery.remove(added.key)
        raise
    note_act(office, AuditAct.SETTINGS_CHANGED, who=by, about=RECOVERY)


def remove_recovery_key(office: Office, key: str, *, by: str) -> None:
    """Stop encrypting to this key. It opens no private words that are entered later.

    Raises NotOnFile if there is no such key, and NotAllowed if nobody else could open private
    words then.
    """
    key = key.strip()
    known = [each.key for each in office.recovery.keys()]  # noqa: SIM118 - a method of a port
    if key in known:
        office.key_holders.withdraw(key_holder(office.recovery.public_key(key)))
    office.recovery.remove(key)
    note_act(office, AuditAct.SETTINGS_CHANGED, who=by, about=RECOVERY)


def opens_private_words(office: Office, secret: bytes) -> bool:
    """Return whether the secret of a recovery key opens the private words of the office."""
    with office.key_opening.opened(office.key_opening.by_key(secret)):
        return office.key_opening.may_open()


def give_access_back(office: Office, account: Account, *, by: str) -> None:
    """Let a person open private words again, while a recovery key holds them open.

    Raises NotAllowed for a person who has no key yet because they never set a password.
    """
    if not account.active or not office.person_keys.has_key(account.id):
        raise NotAllowed(
            "{account} must set a password first, with the link that `tracker invite` prints.",
            account=account.email or account.name,
        )
    give_access(office, account, by=by)


def note_drill(office: Office) -> None:
    """Note that a recovery key was tried today, and that it works."""
    office.premises.note_recovery_drill(office.now())


def drill_reminder(office: Office) -> Message | None:
    """Return why a recovery key should be made or tried; None if one was tried within a year.

    A demonstration needs none.
    """
    state = office.premises.state()
    if not state.live:
        return None
    if not office.recovery.keys():
        return Message(
            "This office has no recovery key. The operator creates one with `tracker recovery "
            "new`."
        )
    if state.recovery_tried_at is None:
        return Message(
            "The recovery key has never been tested. The operator tests it with `tracker "
            "recovery try`."
        )
    if office.now() - state.recovery_tried_at > _DRILL_EVERY:
        return Message(
            "The recovery key was last tested on {day}, more than a year ago. The operator tests "
            "it with `tracker recovery try`.",
            day=state.recovery_tried_at.date(),
        )
    return None
