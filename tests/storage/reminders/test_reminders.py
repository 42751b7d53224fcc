"""Reminders as they are stored: once, found by state, acknowledged by the people they are for."""

from datetime import UTC, date, datetime

import pytest

from tests.storage.samples import AT, BY, OTHER, REFERENCE, file_request, row
from tracker.domain.case.reminders import USUAL_RUNGS, Because, Reminder
from tracker.domain.clock.deadline_changes import Term
from tracker.services.ports.cases import AlreadyEntered
from tracker.services.ports.people import Account, RoleName
from tracker.services.ports.reminders import OFFICE, ReminderChoice
from tracker.storage.opening import Storage

# On PostgreSQL, `make test` runs these; the rest of this module is slow there.
pytestmark = pytest.mark.on_postgres(
    "for_each_person",
    "stood_already",
    "looked_at",
    "in_pages",
    "usual_body",
)

LAST_DAY = date(2024, 4, 18)
NOON = datetime(2024, 4, 18, 12, tzinfo=UTC)
PEOPLE = "these people"


def reminder(person: str = "anna", rung: int = -3, **fields: object) -> Reminder:
    known: dict[str, object] = {"rung": rung} | fields
    return Reminder("reply", 2, Term.ORDINARY, LAST_DAY, person, **known)  # type: ignore[arg-type]


@pytest.fixture
def office(storage: Storage) -> Storage:
    """Two requests, and two people."""
    for reference in (REFERENCE, OTHER):
        file_request(storage, reference)
    for name in ("anna", "bilal"):
        account = Account(name, f"{name}@example.org", name.title(), RoleName.LAWYER)
        storage.people.save_account(account)
    return storage


def to_look_at(office: Storage, day: date, people: str = PEOPLE) -> list[str]:
    return list(office.reminders.to_look_at(day, people, 10))


def test_a_reminder_is_read_as_it_was_put_down(office: Storage) -> None:
    kept = reminder(was=date(2024, 4, 11), missed=2, escalated=True)

    seq = office.reminders.add(REFERENCE, kept, AT)

    (read,) = office.reminders.of(REFERENCE)
    assert (read.seq, read.made_at) == (seq, AT)
    assert (read.place, read.day, read.rung) == (kept.place, kept.day, kept.rung)
    assert (read.was, read.missed, read.escalated) == (date(2024, 4, 11), 2, True)


def test_a_rung_of_a_day_is_kept_once_for_each_person(office: Storage) -> None:
    office.reminders.add(REFERENCE, reminder(), AT)
    office.reminders.add(REFERENCE, reminder("bilal"), AT)
    office.reminders.add(OTHER, reminder(), AT)

    with pytest.raises(AlreadyEntered):
        office.reminders.add(REFERENCE, reminder(missed=1), NOON)

    assert [r.person for r in office.reminders.of(REFERENCE)] == ["anna", "bilal"]


def test_a_reminder_that_stood_already_leaves_the_rest_of_the_transaction(
    office: Storage,
) -> None:
    office.reminders.add(REFERENCE, reminder(), AT)

    with office.cases.open(REFERENCE):
        with pytest.raises(AlreadyEntered):
            office.reminders.add(REFERENCE, reminder(), AT)
        office.reminders.add(REFERENCE, reminder(rung=-1), AT)

    assert [r.rung for r in office.reminders.of(REFERENCE)] == [-3, -1]


def test_what_fails_in_a_transaction_leaves_no_reminder(office: Storage) -> None:
    def power_cut() -> None:
        with office.cases.open(REFERENCE):
            office.reminders.add(REFERENCE, reminder(), AT)
            raise RuntimeError("the power went")

    with pytest.raises(RuntimeError):
        power_cut()

    assert office.reminders.of(REFERENCE) == ()


def test_only_its_recipient_acknowledges_a_reminder_and_once(office: Storage) -> None:
    seq = office.reminders.add(REFERENCE, reminder(), AT)

    assert not office.reminders.acknowledge(REFERENCE, seq, "bilal", NOON)
    assert office.reminders.acknowledge(REFERENCE, seq, "anna", NOON)
    assert not office.reminders.acknowledge(REFERENCE, seq, "anna", AT)

    (read,) = office.reminders.of(REFERENCE)
    assert read.acknowledged_at == NOON


def test_an_inbox_holds_what_stands_and_nobody_acknowledged(office: Storage) -> None:
    seen = office.reminders.add(REFERENCE, reminder(rung=-14), AT)
    ended = office.reminders.add(REFERENCE, reminder(rung=-7), AT)
    waits = office.reminders.add(REFERENCE, reminder(rung=-3), AT)
    office.reminders.add(REFERENCE, reminder("bilal"), AT)
    office.reminders.acknowledge(REFERENCE, seen, "anna", NOON)
    replaced = office.reminders.add(REFERENCE, reminder(rung=-1), AT)
    office.reminders.end(REFERENCE, replaced, Because.REPLACED, NOON)
    office.reminders.end(REFERENCE, ended, Because.SETTLED, NOON)
    office.reminders.end(REFERENCE, ended, Because.PAUSED, NOON)

    assert [each.reminder.seq for each in office.reminders.open_for("anna")] == [waits]
    assert office.reminders.count_open("anna") == 1
    lately = office.reminders.lately("anna", 10)
    assert {each.reminder.seq: each.reminder.closed for each in lately} == {
        seen: None,
        ended: Because.SETTLED,
    }


def test_a_request_is_looked_at_when_its_day_has_come_or_the_people_are_others(
    office: Storage,
) -> None:
    assert to_look_at(office, AT.date()) == [REFERENCE, OTHER]

    office.reminders.looked(REFERENCE, LAST_DAY, PEOPLE)
    office.reminders.looked(OTHER, None, PEOPLE)

    assert to_look_at(office, date(2024, 4, 17)) == []
    assert to_look_at(office, LAST_DAY) == [REFERENCE]
    office.reminders.looked(OTHER, LAST_DAY, PEOPLE)
    assert to_look_at(office, LAST_DAY) == [REFERENCE, OTHER], "also where no day was known before"
    for people in ("a", "zz"):
        assert to_look_at(office, AT.date(), people) == [REFERENCE, OTHER]


def test_a_request_about_which_something_changed_is_looked_at_again(office: Storage) -> None:
    office.reminders.looked(REFERENCE, None, PEOPLE)
    office.reminders.looked(OTHER, None, PEOPLE)

    with office.cases.open(REFERENCE) as case:
        case.project(row(phase="silent"))
    assert to_look_at(office, AT.date()) == [REFERENCE]

    office.reminders.looked(REFERENCE, None, PEOPLE)
    office.reminders.choose_watchers(OTHER, ["anna"])
    assert to_look_at(office, AT.date()) == [OTHER]


def test_who_is_put_in_charge_of_a_request_is_found_by_the_next_look(office: Storage) -> None:
    office.reminders.looked(REFERENCE, None, PEOPLE)
    office.reminders.looked(OTHER, None, PEOPLE)

    office.people.shares.put_in_charge(REFERENCE, "anna", AT)
    assert to_look_at(office, AT.date()) == [REFERENCE]

    office.reminders.looked(REFERENCE, None, PEOPLE)
    office.people.shares.hand_over("anna", "bilal", AT)
    assert to_look_at(office, AT.date()) == [REFERENCE]


def test_candidates_come_in_pages(office: Storage) -> None:
    first = office.reminders.to_look_at(AT.date(), PEOPLE, 1)

    assert first == [REFERENCE]
    assert office.reminders.to_look_at(AT.date(), PEOPLE, 1, first[-1]) == [OTHER]
    assert office.reminders.to_look_at(AT.date(), PEOPLE, 1, OTHER) == []


def test_chosen_people_stay_until_the_next_choice(office: Storage) -> None:
    book = office.reminders
    book.note_watchers(REFERENCE, ["bilal"])
    assert (book.chosen_watchers(REFERENCE), book.watched_by("bilal")) == ((), (REFERENCE,))

    book.choose_watchers(REFERENCE, ["anna", "bilal"])
    book.note_watchers(REFERENCE, ["anna", "bilal"])
    assert book.chosen_watchers(REFERENCE) == ("anna", "bilal")

    book.choose_watchers(REFERENCE, [])
    book.note_watchers(REFERENCE, ["anna"])
    assert book.chosen_watchers(REFERENCE) == ()
    assert (book.watched_by("anna"), book.watched_by("bilal")) == ((REFERENCE,), ())


def test_a_choice_is_read_as_it_was_made_and_can_be_taken_back(office: Storage) -> None:
    own = ReminderChoice((-30, -1, 1), by_mail=False, digest=False, hour=23, zone="Asia/Karachi")
    office.reminders.choose("anna", own)
    office.reminders.choose(OFFICE, ReminderChoice())

    assert office.reminders.choices() == {"anna": own, OFFICE: ReminderChoice(USUAL_RUNGS)}
    office.reminders.choose("anna", ReminderChoice((0,)))
    assert office.reminders.choices()["anna"].rungs == (0,)
    office.reminders.choose("anna", None)
    assert set(office.reminders.choices()) == {OFFICE}


def test_a_digest_of_a_day_is_noted_once_and_no_day_before_it(office: Storage) -> None:
    book, today = office.reminders, date(2024, 4, 18)

    assert book.last_digest("anna") is None
    assert [book.note_digest("anna", today) for _ in range(2)] == [True, False]
    assert not book.note_digest("anna", date(2024, 4, 17))
    assert book.note_digest("bilal", today)
    assert book.note_digest("anna", date(2024, 4, 19))
    assert book.last_digest("anna") == date(2024, 4, 19)


def test_the_usual_body_is_the_one_that_most_open_requests_ask(office: Storage) -> None:
    for reference, body in ((REFERENCE, "body-two"), (OTHER, "body-two")):
        with office.cases.open(reference) as case:
            case.project(row(reference, body=body))
    file_request(office, "a1b2c3d4")

    assert office.reminders.usual_body() == "body-two"
    with office.cases.open(OTHER) as case:
        case.project(row(OTHER, body="body-two", open=False))
    with office.cases.open(REFERENCE) as case:
        case.project(row(REFERENCE, body="body-two", open=False))
    assert office.reminders.usual_body() == "body-one"


def test_where_no_request_of_the_sample_is_open_the_next_to_fall_due_are_asked(
    office: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.storage.reminders.reminders._A_SAMPLE", 1)
    first, last = sorted((REFERENCE, OTHER))
    with office.cases.open(first) as case:
        case.project(row(first, body="body-two", open=False))
    with office.cases.open(last) as case:
        case.project(row(last, body="body-one", next_day=date(2024, 4, 18)))

    assert office.reminders.usual_body() == "body-one"

    with office.cases.open(last) as case:
        case.project(row(last, body="body-one", open=False))
    assert office.reminders.usual_body() == ""


def test_every_reminder_is_entered_by_nobody_but_the_program(office: Storage) -> None:
    office.reminders.add(REFERENCE, reminder(), AT)

    with office.cases.look(REFERENCE) as case:
        assert {entry.entered_by for entry in case.history} == {BY}, "no history is touched"
