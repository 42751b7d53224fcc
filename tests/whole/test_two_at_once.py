"""Two people, or a person and the clock, do the same or the opposite at one moment, on both
databases and each with a connection of its own: every effect once, and nobody's words lost."""

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from functools import wraps
from pathlib import Path

import pytest

from tests.offices import AYESHA, BY, Clock, a_paper, a_request, an_office, consented, took_back
from tests.services.reminded import a_person
from tracker.domain.base.days import DaySpan
from tracker.domain.base.errors import NotOnFile, Refusal
from tracker.domain.base.terms import Channel, ReceiptProof, WithheldBecause
from tracker.domain.case.request import Filing
from tracker.domain.events.event import Event
from tracker.services.cases.sending import approve, prove_receipt, send
from tracker.services.cases.silence import sweep
from tracker.services.core.office import Office
from tracker.services.core.recording import SendingDetails
from tracker.services.drafting.drafts import save, settle, start
from tracker.services.people.handover import take_over
from tracker.services.ports.cases import ChangedMeanwhile
from tracker.services.ports.people import RoleName, TrailFilter
from tracker.services.publishing.pending_publications import (
    confirm_publication,
    look,
    prepare_publication,
    release_due,
)
from tracker.services.publishing.publishing import Publication, publish_entries, withhold

DAY = date(2024, 3, 11)
WORDS = Publication((1,), texts=[("Note", "Words of the office.")])
Act = Callable[[Office], object]
# The first may be done before the second begins: so a race is run several times.
TIMES = 3


def again(test: Callable[..., None]) -> Callable[..., None]:
    """The same race several times over."""

    @wraps(test)
    def raced(*given: object, **named: object) -> None:
        for _ in range(TIMES):
            test(*given, **named)

    return raced


class Ring:
    """Several offices on one database: each is a process of its own, as far as it can tell."""

    def __init__(self, offices: list[tuple[Office, Clock]]) -> None:
        self.offices = offices

    @property
    def first(self) -> Office:
        return self.offices[0][0]

    def at_once(self, *acts: Act) -> list[object]:
        """Do all acts at the same moment. Return their results in order; a refusal is a result
        too."""
        ready = threading.Barrier(len(acts))
        came: list[object] = [None] * len(acts)

        def work(place: int) -> None:
            ready.wait()
            try:
                came[place] = acts[place](self.offices[place][0])
            except Refusal as refusal:
                came[place] = refusal

        threads = [threading.Thread(target=work, args=(place,)) for place in range(len(acts))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return came


def refused(came: list[object]) -> list[Refusal]:
    return [each for each in came if isinstance(each, Refusal)]


@pytest.fixture
def ring(founded: str, tmp_path: Path) -> Iterator[Ring]:
    """Four of them, on 11 March 2024."""
    with ExitStack() as opened:
        offices = [opened.enter_context(an_office(tmp_path, url=founded)) for _ in range(4)]
        for _, clock in offices:
            clock.set(DAY)
        yield Ring(offices)


def events(office: Office, reference: str) -> list[Event]:
    with office.cases.look(reference) as case:
        return [entry.event for entry in case.history]


def kinds(office: Office, reference: str) -> list[str]:
    return [event.kind for event in events(office, reference)]


def is_public(office: Office, reference: str) -> bool:
    """Whether anything of it is shown: a record that was taken down is a line without entries."""
    try:
        return bool(office.records.record(reference).entries)
    except NotOnFile:
        return False


def a_draft(office: Office) -> str:
    draft = start(office, "pk-x-2024", "pk-pta", by=BY)
    save(office, replace(draft, eligibility="citizen"), AYESHA, by=BY)
    return draft.reference


@pytest.mark.samples("sqlite")
@again
def test_of_two_editors_one_is_kept_and_the_other_is_shown_what_stands(ring: Ring) -> None:
    reference = a_draft(ring.first)
    seen = ring.first.drafts.draft(reference)
    names = ["Ayesha One", "Ayesha Two"]

    came = ring.at_once(
        *(
            lambda office, name=name: save(office, seen, replace(AYESHA, name=name), by=name)
            for name in names
        )
    )

    (late,) = refused(came)
    assert isinstance(late, ChangedMeanwhile)
    winner = names[came.index(next(each for each in came if each is not late))]
    stands = ring.first.drafts.draft(reference)
    assert stands.changed_by == late.theirs.changed_by == winner
    assert stands.version == seen.version + 1
    assert ring.first.drafts.applicant_of(reference).name == winner


@pytest.mark.samples("sqlite")
@again
def test_a_draft_taken_over_while_a_person_types_loses_no_word(ring: Ring) -> None:
    for person in ("lena", "adam"):
        a_person(ring.first, person)
    draft = start(ring.first, "pk-x-2024", "pk-pta", by="lena")
    typed = replace(draft, eligibility="citizen")

    came = ring.at_once(
        lambda office: save(office, typed, AYESHA, by="lena"),
        lambda office: take_over(office, draft.reference, by="adam"),
    )

    assert refused(came) == [], "to take over is to be in charge, and overwrites nothing"
    stands = ring.first.drafts.draft(draft.reference)
    assert (stands.eligibility, stands.version) == ("citizen", draft.version + 1)
    assert ring.first.drafts.applicant_of(draft.reference).name == AYESHA.name
    in_charge = ring.first.people.shares.in_charge([draft.reference])
    assert in_charge == {draft.reference: "adam"}


@pytest.mark.samples("sqlite")
@again
def test_a_draft_that_two_settle_is_one_request(ring: Ring) -> None:
    reference = a_draft(ring.first)
    version = ring.first.drafts.draft(reference).version

    came = ring.at_once(
        *[lambda office: settle(office, reference, version, by=BY)] * 3,
    )

    assert len(refused(came)) == 2
    assert kinds(ring.first, reference) == ["drafted"]


@again
def test_a_draft_is_settled_as_it_was_seen_or_not_at_all(ring: Ring) -> None:
    """One settles what is on the screen while another changes the question."""
    reference = a_draft(ring.first)
    seen = ring.first.drafts.draft(reference)
    changed = replace(seen, questions=seen.questions[:1])
    assert len(seen.questions) > 1

    settled, saved = ring.at_once(
        lambda office: settle(office, reference, seen.version, by=BY),
        lambda office: save(office, changed, AYESHA, by="another"),
    )

    if isinstance(settled, ChangedMeanwhile):
        assert ring.first.drafts.draft(reference).questions == changed.questions
    else:
        assert isinstance(saved, Refusal)
        (drafted,) = events(ring.first, reference)
        assert len(drafted.questions) == len(seen.questions)  # type: ignore[attr-defined]


def test_a_letter_that_two_send_left_once_and_was_received_once(ring: Ring) -> None:
    reference = a_draft(ring.first)
    settle(ring.first, reference, ring.first.drafts.draft(reference).version, by=BY)
    approve(ring.first, reference, by=BY)
    dispatch = SendingDetails(
        DAY, Channel.COURIER, Filing("CN-1"), [a_paper()], a_paper("request.txt")
    )
    proof = ReceiptProof.COURIER_DELIVERY

    sent = ring.at_once(*[lambda office: send(office, reference, dispatch, by=BY)] * 3)
    came = ring.at_once(
        *[
            lambda office: prove_receipt(
                office, reference, DaySpan.on(DAY), proof, [a_paper()], by=BY
            )
        ]
        * 3
    )

    assert len(refused(sent)) == len(refused(came)) == 2
    assert kinds(ring.first, reference) == ["drafted", "approved", "sent", "received"]


@pytest.mark.samples("postgresql")
def test_sweeps_at_once_enter_each_silence_and_prepare_each_letter_once(ring: Ring) -> None:
    ring.offices[0][1].set(date(2024, 2, 26))
    references = [a_request(ring.first) for _ in range(4)]
    for reference in references:
        proof = ReceiptProof.COURIER_DELIVERY
        on = DaySpan.on(date(2024, 2, 26))
        prove_receipt(ring.first, reference, on, proof, [a_paper()], by=BY)
    # The tenth working day is Monday 11 March 2024, the twentieth Monday 25 March.
    for _, clock in ring.offices:
        clock.set(date(2024, 3, 26))

    came = ring.at_once(*[sweep] * 4)

    entered = [swept for each in came for swept in each.entered]  # type: ignore[attr-defined]
    assert sorted((s.reference, s.kind) for s in entered) == sorted(
        (reference, kind) for reference in references for kind in ("overdue", "fell-silent")
    )
    for reference in references:
        assert kinds(ring.first, reference).count("fell-silent") == 1
        assert kinds(ring.first, reference).count("overdue") == 1
        with ring.first.cases.look(reference) as case:
            letters = [(letter.kind, letter.opening) for letter in case.prepared_letters()]
        assert len(letters) == len(set(letters)) > 0


@pytest.fixture
def live(founded_live: str, tmp_path: Path) -> Iterator[Ring]:
    """A live office of three, where words take two people."""
    with ExitStack() as opened:
        offices = [opened.enter_context(an_office(tmp_path, url=founded_live)) for _ in range(3)]
        for _, clock in offices:
            clock.set(DAY)
        for person in ("lena", "adam", "sara"):
            a_person(offices[0][0], person, RoleName.LAWYER)
        yield Ring(offices)


@pytest.mark.samples("sqlite")
@again
def test_two_who_confirm_at_once_publish_once(live: Ring) -> None:
    office = live.first
    reference = consented(office, a_request(office))
    prepare_publication(office, reference, WORDS, by="lena")
    _, seen = look(office, reference)
    people = [office.people.account(id) for id in ("adam", "sara")]

    came = live.at_once(
        *(
            lambda own, account=account: confirm_publication(own, reference, seen.seen, account)
            for account in people
        )
    )

    (late,) = refused(came)
    assert isinstance(late, NotOnFile)
    assert came.count(True) == 1
    assert kinds(office, reference).count("published") == 1
    trail, _ = office.people.trail.entries(TrailFilter(act="confirmed", about=reference), 0, 9)
    assert len(trail) == 1
    assert office.records.record(reference).version == 1


@pytest.mark.samples("postgresql")
@again
def test_a_consent_withdrawn_during_publication_prevents_it(ring: Ring) -> None:
    reference = consented(ring.first, a_request(ring.first))

    ring.at_once(
        lambda office: publish_entries(office, reference, WORDS, by=BY),
        lambda office: took_back(office, reference),
    )

    assert not is_public(ring.first, reference)
    told = kinds(ring.first, reference)
    assert told.count("published") == told.count("withheld") <= 1
    if told.count("published"):
        assert ring.first.records.record(reference).releases == ()


@pytest.mark.samples("sqlite")
@again
def test_a_consent_withdrawn_on_the_morning_of_an_embargo_prevents_publication(
    ring: Ring,
) -> None:
    for _, clock in ring.offices:
        clock.set(date(2024, 3, 8))
    reference = consented(ring.first, a_request(ring.first))
    prepare_publication(ring.first, reference, replace(WORDS, not_before=DAY), by=BY)
    for _, clock in ring.offices:
        clock.set(DAY)

    ring.at_once(release_due, lambda office: took_back(office, reference), release_due)

    assert not is_public(ring.first, reference)
    assert ring.first.pending_publications.all() == ()
    told = kinds(ring.first, reference)
    assert told.count("published") == told.count("withheld") <= 1


@pytest.mark.samples("sqlite")
@again
def test_a_record_that_two_take_down_is_taken_down_once(ring: Ring) -> None:
    reference = consented(ring.first, a_request(ring.first))
    publish_entries(ring.first, reference, WORDS, by=BY)

    came = ring.at_once(
        *[lambda office: withhold(office, reference, WithheldBecause.SAFETY, by=BY)] * 3
    )

    assert len(refused(came)) == 2
    assert kinds(ring.first, reference).count("withheld") == 1
    assert not is_public(ring.first, reference)


@pytest.mark.samples("sqlite")
@again
def test_an_erasure_beside_a_hand_that_writes_leaves_no_name(ring: Ring) -> None:
    """Whichever comes first: the particulars are gone, and what comes later has no key."""
    reference = consented(ring.first, a_request(ring.first))

    ring.at_once(
        lambda office: office.cases.erase_person(reference),
        lambda office: took_back(office, reference),
    )

    with ring.first.cases.look(reference) as case:
        assert case.applicant().name == ""
        assert case.consents() == ()
