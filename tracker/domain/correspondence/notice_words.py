"""The words that appear in notices of absence, of receipt and of reading.

DRAFTS, like the other words for mail: no native reader of Urdu has checked them. A text with any
other word may be a response. There is no negation here, and no word for what a body does with a
request.
"""

import re
from collections.abc import Collection
from functools import cache

from tracker.domain.words.folding import search_words

# Whole phrases that have words that are not in the list below.
_PHRASES = (
    "please do not reply to this email",
    "please do not reply to this message",
    "please do not reply",
    "do not reply to this email",
    "do not reply to this message",
    "do not reply",
    "out of office",
    "limited access",
    "out of the office",
    "reference number",
    "ticket number",
    "diary number",
    "telephone number",
    "automatic reply",
    "automated reply",
    "will reply",
    "will respond",
    "reply to your email",
    "will return on",
    "will return in",
    "returning on",
    "my return",
    "urgent matter",
    "urgent matters",
    "خودکار جواب",
    "دفتر سے باہر",
    # Read receipts of Outlook and Thunderbird.
    "your message was displayed",
    "your message was read",
    "was read on",
    "this is a return receipt for the mail that you sent to",
    "note: this return receipt only acknowledges that the message was displayed on the "
    "recipient's computer",
    "there is no guarantee that the recipient has read or understood the message contents",
)
_WORDS = """
a about absence absent acknowledge acknowledged acknowledgement acknowledges acknowledging
after afternoon all am an and annual any application april as assist assistance at august
automated automatic automatically available away back be been before best business but by call
colleague colleagues contact contacted currently date day days dear december desk diary during
e each email emails emergency enquiries enquiry even evening february for friday from generated
good have hello hi hour hours i if immediate in inbox inquiry is it january july june kind
kindly leave mail mailbox mails march maternity may me meeting message messages mobile
monday month months morning mr mrs ms my november october of office officer official on
only open or our phone please public queries query quote reach receipt receive received
receiving reference regards request respectfully saturday sender september service sick
sincerely soon sunday system telephone thank thanks the them this thursday ticket to today
tomorrow travel travelling tuesday until up upon urgent vacation via we wednesday week weeks
when will wish with within working write year you your yours
آج آپ اب ابھی اتوار اور اوقات اپنی اپنے اکتوبر اگر اگست ای ایک بتاریخ بجے بدھ براہ بروز
بعد تاریخ تک جب جزاک جلد جمعرات جمعہ جناب جنوری جولائی جون حوالہ خودکار خیر درخواست دسمبر دفتر
دن رابطہ رخصت رسید روز سالانہ ستمبر سلام سے شام شکریہ صبح فرمائیں فروری فوری فون لیے مئی مارچ
محترم محترمہ منگل موجودگی موصول میرا میری میرے میل میں نمبر نومبر والسلام وصول پر پیر پیغام
چھٹی ڈائری کا کار کاروباری کام کر کرم کریں کو کی کے گئی گئے گا گی گیا ہفتہ ہفتے ہم ہماری ہمارے
ہمیں ہو ہوئی ہوئے ہوا ہوں ہیں ہے یا یہ
"""

_MONTHS = """
january february march april may june july august september october november december
"""
# A number after one of these, or before a month, is part of a date or names no record.
_NUMBERED = f"ticket number reference telephone phone mobile call {_MONTHS}"
_TIME_OF_DAY = re.compile(r"\b[0-2]?\d:[0-5]\d(?::[0-5]\d)?\b")


def only_notice_words(text: str, sender: str = "") -> bool:
    """Return whether every word of a text is a word of notices, an address, a word of the sender's
    name, or the number of a date, ticket or phone."""
    said = " ".join(_folded(_TIME_OF_DAY.sub(" ", text)))
    if not set(_NUMBERED.split()).issuperset(_before_numbers(said.split())):
        return False
    words = f" {said} "
    for phrase in _phrases():
        words = words.replace(phrase, "  ")
    known = _known().union(search_words(sender))
    return all(word in known or word.isdecimal() for word in words.split())


def _before_numbers(words: list[str]) -> set[str]:
    """Return the word before each number without a month after it, which may be the answer."""
    months = set(_MONTHS.split())
    return {
        words[place - 1] if place else ""
        for place, word in enumerate(words)
        if word.isdecimal() and not months.intersection(words[place + 1 : place + 2])
    }


def _folded(text: str) -> Collection[str]:
    """Return the folded words of a text without its addresses."""
    kept = (piece for piece in text.split() if "@" not in piece)
    return search_words(" ".join(kept))


@cache
def _phrases() -> tuple[str, ...]:
    return tuple(f" {' '.join(search_words(each))} " for each in _PHRASES)


@cache
def _known() -> frozenset[str]:
    return frozenset(search_words(_WORDS))
