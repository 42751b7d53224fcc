"""What the letter of a body says of an item that an order covers, and of what kind it is."""

import re
from collections.abc import Callable, Collection, Sequence

from tracker.domain.base.text import FULL_STOPS
from tracker.domain.case.history import Entry
from tracker.domain.events.proceedings.complied import Complied
from tracker.domain.law.outcome import Outcome
from tracker.domain.words.absent_records import (
    says_absent,
    says_gone,
    says_no_longer,
    speaks_of_search,
)
from tracker.domain.words.quotations import in_marks, unquoted
from tracker.services.letters.pleading.quoting import (
    items_in_sentence,
    said_on_item,
    says_in_part,
    sentences,
    without_a_part,
)
from tracker.services.letters.pleading.reaching import every_answer
from tracker.services.letters.pleading.source import PleadingSource

# The reasons for withholding a record that words can give, each with its own words.
_REASONS = (
    re.compile(r"\bclassified\b|\bconfidential|\bsecre(?:t|cy)\b|خفیہ", re.I),
    re.compile(r"\bsecurity\b|(?<!ministry of )\bdefen[cs]e\b|سلامتی", re.I),
    re.compile(r"\bsensitive|حساس", re.I),
    re.compile(r"\bprivilege", re.I),
    re.compile(
        r"\bsub[ -]judice|\bpending (?:before|in)\b|\bseized (?:of|with)\b|زیر ?سماعت", re.I
    ),
    re.compile(r"\bprivacy|\bpersonal\b", re.I),
    re.compile(r"\bendanger|\bsafety\b|\blife\b", re.I),
    re.compile(r"\btrade secrets?\b|\bcommercial|\bthird part", re.I),
)
_CLAIM = re.compile(
    r"\bsections? \d|\bexempt|\bcannot be (?:shared|given|supplied|disclosed|provided)|"
    r"\bwithheld|دفعہ|استثنا",
    re.I,
)
_WITH_ANOTHER = re.compile(
    r"\b(?:is|are|lies?|rests?) with the\b|\bin the (?:custody|possession) of the\b|"
    r"کے پاس ہے|کے پاس ہیں|کو (?:بھیج|بھجوا|ارسال کر|منتقل کر)",
    re.I,
)
# Words that point to another body, and do not say that a record is or went there.
_POINTS_TO_ANOTHER = re.compile(
    r"\b(?:pertains?|belongs?|relates?) to the\b|\b(?:approach|apply to|contact) the\b|سے رجوع",
    re.I,
)
# How a record goes to another body, and what else can go there and leaves it where it is.
_SENT = re.compile(
    r"\b(?:has|have|had|was|were) (?:(?:since|already|now) )?(?:been )?"
    r"(?:sent|forwarded|transferred|transmitted|returned|handed) (?:on |over |back )?to (?:the )?"
    r"(?:\w+ ){0,3}?(?:Ministry|Division|Department|Secretariat|Authority|Agency|Bureau|Board|"
    r"Cabinet|Police|Court|Tribunal|Archives?|Government|Council|Directorate)\b"
    r"(?! for (?:\w+ )?(?:comment|view|opinion|advice|clearance|approval|consent))",
    re.I,
)
_SENT_BESIDES = re.compile(
    r"\b(?:cop(?:y|ies)|requests?|applications?|reference|query|queries|matter|reminders?)\b", re.I
)
# Words by which a body still deals with a record.
_PENDING = re.compile(
    r"\bunder (?:(?:active|due) )?(?:process|consideration)\b|\bin process\b|"
    r"\bin the process of \w+ing\b|\bbeing (?:processed|considered)\b",
    re.I,
)
# That a document on a search comes with a letter.
_ATTACHED = re.compile(
    r"\bcertif|\baffidavit|\bstatement|\benclos|\bannex|\battach|منسلک|تصدیق|سرٹیفکیٹ|بیان",
    re.I,
)
_REFUSED = frozenset({Outcome.REFUSED, Outcome.PARTLY_DISCLOSED})
# The kinds of an answer that say of a record that it is not there.
ABSENCES = frozenset({"first-refused", "same-absent", "now-absent", "gone"})
# The kind of an answer that gives a record without a part of it.
INCOMPLETE = "incomplete"
# The kind of an answer that says the record is being dealt with.
PENDING = "pending"
# The kind of an answer by which a record that the reply withheld has left the body since.
SENT_AWAY = "sent-away"
# The kind of an answer that points to another body for a record that the reply withheld.
ANOTHER_BODY = "another-body"


def sentences_on(words: str, number: int) -> tuple[str, ...]:
    """Return the sentences of a letter that name an item; those that name no item if none does."""
    said = [each.strip() for each in sentences(words)]
    own = tuple(each for each in said if number in items_in_sentence(each))
    return own or tuple(each for each in said if not items_in_sentence(each))


def kind_of_answer(source: PleadingSource, number: int, said: Sequence[str]) -> str | None:
    """Return the kind of what these sentences say of an item, by what all replies to the request
    said of it; None if they say nothing against supplying it."""
    key = next(each.key for n, each in source.drafted.numbered if n == number)
    before = every_answer(source).get(key, ())
    outcomes = {each.outcome for each in before}
    absent = Outcome.NOT_HELD in outcomes
    # Withheld by a reply, and said by none to be absent.
    withheld = bool(outcomes & _REFUSED) and not absent
    if absent and any(map(says_gone, said)) and not _told_gone(source):
        return "gone"
    if any(says_absent(each) or says_gone(each) for each in said):
        return "first-refused" if withheld else _absence(absent=absent)
    if any(map(_claims, said)):
        held = absent and not outcomes & _REFUSED
        return "first-absent" if held else "withheld"
    left, gone = any(map(_is_with_another, said)), any(map(says_no_longer, said))
    if (left or gone) and withheld:
        return SENT_AWAY
    if any(map(_elsewhere, said)):
        return ANOTHER_BODY if withheld else "elsewhere"
    return _absence(absent=absent) if gone else None


def _absence(*, absent: bool) -> str:
    return "same-absent" if absent else "now-absent"


def pending_in(words: str, number: int) -> tuple[str, tuple[str, ...]] | None:
    """Return the kind and the sentences by which a letter says of an item that it is being dealt
    with; None if no sentence says so."""
    said = tuple(each for each in sentences_on(words, number) if _PENDING.search(each))
    return (PENDING, said) if said else None


def given_in_part(words: str, number: int) -> tuple[str, ...]:
    """Return the sentences of a letter by which an item that it gives is given in part."""
    own = said_on_item(words, number)
    named = [own] if own else [s for s in sentences(words) if number in items_in_sentence(s)]
    return tuple(each.strip() for each in named if without_a_part(each, number))


def _told_gone(source: PleadingSource) -> bool:
    """Return whether a reply to the request said that a record was lost or destroyed, or has words
    that nobody logged."""
    replies = source.plea.case_status.case_state.replies
    words = [source.details_of(each).words for each in replies]
    return not all(words) or any(map(says_gone, words))


def supplied_with(source: PleadingSource, entry: Entry) -> tuple[int, ...]:
    """Return the items that were logged as supplied with a letter under an order."""
    keys = entry.event.supplied if isinstance(entry.event, Complied) else ()
    return tuple(number for number, each in source.drafted.numbered if each.key in keys)


def quoted_of(source: PleadingSource, said: Sequence[str]) -> str:
    """Return the sentences that say a record is not there, is withheld, is elsewhere or is given
    in part, in quotation marks; empty without any."""
    kinds: tuple[Callable[[str], object], ...] = (
        says_absent,
        says_gone,
        _claims,
        _elsewhere,
        says_no_longer,
        says_in_part,
        _PENDING.search,
    )
    kept = [each for each in said if any(kind(each) for kind in kinds)]
    return one_quotation(source, kept) if kept else ""


def said_absent_in(said: Sequence[str]) -> tuple[str, ...]:
    """Return the sentences that say a record is not there, or is there no longer."""
    kinds = (says_absent, says_gone, says_no_longer)
    return tuple(each for each in said if any(kind(each) for kind in kinds))


def one_quotation(source: PleadingSource, said: Sequence[str]) -> str:
    """Return sentences of a document in one pair of quotation marks, without the last stop."""
    words = " ".join(map(unquoted, said)).rstrip(FULL_STOPS)
    return source.locale.together(in_marks(words))


def search_said(words: str, items: Collection[int]) -> tuple[str, ...]:
    """Return the sentences of a letter that speak of a search for one of these items, or of a
    search without an item; none if a sentence on them speaks of a document with the letter."""
    said = [each.strip() for each in sentences(words)]
    about = [each for each in said if (items_in_sentence(each) or set(items)) & set(items)]
    found = tuple(each for each in about if speaks_of_search(each))
    return () if any(map(_ATTACHED.search, about)) else found


def _elsewhere(words: str) -> bool:
    """Return whether words say of a record that another body has it, or point to that body."""
    return _is_with_another(words) or bool(_POINTS_TO_ANOTHER.search(words))


def _is_with_another(words: str) -> bool:
    """Return whether words say of a record that it is with another body, or was sent there."""
    sent = _SENT.search(words)
    return bool(_WITH_ANOTHER.search(words) or (sent and not _SENT_BESIDES.search(words)))


def _claims(words: str) -> bool:
    """Return whether words claim a section or give a reason for withholding a record."""
    return bool(_CLAIM.search(words)) or any(each.search(words) for each in _REASONS)
