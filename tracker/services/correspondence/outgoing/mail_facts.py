"""What is known of each mail with a letter: private, and sealed to its request.

It is stored by public keys alone, so that the scheduler can add to it while nobody is signed in.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from tracker.services.core.office import Office
from tracker.services.ports.cases import PrivateFields
from tracker.services.ports.correspondence.letters import MailLetter, ServerAnswer


@dataclass(frozen=True, slots=True)
class MailFacts:
    """The head of a mail as it was prepared. `source` says where the address was found.

    `carries` names each file that still carries metadata, and of which kind.
    """

    sender: str
    recipient: str
    subject: str
    source: str
    sha256: str
    files: tuple[tuple[str, int], ...]
    carries: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class HandOverAttempt:
    """One attempt to hand a mail over, with every answer of the server of the office."""

    envid: str
    at: datetime
    host: str
    queue: str
    tls: str
    reports: bool
    said: str
    answers: tuple[ServerAnswer, ...]


@dataclass(frozen=True, slots=True)
class LoggedReport:
    """What a server reported about a mail: its action, the host that spoke and its words.

    `took_at` is the moment at which the server of the office took the mail, as the report says.
    `mail` is the received mail that brought the report; empty for reports of older versions.
    """

    envid: str
    action: str
    recipient: str
    host: str
    said: str
    queue: str
    took_at: datetime
    reported_at: datetime
    mail: str = ""


def keep_facts(case: PrivateFields, letter: MailLetter, facts: MailFacts) -> None:
    """Store the head of a mail."""
    _keep(case, _name(letter), asdict(facts))


def mail_facts_of(case: PrivateFields, letter: MailLetter) -> MailFacts | None:
    """Return the head of a mail, None once its request was erased. Raises Locked."""
    plain = _read(case, _name(letter))
    if plain is None:
        return None
    files = tuple((name, size) for name, size in plain["files"])
    carries = tuple((name, kind) for name, kind in plain.get("carries", ()))
    return MailFacts(**plain | {"files": files, "carries": carries})


def keep_attempt(office: Office, letter: MailLetter, attempt: HandOverAttempt) -> None:
    """Store an attempt under its number."""
    plain = asdict(attempt) | {"at": attempt.at.isoformat()}
    with office.cases.open(letter.reference) as case:
        _keep(case, f"{_name(letter)}:attempt:{letter.attempts}", plain)


def attempts_of(case: PrivateFields, letter: MailLetter) -> Sequence[HandOverAttempt]:
    """Return the attempts to hand a mail over, oldest first. Raises Locked."""
    return tuple(_attempts(case, letter))


def _attempts(case: PrivateFields, letter: MailLetter) -> Iterator[HandOverAttempt]:
    for number in range(1, letter.attempts + 1):
        plain = _read(case, f"{_name(letter)}:attempt:{number}")
        if plain is not None:
            at, answers = datetime.fromisoformat(plain["at"]), plain["answers"]
            said = tuple(ServerAnswer(**each) for each in answers)
            yield HandOverAttempt(**plain | {"at": at, "answers": said})


def keep_report(office: Office, letter: MailLetter, report: LoggedReport) -> None:
    """Store a delivery report."""
    moments = {"took_at": report.took_at, "reported_at": report.reported_at}
    plain = asdict(report) | {name: at.isoformat() for name, at in moments.items()}
    with office.cases.open(letter.reference) as case:
        number = office.letters_by_mail.count_report(letter.id)
        _keep(case, f"{_name(letter)}:report:{number}", plain)


def reports_of(case: PrivateFields, letter: MailLetter) -> Sequence[LoggedReport]:
    """Return the delivery reports about a mail, oldest first. Raises Locked."""
    return tuple(_reports(case, letter))


def _reports(case: PrivateFields, letter: MailLetter) -> Iterator[LoggedReport]:
    for number in range(1, letter.reports + 1):
        plain = _read(case, f"{_name(letter)}:report:{number}")
        if plain is not None:
            moments = {
                name: datetime.fromisoformat(plain[name]) for name in ("took_at", "reported_at")
            }
            yield LoggedReport(**plain | moments)


def _name(letter: MailLetter) -> str:
    return f"mail:{letter.id}"


def _keep(case: PrivateFields, name: str, plain: dict[str, Any]) -> None:
    case.keep_words(name, json.dumps(plain, ensure_ascii=False))


def _read(case: PrivateFields, name: str) -> dict[str, Any] | None:
    words = case.words(name)
    found: dict[str, Any] | None = json.loads(words) if words else None
    return found
