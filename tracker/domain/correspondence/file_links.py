"""Links in a mail that seem to lead to files, and the day until which they seem to work.

Offices send large answers as links that expire. Nothing is fetched: a person downloads the files
in time. The words are drafts, and a person checks the day.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.domain.correspondence.read_mail import ReadMail

_ADDRESS = re.compile(r"\bhttps?://[^\s<>\"'\[\]{}|\\^`]{4,2000}", re.IGNORECASE)
_HOST = re.compile(r"^https?://(?:[^/@\s]*@)?([A-Za-z0-9.-]{1,253})", re.IGNORECASE)
_SHARING_HOSTS = (
    "1drv.ms", "sharepoint.com", "onedrive.live.com", "drive.google.com", "docs.google.com",
    "dropbox.com", "dropboxusercontent.com", "wetransfer.com", "we.tl", "box.com", "mega.nz",
    "icloud.com", "mediafire.com", "filesender.org", "transfernow.net", "sendgb.com",
)  # fmt: skip
_FILE = re.compile(
    r"\.(pdf|zip|rar|7z|docx?|xlsx?|csv|pptx?|tiff?|jpe?g|png|msg|eml)(?:[?#]|$)", re.IGNORECASE
)
# DRAFT: native readers have not checked the Urdu.
_SAYS_FILES = re.compile(r"\bdown-?load|ڈاؤن ?لوڈ|ڈاون ?لوڈ", re.IGNORECASE)
_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july", "august", "september"),
    *("october", "november", "december"),
)
_URDU_MONTHS = (
    *("جنوری", "فروری", "مارچ", "اپریل", "مئی", "جون", "جولائی", "اگست", "ستمبر", "اکتوبر"),
    *("نومبر", "دسمبر"),
)
_NAMES = "|".join((*_MONTHS, *(month[:3] for month in _MONTHS), "sept", *_URDU_MONTHS))
_DAY = re.compile(
    rf"(?P<iso>\d{{4}}-\d\d-\d\d)|(?P<numbers>\d{{1,2}}[./-]\d{{1,2}}[./-]\d{{4}})"
    rf"|(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\.?\s+(?P<m>{_NAMES})\b\.?,?\s+(?P<y>\d{{4}})"
    rf"|(?P<m2>{_NAMES})\b\.?\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y2>\d{{4}})",
    re.IGNORECASE,
)
_ENDS = re.compile(
    r"\b(until|till|through|expir\w+|valid|available|by|before|no later than)\b", re.IGNORECASE
)
_FOR_DAYS = re.compile(
    r"\b(?:for|in|within|after)\s+(?:the\s+next\s+)?(\d{1,3})\s+(day|week)s?\b", re.IGNORECASE
)
_URDU_DAYS = re.compile(r"(\d{1,3})\s*(دن|یوم|ہفتے)")
_SENTENCE = re.compile(r"(?<=[.!?۔])\s+|\n\s*\n")
_BEFORE_DAY = 80
_MOST_HOSTS = 5


@dataclass(frozen=True, slots=True)
class FileLinks:
    """The hosts of links that seem to lead to files, the last day, and the words that say it.

    `until` is None if the mail names no day.
    """

    hosts: tuple[str, ...]
    until: date | None = None
    words: str = ""


def file_links(mail: ReadMail, came: date) -> FileLinks | None:
    """Return the links of a mail that seem to lead to files; None if there are none.

    If there are several days, or a day can be read in two ways, the earliest day that is not
    before the day of arrival counts.
    """
    text = mail.new_text
    says_files = bool(_SAYS_FILES.search(text))
    addresses = dict.fromkeys((*mail.links, *_ADDRESS.findall(text)))
    hosts = [_host(each) for each in addresses if says_files or _leads_to_file(each)]
    found = tuple(dict.fromkeys(filter(None, hosts)))[:_MOST_HOSTS]
    if not found:
        return None
    ends = sorted(_ends(text, came), key=lambda each: each[0])
    until, words = ends[0] if ends else (None, "")
    return FileLinks(found, until, words)


def _leads_to_file(address: str) -> bool:
    host = _host(address)
    shared = any(host == each or host.endswith(f".{each}") for each in _SHARING_HOSTS)
    path = address.partition("//")[2].partition("/")[2]
    return shared or bool(_FILE.search(path))


def _host(address: str) -> str:
    found = _HOST.match(address)
    return found[1].lower().rstrip(".") if found else ""


def _ends(text: str, came: date) -> Iterator[tuple[date, str]]:
    """Yield each day on which a sentence says that something ends, with the sentence."""
    for sentence in _SENTENCE.split(text):
        plain = " ".join(_ADDRESS.sub(" … ", sentence).split())
        for day in (*_named_days(plain, came), *_counted_days(plain, came)):
            yield day, plain[:300]


def _named_days(plain: str, came: date) -> Iterator[date]:
    for found in _DAY.finditer(plain):
        before = plain[max(found.start() - _BEFORE_DAY, 0) : found.start()]
        after = plain[found.end() : found.end() + 12]
        if _ENDS.search(before) or "تک" in after:
            yield from (day for day in _days(found) if day >= came)


def _counted_days(plain: str, came: date) -> Iterator[date]:
    counted = [each for each in _FOR_DAYS.finditer(plain) if _ENDS.search(plain)]
    counted += _URDU_DAYS.finditer(plain) if "تک" in plain or "اندر" in plain else ()
    for found in counted:
        weeks = found[2].lower() in ("week", "ہفتے")
        yield came + timedelta(days=int(found[1]) * (7 if weeks else 1))


def _days(found: re.Match[str]) -> Iterator[date]:
    """Yield the days that a written date may mean: 3/4/2027 is in March or in April."""
    if found["iso"]:
        year, month, day = map(int, found["iso"].split("-"))
        yield from _day(year, month, day)
    elif found["numbers"]:
        first, second, year = map(int, re.split(r"[./-]", found["numbers"]))
        yield from _day(year, second, first)
        yield from _day(year, first, second)
    else:
        named = (found["m"] or found["m2"]).lower()
        months = _URDU_MONTHS if named in _URDU_MONTHS else [each[:3] for each in _MONTHS]
        month = list(months).index(named if named in _URDU_MONTHS else named[:3]) + 1
        yield from _day(int(found["y"] or found["y2"]), month, int(found["d"] or found["d2"]))


def _day(year: int, month: int, day: int) -> Iterator[date]:
    try:
        yield date(year, month, day)
    except ValueError:
        return
