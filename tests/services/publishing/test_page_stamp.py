"""The parts from which all pages of a copy are made, and what changes each of them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.mirror.test_measured_copies import drafted
from tests.offices import BY, Clock, a_request
from tests.services.office_data.test_own_entries import SIGNAL, TEXT
from tests.web.record_scenes import a_refusal, a_silence, strike
from tests.witness import AWitness
from tracker.domain.base.terms import WithheldBecause
from tracker.ledger.signed_log import SignedLog
from tracker.services.core.indexing import entry_of, rebuild_index
from tracker.services.core.office import Office
from tracker.services.measurements.measured_findings import confirm_finding, withdraw_finding
from tracker.services.office_data.law_watch import sign_law
from tracker.services.office_data.own_entries import save_entry
from tracker.services.people.accounts import add_account
from tracker.services.ports.people import RoleName
from tracker.services.public.data_files import renew
from tracker.services.public.page_inputs import PageInputs
from tracker.services.publishing.page_stamp import (
    ANSWERED_FROM,
    PagePart,
    PageStamp,
    stamp_of_data,
    stamp_of_days,
)
from tracker.services.publishing.publishing import withhold

ZONES = ("Asia/Karachi", "Asia/Kolkata")
SILENCE = "r0000001"
RECORDS, LOG, DATA, DAYS = PagePart.RECORDS, PagePart.LOG, PagePart.DATA, PagePart.DAYS


def stamped(office: Office) -> PageStamp:
    days, data = stamp_of_days(ZONES, office.now()), stamp_of_data(office.data.made())
    return {**office.records.stamp_of_pages(), **days, **data}


def test_each_question_of_a_page_is_answered_from_known_parts() -> None:
    questions = {name for name in vars(PageInputs) if not name.startswith("_")}

    assert ANSWERED_FROM.keys() == questions


def lawyer(office: Office) -> str:
    return add_account(office, "nadia@example.org", "Nadia", RoleName.LAWYER).id


def publishes(office: Office) -> None:
    a_refusal(office)


def appends(office: Office) -> None:
    office.log_upkeep.append()


def enters_in_private(office: Office) -> None:
    a_request(office)


def corrects(office: Office) -> None:
    strike(office, SILENCE, "received", "It was of another request.")


def takes_down(office: Office) -> None:
    withhold(office, SILENCE, WithheldBecause.SAFETY, by=BY)


def confirms_a_finding(office: Office) -> None:
    confirm_finding(office, drafted(office), by="lawyer")


def withdraws_it(office: Office) -> None:
    (finding,) = office.measurements.public_findings()
    withdraw_finding(office, finding.digest, "It was of another network.", by="lawyer")


def indexes_by_another_edition(office: Office) -> None:
    entry = entry_of(office, office.records.record(SILENCE))
    office.records.index.put(replace(entry, edition="another"))


def indexes_as_before(office: Office) -> None:
    rebuild_index(office)


def renews_the_data(office: Office) -> None:
    renew(office, at_once=True)


def is_witnessed(office: Office) -> None:
    log, witness = office.log, AWitness()
    assert isinstance(log, SignedLog)
    log.attested.trust(str(witness.key), log.keys())
    note = log.newest()
    assert note
    log.attested.take_note(witness.signed(note, office.now().replace(microsecond=0)))


def signs_a_law(office: Office) -> None:
    key, law = next(iter(office.library.laws.items()))
    sign_law(office, key, law.digest, "Nadia Reader", "Advocate", by=lawyer(office))


def adds_an_own_entry(office: Office) -> None:
    save_entry(office, SIGNAL, TEXT, "read in two newspapers", by=lawyer(office))


@pytest.mark.parametrize(
    ("act", "changed"),
    [
        (publishes, {RECORDS, LOG}),
        (appends, {LOG}),
        (enters_in_private, set[PagePart]()),
        (corrects, {RECORDS, LOG}),
        (takes_down, {RECORDS, LOG}),
        (confirms_a_finding, {RECORDS, LOG}),
        (indexes_by_another_edition, {RECORDS}),
        (indexes_as_before, set[PagePart]()),
        (renews_the_data, {DATA}),
        (is_witnessed, {LOG}),
        (signs_a_law, {PagePart.SIGNATURES}),
        (adds_an_own_entry, {PagePart.OWN_LIBRARY}),
    ],
)
def test_what_changes_pages_changes_the_part_that_they_are_made_from(
    office: Office, act: Callable[[Office], None], changed: set[PagePart]
) -> None:
    a_silence(office)
    office.log_upkeep.append()
    if act is appends:
        a_refusal(office)
    before = stamped(office)

    act(office)

    after = stamped(office)
    assert {part for part in PagePart if after.get(part) != before.get(part)} == changed


def test_a_finding_that_is_withdrawn_changes_the_records(office: Office) -> None:
    confirms_a_finding(office)
    before = stamped(office)

    withdraws_it(office)

    assert stamped(office)[RECORDS] != before[RECORDS]


def test_the_day_changes_where_a_body_sits(office: Office, clock: Clock) -> None:
    """At 18:50 UTC it is 23:50 in Pakistan, and past midnight in India."""
    clock.moment = clock.moment.replace(hour=18, minute=50)
    before = stamped(office)

    clock.moment += timedelta(minutes=5)
    same = stamped(office)
    clock.moment += timedelta(minutes=10)

    assert same == before
    assert {part for part in before if stamped(office)[part] != before[part]} == {DAYS}
