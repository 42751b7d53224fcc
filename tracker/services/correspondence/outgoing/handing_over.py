"""The hand-over of letters to the server of the office: once each, or uncertain.

A letter is marked before the server is asked, in a transaction of its own. If this process stops
after that, nobody knows whether the server took the letter: it becomes uncertain, and the program
never sends it again. A delivery report settles it, or a person.
"""

import logging
import secrets
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

from tracker.domain.base.errors import NotAllowed, Refusal
from tracker.domain.base.terms import Channel
from tracker.domain.case.case_state import case_state_of
from tracker.domain.case.request import Filing
from tracker.domain.correspondence.mail_letter import LetterPurpose, LetterState, LetterTrouble
from tracker.services.cases.sending import send
from tracker.services.cases.transmitting import resend
from tracker.services.core.evidence import MEDIA_TYPES, checked_upload
from tracker.services.core.office import Office
from tracker.services.core.recording import SendingDetails
from tracker.services.correspondence.outgoing.logging_on_proof import ask_for_proof
from tracker.services.correspondence.outgoing.mail_facts import HandOverAttempt, keep_attempt
from tracker.services.correspondence.outgoing.mailable import LOGGED_ON_PROOF, require_still_goes
from tracker.services.correspondence.outgoing.proof_sheet import attempt_lines, zone_of_body
from tracker.services.ports.cases import Paper
from tracker.services.ports.correspondence.letters import (
    HandedOver,
    LetterClaim,
    MailLetter,
    NoAnswer,
    NotTaken,
    RefusedForGood,
)

_LOG = logging.getLogger(__name__)

# Longer than a server may take to answer after the final dot, so that no second process begins.
HAND_OVER_LEASE = timedelta(minutes=15)
# How long the key of a letter may exist: until then the server is asked again and again.
KEYS_LAST = timedelta(hours=48)
HAND_OVER_WAITS = tuple(timedelta(minutes=n) for n in (1, 5, 15, 60, 240))


def hand_over_letters(office: Office, stop: Callable[[], bool] = lambda: False) -> int:
    """Hand over the letters whose pause is over, one after the other; return how many were taken.

    Several processes may do this at once. Nothing is handed over while the date or the database
    of the server is in doubt: letters that wait in a restored database may have gone out since.
    """
    now = office.now()
    for letter in office.letter_queue.left_behind(now):
        _LOG.warning("letter %s: its hand-over is uncertain", letter.id)
    office.letter_queue.destroy_old_keys(now - KEYS_LAST)
    taken = 0
    while not stop() and not office.holds.active():
        now, token = office.now(), secrets.token_hex(8)
        claim = office.letter_queue.claim(now, now + HAND_OVER_LEASE, token)
        if claim is None:
            break
        if not _still_goes(office, claim.letter):
            trouble = LetterTrouble.NOT_ENTERED
            office.letter_queue.close(claim, LetterState.CALLED_BACK, trouble)
            continue
        if not _hand(office, claim):
            break
        taken += 1
    return taken


def _hand(office: Office, claim: LetterClaim) -> bool:
    """Hand over one letter; return whether the server took it."""
    letter = claim.letter
    try:
        done = office.letter_post.hand(claim.envelope, letter.envid)
    except NoAnswer as trouble:
        _note(office, letter, trouble)
        office.letter_queue.close(claim, LetterState.UNCERTAIN, LetterTrouble.NO_ANSWER)
    except RefusedForGood as trouble:
        _note(office, letter, trouble)
        refused = LetterTrouble.REFUSED_FOR_GOOD
        office.letter_queue.close(claim, LetterState.REFUSED, refused)
    except NotTaken as trouble:
        _note(office, letter, trouble)
        wait = HAND_OVER_WAITS[min(letter.attempts, len(HAND_OVER_WAITS)) - 1]
        office.letter_queue.return_to_wait(claim, office.now() + wait)
    else:
        at, recipient = office.now(), claim.envelope.recipient
        taken(office, letter, at, recipient=recipient, attempt=_attempt(letter, done, at))
        return True
    # The log gets neither addresses nor the words of the server.
    _LOG.warning("letter %s was not handed over (attempt %s)", letter.id, letter.attempts)
    return False


class _SettledAlready(Exception):
    """A report or another process settled the letter: nothing is entered a second time."""


def taken(
    office: Office,
    letter: MailLetter,
    at: datetime,
    *,
    recipient: str,
    attempt: HandOverAttempt | None = None,
) -> None:
    """Record that the server of the office took a letter, and enter its sending.

    All of it is one transaction. If the sending does not fit the history, because someone logged
    it in the meantime, the letter is recorded as handed over and not entered.
    """
    try:
        with office.cases.together():
            entry = _enter(office, letter, at, recipient, attempt)
            _settle(office, letter, at, entry, attempt)
    except _SettledAlready:
        if attempt:
            _keep(office, letter, attempt)
    except Refusal:
        with office.cases.together(), suppress(_SettledAlready):
            _settle(office, letter, at, 0, None, LetterTrouble.NOT_ENTERED)
        if attempt:
            _keep(office, letter, attempt)
        _LOG.warning("letter %s was handed over and its sending was not entered", letter.id)


def _settle(
    office: Office,
    letter: MailLetter,
    at: datetime,
    entry: int,
    attempt: HandOverAttempt | None,
    trouble: LetterTrouble = LetterTrouble.NONE,
) -> None:
    """Mark a letter as handed over. Raises _SettledAlready if it is."""
    if not office.letter_queue.handed(letter, at, entry=entry, trouble=trouble):
        raise _SettledAlready
    if attempt:
        keep_attempt(office, letter, attempt)


def _enter(
    office: Office,
    letter: MailLetter,
    at: datetime,
    recipient: str,
    attempt: HandOverAttempt | None,
) -> int:
    """Enter the sending of a letter; return its entry, 0 for a letter that is not entered.

    Its proofs are the exact mail, and what the server said. A remedy or a notice is not entered
    here, because its receipt is not proved: a person gets the task to log it.
    """
    if letter.purpose is LetterPurpose.FILED and letter.kind in LOGGED_ON_PROOF:
        ask_for_proof(office, letter, at)
        return 0
    if letter.purpose not in (LetterPurpose.FILED, LetterPurpose.AGAIN):
        return 0
    name, zone = f"{letter.kind.value}-{letter.reference}", zone_of_body(office, letter.reference)
    mail = Paper(letter.digest, f"{name}.eml", MEDIA_TYPES["eml"], letter.size, at, "")
    said = attempt and "\n".join(attempt_lines(attempt, zone)).encode()
    dispatch = SendingDetails(
        on=at.astimezone(zone).date(),
        channel=Channel.EMAIL,
        filing=Filing(
            number=attempt.queue if attempt else "",
            note=f"Message-ID: {letter.message_id}\nENVID: {letter.envid}",
            recipient=recipient,
        ),
        proofs=[checked_upload(f"{name}-server.txt", said)] if said else [],
        held_proofs=(mail,),
    )
    if letter.purpose is LetterPurpose.AGAIN:
        return resend(office, letter.reference, letter.of, dispatch, by=letter.approved_by).seq
    return send(office, letter.reference, dispatch, by=letter.approved_by).seq


def _still_goes(office: Office, letter: MailLetter) -> bool:
    """Return whether a letter may still go: nothing that happened since forbids it."""
    with office.cases.look(letter.reference) as case:
        state = case_state_of(case.history)
    try:
        require_still_goes(office, state, letter.kind, letter.purpose, letter.of)
    except NotAllowed:
        return False
    return True


def _attempt(letter: MailLetter, done: HandedOver, at: datetime) -> HandOverAttempt:
    return HandOverAttempt(
        letter.envid, at, done.host, done.queue, done.tls, done.reports, "", done.answers
    )


def _note(office: Office, letter: MailLetter, trouble: NotTaken) -> None:
    """Store why an attempt failed, with the answers of the server."""
    at, said = office.now(), str(trouble)
    _keep(
        office,
        letter,
        HandOverAttempt(letter.envid, at, "", "", "", False, said, trouble.answers),
    )


def _keep(office: Office, letter: MailLetter, attempt: HandOverAttempt) -> None:
    """Store an attempt, unless the request was erased in the meantime."""
    with suppress(Refusal):
        keep_attempt(office, letter, attempt)
