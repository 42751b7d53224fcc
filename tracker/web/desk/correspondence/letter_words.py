"""The states of a letter by email, what each mail does in law, and what went wrong, in words."""

from tracker.domain.correspondence.mail_letter import LetterPurpose, LetterState, LetterTrouble
from tracker.domain.events.correspondence.letter_finalised import REMEDY_LETTERS
from tracker.domain.law.law import LetterKind
from tracker.services.ports.documents import Carried
from tracker.web.base.language import lazy_gettext

LETTER_STATES = {
    LetterState.PREPARED: lazy_gettext("Ready: check it, then send it"),
    LetterState.WAITING: lazy_gettext("Waiting: it can be called back"),
    LetterState.HANDING: lazy_gettext("Being handed over to the mail server"),
    LetterState.HANDED: lazy_gettext("Handed over to the mail server"),
    LetterState.UNCERTAIN: lazy_gettext("Uncertain: the mail server may have it"),
    LetterState.REFUSED: lazy_gettext("Not sent"),
    LetterState.CALLED_BACK: lazy_gettext("Called back: it was not sent"),
}
_PURPOSES = {
    LetterPurpose.FILED: lazy_gettext(
        "This files the request. Sending is logged when the mail server has taken it."
    ),
    LetterPurpose.AGAIN: lazy_gettext(
        "This sends the request again. Sending is logged, and restarts no clock."
    ),
    LetterPurpose.COPY: lazy_gettext(
        "This is a copy that starts no clock. Send the request by post or by hand too."
    ),
    LetterPurpose.LETTER: lazy_gettext("Sending this letter adds no entry to the timeline."),
}
_OF_REMEDY = {
    LetterPurpose.FILED: lazy_gettext(
        "Sending this mail does not prove that it was filed. Until the recipient confirms "
        "receipt, it counts as not filed, and its deadline still runs."
    ),
    LetterPurpose.COPY: lazy_gettext(
        "This is a copy. It files nothing, and starts and ends no time limit. File by hand or by "
        "post."
    ),
}
_OF_NOTICE = {
    LetterPurpose.FILED: lazy_gettext(
        "The time to reply begins when the body has received the notice, not when it is sent. "
        "Log it then."
    ),
    LetterPurpose.COPY: lazy_gettext(
        "This is a copy. The time to reply does not begin. Send the notice by post or by hand too."
    ),
}
TROUBLES = {
    LetterTrouble.NO_ANSWER: lazy_gettext(
        "The mail server was sent the whole letter and did not answer. The letter is not sent "
        "again automatically. Look for a delivery report, or check the log of the mail server."
    ),
    LetterTrouble.DIED: lazy_gettext(
        "The program stopped while it handed the letter over. The letter is not sent again "
        "automatically. Look for a delivery report, or check the log of the mail server."
    ),
    LetterTrouble.REFUSED_FOR_GOOD: lazy_gettext(
        "The mail server refused the letter. Read its words below. Correct the address, or send "
        "the letter by post or by hand."
    ),
    LetterTrouble.LATER: lazy_gettext(
        "The mail server did not take the letter yet. It is tried again for 48 hours."
    ),
    LetterTrouble.TOO_OLD: lazy_gettext(
        "The mail server did not take the letter within 48 hours. Send it again, or send it by "
        "post or by hand."
    ),
    LetterTrouble.NOT_ENTERED: lazy_gettext(
        "The sending was not logged, because the request changed before that. Check its timeline."
    ),
}

# What a delivery report says about a mail, by its action.
REPORTED = {
    "relayed": lazy_gettext("Taken by its server"),
    "delivered": lazy_gettext("In its mailbox, not read"),
    "expanded": lazy_gettext("Passed on to several addresses"),
    "delayed": lazy_gettext("Still being tried"),
    "failed": lazy_gettext("Not delivered"),
}

# What a file of a mail still carries.
CARRIED = {
    Carried.SIGNED: lazy_gettext("is signed, so it goes unchanged, with its metadata"),
    Carried.ENCRYPTED: lazy_gettext("is encrypted, so it goes unchanged, with its metadata"),
    Carried.ATTACHMENTS: lazy_gettext("holds attached files, with their metadata"),
    Carried.COMMENTS: lazy_gettext("holds comments, with the names of their authors"),
    Carried.CHANGES: lazy_gettext("holds tracked changes, with the names of their authors"),
    Carried.PICTURES: lazy_gettext("holds pictures, with their metadata"),
    Carried.CAMERA: lazy_gettext("holds camera metadata, which is needed to show it upright"),
    Carried.AS_IT_IS: lazy_gettext(
        "goes unchanged, with everything in it about people, programs and networks"
    ),
    Carried.NOT_CLEANED: lazy_gettext("could not be read, so it goes unchanged"),
}


def purpose_words(kind: LetterKind, purpose: LetterPurpose) -> str:
    """Return what a mail with a letter of this kind does in law."""
    found = _PURPOSES
    if kind in REMEDY_LETTERS:
        found = _OF_REMEDY
    elif kind is LetterKind.NOTICE:
        found = _OF_NOTICE
    return str(found.get(purpose, _PURPOSES[LetterPurpose.LETTER]))
