"""Finds the requests to which a mail may belong, among all that the office knows."""

from collections.abc import Sequence
from dataclasses import replace

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
from tracker.services.core.office import Office
from tracker.services.correspondence.sender_bodies import bodies_of_sender, domains_of_body
from tracker.services.ports.cases import CaseRow, RowFilter
from tracker.services.ports.correspondence.received import ReceivedMail

_MOST_ROWS = 50


def matched(
    office: Office, mail: ReceivedMail, read: ReadMail | None, *, fetched: bool
) -> MailMatch:
    """Return to which requests a mail may belong. Of a file no envelope is known."""
    sent = office.mail_reading.sent
    envelope = mail.token if fetched else ""
    if read is None:
        return match_of(None, envelope, KnownCorrespondence(tokens=sent.tokens()))
    bodies = bodies_of_sender(office, read)
    named = _rows(office, RowFilter(references=reference_words(read, REFERENCE_LENGTH)))
    reports = delivery_reports(read)
    ids = {
        *named_message_ids(read),
        *(each.original_message_id for each in reports),
        *(each.original_message_id for each in read_receipts(read)),
    } - {""}
    known = KnownCorrespondence(
        tokens=sent.tokens(),
        message_ids=sent.of_message_ids(ids),
        envelope_ids=sent.of_envelope_ids({each.envelope_id for each in reports} - {""}),
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
