"""A process that is killed while it hands a letter over: nothing goes out twice."""

import signal
import subprocess
import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from tests.mail.body_servers import BodyServer, a_body_server
from tests.offices import an_office, the_library
from tests.services.correspondence.filing_scenes import (
    FILES_AT,
    a_finalised_appeal,
    with_filing_address,
)
from tests.services.correspondence.mail_scenes import (
    a_waiting_mail,
    now,
    sent_and_waiting,
    state_of,
    with_an_address,
)
from tests.services.correspondence.test_handing_over import a_report
from tests.web.browser import somebody
from tracker.domain.correspondence.mail_letter import LetterState
from tracker.domain.law.law import LetterKind
from tracker.mail import SmtpLetterPost
from tracker.services.cases.notes_and_tasks import tasks_about
from tracker.services.correspondence.outgoing.handing_over import (
    HAND_OVER_LEASE,
    hand_over_letters,
)
from tracker.services.correspondence.outgoing.preparing_mail import WantedMail, prepare
from tracker.services.correspondence.uncertain_letters import settle_by_report

ROOT = Path(__file__).parents[3]


def hand_over_and_die(folder: Path, post: SmtpLetterPost, at: datetime, where: str) -> None:
    """Hand over the waiting letters in a separate process, which is killed at this place."""
    module, port = "tests.services.correspondence.dying", str(post._server.port)
    arguments = [sys.executable, "-m", module, str(folder), port, at.isoformat(), where]
    died = subprocess.run(arguments, cwd=ROOT, timeout=120, check=False)
    assert died.returncode == -signal.SIGKILL


@pytest.mark.parametrize(
    ("where", "copies", "state"),
    [
        ("after the answer", 1, LetterState.UNCERTAIN),
        pytest.param(
            "before the server is asked", 0, LetterState.UNCERTAIN, marks=pytest.mark.slow
        ),
        pytest.param("before it is noted", 1, LetterState.UNCERTAIN, marks=pytest.mark.slow),
        pytest.param("after it is noted", 1, LetterState.HANDED, marks=pytest.mark.slow),
    ],
)
def test_a_killed_hand_over_leaves_one_copy_at_most_and_a_report_settles_it(
    tmp_path: Path, where: str, copies: int, state: LetterState
) -> None:
    """Killed between the answer 250 and its note, and at the other moments of a hand-over."""
    library = with_an_address(the_library())
    with (
        an_office(tmp_path, library=library) as (office, clock),
        a_body_server(body := BodyServer()) as post,
    ):
        letter = a_waiting_mail(office, clock)
        took_at = clock.moment
        hand_over_and_die(tmp_path, post, took_at, where)
        clock.moment += HAND_OVER_LEASE
        hand_over_letters(replace(office, letter_post=post))

        assert len(body.kept) == copies
        left = now(office, letter)
        assert left.state is state
        settle_by_report(office, a_report(left.envid, took_at))

        assert now(office, letter).state is LetterState.HANDED
        assert len(state_of(office, letter.reference).sent) == 1
        if copies:
            (asked,) = body.asked
            assert asked["ENVID"] == left.envid


@pytest.mark.slow
@pytest.mark.parametrize(
    ("where", "state"),
    [
        ("before it is noted", LetterState.UNCERTAIN),
        pytest.param("after it is noted", LetterState.HANDED, marks=pytest.mark.slow),
    ],
)
def test_a_killed_hand_over_of_an_appeal_files_nothing_and_asks_for_its_proof_once(
    tmp_path: Path, where: str, state: LetterState
) -> None:
    """Killed between the task for a person and the note that the server took the appeal. Both are
    one transaction, so either both are stored or neither is."""
    library = with_filing_address(with_an_address(the_library()))
    with (
        an_office(tmp_path, library=library) as (office, clock),
        a_body_server(body := BodyServer()) as post,
    ):
        reference, sender = a_finalised_appeal(office, clock), somebody(office).id
        wanted = WantedMail(LetterKind.APPEAL, FILES_AT)
        letter = prepare(office, reference, wanted, by=sender)
        sent_and_waiting(office, clock, letter, by=sender)
        took_at = clock.moment
        hand_over_and_die(tmp_path, post, took_at, where)
        clock.moment += HAND_OVER_LEASE
        hand_over_letters(replace(office, letter_post=post))
        assert now(office, letter).state is state

        settle_by_report(office, a_report(now(office, letter).envid, took_at))

        assert len(body.kept) == 1
        assert now(office, letter).state is LetterState.HANDED
        assert state_of(office, reference).appeals == ()
        assert len(tasks_about(office, reference)) == 1
