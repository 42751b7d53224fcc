"""A letter as a mail: its exact bytes are fixed when it is prepared, and sent unchanged."""

import secrets
from dataclasses import dataclass

from tracker.domain.base.errors import BadInput, NotAllowed
from tracker.domain.base.messages import Message
from tracker.domain.base.text import SOURCE
from tracker.domain.case.case_state import case_state_of
from tracker.domain.correspondence.mail_letter import LetterPurpose
from tracker.domain.correspondence.sender_domains import goes_to_ourselves
from tracker.domain.law.law import LetterKind
from tracker.services.core.anonymity import require_anonymous
from tracker.services.core.evidence import sha256_of
from tracker.services.core.office import Office
from tracker.services.core.recording import recipient_lacks
from tracker.services.correspondence.outgoing.addressing import pattern_of, request_sender
from tracker.services.correspondence.outgoing.mail_facts import MailFacts, keep_facts
from tracker.services.correspondence.outgoing.mail_files import files_beside, letter_files
from tracker.services.correspondence.outgoing.mailable import (
    WITHDRAWN,
    FixedLetter,
    fixed_letter,
    given_address,
    purpose_of,
    require_still_goes,
)
from tracker.services.ports.cases import CaseFile
from tracker.services.ports.correspondence.letters import LetterWords, MailLetter


@dataclass(frozen=True, slots=True)
class WantedMail:
    """What a person wants to send: which letter, to whom, and in which formats besides its text.

    `source` says where the address was found, if it is not the one that the body gives. `of` is
    the entry that fixed the letter, 0 for the newest of its kind.
    """

    kind: LetterKind
    recipient: str
    source: str = ""
    word: bool = True
    pdf: bool = False
    asks_read_receipt: bool = False
    of: int = 0


def prepare(office: Office, reference: str, wanted: WantedMail, *, by: str) -> MailLetter:
    """Fix the exact bytes of a mail with a letter, and store them.

    Another mail with this letter that was only prepared is replaced. Raises NotAllowed while the
    letter is not fixed or no addresses are set up; BadInput for an address that cannot be used and
    for a mail that is too large.
    """
    _require_recipient(office, wanted)
    sender = request_sender(office, reference)
    # Files are cleaned and PDFs are made before the history is locked for others.
    with office.cases.look(reference) as case:
        state = case_state_of(case.history)
        if state.withdrawn:
            raise NotAllowed(WITHDRAWN)
        fixed = fixed_letter(office, state, wanted.kind, wanted.of)
        given = _source_if_given(office, fixed, wanted)
        designated = given is not None
        purpose = purpose_of(state, fixed, designated=designated)
        words = _words(office, case, fixed, wanted, sender)
    data = office.letter_post.write(words)
    _require_small(office, data)
    source = wanted.source.strip() if given is None else given
    with office.cases.open(reference) as case:
        state = case_state_of(case.history)
        require_still_goes(office, state, wanted.kind, purpose, fixed.of)
        again = purpose is LetterPurpose.AGAIN
        letter = MailLetter(
            id=secrets.token_hex(16),
            reference=reference,
            kind=wanted.kind,
            purpose=purpose,
            message_id=words.message_id,
            size=len(data),
            digest=office.archive.keep(reference, data),
            prepared_by=by,
            prepared_at=words.at,
            of=state.sent[0].seq if again else fixed.of,
        )
        office.letters_by_mail.put(letter)
        keep_facts(case, letter, _facts(words, data, source))
        return letter


def _source_if_given(office: Office, fixed: FixedLetter, wanted: WantedMail) -> str | None:
    """Return the source of an address that the body itself gives, and None for another one."""
    found = given_address(office, fixed)
    if found is not None and found.email == wanted.recipient.strip():
        return found.source.where
    if not wanted.source.strip():
        raise BadInput("Say where this address was found.")
    return None


def _facts(words: LetterWords, data: bytes, source: str) -> MailFacts:
    files = tuple((part.name, len(part.data)) for part in words.parts)
    said = (words.sender, words.recipient, words.subject)
    carries = tuple(
        (part.name, kind.value) for part in words.parts for kind in sorted(part.carries)
    )
    return MailFacts(*said, source, sha256_of(data), files, carries)


def _require_recipient(office: Office, wanted: WantedMail) -> None:
    """Raise BadInput for a recipient that is no address, or is one of the office's own."""
    typed = wanted.recipient.strip()
    if lacks := recipient_lacks("email", typed):
        raise BadInput(lacks)
    pattern, own = pattern_of(office), office.incoming.domains
    if not pattern.takes_every_name:
        # A body may have its address with the same provider as the office.
        own -= {pattern.domain.lower()}
    if pattern.gives(typed) or goes_to_ourselves(typed, own):
        raise BadInput("That is an address of this office. Enter the address of the body.")


def _require_small(office: Office, data: bytes) -> None:
    """Raise BadInput for a mail that is larger than the operator allows."""
    largest = office.letter_post.largest
    if len(data) > largest:
        raise BadInput(
            "The mail would have {size} MB, and {most} MB are allowed. Send fewer files, or send "
            "the letter by post.",
            size=-(-len(data) // 1_000_000),
            most=largest // 1_000_000,
        )


def _words(
    office: Office, case: CaseFile, fixed: FixedLetter, wanted: WantedMail, sender: str
) -> LetterWords:
    reference, archive = case.reference, office.archive
    word = archive.read(reference, fixed.frozen.word)
    title = office.documents.title(word)
    # The subject is read by mail servers on the way, and printed in their logs.
    require_anonymous(title, case.applicant())
    domain = sender.rpartition("@")[2]
    return LetterWords(
        office=office.premises.state().name,
        sender=sender,
        recipient=wanted.recipient.strip(),
        subject=f"[{reference.upper()}] {title}",
        text=_asking_for_replies(office, case, sender)
        + archive.read(reference, fixed.frozen.text).decode(),
        parts=(
            *letter_files(office, fixed, reference, word, word=wanted.word, pdf=wanted.pdf),
            *files_beside(office, case, fixed),
        ),
        message_id=f"<{secrets.token_hex(16)}@{domain}>",
        at=office.now().replace(microsecond=0),
        before=_thread(office, reference),
        asks_read_receipt=wanted.asks_read_receipt,
    )


def _asking_for_replies(office: Office, case: CaseFile, sender: str) -> str:
    """Return the lines before the letter that ask for replies at the address of the request: in
    the language of the request, and in English."""
    drafted = case_state_of(case.history).drafted
    languages = dict.fromkeys([drafted.language if drafted else SOURCE, SOURCE])
    # The letter asks for the answer where the applicant wants it. A reply to the mail comes here.
    line = Message(
        "Please reply to this address, {address}. It belongs to this request alone.",
        address=sender,
    )
    lines = [office.locale(each).words(line) for each in languages]
    return "\n".join([*lines, "", ""])


def _thread(office: Office, reference: str) -> tuple[str, ...]:
    """Return the Message-IDs of the letters of a request that went out, oldest first."""
    letters = office.letters_by_mail.of(reference)
    return tuple(each.message_id for each in letters if each.handed_at)
