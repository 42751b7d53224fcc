"""One-time codes from an authenticator app, and recovery codes for when it is lost."""

import hmac
import re
import secrets
from collections.abc import Mapping

import pyotp

from tracker.domain.base.errors import BadInput, NotAllowed
from tracker.domain.base.messages import Message
from tracker.services.core.audit import note_act
from tracker.services.core.office import Office
from tracker.services.core.throttling import CODES_ALLOWED, give_back, take_attempts
from tracker.services.people.sessions import digest
from tracker.services.ports.people import Account, AuditAct

STEP = 30  # seconds
# The time steps accepted: the clock may be half a minute off, or the person slow.
STEPS_APART = (0, -1, 1)
RECOVERY_CODES = 10
# No letter or digit that looks like another. 16 of them have nearly 80 bits.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
RECOVERY_LENGTH = 16

WRONG = Message(
    "The code is wrong. Wait for the next one and check that your phone’s clock is correct. Each "
    "code works once."
)


def demanded(office: Office, account: Account) -> bool:
    """Return whether this person has to set up a second factor before anything else."""
    return office.premises.state().live and not office.people.factors.any_factor(account.id)


def proposed_secret(office: Office, account: Account) -> str:
    """Return the secret for an authenticator app, unchanged until its first code is given."""
    secret = office.people.codes.proposed(account.id)
    if not secret:
        secret = pyotp.random_base32()
        office.people.codes.propose(account.id, secret)
    return secret


def factor_address(office: Office, account: Account, secret: str) -> str:
    """Return the address that the QR code holds, from which an app reads the secret."""
    issuer = office.premises.state().name or "Requests"
    return pyotp.TOTP(secret).provisioning_uri(name=account.email, issuer_name=issuer)


def set_up_codes(office: Office, account: Account, code: str, *, key: bytes) -> tuple[str, ...]:
    """Put one-time codes in use if `code` is right; return new recovery codes.

    The recovery codes are shown only now. Raises BadInput for a wrong code, NotAllowed after too
    many of them or if no secret was proposed.
    """
    secret = office.people.codes.proposed(account.id)
    if not secret:
        raise NotAllowed("Reload the page. There is no code to set up.")
    counted = _take_attempt(office, account, key)
    step = _step_of(office, secret, code)
    if step is None:
        raise BadInput(WRONG)
    give_back(office, counted, key)
    office.people.codes.take_up(account.id, step)
    note_act(office, AuditAct.CODES_SET_UP, who=account.id, about=account.id)
    return new_recovery_codes(office, account)


def new_recovery_codes(office: Office, account: Account) -> tuple[str, ...]:
    """Replace the recovery codes by ten new ones and return them.

    Only their digests are stored.
    """
    codes = tuple(_recovery_code() for _ in range(RECOVERY_CODES))
    office.people.recovery_codes.keep_recovery(
        account.id, [digest(_plain(code)) for code in codes]
    )
    note_act(office, AuditAct.RECOVERY_CODES_MADE, who=account.id, about=account.id)
    return codes


def check_code(office: Office, account: Account, typed: str, *, key: bytes) -> None:
    """Use up a one-time code or a recovery code.

    Raises NotAllowed if it is wrong, was used before, or there were too many wrong ones. However
    many are tried at one moment, no more than CODES_ALLOWED are looked at.
    """
    counted = _take_attempt(office, account, key)
    if _uses_up(office, account, _plain(typed)):
        give_back(office, counted, key)
        return
    note_act(office, AuditAct.WRONG_CODE, who="", about=account.id)
    raise NotAllowed(WRONG)


def remove_codes(office: Office, account: Account) -> None:
    """Remove one-time codes. Raises NotAllowed for the last factor in a live office."""
    if not office.people.passkeys.passkeys_of(account.id):
        require_another(office)
        office.people.recovery_codes.keep_recovery(account.id, ())
    office.people.codes.drop_codes(account.id)
    note_act(office, AuditAct.CODES_REMOVED, who=account.id, about=account.id)


def require_another(office: Office) -> None:
    """Raise NotAllowed in a live office, where everyone needs a second factor."""
    if office.premises.state().live:
        raise NotAllowed(
            "This is your last second factor, and a live office requires one. Set up another "
            "before you remove it."
        )


def _uses_up(office: Office, account: Account, typed: str) -> bool:
    people = office.people
    codes = people.codes.codes_of(account.id)
    if codes and typed.isdigit():
        step = _step_of(office, codes.secret, typed)
        return step is not None and people.codes.use_step(account.id, step)
    if typed and people.recovery_codes.use_recovery(account.id, digest(typed)):
        note_act(office, AuditAct.RECOVERY_CODE_USED, who=account.id, about=account.id)
        return True
    return False


def _step_of(office: Office, secret: str, typed: str) -> int | None:
    """Return the time step whose code this is, None if it is none of those nearby."""
    now = int(office.now().timestamp()) // STEP
    made = pyotp.TOTP(secret, interval=STEP)
    typed = _plain(typed)
    for step in (now + apart for apart in STEPS_APART):
        if hmac.compare_digest(made.generate_otp(step).encode(), typed.encode()):
            return step
    return None


def _recovery_code() -> str:
    code = "".join(secrets.choice(_LETTERS) for _ in range(RECOVERY_LENGTH))
    return "-".join(code[start : start + 4] for start in range(0, RECOVERY_LENGTH, 4))


def _plain(typed: str) -> str:
    """Return a code without spaces and dashes, in lower case."""
    return re.sub(r"[\s-]", "", typed).lower()


def _take_attempt(office: Office, account: Account, key: bytes) -> Mapping[str, int]:
    counted = take_attempts(office, {f"code:{account.id}": CODES_ALLOWED}, key)
    if not counted:
        raise NotAllowed("Too many wrong codes. Wait 15 minutes and try again.")
    return counted
