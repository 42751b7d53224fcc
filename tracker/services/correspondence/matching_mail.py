"""Finds the requests to which a mail may belong, among all that the office knows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from tracker.domain.case.request import REFERENCE_LENGTH
from tracker.domain.correspondence.delivery_reports import delivery_reports, read_receipts
from tracker.domain.correspondence.matching import (
    KnownCorrespondence,
    MailMatch,
    match_of,
    named_message_ids,
    reference_words,
)
from tracker.domain.correspondence.read_mail import ReadMail
from tracker.domain.law.body import PublicBody
from tracker.services.core.office import Office
from tracker.services.correspondence.sender_bodies import domains_of_body
from tracker.services.ports.cases import CaseRow, RowFilter

_MOST_ROWS = 50


@dataclass(frozen=True, slots=True)
class NamedLetters:
    """The requests of our letters that a mail names: by Message-ID and by envelope identifier."""

    message_ids: Mapping[str, str] = field(default_factory=dict)
    envelope_ids: Mapping[str, str] = field(default_factory=dict)


def letters_named(office: Office, read: ReadMail) -> NamedLetters:
    """Return the letters that a mail names in its thread, its reports and its receipts."""
    sent, reports = office.mail_reading.sent, delivery_reports(read)
    ids = {
        *named_message_ids(read),
        *(each.original_message_id for each in reports),
        *(each.original_message_id for each in read_receipts(read)),
    } - {""}
    envelopes = {each.envelope_id for each in reports} - {""}
    return NamedLetters(sent.of_message_ids(ids), sent.of_envelope_ids(envelopes))


def matched(
    office: Office,
    envelope: str,
    read: ReadMail | None,
    letters: NamedLetters,
    bodies: Sequence[PublicBody],
) -> MailMatch:
    """Return to which requests a mail may belong.

    `envelope` is the token in the recipient of its envelope. `letters` are those that it names,
    and `bodies` those from which it seems to come.
    """
    tokens = office.mail_reading.sent.tokens()
    if read is None:
        return match_of(None, envelope, KnownCorrespondence(tokens=tokens))
    named = _rows(office, RowFilter(references=reference_words(read, REFERENCE_LENGTH)))
    known = KnownCorrespondence(
        tokens=tokens,
        message_ids=letters.message_ids,
        envelope_ids=letters.envelope_ids,
        references=frozenset(row.reference for row in named),
        body_domains={body.key: domains_of_body(body) for body in bodies},
        open_requests={
            body.key: tuple(
                row.reference for row in _rows(office, RowFilter(body=body.key)) if row.open
            )
            for body in bodies
        },
    )
    match = match_of(read, envelope, known)
    references = tuple(each.request for each in match.candidates)
    closed = {
        row.reference for row in _rows(office, RowFilter(references=references)) if not row.open
    }
    marked = (replace(each, closed=each.request in closed) for each in match.candidates)
    return replace(match, candidates=tuple(marked))


def _rows(office: Office, shown: RowFilter) -> Sequence[CaseRow]:
    if not (shown.references or shown.body):
        return ()
    return office.case_rows.rows(shown, 0, _MOST_ROWS)[0]
