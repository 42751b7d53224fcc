"""A process that is killed just before or just after any of its commits: its change is stored once
or not at all, the program finds nothing wrong, and the same step done again has the same result as
one that nothing disturbed. On both databases."""

import os
import secrets
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from tests.documents.papers import a_pdf
from tests.offices import (
    AYESHA,
    BY,
    KEY,
    KEY_FILE,
    Clock,
    a_request,
    an_office,
    received,
)
from tests.services.reminded import two_people
from tests.services.revisions import with_a_closure
from tests.storage.drafting.test_import_lists import LIST
from tests.whole.copied_offices import Copies
from tracker.domain.base.days import DaySpan
from tracker.domain.base.errors import Refusal
from tracker.domain.case.case_state import case_state_of
from tracker.domain.law.outcome import QuestionOutcome
from tracker.domain.law.questions import Outcome
from tracker.services.cases.receiving import Response, take_reply
from tracker.services.cases.revising import revise
from tracker.services.cases.silence import sweep
from tracker.services.core.evidence import checked_upload
from tracker.services.core.office import Office
from tracker.services.drafting.drafting_together import settle_together
from tracker.services.drafting.drafts import start_together
from tracker.services.drafting.importing import carry_out, hand_in
from tracker.services.publishing.copying import begin, finish, looked_at
from tracker.services.publishing.pending_publications import prepare_publication, release_due
from tracker.services.publishing.publishing import Publication, publish_entries
from tracker.services.reminders.reminding import remind
from tracker.storage.office_data.examination import examine
from tracker.storage.opening import open_storage

RECEIVED, SILENT = date(2024, 2, 26), date(2024, 3, 26)


@dataclass(frozen=True)
class Step:
    """Something long, what has to be there before it, and on what it is done again.

    One that `repeats` may be done again after it has ended: then it changes nothing.
    """

    before: Callable[[Office, Clock], Any]
    work: Callable[[Office, Clock, Any], object]
    repeats: bool = True


def _three(office: Office, clock: Clock) -> list[str]:
    """Three requests that were received on Monday 26 February 2024."""
    two_people(office)
    clock.set(RECEIVED)
    found = [a_request(office) for _ in range(3)]
    for reference in found:
        received(office, reference, RECEIVED)
    return found


def _sweeps(office: Office, clock: Clock, _: object) -> None:
    clock.set(SILENT)
    sweep(office)
    remind(office)


def _revises(office: Office, clock: Clock, _: object) -> None:
    for batch in revise(with_a_closure(office)):
        assert batch.failed == ()


def _keeps_back(office: Office, clock: Clock) -> list[str]:
    found = _three(office, clock)
    for reference in found:
        prepare_publication(
            office, reference, Publication((1,), not_before=date(2024, 3, 11)), by=BY
        )
    return found


def _releases(office: Office, clock: Clock, _: object) -> None:
    clock.set(date(2024, 3, 11))
    assert release_due(office).troubled == ()


def _begins(office: Office, clock: Clock) -> dict[str, int]:
    two_people(office)
    bodies = ["pk-pta", "pk-interior", "pk-moitt"]
    who = {"pk-raia-2017": "citizen"}
    drafts = start_together(office, "pk-x-2024", bodies, AYESHA, who, by=BY)
    return {draft.reference: draft.version for draft in drafts}


def _settles(office: Office, clock: Clock, versions: dict[str, int]) -> None:
    settle_together(office, versions, by=BY)


def _hands_in(office: Office, clock: Clock) -> str:
    two_people(office)
    return hand_in(office, "list.csv", LIST, by=BY)


def _imports(office: Office, clock: Clock, id: str) -> None:
    *_, last = carry_out(office, id, (), by=BY)
    assert last == (12, 12)


def _one(office: Office, clock: Clock) -> str:
    return _three(office, clock)[0]


def _shows(office: Office, clock: Clock, reference: str) -> None:
    """A response is logged, a copy of it is made, and both are published."""
    clock.set(SILENT)
    with office.cases.look(reference) as case:
        case_state = case_state_of(case.history)
    if not case_state.replies:
        assert case_state.drafted
        asked = case_state.drafted.questions
        outcomes = tuple(QuestionOutcome(each.key, Outcome.NOT_HELD) for each in asked)
        paper = checked_upload("reply.pdf", a_pdf())
        on = DaySpan.on(date(2024, 3, 5))
        take_reply(office, reference, Response("not-held", on, outcomes, [paper]), by=BY)
        with office.cases.look(reference) as case:
            case_state = case_state_of(case.history)
    (entry,) = case_state.replies
    digest = entry.event.evidence[0]
    begin(office, reference, digest, "Response")
    looked_at(office, reference, digest, 1)
    finish(office, reference, digest, "Response of the Authority")
    if not case_state.published:
        shown = Publication((1, entry.seq), copies=(digest,))
        publish_entries(office, reference, shown, by=BY)


STEPS = {
    "sweep and reminders": Step(_three, _sweeps),
    "revision": Step(_three, _revises),
    "embargoes": Step(_keeps_back, _releases),
    "batch of several bodies": Step(_begins, _settles, repeats=False),
    "import": Step(_hands_in, _imports, repeats=False),
    "response, copy and publication": Step(_one, _shows),
}


def random_reference() -> str:
    return f"r{secrets.randbelow(10**7):07d}"


def died(folder: Path, url: str, step: Step, subject: Any, event: str, at: int) -> bool:
    """Do the step in a process of its own, which is killed at its commit number `at`; whether it
    was, or ended before."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            commits = count(1)

            def die(_: Session) -> None:
                if next(commits) == at:
                    os.kill(os.getpid(), signal.SIGKILL)

            with listening(event, die), an_office(folder, url=url) as (office, clock):
                step.work(replace(office, new_reference=random_reference), clock, subject)
            status = 0
        finally:
            os._exit(status)
    _, how = os.waitpid(child, 0)
    if os.WIFSIGNALED(how):
        assert os.WTERMSIG(how) == signal.SIGKILL
        return True
    assert os.WEXITSTATUS(how) == 0, "the step itself failed"
    return False


def stands(folder: Path, url: str) -> dict[str, Any]:
    """All that there is, without what no two offices have alike: references, moments, digests."""
    with an_office(folder, url=url) as (office, _):
        requests = sorted(_stands(office, each) for each in office.cases.references())
        lists = [bool(each.done_at) for each in office.workbook.lists.files(BY)]
        return {
            "requests": requests,
            "drafts": len(office.drafts.all()),
            "waiting": len(office.pending_publications.all()),
            "lists": lists,
            "edition": office.premises.state().edition,
        }


def _stands(office: Office, reference: str) -> tuple[Any, ...]:
    with office.cases.look(reference) as case:
        kinds = tuple(entry.event.kind for entry in case.history)
        letters = sorted((each.kind.value, each.opening) for each in case.prepared_letters())
        papers = sorted(paper.purpose for paper in case.papers())
        row = case.row()
    reminders = sorted((each.person, each.rung) for each in office.reminders.of(reference))
    try:
        record = office.records.record(reference)
        shown = (record.version, len(record.entries), len(record.copies))
    except Refusal:
        shown = (0, 0, 0)
    return (kinds, letters, papers, row.phase if row else "", reminders, shown)


def wrong(folder: Path, url: str) -> list[str]:
    """What `tracker doctor` finds when it reads everything."""
    rooms = open_storage(url, folder, KEY, KEY_FILE)
    try:
        return examine(rooms.cases, rooms.archive, rooms.transactions)
    finally:
        rooms.close()


def done(folder: Path, url: str, step: Step, subject: Any) -> int:
    """Do the whole step; how many commits it had."""
    commits = 0

    def add(_: Session) -> None:
        nonlocal commits
        commits += 1

    with listening("after_commit", add), an_office(folder, url=url) as (office, clock):
        step.work(replace(office, new_reference=random_reference), clock, subject)
    return commits


@contextmanager
def listening(event: str, listener: Callable[[Session], None]) -> Iterator[None]:
    """Call this at each commit of the block."""
    sa.event.listen(Session, event, listener)
    try:
        yield
    finally:
        sa.event.remove(Session, event, listener)


@pytest.mark.slow
@pytest.mark.parametrize("event", ["before_commit", "after_commit"])
@pytest.mark.parametrize("name", STEPS)
def test_a_step_that_is_killed_at_any_commit_has_the_same_result_when_it_is_done_again(
    founded: str,
    copies: Copies,
    tmp_path: Path,
    name: str,
    event: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("tracker.services.cases.revising._BATCH", 2)
    monkeypatch.setattr("tracker.services.cases.silence._BATCH", 2)
    step = STEPS[name]
    with an_office(tmp_path, url=founded) as (office, clock):
        subject = step.before(replace(office, new_reference=random_reference), clock)
    with copies.copy() as (folder, url):
        commits = done(folder, url, step, subject)
        expected = stands(folder, url)

    kills = 0
    for at in count(1):
        with copies.copy() as (folder, url):
            if not died(folder, url, step, subject, event, at):
                break
            kills += 1
            assert wrong(folder, url) == [], f"after a kill at commit {at}"
            if step.repeats or stands(folder, url) != expected:
                # What goes on where it was left is killed too.
                died(folder, url, step, subject, event, 1)
                assert wrong(folder, url) == [], f"after kills at commit {at} and the next"
            if step.repeats or stands(folder, url) != expected:
                done(folder, url, step, subject)
            assert stands(folder, url) == expected, f"after a kill at commit {at}"

    assert kills == commits >= 1
