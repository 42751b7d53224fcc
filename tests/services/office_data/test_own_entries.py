"""The office's own library: who may add what, and what the public sees of it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.offices import AYESHA, a_paper, a_request, an_office, consented, received
from tracker.domain.base.days import DaySpan
from tracker.domain.base.errors import BadInput, NotAllowed, NotOnFile
from tracker.domain.events.clock.transferred import Transferred
from tracker.domain.law.law import ReadIn
from tracker.services.core.current_library import (
    as_public,
    require_verified,
    with_current_library,
)
from tracker.services.core.office import Office
from tracker.services.core.recording import record
from tracker.services.drafting.draft_letters import preview_draft
from tracker.services.drafting.drafts import start
from tracker.services.office_data.new_entries import add_organisation
from tracker.services.office_data.own_entries import (
    changed_lines,
    known_entries,
    save_entry,
    unused_entries,
    verify_entry,
    withdraw_entry,
)
from tracker.services.office_data.read_sources import ReadSource
from tracker.services.people.accounts import add_account
from tracker.services.ports.measurements import MeasurementSnapshot
from tracker.services.ports.own_library import EntryName
from tracker.services.ports.people import RoleName, TrailFilter
from tracker.services.ports.publishing import Publication
from tracker.services.publishing.publishing import publish_entries, publishable

SIGNAL = EntryName("blocks", "pk-signal-2024")
PTA = EntryName("bodies", "pk-pta")
TEXT = """
schema = 1
title = { en = "Signal in Pakistan", ur = "پاکستان میں سگنل" }
in_sentence = { en = "the block of Signal in Pakistan" }
service = { en = "Signal" }
kind = "block"
country = "pk"
where = { en = "Pakistan" }
places = ["PK"]
since = 2024-02-01
bodies = ["pk-pta"]
source = { where = "example.org, 2 February 2024", read_in = "secondary" }
key = "pk-signal-2024"
"""


@pytest.fixture
def other(office: Office) -> str:
    return add_account(office, "other@example.org", "Other", RoleName.LAWYER).id


@pytest.fixture
def live(tmp_path: Path) -> Iterator[tuple[Office, str, str]]:
    """A live office with two lawyers."""
    with an_office(tmp_path, live=True) as (office, _):
        lawyer = add_account(office, "lawyer@example.org", "Lawyer", RoleName.LAWYER).id
        other = add_account(office, "other@example.org", "Other", RoleName.LAWYER).id
        yield office, lawyer, other


def saved(office: Office, by: str, text: str = TEXT, name: EntryName = SIGNAL) -> Office:
    save_entry(office, name, text, "read in two newspapers", by=by)
    return with_current_library(office)


def verified(office: Office, by: str, name: EntryName = SIGNAL) -> Office:
    (entry,) = (each for each in known_entries(office) if each.newest.name == name)
    verify_entry(office, name, entry.newest.number, by=by)
    return with_current_library(office)


def withdrawn(office: Office, by: str, name: EntryName = SIGNAL) -> bool:
    """Withdraw the newest version of an entry; return False if a second person has to confirm."""
    (entry,) = (each for each in known_entries(office) if each.newest.name == name)
    return withdraw_entry(office, name, entry.newest.number, "it was wrong", by=by)


def test_a_new_block_can_be_asked_about_at_once(office: Office, lawyer: str) -> None:
    office = saved(office, lawyer)

    reference = a_request(office, block=SIGNAL.key)

    assert list(office.cases.references()) == [reference]
    assert SIGNAL.key not in as_public(office).library.blocks
    assert with_current_library(office) is office


def test_a_letter_says_of_a_block_that_nobody_verified_that_it_is_reported(
    office: Office, lawyer: str, other: str
) -> None:
    office = saved(office, lawyer)
    draft = start(office, SIGNAL.key, "pk-pta", by=lawyer)

    before = office.documents.plain(preview_draft(office, draft, AYESHA))
    office = verified(office, other)
    after = office.documents.plain(preview_draft(office, draft, AYESHA))

    told = "(since 1 February 2024, as reported by example.org, 2 February 2024)"
    assert told in " ".join(before.split())
    # The day of a verified block has its report too, as no record is named with one of its own.
    assert told in " ".join(after.split())


def test_nothing_about_it_is_published_before_it_is_verified(
    office: Office, lawyer: str, other: str
) -> None:
    office = saved(office, lawyer)
    reference = consented(office, a_request(office, block=SIGNAL.key))
    received(office, reference, date(2024, 2, 26))
    with office.cases.look(reference) as case:
        chosen = Publication(tuple(each.seq for each in publishable(case.history)))
    with pytest.raises(NotAllowed, match="This block is not verified"):
        publish_entries(office, reference, chosen, by=lawyer)

    office = verified(office, other)

    assert SIGNAL.key in as_public(office).library.blocks
    publish_entries(office, reference, chosen, by=lawyer)
    assert office.records.record(reference).block == SIGNAL.key


def test_nothing_is_published_about_a_transfer_to_a_body_that_nobody_verified(
    office: Office, lawyer: str, other: str
) -> None:
    agency = EntryName("bodies", "pk-agency")
    text = office.library_reader.shipped(PTA).replace("body.pk-pta", "body.pk-agency")
    office = saved(office, lawyer, text, agency)
    reference = consented(office, a_request(office))
    received(office, reference, date(2024, 2, 26))
    moved = Transferred(on=DaySpan.on(date(2024, 2, 28)), to=agency.key)
    record(office, reference, moved, [a_paper("transfer.txt")], by=lawyer)
    with office.cases.look(reference) as case:
        chosen = Publication(tuple(each.seq for each in publishable(case.history)))

    with pytest.raises(NotAllowed, match="This public body is not verified"):
        publish_entries(office, reference, chosen, by=lawyer)

    office = verified(office, other, agency)
    publish_entries(office, reference, chosen, by=lawyer)
    assert office.records.record(reference).block == "pk-x-2024"


def test_in_a_live_office_of_several_people_a_second_one_verifies(tmp_path: Path) -> None:
    with an_office(tmp_path, live=True) as (office, _):
        lawyer = add_account(office, "lawyer@example.org", "Lawyer", RoleName.LAWYER).id
        other = add_account(office, "other@example.org", "Other", RoleName.LAWYER).id
        office = saved(office, lawyer)
        with pytest.raises(NotAllowed, match="Someone else has to compare"):
            verified(office, lawyer)
        assert known_entries(office)[0].verified is False

        assert SIGNAL.key in verified(office, other).library.public.blocks


def test_a_version_that_was_changed_meanwhile_is_not_verified(
    office: Office, lawyer: str, other: str
) -> None:
    office = saved(office, lawyer)
    number = known_entries(office)[0].newest.number
    office = saved(office, lawyer, TEXT.replace("2024-02-01", "2024-02-02"))

    with pytest.raises(NotAllowed, match="changed this entry since"):
        verify_entry(office, SIGNAL, number, by=other)


def test_an_entry_is_not_verified_before_those_that_it_names(
    office: Office, lawyer: str, other: str
) -> None:
    agency = EntryName("bodies", "pk-agency")
    text = office.library_reader.shipped(PTA).replace("body.pk-pta", "body.pk-agency")
    office = saved(office, lawyer, text, agency)
    office = saved(office, lawyer, TEXT.replace('"pk-pta"', '"pk-agency"'))
    with pytest.raises(NotAllowed, match=f"“{SIGNAL.key}” names “pk-agency”, not"):
        verified(office, other)

    office = verified(verified(office, other, agency), other)

    assert as_public(office).library.blocks[SIGNAL.key].bodies == ("pk-agency",)


def test_a_shipped_fact_is_corrected_once_a_second_person_agrees(
    office: Office, lawyer: str, other: str
) -> None:
    corrected = office.library_reader.shipped(PTA).replace('"PTA"', '"P.T.A."')
    office = saved(office, lawyer, corrected, PTA)
    assert office.library.bodies["pk-pta"].short_name == "PTA"

    office = verified(office, other, PTA)

    assert office.library.bodies["pk-pta"].short_name == "P.T.A."
    (entry,) = known_entries(office)
    assert (entry.corrects, entry.outdated) == (True, False)


def test_a_newer_shipped_entry_under_a_correction_is_told(
    office: Office, lawyer: str, other: str
) -> None:
    """What the library ships has changed since the office corrected it."""
    corrected = office.library_reader.shipped(PTA).replace('"PTA"', '"P.T.A."')
    office = verified(saved(office, lawyer, corrected, PTA), other, PTA)
    (stored,) = office.own_library.in_force()
    office.own_library.add(replace(stored, replaces="0" * 64))

    (entry,) = known_entries(office)

    assert entry.outdated


@pytest.mark.parametrize(
    ("name", "text", "why", "message"),
    [
        (EntryName("blocks", "PK Signal"), TEXT, "read", "A key has at most 60"),
        (EntryName("blocks", "x" * 61), TEXT, "read", "A key has at most 60"),
        (SIGNAL, TEXT, "  ", "Say what the sources are"),
        (SIGNAL, TEXT, "x" * 1001, "1,000 characters or fewer"),
        (SIGNAL, "x" * 200_001, "read", "at most 200,000"),
        (SIGNAL, TEXT.replace("source", "sauce"), "read", "sauce"),
        (SIGNAL, "nonsense", "read", "cannot be read as TOML"),
    ],
)
def test_an_entry_with_a_fault_is_not_saved(
    office: Office, lawyer: str, name: EntryName, text: str, why: str, message: str
) -> None:
    with pytest.raises(BadInput, match=message):
        save_entry(office, name, text, why, by=lawyer)

    assert office.own_library.in_force() == ()


def test_there_are_no_other_folders(office: Office, lawyer: str) -> None:
    with pytest.raises(NotOnFile):
        save_entry(office, EntryName("digest", "x"), TEXT, "read", by=lawyer)


def test_the_same_text_is_not_saved_twice(office: Office, lawyer: str) -> None:
    saved(office, lawyer)

    with pytest.raises(BadInput, match="Nothing was changed"):
        saved(office, lawyer)


def test_an_entry_that_a_request_names_stays(office: Office, lawyer: str) -> None:
    office = saved(office, lawyer)
    a_request(office, block=SIGNAL.key)

    with pytest.raises(NotAllowed, match="Requests or drafts name this entry"):
        withdrawn(office, lawyer)


def test_an_entry_that_another_one_names_stays(office: Office, lawyer: str) -> None:
    agency = EntryName("bodies", "pk-agency")
    text = office.library_reader.shipped(PTA).replace("body.pk-pta", "body.pk-agency")
    office = saved(office, lawyer, text, agency)
    office = saved(office, lawyer, TEXT.replace('"pk-pta"', '"pk-agency"'))

    with pytest.raises(NotAllowed, match="“pk-signal-2024” names this one"):
        withdrawn(office, lawyer, agency)


def test_an_entry_that_is_not_used_stops_no_withdrawal(office: Office, lawyer: str) -> None:
    """Another program saved it, and this one does not take it."""
    office = saved(office, lawyer)
    (stored,) = office.own_library.in_force()
    other = EntryName("blocks", "pk-zoom-2024")
    office.own_library.add(replace(stored, name=other, text="nonsense"))
    assert [each.name for each in unused_entries(office)] == [other]

    withdrawn(office, lawyer)
    withdrawn(office, lawyer, other)

    assert known_entries(office) == ()


def test_a_withdrawn_entry_is_gone_and_a_withdrawn_correction_gives_the_shipped_one_back(
    office: Office, lawyer: str, other: str
) -> None:
    corrected = office.library_reader.shipped(PTA).replace('"PTA"', '"P.T.A."')
    office = verified(saved(saved(office, lawyer), lawyer, corrected, PTA), other, PTA)

    withdrawn(office, lawyer)
    withdrawn(office, lawyer, PTA)

    office = with_current_library(office)
    assert SIGNAL.key not in office.library.blocks
    assert office.library.bodies["pk-pta"].short_name == "PTA"
    assert known_entries(office) == ()
    with pytest.raises(NotOnFile):
        withdraw_entry(office, SIGNAL, 1, "again", by=lawyer)


def test_in_a_live_office_a_second_person_confirms_the_withdrawal_of_a_verified_entry(
    live: tuple[Office, str, str],
) -> None:
    office, lawyer, other = live
    office = verified(saved(office, lawyer), other)

    assert withdrawn(office, lawyer) is False

    office = with_current_library(office)
    assert SIGNAL.key in office.library.public.blocks
    (entry,) = known_entries(office)
    assert (entry.verified, entry.written.text) == (False, TEXT)
    with pytest.raises(NotAllowed, match="Someone has asked to withdraw"):
        withdrawn(office, other)
    with pytest.raises(NotAllowed, match="Someone else has to compare"):
        verify_entry(office, SIGNAL, entry.newest.number, by=lawyer)
    office = verified(office, other)
    assert SIGNAL.key not in office.library.blocks
    assert known_entries(office) == ()


def test_an_unverified_entry_is_withdrawn_by_one_person(live: tuple[Office, str, str]) -> None:
    office, lawyer, _ = live

    assert withdrawn(saved(office, lawyer), lawyer) is True
    assert known_entries(office) == ()


def test_an_entry_stays_if_it_is_saved_again_before_its_withdrawal_is_confirmed(
    live: tuple[Office, str, str],
) -> None:
    office, lawyer, other = live
    office = verified(saved(office, lawyer), other)
    withdrawn(office, lawyer)

    office = verified(saved(office, lawyer), other)

    assert SIGNAL.key in office.library.public.blocks


def test_a_version_that_was_changed_since_is_not_withdrawn(office: Office, lawyer: str) -> None:
    office = saved(office, lawyer)
    number = known_entries(office)[0].newest.number
    office = saved(office, lawyer, TEXT.replace("2024-02-01", "2024-02-02"))

    with pytest.raises(NotAllowed, match="changed this entry since"):
        withdraw_entry(office, SIGNAL, number, "it was wrong", by=lawyer)
    with pytest.raises(BadInput, match="what was wrong"):
        withdraw_entry(office, SIGNAL, number + 1, " ", by=lawyer)


def test_a_block_with_measurements_stays(office: Office, lawyer: str) -> None:
    office = saved(office, lawyer)
    day = date(2024, 2, 2)
    address = "https://api.ooni.org/api/v1/aggregation"
    office.measurements.keep(
        MeasurementSnapshot(
            SIGNAL.key, address, "0" * 64, "0" * 64, day, office.now(), lawyer, 2, 0
        ),
        b"{}",
    )

    with pytest.raises(NotAllowed, match="Measurements, findings or captures"):
        withdrawn(office, lawyer)


def test_an_unverified_supporter_is_not_published(office: Office, lawyer: str, other: str) -> None:
    source = ReadSource(("example.org",), ReadIn.SECONDARY)
    name = add_organisation(office, {"en": "Open Net"}, source, "its page", by=lawyer)
    office = with_current_library(office)
    with pytest.raises(NotAllowed, match="supporting organisation is not verified"):
        require_verified(office, "pk-x-2024", "pk-pta", supporters=[name.key])

    office = verified(office, other, name)

    require_verified(office, "pk-x-2024", "pk-pta", supporters=[name.key])
    with pytest.raises(BadInput, match="already in the library"):
        add_organisation(office, {"en": "Open Net"}, source, "its page", by=lawyer)


def test_a_correction_is_confirmed_again_over_a_newer_shipped_entry(
    office: Office, lawyer: str, other: str
) -> None:
    corrected = office.library_reader.shipped(PTA).replace('"PTA"', '"P.T.A."')
    office = verified(saved(office, lawyer, corrected, PTA), other, PTA)
    (stored,) = office.own_library.in_force()
    office.own_library.add(replace(stored, replaces="0" * 64))

    office = verified(saved(office, lawyer, corrected, PTA), other, PTA)

    (entry,) = known_entries(office)
    assert (entry.outdated, entry.verified) == (False, True)
    lines = changed_lines(office.library_reader.shipped(PTA), corrected)
    assert lines == ('- short_name = "PTA"', '+ short_name = "P.T.A."')


def test_each_act_is_in_the_trail(office: Office, lawyer: str, other: str) -> None:
    office = verified(saved(office, lawyer), other)
    withdrawn(office, other)

    trail, _ = office.people.trail.entries(TrailFilter(about=SIGNAL.key), 0, 10)

    assert [(each.act, each.who) for each in trail] == [
        ("library-entry-withdrawn", other),
        ("library-entry-verified", other),
        ("library-entry-saved", lawyer),
    ]
