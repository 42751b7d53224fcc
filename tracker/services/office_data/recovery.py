"""Changes by the operator to the keys to which backups and archives are encrypted."""

from tracker.services.core.audit import note_act
from tracker.services.core.office import Office
from tracker.services.ports.people import AuditAct
from tracker.services.ports.recovery import RecoveryKey

RECOVERY = "recovery"


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
