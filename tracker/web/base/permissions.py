"""Permissions of the workspace's pages, in one table.

`services/core/roles.py` says which role has which.

A page that changes something and is not in the table is for lawyers and administrators; a page
that only shows something, for people of the office. Guests of another organisation may open the
pages with LOOK, and pages of a single request that change nothing.
"""

from collections.abc import Mapping

from werkzeug.routing import Rule

from tracker.domain.events import KINDS
from tracker.domain.events.event import Event
from tracker.services.core.roles import Act

PERMITS: Mapping[str, Act] = {
    "desk.morning": Act.LOOK,
    "desk_listing.listing": Act.LOOK,
    "desk_private_search.page": Act.NOTE,
    "desk_calendars.page": Act.LOOK,
    "desk_calendars.revoke": Act.LOOK,
    "desk_parts.page": Act.LOOK,
    "desk_listing.keep": Act.LOOK,
    "desk_listing.forget": Act.LOOK,
    "account.page": Act.LOOK,
    "account.language": Act.LOOK,
    "account.password": Act.LOOK,
    "account.end_session": Act.LOOK,
    "account.end_others": Act.LOOK,
    "desk_annex_copies.annex": Act.LOG,
    "desk_annex_copies.pdf": Act.BROWSE,
    "desk_annex_copies.withdraw": Act.LOG,
    "desk_authorities.check": Act.APPROVE,
    "desk_authorities.withdraw": Act.APPROVE,
    "desk_wordings.listing": Act.BROWSE,
    "desk_wordings.page": Act.BROWSE,
    "desk_wordings.accept": Act.APPROVE,
    "desk_wordings.withdraw": Act.APPROVE,
    "desk_library.listing": Act.BROWSE,
    "desk_library.new_block": Act.DRAFT,
    "desk_library.new_body": Act.DRAFT,
    "desk_library.new_days": Act.DRAFT,
    "desk_library.new_organisation": Act.DRAFT,
    "desk_library.new_file": Act.DRAFT,
    "desk_library.entry": Act.BROWSE,
    "desk_library.change": Act.DRAFT,
    "desk_correcting.correct": Act.DRAFT,
    "desk_many_entries.bodies": Act.DRAFT,
    "desk_many_entries.several": Act.APPROVE,
    "desk_library.verify": Act.APPROVE,
    "desk_library.withdraw": Act.APPROVE,
    "desk_library.file": Act.BROWSE,
    "desk_law_watch.listing": Act.BROWSE,
    "desk_law_watch.texts": Act.DRAFT,
    "desk_law_watch.law": Act.BROWSE,
    "desk_law_watch.sign": Act.APPROVE,
    "desk_law_watch.withdraw": Act.APPROVE,
    "desk_another.like_draft": Act.DRAFT,
    "desk_another.like_request": Act.DRAFT,
    "desk_another.repeat": Act.DRAFT,
    "desk_batch_items.items": Act.DRAFT,
    "desk_batch_review.parcel": Act.EXPORT,
    "desk_batch_review.review": Act.APPROVE,
    "desk_another.referred": Act.DRAFT,
    "desk_batches.batch": Act.SETTLE,
    "desk_batches.letters": Act.BROWSE,
    "desk_batches.together": Act.DRAFT,
    "desk_copying.copy_file": Act.PREPARE,
    "desk_copying.page": Act.PREPARE,
    "desk_copying.pages": Act.PREPARE,
    "desk_copying.papers": Act.PREPARE,
    "desk_copying.picture": Act.PREPARE,
    "desk_coalition.draft": Act.DRAFT,
    "desk_coalition.matrix": Act.LOOK,
    "desk_coalition.table": Act.EXPORT,
    "desk_consenting.consent": Act.LOG,
    "desk_decision_copies.decision": Act.LOG,
    "desk_decision_copies.decision_file": Act.BROWSE,
    "desk_decision_copies.withdraw_decision": Act.LOG,
    "desk_drafting.applicant": Act.DRAFT,
    "desk_drafting.autosave": Act.DRAFT,
    "desk_drafting.discard": Act.DRAFT,
    "desk_drafting.draft": Act.DRAFT,
    "desk_drafting.law": Act.LOOK,
    "desk_drafting.length": Act.DRAFT,
    "desk_drafting.letter": Act.SETTLE,
    "desk_drafting.new": Act.DRAFT,
    "desk_drafting.take_over": Act.DRAFT,
    "desk_enclosing.documents": Act.DRAFT,
    "desk_enclosing.pdf": Act.DRAFT,
    "desk_enclosing.remove": Act.DRAFT,
    "desk_archive.archive": Act.SETTINGS,
    "desk_erasing.person": Act.ERASE,
    "desk_exporting.export": Act.EXPORT,
    "desk_findings.decision": Act.CLASSIFY,
    "desk_hearings.calendar_file": Act.BROWSE,
    "desk_hearings.cause_list": Act.LOG,
    "desk_hearing_details.details": Act.LOG,
    "desk_importing.check": Act.IMPORT,
    "desk_importing.columns": Act.IMPORT,
    "desk_importing.forget": Act.IMPORT,
    "desk_importing.imported": Act.IMPORT,
    "desk_importing.lists": Act.IMPORT,
    "desk_notes.done": Act.NOTE,
    "desk_notes.drop_note": Act.NOTE,
    "desk_notes.notes": Act.NOTE,
    "desk_notes.tags": Act.NOTE,
    "desk_notes.tasks": Act.NOTE,
    "desk_last_days.pdf": Act.BROWSE,
    "desk_last_days.sheet": Act.LOOK,
    "desk_last_days.word": Act.BROWSE,
    "desk_letters.letter_pdf": Act.BROWSE,
    "desk_arguments.archive": Act.DRAFT,
    "desk_arguments.argument": Act.DRAFT,
    "desk_arguments.arguments": Act.DRAFT,
    "desk_pleading.act": Act.DRAFT,
    "desk_pleading.add": Act.DRAFT,
    "desk_pleading.approve": Act.APPROVE,
    "desk_pleading.number": Act.DRAFT,
    "desk_pleading.places": Act.DRAFT,
    "desk_pleading.row": Act.DRAFT,
    "desk_pleading.rows": Act.BROWSE,
    "desk_letters.request_annexes": Act.EXPORT,
    "desk_clock_events.notice": Act.LOG,
    "desk_sending_mail.letters": Act.LOG,
    "desk_sending_mail.mail": Act.FILE,
    "desk_sending_mail.message": Act.EXPORT,
    "desk_sending_mail.new": Act.FILE,
    "desk_sending_mail.proof": Act.EXPORT,
    "desk_sending_mail.received": Act.FILE,
    "desk_sending_mail.send": Act.FILE,
    "desk_sending_mail.stop": Act.FILE,
    "desk_sending_together.mails": Act.FILE,
    "desk_received.aside": Act.LOG,
    "desk_received.aside_together": Act.LOG,
    "desk_received.listing": Act.LOG,
    "desk_received.message": Act.BROWSE,
    "desk_received.part": Act.BROWSE,
    "desk_received.fold": Act.LOG,
    "desk_received.read": Act.LOG,
    "desk_received.rules": Act.BROWSE,
    "desk_received.search": Act.BROWSE,
    "desk_received.unfold": Act.LOG,
    "desk_received.undo": Act.LOG,
    "desk_packing.bundle_file": Act.EXPORT,
    "desk_packing.identity": Act.LOG,
    "desk_packing.making": Act.EXPORT,
    "desk_packing.pack": Act.EXPORT,
    "desk_packing.progress": Act.EXPORT,
    "desk_translating.translation": Act.LOG,
    "desk_photographs.begin": Act.LOG,
    "desk_photographs.page": Act.LOG,
    "desk_photographs.piece": Act.LOG,
    "desk_photographs.small": Act.LOG,
    "desk_publishing.as_published": Act.PREPARE,
    "desk_publishing.previews": Act.SHARE,
    "desk_publishing.revoke_preview": Act.SHARE,
    "desk_publishing.publish": Act.PREPARE,
    "desk_pending_publications.page": Act.PREPARE,
    "desk_pending_publications.readers_page": Act.PREPARE,
    "desk_reminded.watchers": Act.REMIND,
    "desk_reminders.acknowledged": Act.REMIND,
    "desk_reminders.choices": Act.REMIND,
    "desk_risks.risk": Act.NOTE,
    "desk_risks.note": Act.NOTE,
    "desk_risks.withdraw": Act.NOTE,
    "desk_sharing.charge": Act.NOTE,
    "desk_signing.signing": Act.SETTLE,
    "desk_sharing.sharing": Act.SHARE,
    "desk_audit.trail": Act.AUDIT,
    "desk_letterhead.away": Act.SETTINGS,
    "desk_letterhead.page": Act.SETTINGS,
    "desk_letterhead.picture": Act.SETTINGS,
    "desk_letterhead.sample": Act.SETTINGS,
    "desk_logo.picture": Act.LOOK,
    "desk_logos.logos": Act.DRAFT,
    "desk_mail.again": Act.SETTINGS,
    "desk_email_savers.saver": Act.LOG,
    "desk_evidence_makers.maker": Act.PREPARE,
    "desk_captures.file": Act.PREPARE,
    "desk_captures.new": Act.PREPARE,
    "desk_captures.publish": Act.PUBLISH,
    "desk_captures.withdraw": Act.PUBLISH,
    "desk_measuring.answer": Act.PREPARE,
    "desk_measuring.confirm": Act.PUBLISH,
    "desk_measuring.discard": Act.PREPARE,
    "desk_measuring.sentence": Act.PREPARE,
    "desk_measuring.withdraw": Act.PUBLISH,
    "desk_mail.outbox": Act.SETTINGS,
    "desk_server.confirmed": Act.SETTINGS,
    "desk_server.holds": Act.SETTINGS,
    "desk_people.access": Act.PEOPLE,
    "desk_people.accounts": Act.PEOPLE,
    "desk_people.invite": Act.PEOPLE,
    "desk_people.link": Act.PEOPLE,
    "desk_people.leave": Act.PEOPLE,
    "desk_people.person_page": Act.PEOPLE,
    "desk_people.reopen": Act.PEOPLE,
    "desk_people.role": Act.PEOPLE,
    "desk_reminder_rules.rules": Act.SETTINGS,
}

# Pages that record one kind of event, whose own module states who may.
RECORDED_ON: Mapping[str, str] = {
    "desk.decided_not_to_file": "remedy-waived",
    "desk_appealing.appeal": "appeal-filed",
    "desk_appealing.decision": "decided",
    "desk_classifying.reply": "answered",
    "desk_classifying.typed": "answered",
    "desk_fairness.notice": "notice-sent",
    "desk_fairness.statement": "body-stated",
    "desk_proceedings.complied": "complied",
    "desk_proceedings.enforcement": "enforcement-sought",
    "desk_letters.finalise": "letter-finalised",
    "desk_logging_table.received": "received",
    "desk_logging_table.sent": "sent",
    "desk_publishing.remove": "removed",
    "desk_publishing.withhold": "withheld",
    "desk_received.mail": "document-received",
    "desk_receiving.correct": "corrected",
    "desk_receiving.extension": "extension-noticed",
    "desk_reminded.letting_pass": "remedy-waived",
    "desk_sending.approve": "approved",
    "desk_sending.receipt": "received",
    "desk_sending.sent": "sent",
    "desk_transmitting.again": "resent",
    "desk_transmitting.delivery": "delivery-reported",
}
# The blueprint of pages for all other kinds; the kind follows in the endpoint.
RECORDING = "desk_recording"

# Pages that need less permission to view than to submit.
LOOKED_AT: Mapping[str, Act] = {
    "desk_arguments.argument": Act.BROWSE,
    "desk_arguments.arguments": Act.BROWSE,
    "desk_batches.batch": Act.BROWSE,
    "desk_received.listing": Act.BROWSE,
    "desk_received.mail": Act.BROWSE,
    "desk_sending_mail.mail": Act.LOG,
    "desk_drafting.applicant": Act.LOOK,
    "desk_drafting.draft": Act.LOOK,
    "desk_drafting.letter": Act.LOOK,
    "desk_signing.signing": Act.NOTE,
}

# Pages and files that show the applicant: the audit trail records who opened them.
SHOWS_APPLICANT = frozenset(
    {
        "desk_annex_copies.pdf",
        "desk_copying.page",
        "desk_copying.picture",
        "desk_drafting.applicant",
        "desk_drafting.letter",
        "desk_drafting.letter_docx",
        "desk_drafting.letter_text",
        "desk_incoming.picture",
        "desk_logos.logos",
        "desk_letters.letter",
        "desk_letters.letter_docx",
        "desk_letters.letter_pdf",
        "desk_letters.letter_text",
        "desk_letters.request_annexes",
        "desk_packing.bundle_file",
        "desk_packing.identity",
        "desk_packing.pack",
        "desk_pleading.add",
        "desk_pleading.places",
        "desk_pleading.row",
        "desk_pleading.rows",
        "desk_private_search.page",
        "desk_received.listing",
        "desk_received.mail",
        "desk_received.message",
        "desk_received.part",
        "desk_received.search",
        "desk_sending_mail.mail",
        "desk_sending_mail.message",
        "desk_sending_mail.proof",
        "desk_requests.paper",
        "desk_requests.request_page",
    }
)

# Pages whose forms take files, apart from those that record a kind with documents. Other pages
# accept only text.
TAKES_FILES = frozenset(
    {
        "desk_annex_copies.annex",
        "desk_decision_copies.decision",
        "desk_consenting.consent",
        "desk_importing.check",
        "desk_importing.lists",
        "desk_translating.translation",
        "desk_letterhead.page",
        "desk_logos.logos",
        "desk_photographs.page",
        "desk_enclosing.documents",
        "desk_captures.new",
        "desk_measuring.answer",
        "desk_law_watch.texts",
        "desk_clock_events.notice",
        "desk_received.listing",
        "desk_sending_mail.received",
    }
)

READING = frozenset({"GET", "HEAD", "OPTIONS"})

# Forms that leave behind a session at most. They work where nothing may be
# entered, so that people can come in and read why.
OF_A_SESSION = frozenset(
    {
        "confirming.page",
        "record.shared_preview",
        "sign_in.code",
        "sign_in.form",
        "sign_in.passkey",
        "sign_out.out",
        "unlocking.page",
    }
)


def _kind_of(endpoint: str) -> type[Event] | None:
    """Return the kind of event that a page records; None if it records none, or several."""
    pages, _, kind = endpoint.partition(".")
    return KINDS.get(kind if pages == RECORDING else RECORDED_ON.get(endpoint, ""))


def takes_files(endpoint: str) -> bool:
    """Return whether the form of a page takes files."""
    kind = _kind_of(endpoint)
    return endpoint in TAKES_FILES or bool(kind and (kind.document or kind.needs_document))


def act_of(rule: Rule | None, method: str) -> Act:
    """Return what opening a page counts as; for an address without a page, LOOK."""
    if rule is None:
        return Act.LOOK
    if method in READING and rule.endpoint in LOOKED_AT:
        return LOOKED_AT[rule.endpoint]
    if rule.endpoint in PERMITS:
        return PERMITS[rule.endpoint]
    if kind := _kind_of(rule.endpoint):
        return Act(kind.permission)
    if not READING.issuperset(rule.methods or ()):
        return Act.UNSTATED
    return Act.LOOK if "reference" in rule.arguments else Act.BROWSE
