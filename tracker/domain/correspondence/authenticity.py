"""What can be said of who sent a mail: the words of the office's own server, and DKIM signatures.

A matching signature shows that the mail went through a system of that domain. It does not show who
wrote the mail. One that does not fit shows nothing: many bodies sign nothing, and lists and
forwarding change mail. No mail is refused or hidden for it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tracker.domain.correspondence.read_mail import HeaderLine, SignatureHeader
from tracker.domain.correspondence.received_lines import plain_hosts, receiving_host
from tracker.domain.correspondence.sender_domains import is_within, labels_of

_RESULT = re.compile(r"^\s*(spf|dkim|dmarc|arc)\s*=\s*([a-z]+)\b(.*)$", re.IGNORECASE | re.DOTALL)
_PROPERTY = re.compile(
    r"\b(?:header\.d|header\.i|header\.from|smtp\.mailfrom)\s*=\s*\"?([^\s;\"]+)", re.IGNORECASE
)
_COMMENT = re.compile(r"\([^()]*\)")
_KNOWN_RESULTS = {
    "pass", "fail", "softfail", "neutral", "none", "temperror", "permerror", "policy",
    "bestguesspass", "hardfail",
}  # fmt: skip
_LONGEST_LINE = 4000
SHORTEST_KEY_BITS = 1024


class SignatureFinding(StrEnum):
    """What a check of one DKIM signature found."""

    FITS = "fits"
    DOES_NOT_FIT = "does-not-fit"
    NO_KEY = "no-key"
    NOT_NOW = "not-now"


class SignatureWord(StrEnum):
    """What pages say about the signatures of a mail, the best first."""

    SIGNED_BY_BODY = "signed-by-body"
    SIGNED_BY_OTHER = "signed-by-other"
    COVERS_PART = "covers-part"
    HEADERS_DOUBLED = "headers-doubled"
    TEST_KEY = "test-key"
    WEAK_KEY = "weak-key"
    NOT_CHECKED_NOW = "not-checked-now"
    DOES_NOT_FIT = "does-not-fit"
    NO_KEY = "no-key"
    UNSIGNED = "unsigned"
    NOT_CHECKED = "not-checked"


@dataclass(frozen=True, slots=True)
class CheckedSignature:
    """A signature, what its check found, and the key record as it was then."""

    header: SignatureHeader
    finding: SignatureFinding
    key_record: str = ""
    key_bits: int = 0
    is_testing: bool = False


@dataclass(frozen=True, slots=True)
class ToldResult:
    """One result that the office's own server wrote: the method, the result, and the domain."""

    method: str
    result: str
    domain: str


def results_of_own_server(
    lines: Sequence[HeaderLine], server: str, own_hosts: Iterable[str], *, strips_forged: bool
) -> tuple[ToldResult, ...]:
    """Return the results that the office's own server wrote into a mail, as far as they are sure.

    Only lines with the configured name count. They stand above every Received line, or, if
    the server is known to strip forged ones, above the first Received line of a foreign host.
    A method with two different results is left out.
    """
    if not server:
        return ()
    told = [
        result
        for value in _believed_values(lines, own_hosts, strips_forged=strips_forged)
        for result in _parsed(value, server)
    ]
    by_method: dict[str, set[str]] = {}
    for result in told:
        by_method.setdefault(result.method, set()).add(result.result)
    return tuple(each for each in told if len(by_method[each.method]) == 1)


def signature_word(
    checked: Sequence[CheckedSignature], doubled: Iterable[str], body_domains: Iterable[str]
) -> SignatureWord:
    """Return the word for the best signature of a mail. It never says more than is sure."""
    if not checked:
        return SignatureWord.UNSIGNED
    domains = tuple(body_domains)
    words = [_word(each, set(doubled), domains) for each in checked]
    return min(words, key=list(SignatureWord).index)


def is_signing_domain_of(domain: str, body_domains: Iterable[str]) -> bool:
    """Return whether a signing domain is a body's own, above it, or below it.

    A parent has at least two labels: nobody signs for a whole country.
    """
    return any(
        is_within(domain, each) or (len(labels_of(domain)) > 2 and is_within(each, domain))
        for each in body_domains
    )


def _word(
    checked: CheckedSignature, doubled: set[str], body_domains: tuple[str, ...]
) -> SignatureWord:
    if checked.finding is not SignatureFinding.FITS:
        return {
            SignatureFinding.DOES_NOT_FIT: SignatureWord.DOES_NOT_FIT,
            SignatureFinding.NO_KEY: SignatureWord.NO_KEY,
            SignatureFinding.NOT_NOW: SignatureWord.NOT_CHECKED_NOW,
        }[checked.finding]
    if doubled:
        return SignatureWord.HEADERS_DOUBLED
    if checked.header.covers_part:
        return SignatureWord.COVERS_PART
    if checked.is_testing:
        return SignatureWord.TEST_KEY
    if checked.header.algorithm.startswith("rsa") and checked.key_bits < SHORTEST_KEY_BITS:
        return SignatureWord.WEAK_KEY
    if is_signing_domain_of(checked.header.domain, body_domains):
        return SignatureWord.SIGNED_BY_BODY
    return SignatureWord.SIGNED_BY_OTHER


def _believed_values(
    lines: Sequence[HeaderLine], own_hosts: Iterable[str], *, strips_forged: bool
) -> Iterator[str]:
    own = plain_hosts(own_hosts)
    for line in lines:
        name = line.name.lower()
        if name == "received":
            if not strips_forged or receiving_host(line.value) not in own:
                # A mail may pass from host to host within the office: the lines below an own
                # Received line are the sender's, unless the server strips them.
                return
        elif name == "authentication-results" and len(line.value) <= _LONGEST_LINE:
            yield line.value


def results_writer(value: str) -> str:
    """Return the server that a line of results names, in lower case; empty if it names none.

    Anybody can write such a line.
    """
    words = _plain(value).partition(";")[0].split()
    return words[0].lower() if words and words[1:] in ([], ["1"]) else ""


def _parsed(value: str, server: str) -> Iterator[ToldResult]:
    if results_writer(value) != server.lower():
        return
    for each in _plain(value).split(";")[1:]:
        found = _RESULT.match(each)
        if found and found[2].lower() in _KNOWN_RESULTS:
            named = _PROPERTY.search(found[3])
            domain = named[1].rpartition("@")[2].lower() if named else ""
            yield ToldResult(found[1].lower(), found[2].lower(), domain)


def _plain(value: str) -> str:
    """Return a line of results without its comments."""
    return _COMMENT.sub(" ", _COMMENT.sub(" ", value))
