"""What a page of the desk takes: one table. `services/roles.py` says who may do it.

A page that changes something and is not in the table is left to lawyers and administrators; one
that only shows something, to the people of the office. Guests of another organisation open what
stands here as LOOK, and pages of a single request that only show something.
"""

from collections.abc import Mapping

from werkzeug.routing import Rule

from tracker.services.roles import Act

PERMITS: Mapping[str, Act] = {
    "desk.morning": Act.LOOK,
    "desk_listing.listing": Act.LOOK,
    "desk_calendars.page": Act.LOOK,
    "desk_calendars.revoke": Act.LOOK,
    "desk_listing.keep": Act.LOOK,
    "desk_listing.forget": Act.LOOK,
    "account.page": Act.LOOK,
    "account.language": Act.LOOK,
    "account.password": Act.LOOK,
    "account.end_session": Act.LOOK,
    "account.end_others": Act.LOOK,
    "desk_another.like_draft": Act.DRAFT,
    "desk_another.like_request": Act.DRAFT,
    "desk_another.repeat": Act.DRAFT,
    "desk_appealing.appeal": Act.FILE,
    "desk_appealing.decision": Act.LOG,
    "desk_arriving.came": Act.LOG,
    "desk_batches.batch": Act.SETTLE,
    "desk_batches.together": Act.DRAFT,
    "desk_copying.copy_file": Act.PREPARE,
    "desk_copying.page": Act.PREPARE,
    "desk_copying.pages": Act.PREPARE,
    "desk_copying.papers": Act.PREPARE,
    "desk_copying.picture": Act.PREPARE,
    "desk_classifying.reply": Act.CLASSIFY,
    "desk_classifying.typed": Act.CLASSIFY,
    "desk_consenting.consent": Act.LOG,
    "desk_drafting.autosave": Act.DRAFT,
    "desk_drafting.discard": Act.DRAFT,
    "desk_drafting.draft": Act.DRAFT,
    "desk_drafting.letter": Act.SETTLE,
    "desk_drafting.new": Act.DRAFT,
    "desk_drafting.take_over": Act.DRAFT,
    "desk_archive.archive": Act.SETTINGS,
    "desk_erasing.person": Act.ERASE,
    "desk_exporting.export": Act.EXPORT,
    "desk_findings.decision": Act.CLASSIFY,
    "desk_importing.check": Act.IMPORT,
    "desk_importing.columns": Act.IMPORT,
    "desk_importing.forget": Act.IMPORT,
    "desk_importing.imported": Act.IMPORT,
    "desk_importing.lists": Act.IMPORT,
    "desk_fairness.notice": Act.FILE,
    "desk_fairness.statement": Act.LOG,
    "desk_jotting.done": Act.NOTE,
    "desk_jotting.drop_note": Act.NOTE,
    "desk_jotting.notes": Act.NOTE,
    "desk_jotting.tags": Act.NOTE,
    "desk_jotting.tasks": Act.NOTE,
    "desk_letters.letter_pdf": Act.BROWSE,
    "desk_noting.notice": Act.LOG,
    "desk_packing.identity": Act.LOG,
    "desk_packing.pack": Act.EXPORT,
    "desk_proceedings.adjourned": Act.LOG,
    "desk_proceedings.complied": Act.LOG,
    "desk_proceedings.enforcement": Act.FILE,
    "desk_proceedings.fixed": Act.LOG,
    "desk_proceedings.held": Act.LOG,
    "desk_publishing.as_published": Act.PREPARE,
    "desk_publishing.publish": Act.PREPARE,
    "desk_publishing.remove": Act.PUBLISH,
    "desk_publishing.withhold": Act.PUBLISH,
    "desk_waiting.page": Act.PREPARE,
    "desk_waiting.readers_page": Act.PREPARE,
    "desk_receiving.correct": Act.LOG,
    "desk_receiving.extension": Act.LOG,
    "desk_reminded.letting_pass": Act.FILE,
    "desk_reminded.watchers": Act.REMIND,
    "desk_reminders.acknowledged": Act.REMIND,
    "desk_reminders.choices": Act.REMIND,
    "desk_risks.risk": Act.NOTE,
    "desk_sending.acknowledgement": Act.LOG,
    "desk_sending.approve": Act.APPROVE,
    "desk_sending.receipt": Act.LOG,
    "desk_sending.sent": Act.FILE,
    "desk_sharing.charge": Act.NOTE,
    "desk_sharing.sharing": Act.SHARE,
    "desk_transmitting.again": Act.FILE,
    "desk_transmitting.delivery": Act.LOG,
    "desk_withdrawing.withdrawal": Act.LOG,
    "desk_audit.trail": Act.AUDIT,
    "desk_letterhead.away": Act.SETTINGS,
    "desk_letterhead.page": Act.SETTINGS,
    "desk_letterhead.picture": Act.SETTINGS,
    "desk_letterhead.sample": Act.SETTINGS,
    "desk_logo.picture": Act.LOOK,
    "desk_logos.logos": Act.DRAFT,
    "desk_mail.again": Act.SETTINGS,
    "desk_mail.outbox": Act.SETTINGS,
    "desk_people.accounts": Act.PEOPLE,
    "desk_people.invite": Act.PEOPLE,
    "desk_people.link": Act.PEOPLE,
    "desk_people.leave": Act.PEOPLE,
    "desk_people.person_page": Act.PEOPLE,
    "desk_people.reopen": Act.PEOPLE,
    "desk_people.role": Act.PEOPLE,
    "desk_reminder_rules.rules": Act.SETTINGS,
}

# Where looking takes less than sending the form of the page does.
LOOKED_AT: Mapping[str, Act] = {
    "desk_batches.batch": Act.BROWSE,
    "desk_drafting.draft": Act.LOOK,
    "desk_drafting.letter": Act.LOOK,
}

# Pages and files on which the applicant can be read: the trail tells who opened them.
SHOWS_APPLICANT = frozenset(
    {
        "desk_copying.page",
        "desk_copying.picture",
        "desk_drafting.draft",
        "desk_drafting.letter",
        "desk_drafting.letter_docx",
        "desk_drafting.letter_text",
        "desk_logos.logos",
        "desk_letters.letter",
        "desk_letters.letter_docx",
        "desk_letters.letter_pdf",
        "desk_letters.letter_text",
        "desk_packing.identity",
        "desk_packing.pack",
        "desk_requests.paper",
        "desk_requests.request_page",
    }
)

# Pages whose forms take files. Every other page reads no more than words of whoever sends to it.
TAKES_FILES = frozenset(
    {
        "desk_appealing.appeal",
        "desk_appealing.decision",
        "desk_arriving.came",
        "desk_classifying.reply",
        "desk_classifying.typed",
        "desk_consenting.consent",
        "desk_fairness.notice",
        "desk_fairness.statement",
        "desk_importing.check",
        "desk_importing.lists",
        "desk_letterhead.page",
        "desk_logos.logos",
        "desk_noting.notice",
        "desk_proceedings.adjourned",
        "desk_proceedings.complied",
        "desk_proceedings.enforcement",
        "desk_proceedings.fixed",
        "desk_proceedings.held",
        "desk_receiving.extension",
        "desk_sending.acknowledgement",
        "desk_sending.receipt",
        "desk_sending.sent",
        "desk_transmitting.again",
        "desk_transmitting.delivery",
    }
)

READING = frozenset({"GET", "HEAD", "OPTIONS"})


def act_of(rule: Rule | None, method: str) -> Act:
    """What somebody does who opens a page; what is no page is only looked for."""
    if rule is None:
        return Act.LOOK
    if method in READING and rule.endpoint in LOOKED_AT:
        return LOOKED_AT[rule.endpoint]
    if rule.endpoint in PERMITS:
        return PERMITS[rule.endpoint]
    if not READING.issuperset(rule.methods or ()):
        return Act.UNSTATED
    return Act.LOOK if "reference" in rule.arguments else Act.BROWSE
