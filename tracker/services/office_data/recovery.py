"""Changes by the operator to the keys to which backups and archives are encrypted."""

from datetime import timedelta

from tracker.domain.base.messages import Message
from tracker.services.core.audit import note_act
from tracker.services.core.office import Office
from tracker.services.ports.people import AuditAct
from tracker.services.ports.recovery import RecoveryKey

RECOVERY = "recovery"
_DRILL_EVERY = timedelta(days=365)


def add_recovery_key(office: Office, key: str, name: str, *, by: str) -> None:
    """Encrypt later backups and archives to this key too.

    Raises BadInput if it cannot be used, or was added before.
    """
    office.recovery.add(RecoveryKey(key.strip(), name.strip()))
    note_act(office, AuditAct.SETTINGS_CHANGED, who=by, about=RECOVERY)


def remove_recovery_key(office: Office, key: str, *, by: str) -> None:
    """Stop encrypting to this key. Raises NotOnFile if there is no such key."""
    office.recovery.remove(key.strip())
    note_act(office, AuditAct.SETTINGS_CHANGED, who=by, about=RECOVERY)


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
            "This office has no recovery key. The operator makes one with `tracker recovery new`."
        )
    if state.recovery_tried_at is None:
        return Message(
            "The recovery key was never tried. The operator tries it with `tracker recovery try`."
        )
    if office.now() - state.recovery_tried_at > _DRILL_EVERY:
        return Message(
            "The recovery key was last tried on {day}, more than a year ago. The operator tries "
            "it with `tracker recovery try`.",
            day=state.recovery_tried_at.date(),
        )
    return None
