"""To which request a mail belongs: certain, suggested with a reason, or shown as unmatched.

Nothing here writes a history. Where signs contradict each other, a person sees both and decides.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from tracker.domain.correspondence.delivery_reports import delivery_reports, read_receipts
from tracker.domain.correspondence.mail_token import (
    LENGTH,
    near_tokens,
    tokens_in,
)
from tracker.domain.correspondence.read_mail import ReadMail, first_header, header_values
from tracker.domain.correspondence.sender_domains import is_of_body
from tracker.domain.words.folding import bare_words

_MESSAGE_ID = re.compile(r"<[^<>\s]{3,250}>")
_NEAR = re.compile(rf"(?<![0-9a-z])[0-9a-z]{{{LENGTH - 1},{LENGTH + 1}}}(?![0-9a-z])")
_RECIPIENTS = ("to", "cc", "resent-to")
_WORD = re.compile(r"[0-9a-z]+(?:-[0-9a-z]+)*")
_MOST_IDS = 50
_MOST_NEAR = 200
_MOST_WORDS = 500
_LONGEST_TEXT = 200_000


class MatchRule(StrEnum):
    """Why a mail may belong to a request, the strongest first."""

    ENVELOPE = "envelope"
    REPORT = "report"
    THREAD = "thread"
    WRITTEN_TOKEN = "written-token"  # noqa: S105 - no secret of ours: the rule's name
    NEAR_TOKEN = "near-token"  # noqa: S105
    REFERENCE = "reference"
    DIARY_NUMBER = "diary-number"
    SENDER = "sender"


CERTAIN_RULES = frozenset({MatchRule.ENVELOPE, MatchRule.REPORT, MatchRule.THREAD})


class MatchState(StrEnum):
    """How sure it is to which request a mail belongs."""

    CERTAIN = "certain"
    SUGGESTED = "suggested"
    CONFLICT = "conflict"
    UNMATCHED = "unmatched"


@dataclass(frozen=True, slots=True)
class TokenOwner:
    """The request of a token, whether it is retired, and whether it may have been published."""

    request: str
    retired: bool = False
    shown: bool = False


@dataclass(frozen=True, slots=True)
class KnownCorrespondence:
    """What the office knows, to compare a mail with.

    `closed` are requests that are closed, withdrawn or finished: they still take mail. `diary`
    are numbers that bodies gave, as written. References are in lower case.
    """

    tokens: Mapping[str, TokenOwner] = field(default_factory=dict)
    message_ids: Mapping[str, str] = field(default_factory=dict)
    envelope_ids: Mapping[str, str] = field(default_factory=dict)
    references: Collection[str] = ()
    diary: Mapping[str, str] = field(default_factory=dict)
    body_domains: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    open_requests: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    closed: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A request to which a mail may belong, the strongest rule for it, and the words found."""

    request: str
    rule: MatchRule
    words: str
    retired: bool = False
    closed: bool = False


@dataclass(frozen=True, slots=True)
class MailMatch:
    """The requests to which a mail may belong, the strongest first."""

    state: MatchState
    candidates: tuple[Candidate, ...] = ()


def match_of(mail: ReadMail | None, envelope: str, known: KnownCorrespondence) -> MailMatch:
    """Return to which requests a mail belongs. One that cannot be read has its envelope alone."""
    found = _strongest([*_by_envelope(envelope, known), *_by_content(mail, known)])
    certain = [each for each in found if each.rule in CERTAIN_RULES]
    if len(certain) > 1 or (certain and _subject_names_others(mail, certain[0], known)):
        return MailMatch(MatchState.CONFLICT, found)
    if certain:
        return MailMatch(MatchState.CERTAIN, found)
    return MailMatch(MatchState.SUGGESTED if found else MatchState.UNMATCHED, found)


def reference_words(mail: ReadMail, length: int) -> tuple[str, ...]:
    """Return the words of a mail that are as long as a reference, each once, in lower case."""
    found = (word for word in _WORD.findall(_searched(mail).lower()) if len(word) == length)
    return tuple(dict.fromkeys(found))[:_MOST_WORDS]


def named_message_ids(mail: ReadMail) -> tuple[str, ...]:
    """Return the identifiers of older mails that a mail names, the newest first, each once."""
    named = [first_header(mail.lines, "in-reply-to"), *header_values(mail.lines, "references")]
    found = [each for value in named for each in reversed(_MESSAGE_ID.findall(value))]
    return tuple(dict.fromkeys(found))[:_MOST_IDS]


def _searched(mail: ReadMail) -> str:
    """Return the words of a mail in which names of requests are looked for."""
    return f"{mail.subject}\n{mail.whole_text[:_LONGEST_TEXT]}"


def _strongest(found: Iterable[Candidate]) -> tuple[Candidate, ...]:
    best: dict[str, Candidate] = {}
    order = list(MatchRule)
    for each in sorted(found, key=lambda each: order.index(each.rule)):
        best.setdefault(each.request, each)
    return tuple(best.values())


def _by_envelope(envelope: str, known: KnownCorrespondence) -> Iterator[Candidate]:
    for token in tokens_in(envelope):
        if owner := known.tokens.get(token):
            # Anybody can write to a published address: it says no more than a word in a mail.
            rule = MatchRule.WRITTEN_TOKEN if owner.shown else MatchRule.ENVELOPE
            yield _candidate(owner.request, rule, token, known, owner.retired)


def _by_content(mail: ReadMail | None, known: KnownCorrespondence) -> Iterator[Candidate]:
    if mail is None:
        return
    yield from _by_report(mail, known)
    yield from _by_thread(mail, known)
    yield from _by_written_token(mail, known)
    yield from _by_reference(mail, known)
    yield from _by_sender(mail, known)


def _by_report(mail: ReadMail, known: KnownCorrespondence) -> Iterator[Candidate]:
    for report in delivery_reports(mail):
        if request := known.envelope_ids.get(report.envelope_id):
            yield _candidate(request, MatchRule.REPORT, report.envelope_id, known)
        if request := known.message_ids.get(report.original_message_id):
            yield _candidate(request, MatchRule.REPORT, report.original_message_id, known)
    for receipt in read_receipts(mail):
        if request := known.message_ids.get(receipt.original_message_id):
            yield _candidate(request, MatchRule.REPORT, receipt.original_message_id, known)


def _by_thread(mail: ReadMail, known: KnownCorrespondence) -> Iterator[Candidate]:
    for message_id in named_message_ids(mail):
        if request := known.message_ids.get(message_id):
            yield _candidate(request, MatchRule.THREAD, message_id, known)


def _by_written_token(mail: ReadMail, known: KnownCorrespondence) -> Iterator[Candidate]:
    # The headers as written as well: officers type broken addresses that no parser reads.
    addresses = " ".join(
        (
            *(each.address for each in (*mail.to, *mail.cc, *mail.resent_to)),
            *(value for name in _RECIPIENTS for value in header_values(mail.lines, name)),
        )
    )
    for token in tokens_in(f"{addresses}\n{_searched(mail)}"):
        if owner := known.tokens.get(token):
            yield _candidate(owner.request, MatchRule.WRITTEN_TOKEN, token, known, owner.retired)
    # Only words in the place of an address are compared one edit away: any other word of that
    # length is no token.
    typed = dict.fromkeys(_NEAR.findall(f"{addresses} {mail.subject}".lower()))
    for word in list(typed)[:_MOST_NEAR]:
        for token in near_tokens(word, known.tokens) if word not in known.tokens else ():
            owner = known.tokens[token]
            yield _candidate(owner.request, MatchRule.NEAR_TOKEN, word, known, owner.retired)


def _by_reference(mail: ReadMail, known: KnownCorrespondence) -> Iterator[Candidate]:
    text = _searched(mail)
    for reference in _references_in(text, known.references):
        yield _candidate(reference, MatchRule.REFERENCE, reference, known)
    plain = f" {bare_words(text)} " if known.diary else ""
    for number, request in known.diary.items():
        words = bare_words(number)
        # A short number occurs in many letters.
        if len(words) >= 4 and f" {words} " in plain:
            yield _candidate(request, MatchRule.DIARY_NUMBER, number, known)


def _by_sender(mail: ReadMail, known: KnownCorrespondence) -> Iterator[Candidate]:
    if mail.sender is None:
        return
    for body, domains in known.body_domains.items():
        requests = known.open_requests.get(body, ())
        if len(requests) == 1 and is_of_body(mail.sender.domain, domains):
            yield _candidate(requests[0], MatchRule.SENDER, mail.sender.domain, known)


def _references_in(text: str, references: Collection[str]) -> Iterator[str]:
    words = dict.fromkeys(_WORD.findall(text.lower()))
    return (word for word in words if word in references)


def _subject_names_others(
    mail: ReadMail | None, certain: Candidate, known: KnownCorrespondence
) -> bool:
    """Return whether the subject names other requests, and not the one that seems certain."""
    if mail is None:
        return False
    named = set(_references_in(mail.subject, known.references))
    return bool(named) and certain.request not in named


def _candidate(
    request: str, rule: MatchRule, words: str, known: KnownCorrespondence, retired: bool = False
) -> Candidate:
    return Candidate(request, rule, words, retired, request in known.closed)
