"""The threat model says what the code does: its lists are complete, and its tests exist."""

import ast
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import sqlalchemy as sa
from sqlmodel.sql.sqltypes import AutoString

from tests.house.sources import ROOT, files_with, text_of
from tracker.storage.db.every_table import Table

MODEL = (ROOT / "docs/threat-model.md").read_text("utf-8")
SOURCES = sorted((ROOT / "tracker").rglob("*.py"))

# Modules that can open a connection to another machine.
CLIENTS = {
    "aiohttp", "asyncio", "botocore.session", "dns.resolver", "ftplib", "http.client", "httpx",
    "imaplib", "poplib", "requests", "smtplib", "socket", "urllib.request", "urllib3",
    "xmlrpc.client",
}  # fmt: skip
# A line that imports such a module names its package.
NAMES_A_CLIENT = re.compile(
    rf"^\s*(?:from|import)\b.*\b(?:{'|'.join(each.partition('.')[0] for each in CLIENTS)})\b",
    re.MULTILINE,
)
# Sockets of the server and of the sandbox, none of which connects to another machine, email, the
# bucket of sealed documents, witnesses of the log, and the command that checks the links of the
# library.
CALLERS = {
    "tracker/cli/starting/answering.py",
    "tracker/cli/starting/before_serving.py",
    "tracker/cli/starting/connections.py",
    "tracker/cli/starting/web_server.py",
    "tracker/documents/sandbox/confining.py",
    "tracker/documents/sandbox/forked_jobs.py",
    "tracker/documents/sandbox/forking.py",
    "tracker/documents/sandbox/probing.py",
    "tracker/ledger/witness_notes.py",
    "tracker/links/checking.py",
    "tracker/mail/domain_records.py",
    "tracker/mail/imap/mailbox.py",
    "tracker/mail/imap/session.py",
    "tracker/mail/letters/handing.py",
    "tracker/mail/secured.py",
    "tracker/mail/sending_server.py",
    "tracker/mail/smtp.py",
    "tracker/parallel/workers.py",
    "tracker/storage/papers/bucket_client.py",
}
# Columns that hold ciphertext, wrapped keys, public keys and salts.
SEALED = {
    "argument.sealed", "authority_check.sealed", "body_group.sealed", "challenge.sealed_key",
    "finished_publication.sealed", "group_key.lookup", "group_key.public",
    "group_wrap.sealed", "invitation.sealed_key", "list_file.sealed", "mail_letter.key",
    "mail_letter.sealed", "mail_reading.indexed", "mail_reading.sealed", "mail_shelf.public",
    "mail_shelf.sealed", "office_file.sealed",
    "one_time_codes.proposed", "one_time_codes.sealed", "page_capture.sealed",
    "page_capture.sealed_key", "paper.name", "passkey.public_key",
    "pending_publication.sealed", "photograph.page", "photograph.sealed", "photograph.small",
    "photograph_piece.sealed", "person_key.public", "person_wrap.salt", "person_wrap.sealed",
    "private_index.sealed", "received_mail.envelope", "request.public_key", "reprisal.sealed",
    "request_wrap.sealed",
    "risk_note.sealed",
    "saved_view.sealed", "sealed_field.sealed", "tag.sealed",
    "session.sealed_key", "shared_preview.sealed", "shared_preview.wrap", "subscription.sealed",
}  # fmt: skip
# Columns that the program alone fills: keys, digests, states, names from the library or the code.
MADE = {
    "folded_sender.by", "mail_aside.by", "mail_aside.why", "mail_match.by",
    "mail_match.decision", "mail_match.rule",
    "mail_reading.content", "mail_reading.kind", "mail_reading.match_state",
    "mail_reading.message_id", "mail_reading.sender_bodies",
    "mail_reading.shelf",
    "mail_reading.signature", "mail_report.action", "mail_report.envelope_id",
    "mail_report.status",
    "account.id", "account.language", "account.role", "argument.id", "attempt.key",
    "attestation.kind", "authority_check.authority", "authority_check.entry",
    "authority_check.opened", "authority_check.stay", "authority_check.withdrawn_by",
    "audit_trail.about", "audit_trail.act", "audit_trail.detail", "audit_trail.who",
    "block_cell.block", "block_cell.body", "block_cell.element", "block_cell.question",
    "block_cell.state", "body_group.id",
    "calendar_feed.digest", "case_status.block", "case_status.body", "case_status.edition",
    "case_status.file_section", "case_status.file_stage", "case_status.law",
    "case_status.letter_step", "case_status.phase", "case_status.reminded_for",
    "case_status.reply_section", "case_status.reply_stage", "challenge.account",
    "challenge.digest", "challenge.purpose", "checkpoint.note", "deadline_snapshot.days",
    "device.digest", "draft.changed_by", "erasure.kind", "erasure.reference",
    "event.entered_by", "event.nonce", "event.once",
    "event_kind.kind", "finding.by", "finding.key", "finding.verdict", "finished_publication.part",
    "group_key.office", "group_wrap.holder", "imported.digest", "invitation.token_digest",
    "leaf.request", "leaf.salt", "leaf.source", "law_signature.digest",
    "law_signature.law", "list_file.by", "list_file.digest", "list_file.id",
    "mail_letter.approved_by", "mail_letter.digest", "mail_letter.id", "mail_letter.kind",
    "mail_letter.message_id", "mail_letter.prepared_by", "mail_letter.purpose",
    "mail_letter.state", "mail_letter.token", "mail_letter.trouble", "mail_shelf.month",
    "mail_shelf.name", "mail_token.token", "mailbox.lease", "mailbox.name", "mailbox.refused",
    "mailbox.trouble", "measured_finding.block", "measured_finding.confirmed_by",
    "measured_finding.digest", "measured_finding.drafted_by",
    "measured_finding.withdrawn_by", "measurement_snapshot.address", "measurement_snapshot.block",
    "measurement_snapshot.facts_sha256", "measurement_snapshot.handed_in_by",
    "measurement_snapshot.sha256", "measurement_snapshot.trouble", "office.edition",
    "office.failed_steps", "office.holds", "office.late", "office.mark",
    "office.servers",
    "office_file.name", "outbox.message_id", "outbox.once",
    "outbox.state", "outbox.token", "own_entry.digest", "own_entry.folder", "own_entry.key",
    "own_entry.replaces", "own_entry.verified_by", "own_entry.withdrawn_by", "page_capture.block",
    "page_capture.handed_in_by", "page_capture.original_sha256", "page_capture.published_by",
    "page_capture.reuse", "page_capture.sealed_sha256", "page_capture.sha256",
    "page_capture.withdrawn_by", "paper.digest", "paper.media", "paper.purpose", "passkey.id",
    "pending_publication.confirmed_by", "pending_publication.prepared_by",
    "pending_publication.seen", "pending_publication.trouble", "person_wrap.way", "photograph.id",
    "photograph.person",
    "prepared_letter.kind", "public_notice.change", "public_notice.digests",
    "public_notice.ground", "question_result.block", "question_result.body",
    "question_result.element", "question_result.question", "question_result.state", "record.block",
    "record.body", "record.comes_from", "record.criticised", "record.law", "record.phase",
    "record.stated",
    "received_mail.digest", "received_mail.id", "received_mail.once", "received_mail.state",
    "received_mail.token", "received_place.folder",
    "record.tallied", "record.transferred_to", "record_body.body", "record_body.kind",
    "record_body.part", "record_body.result",
    "record_change.mark", "record_change.scope", "record_change.subject", "record_result.body",
    "record_result.kind", "record_version.digest", "recovery_code.digest", "related_request.batch",
    "related_request.comes_from",
    "released_copy.digest", "released_text.digest", "reminder.closed", "reminder.once",
    "reminder.stage", "reminder.term", "reminder_choice.rungs", "reminder_choice.whose",
    "reprisal.body", "reprisal.id", "reprisal.withdrawn_by",
    "request.reference", "risk_note.body", "scan_reading.lease", "scan_reading.name",
    "sealed_field.name", "search_entry.country",
    "search_entry.edition", "search_entry.outcomes", "session.token_digest", "share.shared_by",
    "shared_preview.id", "shared_preview.made_by",
    "subscription.address_digest", "subscription.id", "subscription.language",
    "subscription.token_digest", "tag.digest", "taken_wording.language",
    "taken_wording.law", "taken_wording.sentences", "taken_wording.version",
    "taken_wording.withdrawn_by", "tally.counts", "tally.scope", "tally.subject", "tally.what",
    "task.done_by", "task.id", "task.made_by", "task.person", "tile.hashes",
}  # fmt: skip


def section(heading: str) -> str:
    """The text below a heading, up to the next one."""
    return re.split(r"^#+ ", MODEL.split(f"# {heading}\n", 1)[1], flags=re.MULTILINE)[0]


def first_cells(text: str) -> list[str]:
    """The first cell of each row of a table, below its head."""
    return re.findall(r"^\| ([^|]+?) \|", text, re.MULTILINE)[1:]


def text_columns() -> set[str]:
    """The columns that can hold words, as “table.column”; references to other rows left out."""
    return {
        f"{table.name}.{column.name}"
        for table in Table.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, AutoString | sa.String | sa.LargeBinary)
        and not column.foreign_keys
    }


def purposes() -> Iterator[str]:
    """The purposes for which a key is derived from that of the machine, wherever that is done."""
    for file in files_with(SOURCES, "derived"):
        for node in ast.walk(ast.parse(text_of(file))):
            if not isinstance(node, ast.Call):
                continue
            called = node.func.attr if isinstance(node.func, ast.Attribute) else ""
            if isinstance(node.func, ast.Name):
                called = node.func.id
            if called == "derived":
                purpose = node.args[-1]
                assert isinstance(purpose, ast.Constant), f"{file}:{node.lineno}"
                yield str(purpose.value)


def imported(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(text_of(file))):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{each.name}" for each in node.names)


def test_the_model_is_short_enough_to_be_read() -> None:
    assert len(MODEL.splitlines()) <= 250


def test_each_claim_names_a_test_that_exists() -> None:
    claims = section("Claims and their tests")
    rows = [row for row in claims.splitlines() if row.startswith("| ")][1:]

    assert len(rows) >= 15
    assert [row for row in rows if "`tests/" not in row] == []
    named = re.findall(r"`(tests/[^`]+)`", MODEL)
    assert [each for each in named if not (ROOT / each).is_file()] == []


def test_the_purposes_of_the_machines_key_are_those_listed_as_lost() -> None:
    listed = [each.strip("`") for each in first_cells(section("Under the machine's key"))]

    assert sorted(purposes()) == sorted(listed)


def test_every_column_is_sealed_filled_by_the_program_or_listed_as_open() -> None:
    listed = re.findall(r"`(\w+\.\w+)`", section("Open text in the database"))
    # It maps every table.
    import_module("tracker.storage.opening")

    assert len(listed) == len(set(listed))
    assert not SEALED & MADE
    assert not set(listed) & (SEALED | MADE)
    assert text_columns() == SEALED | MADE | set(listed)


def test_each_attacker_has_a_row_with_an_answer_for_each_way_to_run_an_office() -> None:
    rows = [row for row in section("Four ways to run an office").splitlines() if row[:2] == "| "]

    assert len(rows) > 10
    assert {row.count("|") for row in rows} == {6}
    named = first_cells(section("Who may attack"))
    described = re.findall(r"^\*\*([^*]+)\.\*\*", section("Each attacker"), re.MULTILINE)
    assert len(named) == len(described) == 6


def test_nothing_but_email_and_one_command_opens_a_connection_to_another_machine() -> None:
    found = {
        str(file.relative_to(ROOT))
        for file in SOURCES
        if NAMES_A_CLIENT.search(text_of(file)) and CLIENTS & set(imported(file))
    }

    assert found == CALLERS
    server = "".join((ROOT / each).read_text("utf-8") for each in CALLERS if "cli" in each)
    assert "create_connection" not in server
    assert ".connect(" not in server
