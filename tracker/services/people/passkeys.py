"""Passkeys (WebAuthn): keys that a person's own device unlocks by finger, face or PIN.

Each challenge carries a seal of this office, and is stored only once it was answered correctly, so
that requests for challenges cost the office no storage. It can be answered once, within
ANSWER_WITHIN, and only from this site. Source: Web Authentication: An API for accessing Public Key
Credentials, Level 2, section 7. Where a passkey has a PRF, it opens private words as well.
"""

import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tracker.domain.base.errors import BadInput, NotAllowed
from tracker.domain.base.messages import Message
from tracker.services.core.audit import note_act
from tracker.services.core.office import Office
from tracker.services.core.throttling import FAILURES_ALLOWED, take_attempts
from tracker.services.people.passkey_parts import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
    WebAuthnException,
    base64url_to_bytes,
    bytes_to_base64url,
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    parse_authentication_credential_json,
    parse_client_data_json,
    verify_authentication_response,
)
from tracker.services.people.passkey_unlocking import (
    keep_passkey,
    open_by_passkey,
    read_prf,
    with_prf,
)
from tracker.services.people.second_factor import new_recovery_codes, require_another
from tracker.services.people.sessions import start_session
from tracker.services.people.signing_in import Admitted
from tracker.services.ports.factors import Challenge, Passkey
from tracker.services.ports.people import Account, AuditAct

if TYPE_CHECKING:
    from webauthn.registration.verify_registration_response import VerifiedRegistration

ANSWER_WITHIN = timedelta(minutes=5)
LONGEST_PASSKEY_NAME = 60
ADDING, ENTERING, CONFIRMING = "passkey-add", "passkey-enter", "passkey-confirm"
# The lengths in bytes of a challenge: random part, expiry in seconds, and seal over both.
CHANCE, _SECONDS, SEAL = 16, 8, 32
USED = "passkey-used"
_OVER = Message("The time to respond has run out. Reload the page and try again.")
_NO_ANSWER = Message(
    "Your browser did not provide a passkey. Allow JavaScript for this site, or use a code from "
    "your phone."
)
NOT_TAKEN = Message(
    "This passkey could not be used here. Try again, or use another way to sign in."
)


@dataclass(frozen=True, slots=True)
class Site:
    """The site to which passkeys are bound: the origin of its pages, and its host.

    `key` seals the challenges of this office.
    """

    origin: str
    host: str
    key: bytes = field(repr=False)


def site_of(public_url: str, key: bytes) -> Site:
    """Return the site that readers reach under an address."""
    parts = urlsplit(public_url)
    return Site(f"{parts.scheme}://{parts.netloc}", parts.hostname or "", key)


def ask_to_add(office: Office, site: Site, account: Account) -> str:
    """Return the options, in JSON, with which a browser makes a passkey."""
    options = generate_registration_options(
        challenge=_challenge(office, site, ADDING, account.id),
        rp_id=site.host,
        rp_name=office.premises.state().name or site.host,
        user_name=account.email,
        user_id=account.id.encode(),
        user_display_name=account.name,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[
            PublicKeyCredentialDescriptor(id=base64url_to_bytes(key.id))
            for key in office.people.passkeys.passkeys_of(account.id)
        ],
    )
    return with_prf(options_to_json(options), site.host)


def add_passkey(
    office: Office,
    site: Site,
    account: Account,
    name: str,
    answer: str,
    *,
    prf: str = "",
    private: bytes | None = None,
) -> tuple[str, ...]:
    """Store a passkey; return new recovery codes if it is the first second factor.

    The codes are shown only now. With what its PRF gave and the person's private key, the passkey
    opens private words. Raises BadInput if there is no answer, NotAllowed if it does not verify.
    """
    first = not office.people.factors.any_factor(account.id)
    result = read_prf(prf)
    made = _made(office, site, answer, account)
    passkey = Passkey(
        id=bytes_to_base64url(made.credential_id),
        account=account.id,
        name=name.strip()[:LONGEST_PASSKEY_NAME] or "Passkey",
        public_key=made.credential_public_key,
        sign_count=made.sign_count,
        made_at=office.now(),
    )
    office.people.passkeys.add_passkey(passkey)
    keep_passkey(office, passkey, site.host, result, private)
    note_act(office, AuditAct.PASSKEY_ADDED, who=account.id, about=account.id)
    return new_recovery_codes(office, account) if first else ()


def remove_passkey(office: Office, account: Account, id: str) -> None:
    """Remove a passkey, which then opens nothing. Raises NotAllowed for the last factor in a live
    office."""
    people = office.people
    with people.one_at_a_time():
        others = [key for key in people.passkeys.passkeys_of(account.id) if key.id != id]
        if not others and people.codes.codes_of(account.id) is None:
            require_another(office)
            people.recovery_codes.keep_recovery(account.id, ())
        if people.passkeys.drop_passkey(account.id, id):
            office.person_keys.drop_way(account.id, id)
            note_act(office, AuditAct.PASSKEY_REMOVED, who=account.id, about=account.id)


def ask_to_enter(office: Office, site: Site) -> str:
    """Return the options, in JSON, with which a browser signs a person in."""
    return _asked(office, site, ENTERING, "")


def ask_to_confirm(office: Office, site: Site, account: Account) -> str:
    """Return the options, in JSON, with which a signed-in person confirms who they are.

    Empty if the person has no passkey.
    """
    if not office.people.passkeys.passkeys_of(account.id):
        return ""
    return _asked(office, site, CONFIRMING, account.id)


def sign_in_by_passkey(
    office: Office, site: Site, answer: str, browser: str = "", *, prf: str = ""
) -> Admitted:
    """Sign in the person whose passkey gave the answer.

    Neither a password nor a code is asked, and failed attempts at an address do not block it. What
    the passkey's PRF gave opens private words in the session; without it they stay locked. Raises
    BadInput if there is no answer, NotAllowed if it does not verify.
    """
    result = read_prf(prf)
    passkey, account = _proven(office, site, answer, ENTERING, "")
    private = open_by_passkey(office, passkey, result)
    return Admitted(account, start_session(office, account, private, browser))


def confirm_by_passkey(office: Office, site: Site, account: Account, answer: str) -> Passkey:
    """Return the passkey that gave the answer. Raises NotAllowed unless it is this person's."""
    passkey, owner = _proven(office, site, answer, CONFIRMING, account.id)
    if owner.id != account.id:
        raise NotAllowed(NOT_TAKEN)
    return passkey


def _made(office: Office, site: Site, answer: str, account: Account) -> "VerifiedRegistration":
    from webauthn.registration.verify_registration_response import verify_registration_response

    challenge = _answered(office, site, answer, ADDING, account.id)
    try:
        made = verify_registration_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    except WebAuthnException as error:
        raise NotAllowed(NOT_TAKEN) from error
    _use_up(office, challenge)
    return made


def _named(answer: str) -> str:
    """Return the id of the credential that an answer names. Raises BadInput if it names none."""
    try:
        return bytes_to_base64url(parse_authentication_credential_json(answer).raw_id)
    except WebAuthnException as error:
        raise BadInput(_NO_ANSWER) from error


def _asked(office: Office, site: Site, purpose: str, account: str) -> str:
    options = generate_authentication_options(
        rp_id=site.host,
        challenge=_challenge(office, site, purpose, account),
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return with_prf(options_to_json(options), site.host)


def _proven(
    office: Office, site: Site, answer: str, purpose: str, account: str
) -> tuple[Passkey, Account]:
    challenge = _answered(office, site, answer, purpose, account)
    passkey = office.people.passkeys.passkey(_named(answer))
    owner = office.people.account(passkey.account) if passkey else None
    if passkey is None or owner is None or not owner.active:
        raise NotAllowed(NOT_TAKEN)
    try:
        proven = verify_authentication_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
        )
    except WebAuthnException as error:
        _note_wrong(office, site, passkey)
        raise NotAllowed(NOT_TAKEN) from error
    _use_up(office, challenge)
    office.people.passkeys.use_passkey(passkey.id, proven.new_sign_count, office.now())
    return passkey, owner


def _note_wrong(office: Office, site: Site, passkey: Passkey) -> None:
    """Record a wrong answer in the audit trail, unless the limit of failures is reached.

    A correct answer is still accepted then: a signature cannot be guessed.
    """
    name = f"passkey:{passkey.id}"
    if take_attempts(office, {name: FAILURES_ALLOWED}, site.key):
        note_act(office, AuditAct.WRONG_CODE, who="", about=passkey.account)


def _challenge(office: Office, site: Site, purpose: str, account: str) -> bytes:
    over = int((office.now() + ANSWER_WITHIN).timestamp())
    asked = secrets.token_bytes(CHANCE) + over.to_bytes(_SECONDS)
    return asked + _seal(site, asked, purpose, account)


def _seal(site: Site, asked: bytes, purpose: str, account: str) -> bytes:
    bound = asked + f"{purpose}:{account}".encode()
    return hmac.digest(site.key, bound, "sha256")


def _answered(office: Office, site: Site, answer: str, purpose: str, account: str) -> bytes:
    """Return the challenge of an answer, once its seal shows that this office made it.

    Raises BadInput if there is no answer, NotAllowed if the challenge is foreign, expired or used.
    """
    if not answer.strip():
        raise BadInput(_NO_ANSWER)
    try:
        told = base64url_to_bytes(json.loads(answer)["response"]["clientDataJSON"])
        challenge = parse_client_data_json(told).challenge
    except (WebAuthnException, ValueError, LookupError, TypeError, AttributeError) as error:
        raise BadInput(_NO_ANSWER) from error
    asked, seal = challenge[:-SEAL], challenge[-SEAL:]
    ours = hmac.compare_digest(_seal(site, asked, purpose, account), seal)
    if not ours or _over_at(challenge) < office.now():
        raise NotAllowed(_OVER)
    if office.people.challenges.look_at_challenge(_digest(challenge)):
        raise NotAllowed(_OVER)
    return challenge


def _use_up(office: Office, challenge: bytes) -> None:
    """Mark a challenge as used. Raises NotAllowed if it was used before."""
    used = Challenge(_digest(challenge), USED, "", _over_at(challenge))
    if not office.people.challenges.use_up(used, office.now()):
        raise NotAllowed(_OVER)


def _digest(challenge: bytes) -> str:
    return hashlib.sha256(challenge).hexdigest()


def _over_at(challenge: bytes) -> datetime:
    return datetime.fromtimestamp(int.from_bytes(challenge[CHANCE:-SEAL]), UTC)
