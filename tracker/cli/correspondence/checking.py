"""`tracker mail check`, and what `tracker doctor` shows of it."""

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict

from tracker.app.assembly import open_office
from tracker.app.mail_checking import mail_checking
from tracker.domain.correspondence.mail_check import CheckFinding, CheckOutcome
from tracker.services.core.office import Office
from tracker.services.correspondence.mail_check import check_mail
from tracker.settings import Settings, read_settings


def check_now(chosen: argparse.Namespace) -> int:
    """Send the office a mail and fetch it. Exit status 1 if something is wrong."""
    settings = read_settings()
    with open_office(settings) as office:
        found = checked(settings, office, chosen.seconds)
    if chosen.json:
        print(json.dumps({"findings": [asdict(each) for each in found]}, indent=2))
    else:
        for each in found:
            print(f"{each.outcome.value:13}{each.part.value}: {each.says}")
    return 1 if problems_of(found) else 0


def checked(settings: Settings, office: Office, seconds: float) -> tuple[CheckFinding, ...]:
    """Return the findings of a check of the office's mail. It waits at most `seconds`."""
    checking = mail_checking(settings, live=office.premises.state().live)
    return check_mail(office, checking, seconds)


def counted(found: Sequence[CheckFinding]) -> str:
    """Return the number of findings of each kind, or the words of a single finding."""
    if not found:
        return "left out"
    if len(found) == 1:
        return found[0].says
    numbers = Counter(each.outcome for each in found)
    return ", ".join(
        f"{numbers[outcome]} {outcome.value}" for outcome in CheckOutcome if numbers[outcome]
    )


def problems_of(found: Sequence[CheckFinding]) -> list[str]:
    """Return the sentences about what is wrong."""
    return _sentences(found, CheckOutcome.PROBLEM)


def advice_of(found: Sequence[CheckFinding]) -> list[str]:
    """Return the sentences about what can be better, or was not answered."""
    return _sentences(found, CheckOutcome.ADVICE) + _sentences(found, CheckOutcome.UNKNOWN)


def _sentences(found: Sequence[CheckFinding], outcome: CheckOutcome) -> list[str]:
    wanted = (each for each in found if each.outcome is outcome)
    return [f"Mail, {each.part.value}: {each.says}" for each in wanted]
