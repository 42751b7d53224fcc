"""Compares the domains of senders with those of bodies, label by label.

A domain that only ends or begins like a body's is not the body's, and one that looks like it is
marked. Nothing here decides who wrote a mail.
"""

import unicodedata
from collections.abc import Collection, Iterable
from enum import StrEnum

from tracker.domain.correspondence.read_mail import MailAddress

# Letters of other scripts, and pairs of Latin ones, that look like the Latin letter after them.
_ALIKE = str.maketrans(
    "аеорсухіјѕԁһӏνοτικαρ0135",
    "aeopcyxijsdhlvotikapolss",
)
_ALIKE_PAIRS = (("rn", "m"), ("vv", "w"), ("cl", "d"), ("i", "l"))


class SenderMark(StrEnum):
    """A reason to doubt the sender's name or domain."""

    INSIDE_ANOTHER = "inside-another"
    LOOKS_LIKE = "looks-like"
    MIXED_SCRIPTS = "mixed-scripts"
    PUNYCODE = "punycode"
    NAME_SAYS_OTHER = "name-says-other"


def is_within(domain: str, parent: str) -> bool:
    """Return whether a domain is this one or one below it, comparing whole labels."""
    ours, theirs = labels_of(domain), labels_of(parent)
    return bool(theirs) and ours[-len(theirs) :] == theirs


def labels_of(domain: str) -> tuple[str, ...]:
    """Return the labels of a domain in lower case, without a final dot."""
    plain = domain.strip().lower().rstrip(".")
    return tuple(plain.split(".")) if plain else ()


def is_of_body(domain: str, body_domains: Iterable[str]) -> bool:
    """Return whether a domain is one of a body's or below it."""
    return any(is_within(domain, each) for each in body_domains)


def goes_to_ourselves(address: str, own_domains: Iterable[str]) -> bool:
    """Return whether a recipient is an address of requests: two programs would answer each other.

    No mail of the program goes to such an address.
    """
    return is_of_body(address.rpartition("@")[2], own_domains)


def sender_marks(sender: MailAddress, known: Collection[str]) -> tuple[SenderMark, ...]:
    """Return the reasons to doubt a sender, compared with the known domains of bodies."""
    domain, marks = sender.domain, []
    labels = labels_of(domain)
    if any(label.startswith("xn--") for label in labels):
        marks.append(SenderMark.PUNYCODE)
    shown = ".".join(map(_shown, labels))
    if any(len(_scripts(label)) > 1 for label in shown.split(".")):
        marks.append(SenderMark.MIXED_SCRIPTS)
    if not is_of_body(domain, known):
        if any(_contains(labels, labels_of(each)) for each in known):
            marks.append(SenderMark.INSIDE_ANOTHER)
        skeleton = _skeleton(shown)
        if any(skeleton == _skeleton(each.lower()) for each in known):
            marks.append(SenderMark.LOOKS_LIKE)
    if _says_other(sender):
        marks.append(SenderMark.NAME_SAYS_OTHER)
    return tuple(marks)


def _contains(labels: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    """Return whether a domain contains the labels of a body, or has them joined in one label."""
    size = len(wanted)
    places = range(len(labels) - size + 1)
    if size and any(labels[place : place + size] == wanted for place in places):
        return True
    return "-".join(wanted) in labels or ".".join(wanted).replace(".", "") in labels


def _shown(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        return label[4:].encode("ascii").decode("punycode").lower()
    except (UnicodeError, ValueError, IndexError, OverflowError):
        return label


def _scripts(label: str) -> set[str]:
    names = (unicodedata.name(char, "") for char in label if char.isalpha())
    return {name.split(" ", 1)[0] for name in names}


def _skeleton(domain: str) -> str:
    apart = unicodedata.normalize("NFKD", domain).translate(_ALIKE)
    plain = "".join(char for char in apart if not unicodedata.combining(char))
    for pair, letter in _ALIKE_PAIRS:
        plain = plain.replace(pair, letter)
    return plain


def _says_other(sender: MailAddress) -> bool:
    """Return whether the display name holds an address that is not the sender's."""
    words = sender.name.replace("<", " ").replace(">", " ").replace('"', " ").split()
    named = [word.strip("()[],;:'").lower() for word in words if "@" in word.strip("@")]
    return any(each != sender.address.lower() for each in named)
