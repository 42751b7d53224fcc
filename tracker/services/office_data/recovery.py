"""The keys to which backups and archives are encrypted, changed by the operator."""

from tracker.services.core.audit import note_act
from tracker.services.core.office import Office
from tracker.services.ports.people import AuditAct
from tracker.services.ports.recovery import RecoveryKey

RECOVERY = "recovery"


def add_recovery_key(office: Office, key: str, name: str, *, by: str) -> None:
    """Encrypt backups and archives to this key too, from now on. Raises BadInput."""
    office.recovery.add(RecoveryKey(key.strip(), name.strip()))
    note_act(office, AuditAct.SETTINGS_CHANGED, who=by, about=RECOVERY)


def remove_recovery_key(office: Office, key: str, *, by: str) -> None:
    """Encrypt nothing to this key any more. Raises NotOnFile."""
    office.recovery.remove(key.strip())
    note_act(office, AuditAct.SETTINGS_CHANGED, who=by, about=RECOVERY)
