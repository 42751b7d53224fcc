"""The words for received mail: its tab, its match with a request, its signature, its parts."""

from tracker.domain.correspondence.authenticity import SignatureWord
from tracker.domain.correspondence.content_signatures import ContentFinding, IssuerWord
from tracker.domain.correspondence.mail_kinds import MailKind
from tracker.domain.correspondence.mail_words import ReplyKind
from tracker.domain.correspondence.matching import MatchRule
from tracker.domain.correspondence.read_mail import MailDefect, PartVerdict
from tracker.domain.correspondence.sender_domains import SenderMark
from tracker.services.ports.correspondence.mail_desk import AsideReason, MailTab
from tracker.services.ports.correspondence.received import MailTrouble
from tracker.web.base.language import lazy_gettext

TABS = {
    MailTab.TO_PLACE: lazy_gettext("To place"),
    MailTab.TO_READ: lazy_gettext("To be read"),
    MailTab.REPORTS: lazy_gettext("Reports"),
    MailTab.AUTOMATIC: lazy_gettext("Automatic"),
    MailTab.PLACED: lazy_gettext("Placed"),
    MailTab.ASIDE: lazy_gettext("Put aside"),
    MailTab.PROBLEMS: lazy_gettext("Problems"),
    MailTab.GONE: lazy_gettext("Destroyed"),
}
TAB_SAYS = {
    MailTab.TO_PLACE: lazy_gettext("Say to which request each email belongs, or put it aside."),
    MailTab.TO_READ: lazy_gettext(
        "These came while nobody’s private access was open, and the program stopped before it "
        "read them. They may hold responses."
    ),
    MailTab.REPORTS: lazy_gettext(
        "Delivery reports and read receipts of servers. None of them starts or stops a clock."
    ),
    MailTab.AUTOMATIC: lazy_gettext(
        "Automatic replies. None of them is a response, and none starts or stops a clock."
    ),
    MailTab.PLACED: lazy_gettext("These are entered in a request."),
    MailTab.ASIDE: lazy_gettext("Someone decided that these belong to no request."),
    MailTab.PROBLEMS: lazy_gettext(
        "These could not be read completely, or are too large. They may hold responses."
    ),
    MailTab.GONE: lazy_gettext("Their keys were destroyed, so these emails cannot be opened."),
}
ASIDE_REASONS = {
    AsideReason.NOT_ABOUT_A_REQUEST: lazy_gettext("Not about a request"),
    AsideReason.JUNK: lazy_gettext("Junk"),
}
MAIL_KINDS = {
    MailKind.LETTER: lazy_gettext("Email"),
    MailKind.AUTOMATIC: lazy_gettext("Automatic reply"),
    MailKind.REPORT: lazy_gettext("Delivery report"),
    MailKind.RECEIPT: lazy_gettext("Read receipt"),
    MailKind.NOTICE: lazy_gettext("Notice that looks like a delivery report"),
    MailKind.UNREADABLE: lazy_gettext("Could not be read completely"),
}
MATCH_RULES = {
    MatchRule.ENVELOPE: lazy_gettext("It was sent to the address of this request."),
    MatchRule.REPORT: lazy_gettext("It is a report on an email of this request."),
    MatchRule.THREAD: lazy_gettext("It answers an email of this request."),
    MatchRule.WRITTEN_TOKEN: lazy_gettext("It names the address of this request."),
    MatchRule.NEAR_TOKEN: lazy_gettext(
        "It names an address that differs from that of this request in one character."
    ),
    MatchRule.REFERENCE: lazy_gettext("It names the number of this request."),
    MatchRule.DIARY_NUMBER: lazy_gettext("It names the diary number of this request."),
    MatchRule.SENDER: lazy_gettext(
        "The sender’s domain is that of the body, and this is its only open request."
    ),
}
SIGNATURES = {
    SignatureWord.SIGNED_BY_BODY: lazy_gettext("Signed by a domain of the body"),
    SignatureWord.SIGNED_BY_OTHER: lazy_gettext("Signed by a domain that is not the body’s"),
    SignatureWord.COVERS_PART: lazy_gettext("The signature covers only a part of the text"),
    SignatureWord.HEADERS_DOUBLED: lazy_gettext(
        "Some headers appear twice, so the signature does not prove what is shown"
    ),
    SignatureWord.TEST_KEY: lazy_gettext("Signed with a key that is only a test"),
    SignatureWord.WEAK_KEY: lazy_gettext("Signed with a key that is too short"),
    SignatureWord.NOT_CHECKED_NOW: lazy_gettext("The key of the signature could not be looked up"),
    SignatureWord.DOES_NOT_FIT: lazy_gettext(
        "The signature does not match. Forwarding changes emails, so this alone proves nothing"
    ),
    SignatureWord.NO_KEY: lazy_gettext("The key of the signature is not published"),
    SignatureWord.UNSIGNED: lazy_gettext("Unsigned, which alone proves nothing"),
    SignatureWord.NOT_CHECKED: lazy_gettext("The signature was not checked"),
}
SENDER_MARKS = {
    SenderMark.INSIDE_ANOTHER: lazy_gettext("The domain of a body is only a part of this domain."),
    SenderMark.LOOKS_LIKE: lazy_gettext(
        "The domain looks like the domain of a body, but is a different one."
    ),
    SenderMark.MIXED_SCRIPTS: lazy_gettext("The domain mixes letters of different scripts."),
    SenderMark.PUNYCODE: lazy_gettext("The domain is written in code for other scripts."),
    SenderMark.NAME_SAYS_OTHER: lazy_gettext(
        "The name shows an address that differs from the real one."
    ),
}
PART_VERDICTS = {
    PartVerdict.DANGEROUS: lazy_gettext("May be dangerous: it can start on your computer"),
    PartVerdict.OUTLOOK_PACKAGE: lazy_gettext(
        "Outlook package. Its text and files are shown here"
    ),
    PartVerdict.NOT_OPENED: lazy_gettext("Could not be opened"),
    PartVerdict.SMIME_SIGNED: lazy_gettext(
        "Signed with S/MIME. Its text and files are shown here"
    ),
    PartVerdict.SMIME_ENCRYPTED: lazy_gettext("Encrypted: ask the body for a readable copy"),
    PartVerdict.SIGNATURE: lazy_gettext("Signature on the content (S/MIME)"),
    PartVerdict.PGP_SIGNATURE: lazy_gettext("PGP signature. The program does not check it"),
    PartVerdict.LOCKED_ARCHIVE: lazy_gettext("Locked with a password"),
    PartVerdict.CALENDAR: lazy_gettext("Calendar entry. The program did not reply to it"),
    PartVerdict.NESTED_MAIL: lazy_gettext("An email inside this email"),
    PartVerdict.OUTSIDE: lazy_gettext("Only a reference to a file elsewhere"),
}
CONTENT_FINDINGS = {
    ContentFinding.UNCHANGED: lazy_gettext("The content is unchanged since it was signed."),
    ContentFinding.CHANGED: lazy_gettext(
        "The content does not fit this signature. It was changed, or damaged on the way."
    ),
    ContentFinding.WEAK_METHOD: lazy_gettext(
        "The content fits this signature, but the method is outdated and proves little."
    ),
    ContentFinding.NOT_CHECKABLE: lazy_gettext("The program cannot check this signature."),
}
ISSUER_WORDS = {
    IssuerWord.NONE_CONFIGURED: lazy_gettext(
        "No authority is trusted here, because your operator has named none. Anyone can write any "
        "name into a certificate."
    ),
    IssuerWord.NOT_TRUSTED: lazy_gettext(
        "The certificate does not lead to an authority that your operator named. Anyone can write "
        "any name into a certificate."
    ),
    IssuerWord.TRUSTED: lazy_gettext(
        "The certificate leads to an authority that your operator named. The program does not "
        "check whether it was withdrawn."
    ),
}
DEFECTS = {
    MailDefect.HEADERS_CUT: lazy_gettext("Long headers were cut."),
    MailDefect.HEADER_UNREADABLE: lazy_gettext("A header cannot be read."),
    MailDefect.HEADERS_DOUBLED: lazy_gettext("Headers that may appear only once appear twice."),
    MailDefect.MANY_SENDERS: lazy_gettext("It names more than one sender."),
    MailDefect.NO_SENDER: lazy_gettext("It names no sender."),
    MailDefect.NO_MESSAGE_ID: lazy_gettext("It has no Message-ID."),
    MailDefect.NO_DATE: lazy_gettext("It has no date."),
    MailDefect.DATE_UNREADABLE: lazy_gettext("Its date cannot be read."),
    MailDefect.PARTS_CUT: lazy_gettext("It has too many parts. Not all were read."),
    MailDefect.NESTED_TOO_DEEP: lazy_gettext("Its parts are nested too deep. Not all were read."),
    MailDefect.BROKEN_STRUCTURE: lazy_gettext("Its structure is broken."),
    MailDefect.CHARSET_GUESSED: lazy_gettext("The encoding of its text was guessed."),
    MailDefect.CHARACTERS_LOST: lazy_gettext("Some characters could not be read."),
    MailDefect.TRANSFER_BROKEN: lazy_gettext("A part was damaged on its way."),
    MailDefect.TEXT_CUT: lazy_gettext("The text was cut because it is too long."),
    MailDefect.HIDDEN_TEXT: lazy_gettext("It has text that is hidden from its reader."),
    MailDefect.NUL_REMOVED: lazy_gettext("Characters that cannot be shown were left out."),
    MailDefect.NOT_PARSED: lazy_gettext("Its parts could not be told apart."),
    MailDefect.ENCRYPTED: lazy_gettext("A part of it is encrypted."),
    MailDefect.PART_NOT_OPENED: lazy_gettext("A part of it could not be opened completely."),
}
REPLY_KINDS = {
    ReplyKind.REFUSAL: lazy_gettext("A refusal"),
    ReplyKind.NOT_HELD: lazy_gettext("Records not held"),
    ReplyKind.GIVEN: lazy_gettext("Records given"),
    ReplyKind.SENT_ON: lazy_gettext("Transferred or referred elsewhere"),
    ReplyKind.FEE: lazy_gettext("A fee"),
    ReplyKind.ASKS_BACK: lazy_gettext("A request for clarification"),
    ReplyKind.MORE_TIME: lazy_gettext("An extension"),
    ReplyKind.HEARING: lazy_gettext("A hearing"),
    ReplyKind.ORDER: lazy_gettext("An order"),
    ReplyKind.ACKNOWLEDGED: lazy_gettext("An acknowledgement"),
    ReplyKind.AUTOMATIC: lazy_gettext("An automatic reply"),
}
MAILBOX_TROUBLES = {
    MailTrouble.UNREACHABLE: lazy_gettext("The server cannot be reached."),
    MailTrouble.CERTIFICATE: lazy_gettext("The server’s certificate is not trusted."),
    MailTrouble.SIGN_IN: lazy_gettext("The server refused the sign-in details."),
    MailTrouble.SECRET: lazy_gettext("The file with the password is missing or empty."),
    MailTrouble.FOLDER: lazy_gettext("A folder of the mailbox cannot be opened."),
    MailTrouble.CUT_OFF: lazy_gettext("The connection broke off."),
    MailTrouble.ANSWER: lazy_gettext("The server’s answer was not understood."),
    MailTrouble.DISK: lazy_gettext("The disk is full or cannot be written."),
    MailTrouble.TOO_MANY: lazy_gettext("Too many emails came in one day."),
}
